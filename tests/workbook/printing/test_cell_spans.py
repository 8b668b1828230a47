"""Where a stretch of a page stands in the cell from which it is printed."""

from hypothesis import given
from hypothesis import strategies as st

from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.printed import Piece, PrintedText
from frameworklint.workbook.printing.cell_spans import alignments, cell_spans
from frameworklint.workbook.sheet import Cell, Sheet

BEFORE = "| [T0001](x.md) | "
TEXTS = st.text(alphabet="ab \n\t|<>é", min_size=1, max_size=30).filter(str.strip)


def printed(*texts: str, shown: str | None = None) -> PrintedText:
    """Cells that a page prints between commas, in a table cell."""
    sheet = Sheet("x.xlsx", "sheet", 0, [["id", "text"], *(["1", text] for text in texts)])
    cells = [sheet.cell(row, "text") for row in sheet.rows]
    pieces: list[Piece] = []
    for cell in cells:
        pieces += [Piece(", ")] if pieces else []
        pieces.append(Piece(cell.text, cell))
    raw = "".join(piece.text for piece in pieces) if shown is None else shown
    page = Page("T0001.md", f"{BEFORE}{raw} |\n")
    span = Span(len(BEFORE), len(BEFORE) + len(raw))
    return PrintedText(page, span, raw, tuple(pieces), value=span)


def found(text: PrintedText, span: Span) -> list[tuple[Cell, str]]:
    return [(at.cell, at.cell.text[slice(*at.span)]) for at in cell_spans(text, span)]


@given(TEXTS, st.data())
def test_every_stretch_of_a_cell_that_is_printed_as_it_is_is_found(
    text: str, data: st.DataObject
) -> None:
    one = printed(text)
    first = len(text) - len(text.lstrip())
    last = len(text.rstrip())
    start = data.draw(st.integers(first, last - 1))
    end = data.draw(st.integers(start + 1, last))
    (at,) = cell_spans(one, Span(start, end).moved(one.span.start))
    assert at.span == Span(start, end)


@given(TEXTS, st.data())
def test_folded_white_space_moves_no_other_character(text: str, data: st.DataObject) -> None:
    shown = " ".join(text.split())
    one = printed(text, shown=shown)
    start = data.draw(st.integers(0, len(shown) - 1).filter(lambda at: not shown[at].isspace()))
    (at,) = cell_spans(one, Span(start, start + 1).moved(one.span.start))
    assert at.cell.text[slice(*at.span)] == shown[start]


def test_of_several_cells_those_are_found_that_the_span_touches() -> None:
    one = printed("first text", "second text")
    page = one.page.source
    at = page.index("second")
    assert [text for _, text in found(one, Span(at, at + 6))] == ["second"]
    at = page.index("text")
    assert [text for _, text in found(one, Span(at, at + 9))] == ["text", "sec"]


def test_a_text_that_the_page_does_not_print_is_in_no_cell() -> None:
    one = printed("first text", shown="another one")
    assert found(one, one.span) == []


def test_a_cell_that_stands_for_a_longer_text_is_found_whole() -> None:
    one = printed("T0043", shown="I00001")
    (piece,) = one.pieces
    one = one._replace(pieces=(Piece("I00001", piece.cell),))
    assert [text for _, text in found(one, one.span)] == ["T0043"]


def test_nothing_of_a_longer_text_stands_exactly_in_the_cell_that_stands_for_it() -> None:
    one = printed("T43", shown="I00001 ")
    (piece,) = one.pieces
    one = one._replace(pieces=(Piece("I00001", piece.cell),))
    (alignment,) = alignments(one)
    start, end = one.span
    spans = [Span(at, to) for at in range(start, end + 1) for to in range(at, end + 1)]
    assert [span for span in spans if alignment.same(span) is not None] == []
