"""What would fix a fault: edits of the text in which it stands."""

from typing import TYPE_CHECKING, NamedTuple

from frameworklint.source.span import Span

if TYPE_CHECKING:
    from frameworklint.page.page import Page
    from frameworklint.workbook.sheet import Cell


class Edit(NamedTuple):
    """A stretch of a text that becomes another one.

    Attributes:
        page: the page, or the sheet.
        span: the stretch: of the page's text, or where `cell` is set, of the cell's.
        new: what stands there then.
        cell: the cell of the workbook, where the edit is one of its text.
    """

    page: "Page"
    span: Span
    new: str
    cell: "Cell | None" = None

    @classmethod
    def of_cell(cls, cell: "Cell", span: Span, new: str) -> "Edit":
        """An edit of a cell's text, over 0-based offsets of it."""
        return cls(cell.page, span, new, cell)


class Fix(NamedTuple):
    """One reading of what is meant, and the edits that write it.

    Attributes:
        edits: what changes, all of it or nothing; none where only a person can do it.
        is_safe: whether it changes no claim, so that nobody need be asked.
        title: what it does, in a few words: `write \\`T0001\\``.
    """

    edits: tuple[Edit, ...] = ()
    is_safe: bool = False
    title: str = ""


def replaced(page: "Page", span: Span, new: str, *, is_safe: bool, title: str = "") -> Fix:
    """The fix that writes something else over a stretch of a page."""
    return Fix((Edit(page, span, new),), is_safe, title)


def rewritten(cell: "Cell", new: str, *, is_safe: bool, title: str = "") -> Fix:
    """The fix that writes another text into a cell: only what differs is changed."""
    from rapidfuzz.distance import Indel

    edits = tuple(
        Edit.of_cell(cell, Span(op.src_start, op.src_end), new[op.dest_start : op.dest_end])
        for op in Indel.opcodes(cell.text, new)
        if op.tag != "equal"
    )
    return Fix(_joined(cell, edits), is_safe, title)


def _joined(cell: "Cell", edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """Edits that touch each other, such as a deletion and what is put there, as one."""
    found: list[Edit] = []
    for edit in edits:
        if found and found[-1].span.end == edit.span.start:
            span = Span(found[-1].span.start, edit.span.end)
            found[-1] = Edit.of_cell(cell, span, found[-1].new + edit.new)
        else:
            found.append(edit)
    return tuple(found)
