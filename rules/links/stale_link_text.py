"""FW205 stale-link-text."""

from collections.abc import Iterator

from frameworklint.api import (
    Fix,
    Framework,
    Page,
    Place,
    Severity,
    Span,
    comparable,
    replaced,
    rule,
)

from ..references._citations import is_in_doubt
from ._named import NamedLink, named_links, shown_name, written_name


@rule("FW205", Severity.WARNING, yields_to=("FW201",))
def stale_link_text(page: Page, framework: Framework) -> Iterator[Place]:
    """The name in a link's text is not the name of the page it leads to."""
    # An index copies names; index-entry-differs compares it. The index of a kind without pages
    # does not link to pages with an ID at all.
    if page.kind is not None and page.kind.is_copy:
        return
    for found in named_links(page, framework):
        name = found.target.name
        if found.target.id not in found.ids or not name:
            continue
        if not found.name and _has_lost_its_name(page, found, framework):
            yield _nameless(page, found, framework)
        if not found.name or found.name == shown_name(name):
            continue
        yield Place(
            page=page,
            span=found.link.span,
            message=f"The link says `{found.name}`, the page {found.target.id} is named `{name}`",
            many=f"{{n}} links say `{found.name}`, the page {found.target.id} is named `{name}`",
            cause=f"{found.target.id} {found.name}",
            subject=found.target.id,
            differences=(((page, found.link.span), (found.target, found.target.top)),),
            fixes=_fixes(page, found, framework),
        )


def _has_lost_its_name(page: Page, found: NamedLink, framework: Framework) -> bool:
    """Whether a listing is the only one of its table that prints an ID without the name."""
    row = page.row_at(found.link.span)
    if row is None or not framework.listings.of_row(page, row):
        return False
    rows, is_whole = row.table.rows, found.link.span == row.cells[0].span
    is_bare = is_whole and found.link.text.strip() == found.target.id and not row.listed_name
    # Asked once of each row at most, and then to the first other without a name.
    named = (bool(one.listed_id and one.listed_name) for one in rows if one is not row)
    return is_bare and len(rows) > 1 and all(named)


def _nameless(page: Page, found: NamedLink, framework: Framework) -> Place:
    page_id, name = found.target.id, found.target.name
    told = f"named `{name}`; every other row of its table has ID and name"
    at = page.source.find(page_id, found.link.span.start)
    end = Span(at + len(page_id), at + len(page_id))
    is_safe = not is_in_doubt(found.target, "", framework)
    return Place(
        page=page,
        span=found.link.span,
        message=f"The link says only `{page_id}`, the page {page_id} is {told}",
        many=f"{{n}} links say only `{page_id}`, the page {page_id} is {told}",
        cause=f"{page_id} without its name",
        subject=page_id,
        fixes=(replaced(page, end, f" {written_name(name)}", is_safe=is_safe),),
    )


def _fixes(page: Page, found: NamedLink, framework: Framework) -> tuple[Fix, ...]:
    """The name of the page that the link leads to; certain where the old one is no other's."""
    link = found.link
    label = Span(link.span.start, max(link.span.start, link.target_span.start))
    at = page.source.find(found.name, *label)
    if at < 0 or page.source.find(found.name, at + 1, label.end) >= 0:
        return ()
    name = comparable(found.name).casefold()
    is_free = not any(name in pages for pages in framework.by_name.values())
    span = Span(at, at + len(found.name))
    is_safe = is_free and not is_in_doubt(found.target, found.name, framework)
    return (replaced(page, span, written_name(found.target.name), is_safe=is_safe),)
