"""What pages say of one another."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.api import (
    Field,
    FieldAnnotation,
    Framework,
    Page,
    Row,
    Table,
    Text,
    comparable,
    file_stem,
)

_MARK = re.compile(r"^[-:]\s+")  # between an ID and a name
_NEARLY_ALL = 0.75  # of the rows of a matrix; real: all


class IndexEntry(NamedTuple):
    """A cell of an index or matrix page that names a page.

    Attributes:
        row, cell: where it stands.
        column: the 0-based number of its column.
        id: the ID of the page that it names: by its link, else by its text.
        said: the ID in its text, or an empty string.
        name: the name that it prints behind the ID, comparable.
    """

    row: Row
    cell: Text
    column: int
    id: str
    said: str
    name: str


class CitedPage(NamedTuple):
    """A page as a field or a cell names it: an ID, and a name where one is printed."""

    id: str
    name: str

    def __str__(self) -> str:
        """Both, as a message shows them."""
        return f"{self.id} {self.name}".strip()


def titled(page: Page) -> str:
    """ID and name of a page."""
    return f"{page.id} {page.name}".strip()


def is_judged(page: Page | None, framework: Framework) -> bool:
    """Whether it is known which pages of a page's kind belong to the framework."""
    return (
        page is not None
        and page.kind is not None
        and page.kind.name in framework.judged_kinds
        and page.path not in framework.orphans
    )


def read_cited(raw: str, framework: Framework) -> CitedPage:
    """An ID and the name behind it, a dash between them left out; without an ID both empty."""
    return _cut(raw, framework.readers.ids.leading_id(raw))


def _cut(raw: str, found: str) -> CitedPage:
    name = comparable(raw.strip().removeprefix(found)) if found else ""
    return CitedPage(found, _MARK.sub("", name))


def stages(page: Page) -> list[tuple[Field, FieldAnnotation]]:
    """The fields of a page that say to which page it belongs."""
    roles = page.kind.fields if page.kind else {}
    found = ((field, roles.get(field.label)) for field in page.fields)
    return [(field, role) for field, role in found if role and role.stage]


def names_two(row: Row) -> bool:
    """Whether the link in a row's first cell leads to the page of one ID and shows another."""
    return bool(row.listed_id and row.shown_id) and row.listed_id != row.shown_id


def listed_in_tables(page: Page, framework: Framework) -> Iterator[tuple[Table, frozenset[str]]]:
    """The tables of a page, each with the IDs that it lists."""
    for table in page.tables:
        found = {known for row in table.rows for known in (row.listed_id, row.shown_id)}
        for row in table.rows:
            if row.broken:
                found |= _linked_in(row, framework)
        yield table, frozenset(found - {""})  # most are empty, and those are one object


def _linked_in(row: Row, framework: Framework) -> set[str]:
    """The IDs of the files to which a row links; one that is broken may hold those below it."""
    targets = [link.target for cell in row.cells for link in cell.content.links]
    stems = set(map(file_stem, targets))
    return {stem for stem in stems if framework.readers.ids.is_id(stem)}


def entries(page: Page, framework: Framework) -> list[IndexEntry]:
    """The entries of an index or matrix page: of an index the first cells, else all cells."""
    return framework.memo.of_page(_entries, page)


def _entries(page: Page, framework: Framework) -> Iterator[IndexEntry]:
    is_index = page.kind is not None and page.kind.role == "index"
    for row in page.rows():
        for column, cell in enumerate(row.cells[:1] if is_index else row.cells):
            linked, said, shown = cell.entry
            found = linked or said
            if found:
                name = _cut(shown, said).name if said == found else ""
                yield IndexEntry(row, cell, column, found, said, name)


def uneven_rows(page: Page, framework: Framework) -> list[Row]:
    """The rows of a matrix with other numbers of cells than nearly all rows have."""
    return framework.memo.of_page(_uneven_rows, page)


def _uneven_rows(page: Page, framework: Framework) -> Iterator[Row]:
    rows = [row for row in page.rows() if row.cells]
    width, usual = matrix_width(page)
    if usual >= _NEARLY_ALL * len(rows):
        yield from (row for row in rows if len(row.cells) != width)


def matrix_width(page: Page) -> tuple[int, int]:
    """How many cells most rows of a matrix have, and how many rows those are."""
    widths = Counter(len(row.cells) for row in page.rows() if row.cells)
    return max(widths.items(), key=lambda item: item[1], default=(0, 0))


def entry_id(row: Row) -> str:
    """The ID with which a row of an index begins, though no page or kind has such IDs."""
    links = row.cells[0].content.links if row.cells else ()
    shown = links[0].text if links else row.cells[0].plain if row.cells else ""
    return shown.split()[0] if shown.split() else ""


def ids_listed(page: Page, framework: Framework) -> frozenset[str]:
    """The IDs that the entries of an index or matrix page name, by link or by text."""
    return framework.memo.of_page(_ids_listed, page)[0]


def _ids_listed(page: Page, framework: Framework) -> Iterator[frozenset[str]]:
    # Where link and text name two pages, link-id-mismatch reports it.
    named = ((entry.id, entry.said) for entry in entries(page, framework))
    yield frozenset(known for both in named for known in both)


def summary_of(page: Page) -> Text | None:
    """The summary of a page, or None for a page without one."""
    field = page.field(page.kind.summary) if page.kind and page.kind.summary else None
    return field.value if field else None


def said_in_summary(page: Page, framework: Framework) -> str:
    """What the summary of a page says, comparable and in small letters; empty without one."""
    return framework.memo.of_page(_said_in_summary, page)[0]


def _said_in_summary(page: Page, framework: Framework) -> Iterator[str]:
    summary = summary_of(page)
    yield comparable(summary.plain).casefold() if summary else ""
