"""The kinds of pages, as the files in `schemas/` describe them.

Everything that the engine knows of a kind stands there: the plain JSON Schema says what a page
must hold, the annotations beside it (`x-kind`, `x-page`, `x-framework`) say which folder holds the
pages, which table lists what, and what mirrors it.
"""

import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from frameworklint import resources
from frameworklint.identifiers import IdForm
from frameworklint.page import Page, SchemaError


@dataclass(frozen=True)
class FieldRole:
    """What a field means: the kind it cites, the listed-kind table that mirrors it, its form.

    Attributes:
        cites: the kind whose IDs the field holds.
        mirror: the table of the cited page that must list this page, or an empty string.
        named: whether the field prints the cited page's name after the ID.
    """

    cites: str
    mirror: str = ""
    named: bool = False


@dataclass(frozen=True)
class TableRole:
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
    sources: Mapping[str, str] = field(default_factory=dict)


_NO_TABLE_ROLE = TableRole()


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
        self.required = frozenset(schema["required"])
        self.properties: dict[str, Any] = schema["properties"]

    def misfit(self, keys: Iterable[str]) -> int:
        """How many keys are missing from or unknown to this layout."""
        return len(self.required.symmetric_difference(keys) - (self.properties.keys() & keys))

    @cached_property
    def _validator(self) -> Any:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(self.schema)

    def errors(self, record: Mapping[str, str]) -> list[SchemaError]:
        """What the schema says against a record, one error per key and keyword, in key order."""
        found: dict[SchemaError, None] = {}
        for error in self._validator.iter_errors(record):
            keyword = str(error.validator)
            if keyword == "required":
                keys = sorted(self.required - record.keys())
            elif keyword == "additionalProperties":
                keys = sorted(record.keys() - self.properties.keys())
            else:
                keys = [str(error.path[0])]
            expected = error.validator_value if keyword == "const" else ""
            found |= {SchemaError(keyword, key, expected, self.hint(key)): None for key in keys}
        return list(found)

    def hint(self, key: str) -> str:
        """What the schema says of a key in words, or an empty string."""
        return str(self.properties.get(key, {}).get("description", ""))


@dataclass(frozen=True, eq=False)
class Kind:
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
        columns: which field an index page's column copies; `name` is the page's name.
    """

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
    fields: Mapping[str, FieldRole] = field(default_factory=dict)
    tables: Mapping[str, TableRole] = field(default_factory=dict)
    file: str = ""
    title: str = ""
    role: str = ""
    of: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def is_record(self) -> bool:
        """Whether pages of the kind have an ID and a folder."""
        return bool(self.folder)

    @cached_property
    def labels(self) -> frozenset[str]:
        """The field labels of all layouts."""
        keys = {key for layout in self.layouts for key in layout.properties}
        return frozenset(key for key in keys if not key.startswith("| ")) - {"type", "id", "name"}

    def is_id(self, text: str) -> bool:
        """Whether the text is an ID of this kind."""
        import re

        return bool(self.id_form and re.fullmatch(self.id_form.pattern, text))

    def table_role(self, key: str) -> TableRole:
        """What the table with that first column means; an empty role where nothing is known."""
        return self.tables.get(key, _NO_TABLE_ROLE)

    def layout_of(self, pages: Iterable[Page]) -> Layout:
        """The layout that most of the pages fit, the newest on a tie."""
        if len(self.layouts) == 1:
            return self.layouts[0]
        votes = [0] * len(self.layouts)
        for page in pages:
            keys = page.record().keys()
            misfits = [layout.misfit(keys) for layout in self.layouts]
            best = min(misfits)
            if misfits.count(best) == 1:
                votes[misfits.index(best)] += 1
        return self.layouts[votes.index(max(votes))]


@dataclass(frozen=True)
class Conventions:
    """What holds for all pages of a framework.

    Attributes:
        home: the folder below the root that holds the page folders.
        marker: the line below which a page may be edited by hand.
        row_number: a regular expression for the number with which older trees begin a description.
    """

    home: str
    marker: str
    row_number: str


class Kinds:
    """All kinds of a framework."""

    def __init__(self, kinds: Iterable[Kind], conventions: Conventions) -> None:
        self.all = tuple(kinds)
        self.conventions = conventions
        self.by_name = {kind.name: kind for kind in self.all}
        self.records = tuple(kind for kind in self.all if kind.is_record)
        self.by_folder = {kind.folder: kind for kind in self.records}
        self.by_file = {kind.file: kind for kind in self.all if kind.file}
        self.id_forms = tuple(kind.id_form for kind in self.records if kind.id_form)

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
    return Kinds(records + indexes, Conventions(**annotation))


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
    return Kind(name, _layouts(data), **known)


def _index_kind(name: str, data: dict[str, Any]) -> Kind:
    return Kind(name, _layouts(data), **data["x-page"])
