"""Which rows of an incident a cell prints."""

from frameworklint.framework import Framework
from frameworklint.listings import Listing


def own_rows(listing: Listing, framework: Framework) -> list[Listing]:
    """The rows in which the owner of a description lists its subject."""
    return framework.own_evidence(listing.owner, listing.subject)
