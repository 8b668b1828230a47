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

from ._named import NamedLink, named_links, shown_name


@rule("FW205", Severity.WARNING, yields_to=("FW201",))
def stale_link_text(page: Page, framework: Framework) -> Iterator[Place]:
    """The name in a link's text is not the name of the page it leads to."""
    # An index copies names; index-entry-differs compares it. The index of a kind without pages
    # does not link to pages with an ID at all.
    if page.kind is not None and page.kind.is_copy:
        return
    for found in named_links(page, framework):
        name = found.target.name
        if found.target.id not in found.ids or not found.name or not name:
            continue
        if found.name == shown_name(name):
            continue
        yield Place(
            page=page,
            span=found.link.span,
            message=f"The link says `{found.name}`, the page {found.target.id} is named `{name}`",
            many=f"{{n}} links say `{found.name}`, the page {found.target.id} is named `{name}`",
            cause=f"{found.target.id} {found.name}",
            subject=found.target.id,
            fixes=_fixes(page, found, framework),
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
    return (replaced(page, span, found.target.name, is_safe=is_free),)
