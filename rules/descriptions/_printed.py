"""Which rows of an incident a cell prints."""

from frameworklint.api import Framework, Listing


def own_rows(listing: Listing, framework: Framework) -> list[Listing]:
    """The rows in which the owner of a description lists its subject."""
    return framework.listings.of_owner(listing.owner, listing.subject)
