"""What pages say of themselves, where objects of exports repeat it."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, NamedTuple

from frameworklint.api import (
    CitedAnnotation,
    Framework,
    Kind,
    Location,
    Page,
    PrintedAnnotation,
    Span,
    comparable,
    folded,
)

from ..references._pages import read_cited, stages

if TYPE_CHECKING:
    from frameworklint.api import ExportedObject, ObjectExport


class Said(NamedTuple):
    """What a page says, and where: a text, or the ID of another page."""

    text: str
    span: Span


def is_behind(page: Page, span: Span, framework: Framework) -> bool:
    """Whether a page itself says something else than the workbook at a place."""
    differences = framework.provenance.differences(page)
    return any(known.page is page and known.span.overlaps(span) for known in differences)


def lacks_page(page_id: str, kind: Kind, framework: Framework) -> tuple[Location, ...]:
    """Why no page has an ID, where something says it: a file that is not recognized as the page,
    or else a row of the workbook from which the generator has not printed one yet.
    """
    for page in framework.memo.of_all(_unrecognized):
        if page.kind is kind and page.title_id and page.title_id.raw.strip() == page_id.strip():
            return ((page, page.top),)
    if not framework.workbook_paths or kind.workbook is None or page_id in framework.by_id:
        return ()
    record = framework.workbook.records(kind).get(page_id)
    cell = record.cell(kind.workbook.id) if record else None
    return ((cell.page, cell.span),) if cell else ()


def _unrecognized(framework: Framework) -> list[Page]:
    return [page for page in framework.pages if page.kind and page.title_id and not page.id]


def is_pageless(one: "ExportedObject", kind: Kind, framework: Framework) -> bool:
    """Whether an object stands for a page of a kind that there is not.

    It is not known which pages of a kind there are where the framework has no index of them.
    """
    is_known = one.kind is kind and kind.name in framework.judged_kinds
    return is_known and framework.page_of(one.id) is None


def lacks_row(page: Page, framework: Framework) -> tuple[Location, ...]:
    """Why a page has no object, where something says it: the workbook does not describe it."""
    role = page.kind.workbook if page.kind else None
    if page.kind is None or role is None or not framework.workbook_paths:
        return ()
    if not framework.workbook.has(role.sheet, role.id):
        return ()
    return () if page.id in framework.workbook.records(page.kind) else ((page, page.top),)


def judged(framework: Framework) -> Iterator[tuple["ObjectExport", "ExportedObject", Page]]:
    """The objects of all exports that alone stand for a page, with their export and that page."""
    for export in framework.exports.objects if framework.exports else ():
        for page_id, same in export.by_id.items():
            page = framework.page_of(page_id)
            is_one = len({one.key for one in same}) == 1  # else the others are at fault
            if page and page.kind is same[0].kind and not page.unreadable and is_one:
                yield export, same[0], page


def seconds(
    export: "ObjectExport", framework: Framework
) -> Iterator[tuple["ExportedObject", "ExportedObject"]]:
    """The objects that stand for a page for which another one stands, each with that one.

    Of several, the first that has the page's name is the page's, else the first.
    """
    for page_id, same in export.by_id.items():
        if len({one.key for one in same}) > 1:
            page = framework.page_of(page_id)
            name = comparable(page.name) if page else ""
            first = next((one for one in same if comparable(one.name) == name), same[0])
            yield from ((one, first) for one in same if one.key != first.key)


def mistaken(
    export: "ObjectExport", kind: Kind, missing: list[Page], framework: Framework
) -> dict["ExportedObject", Page]:
    """The objects with the ID of a page that has another, and the missing page that is meant."""
    return by_name(missing, (one for one, _ in seconds(export, framework) if one.kind is kind))


def pages_without_object(export: "ObjectExport", kind: Kind, framework: Framework) -> list[Page]:
    """The pages of a kind for which no object of an export stands."""
    return [
        page
        for page in framework.records
        if page.kind is kind and page.id not in export.by_id and framework.page_of(page.id) is page
    ]


def by_name(
    pages: Iterable[Page], objects: "Iterable[ExportedObject]"
) -> "dict[ExportedObject, Page]":
    """Which page is meant by an object that names another ID or none: that of the same name.

    Names of several pages, or of several objects, tell nothing.
    """
    by_name: dict[str, list[Page]] = defaultdict(list)
    for page in pages:
        by_name[comparable(page.name)].append(page)
    named: dict[str, list[ExportedObject]] = defaultdict(list)
    for one in objects:
        named[comparable(one.name)].append(one)
    return {
        same[0]: by_name[name][0]
        for name, same in named.items()
        if name and len(same) == len(by_name[name]) == 1
    }


def printed(page: Page, known: PrintedAnnotation) -> Said | None:
    """What a property must print of a page, or None where the page does not say it."""
    for label in known.fields:
        field = page.field(label)
        if label == "name" and page.name_text is not None:
            return Said(_formed(page.name, known), page.name_text.span)
        if field is not None:
            return Said(_formed(field.value.raw, known), field.value.span)
    return None


def _formed(text: str, known: PrintedAnnotation) -> str:
    return slug(text) if known.slug else folded(text)


def slug(text: str) -> str:
    """A text in small letters, with `-` for each blank."""
    return folded(text).lower().replace(" ", "-")


def stage(page: Page, kind: str, framework: Framework) -> Said | None:
    """To which page of a kind a page belongs, or None where it does not say."""
    for field, role in stages(page):
        if role.cites == kind:
            cited = read_cited(field.value.raw, framework).id
            return Said(cited, field.value.span) if cited else None
    return None


def whole(page: Page, framework: Framework) -> Said | None:
    """Of which page a page is a part: as it says itself, else as its ID says."""
    label = page.kind.parent if page.kind else ""
    field = page.field(label) if label else None
    cited = read_cited(field.value.raw, framework).id if field else ""
    if field is not None and cited:
        return Said(cited, field.value.span)
    part, dot, _ = page.id.rpartition(".")
    return Said(part, page.top) if dot else None


def cited_ids(
    export: "ObjectExport", one: "ExportedObject", cited: CitedAnnotation, framework: Framework
) -> Iterator[tuple[tuple[str | int, ...], str, str]]:
    """To which pages an object says that its own belongs: the way to it, the name, the ID.

    The ID is empty where nothing is called so.
    """
    by_name = {} if cited.by else framework.by_name[cited.kind]
    for way, name in export.cited_names(one, cited):
        page = by_name.get(comparable(name).casefold())
        found = export.ids_by_name(cited).get(name, "") if cited.by else page.id if page else ""
        yield tuple(way), name, found
