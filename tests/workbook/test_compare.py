"""How texts of pages and cells are compared, and how a difference is quoted."""

import pytest

from frameworklint.workbook.compare import SHOWN, contrast, quoted, same


@pytest.mark.parametrize(
    ("shown", "expected", "alike"),
    [
        ("a  b\nc ", " a b c", True),
        ("ab", "a b", False),
        ("a\u00a0b", "a b", False),
        ("a\u2028b", "a b", False),
        ("\u00a0a", "a\u00a0", True),
        ("Ab", "ab", False),
        ("2016", "2016.0", True),
        ("2016.0", "2016", True),
        ("2016.00", "2016", False),
        ("2016.5", "2016", False),
        ("2019-02-24 00:00:00", "2019-02-24", True),
        ("2019-02-24 00:00:01", "2019-02-24", False),
        ("at 00:00:00", "at", False),
        ("2019-02-24 00:00:00 or later", "2019-02-24 or later", False),
    ],
)
def test_white_space_fractions_of_nothing_and_midnight_are_no_difference(
    shown: str, expected: str, alike: bool
) -> None:
    assert same(shown, expected) is alike


@pytest.mark.parametrize(("shown", "alike"), [(" ", True), ("None", True), ("nothing", False)])
def test_a_word_for_a_missing_value_is_printed_as_nothing(shown: str, alike: bool) -> None:
    assert same(shown, "None") is alike
    assert not same("None", " ")


def test_a_quoted_text_is_cut_where_it_is_longer_than_allowed() -> None:
    assert quoted("") == quoted(" \n") == "nothing"
    assert quoted("a `b`\n c") == "`a 'b' c`"
    assert quoted("abcd", 4) == "`abcd`"
    assert quoted("abcde", 4) == "`abc…`"
    assert quoted("a" * SHOWN) == f"`{'a' * SHOWN}`"
    assert quoted("a" * (SHOWN + 1)) == f"`{'a' * (SHOWN - 1)}…`"


def test_short_texts_are_contrasted_whole() -> None:
    begins = "a" * 40
    assert contrast(f"{begins} one", f"{begins}  two") == (f"`{begins} one`", f"`{begins} two`")
    assert contrast("", "two") == ("nothing", "`two`")
    assert contrast("a\u00a0b", "a b") == ("`a\u00a0b`", "`a b`")


def test_long_texts_are_cut_twenty_characters_before_they_differ() -> None:
    begins = "".join(chr(ord("a") + n % 26) for n in range(50))
    shown, expected = f"{begins}1 and so on", f"{begins}2 and on"
    assert contrast(shown, expected) == (
        f"`…{begins[30:]}1 and so on`",
        f"`…{begins[30:]}2 and on`",
    )


def test_a_long_text_that_differs_at_its_start_is_cut_at_its_end_only() -> None:
    shown, expected = contrast("x" + "a" * 70, "y" + "a" * 70)
    assert shown == f"`x{'a' * (SHOWN - 2)}…`"
    assert expected == f"`y{'a' * (SHOWN - 2)}…`"
    assert contrast("a" * 20 + "x" + "b" * 50, "a" * 20 + "y")[1] == f"`{'a' * 20}y`"
    assert contrast("a" * 21 + "x" + "b" * 50, "a" * 21 + "y")[1] == f"`…{'a' * 20}y`"


def test_a_text_that_goes_on_differs_where_the_other_ends() -> None:
    begins = "a" * 30 + "b" * 30
    assert contrast(begins, f"{begins} and more") == (
        f"`…{'b' * 20}`",
        f"`…{'b' * 20} and more`",
    )


def test_a_text_of_the_length_that_is_shown_is_not_cut() -> None:
    begins = "a" * (SHOWN - 1)
    assert contrast(f"{begins}x", f"{begins}y") == (f"`{begins}x`", f"`{begins}y`")
