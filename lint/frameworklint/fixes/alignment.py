"""Where a stretch of a printed text stands in the cell that it was printed from, and the reverse.

Pages print cells with white space folded, so that offsets differ. All other characters are the same
in both, in the same order: they are counted.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.source.span import Span
from frameworklint.workbook.printed import PrintedText
from frameworklint.workbook.sheet import Cell

_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_EDGES = (" ", "\t", "\u00a0")


class Alignment(NamedTuple):
    """A cell's text beside the stretch of a page that prints it.

    Attributes:
        cell: the cell.
        printed: the text of the page's file around the stretch, with the blanks beside it.
        on_page: where each character that is no white space stands in the page's file.
        in_cell: where it stands in the cell's text.
        start: where `printed` begins in the page's file.
    """

    cell: Cell
    printed: str
    on_page: list[int]
    in_cell: list[int]
    start: int

    def in_cell_span(self, span: Span) -> Span | None:
        """Where a stretch of the page stands in the cell's text, or None where that is unclear."""
        return _moved(span, _Side(self.on_page, self.printed, self.start), self._cell_side)

    def on_page_span(self, span: Span) -> Span | None:
        """Where a stretch of the cell's text stands on the page, or None where that is unclear."""
        return _moved(span, self._cell_side, _Side(self.on_page, self.printed, self.start))

    @property
    def _cell_side(self) -> "_Side":
        return _Side(self.in_cell, self.cell.text, 0)

    @property
    def span(self) -> Span:
        """The stretch of the page."""
        return Span(self.on_page[0], self.on_page[-1] + 1)


class _Side(NamedTuple):
    """The characters of one of both texts: their offsets, the text, where it begins."""

    at: list[int]
    text: str
    start: int

    def gap(self, index: int) -> Span:
        """The white space before the character of a number, up to the text's ends."""
        first = self.at[index - 1] + 1 if index else self.start
        last = self.at[index] if index < len(self.at) else self.start + len(self.text)
        return Span(first, last)

    def part(self, span: Span) -> str:
        """What stands at a span."""
        return self.text[span.start - self.start : span.end - self.start]


def _moved(span: Span, source: _Side, target: _Side) -> Span | None:
    start = _start(span.start, source, target)
    end = start if span.start == span.end else _end(span.end, source, target)
    if start is None or end is None or end < start:
        return None
    moved = Span(start, end)
    return moved if _folded(source.part(span)) == _folded(target.part(moved)) else None


def _folded(text: str) -> str:
    """A text with the white space folded that pages print folded: a no-break space stays one."""
    return _WHITE_SPACE.sub(" ", text)


def _start(offset: int, source: _Side, target: _Side) -> int | None:
    """Where a stretch begins that begins at an offset: with a character, or behind one."""
    index = bisect_left(source.at, offset)
    if index < len(source.at) and source.at[index] == offset:
        return target.at[index]
    if index and source.at[index - 1] + 1 == offset:
        return target.at[index - 1] + 1
    return _inside(offset, index, source, target)


def _end(offset: int, source: _Side, target: _Side) -> int | None:
    """Where a stretch ends that ends at an offset: behind a character, or before one."""
    index = bisect_left(source.at, offset)
    if index and source.at[index - 1] + 1 == offset:
        return target.at[index - 1] + 1
    if index < len(source.at) and source.at[index] == offset:
        return target.at[index]
    return _inside(offset, index, source, target)


def _inside(offset: int, index: int, source: _Side, target: _Side) -> int | None:
    """Where an offset in white space lies, where that is the same in both texts."""
    here, there = source.gap(index), target.gap(index)
    if not (here.covers(Span(offset, offset)) and source.part(here) == target.part(there)):
        return None
    return there.start + offset - here.start


def alignments(printed: PrintedText) -> Iterator[Alignment]:
    """The cells of a printed text that agrees with them, beside where it prints them."""
    if printed.agrees:
        for start in _starts_of(printed):
            yield from _from(printed, start)


def _from(printed: PrintedText, start: int) -> Iterator[Alignment]:
    characters = _characters(printed.shown, start)
    squeezed = "".join(printed.shown.split())
    at = 0
    for piece in printed.pieces:
        own = "".join(piece.text.split())
        found = squeezed.find(own, 0 if printed.any_order else at)
        if found < 0 or not (printed.any_order or found == at):
            return  # printed in another form, such as a year without its fraction
        at = found + len(own)
        if piece.cell is None or not own or not piece.cell.text.startswith(piece.text):
            continue
        if printed.any_order and squeezed.find(own, found + 1) >= 0:
            continue  # which of the copies comes from this cell nobody knows
        in_cell = _characters(piece.text, 0)
        first, last = _with_edges(printed.page.source, start, start + len(printed.shown))
        around = printed.page.source[first:last]
        yield Alignment(piece.cell, around, characters[found:at], in_cell, first)


def _characters(text: str, start: int) -> list[int]:
    """Where the characters of a text stand that are no white space."""
    return [at for at, character in enumerate(text, start) if not character.isspace()]


def _with_edges(source: str, start: int, end: int) -> tuple[int, int]:
    """A stretch with the blanks around it, which are no part of what a page shows."""
    while source[start - 1 : start] in _EDGES:
        start -= 1
    while source[end : end + 1] in _EDGES:
        end += 1
    return start, end


def _starts_of(printed: PrintedText) -> list[int]:
    """Where the printed text begins in the page's file; nowhere, where that is unclear.

    An address is printed twice: as the text of a link and as its target.
    """
    source, (start, end), shown = printed.page.source, printed.span, printed.shown
    if not shown:
        return []
    if source[end - len(shown) : end] == shown:
        return [end - len(shown)]
    found = [start + match.start() for match in re.finditer(re.escape(shown), source[start:end])]
    is_link = source[start:end].strip() == f"[{shown}]({shown})"
    return found if len(found) == 1 or is_link else []
