"""The kinds of pages, as the files in `schemas/` describe them.

Everything that the engine knows of a kind stands there: the plain JSON Schema says what a page
must hold, the annotations beside it (`x-kind`, `x-page`, `x-framework`) say which folder holds the
pages, which table lists what, and what mirrors it.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from types import MappingProxyType
from typing import Any, NamedTuple

from frameworklint import resources
from frameworklint.identifiers import IdForm
from frameworklint.page import SchemaError
from frameworklint.quick_jsonschema import FlatSchema

_NOTHING: Mapping[str, Any] = MappingProxyType({})


class FieldRole(NamedTuple):
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


class TableRole(NamedTuple):
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
    sources: Mapping[str, str] = _NOTHING


_NO_TABLE_ROLE = TableRole()


class SheetRole(NamedTuple):
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
    fields: Mapping[str, str] = _NOTHING


class ColumnRole(NamedTuple):
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
        separator: what the generator splits the target column at; empty where it takes one value.
        named: whether a target is given as an ID and a name; the generator takes the first word.
        text: the column that says why they are related, or an empty string.
        tables: in which table of which kind's pages the relation is printed.
        columns: which column of the listed thing's sheet the table's other columns print.
    """

    sheet: str
    source: ColumnRole
    target: ColumnRole
    separator: str = ""
    named: bool = False
    text: str = ""
    tables: Mapping[str, str] = _NOTHING
    columns: Mapping[str, str] = _NOTHING

    @property
    def key(self) -> str:
        """The sheet and the column by which it is known: `incidenttechniques.technique_ids`."""
        return f"{self.sheet}.{self.target.column}"


class WorkbookRole(NamedTuple):
    """Where the workbooks lie, and what their sheets relate.

    Attributes:
        folder: the name of the folder beside the framework's home.
        relations: what refers to what.
    """

    folder: str = ""
    relations: tuple[Relation, ...] = ()


class Layout:
    """One way in which pages of a kind are printed.

    Attributes:
        name: the first year of the layout.
        schema: the JSON Schema of the flat record.
        required: keys that the record must have.
    """

    def __init__(self, name: str, schema: dict[str, Any]) -> None:
        self.name = name
        self.schema = schema
        self._flat = FlatSchema(schema)
        self.required = frozenset(schema["required"])
        self.properties: dict[str, Any] = schema["properties"]

    def misfit(self, keys: Iterable[str]) -> int:
        """How many keys are missing from or unknown to this layout."""
        return len(self.required.symmetric_difference(keys) - (self.properties.keys() & keys))

    def errors(self, record: Mapping[str, str]) -> list[SchemaError]:
        """What the schema says against a record, one error per key and keyword, in key order."""
        found: dict[SchemaError, None] = {}
        for keyword, key, value in self._flat.errors(record):
            if keyword == "required":
                keys = sorted(self.required - record.keys())
            elif keyword == "additionalProperties":
                keys = sorted(record.keys() - self.properties.keys())
            else:
                keys = [key]
            expected = value if keyword == "const" else ""
            found |= {SchemaError(keyword, key, expected, self.hint(key)): None for key in keys}
        return list(found)

    def demand_valid(self) -> None:
        """Refuse a schema that is none.

        Raises:
            ValueError: the schema does not follow JSON Schema 2020-12, a pattern is no regular
                expression, or a property has no object for a schema.
        """
        from jsonschema import Draft202012Validator, FormatChecker, SchemaError

        try:
            Draft202012Validator.check_schema(self.schema, format_checker=FormatChecker(["regex"]))
        except SchemaError as error:
            raise ValueError(f"{error.json_path}: {error.message}") from error
        for key, schema in self.properties.items():
            if not isinstance(schema, dict):
                raise ValueError(f"$.properties: the schema of {key!r} must be an object")

    def hint(self, key: str) -> str:
        """What the schema says of a key in words, or an empty string."""
        return str(self.properties.get(key, {}).get("description", ""))


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
    fields: Mapping[str, FieldRole] = _NOTHING
    tables: Mapping[str, TableRole] = _NOTHING
    file: str = ""
    title: str = ""
    role: str = ""
    of: str = ""
    columns: Mapping[str, Sequence[str]] = _NOTHING
    endings: Mapping[str, Sequence[str]] = _NOTHING
    cites: Mapping[str, str] = _NOTHING
    workbook: SheetRole | None = None
    sheet: str = ""


