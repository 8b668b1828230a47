"""FW751 export-out-of-date."""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from frameworklint.api import (
    Framework,
    Kind,
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

from ._consequences import nameless_stages
from ._pages import Said, cited_ids, is_behind, judged, printed, slug, stage, whole

if TYPE_CHECKING:
    from frameworklint.api import ExportedObject, ObjectExport


class _WrongParent(NamedTuple):
    """What is wrong with a parent: where, which one there is, and what is said of it."""

    span: Span
    which: str
    text: str


@rule("FW751", Severity.ERROR, judges="files", sees="all", until_printed=True, explains=("FW755",))
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
        text = folded(value) if isinstance(value, str) else ""
        if said is None or (isinstance(value, str) and text == said.text):
            continue
        if known.slug and text == slug(one.name):
            continue  # it is made of the name, of which the same is told
        shown, expected = contrast(text, said.text)
        message = f"{one.label}: the {known.noun} is {shown}, but {expected} on the page"
        many = (
            f"{known.plural} in the {one.page.annotation.noun} are not those of the pages,"
            f" such as that of {one.id}"
        )
        place = _place(one, one.span(key), page, said, message, known.noun, many, framework)
        if known.is_name or _names_stages(export, key):
            place = place._replace(explained=nameless_stages(export, page.id, framework))
        yield place


def _names_stages(export: "ObjectExport", key: str) -> bool:
    """Whether other objects call the object by a property."""
    cites = (cited for known in export.annotation.describes for cited in known.cites)
    return any(cited.by == key for cited in cites)


def _addresses(one: "ExportedObject", page: Page, framework: Framework) -> Iterator[Place]:
    """Where the page can be read."""
    value = one.beside_id(one.annotation.address) if one.annotation else None
    if value is None:
        return
    way, found = value
    addresses = found if isinstance(found, list) else [found]
    ending = f"/{framework.paths.below_home(page.path)}"
    found_at = [re.split("[?#]", str(address))[0] for address in addresses]
    if not any(address.endswith(ending) for address in found_at):
        steps = ending.count("/")
        shown = [quoted("/".join(["", *address.split("/")[-steps:]])) for address in found_at[:1]]
        is_what = f"ends with {shown[0]}, and not with `{ending}`" if shown else "is missing"
        message = f"{one.label}: the address {is_what}"
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
        if said is None or any(_is_told(wanted, kind, framework) for _, _, wanted in found):
            continue
        if {wanted for _, _, wanted in found} == {said.text}:
            continue
        wrong = [one_found for one_found in found if one_found[2] != said.text]
        names = ", ".join(f"{wanted} `{name}`" for _, name, wanted in wrong) or "missing"
        also = "also " if len(wrong) < len(found) else ""
        message = f"{one.label}: the {kind.noun} is {also}{names}, but {said.text} on the page"
        span = one.span(wrong[0][0] if wrong else cited.value)
        which = "another" if found else "no"
        many = f"{_plural(page)} have {which} {kind.noun} in the {export.annotation.noun}"
        group = f"{which} {kind.noun} {one.annotation.kind}"
        yield _place(one, span, page, said, message, kind.noun, many, framework, group)


def _is_told(page_id: str, kind: Kind, framework: Framework) -> bool:
    """Whether a page that is named is told to be none: by invalid-export where nothing is called
    so, by missing-from-export where the object of that name stands for no page.
    """
    return not page_id or (kind.name in framework.judged_kinds and not framework.page_of(page_id))


def _parts(
    export: "ObjectExport", one: "ExportedObject", page: Page, framework: Framework
) -> Iterator[Place]:
    """The page of which the page is a part."""
    kind = page.kind.name if page.kind else ""
    if all(known.kind != kind for known in export.annotation.parts):
        return
    said = whole(page, framework)
    wanted = said.text if said else ""
    found = export.wholes.get(one.id, [])
    wrong = (part for part in found if part[2] != wanted)
    others = [part for part in wrong if _leads_elsewhere(part, wanted, export, framework)]
    others = [part for part in others if not _is_reversed(part, page, framework)]
    is_missing = wanted and not found and _could_be_part_of(wanted, export)
    if not (others or is_missing):
        yield from _flags(export, one, page, wanted, framework)
        return
    fault = _wrong_parent(one, wanted, others, export)
    message = f"{one.label}: {fault.text}"
    many = f"{_plural(page)} have {fault.which} parent in the {export.annotation.noun}"
    at, group = said or Said("", page.top), f"{fault.which} parent {kind}"
    yield _place(one, fault.span, page, at, message, "parent", many, framework, group)


def _wrong_parent(
    one: "ExportedObject",
    wanted: str,
    others: "list[tuple[ExportedObject, str, str]]",
    export: "ObjectExport",
) -> _WrongParent:
    """What an export says of the page of which a page is a part, where it is not the wanted one."""
    if others:
        relation, key, page_id = others[0]
        shown = page_id or _shown(relation.content.get(key), export)
        text = f"the parent is {shown}, but {wanted or 'none'} on the page"
        return _WrongParent(relation.span(key), "another", text)
    if (wanted, one.id) in export.parts:
        relation, key = export.parts[wanted, one.id]
        text = f"the parent {wanted} is said to be a part of it"
        return _WrongParent(relation.span(key), "a reversed", text)
    return _WrongParent(one.span(), "no", f"the parent is missing, but {wanted} on the page")


def _is_reversed(part: "tuple[ExportedObject, str, str]", page: Page, framework: Framework) -> bool:
    """Whether the other page says that it is a part of the page: there it is told."""
    other = framework.page_of(part[2])
    said = whole(other, framework) if other else None
    return bool(said and said.text == page.id)


def _flags(
    export: "ObjectExport", one: "ExportedObject", page: Page, wanted: str, framework: Framework
) -> Iterator[Place]:
    """What an object says itself of whether its page is a part of another."""
    kind = page.kind.name if page.kind else ""
    for flag in {known.flag for known in export.annotation.parts if known.kind == kind}:
        value = one.content.get(flag)
        if isinstance(value, bool) and value is not bool(wanted):
            on_page = f"the page has the parent {wanted}" if wanted else "the page has no parent"
            message = f"{one.label}: `{flag}` is {str(value).lower()}, but {on_page}"
            many = f"{_plural(page)} have a wrong `{flag}` in the {export.annotation.noun}"
            at = Said("", page.top)
            yield _place(one, one.span(flag), page, at, message, flag, many, framework)


def _leads_elsewhere(
    part: "tuple[ExportedObject, str, str]",
    wanted: str,
    export: "ObjectExport",
    framework: Framework,
) -> bool:
    """Whether something is said to be a part of another page than the wanted one, or of what is no
    page.

    That it leads to no object, or to one whose page there is not, is said there, and so is that
    the only object of the wanted page is withdrawn.
    """
    relation, key, page_id = part
    if page_id:
        return framework.page_of(page_id) is not None
    if wanted in export.withdrawn and export.withdrawn[wanted].key == relation.content.get(key):
        return False
    return relation not in export.dangling_objects


def _shown(key: object, export: "ObjectExport") -> str:
    """What is no page, as messages call it."""
    known = export.by_key.get(key, ()) if isinstance(key, str) else ()
    one = next((one for one in known if one.withdrawn_by), None)
    return f"{one.label}, which is withdrawn" if one else quoted(str(key))


def _could_be_part_of(page_id: str, export: "ObjectExport") -> bool:
    """Whether the object of a page is there, and none that is missing is said to be its part."""
    return page_id in export.by_id and page_id not in export.wholes_of_missing


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
        explained=(),
        templates=() if comes_later else (template,),
    )
