"""Where an edit goes: into the cell from which a text is printed, else into the page.

Rules see a fault where they look: in a cell, or on a page. This is the only module that knows how
to get from one to the other.
"""

from typing import NamedTuple

from frameworklint.framework.framework import Framework
from frameworklint.linter.fix import Edit
from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.printed import PrintedText
from frameworklint.workbook.printing.cell_spans import alignments
from frameworklint.workbook.sheet import Cell, SheetPage

_BLANKS = (" ", "\t")


class NoTargetError(Exception):
    """An edit that can not be carried out; the message says why, as the end of a sentence."""


class Target(NamedTuple):
    """A stretch of a text that becomes another, in the file in which it is written by hand.

    Attributes:
        page: the page, or the sheet.
        cell: the cell, where it is one of the workbook.
        span: the stretch, over 0-based offsets of the cell's text or the page's.
        new: what stands there then.
    """

    page: Page
    cell: Cell | None
    span: Span
    new: str

    @property
    def place(self) -> tuple[str, int, int, int]:
        """What tells the text from all others: the file, the sheet's number, row and column."""
        if self.cell is None:
            return self.page.path, -1, 0, 0
        return self.page.path, self.cell.page.number, self.cell.row, self.cell.column

    @property
    def text(self) -> str:
        """The whole text as it is."""
        return self.page.source if self.cell is None else self.cell.text

    @property
    def name(self) -> str:
        """What names the text, whatever its line."""
        return self.page.key if self.cell is None else f"{self.page.key} {self.cell.anchor}"


class Targets:
    """Finds where the edits of a framework's rules go."""

    def __init__(self, framework: Framework) -> None:
        self._framework = framework

    def target(self, edit: Edit) -> Target:
        """Where an edit goes.

        Raises:
            NoTargetError: nowhere, because the text comes from elsewhere, or nobody knows whence.
        """
        page = edit.page
        if edit.cell is not None:
            return Target(page, edit.cell, edit.span, edit.new)
        if isinstance(page, SheetPage):
            raise NoTargetError("it concerns a sheet as a whole")
        if not self._framework.workbook_paths or is_written_by_hand(page, edit.span):
            return Target(page, None, edit.span, edit.new)
        return self._in_cell(edit)

    def _in_cell(self, edit: Edit) -> Target:
        found: dict[tuple[Cell, Span], None] = {}
        around = _widened(edit.span, edit.page.source)
        printed_texts = self._framework.provenance.printed_at(edit.page, around)
        for printed in printed_texts:
            for alignment in alignments(printed):
                span = alignment.same(edit.span)
                if span is not None:
                    found[alignment.cell, span] = None
        if len(found) == 1:
            ((cell, span),) = found
            return Target(cell.page, cell, span, edit.new)
        if found:
            raise NoTargetError("the text could come from several cells")
        if any(self._differs(printed, edit) for printed in printed_texts):
            raise NoTargetError("the page differs from its cell: run the generator first")
        if any(len(printed.cells) > 1 for printed in printed_texts):
            raise NoTargetError("several cells print the text, and a person decides which changes")
        raise NoTargetError("it is not known from which cell the text comes")

    def _differs(self, printed: PrintedText, edit: Edit) -> bool:
        """Whether a page says something else than its cells where an edit is to be made."""
        if not printed.agrees:
            return True
        text = edit.page.source[slice(*edit.span)]
        return len(printed.cells) == 1 and bool(text) and text not in printed.cells[0].text


def _widened(span: Span, source: str) -> Span:
    """A stretch with the characters beside the blanks around it."""
    start, end = span
    while source[start - 1 : start] in _BLANKS:
        start -= 1
    while source[end : end + 1] in _BLANKS:
        end += 1
    return Span(max(0, start - 1), min(len(source), end + 1))


def is_written_by_hand(page: Page, span: Span) -> bool:
    """Whether no spreadsheet holds the text: that of a README, or of a note on a page."""
    if page.kind is None:
        return page.rank >= 0 and not page.remedy
    return any(note.span.covers(span) for note in page.notes)
