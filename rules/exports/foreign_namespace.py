"""FW754 foreign-namespace."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from frameworklint.api import Framework, Place, Severity, quoted, rule

from ._pages import is_pageless

if TYPE_CHECKING:
    from frameworklint.api import ExportedObject, ObjectExport

Way = tuple[str | int, ...]


@rule("FW754", Severity.WARNING, judges="files", sees="all")
def foreign_namespace(framework: Framework) -> Iterator[Place]:
    """An object claims to be from a list of another framework."""
    for export in framework.exports.objects if framework.exports else ():
        if export.annotation.own:
            judged = [
                one
                for one, *_ in export.by_id.values()  # that there are others is invalid-export's
                if one.kind and not is_pageless(one, one.kind, framework)
            ]
            yield from _places(export, judged)


def _places(export: "ObjectExport", objects: "list[ExportedObject]") -> Iterator[Place]:
    """A place for each framework that an object names, at the first property that names it."""
    noun, own = export.annotation.noun, export.annotation.own[0]
    claims = [(one, value, ways) for one in objects for value, ways in _claims(export, one).items()]
    keys: dict[str, dict[str, None]] = defaultdict(dict)
    for _, value, ways in claims:
        keys[value] |= dict.fromkeys(_keys(ways))
    for one, value, ways in claims:
        names = _keys(ways)
        verb = "are" if len(names) > 1 else "is"
        every = " and ".join(keys[value])
        yield Place(
            page=one.page,
            span=one.span(ways[0]),
            message=f"{one.label}: {' and '.join(names)} {verb} {quoted(value)}, and not `{own}`",
            many=f"{{n}} objects of the {noun} claim to be {quoted(value)}: "
            f"{every} should be `{own}`",
            cause=f"{export.page.key} {value}",
            subject=value,
            note=f"correct what writes the file, then {export.annotation.remedy}",
        )


def _claims(export: "ObjectExport", one: "ExportedObject") -> dict[str, list[Way]]:
    """The ways to what names each framework."""
    claims: dict[str, list[Way]] = defaultdict(list)
    for way, value in export.foreign(one):
        claims[str(value)].append(tuple(way))
    return claims


def _keys(ways: list[Way]) -> list[str]:
    """The names of the properties to which some ways lead."""
    return list(dict.fromkeys(f"`{way[-1]}`" for way in ways))
