"""FW405 duplicate-row."""

from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity, digest
from frameworklint.framework import Framework, Listing
from frameworklint.page import Page
from frameworklint.registry import rule

from ._texts import folded


@rule("FW405", Severity.ERROR, fold="page")
def duplicate_row(page: Page, framework: Framework) -> Iterator[Place]:
    """One table lists the same page twice with the same description."""
    first: dict[tuple[str, str, str], Listing] = {}
    for listing in framework.listings_of(page):
        if listing.row.broken:
            continue
        text = _compared(listing, framework)
        key = (listing.table.key, listing.listed, text)
        earlier = first.setdefault(key, listing)
        if earlier is listing:
            continue
        same = " with the same description" if listing.text is not None else ""
        yield Place(
            page=page,
            span=listing.row.cells[0].span,
            message=f"{listing.listed} {listing.row.listed_name} is listed twice{same}",
            many=f"{listing.listed} {listing.row.listed_name} is listed repeatedly{same}",
            cause=f"{listing.table.key} {listing.listed} {digest(text)}",
            subject=listing.listed,
            also=(
                Related(page, earlier.row.cells[0].span, "the first of the rows"),
                *_printed_together(listing, framework),
            ),
        )


def _compared(listing: Listing, framework: Framework) -> str:
    if listing.text is not None:
        return folded(listing.text, framework)
    return " | ".join(folded(cell, framework) for cell in listing.row.cells[1:])


def _printed_together(listing: Listing, framework: Framework) -> Iterator[Related]:
    """The cells of the other page in which both rows are printed one after the other."""
    for other in framework.evidence.get((listing.owner, listing.subject), []):
        if other.page is not listing.page and other.text is not None:
            yield Related(other.page, other.text.span, "both rows are printed in this cell")
