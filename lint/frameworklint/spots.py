"""The places of pages that print cells of the workbook, and how both are compared."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from frameworklint.cells import Cell
from frameworklint.page import Page
from frameworklint.span import Span
from frameworklint.workbook import Reference

SHOWN, _LEAD = 60, 20
_MIDNIGHT = re.compile(r"(?<=\d) 00:00:00$")


class Source(NamedTuple):
    """Where the text of a finding comes from.

    Attributes:
        cells: the cells that print it.
        differing: cells from which the page differs.
    """

    cells: tuple[Cell, ...] = ()
    differing: tuple[Cell, ...] = ()


class Piece(NamedTuple):
    """A part of what the generator prints: a cell's text, or what it puts between cells."""

    text: str
    cell: Cell | None = None


class Spot(NamedTuple):
    """A text of a page that is printed from cells.

    Attributes:
        page, span: where.
        shown: what the page says.
        pieces: what the workbook says.
        references: the rows of a relation that the text's table row stands for.
        any_order: whether the pieces may stand in another order.
        what: the field, column or part of the page, for messages.
    """

    page: Page
    span: Span
    shown: str
    pieces: tuple[Piece, ...]
    references: tuple[Reference, ...] = ()
    any_order: bool = False
    what: str = ""

    @property
    def expected(self) -> str:
        """What the workbook says."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def cells(self) -> list[Cell]:
        """The cells that are printed here."""
        return list(dict.fromkeys(piece.cell for piece in self.pieces if piece.cell))

    @property
    def agrees(self) -> bool:
        """Whether the page says what the workbook says, white space folded."""
        if same(self.shown, self.expected):
            return True
        return self.any_order and not self.unprinted and not self.foreign

    @property
    def unprinted(self) -> list[Piece]:
        """The cells whose text is not here."""
        return _split(self.shown, self.pieces)[0]

    @property
    def foreign(self) -> str:
        """The text that comes from none of the cells."""
        return _split(self.shown, self.pieces)[1]

    @property
    def culprit(self) -> Cell | None:
        """The cell from which the page differs; the first, where it can not be told."""
        if self.any_order:
            return next((piece.cell for piece in self.unprinted if piece.cell), None)
        for index, piece in enumerate(self.pieces):
            if piece.cell and self._differs_only_in(index):
                return piece.cell
        return next(iter(self.cells), None)

    def _differs_only_in(self, index: int) -> bool:
        before = folded("".join(piece.text for piece in self.pieces[:index]))
        after = folded("".join(piece.text for piece in self.pieces[index + 1 :]))
        text = folded(self.shown)
        fits = len(before) + len(after) <= len(text)
        return fits and text.startswith(before) and text.endswith(after)


class Difference(NamedTuple):
    """A place of a page that says something else than the workbook.

    Attributes:
        cell: the cell from which the page differs.
        page, span: where.
        message: what the page says.
        expected: what the cell holds.
    """

    cell: Cell
    page: Page
    span: Span
    message: str
    expected: str


def folded(text: str) -> str:
    """A text with white space folded."""
    return " ".join(text.split())


def same(shown: str, expected: str) -> bool:
    """Whether a page's text is a cell's, white space folded and numbers without a fraction."""
    if folded(shown) == folded(expected):
        return True
    return _plain(shown) == _plain(expected)


def _plain(text: str) -> str:
    return _MIDNIGHT.sub("", folded(text).removesuffix(".0"))


def _split(shown: str, pieces: Iterable[Piece]) -> tuple[list[Piece], str]:
    """The pieces with a cell that a text lacks, and what is left of the text without the others."""
    rest = folded(shown)
    missing = []
    for piece in sorted(pieces, key=lambda piece: -len(piece.text)):
        text = folded(piece.text)
        if piece.cell is None or not text:
            continue
        if text in rest:
            rest = rest.replace(text, "\0", 1)
        else:
            missing.append(piece)
    return missing, rest.replace("\0", " ").strip(", ")


def quoted(text: str, most: int = SHOWN) -> str:
    """A text in backquotes, cut where it is long; a word for an empty one."""
    text = folded(text).replace("`", "'")
    return f"`{text[: most - 1]}…`" if len(text) > most else f"`{text}`" if text else "nothing"


def contrast(shown: str, expected: str) -> tuple[str, str]:
    """Two texts in backquotes, long ones cut around the first difference."""
    texts = folded(shown), folded(expected)
    pairs = zip(*texts, strict=False)
    alike = next((n for n, (one, other) in enumerate(pairs) if one != other), min(map(len, texts)))
    start = max(0, alike - _LEAD) if max(map(len, texts)) > SHOWN else 0
    cut = "…" if start else ""
    first, second = (quoted(cut + text[start:]) for text in texts)
    return first, second
