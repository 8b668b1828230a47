"""From a stretch of a page to the same stretch of its cell, where it can be changed."""

from hypothesis import given
from hypothesis import strategies as st

from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.printed import Piece, PrintedText
from frameworklint.workbook.printing.cell_spans import alignments
from frameworklint.workbook.sheet import Cell, Sheet

_SHEET = Sheet("BOOK.xlsx", "s", 0, [["id", "name"], ["T1", "x"]])
_WORD = st.text("ab.<>é", min_size=1, max_size=4)
_BLANKS = st.text(" \n\t", min_size=1, max_size=3)


def cell(text: str, row: int = 2) -> Cell:
    return Cell(_SHEET.page, row, 2, text)


def printed(shown: str, *texts: str, before: str = "| ", any_order: bool = False) -> PrintedText:
    """What a page shows of cells that are joined by commas, or of one."""
    source = f"{before}{shown} |"
    page = Page("p.md", source)
    pieces: list[Piece] = []
    for row, text in enumerate(texts, start=2):
        pieces += [Piece(", ")] if pieces else []
        pieces.append(Piece(text, cell(text, row)))
    span = Span(len(before), len(before) + len(shown))
    return PrintedText(page, span, shown, tuple(pieces), any_order=any_order)


def in_cells(text: PrintedText, part: str) -> list[tuple[str, int]]:
    """What cells hold at the place of a part of the page, and their rows."""
    at = text.page.source.index(part)
    span = Span(at, at + len(part))
    moved = [(one.cell, one.same(span)) for one in alignments(text)]
    return [(cell.text[slice(*span)], cell.row) for cell, span in moved if span]


def test_a_word_is_found_behind_other_white_space() -> None:
    assert in_cells(printed("one two three", "one\n  two three"), "two") == [("two", 2)]


def test_a_stretch_over_white_space_is_found_where_it_prints_as_that() -> None:
    assert in_cells(printed("a b c", "a\nb  c"), "b c") == [("b  c", 2)]


def test_a_no_break_space_is_no_blank() -> None:
    assert in_cells(printed("a\u00a0b", "a b"), "\u00a0") == []
    assert in_cells(printed("a\u00a0b", "a\u00a0b"), "\u00a0") == [("\u00a0", 2)]


def test_a_stretch_inside_white_space_is_found_only_where_that_is_the_same() -> None:
    text = printed("a \t b", "a \t b")
    assert in_cells(text, "\t") == [("\t", 2)]
    assert in_cells(printed("a \t b", "a\tb"), "\t") == []


def test_joined_cells_are_told_apart_in_any_order() -> None:
    text = printed("second one, first one", "first one", "second one", any_order=True)
    assert in_cells(text, "first") == [("first", 2)]
    assert in_cells(text, "second") == [("second", 3)]
    assert in_cells(text, "one, first") == []


def test_of_equal_cells_nobody_knows_which_is_printed_where() -> None:
    assert in_cells(printed("same, same", "same", "same", any_order=True), "same") == []


def test_a_page_that_differs_shows_no_cell() -> None:
    assert in_cells(printed("one two", "one three"), "one") == []


def test_an_address_is_printed_twice_in_its_link() -> None:
    page = Page("p.md", "| [https://a.b/}](https://a.b/}) |")
    shown = "https://a.b/}"
    text = PrintedText(page, Span(2, 33), shown, (Piece(shown, cell(shown)),))
    spans = [[one.same(Span(at, at + 1)) for one in alignments(text)] for at in (14, 29, 16)]
    assert spans == [[Span(11, 12), None], [None, Span(11, 12)], [None, None]]


@given(st.lists(_WORD, min_size=1, max_size=6), st.data())
def test_each_stretch_of_words_is_the_same_in_the_cell(
    words: list[str], data: st.DataObject
) -> None:
    gaps = [(data.draw(_BLANKS), data.draw(_BLANKS)) for _ in words[1:]] + [("", "")]
    shown = "".join(word + gap[0] for word, gap in zip(words, gaps, strict=True))
    held = "".join(word + gap[1] for word, gap in zip(words, gaps, strict=True))
    text = printed(shown, held)
    (one,) = alignments(text)
    first = data.draw(st.integers(0, len(words) - 1))
    last = data.draw(st.integers(first, len(words) - 1))
    start = len("".join(word + gap[0] for word, gap in zip(words[:first], gaps, strict=False)))
    length = len("".join(w + g[0] for w, g in zip(words[first:last], gaps[first:], strict=False)))
    span = Span(2 + start, 2 + start + length + len(words[last]))
    moved = one.same(span)
    assert moved is not None
    assert held[slice(*moved)].split() == text.page.source[slice(*span)].split()
