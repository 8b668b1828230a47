"""Which rows of an incident a cell prints."""

from frameworklint.framework import Framework, Listing


def own_rows(listing: Listing, framework: Framework) -> list[Listing]:
    """The rows in which the owner of a description lists its subject."""
    pair = framework.evidence.get((listing.owner, listing.subject), [])
    return [row for row in pair if row.page.id == row.owner]
