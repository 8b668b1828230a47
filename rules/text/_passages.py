"""The texts of a page, each with the spreadsheet cell that it was printed from."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from frameworklint.api import Framework, Listing, Page, Row, Text


class CellText(NamedTuple):
    """A text that belongs to one cell of the spreadsheets.

    Attributes:
        page: where it stands.
        text: the text.
        label: the field or the column; `title` for a title.
        row: set for the cell of a table.
        listing: set for a description.
    """

    page: Page
    text: Text
    label: str
    row: Row | None = None
    listing: Listing | None = None

    @property
    def cell(self) -> str:
        """What names the spreadsheet cell, the same on every page that prints it."""
        if self.listing is not None:
            # The same spreadsheet row is printed under several subjects.
            return f"{self.listing.owner} description"
        if self.row is None:
            return f"{self.page.key} {self.label}"
        if self.row.listed_id and self.text is self.row.cells[0]:
            return f"{self.row.listed_id} title"
        return f"{self.page.key} {self.row.table.key} {self.row.key} {self.label}"


def speaks(page: Page) -> bool:
    """Whether a page has texts of its own: index and matrix pages copy those of other pages."""
    return page.kind is not None and not page.kind.is_copy


def passages(page: Page, framework: Framework) -> list[CellText]:
    """Title, field values and cells of a page; of a joined cell, each description by itself."""
    return framework.memo.of_page(_passages, page)


def _passages(page: Page, framework: Framework) -> Iterator[CellText]:
    if not speaks(page):
        return
    if page.title is not None:
        yield CellText(page, page.title, "title")
    for field in page.fields:
        yield CellText(page, field.value, field.label)
    described = {listing.row: listing for listing in framework.listings.of(page) if listing.owner}
    for table in page.tables:
        labels = [column.raw for column in table.columns]
        for row in table.rows:
            yield from _of_row(page, row, labels, described.get(row), framework)


def home_of(passage: CellText, framework: Framework) -> Page:
    """The page to which a text belongs: the incident's where a technique's page copies it."""
    listing = passage.listing
    if listing is None or listing.page.id == listing.owner:
        return passage.page
    for own in framework.listings.told_apart(listing.owner, listing.subject):
        if own.text is not None and passage.text.raw in own.text.raw:
            return own.page
    return passage.page


def _of_row(
    page: Page, row: Row, labels: Sequence[str], listing: Listing | None, framework: Framework
) -> Iterator[CellText]:
    for index, text in enumerate(row.cells):
        label = labels[index] if index < len(labels) else ""
        if listing is not None and text is listing.text:
            for single in _descriptions(listing, framework):
                yield CellText(page, single, label, row, listing)
        elif text.raw:
            yield CellText(page, text, label, row)


def _descriptions(listing: Listing, framework: Framework) -> list[Text]:
    """The descriptions that a cell joins, where the rows of the owner's page tell them apart."""
    whole = listing.text
    assert whole is not None
    if listing.page.id == listing.owner:
        return [whole]
    own = framework.listings.told_apart(listing.owner, listing.subject)
    rows = [row.text.raw for row in own if row.text is not None]
    if len(rows) < 2:
        return [whole]
    found, at = [], 0
    for raw in rows:
        start = whole.raw.find(raw, at)
        if start < 0 or whole.raw[at:start].strip(", "):
            return [whole]
        found.append(Text(raw, whole.start + start, whole.context))
        at = start + len(raw)
    return found if not whole.raw[at:].strip(", ") else [whole]
