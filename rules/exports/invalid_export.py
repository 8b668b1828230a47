"""FW755 invalid-export."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from frameworklint.api import (
    Framework,
    Page,
    Place,
    Related,
    Severity,
    Span,
    Template,
    quoted,
    rule,
)

from ._pages import cited_ids, mistaken, pages_without_object, seconds

if TYPE_CHECKING:
    from frameworklint.api import ExportedObject, FormError, ObjectExport


@rule("FW755", Severity.ERROR, judges="files", sees="all", explains=("FW751", "FW752", "FW805"))
def invalid_export(framework: Framework) -> Iterator[Place]:
    """An export can not be read, or is not what programs that load it expect."""
    exports = framework.exports
    if exports is None:
        return
    for page in exports.unreadable:
        yield Place(
            page=page,
            span=page.fault or page.top,
            message=f"The {page.annotation.noun} {page.unreadable}",
            cause=f"{page.key} unreadable",
            subject=page.path.rpartition("/")[2],
        )
    for export in exports.objects:
        yield from _forms(export, exports.form_errors(export))
        yield from _repeated_keys(export)
        yield from _twice(export)
        yield from _seconds(export, framework)
        yield from _namesakes(export, framework)
        yield from _references(export)
        yield from _unknown_names(export, framework)


def _forms(
    export: "ObjectExport", errors: "Iterable[tuple[ExportedObject, FormError]]"
) -> Iterator[Place]:
    """What the JSON Schemas of the format say."""
    for one, error in errors:
        names = ".".join(step for step in error.way if isinstance(step, str))
        said = f"`{names}` {error.text}" if names else error.text
        kind = one.content.get(export.annotation.type)
        span, is_lack = one.span(error.way), error.keyword == "required"
        every = said if names else f"each {said}"
        which = f"type {quoted(kind)}" if isinstance(kind, str) else export.annotation.noun
        fault = f"{names} {said if is_lack else error.keyword}"
        of_types = f"{{n}} objects of several types: {every}"
        unit = one.key or str(one.span().start)
        yield Place(
            page=one.page,
            span=span,
            message=f"{one.label}: {said}",
            many=f"{{n}} objects of the {which}: {every}",
            cause=f"{one.page.key} {kind} {fault}",
            subject=names or (kind if isinstance(kind, str) else one.label),
            # What an object lacks says nothing of the values that it has.
            explained=((one.page, span),) if error.way and not is_lack else (),
            templates=(Template(f"{one.page.key} form {fault}", of_types, 0, unit, least=2),),
        )


def _repeated_keys(export: "ObjectExport") -> Iterator[Place]:
    for one in export.objects:
        for key in one.repeated:
            yield Place(
                page=one.page,
                span=one.span(),
                message=f"{one.label}: the key {quoted(key)} stands twice in one object",
                cause=f"{one.page.key} {one.id or one.key} {key} twice",
                subject=key,
                templates=_alike(one, f"objects have the key {quoted(key)} twice", one.key),
            )


def _twice(export: "ObjectExport") -> Iterator[Place]:
    """Two objects with one key."""
    known = export.annotation
    for key, same in export.by_key.items():
        for one in same[1:]:
            message = f"{one.label}: another object has the {known.key_noun} {quoted(key)} too"
            many = f"objects have the {known.key_noun} of another"
            yield _second(one, same[0], one.span(known.key), message, f"key {key}", many)


def _seconds(export: "ObjectExport", framework: Framework) -> Iterator[Place]:
    """Two objects for one page."""
    found = list(seconds(export, framework))
    meant: dict[ExportedObject, Page] = {}
    for kind in export.kinds if found else ():
        if kind.name in framework.judged_kinds:
            missing = pages_without_object(export, kind, framework)
            meant |= mistaken(export, kind, missing, framework)
    for one, first in found:
        noun = one.kind.noun if one.kind else "page"
        hint = f"; {meant[one].id} has the same name and no object" if one in meant else ""
        message = f"{one.label}: another object stands for the {noun} {one.id} too{hint}"
        many = "objects stand for pages for which another object stands"
        yield _second(one, first, one.span(one.id_way), message, f"page {one.id}", many)


def _namesakes(export: "ObjectExport", framework: Framework) -> Iterator[Place]:
    """Two objects with one name, by which other programs tell them apart."""
    for key in export.annotation.unique:
        named: dict[str, list[ExportedObject]] = defaultdict(list)
        for one in export.described:
            named[str(one.content.get(key) or "")].append(one)
        for name, same in named.items():
            if name and len(same) > 1:
                yield from _named_alike(same, key, name, framework)


def _named_alike(
    same: "list[ExportedObject]", key: str, name: str, framework: Framework
) -> Iterator[Place]:
    """What has a name of another page, else what has that of its own page, which two pages have."""
    pages = [framework.page_of(one.id) for one in same]
    own = [page if page and page.name == name else None for page in pages]
    first = next((one for one, page in zip(same, own, strict=True) if page), same[0])
    for one, page in zip(same, own, strict=True):
        if one.key != first.key:  # else it is told that they have one key
            message = f"{one.label}: another object has the `{key}` {quoted(name)} too"
            many = f"objects have the `{key}` of another"
            place = _second(one, first, one.span(key), message, f"{key} {one.id}", many)
            at = page.name_text if page else None
            yield place._replace(faults=((page, at.span),)) if page and at else place


def _second(
    one: "ExportedObject",
    first: "ExportedObject",
    span: Span,
    message: str,
    cause: str,
    many: str,
) -> Place:
    return Place(
        page=one.page,
        span=span,
        message=message,
        cause=f"{one.page.key} {cause}",
        subject=one.id or one.key,
        also=(Related(first.page, first.span(), f"the other one: {first.label}"),),
        explained=((one.page, span),),  # and nothing in the other one
        templates=_alike(one, many, cause),
    )


def _alike(one: "ExportedObject", said: str, unit: str) -> tuple[Template, ...]:
    """That an export has the same fault more than once is one fault of what writes it."""
    return (Template(f"{one.page.key} {said}", f"{{n}} {said}", 0, unit, least=2),)


def _references(export: "ObjectExport") -> Iterator[Place]:
    """References to objects that are not there."""
    for one, way, key in export.dangling:
        yield Place(
            page=one.page,
            span=one.span(way),
            message=f"{one.label}: `{way[0]}` names {quoted(key)}, which no object is",
            many=f"{{n}} references lead to {quoted(key)}, which no object is",
            cause=f"{one.page.key} reference {key}",
            subject=key,
            templates=_alike(one, f"references by `{way[0]}` lead to no object", key),
        )


def _unknown_names(export: "ObjectExport", framework: Framework) -> Iterator[Place]:
    """Pages to which an object belongs by a name that none of them has."""
    for one in export.described:
        for cited in one.annotation.cites if one.annotation else ():
            kind = framework.kinds.by_name[cited.kind]
            if not cited.by and cited.kind not in framework.judged_kinds:
                continue
            for way, name, found in cited_ids(export, one, cited, framework):
                if not found:
                    yield Place(
                        page=one.page,
                        span=one.span(way),
                        message=f"{one.label}: no {kind.noun} is called {quoted(name)}",
                        many=f"{{n}} objects name {quoted(name)}: no {kind.noun} is called so",
                        cause=f"{one.page.key} {kind.name} {name}",
                        subject=name,
                        templates=_alike(one, f"names are those of no {kind.noun}", name),
                    )
