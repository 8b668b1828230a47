"""FW752 missing-from-export."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frameworklint.api import (
    Framework,
    Kind,
    Place,
    Related,
    Severity,
    Template,
    quoted,
    rule,
)

from ..references._pages import titled
from ._pages import lacks_page, lacks_row

if TYPE_CHECKING:
    from frameworklint.api import ExportedObject, ObjectExport


@rule("FW752", Severity.ERROR, judges="files")
def missing_from_export(framework: Framework) -> Iterator[Place]:
    """A page has no object in an export, or an object has no page."""
    exports = framework.exports
    if exports is None:
        return
    for export in exports.objects:
        for kind in export.kinds:
            # Elsewhere it is not known which pages belong to the framework.
            if kind.name in framework.judged_kinds:
                yield from _pages_without_object(export, kind, framework)
                yield from _objects_without_page(export, kind, framework)


def _pages_without_object(
    export: "ObjectExport", kind: Kind, framework: Framework
) -> Iterator[Place]:
    for page in framework.records:
        if page.kind is not kind or framework.page_of(page.id) is not page:
            continue
        if page.id in export.by_id:
            continue
        noun = export.annotation.noun
        many = f"{{n}} {kind.plural} are newer than the {noun}: {export.annotation.remedy}"
        template = Template(f"{export.page.key} {kind.name} pages", many, 0, page.id, least=2)
        faults = lacks_row(page, framework)
        yield Place(
            page=export.page,
            span=export.list_span,
            message=f"No object of the {noun} stands for the {kind.noun} {titled(page)}",
            cause=f"{export.page.key} {page.id}",
            subject=page.id,
            also=(Related(page, page.top, f"the {kind.noun} that is missing"),),
            faults=faults,
            templates=() if faults else (template,),
        )


def _objects_without_page(
    export: "ObjectExport", kind: Kind, framework: Framework
) -> Iterator[Place]:
    noun = export.annotation.noun
    for one in export.described:
        if one.kind is not kind or framework.page_of(one.id) is not None:
            continue
        many = f"{{n}} objects of the {noun} stand for {kind.plural} that have no page"
        template = Template(f"{export.page.key} {kind.name} objects", many, 0, one.key, least=2)
        faults = lacks_page(one.id, kind, framework)
        yield Place(
            page=one.page,
            span=one.span(one.id_way),
            message=f"{one.label}: {_missing(one, kind)}",
            cause=f"{export.page.key} {one.id or one.key}",
            subject=one.id or one.key,
            faults=faults,
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
