"""FW409 text-without-citation."""

from collections import Counter
from collections.abc import Iterator

from frameworklint.api import Framework, Listing, Page, Place, Severity, digest, rule

from ._printed import printed_rows
from ._texts import folded, is_missing


@rule("FW409", Severity.INFO, yields_to=("FW505",))
def text_without_citation(page: Page, framework: Framework) -> Iterator[Place]:
    """A description cites no ID at all."""
    seen: Counter[str] = Counter()
    for listing in framework.listings.of(page):
        text = listing.text
        if text is None or not listing.owner or text.cited or is_missing(text, framework):
            continue
        if any(framework.readers.ids.leading_id(link.text) for link in text.links):
            continue
        for description in _printed(listing, framework):
            seen[listing.listed] += 1
            yield Place(
                page=listing.page,
                span=text.span,
                message=f"The text of {listing.owner} under {listing.subject} cites no ID",
                cause=f"{listing.owner} {digest(description)}",
                # An edit that brings no citation leaves the fault that was there.
                elements=(f"{listing.owner} {seen[listing.listed]}",),
                subject=listing.listed,
            )


def _printed(listing: Listing, framework: Framework) -> list[str]:
    """The descriptions that a cell prints: those of the owner's rows, else what stands there."""
    whole = folded(listing.text, framework)
    if listing.page.id == listing.owner:
        return [whole]
    texts = dict.fromkeys(printed_rows(listing, framework).texts)
    return [text for text in texts if text and text in whole] or [whole]
