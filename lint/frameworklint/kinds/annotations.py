"""What the parts of pages and of workbooks mean, as the annotations in `schemas/` say."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

NOTHING: Mapping[str, Any] = MappingProxyType({})


class FieldAnnotation(NamedTuple):
    """What a field means: the kind it cites, the listed-kind table that mirrors it, its form.

    Attributes:
        cites: the kind whose IDs the field holds.
        mirror: the table of the cited page that must list this page, or an empty string.
        named: whether the field prints the cited page's name after the ID.
        stage: whether the page belongs to the cited page, and to no other.
    """

    cites: str
    mirror: str = ""
    named: bool = False
    stage: bool = False


class TableAnnotation(NamedTuple):
    """What a table means.

    Attributes:
        lists: the kind of the pages in its first column, or an empty string.
        mirror: tables or fields of the listed page, one of which must name this page in return.
        description: the column that says why the page is listed.
        text_of: the kind whose text the description is, whichever page prints it.
        sources: the columns of a table of references by what they hold: `link`, `date`,
            `authors`, `org`, `archive`.
    """

    lists: str = ""
    mirror: tuple[str, ...] = ()
    description: str = ""
    text_of: str = ""
    sources: Mapping[str, str] = NOTHING


NO_TABLE_ANNOTATION = TableAnnotation()


class SheetAnnotation(NamedTuple):
    """Which sheet of the workbook describes the pages of a kind.

    Attributes:
        sheet: the sheet's name.
        id, name: the columns of the ID and of the name.
        fields: how a field is printed, by its label: text with columns in braces, such as
            `{tactic_id} {tactic_id.name}`; `.first` is a value's first word, `.name` the name of
            the row whose ID that is, `.parent` the ID without its last part.
    """

    sheet: str
    id: str
    name: str
    fields: Mapping[str, str] = NOTHING


class ColumnAnnotation(NamedTuple):
    """A column that holds IDs.

    Attributes:
        column: the column's name.
        kind: the kind whose IDs it holds, or an empty string.
        sheet, id: for what is no kind, the sheet that defines it, and the ID column there.
        noun, plural: what messages call it, for what is no kind.
    """

    column: str
    kind: str = ""
    sheet: str = ""
    id: str = ""
    noun: str = ""
    plural: str = ""


class Relation(NamedTuple):
    """A sheet's columns that relate two things.

    Attributes:
        sheet: the sheet's name.
        source, target: the columns `from` and `to`: each row relates one source to its targets.
        id: the column that tells the rows apart, where they describe nothing else.
        separator: what the generator splits the target column at; empty where it takes one value.
        named: whether a target is given as an ID and a name; the generator takes the first word.
        text: the column that says why they are related, or an empty string.
        tables: in which table of which kind's pages the relation is printed.
        columns: which column of the listed thing's sheet the table's other columns print.
        addresses: the columns of the table that print an address as a link to it.
    """

    sheet: str
    source: ColumnAnnotation
    target: ColumnAnnotation
    id: str = ""
    separator: str = ""
    named: bool = False
    text: str = ""
    tables: Mapping[str, str] = NOTHING
    columns: Mapping[str, str] = NOTHING
    addresses: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """What it relates, whatever the sheet is called: `incident technique`."""
        sides = (self.source, self.target)
        return " ".join(side.kind or side.noun for side in sides)

    @property
    def key(self) -> str:
        """The sheet and the column by which it is known: `incidenttechniques.technique_ids`."""
        return f"{self.sheet}.{self.target.column}"


class WorkbookAnnotation(NamedTuple):
    """Where the workbooks lie, what they hold, and what their sheets relate.

    Attributes:
        folder: the name of the folder beside the framework's home.
        files: the names of the files that the generator reads, each with the sheets it reads there.
        relations: what refers to what.
    """

    folder: str = ""
    files: Mapping[str, tuple[str, ...]] = NOTHING
    relations: tuple[Relation, ...] = ()

    def file_of(self, sheet: str) -> str:
        """The name of the file from which the generator reads a sheet."""
        return next((name for name, sheets in self.files.items() if sheet in sheets), "")
