"""The references of an incident: the rows of its table of sources."""

import datetime
import re
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

from frameworklint.api import INVISIBLE, Framework, Page, Row, Table, Text

_URL = re.compile(r"https?://[^\s<>|]+", re.IGNORECASE)
# The time stamp and the archived address in an archive's address: /web/20240527191455/https://…
_ARCHIVED = re.compile(
    r"/(?P<stamp>\d{4,14})(?:[a-z]{2}_)?/(?P<address>https?:/.+)", re.IGNORECASE | re.DOTALL
)
_DATE = re.compile(r"(\d{4})/(\d{2})/(\d{2})")
# What services add to an address to see where its readers come from.
_TRACKING = re.compile(r"utm_\w+|fbclid|gclid|igshid|mc_cid|ref_src")
_COLUMNS = ("link", "date", "org", "archive")
_EDGES = f" \t\u00a0{INVISIBLE}"


class Source(NamedTuple):
    """A source of an incident.

    Attributes:
        row: where it stands.
        link, date, org, archive: its cells; None where the table has no such column.
    """

    row: Row
    link: Text | None
    date: Text | None
    org: Text | None
    archive: Text | None

    @property
    def address(self) -> str:
        """The address of the source, or an empty string."""
        return address(self.link)

    @property
    def named(self) -> str:
        """What names the source in messages and causes: its address, else its archive's."""
        return self.address or address(self.archive) or self.row.cells[0].plain

    @property
    def says_something(self) -> bool:
        """Whether it names a source, be it a book, or at least its copy in an archive."""
        cells = [cell for cell in (self.link, self.archive) if cell is not None]
        shown = [link.text for cell in cells for link in cell.content.links]
        shown += [cell.raw for cell in cells if not cell.content.links]
        return any(c.isalnum() for text in shown for c in text)

    @property
    def published(self) -> datetime.date | None:
        """The publication date, where it is one."""
        # Invisible characters around a date are a fault of their own.
        match = _DATE.fullmatch(self.date.raw.strip(_EDGES)) if self.date else None
        return as_date(*match.groups()) if match else None


def source_table(page: Page) -> Table | None:
    """The page's table of references."""
    roles = page.kind.tables if page.kind and page.id else {}
    keys = [key for key, role in roles.items() if role.sources]
    return next((table for table in page.tables if table.key in keys), None) if keys else None


def references(page: Page, framework: Framework) -> list[Source]:
    """The references of a page, broken rows left out."""
    return framework.memo.of_page(_references, page)


def _references(page: Page, framework: Framework) -> Iterator[Source]:
    table = source_table(page)
    if table is None or page.kind is None:
        return
    columns = page.kind.table_annotation(table.key).sources
    for row in table.rows:
        if not row.broken:
            cells = (row.cell(columns[key]) if key in columns else None for key in _COLUMNS)
            yield Source(row, *cells)


def address(cell: Text | None) -> str:
    """The address on the web that a cell holds, or an empty string."""
    if cell is None:
        return ""
    targets = [link.target.strip() for link in cell.content.links] or [cell.raw]
    match = _URL.search(targets[0])
    return match[0] if match else ""


def archived(archive: str) -> tuple[str, str]:
    """The time stamp and the original address in an archive's address, empty where not given."""
    match = _ARCHIVED.search(archive)
    return (match["stamp"], match["address"]) if match else ("", "")


def split(url: str) -> SplitResult:
    """The parts of a URL, escapes decoded; empty parts for one that is malformed."""
    try:
        return urlsplit(unquote(url))
    except ValueError:
        return urlsplit("")


def parameters(url: SplitResult) -> dict[str, list[str]]:
    """The parameters of an address, without those that only track its readers."""
    found = parse_qs(url.query, keep_blank_values=True)
    return {name: values for name, values in found.items() if not _TRACKING.fullmatch(name)}


def as_date(year: str, month: str, day: str) -> datetime.date | None:
    """The date, or None where there is no such day."""
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None
