"""Rows that volunteers broke, and where their cells stand."""

import pytest

from frameworklint.kinds.kind import Kinds
from frameworklint.page.page import Row

from ..conftest import page_of

TWO = "| Technique | Description given for this incident |\n| - | - |\n"
FIVE = "| Reference | Pub Date | Authors | Org | Archive |\n| - | - | - | - | - |\n"
MARKER = "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW\n"


def rows(kinds: Kinds, table: str) -> list[Row]:
    """The rows of an incident's only table."""
    page = page_of(kinds, f"# Incident I00001: a\n\n{table}", "incidents/I00001.md")
    (found,) = page.tables
    return found.rows


def said(found: list[Row]) -> list[tuple[str, list[str]]]:
    """What is wrong with each row, and its cells."""
    return [(row.broken, [" ".join(cell.plain.split()) for cell in row.cells]) for row in found]


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("| T0001\nin part |\nthe text |\n", ["T0001 in part", "the text"]),
        ("| T0001 | the text\n|\n", ["T0001", "the text"]),
        ("| T0001 |\nthe text |\n", ["T0001", "the text"]),
        ("| T0001 | one | two \\|\nthree |\n", ["T0001", "one", "two \\| three"]),
    ],
    ids=["twice", "before the last pipe", "after the first cell", "behind an escaped pipe"],
)
def test_a_cut_row_reaches_to_the_pipe_that_closes_it(
    schema_kinds: Kinds, text: str, cells: list[str]
) -> None:
    whole = "| T0002 | whole |\n"
    assert said(rows(schema_kinds, TWO + text + whole)) == [
        ("cut", cells),
        ("", ["T0002", "whole"]),
    ]


def test_two_short_rows_are_not_one_row_that_is_cut(schema_kinds: Kinds) -> None:
    found = rows(schema_kinds, FIVE + "| a | b |\n| c | d |\n")
    assert said(found) == [("cells", ["a", "b"]), ("cells", ["c", "d"])]


@pytest.mark.parametrize("after", [MARKER, "* **Summary:** Later\n"], ids=["marker", "field"])
def test_a_row_that_nothing_closes_ends_where_something_else_begins(
    schema_kinds: Kinds, after: str
) -> None:
    found = rows(schema_kinds, f"{TWO}| T0001 | one\ntwo\n{after}\n| behind | it |\n")
    assert said(found) == [("cut", ["T0001", "one two"])]


def test_cells_of_an_indented_row_stand_where_they_are_written(schema_kinds: Kinds) -> None:
    row = "  |  [T0001 a](../techniques/T0001.md) | one |"
    page = page_of(schema_kinds, f"# Incident I00001: a\n\n{TWO}{row}\n", "incidents/I00001.md")
    cells = page.tables[0].rows[0].cells
    assert [page.source[slice(*cell.span)] for cell in cells] == [
        "[T0001 a](../techniques/T0001.md)",
        "one",
    ]


def test_a_row_names_the_page_of_its_link_and_shows_the_id_of_its_text(schema_kinds: Kinds) -> None:
    (row,) = rows(schema_kinds, f"{TWO}| [T0002 b](../techniques/T0001.md) | one |\n")
    assert (row.listed_id, row.shown_id) == ("T0001", "T0002")
    (row,) = rows(schema_kinds, f"{TWO}| T0002 | one |\n")
    assert (row.listed_id, row.shown_id) == ("T0002", "")


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ("| [a\n\nb](../techniques/T0001.md) | one |\n", "T0001"),
        ("| [a | b](../techniques/T0001.md) | one |\n", "T0001"),
        ("| [a | b](../techniques/README.md) | one |\n", ""),
        ("| a | b | c |\n", ""),
    ],
)
def test_a_broken_row_names_the_page_to_which_its_link_leads(
    schema_kinds: Kinds, text: str, listed: str
) -> None:
    (row,) = rows(schema_kinds, TWO + text)
    assert row.broken
    assert row.listed_id == listed
