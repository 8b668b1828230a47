"""The master workbook: the sheets from which the pages are printed, each value with its cell.

Which sheet and which column holds what stands in `schemas/`. The workbook is read when it is first
asked for, and python-calamine is imported only then.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from frameworklint.errors import UnreadableFileError
from frameworklint.kinds.annotations import ColumnAnnotation
from frameworklint.kinds.kind import Kind, Kinds
from frameworklint.page.page import Page
from frameworklint.source.files import Tree
from frameworklint.workbook.sheet import Cell, Sheet, SheetPage
from frameworklint.workbook.shelf import Shelf

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
_MOST_TOGETHER = 1.0  # of what one workbook may hold: real are 0.35
_MOST_REFERENCES = 200_000  # characters in the columns that list IDs: real 56,000
_LOCK = "~$"  # spreadsheet programs put such a file beside a workbook that is open


class Record(NamedTuple):
    """A row that describes a thing."""

    sheet: Sheet
    row: int

    def cell(self, column: str) -> Cell:
        """A cell of the row."""
        return self.sheet.cell(self.row, column)


class Workbook:
    """The sheets that the schemas name, from all workbooks of the tree.

    Attributes:
        paths: the workbooks.
        sheets: by name.
        unreadable: a page for each workbook that could not be read, which says why.
        notices: what is missing, or stands twice.
    """

    def __init__(self, kinds: Kinds, tree: Tree, paths: Iterable[str], shelf: Shelf) -> None:
        self.kinds = kinds
        self.paths = sorted(paths)
        self.sheets: dict[str, Sheet] = {}
        self.unreadable: list[Page] = []
        self.notices: list[str] = []
        self._shelf = shelf
        self._share = 0.0
        self._references = 0
        for path in self.paths:
            self._read(tree, path)
        if self.paths and not self.unreadable:
            self.notices += self._missing()

    def _read(self, tree: Tree, path: str) -> None:
        try:
            if self._share > _MOST_TOGETHER:
                raise UnreadableFileError("is not read: the workbooks before it hold too much")
            found = self._shelf.sheets(tree, path, frozenset(self._wanted))
            self._share += found.share
        except UnreadableFileError as error:
            self._refuse(path, str(error))
            return
        for name, rows in found.rows.items():
            if name in self.sheets:
                self.notices.append(
                    f"the sheet {name!r} stands in {self.sheets[name].page.path} and in {path};"
                    " the first is used"
                )
            else:
                self._add(Sheet(path, name, len(self.sheets), rows))

    def _refuse(self, path: str, reason: str) -> None:
        page = SheetPage(path)
        page.unreadable = reason
        self.unreadable.append(page)

    def _add(self, sheet: Sheet) -> None:
        """Add a sheet, unless it lists so many IDs that comparing them would take forever."""
        for relation in self.kinds.workbook.relations:
            if relation.sheet == sheet.name:
                texts = (sheet.cell(row, relation.target.column).text for row in sheet.rows)
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
    def _wanted(self) -> Mapping[str, list[str]]:
        """The columns that the schemas name, by sheet."""
        found: dict[str, list[str]] = defaultdict(list)
        for kind in self.kinds.all:
            if kind.sheet:
                found[kind.sheet] += []
            if kind.workbook:
                printed = re.findall(r"\{(\w+)", " ".join(kind.workbook.fields.values()))
                found[kind.workbook.sheet] += [kind.workbook.id, kind.workbook.name, *printed]
        for relation in self.kinds.workbook.relations:
            columns = (relation.source.column, relation.target.column, relation.text)
            found[relation.sheet] += [column for column in columns if column]
            if relation.target.sheet:
                wanted = [relation.target.id, *relation.columns.values()]
                found[relation.target.sheet] += wanted
        return found

    def _missing(self) -> Iterator[str]:
        from difflib import get_close_matches

        absent = sorted(self._wanted.keys() - self.sheets.keys())
        if absent:
            yield f"no workbook has a sheet named {', '.join(absent)}: nothing is compared with it"
        for name, sheet in self.sheets.items():
            for column in dict.fromkeys(self._wanted[name]):
                if column not in sheet.columns:
                    near = get_close_matches(column, sheet.columns, n=1, cutoff=0.5)
                    hint = f" (is it {near[0]!r} now?)" if near else ""
                    yield (
                        f"the sheet {name!r} of {sheet.page.path} has no column {column!r}{hint}:"
                        " it is not compared"
                    )

    def has(self, sheet: str, *columns: str) -> bool:
        """Whether there is a sheet with these columns."""
        return sheet in self.sheets and all(c in self.sheets[sheet].columns for c in columns)

    # What the rows describe.

    @cached_property
    def _records(self) -> dict[tuple[str, str], dict[str, Record]]:
        return {}

    def _defined(self, sheet: str, column: str) -> dict[str, Record]:
        """The rows of a sheet by the text of a column, the first of equal ones."""
        key = (sheet, column)
        if key not in self._records:
            found: dict[str, Record] = {}
            if self.has(sheet, column):
                for row in self.sheets[sheet].rows:
                    text = self.sheets[sheet].cell(row, column).text
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
                    name = " ".join(record.cell(kind.workbook.name).text.split())
                    found[name.casefold()].append(wanted)
            self._ids[kind.name] = found
        return self._ids[kind.name]

    @cached_property
    def _ids(self) -> dict[str, dict[str, list[str]]]:
        return {}

    def record(self, wanted: str) -> Record | None:
        """The row that describes the thing with an ID."""
        kind = self.kinds.of_id(wanted)
        return self.records(kind).get(wanted) if kind else None

    def name_cell(self, wanted: str) -> Cell | None:
        """The cell with the name of the thing with an ID."""
        kind, record = self.kinds.of_id(wanted), self.record(wanted)
        return record.cell(kind.workbook.name) if kind and kind.workbook and record else None


def workbook_paths(files: Iterable[str], folder: str) -> list[str]:
    """The workbooks among some files: those directly in the folder of that name, the top-most."""
    if not folder:
        return []
    found = [path for path in files if _is_workbook(path, folder)]
    depth = min((path.count("/") for path in found), default=0)
    return sorted(path for path in found if path.count("/") == depth)


def _is_workbook(path: str, folder: str) -> bool:
    parent, _, name = path.rpartition("/")
    inside = parent == folder or parent.endswith(f"/{folder}")
    return inside and name.lower().endswith(_ENDINGS) and not name.startswith(_LOCK)
