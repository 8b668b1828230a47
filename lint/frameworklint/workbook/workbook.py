"""The master workbook: the sheets from which the pages are printed, each value with its cell.

Which sheet and which column holds what stands in `schemas/`. The workbook is read when it is first
asked for, and python-calamine is imported only then.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import NamedTuple

from frameworklint.errors import UnreadableFileError
from frameworklint.kinds.annotations import ColumnAnnotation
from frameworklint.kinds.kind import Kind, Kinds
from frameworklint.page.names import folded
from frameworklint.page.page import Page
from frameworklint.source.files import Tree
from frameworklint.workbook.files import Shelf, WorkbookFiles
from frameworklint.workbook.sheet import Cell, Sheet, SheetPage

SIZE_LIMIT = 50_000_000
_MOST_TOGETHER = 1.0  # of what one workbook may hold: real are 0.35
_MOST_REFERENCES = 200_000  # characters in the columns that list IDs: real 56,000


class Record(NamedTuple):
    """A row that describes a thing."""

    sheet: Sheet
    row: int

    def cell(self, column: str) -> Cell:
        """A cell of the row."""
        return self.sheet.cell(self.row, column)


class Workbook:
    """The sheets that the schemas name, each from the file that the generator reads.

    Attributes:
        files: the workbooks.
        sheets: by name.
        sheet_names: the names of all sheets of each workbook that could be read, by path.
        unreadable: a page for each workbook that could not be read, which says why.
        doubles: by path, the sheet of ours for which a workbook holds another that nothing reads.
        notices: what the user should know of what was read.
    """

    def __init__(self, kinds: Kinds, tree: Tree, files: WorkbookFiles, shelf: Shelf) -> None:
        self.kinds = kinds
        self.files = files
        self.sheets: dict[str, Sheet] = {}
        self.sheet_names: dict[str, tuple[str, ...]] = {}
        self.unreadable: list[Page] = []
        self.doubles: dict[str, str] = {}
        self.notices: list[str] = []
        self._pages: dict[str, SheetPage] = {}
        self._shelf = shelf
        self._share = 0.0
        self._references = 0
        self._records: dict[tuple[str, str], dict[str, Record]] = {}
        self._ids: dict[str, dict[str, list[str]]] = {}
        self._names: dict[str, Cell | None] = {}
        self._read_named(tree)
        for path in files.others:
            self._read_other(tree, path)

    def _read_named(self, tree: Tree) -> None:
        """Read the files that the generator reads; it finds a sheet in whichever has it."""
        read = {name: self._rows(tree, path) for name, path in self.files.named.items()}
        for name, path in self.files.named.items():
            for sheet, rows in read[name].items():
                own = self.kinds.workbook.file_of(sheet)
                if sheet not in self.sheets and (own == name or sheet not in read.get(own, {})):
                    self._add(path, sheet, rows)

    def _read_other(self, tree: Tree, path: str) -> None:
        """Take the sheets of files that are missing from a workbook of another name."""
        taken: dict[str, list[str]] = defaultdict(list)
        for sheet, rows in self._rows(tree, path, is_needed=bool(self.files.missing)).items():
            file = self.kinds.workbook.file_of(sheet)
            if sheet not in self.sheets and file in self.files.missing:
                self._add(path, sheet, rows)
                taken[file].append(sheet)
            else:
                self.doubles.setdefault(path, sheet)
        for file, sheets in taken.items():
            self.doubles.pop(path, None)
            self.notices.append(
                f"there is no {file}, so its sheets are read from {path}: {', '.join(sheets)}"
            )

    def _rows(
        self, tree: Tree, path: str, *, is_needed: bool = True
    ) -> Mapping[str, list[list[str]]]:
        """The rows of the sheets in a file that the schemas name, by sheet."""
        try:
            if self._share > _MOST_TOGETHER:
                raise UnreadableFileError("is not read: the workbooks before it hold too much")
            found = self._shelf.sheets(tree, path, frozenset(self.wanted))
        except UnreadableFileError as error:
            if is_needed:
                self._refuse(path, str(error))
            return {}
        self._share += found.share
        self.sheet_names[path] = found.names
        return found.rows

    def page_of(self, path: str) -> SheetPage:
        """A workbook as a whole."""
        return self._pages.setdefault(path, SheetPage(path))

    def is_unread(self, sheet: str) -> bool:
        """Whether a file that may hold a sheet is there, but could not, or should not, be read."""
        file = self.kinds.workbook.file_of(sheet)
        paths = {page.path for page in self.unreadable}
        own = self.files.named.get(file)
        return file in self.files.excluded or (
            own in paths if own else not paths.isdisjoint(self.files.others)
        )

    def _refuse(self, path: str, reason: str) -> None:
        page = self.page_of(path)
        if not page.unreadable:
            page.unreadable = reason
            self.unreadable.append(page)

    def _add(self, path: str, name: str, rows: list[list[str]]) -> None:
        """Add a sheet, unless it lists so many IDs that comparing them would take forever."""
        sheet = Sheet(path, name, len(self.sheets), rows, self.kinds.id_column(name))
        for relation in self.kinds.workbook.relations:
            if relation.sheet == sheet.name:
                texts = (sheet.text(row, relation.target.column) for row in sheet.rows)
                self._references += sum(map(len, texts))
        if self._references <= _MOST_REFERENCES:
            self.sheets[sheet.name] = sheet
            return
        self._refuse(
            sheet.page.path,
            f"lists more than {_MOST_REFERENCES:,} characters of IDs, down to the sheet"
            f" {sheet.name}: delete what is too much; the sheet is not compared",
        )

    @cached_property
    def wanted(self) -> Mapping[str, list[str]]:
        """The columns that the schemas name, by sheet."""
        return _wanted(self.kinds)

    def has(self, sheet: str, *columns: str) -> bool:
        """Whether there is a sheet with these columns."""
        return sheet in self.sheets and all(c in self.sheets[sheet].columns for c in columns)

    # What the rows describe.

    def _defined(self, sheet: str, column: str) -> dict[str, Record]:
        """The rows of a sheet by the text of a column, the first of equal ones."""
        key = (sheet, column)
        if key not in self._records:
            found: dict[str, Record] = {}
            if self.has(sheet, column):
                for row in self.sheets[sheet].rows:
                    text = self.sheets[sheet].text(row, column)
                    if text:
                        found.setdefault(text, Record(self.sheets[sheet], row))
            self._records[key] = found
        return self._records[key]

    def records(self, kind: Kind) -> dict[str, Record]:
        """The rows that describe the pages of a kind, by ID."""
        return self._defined(kind.workbook.sheet, kind.workbook.id) if kind.workbook else {}

    def described(self, sheet: str, column: str, wanted: str) -> Record | None:
        """The row of a sheet with that text in a column."""
        return self._defined(sheet, column).get(wanted)

    def sheet_with(self, wanted: str) -> str:
        """The sheet of an index in whose first column a text stands; empty where none is."""
        return self._indexed.get(wanted, "")

    @cached_property
    def _indexed(self) -> dict[str, str]:
        found: dict[str, str] = {}
        for name in (kind.sheet for kind in self.kinds.all if kind.sheet in self.sheets):
            first = next(iter(self.sheets[name].columns), "")
            found = dict.fromkeys(self._defined(name, first), name) | found
        return found

    def targets(self, role: ColumnAnnotation) -> dict[str, Record]:
        """The rows that a column may refer to, by ID."""
        if role.kind:
            return self.records(self.kinds.by_name[role.kind])
        return self._defined(role.sheet, role.id)

    def ids_by_name(self, kind: Kind) -> dict[str, list[str]]:
        """The IDs of a kind by name, in lower case."""
        if kind.name not in self._ids:
            found: dict[str, list[str]] = defaultdict(list)
            for wanted, record in self.records(kind).items():
                if kind.workbook:
                    name = folded(record.cell(kind.workbook.name).text)
                    found[name.casefold()].append(wanted)
            self._ids[kind.name] = found
        return self._ids[kind.name]

    def record(self, wanted: str) -> Record | None:
        """The row that describes the thing with an ID."""
        kind = self.kinds.of_id(wanted)
        return self.records(kind).get(wanted) if kind else None

    def id_cell(self, wanted: str) -> Cell | None:
        """The cell with the ID of the row that describes the thing with an ID."""
        kind, record = self.kinds.of_id(wanted), self.record(wanted)
        return record.cell(kind.workbook.id) if kind and kind.workbook and record else None

    def name_cell(self, wanted: str) -> Cell | None:
        """The cell with the name of the thing with an ID, which many places print."""
        if wanted not in self._names:
            self._names[wanted] = self._name_cell(wanted)
        return self._names[wanted]

    def _name_cell(self, wanted: str) -> Cell | None:
        kind, record = self.kinds.of_id(wanted), self.record(wanted)
        if kind is None or record is None or not self.knows_names(kind):
            return None
        return record.cell(kind.workbook.name) if kind.workbook else None

    def knows_names(self, kind: Kind) -> bool:
        """Whether the names of what has pages of a kind can be read."""
        role = kind.workbook
        return role is not None and self.has(role.sheet, role.name) and bool(self.records(kind))


def _wanted(kinds: Kinds) -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for kind in kinds.all:
        if kind.sheet:
            found[kind.sheet] += []
        if kind.workbook:
            printed = re.findall(r"\{(\w+)", " ".join(kind.workbook.fields.values()))
            found[kind.workbook.sheet] += [kind.workbook.id, kind.workbook.name, *printed]
    for relation in kinds.workbook.relations:
        columns = (relation.source.column, relation.target.column, relation.text)
        found[relation.sheet] += [column for column in columns if column]
        if relation.target.sheet:
            wanted = [relation.target.id, *relation.columns.values()]
            found[relation.target.sheet] += wanted
    return found
