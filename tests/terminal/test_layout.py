"""Lines that fit into the terminal."""

import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from frameworklint.report.text.excerpt import _window
from frameworklint.terminal import color, layout, medium
from frameworklint.terminal.layout import Line, fitted

LETTERS = st.text(st.sampled_from("ab -漢字é́ｆ💥…"), max_size=60)


def lines(text: str, most: int, indent: int = 2) -> list[str]:
    wrapped = fitted(Line(((text, ""),), indent), most)
    return ["".join(piece for piece, _ in pieces) for pieces in wrapped]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [""]),
        ("ten letter", ["ten letter"]),
        ("ten letters", ["ten", "  letters"]),
        ("one two three four", ["one two", "  three", "  four"]),
        ("  two blanks stay", ["  two", "  blanks", "  stay"]),
        ("inside  of  a", ["inside  of", "  a"]),
        ("an/address/which/is/long", ["an/address", "  /which/i", "  s/long"]),
        ("at an/address/which", ["at", "  an/addre", "  ss/which"]),
        ("漢字漢字漢字漢", ["漢字漢字漢", "  字漢"]),
        ("trailing  ", ["trailing  "]),
        ("trailing    ", ["trailing"]),
    ],
)
def test_a_line_is_wrapped_by_words_and_a_long_word_is_broken(
    text: str, expected: list[str]
) -> None:
    assert lines(text, 10) == expected


@given(LETTERS, st.integers(4, 30), st.integers(0, 12))
def test_nothing_is_lost_and_nothing_is_too_wide(text: str, most: int, indent: int) -> None:
    found = lines(text, most, indent)
    assert max(map(cell_len, found)) <= most
    assert "".join(found).replace(" ", "") == text.replace(" ", "")


@given(st.lists(st.tuples(LETTERS, st.sampled_from(["", "bold", "red"])), min_size=1, max_size=5))
def test_each_character_keeps_its_style(pieces: list[tuple[str, str]]) -> None:
    def styles(pieces: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return [(c, style) for text, style in pieces for c in text if c != " "]

    wrapped = [piece for line in fitted(Line(tuple(pieces), 3), 12) for piece in line]
    assert styles(wrapped) == styles(pieces)


@given(LETTERS, LETTERS, LETTERS, st.integers(12, 80))
def test_an_excerpt_fits_and_shows_the_fault(before: str, at: str, after: str, room: int) -> None:
    shown = _window(before, at, after, room)
    assert cell_len("".join(shown)) <= room
    assert before.endswith(shown[0].removeprefix("…"))
    assert at.startswith(shown[1])
    if at.strip():
        assert shown[1]


@given(LETTERS, st.integers(0, 40))
def test_as_many_characters_as_fit(text: str, cells: int) -> None:
    length = layout.fitting(text, cells)
    assert cell_len(text[:length]) <= cells
    assert length == len(text) or cell_len(text[: length + 1]) > cells or length >= cells


def test_what_is_narrow_takes_one_cell() -> None:
    narrow = [char for char in map(chr, range(0x10000)) if layout._NARROW.fullmatch(char)]
    assert {cell_len(char) for char in narrow} == {1}


# How wide the medium is, and whether it is colored.


@pytest.fixture(name="terminal")
def _terminal(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """Standard output is a terminal of 93 columns, and the environment says nothing of it."""
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    monkeypatch.setattr("sys.stdout.fileno", lambda: 1, raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda fd: os.terminal_size((93, 24)))
    return monkeypatch


def test_columns_are_those_of_the_terminal_unless_the_environment_says_otherwise(
    terminal: pytest.MonkeyPatch,
) -> None:
    assert medium.columns() == 93
    assert medium.columns(is_file=True) == 100
    terminal.setenv("COLUMNS", "71")
    assert (medium.columns(), medium.columns(is_file=True)) == (71, 71)
    for nonsense in ("", "0", "-5", "wide", "²"):
        terminal.setenv("COLUMNS", nonsense)
        assert medium.columns() == 93
    terminal.setenv("COLUMNS", "3")
    assert medium.columns() == 20
    terminal.delenv("COLUMNS")
    terminal.setattr("sys.stdout.isatty", lambda: False)
    assert medium.columns() == 100


@pytest.mark.parametrize(
    ("environment", "on_terminal", "elsewhere"),
    [
        ({}, True, False),
        ({"TERM": "dumb"}, False, False),
        ({"NO_COLOR": "1"}, False, False),
        ({"NO_COLOR": ""}, True, False),
        ({"FORCE_COLOR": "1"}, True, True),
        ({"FORCE_COLOR": "1", "TERM": "dumb"}, True, True),
        ({"FORCE_COLOR": "1", "NO_COLOR": "1"}, False, False),
        ({"FORCE_COLOR": ""}, True, False),
    ],
)
def test_color_is_used_where_the_environment_wants_it(
    terminal: pytest.MonkeyPatch, environment: dict[str, str], on_terminal: bool, elsewhere: bool
) -> None:
    for name, value in environment.items():
        terminal.setenv(name, value)
    assert color.is_used("auto") == on_terminal
    assert color.is_used("always")
    assert not color.is_used("never")
    assert not color.is_used("always", is_file=True)
    terminal.setattr("sys.stdout.isatty", lambda: False)
    assert color.is_used("auto") == elsewhere
