"""What differs between two states of the workbooks, row by row."""

import io
import random
import time
from collections.abc import Mapping, Sequence

import openpyxl
import pytest

from frameworklint.kinds.kind import Kinds
from frameworklint.workbook.diff import SheetChange, Table, WorkbookChanges, _compared, changes

from ..memory_tree import MemoryTree
from ..workbooks import FOLDER

Rows = Sequence[Sequence[str]]
Said = list[tuple[str, str, list[tuple[str, str, str]]]]

HEAD = ("disarm_id", "name", "summary")
BOATS, FERRIES, TUGS = (
    ("T0001", "Boats", "What floats on the river and carries people"),
    ("T0002", "Ferries", "Boats that cross the harbor on time"),
    ("T0003", "Tugs", "Small boats that pull the larger ones"),
)


def book(sheets: Mapping[str, Rows]) -> bytes:
    """A workbook with a sheet for each list of rows, the header among them."""
    workbook = openpyxl.Workbook()
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append([text or None for text in row])
    workbook.remove(workbook.worksheets[0])
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


def compared(kinds: Kinds, old: Rows, new: Rows, sheet: str = "techniques") -> list[SheetChange]:
    """The sheets that differ where one has these rows."""
    before, after = (MemoryTree({f"{FOLDER}/x.xlsx": book({sheet: r})}) for r in (old, new))
    found = changes(kinds, before, after, lambda path: False)
    assert found.notices == []
    return found.sheets


def said(sheets: list[SheetChange]) -> Said:
    (sheet,) = sheets
    return [
        (row.kind, row.key, [(c.column, c.old, c.new) for c in row.cells]) for row in sheet.rows
    ]


def test_a_changed_cell_is_named_by_row_and_column(schema_kinds: Kinds) -> None:
    new = ("T0002", "Ferries", "Boats that cross the harbor late")
    sheets = compared(schema_kinds, [HEAD, BOATS, FERRIES], [HEAD, BOATS, new])
    assert said(sheets) == [("changed", "T0002", [("summary", FERRIES[2], new[2])])]
    assert (sheets[0].file, sheets[0].sheet) == (f"{FOLDER}/x.xlsx", "techniques")
    assert sheets[0].rows[0].row == 3


def test_rows_come_and_go(schema_kinds: Kinds) -> None:
    sheets = compared(schema_kinds, [HEAD, BOATS, FERRIES], [HEAD, TUGS, BOATS])
    assert said(sheets) == [
        ("added", "T0003", [(name, "", text) for name, text in zip(HEAD, TUGS, strict=True)]),
        ("removed", "T0002", [(name, text, "") for name, text in zip(HEAD, FERRIES, strict=True)]),
    ]


def test_that_rows_moved_is_no_change(schema_kinds: Kinds) -> None:
    rows = [(f"T{n:04}", f"Name {n}", f"Text {n}") for n in range(1, 40)]
    moved = random.Random(1).sample(rows, len(rows))
    assert compared(schema_kinds, [HEAD, *rows], [HEAD, (), *moved]) == []


def test_that_columns_moved_is_no_change(schema_kinds: Kinds) -> None:
    rows = [HEAD, BOATS, FERRIES]
    assert compared(schema_kinds, rows, [tuple(reversed(row)) for row in rows]) == []


def with_column(name: str, *texts: str) -> Rows:
    return [(*row, text) for row, text in zip([HEAD, BOATS, FERRIES], (name, *texts), strict=True)]


def test_a_column_that_comes_or_goes_is_told_with_its_texts(schema_kinds: Kinds) -> None:
    rows, wider = [HEAD, BOATS, FERRIES], with_column("rank", "", "2")
    sheets = compared(schema_kinds, rows, wider)
    assert sheets[0].columns == (("rank", "added"),)
    assert said(sheets) == [("changed", "T0002", [("rank", "", "2")])]
    sheets = compared(schema_kinds, wider, rows)
    assert sheets[0].columns == (("rank", "removed"),)
    assert said(sheets) == [("changed", "T0002", [("rank", "2", "")])]


def test_of_a_column_that_got_another_name_only_the_names_are_told(schema_kinds: Kinds) -> None:
    (sheet,) = compared(schema_kinds, with_column("rank", "1", "2"), with_column("place", "1", "2"))
    assert sheet.columns == (("rank", "removed"), ("place", "added"))
    assert sheet.rows == ()


@pytest.mark.parametrize("is_old", [True, False])
def test_a_workbook_that_can_not_be_read_in_one_state_loses_no_rows(
    schema_kinds: Kinds, is_old: bool
) -> None:
    path = f"{FOLDER}/x.xlsx"
    trees = [MemoryTree({path: book({"techniques": [HEAD, BOATS]})}), MemoryTree({path: b"PK"})]
    old, new = reversed(trees) if is_old else trees
    found = changes(schema_kinds, old, new, lambda path: False)
    assert found.sheets == []
    assert [notice.partition(":")[0] for notice in found.notices] == [f"{path} is not compared"]


def test_a_row_that_got_another_id_is_known_by_its_first_words(schema_kinds: Kinds) -> None:
    new = ("T0009", *FERRIES[1:])
    sheets = compared(schema_kinds, [HEAD, BOATS, FERRIES, TUGS], [HEAD, TUGS, new, BOATS])
    assert said(sheets) == [("changed", "T0009", [("disarm_id", "T0002", "T0009")])]


def test_another_row_in_the_place_of_one_is_another_row(schema_kinds: Kinds) -> None:
    sheets = compared(schema_kinds, [HEAD, BOATS, FERRIES], [HEAD, BOATS, TUGS])
    assert [(kind, key) for kind, key, _ in said(sheets)] == [
        ("added", "T0003"),
        ("removed", "T0002"),
    ]


