"""A text of a page and the cells that it prints: whether they agree, and which of them does not."""

import pytest

from frameworklint.kinds.kind import Kinds
from frameworklint.workbook.printed import Piece, PrintedText
from frameworklint.workbook.sheet import Cell

from ..conftest import framework_of
from ..workbooks import books, printed, small


class Texts:
    """Makes texts of one page that are printed from cells of one sheet."""

    def __init__(self, kinds: Kinds) -> None:
        framework = framework_of(kinds, {**books(small()), **printed(small())})
        self._page = framework.by_id["T0001"]
        self._sheet = framework.workbook.sheets["techniques"]

    def cell(self, number: int) -> Cell:
        """One of the cells of a row."""
        return self._sheet.cell(2, ("disarm_id", "name", "tactic_id")[number])

    def of(self, shown: str, *texts: str, any_order: bool = False) -> PrintedText:
        """A text printed from some cells with something between each two of them."""
        between = Piece(", " if any_order else " ")
        pieces = [p for n, text in enumerate(texts) for p in (between, Piece(text, self.cell(n)))]
        return PrintedText(self._page, self._page.top, shown, tuple(pieces[1:]), (), any_order)


@pytest.fixture(scope="module")
def texts(schema_kinds: Kinds) -> Texts:
    return Texts(schema_kinds)


@pytest.mark.parametrize(
    ("shown", "number"),
    [
        ("xx bb cc", 0),
        ("aa xx cc", 1),
        ("aa bb xx", 2),
        ("aa  bb\nmore cc", 1),
        ("xx xx cc", 0),
        ("nothing of it", 0),
    ],
)
def test_the_cell_that_differs_is_the_only_one_or_the_first(
    texts: Texts, shown: str, number: int
) -> None:
    text = texts.of(shown, "aa", "bb", "cc")
    assert not text.agrees
    assert text.culprit == texts.cell(number)


def test_a_text_too_short_for_what_stands_around_a_cell_lacks_more_than_this_cell(
    texts: Texts,
) -> None:
    text = texts.of("no no", "no no", "word", "no no")
    assert text.culprit == texts.cell(0)


def test_a_text_without_cells_has_no_culprit(texts: Texts) -> None:
    text = texts.of("shown")._replace(pieces=(Piece("printed"),))
    assert (text.agrees, text.culprit, text.cells) == (False, None, [])


def test_a_cell_that_is_printed_twice_is_one_cell(texts: Texts) -> None:
    one = Piece("aa", texts.cell(0))
    text = texts.of("aa aa")._replace(pieces=(one, Piece(" "), one))
    assert (text.agrees, text.cells) == (True, [texts.cell(0)])


@pytest.mark.parametrize(
    ("shown", "agrees", "unprinted", "foreign"),
    [
        ("aa, bb b, cc", True, [], ""),
        ("cc, aa, bb  b", True, [], ""),
        ("cc, aa", False, ["bb b"], ""),
        ("aa, bb b, cc, MAX", False, [], "MAX"),
        ("aa, other, cc", False, ["bb b"], "other"),
        ("aa, aa, bb b, cc", False, [], "aa"),
    ],
)
def test_in_any_order_what_is_lacking_and_what_is_more_are_told_apart(
    texts: Texts, shown: str, agrees: bool, unprinted: list[str], foreign: str
) -> None:
    text = texts.of(shown, "aa", "bb b", "cc", any_order=True)
    assert (text.agrees, text.foreign) == (agrees, foreign)
    assert [piece.text for piece in text.unprinted] == unprinted
    assert text.culprit == (texts.cell(1) if unprinted else None)


def test_a_cell_whose_text_is_part_of_anothers_is_looked_for_last(texts: Texts) -> None:
    assert texts.of("They went on, They", "They", "They went on", any_order=True).agrees
    text = texts.of("They went on", "They", "They went on", any_order=True)
    assert [piece.text for piece in text.unprinted] == ["They"]


def test_an_empty_cell_is_nowhere_missing_and_a_short_one_is(texts: Texts) -> None:
    text = texts.of("aa", "", "aa", any_order=True)
    assert (text.agrees, text.unprinted) == (True, [])
    text = texts.of("bb", "bb", "a", any_order=True)
    assert [piece.text for piece in text.unprinted] == ["a"]
