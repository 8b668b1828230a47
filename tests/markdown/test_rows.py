"""Rows of tables that end in an odd way: right behind a pipe, or in a pipe that is text."""

import pytest

from ..builders import (
    FERRY,
    PLATFORM,
    PLATFORM_LINK,
    PLATFORM_ROW,
    PLATFORM_TEXT,
    ROOM_LINK,
    Kinds,
    clean,
    listed,
    swap,
    swap_all,
)
from ..conftest import findings_of, framework_of, page_of

START = f"| {PLATFORM_LINK} |"
TABLE = "| Technique | Description given for this incident |\n| - | - |\n"


def cells(kinds: Kinds, rows: str) -> list[list[str]]:
    """The cells of the rows of an incident's table, and `broken` for rows that are none."""
    page = page_of(kinds, f"# Incident I00001: A\n\n{TABLE}{rows}", "incidents/I00001.md")
    (table,) = page.tables
    return [["broken"] if row.broken else [cell.raw for cell in row.cells] for row in table.rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ("| a | b |\n| c | d |\n", [["a", "b"], ["c", "d"]]),
        (r"| a | b \|" + "\n", [["a", r"b \|"]]),
        (r"| a | b \| |" + "\n", [["a", r"b \|"]]),
        (r"| a | \|" + "\n| c | d |\n", [["a", r"\|"], ["c", "d"]]),
        (r"| a | b \|\| |" + "\n", [["a", r"b \|\|"]]),
        (r"| \| | b |" + "\n", [[r"\|", "b"]]),
        (r"| a \| b |" + "\n", [["broken"]]),
        ("| a | b | |\n", [["broken"]]),
        ("| a |\n", [["broken"]]),
        ("| a | b\n", [["a", "b"]]),
        ("| a | |\n", [["a", ""]]),
        ("| a ||\n", [["a", ""]]),
    ],
)
def test_a_row_is_cut_at_the_pipes_that_are_not_escaped(
    schema_kinds: Kinds, rows: str, expected: list[list[str]]
) -> None:
    assert cells(schema_kinds, rows) == expected


@pytest.mark.parametrize("after", ["It ended |", "It ended", "It ended there. More |"])
def test_a_row_that_a_line_break_cuts_right_behind_a_pipe_is_one_broken_row(
    schema_kinds: Kinds, after: str
) -> None:
    pages = clean(swap(FERRY, PLATFORM_ROW, f"{START}\n{after}"))
    found = [listed(finding) for finding in findings_of(framework_of(schema_kinds, pages))]
    assert found == ["FW108 incidents/I00201.md:24:1"]


def test_a_row_cut_inside_its_text_is_one_broken_row_on_the_first_line(
    schema_kinds: Kinds,
) -> None:
    for at in (1, 20, len(PLATFORM_TEXT) - 1):
        text = f"{PLATFORM_TEXT[:at]}\n{PLATFORM_TEXT[at:]}"
        pages = clean(swap(FERRY, PLATFORM_TEXT, text))
        found = [listed(finding) for finding in findings_of(framework_of(schema_kinds, pages))]
        assert found == ["FW108 incidents/I00201.md:24:1"], at


@pytest.mark.parametrize("end", [r" \| |", r" \|", r" (a \| b) |"])
def test_an_escaped_pipe_at_the_end_of_a_row_is_text(schema_kinds: Kinds, end: str) -> None:
    text = f"{PLATFORM_TEXT}{end.removesuffix(' |')}"
    pages = clean(
        swap(FERRY, PLATFORM_ROW, f"{START} {PLATFORM_TEXT}{end}"),
        swap(PLATFORM, PLATFORM_TEXT, text),
    )
    framework = framework_of(schema_kinds, pages)
    assert [listed(finding) for finding in findings_of(framework)] == []
    table = framework.by_path[FERRY].table("Technique")
    assert table is not None
    assert [row.listed_id for row in table.rows] == ["T0151.004", "T0151.006"]
    assert table.rows[0].cells[1].raw == text


def test_a_backslash_before_the_closing_pipe_takes_the_cell_with_it(schema_kinds: Kinds) -> None:
    """`a \\|` at the end of a table of one column: the pipe is text, the row not closed."""
    page = page_of(schema_kinds, f"# Tactic TA01: A\n\n| Techniques |\n| - |\n| {ROOM_LINK} \\|\n")
    (table,) = page.tables
    assert [[cell.raw for cell in row.cells] for row in table.rows] == [[rf"{ROOM_LINK} \|"]]


def test_a_pipe_that_is_not_escaped_breaks_the_row_on_both_pages(schema_kinds: Kinds) -> None:
    pages = clean(swap_all(PLATFORM_TEXT, f"{PLATFORM_TEXT} |"))
    found = [listed(finding) for finding in findings_of(framework_of(schema_kinds, pages))]
    assert found == ["FW108 incidents/I00201.md:24:1 techniques/T0151.004.md:15:1"]


def test_a_row_cut_behind_an_escaped_pipe_is_one_row(schema_kinds: Kinds) -> None:
    r"""`\|` closes no cell: the row of three cells goes on in the next line."""
    table = "| A | B | C |\n| - | - | - |\n"
    page = page_of(
        schema_kinds, f"# Technique T0001: A\n\n{table}| a | b \\|\n| c |\n| d | e | f |\n"
    )
    (found,) = page.tables
    assert [bool(row.broken) for row in found.rows] == [True, False]
    assert [cell.raw for cell in found.rows[1].cells] == ["d", "e", "f"]
    assert page.source[slice(*found.rows[0].span)] == "| a | b \\|\n| c |"


@pytest.mark.parametrize(
    "row", ["| a\na |\nb |", "| a |\nb |", "| a |\n\nb |", "| a | b\nb\nb |", "| a\n\na |\nb\nb |"]
)
def test_a_row_goes_on_up_to_the_pipe_that_closes_its_last_cell(
    schema_kinds: Kinds, row: str
) -> None:
    """However often it is cut, and whether inside a cell or right behind a pipe."""
    source = f"# Incident I00001: A\n\n{TABLE}| c | d |\n{row}\n| e | f |\n"
    (table,) = page_of(schema_kinds, source, "incidents/I00001.md").tables
    assert [bool(found.broken) for found in table.rows] == [False, True, False]
    cut = table.rows[1]
    assert source[slice(*cut.span)] == row
    assert len(cut.cells) == 2
