"""From a place of a page to the place in the cell from which it is printed.

Pages print cells with white space folded, so that offsets differ. All other characters are the same
in both, in the same order: they are counted.
"""

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.source.span import Span
from frameworklint.workbook.compare import folded
from frameworklint.workbook.printed import Part, PrintedText
from frameworklint.workbook.sheet import Cell

_EDGES = (" ", "\t", "\u00a0")


class CellSpan(NamedTuple):
    """A stretch of a cell's text: 0-based offsets in code points, `end` exclusive."""

    cell: Cell
    span: Span


def cell_spans(printed: PrintedText, span: Span) -> list[CellSpan]:
    """What a span of a page is in the cells that are printed there, to point at it.

    The page may have folded white space; each other character must stand as in the cell. A cell is
    left out where the span does not touch it, or the page does not say what it says.

    Args:
        printed: a text of the page, as `Provenance.printed_at` finds it.
        span: of the page.
    """
    found = ((one.cell, one.touched(span)) for one in alignments(printed))
    return [CellSpan(cell, within) for cell, within in found if within is not None]


class Alignment(NamedTuple):
    """A cell's text beside the stretch of a page that prints it.

    Attributes:
        printed: the text of the page.
        cell: one of its cells.
        around: the part of the page that holds the text.
        on_page: where in that the cell is printed.
        in_cell: what of the cell's text is printed.
    """

    printed: PrintedText
    cell: Cell
    around: Span
    on_page: Span
    in_cell: Span

    def touched(self, span: Span) -> Span | None:
        """What of the cell a span of the page touches."""
        start, end = max(span.start, self.on_page.start), min(span.end, self.on_page.end)
        if start > end or (start == end and span.start < span.end):
            return None
        if self._is_literal():
            return Span(start, end).moved(self.in_cell.start - self.on_page.start)
        page, cell = self._sides()
        first, last = bisect_left(page.at, start), bisect_left(page.at, end)
        begin = cell.at[first] if first < len(cell.at) else self.in_cell.end
        known = cell.at[:last]  # a cell that stands for a longer text has fewer characters
        return Span(begin, max(begin, known[-1] + 1 if known else begin))

    def same(self, span: Span) -> Span | None:
        """Where exactly that stands in the cell which a span of the page holds, to change it; None
        where that is unclear, or the page says something else than its cells.
        """
        if not self._is_certain():
            return None
        if self.on_page.covers(span) and self._is_literal():
            return span.moved(self.in_cell.start - self.on_page.start)
        page, cell = self._sides()
        if len(page.at) != len(cell.at):  # the cell stands for another text
            return None
        start = _start(span.start, page, cell)
        end = start if span.start == span.end else _end(span.end, page, cell)
        if start is None or end is None or end < start:
            return None
        moved = Span(start, end)
        return moved if _blanks(page.part(span)) == _blanks(cell.part(moved)) else None

    def _is_literal(self) -> bool:
        """Whether the page says to the letter what the cell does, so that offsets only shift."""
        shown = self.printed.page.source[slice(*self.on_page)]
        return shown == self.cell.text[slice(*self.in_cell)]

    def _is_certain(self) -> bool:
        """Whether it is this cell that is printed there, and not another one."""
        if not self.printed.agrees:
            return False
        others = self.printed.page.source[self.on_page.end : self.around.end]
        text = self.cell.text[slice(*self.in_cell)]
        return not self.printed.any_order or _find(text, others, 0) is None

    def _sides(self) -> tuple["_Side", "_Side"]:
        source, (start, end) = self.printed.page.source, self.on_page
        shown = _characters(source[start:end], start)
        if start == self.around.start:  # blanks around are no part of what a page shows
            start = _edge(source, start)
        while end >= self.around.end and source[end : end + 1] in _EDGES:
            end += 1
        text, first = self.cell.text, self.in_cell.start
        held = _characters(text[slice(*self.in_cell)], first)
        return _Side(shown, source[start:end], start), _Side(held, text, 0)


def _characters(text: str, start: int) -> list[int]:
    """Where the characters of a text stand that are no white space."""
    return [at for at, character in enumerate(text, start) if not character.isspace()]


def _edge(source: str, start: int) -> int:
    while source[start - 1 : start] in _EDGES:
        start -= 1
    return start


def _blanks(text: str) -> str:
    """A text with white space folded, also at its ends."""
    return folded(f".{text}.")


class _Side(NamedTuple):
    """The characters of a page or a cell: their offsets, the text, where that begins."""

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
        return self.text[max(0, span.start - self.start) : max(0, span.end - self.start)]


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
    """The cells of a printed text beside where it prints them, as far as it does."""
    for around in _regions(printed):
        raw, at = printed.page.source[slice(*around)], 0
        for piece in printed.pieces:
            text = piece.text.strip()
            if piece.cell is None:
                is_next = raw[at:].lstrip().startswith(text)
                at = raw.index(text, at) + len(text) if is_next and not printed.any_order else at
                continue
            place = _find(text, raw, 0 if printed.any_order else at) if text else None
            if place is not None:
                at = place.end
                within = _within(piece, piece.cell)
                yield Alignment(printed, piece.cell, around, place.moved(around.start), within)


def _within(piece: Part, cell: Cell) -> Span:
    """What of a cell's text a piece of a page is."""
    text = piece.text.strip()
    start = cell.text.find(text)
    return Span(start, start + len(text)) if start >= 0 else Span(0, len(cell.text))


def _regions(printed: PrintedText) -> Iterator[Span]:
    """The parts of a page that hold a printed text; of an address also the link to it."""
    source, shown = printed.page.source, printed.shown
    region = printed.value or printed.span
    if printed.value is None and source[: region.end].endswith(shown):
        region = Span(region.end - len(shown), region.end)
    link = source[slice(*region)].strip()
    if shown and link == f"[{shown}]({shown})":
        start = source.index(link, region.start) + 1
        yield Span(start, start + len(shown))
        yield Span(start + len(shown) + 2, start + 2 * len(shown) + 2)
    else:
        text = source[slice(*region)]
        start = region.start + len(text) - len(text.lstrip())
        yield Span(start, max(start, region.start + len(text.rstrip())))


def _find(text: str, raw: str, at: int) -> Span | None:
    start = raw.find(text, at)
    if start >= 0:
        return Span(start, start + len(text))
    words = text.split()
    before, found, _ = " ".join(raw[at:].split()).partition(" ".join(words))
    if not found:
        return None
    places = _characters(raw[at:], at)
    first = len(before.replace(" ", ""))
    return Span(places[first], places[first + sum(map(len, words)) - 1] + 1)