def test_rows_with_one_id_are_told_apart_by_what_they_hold(schema_kinds: Kinds) -> None:
    twice = ("T0001", "Barges", "What floats on the canal")
    assert compared(schema_kinds, [HEAD, BOATS, twice], [HEAD, twice, BOATS]) == []
    sheets = compared(schema_kinds, [HEAD, BOATS, twice], [HEAD, twice])
    assert [(kind, cells[1][1]) for kind, _, cells in said(sheets)] == [("removed", "Boats")]


NOTES = [("Done", "Note"), ("", "one"), ("x", "two"), ("", "three"), ("", "four")]


def test_rows_without_an_id_are_known_by_their_neighbor(schema_kinds: Kinds) -> None:
    changed = [*NOTES[:2], ("", "two"), *NOTES[3:]]
    assert said(compared(schema_kinds, NOTES, changed, "notes")) == [
        ("changed", "two", [("Done", "x", "")])
    ]


def test_rows_without_an_id_are_known_by_their_first_words(schema_kinds: Kinds) -> None:
    text = "A long note that somebody wrote"
    old, new = [*NOTES, ("x", text)], [NOTES[0], ("", f"{text} and mended"), *NOTES[1:]]
    assert said(compared(schema_kinds, old, new, "notes")) == [
        (
            "changed",
            "A long note that somebody",
            [("Done", "x", ""), ("Note", text, f"{text} and mended")],
        )
    ]


def test_a_sheet_of_prose_has_columns_by_letter(schema_kinds: Kinds) -> None:
    old = [("", "How to use this"), ("", "Ask first"), ("", "Then write")]
    new = [old[0], ("", "Ask twice"), old[2]]
    (sheet,) = compared(schema_kinds, old, new, "README")
    assert {cell.column for row in sheet.rows for cell in row.cells} == {"B"}
    assert {row.row for row in sheet.rows} == {2}


def test_equal_and_missing_names_of_columns_are_told_apart() -> None:
    table = Table([("a", "a", "", "b"), ("1", "2", "3", "4", "5")])
    assert table.columns == ["a", "a (B)", "C", "b", "E"]
    assert table.rows == [{"a": "1", "a (B)": "2", "C": "3", "b": "4", "E": "5"}]


def test_a_column_without_a_name_and_a_text_is_none() -> None:
    table = Table([("a", "b"), ("1", "2", "", "", "a note")])
    assert table.columns == ["a", "b", "E"]
    assert table.rows == [{"a": "1", "b": "2", "E": "a note"}]


def states(kinds: Kinds, old: dict[str, bytes], new: dict[str, bytes]) -> WorkbookChanges:
    return changes(kinds, MemoryTree(old), MemoryTree(new), lambda path: path.endswith("no.xlsx"))


def test_a_sheet_in_another_file_is_the_same_sheet(schema_kinds: Kinds) -> None:
    one, other = f"{FOLDER}/one.xlsx", f"{FOLDER}/other.xlsx"
    rows, more = [HEAD, BOATS], [HEAD, FERRIES]
    old = {one: book({"techniques": rows, "tactics": more})}
    new = {one: book({"tactics": more}), other: book({"techniques": rows})}
    assert states(schema_kinds, old, new).sheets == []
    new = {one: book({"tactics": more}), other: book({"techniques": [*rows, TUGS]})}
    (sheet,) = states(schema_kinds, old, new).sheets
    assert (sheet.file, sheet.kind, sheet.count("added")) == (other, "changed", 1)


def test_sheets_and_files_come_and_go(schema_kinds: Kinds) -> None:
    path, more = f"{FOLDER}/x.xlsx", f"{FOLDER}/y.xlsx"
    old = {path: book({"techniques": [HEAD, BOATS], "tools": [HEAD, TUGS]})}
    new = {path: book({"techniques": [HEAD, BOATS]}), more: book({"tactics": [HEAD, FERRIES]})}
    found = states(schema_kinds, old, new)
    assert found.files == 2
    assert [(sheet.sheet, sheet.kind, len(sheet.rows)) for sheet in found.sheets] == [
        ("tools", "removed", 1),
        ("tactics", "added", 1),
    ]


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04damaged"])
def test_what_can_not_be_read_is_said(schema_kinds: Kinds, content: bytes) -> None:
    path = f"{FOLDER}/x.xlsx"
    good, bad = {path: book({"techniques": [HEAD, BOATS]})}, {path: content}
    for when, old, new in (("before", bad, good), ("after", good, bad)):
        (notice,) = states(schema_kinds, old, new).notices
        assert notice.startswith(f"{path} is not compared: {when} the change it is")


def test_what_the_settings_exclude_is_not_compared(schema_kinds: Kinds) -> None:
    found = states(schema_kinds, {}, {f"{FOLDER}/no.xlsx": book({"techniques": [HEAD, BOATS]})})
    assert (found.sheets, found.files) == ([], 0)


def test_many_columns_that_come_and_go_are_compared_in_linear_time() -> None:
    """Each of the old ones once held each of the new ones, row by row."""
    old, new = (
        Table([("disarm_id", *(f"{name}{at}" for at in range(2_500))), *_but_for_the_last(name)])
        for name in ("old", "new")
    )
    start = time.process_time()
    assert _compared(old, new, {at: at for at in range(80)}) == [*new.columns, *old.columns[1:]]
    assert time.process_time() - start < 1


def _but_for_the_last(name: str) -> Rows:
    rows = [(f"T{at:04}", *("same" for _ in range(2_500))) for at in range(79)]
    return [*rows, ("T0079", *(f"{name}{at}" for at in range(2_500)))]
