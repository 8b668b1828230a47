"""What names a finding and its places whatever their lines."""

from collections import Counter
from collections.abc import Iterator, Sequence

from frameworklint.linter.place import Place
from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.sheet import SheetPage

Key = tuple[str, str, str]  # what holds a place, what names it there, its number
VERSION = 4  # of these names: whoever keeps them must know which they are


def place_keys_of(places: Sequence[Place]) -> Iterator[Key]:
    """For each place its page, its anchor, and how many places of that anchor stand before it.

    A cell that no page prints yet has the name of the place where one will.
    """
    seen: Counter[tuple[str, str]] = Counter()
    for place in places:  # in the order of each page
        page, span = place.on_page
        anchor = anchor_of(page, span)
        yield page.key, anchor, str(seen[page.path, anchor])
        seen[page.path, anchor] += 1


def cell_keys_of(places: Sequence[Place]) -> Iterator[tuple[Key, ...]]:
    """For each place, of each of its cells the sheet, what names it there, and how many places of
    the finding stand before it where that cell is printed: a page can print it in several rows.

    A place that stands in a spreadsheet only is named by what its row holds, too: the row may be
    given another ID.
    """
    seen: Counter[tuple[object, ...]] = Counter()
    for place in places:
        page, span = place.on_page
        row = page.row_at(span) if place.cells else None
        printed = page.path, row.span if row else None
        keys = [(cell.sheet_name, cell.anchor) for cell in place.cells]
        if isinstance(place.page, SheetPage) and place.printed is None:
            others = ((cell.sheet_name, cell.content_anchor) for cell in place.cells)
            keys += [key for key in others if key[1]]
        yield tuple((*key, str(seen[printed, key])) for key in keys)
        seen.update((printed, key) for key in keys)


def anchor_of(page: Page, span: Span) -> str:
    """What names a spot of a page whatever its line: table and row ID, or field."""
    if anchor := page.anchor(span):
        return anchor
    row = page.row_at(span)
    if row is not None:
        return f"table {row.table.key} row {row.key}"
    table = page.table_at(span)
    if table is not None:
        return f"table {table.key}"
    labeled = page.field_at(span)
    if labeled is not None:
        return f"field {labeled.label}"
    return "title" if page.title and page.title.span.covers(span) else "page"
