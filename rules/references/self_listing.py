"""FW316 self-listing."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._pages import names_two


@rule("FW316", Severity.WARNING, source="listing")
def self_listing(page: Page, framework: Framework) -> Iterator[Place]:
    """A page lists itself in one of its tables."""
    for listing in framework.listings.of(page) if page.id else ():
        # Where link and text name two pages, link-id-mismatch reports it.
        if listing.listed == page.id and not names_two(listing.row):
            yield Place(
                page=page,
                span=listing.row.cells[0].span,
                message=f"The table `{listing.table.key}` of {page.id} lists {page.id} itself",
                cause=f"{page.id} {listing.table.key}",
                subject=page.id,
            )
