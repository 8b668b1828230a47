"""Checks the names in a schema folder: of kinds, fields, tables, columns and pages."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

from frameworklint.kinds.schema_folder import (
    WORKBOOK,
    Files,
    SchemaFolderError,
    nearest,
    read,
    way,
)

_FIXED = {"type", "id", "name"}  # the keys of a record that are no fields


def demand_valid(folder: str) -> None:
    """Refuse a schema folder that can not be used.

    Raises:
        SchemaFolderError: with the file, the key, what is wrong, and the nearest right name.
    """
    content = _Folder(read(folder))
    _demand_distinct(content)
    for name in _names(content):
        if name.text not in name.known:
            problem = f"there is no {name.noun} {name.text!r}{nearest(name.text, name.known)}"
            raise SchemaFolderError(f"{name.file}: {way(name.keys)}: {problem}")
    _demand_meaning(content)


class _Name(NamedTuple):
    """A name in a schema, and those that it can be.

    Attributes:
        file: the path of the schema.
        keys: the way to the name.
        noun: what is named.
        text: the name.
        known: the names that there are.
    """

    file: str
    keys: tuple[str | int, ...]
    noun: str
    text: str
    known: Collection[str]


class _Folder:
    """The names that the files of a schema folder define.

    Attributes:
        files: the content of each file.
        kinds: the annotations of each kind.
        pages: those of each index page, by the path of its schema.
        labels: the fields of each kind, in any layout.
        tables: the columns of each table of each kind, by the first column.
    """

    def __init__(self, files: Files) -> None:
        self.files = files
        self.kinds = {_stem(path): data["x-kind"] for path, data in files.items() if _is_kind(path)}
        self.pages = {path: data["x-page"] for path, data in files.items() if "x-page" in data}
        by_stem = {_stem(path): data for path, data in files.items() if "$defs" in data}
        self.labels = {name: set(_labels(data)) for name, data in by_stem.items()}
        self.tables = {name: _tables(data) for name, data in by_stem.items()}

    def parts(self, kind: str) -> set[str]:
        """The fields and tables of a kind; none of a kind that does not exist."""
        return self.labels.get(kind, set()) | self.tables.get(kind, {}).keys()

    def columns(self, name: str, table: str | None = None) -> set[str]:
        """The columns of one table, or of all tables of a page."""
        tables = self.tables[name]
        found = tables.values() if table is None else [tables.get(table, set())]
        return set().union(*found)


def _demand_distinct(folder: _Folder) -> None:
    """Refuse two schemas that can not be told apart."""
    seen: dict[tuple[str, str], str] = {}
    for path, keys, value in _distinct(folder):
        other = seen.setdefault((keys, value), path)
        if other != path:
            raise SchemaFolderError(f"{path}: {keys}: {value!r} is that of {other} too")


def _distinct(folder: _Folder) -> Iterator[tuple[str, str, str]]:
    """What tells schemas apart: path, key and value."""
    for path in folder.files:
        yield path, "the name of the file", _stem(path)
    for name, kind in folder.kinds.items():
        for key in ("folder", "word"):
            yield f"kinds/{name}.json", f"x-kind.{key}", kind[key]
        number = "0" * kind["id"]["digits"]
        yield f"kinds/{name}.json", "x-kind.id", f"{kind['id']['prefix']}{number}"
    for path, page in folder.pages.items():
        yield path, "x-page.file", page["file"]


def _demand_meaning(folder: _Folder) -> None:
    """Refuse columns of a workbook of which it is not said what their IDs stand for."""
    workbook = folder.files.get(WORKBOOK, {}).get("x-workbook", {})
    for number, relation in enumerate(workbook.get("relations", ())):
        for key in ("from", "to"):
            if not relation[key].keys() & {"kind", "sheet"}:
                at = way(("x-workbook", "relations", number, key))
                raise SchemaFolderError(f"{WORKBOOK}: {at}: the key 'kind' or 'sheet' is missing")


def _is_kind(path: str) -> bool:
    return path.startswith("kinds/")


def _stem(path: str) -> str:
    return path.rpartition("/")[2].removesuffix(".json")


def _properties(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for layout in data["$defs"].values():
        yield from layout["properties"].items()


def _labels(data: Mapping[str, Any]) -> Iterator[str]:
    for key, _ in _properties(data):
        if not key.startswith("| ") and key not in _FIXED:
            yield key


def _tables(data: Mapping[str, Any]) -> dict[str, set[str]]:
    """The columns of each table, in any layout."""
    found: dict[str, set[str]] = {}
    for key, value in _properties(data):
        if key.startswith("| "):
            header = value.get("const", key.removeprefix("| "))
            found.setdefault(key.removeprefix("| "), set()).update(header.split(" | "))
    return found


def _names(folder: _Folder) -> Iterator[_Name]:
    """Every name in the folder's files that stands for something in one of them."""
    for path, data in folder.files.items():
        for year, layout in data.get("$defs", {}).items():
            for number, key in enumerate(layout["required"]):
                keys = ("$defs", year, "required", number)
                yield _Name(path, keys, "key", key, layout["properties"])
        if _is_kind(path):
            yield from _names_in_kind(folder, path, data["x-kind"])
    for path, page in folder.pages.items():
        yield from _names_in_page(folder, path, page)
    if WORKBOOK in folder.files:
        yield from _names_in_workbook(folder, folder.files[WORKBOOK]["x-workbook"])


