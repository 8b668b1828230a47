"""The kinds of pages, as the files in `schemas/` describe them.

Everything that the engine knows of a kind stands there: the plain JSON Schema says what a page
must hold, the annotations beside it (`x-kind`, `x-page`, `x-framework`) say which folder holds the
pages, which table lists what, and what mirrors it.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import cached_property
from typing import NamedTuple

from frameworklint.kinds.annotations import (
    NO_TABLE_ANNOTATION,
    NOTHING,
    FieldAnnotation,
    SheetAnnotation,
    TableAnnotation,
    WorkbookAnnotation,
)
from frameworklint.kinds.exports import ExportAnnotation
from frameworklint.kinds.ids import IdForm
from frameworklint.kinds.layouts import Layout


class _KindFields(NamedTuple):
    """What a schema file says of a kind; see `Kind`."""

    name: str
    layouts: tuple[Layout, ...]
    noun: str = ""
    plural: str = ""
    folder: str = ""
    word: str = ""
    id_form: IdForm | None = None
    rank: int = 9
    listed_on: tuple[str, ...] = ()
    summary: str = ""
    parent: str = ""
    year: str = ""
    descriptive: tuple[str, ...] = ()
    fields: Mapping[str, FieldAnnotation] = NOTHING
    tables: Mapping[str, TableAnnotation] = NOTHING
    file: str = ""
    title: str = ""
    role: str = ""
    of: str = ""
    columns: Mapping[str, Sequence[str]] = NOTHING
    endings: Mapping[str, Sequence[str]] = NOTHING
    cites: Mapping[str, str] = NOTHING
    workbook: SheetAnnotation | None = None
    sheet: str = ""


class Kind(_KindFields):
    """A kind of page.

    Records (`is_record`) are pages with an ID in a folder of their own. The others are index,
    matrix and table pages: one file each, copying from the records.

    Attributes:
        name: the schema file's name, by which kinds refer to one another.
        layouts: newest first.
        noun, plural: what messages call a record.
        folder: the records' folder, below the framework's home.
        word: the first word of a record's title.
        id_form: the form of the records' IDs.
        rank: which kind's pages a finding names first, 0 before 1.
        listed_on: the index and matrix pages that must list every record.
        summary, parent, year: the labels of the fields with that meaning, or an empty string.
        descriptive: the labels of fields each of which may be empty, but hardly all at once.
        fields, tables: what they mean, by label and by first column.
        file: an index page's path below the home.
        title: an index page's title.
        role: `index`, `matrix` or `table`; empty for records.
        of: the kind that an index page lists, or an empty string.
        columns: which field an index page's column copies, by any of its labels; `name` is the
            page's name.
        endings: which field ends with what a column holds, by any of its labels.
        cites: the kind whose ID and name a column holds, on an index page of what has no pages.
        workbook: the sheet that describes the records.
        sheet: the sheet that an index page prints whose entries have no pages.
    """

    def __eq__(self, other: object) -> bool:
        """Whether both are the same kind: no two kinds are alike."""
        return self is other

    __ne__ = object.__ne__
    __hash__ = object.__hash__

    @property
    def is_record(self) -> bool:
        """Whether pages of the kind have an ID and a folder."""
        return bool(self.folder)

    @property
    def is_copy(self) -> bool:
        """Whether pages of the kind only list what other pages say of themselves."""
        return not self.is_record and bool(self.of)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The field labels of all layouts."""
        keys = {key for layout in self.layouts for key in layout.properties}
        return frozenset(key for key in keys if not key.startswith("| ")) - {"type", "id", "name"}

    @cached_property
    def table_names(self) -> frozenset[str]:
        """The first columns of the tables of all layouts."""
        keys = {key for layout in self.layouts for key in layout.properties}
        return frozenset(key.removeprefix("| ") for key in keys if key.startswith("| "))

    @cached_property
    def _id(self) -> re.Pattern[str] | None:
        return re.compile(self.id_form.pattern) if self.id_form else None

    def is_id(self, text: str) -> bool:
        """Whether the text is an ID of this kind."""
        return self._id is not None and self._id.fullmatch(text) is not None

    def table_annotation(self, key: str) -> TableAnnotation:
        """What the table with that first column means; an empty role where nothing is known."""
        return self.tables.get(key, NO_TABLE_ANNOTATION)

    def best_layout(self, keys: Collection[str]) -> int:
        """The index of the layout that a record with such keys fits best, -1 where two fit."""
        misfits = [layout.misfit(keys) for layout in self.layouts]
        best = min(misfits)
        return misfits.index(best) if misfits.count(best) == 1 else -1

    def elected_layout(self, votes: Iterable[int]) -> Layout:
        """The layout that most pages fit best, by its index, the newest on a tie."""
        counts = [0] * len(self.layouts)
        for vote in votes:
            if vote >= 0:
                counts[vote] += 1
        return self.layouts[counts.index(max(counts))]