_TITLE_KEYS = frozenset({"type", "id", "name"})


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
        return frozenset(key for key in keys if not key.startswith("| ")) - _TITLE_KEYS

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

    def table_role(self, key: str) -> TableRole:
        """What the table with that first column means; an empty role where nothing is known."""
        return self.tables.get(key, _NO_TABLE_ROLE)

    def layout_of(self, records: Iterable[Mapping[str, str]]) -> Layout:
        """The layout that most of some pages' records fit, the newest on a tie.

        A page without any field or table is of no layout: that it lacks more of the newest one
        says nothing.
        """
        if len(self.layouts) == 1:
            return self.layouts[0]
        votes = [0] * len(self.layouts)
        for record in records:
            keys = record.keys()
            if keys <= _TITLE_KEYS:
                continue
            misfits = [layout.misfit(keys) for layout in self.layouts]
            best = min(misfits)
            if misfits.count(best) == 1:
                votes[misfits.index(best)] += 1
        return self.layouts[votes.index(max(votes))]


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


class Kinds:
    """All kinds of a framework."""

    def __init__(
        self,
        kinds: Iterable[Kind],
        conventions: Conventions,
        workbook: WorkbookRole | None = None,
    ) -> None:
        self.all = tuple(kinds)
        self.conventions = conventions
        self.workbook = workbook or WorkbookRole()
        self.by_name = {kind.name: kind for kind in self.all}
        self.records = tuple(kind for kind in self.all if kind.is_record)
        self.by_folder = {kind.folder: kind for kind in self.records}
        self.by_file = {kind.file: kind for kind in self.all if kind.file}
        self.id_forms = tuple(kind.id_form for kind in self.records if kind.id_form)

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
        return Kinds(moved, conventions, self.workbook)

    def demand_valid_schemas(self) -> None:
        """Refuse schemas that are none, as those of a user's own may be.

        Raises:
            ValueError: a layout's schema is invalid; the message says whose and why.
        """
        for kind in self.all:
            for layout in kind.layouts:
                try:
                    layout.demand_valid()
                except ValueError as error:
                    raise ValueError(f"{kind.name}, {layout.name}: {error}") from error

    def of_id(self, text: str) -> Kind | None:
        """The kind to which a well-formed ID belongs."""
        return next((kind for kind in self.records if kind.is_id(text)), None)


def load(folder: str | None = None) -> Kinds:
    """Read the kinds from a schema folder, the one that frameworklint brings by default.

    Raises:
        FileNotFoundError: there is no such folder.
    """
    folder = folder or resources.folder("schemas")
    annotation = _read(os.path.join(folder, "framework.json"))["x-framework"]
    records = [_record_kind(name, data) for name, data in _schemas(os.path.join(folder, "kinds"))]
    indexes = [_index_kind(name, data) for name, data in _schemas(os.path.join(folder, "indexes"))]
    records.sort(key=lambda kind: (kind.rank, kind.name))
    workbook = _workbook_role(os.path.join(folder, "workbook.json"))
    return Kinds(records + indexes, Conventions(**annotation), workbook)


def _workbook_role(path: str) -> WorkbookRole:
    """What the schemas say of the workbooks; a framework without any needs no such file."""
    if not os.path.exists(path):
        return WorkbookRole()
    known = _read(path)["x-workbook"]
    return WorkbookRole(known["folder"], tuple(map(_relation, known["relations"])))


def _relation(data: dict[str, Any]) -> Relation:
    known = dict(data)
    source, target = ColumnRole(**known.pop("from")), ColumnRole(**known.pop("to"))
    return Relation(source=source, target=target, **known)


def _read(path: str) -> dict[str, Any]:
    with open(path, encoding="utf-8") as file:
        data: dict[str, Any] = json.load(file)
    return data


def _schemas(folder: str) -> Iterable[tuple[str, dict[str, Any]]]:
    for name in sorted(os.listdir(folder)):
        if name.endswith(".json"):
            yield name.removesuffix(".json"), _read(os.path.join(folder, name))


def _layouts(data: dict[str, Any]) -> tuple[Layout, ...]:
    names = sorted(data["$defs"], reverse=True)
    return tuple(Layout(name, data["$defs"][name]) for name in names)


def _record_kind(name: str, data: dict[str, Any]) -> Kind:
    known = dict(data["x-kind"])
    known["id_form"] = IdForm(**known.pop("id"))
    known["listed_on"] = tuple(known["listed_on"])
    known["fields"] = {label: FieldRole(**role) for label, role in known["fields"].items()}
    known["tables"] = {
        key: TableRole(**{**role, "mirror": tuple(role.get("mirror", ()))})
        for key, role in known["tables"].items()
    }
    known["workbook"] = SheetRole(**known["workbook"]) if "workbook" in known else None
    return Kind(name, _layouts(data), **known)


def _index_kind(name: str, data: dict[str, Any]) -> Kind:
    return Kind(name, _layouts(data), **data["x-page"])
