"""Which pages a page lists, and what it says of them."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from typing import NamedTuple

from frameworklint.page.page import Page, Row, Table
from frameworklint.page.text import Text

# Of how many rows for one pair a cell is taken apart, which is looked for in each; real: 3.
MOST_ROWS = 20


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


class PageListings:
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
        role = page.kind.table_annotation(table.key)
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


class Listings:
    """The rows by which the pages of a framework list one another, found when first asked for."""

    def __init__(self, by_id: Mapping[str, Page], with_id: Callable[[str], list[Page]]) -> None:
        """Find none yet.

        Args:
            by_id: the pages by ID.
            with_id: gives all pages with an ID, by path.
        """
        self._by_id = by_id
        self._with_id = with_id
        self._by_path: dict[str, PageListings] = {}
        self._of_pair: dict[tuple[str, str], list[Listing]] = {}
        self._of_owner: dict[tuple[str, str], list[Listing]] = {}

    def of(self, page: Page) -> list[Listing]:
        """The rows of one page that list another page."""
        return self._on(page).all

    def of_row(self, page: Page, row: Row) -> Listing | None:
        """The listing of a row of a page, if it lists another page."""
        return self._on(page).by_row.get(row)

    def of_pair(self, owner: str, subject: str) -> list[Listing]:
        """Both pages' rows for one pair, in the order of the pages: what the owner says of it."""
        found = self._of_pair.get((owner, subject))
        if found is None:
            pages = self._with_id(owner)
            if subject != owner:
                pages = sorted(pages + self._with_id(subject), key=lambda page: page.path)
            found = self._of_pair[owner, subject] = self._rows(pages, owner, subject)
        return found

    def of_owner(self, owner: str, subject: str) -> list[Listing]:
        """Of those, the rows on the owner's own page."""
        found = self._of_owner.get((owner, subject))
        if found is None:
            found = self._rows(self._with_id(owner), owner, subject)
            self._of_owner[owner, subject] = found
        return found

    def told_apart(self, owner: str, subject: str) -> list[Listing]:
        """The rows on the owner's own page, but none where they are too many to tell apart."""
        found = self.of_owner(owner, subject)
        return found if len(found) <= MOST_ROWS else []

    def _rows(self, pages: Iterable[Page], owner: str, subject: str) -> list[Listing]:
        pair = owner, subject
        return [listing for page in pages for listing in self._on(page).by_pair.get(pair, ())]

    def _on(self, page: Page) -> PageListings:
        found = self._by_path.get(page.path)
        if found is None:
            found = self._by_path[page.path] = PageListings(page, self._by_id)
        return found
