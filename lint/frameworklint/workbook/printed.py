"""The places of pages that print cells of the workbook."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.compare import folded, same
from frameworklint.workbook.references import Reference
from frameworklint.workbook.sheet import Cell


class Piece(NamedTuple):
    """A part of what the generator prints: of a cell's text, or what it puts between cells."""

    text: str
    cell: Cell | None = None


Part = Cell | Piece  # most are a cell whole


class PrintedText(NamedTuple):
    """A text of a page that is printed from cells.

    Attributes:
        page, span: where.
        shown: what the page says.
        pieces: what the workbook says.
        references: the rows of a relation that the text's table row stands for.
        any_order: whether the pieces may stand in another order.
        what: the field, column or part of the page, for messages.
        value: the part of the span that the generator writes anew where the workbook changes; None
            where that is no text of the page alone.
        written: how it writes it, where that is more than the text: a link.
    """

    page: Page
    span: Span
    shown: str
    pieces: tuple[Part, ...]
    references: tuple[Reference, ...] = ()
    any_order: bool = False
    what: str = ""
    value: Span | None = None
    written: str = ""

    @property
    def edit(self) -> "Edit | None":
        """What the generator would change here."""
        if self.value is None:
            return None
        gap = " " if self.value.start == self.value.end else ""
        return Edit(self.value, lambda: f"{gap}{self.written or self.expected}")

    @property
    def expected(self) -> str:
        """What the workbook says."""
        if len(self.pieces) == 1:
            return self.pieces[0].text
        return "".join([piece.text for piece in self.pieces])

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
    def unprinted(self) -> list[Part]:
        """The cells whose text is not here."""
        return _split(self.shown, self.pieces)[0]

    @property
    def foreign(self) -> str:
        """The text that comes from none of the cells."""
        return _split(self.shown, self.pieces)[1]

    def times(self, text: str) -> str:
        """How often the page says a text, in words."""
        number = folded(self.shown).count(folded(text))
        return {1: "once", 2: "twice"}.get(number, f"{number} times")

    @property
    def culprit(self) -> Cell | None:
        """The cell from which the page differs; the first, where nothing shows which."""
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


class Edit:
    """What the generator would change on a page.

    Attributes:
        span: what it would replace.
    """

    __slots__ = ("_write", "span")

    def __init__(self, span: Span, write: Callable[[], str]) -> None:
        """Write nothing yet.

        Args:
            span: what is replaced.
            write: gives the text to put there; it can be long, and is mostly not asked for.
        """
        self.span = span
        self._write = write

    def __eq__(self, other: object) -> bool:
        """Whether both change the same place: what differs there says how."""
        return isinstance(other, Edit) and self.span == other.span

    def __hash__(self) -> int:
        """That of the span."""
        return hash(self.span)

    @property
    def text(self) -> str:
        """What is put in the place of the span."""
        return self._write()


class PrintDifference(NamedTuple):
    """A place of a page that says something else than the workbook.

    Attributes:
        cell: the cell from which the page differs.
        page, span: where.
        message: what the page says.
        expected: what the cell holds.
        edit: what the generator would change, where that is known.
        is_broken: whether the row is none of its table, which is a finding of its own.
    """

    cell: Cell
    page: Page
    span: Span
    message: str
    expected: str
    edit: Edit | None = None
    is_broken: bool = False


def _split(shown: str, pieces: Iterable[Part]) -> tuple[list[Part], str]:
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
