"""Reads the kinds of pages from a schema folder."""

import json
import os
from collections.abc import Iterable
from typing import Any

from frameworklint import resources
from frameworklint.errors import UnreadableFileError
from frameworklint.kinds.annotations import (
    ColumnRole,
    FieldRole,
    Relation,
    SheetRole,
    TableRole,
    WorkbookRole,
)
from frameworklint.kinds.ids import IdForm
from frameworklint.kinds.kind import Conventions, Kind, Kinds
from frameworklint.kinds.layouts import Layout
from frameworklint.source.reading import read_own_file

SIZE_LIMIT = 2_000_000  # bytes of a schema


def load(folder: str | None = None, root: str = "") -> Kinds:
    """Read the kinds from a schema folder, the one that frameworklint brings by default.

    Args:
        folder: the schema folder of a framework's own.
        root: the root of the framework that carries it.

    Raises:
        FileNotFoundError: there is no such folder.
        UnreadableFileError: a file in it is no plain file, or leads out of the root.
    """
    schemas = _SchemaFolder(folder, root) if folder else _SchemaFolder(resources.folder("schemas"))
    annotation = schemas.read("framework.json")["x-framework"]
    records = [_record_kind(name, data) for name, data in schemas.all("kinds")]
    indexes = [_index_kind(name, data) for name, data in schemas.all("indexes")]
    records.sort(key=lambda kind: (kind.rank, kind.name))
    # A framework without workbooks needs no such file.
    known = schemas.read("workbook.json")["x-workbook"] if schemas.has("workbook.json") else None
    workbook = _workbook_role(known) if known else WorkbookRole()
    return Kinds(records + indexes, Conventions(**annotation), workbook)


class _SchemaFolder:
    """A schema folder: that of a framework, or the one that frameworklint brings."""

    def __init__(self, folder: str, root: str = "") -> None:
        self._folder = folder
        self._root = root

    def has(self, name: str) -> bool:
        """Whether there is a file with a name."""
        return os.path.lexists(os.path.join(self._folder, name))

    def read(self, name: str) -> dict[str, Any]:
        """A schema, by its path in the folder."""
        path = os.path.join(self._folder, name)
        if not self._root:
            with open(path, "rb") as file:
                content = file.read()
        else:
            try:
                content = read_own_file(path, self._root, SIZE_LIMIT)
            except UnreadableFileError as error:
                raise UnreadableFileError(f"{name} {error}") from error
        data: dict[str, Any] = json.loads(content.decode("utf-8"))
        return data

    def all(self, name: str) -> Iterable[tuple[str, dict[str, Any]]]:
        """The schemas in a folder of it, by name."""
        for file in sorted(os.listdir(os.path.join(self._folder, name))):
            if file.endswith(".json"):
                yield file.removesuffix(".json"), self.read(f"{name}/{file}")


def _workbook_role(known: dict[str, Any]) -> WorkbookRole:
    """What the schemas say of the workbooks."""
    return WorkbookRole(known["folder"], tuple(map(_relation, known["relations"])))


def _relation(data: dict[str, Any]) -> Relation:
    known = dict(data)
    source, target = ColumnRole(**known.pop("from")), ColumnRole(**known.pop("to"))
    return Relation(source=source, target=target, **known)


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
