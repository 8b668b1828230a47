"""Reads the kinds of pages from a schema folder."""

import json
import os
from collections.abc import Iterable
from typing import Any

from frameworklint import resources
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
    known["descriptive"] = tuple(known.get("descriptive", ()))
    known["fields"] = {label: FieldRole(**role) for label, role in known["fields"].items()}
    known["tables"] = {
        key: TableRole(**{**role, "mirror": tuple(role.get("mirror", ()))})
        for key, role in known["tables"].items()
    }
    known["workbook"] = SheetRole(**known["workbook"]) if "workbook" in known else None
    return Kind(name, _layouts(data), **known)


def _index_kind(name: str, data: dict[str, Any]) -> Kind:
    return Kind(name, _layouts(data), **data["x-page"])
