"""FW752 missing-from-export."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frameworklint.api import (
    Framework,
    Kind,
    Location,
    Page,
    Place,
    Related,
    Severity,
    Span,
    Template,
    comparable,
    quoted,
    rule,
)

from ..references._pages import titled
from ._consequences import follows_from_missing
from ._pages import by_name, is_pageless, lacks_page, lacks_row, mistaken, pages_without_object

if TYPE_CHECKING:
    from frameworklint.api import ExportedObject, ObjectExport


@rule("FW752", Severity.ERROR, judges="files", sees="all", explains=("FW755",))
def missing_from_export(framework: Framework) -> Iterator[Place]:
    """A page has no object in an export, or an object has no page."""
    yield from _gone(framework)
    for export in framework.exports.objects if framework.exports else ():
        for kind in export.kinds:
            # Elsewhere it is not known which pages belong to the framework.
            if kind.name in framework.judged_kinds:
                missing = pages_without_object(export, kind, framework)
                pageless = [one for one in export.described if is_pageless(one, kind, framework)]
                renamed = by_name(missing, pageless)
                for one in pageless:
                    yield _pageless(export, one, kind, renamed.get(one), framework)
                known = {page.id for page in renamed.values()}
                missing = [page for page in missing if page.id not in known]
                yield from _missing_objects(export, kind, missing, framework)


def _told(
    export: "ObjectExport", kind: Kind, pages: list[Page], framework: Framework
) -> dict[str, tuple[Location, ...]]:
    """Where an object of the same name is told to have the ID of another page, by page."""
    meant = mistaken(export, kind, pages, framework) if pages else {}
    return {page.id: ((one.page, one.span(one.id_way)),) for one, page in meant.items()}


def _gone(framework: Framework) -> Iterator[Place]:
    """Exports that only the base has."""
    before = framework.base.exports if framework.base else None
    for page in before.gone(framework.exports) if before else ():
        yield Place(
            page=page,
            span=page.top,
            message=f"The {page.annotation.noun} is gone: whoever loads it finds no file",
            cause=f"{page.key} gone",
            subject=page.stem,
        )


def _missing_objects(
    export: "ObjectExport", kind: Kind, pages: list[Page], framework: Framework
) -> Iterator[Place]:
    explained = follows_from_missing(export, kind, pages, framework) if pages else ()
    told = _told(export, kind, pages, framework)
    namesakes = _namesakes(export, kind, framework) if pages else {}
    for page in pages:
        span, message, template = _lack(export, kind, page)
        faults = told.get(page.id) or lacks_row(page, framework)
        other = namesakes.get(comparable(page.name))
        if other and page.name_text and not faults:
            message += f"; {other.id} has the same name, and an object"
            faults = ((page, page.name_text.span),)
        yield Place(
            page=export.page,
            span=span,
            message=message,
            cause=f"{export.page.key} {page.id}",
            subject=page.id,
            also=(Related(page, page.top, f"the {kind.noun} that is missing"),),
            faults=faults,
            explained=explained,
            templates=() if faults else (template,),
        )


def _namesakes(export: "ObjectExport", kind: Kind, framework: Framework) -> dict[str, Page]:
    """The pages that have an object by name, where no two objects may have the same."""
    names = {known.name for known in export.annotation.describes if known.kind == kind.name}
    if names.isdisjoint(export.annotation.unique):
        return {}
    pages = [page for page in framework.records if page.kind is kind and page.id in export.by_id]
    return {comparable(page.name): page for page in pages}


def _lack(export: "ObjectExport", kind: Kind, page: Page) -> tuple[Span, str, Template]:
    """Where an export lacks the object of a page, and what is said of one and of many."""
    noun, cause = export.annotation.noun, f"{export.page.key} {kind.name}"
    one = export.withdrawn.get(page.id)
    if one is None:
        message = f"No object of the {noun} stands for the {kind.noun} {titled(page)}"
        many = f"{{n}} {kind.plural} have no object in the {noun}: {export.annotation.remedy}"
        return export.list_span, message, Template(f"{cause} pages", many, 0, page.id, least=2)
    message = f"{one.label} is withdrawn by `{one.withdrawn_by}`, but has a page"
    many = f"{{n}} {kind.plural} are withdrawn in the {noun}, but have a page"
    template = Template(f"{cause} withdrawn", many, 0, page.id, least=2)
    return one.span(one.withdrawn_by), message, template


def _pageless(
    export: "ObjectExport",
    one: "ExportedObject",
    kind: Kind,
    meant: Page | None,
    framework: Framework,
) -> Place:
    noun = export.annotation.noun
    many = f"{{n}} objects of the {noun} stand for {kind.plural} that have no page"
    template = Template(
        f"{export.page.key} {kind.name} objects", many, 0, one.id or one.key, least=2
    )
    faults = lacks_page(one.id, kind, framework)
    hint = f"; {meant.id} has the same name and no object" if meant else ""
    return Place(
        page=one.page,
        span=one.span(one.id_way),
        message=f"{one.label}: {_missing(one, kind)}{hint}",
        cause=f"{export.page.key} {one.id or one.key}",
        subject=one.id or one.key,
        also=(Related(meant, meant.top, f"the {kind.noun} of that name"),) if meant else (),
        faults=faults,
        explained=(),
        templates=() if faults else (template,),
    )


def _missing(one: "ExportedObject", kind: Kind) -> str:
    if not one.id:
        return f"the object names no {kind.noun}"
    if not kind.is_id(one.id) and kind.is_id(one.id.strip()):
        return f"the ID `{one.id.strip()}` has a blank beside it"
    if not kind.is_id(one.id):
        return f"{quoted(one.id)} is the ID of no {kind.noun}"
    return f"no {kind.noun} of the framework has the ID {one.id}"
