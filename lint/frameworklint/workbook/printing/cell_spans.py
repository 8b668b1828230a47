"""From a place of a page to the place in the cell from which it is printed."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.source.span import Span
from frameworklint.workbook.printed import PrintedText
from frameworklint.workbook.sheet import Cell


class CellSpan(NamedTuple):
    """A stretch of a cell's text: 0-based offsets in code points, `end` exclusive."""

    cell: Cell
    span: Span


def cell_spans(printed: PrintedText, span: Span) -> list[CellSpan]:
    """What a span of a page is in the cells that are printed there.

    The page may have folded white space; each other character must stand as in the cell. A cell is
    left out where the span does not touch it, or the page does not say what it says.

    Args:
        printed: a text of the page, as `Provenance.printed_at` finds it.
        span: of the page.
    """
    found = []
    for cell, at, text in _located(printed):
        start, end = max(span.start, at), min(span.end, at + len(text))
        if start < end or (start == end and span.start == span.end):
            begin = _offset(cell.text, text, start - at)
            found.append(CellSpan(cell, Span(begin, max(begin, _end(cell.text, text, end - at)))))
    return found


def _located(printed: PrintedText) -> Iterator[tuple[Cell, int, str]]:
    """The cells that stand there as they are: where, and what the page has of them."""
    region = printed.value or printed.span
    raw = printed.page.source[slice(*region)]
    at = 0
    for piece in printed.pieces:
        if piece.cell is None or not piece.text.strip():
            continue
        place = _find(piece.text.strip(), raw, 0 if printed.any_order else at)
        if place is not None:
            at = place.end
            yield piece.cell, region.start + place.start, raw[slice(*place)]


def _find(text: str, raw: str, at: int) -> Span | None:
    start = raw.find(text, at)
    if start >= 0:
        return Span(start, start + len(text))
    words = r"\s+".join(re.escape(word) for word in text.split())
    match = re.compile(words).search(raw, at)
    return Span(*match.span()) if match else None


def _offset(cell: str, shown: str, offset: int) -> int:
    """Where in a cell stands what stands at an offset of what the page shows of it."""
    start = cell.find(shown)
    if start >= 0:
        return start + offset
    wanted = len("".join(shown[:offset].split()))
    seen = 0
    for index, character in enumerate(cell):
        if not character.isspace():
            if seen == wanted:
                return index
            seen += 1
    return len(cell)


def _end(cell: str, shown: str, offset: int) -> int:
    return _offset(cell, shown, offset - 1) + 1 if offset else _offset(cell, shown, 0)
