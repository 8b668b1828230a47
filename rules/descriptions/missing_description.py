"""FW406 missing-description."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._texts import is_missing


@rule("FW406", Severity.WARNING, source="row")
def missing_description(page: Page, framework: Framework) -> Iterator[Place]:
    """A page is listed without the text that says why."""
    for listing in framework.listings.of(page):
        if listing.text is None or not is_missing(listing.text, framework):
            continue
        owner, subject = listing.owner or listing.page.id, listing.subject or listing.listed
        yield Place(
            page=listing.page,
            span=listing.row.cells[0].span,
            message=f"{listing.listed} {listing.row.listed_name} is listed without a description",
            cause=f"{owner} {subject}",
            subject=listing.listed,
        )
