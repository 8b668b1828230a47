"""FW751 export-out-of-date."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from frameworklint.api import (
    Framework,
    Page,
    Place,
    Related,
    Severity,
    Span,
    Template,
    contrast,
    folded,
    quoted,
    rule,
)

from ._pages import Said, cited_ids, is_behind, judged, printed, stage, whole

if TYPE_CHECKING:
    from frameworklint.api import ExportedObject, ObjectExport


@rule("FW751", Severity.ERROR, judges="files", until_printed=True)
def export_out_of_date(framework: Framework) -> Iterator[Place]:
    """An object of an export says something else than the page for which it stands."""
    for export, one, page in judged(framework):
        yield from _texts(export, one, page, framework)
        yield from _addresses(one, page, framework)
        yield from _stages(export, one, page, framework)
        yield from _parts(export, one, page, framework)


def _texts(
    export: "ObjectExport", one: "ExportedObject", page: Page, framework: Framework
) -> Iterator[Place]:
    """Names, summaries and what else is printed as it stands on the page."""
    assert one.annotation is not None
    for key, known in one.annotation.texts.items():
        said = printed(page, known)
        value = one.content.get(key)
        if said is None or (isinstance(value, str) and folded(value) == said.text):
            continue
        shown, expected = contrast(value if isinstance(value, str) else "", said.text)
        message = f"{one.label}: the {known.noun} is {shown}, but {expected} on the page"
        many = f"{known.plural} are newer than the {one.page.annotation.noun}"
        yield _place(one, one.span(key), page, said, message, known.noun, many, framework)


def _addresses(one: "ExportedObject", page: Page, framework: Framework) -> Iterator[Place]:
    """Where the page can be read."""
    value = one.beside_id(one.annotation.address) if one.annotation else None
    if value is None:
        return
    way, found = value
    addresses = found if isinstance(found, list) else [found]
    ending = f"/{framework.paths.below_home(page.path)}"
    if not any(re.split("[?#]", str(address))[0].endswith(ending) for address in addresses):
        shown = quoted(str(addresses[0])) if addresses else "missing"
        message = f"{one.label}: the address is {shown}, and not that of the page {page.path}"
        said = Said(page.path, page.top)
        many = f"addresses in the {one.page.annotation.noun} are not those of the pages"
        yield _place(one, one.span(way), page, said, message, "address", many, framework)


def _stages(
    export: "ObjectExport", one: "ExportedObject", page: Page, framework: Framework
) -> Iterator[Place]:
    """The pages to which the page belongs."""
    assert one.annotation is not None
    for cited in one.annotation.cites:
        kind = framework.kinds.by_name[cited.kind]
        said = stage(page, cited.kind, framework)
        found = list(cited_ids(export, one, cited, framework))
        if said is None or not all(wanted for _, _, wanted in found):
            continue  # what nothing is called is no page's: invalid-export says it
        if {wanted for _, _, wanted in found} == {said.text}:
            continue
        names = ", ".join(f"{wanted} `{name}`" for _, name, wanted in found) or "missing"
        message = f"{one.label}: the {kind.noun} is {names}, but {said.text} on the page"
        wrong = (way for way, _, wanted in found if wanted != said.text)
        span = one.span(next(wrong, tuple(cited.value.split("."))))
        many = f"{_plural(page)} have another {kind.noun} in the {export.annotation.noun}"
        group = f"{kind.noun} {one.annotation.kind}"
        yield _place(one, span, page, said, message, kind.noun, many, framework, group)


def _parts(
    export: "ObjectExport", one: "ExportedObject", page: Page, framework: Framework
) -> Iterator[Place]:
    """The page of which the page is a part."""
    kind = page.kind.name if page.kind else ""
    if all(known.kind != kind for known in export.annotation.parts):
        return
    said = whole(page, framework)
    found = export.wholes.get(one.id, [])
    wanted = said.text if said else ""
    if {other for _, _, other in found} == ({wanted} if wanted else set()):
        return
    relation, key, other = next(
        ((relation, key, other) for relation, key, other in found if other != wanted),
        (one, "", ""),
    )
    message = f"{one.label}: the parent is {other or 'missing'}, but {wanted or 'none'} on the page"
    at = said or Said("", page.top)
    many = f"{_plural(page)} have another parent in the {export.annotation.noun}"
    span, group = relation.span(key or ()), f"parent {kind}"
    yield _place(one, span, page, at, message, "parent", many, framework, group)


def _plural(page: Page) -> str:
    return page.kind.plural if page.kind else "pages"


def _place(
    one: "ExportedObject",
    span: Span,
    page: Page,
    said: Said,
    message: str,
    noun: str,
    many: str,
    framework: Framework,
    group: str = "",
) -> Place:
    export = one.page.annotation
    where = "the page" if said.span == page.top else f"the {noun} on the page"
    comes_later = is_behind(page, said.span, framework)
    told = f"{{n}} {many}: {export.remedy}"
    template = Template(f"{export.path} {group or noun}", told, 0, one.id, least=2)
    return Place(
        page=one.page,
        span=span,
        message=message,
        cause=f"{one.page.key} {one.id} {noun}",
        subject=one.id,
        also=(Related(page, said.span, where),),
        # Where the page itself is not up to date, that comes first.
        faults=((page, said.span),) if comes_later else (),
        templates=() if comes_later else (template,),
    )
