"""Which rows of an incident a cell prints."""

from typing import NamedTuple

from frameworklint.api import Framework, Listing

from ._texts import folded


class PrintedRows(NamedTuple):
    """The rows in which the owner of a description lists its subject.

    Attributes:
        rows: in the order of the page; none where they are too many to tell apart.
        texts: their descriptions, folded.
        joined: these as a cell of the subject's page joins them.
    """

    rows: list[Listing]
    texts: list[str]
    joined: str


def printed_rows(listing: Listing, framework: Framework) -> PrintedRows:
    """The rows that the owner of a listing's text has for the same subject."""
    return framework.memo.of_pair(_printed_rows, listing.owner, listing.subject)


def _printed_rows(owner: str, subject: str, framework: Framework) -> PrintedRows:
    rows = framework.listings.told_apart(owner, subject)
    texts = [folded(row.text, framework) for row in rows]
    return PrintedRows(rows, texts, ", ".join(texts))
