"""FW754 foreign-namespace."""

from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING

from frameworklint.api import Framework, Place, Severity, quoted, rule

from ._pages import is_pageless

if TYPE_CHECKING:
    from frameworklint.api import ExportedObject, ObjectExport


@rule("FW754", Severity.WARNING, judges="files")
def foreign_namespace(framework: Framework) -> Iterator[Place]:
    """An object claims to be from a list of another framework."""
    for export in framework.exports.objects if framework.exports else ():
        if export.annotation.own:
            for one, *_ in export.by_id.values():  # that there are others is invalid-export's
                if one.kind and not is_pageless(one, one.kind, framework):
                    yield from _places(export, one)


def _places(export: "ObjectExport", one: "ExportedObject") -> Iterator[Place]:
    """A place for each framework that is named, at the first property that names it."""
    claims: dict[str, list[tuple[str | int, ...]]] = defaultdict(list)
    for way, value in export.foreign(one):
        claims[str(value)].append(tuple(way))
    own = export.annotation.own[0]
    for value, ways in claims.items():
        keys = " and ".join(dict.fromkeys(f"`{way[-1]}`" for way in ways))
        verb = "are" if " and " in keys else "is"
        yield Place(
            page=one.page,
            span=one.span(ways[0]),
            message=f"{one.label}: {keys} {verb} {quoted(value)}, and not `{own}`",
            many=f"{{n}} objects of the {export.annotation.noun} claim to be {quoted(value)}: "
            f"{keys} should be `{own}`",
            cause=f"{export.page.key} {value}",
            subject=value,
            note=f"correct what writes the file, then {export.annotation.remedy}",
        )
