"""What a change does to the spreadsheets is shown word by word, and what they hold as text."""

import json
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.report.workbook_changes import (
    markdown_section,
    on_one_line,
    pieces,
    rendered,
    verdict,
)
from frameworklint.workbook.diff import CellChange, RowChange, SheetChange, WorkbookChanges

LONG = "word " * 40


def one(old: str, new: str) -> WorkbookChanges:
    """A change of one cell."""
    row = RowChange("changed", "T0001", 2, (CellChange("summary", old, new),))
    return WorkbookChanges([SheetChange("a.xlsx", "techniques", "changed", (), (row,))], 1, [])


def line(changes: WorkbookChanges) -> str:
    """The line of the only cell, without the name of the column."""
    (found,) = [row for row in rendered(changes, "text").splitlines() if "summary: " in row]
    return found.partition("summary: ")[2]


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("TA06", "TA15", "[-TA06-]{+TA15+}"),
        ("A chat room", "A small chat room", "A {+small +}chat room"),
        ("A chat room", "A room", "A [-chat -]room"),
        ("one two three", "one 2 three", "one [-two-]{+2+} three"),
        ("a, b", "x. y", "[-a, b-]{+x. y+}"),
        ("", "new", "{+new+}"),
        ("old", "", "[-old-]"),
        ("one\r\ntwo", "one two", "one[-⏎-]{+ +}two"),
        ("a b", "a\u00a0b", r"a[- -]{+\u00a0+}b"),
        ("a\u00a0b c", "a\u00a0b d", "a\u00a0b [-c-]{+d+}"),
        (LONG + "x", LONG + "y", "…" + LONG[-40:] + "[-x-]{+y+}"),
        ("x " + LONG, "y " + LONG, "[-x-]{+y+} " + LONG[:39] + "…"),
        ("a\x1b[31m", "b\x1b[31m", r"[-a-]{+b+}\x1b[31m"),
    ],
)
def test_words_that_differ_are_marked(old: str, new: str, shown: str) -> None:
    assert line(one(old, new)) == shown


@given(st.text("ab ,.⏎", max_size=30), st.text("ab ,.⏎", max_size=30))
def test_the_pieces_are_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert "".join(piece.old for piece in found) == on_one_line(old)
    assert "".join(piece.new for piece in found) == on_one_line(new)
    assert all(a.is_same != b.is_same for a, b in pairwise(found))


def test_a_row_that_comes_is_shown_whole_and_long_texts_are_cut() -> None:
    row = RowChange("added", "T0001", 7, (CellChange("name", "", "x" * 900),))
    sheet = SheetChange("a.xlsx", "techniques", "added", (), (row,))
    text = rendered(WorkbookChanges([sheet], 1, []), "text")
    assert text.splitlines() == [
        "a.xlsx › techniques: the sheet is added; 1 row added",
        "  + T0001 (row 7)",
        f"      name: {'x' * 299}…",
        "",
        "1 workbook compared: 1 sheet with 1 row added",
    ]


def test_columns_and_unread_files_are_said() -> None:
    sheet = SheetChange("a.xlsx", "tools", "changed", (("rank", "added"), ("old", "removed")), ())
    changes = WorkbookChanges([sheet], 2, ["b.xlsx is not compared: it is damaged"])
    assert "a.xlsx › tools: no row of the same columns changed; column rank added" in rendered(
        changes, "text"
    )
    assert "\nb.xlsx is not compared: it is damaged\n" in rendered(changes, "markdown")


def test_nothing_differs() -> None:
    assert verdict(WorkbookChanges([], 2, [])) == "2 workbooks compared: nothing differs"


def test_in_markdown_text_is_text() -> None:
    text = rendered(one("<b>a</b> *x*", "<b>b</b> *x*"), "markdown")
    assert "- changed **T0001** (row 2)\n" in text
    marked = r"  - `summary`: &lt;b&gt;<del>a</del><ins>b</ins>&lt;/b&gt; \*x\*"
    assert marked in text.splitlines()


def test_json_holds_both_texts_whole() -> None:
    old, new = "a\n" + LONG, "b\n" + LONG
    (sheet,) = json.loads(rendered(one(old, new), "json"))["sheets"]
    assert sheet == {
        "file": "a.xlsx",
        "sheet": "techniques",
        "change": "changed",
        "columns": [],
        "rows": [
            {
                "change": "changed",
                "key": "T0001",
                "row": 2,
                "cells": [{"column": "summary", "old": old, "new": new}],
            }
        ],
    }


def test_a_section_that_would_be_too_long_says_how_much_it_lacks() -> None:
    rows = [
        RowChange("added", f"T{number:04}", number, (CellChange("name", "", "x" * 100),))
        for number in range(100)
    ]
    changes = WorkbookChanges([SheetChange("a.xlsx", "s", "changed", (), tuple(rows))], 1, [])
    whole = markdown_section(changes, 1_000_000)
    assert whole.count("\n- added **T") == 100
    short = markdown_section(changes, 5_000)
    listed = short.count("- added **T")
    assert short.endswith(f"\n… and {100 - listed} more rows\n")
    assert 4_500 < len(short.encode()) < 5_100
