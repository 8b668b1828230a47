"""Which pages a page lists, and what it says of them."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from frameworklint.page import Page, Row, Table, Text


class Listing(NamedTuple):
    """A row by which one page lists another.

    Attributes:
        page, table, row: where it stands.
        listed: the ID of the page that the row names.
        text: why it is listed, where the table has a column for that and the row is whole.
        owner: the ID of the page whose text that is, or an empty string.
        subject: the ID of the page that the text is about, or an empty string.
    """

    page: Page
    table: Table
    row: Row
    listed: str
    text: Text | None
    owner: str
    subject: str


class Listings:
    """The rows of a page that list another page.

    Attributes:
        all: in the order of the page.
    """

    def __init__(self, page: Page, pages: Mapping[str, Page]) -> None:
        """Find them.

        Args:
            page: the page.
            pages: all pages by ID.
        """
        self.all = list(_listings(page, pages))

    @cached_property
    def by_row(self) -> dict[Row, Listing]:
        """The listing of each row that is one."""
        return {listing.row: listing for listing in self.all}

    @cached_property
    def by_pair(self) -> dict[tuple[str, str], list[Listing]]:
        """The listings with an owner, by owner and subject."""
        found: dict[tuple[str, str], list[Listing]] = defaultdict(list)
        for listing in self.all:
            if listing.owner:
                found[listing.owner, listing.subject].append(listing)
        return dict(found)


def _listings(page: Page, pages: Mapping[str, Page]) -> Iterator[Listing]:
    """The rows of a page that list another page."""
    for table in page.tables if page.kind else ():
        assert page.kind is not None
        role = page.kind.table_role(table.key)
        # A table that stands twice would list everything twice.
        if not role.lists or page.table(table.key) is not table:
            continue
        for row in table.rows:
            listed = _listed(row, pages)
            if not listed:
                continue
            own = role.text_of == page.kind.name
            owner, subject = (page.id, listed) if own else (listed, page.id)
            if not role.text_of:
                owner = subject = ""
            text = row.cell(role.description) if role.description else None
            yield Listing(page, table, row, listed, text, owner, subject)


def _listed(row: Row, pages: Mapping[str, Page]) -> str:
    """The ID that a row lists: one wrong target must not cascade.

    Where the link's text and its target disagree, it is the one that the printed name fits.
    """
    said = row.shown_id
    if not said or said == row.listed_id:
        return row.listed_id
    led, meant = pages.get(row.listed_id), pages.get(said)
    if led is None:
        return said
    return said if meant and meant.name == row.listed_name != led.name else row.listed_id