class Conventions(NamedTuple):
    """What holds for all pages of a framework.

    Attributes:
        home: the folder below the root that holds the page folders.
        marker: the line below which a page may be edited by hand.
        row_number: a regular expression for the number with which older trees begin a description.
        other_ids: regular expressions for what stands right before, or right after, an ID that is
            no citation: a former ID, or one of another framework.
    """

    home: str
    marker: str
    row_number: str
    other_ids: Mapping[str, str]

    def without_row_numbers(self, text: str) -> str:
        """A description without the row numbers before it and before those joined to it."""
        if not re.search(self.row_number, text):
            return text
        # They and what stands around them, which can be no-break spaces.
        number = rf"\s*(?:{self.row_number})(?!\w)\s*"
        return re.sub(rf",(?P<gap> ?){number}", r",\g<gap>", re.sub(rf"\A{number}", "", text))


class Kinds:
    """All kinds of a framework."""

    def __init__(
        self,
        kinds: Iterable[Kind],
        conventions: Conventions,
        workbook: WorkbookAnnotation | None = None,
        exports: tuple[ExportAnnotation, ...] = (),
    ) -> None:
        self.all = tuple(kinds)
        self.conventions = conventions
        self.workbook = workbook or WorkbookAnnotation()
        self.exports = exports
        self.by_name = {kind.name: kind for kind in self.all}
        self.records = tuple(kind for kind in self.all if kind.is_record)
        self.by_folder = {kind.folder: kind for kind in self.records}
        self.by_file = {kind.file: kind for kind in self.all if kind.file}
        self.by_form = {kind.id_form: kind for kind in reversed(self.records) if kind.id_form}
        self.id_forms = tuple(kind.id_form for kind in self.records if kind.id_form)
        self._by_id: dict[str, Kind | None] = {}

    @property
    def root_folders(self) -> list[str]:
        """The folders by which a framework's root is known: of the pages, and of the workbooks."""
        return [*self.by_folder, *filter(None, [self.workbook.folder])]

    def placed(self, home: str, folders: Mapping[str, str]) -> "Kinds":
        """The same kinds with their pages in another home, or in folders of other names."""
        if not home and not folders:
            return self
        moved = [
            kind._replace(folder=folders[kind.name]) if kind.name in folders else kind
            for kind in self.all
        ]
        conventions = self.conventions._replace(home=home or self.conventions.home)
        return Kinds(moved, conventions, self.workbook, self.exports)

    def id_column(self, sheet: str) -> str:
        """The column that tells the rows of a sheet apart, or an empty string."""
        return self._id_columns.get(sheet, "")

    @cached_property
    def _id_columns(self) -> dict[str, str]:
        found = {kind.workbook.sheet: kind.workbook.id for kind in self.records if kind.workbook}
        for relation in self.workbook.relations:
            target = relation.target
            for sheet, column in ((relation.sheet, relation.id), (target.sheet, target.id)):
                if sheet and column:
                    found.setdefault(sheet, column)
        return found

    def of_id(self, text: str) -> Kind | None:
        """The kind to which a well-formed ID belongs."""
        if text not in self._by_id:
            self._by_id[text] = next((kind for kind in self.records if kind.is_id(text)), None)
        return self._by_id[text]
