"""Reads the kinds of pages from a schema folder."""

from collections.abc import Mapping
from typing import Any

from frameworklint import resources
from frameworklint.errors import UsageError
from frameworklint.kinds import exports
from frameworklint.kinds.annotations import (
    ColumnAnnotation,
    FieldAnnotation,
    Relation,
    SheetAnnotation,
    TableAnnotation,
    WorkbookAnnotation,
)
from frameworklint.kinds.ids import IdForm
from frameworklint.kinds.kind import Conventions, Kind, Kinds
from frameworklint.kinds.layouts import Layout
from frameworklint.kinds.schema_files import (
    EXPORTS,
    FRAMEWORK,
    INDEXES,
    KINDS,
    WORKBOOK,
    SchemaFiles,
    by_name,
    read_files,
)
from frameworklint.source.own_files import OwnFiles


def load() -> Kinds:
    """The kinds that frameworklint brings."""
    return built(read_files(resources.folder("schemas")))


def load_own(folder: str, own: OwnFiles) -> Kinds:
    """The kinds that a schema folder of a user's own describes.

    Args:
        folder: the schema folder of a framework's own, from its root.
        own: the files of the framework that carries it.

    Raises:
        UsageError: the folder can not be used; the message says which key of which file is wrong.
    """
    files = read_files(folder, own)
    demand_valid(files, own.full(folder))
    return built(files)


def demand_valid(files: SchemaFiles, folder: str) -> None:
    """Refuse the files of a schema folder that do not say what they must, or name what is not.

    Raises:
        UsageError: there is such a file; the message says which key is wrong.
    """
    # jsonschema takes a while to import, and our own folder needs no such check.
    from frameworklint.kinds import schema_references, schema_shape

    for problems in (schema_shape.problems, schema_references.problems):
        problem = next(problems(files), None)
        if problem is not None:
            raise UsageError(problem.message(folder))


def built(files: SchemaFiles) -> Kinds:
    """The kinds that the files of a valid schema folder describe."""
    records = [_record_kind(name, content) for name, _, content in by_name(files, KINDS)]
    indexes = [_index_kind(name, content) for name, _, content in by_name(files, INDEXES)]
    records.sort(key=lambda kind: (kind.rank, kind.name))
    conventions = Conventions(**files[FRAMEWORK]["x-framework"])
    # A framework that exports nothing needs no such file.
    found = exports.read(files[EXPORTS]) if EXPORTS in files else ()
    return Kinds(records + indexes, conventions, _workbook_annotation(files), found)


def _workbook_annotation(files: SchemaFiles) -> WorkbookAnnotation:
    """What the schemas say of the workbooks; a framework without any needs no such file."""
    if WORKBOOK not in files:
        return WorkbookAnnotation()
    known = files[WORKBOOK]["x-workbook"]
    named = {name: tuple(sheets) for name, sheets in known["files"].items()}
    return WorkbookAnnotation(known["folder"], named, tuple(map(_relation, known["relations"])))


def _relation(data: Mapping[str, Any]) -> Relation:
    known = dict(data)
    source, target = ColumnAnnotation(**known.pop("from")), ColumnAnnotation(**known.pop("to"))
    known["addresses"] = tuple(known.get("addresses", ()))
    return Relation(source=source, target=target, **known)


def _layouts(data: Mapping[str, Any]) -> tuple[Layout, ...]:
    names = sorted(data["$defs"], reverse=True)
    return tuple(Layout(name, data["$defs"][name]) for name in names)


def _record_kind(name: str, data: Mapping[str, Any]) -> Kind:
    known = dict(data["x-kind"])
    known["id_form"] = IdForm(**known.pop("id"))
    known["listed_on"] = tuple(known.get("listed_on", ()))
    known["descriptive"] = tuple(known.get("descriptive", ()))
    known["fields"] = {label: FieldAnnotation(**role) for label, role in _mapping(known, "fields")}
    known["tables"] = {
        key: TableAnnotation(**{**role, "mirror": tuple(role.get("mirror", ()))})
        for key, role in _mapping(known, "tables")
    }
    known["workbook"] = SheetAnnotation(**known["workbook"]) if "workbook" in known else None
    return Kind(name, _layouts(data), **known)


def _mapping(data: Mapping[str, Any], key: str) -> Any:
    return data.get(key, {}).items()


def _index_kind(name: str, data: Mapping[str, Any]) -> Kind:
    return Kind(name, _layouts(data), **data["x-page"])