def _names_in_kind(folder: _Folder, path: str, kind: Mapping[str, Any]) -> Iterator[_Name]:
    own = _stem(path)
    files = [page["file"] for page in folder.pages.values()]
    for number, file in enumerate(kind["listed_on"]):
        yield _Name(path, ("x-kind", "listed_on", number), "index page", file, files)
    for key in ("summary", "parent", "year"):
        if key in kind:
            yield _Name(path, ("x-kind", key), "field", kind[key], folder.labels[own])
    for label in kind.get("workbook", {}).get("fields", {}):
        keys = ("x-kind", "workbook", "fields", label)
        yield _Name(path, keys, "field", label, folder.labels[own])
    for label, role in kind["fields"].items():
        at = ("x-kind", "fields", label)
        yield _Name(path, at, "field", label, folder.labels[own])
        yield _Name(path, (*at, "cites"), "kind", role["cites"], folder.kinds)
        if "mirror" in role:
            tables = folder.tables.get(role["cites"], {})
            yield _Name(path, (*at, "mirror"), "table", role["mirror"], tables)
    for key, role in kind["tables"].items():
        yield _Name(path, ("x-kind", "tables", key), "table", key, folder.tables[own])
        yield from _names_in_table(folder, path, key, role)


def _names_in_table(
    folder: _Folder, path: str, table: str, role: Mapping[str, Any]
) -> Iterator[_Name]:
    at = ("x-kind", "tables", table)
    columns = folder.columns(_stem(path), table)
    for key in ("lists", "text_of"):
        if key in role:
            yield _Name(path, (*at, key), "kind", role[key], folder.kinds)
    for number, mirror in enumerate(role.get("mirror", ())):
        parts = folder.parts(role.get("lists", ""))
        yield _Name(path, (*at, "mirror", number), "field or table", mirror, parts)
    if "description" in role:
        yield _Name(path, (*at, "description"), "column", role["description"], columns)
    for key, column in role.get("sources", {}).items():
        yield _Name(path, (*at, "sources", key), "column", column, columns)


def _names_in_page(folder: _Folder, path: str, page: Mapping[str, Any]) -> Iterator[_Name]:
    of = page.get("of", "")
    if of:
        yield _Name(path, ("x-page", "of"), "kind", of, folder.kinds)
    columns = folder.columns(_stem(path))
    for key in ("columns", "endings"):
        for column, labels in page.get(key, {}).items():
            yield _Name(path, ("x-page", key, column), "column", column, columns)
            known = folder.labels.get(of, set()) | {"name"}
            if not known.intersection(labels):  # one of them is enough
                keys = ("x-page", key, column, 0)
                yield _Name(path, keys, "field", labels[0], known)
    for column, cited in page.get("cites", {}).items():
        yield _Name(path, ("x-page", "cites", column), "column", column, columns)
        yield _Name(path, ("x-page", "cites", column), "kind", cited, folder.kinds)


def _names_in_workbook(folder: _Folder, workbook: Mapping[str, Any]) -> Iterator[_Name]:
    for number, relation in enumerate(workbook["relations"]):
        at = ("x-workbook", "relations", number)
        for key in ("from", "to"):
            if "kind" in relation[key]:
                keys = (*at, key, "kind")
                yield _Name(WORKBOOK, keys, "kind", relation[key]["kind"], folder.kinds)
        for kind, table in relation.get("tables", {}).items():
            keys = (*at, "tables", kind)
            yield _Name(WORKBOOK, keys, "kind", kind, folder.kinds)
            yield _Name(WORKBOOK, keys, "table", table, folder.tables.get(kind, {}))
