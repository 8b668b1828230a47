"""Setting texts of cells: everything else of the file stays, byte by byte."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.workbook import reader
from frameworklint.workbook.writing.cells import CellChange, with_changes
from frameworklint.workbook.writing.elements import UnwritableCellError
from frameworklint.workbook.writing.strings import TextEdit, edited

from ..conftest import corpus
from ..raw_workbook import cell, row, workbook

SHEET = "xl/worksheets/s1.xml"


def change(old: str, *edits: tuple[int, int, str]) -> CellChange:
    return CellChange(old, tuple(TextEdit(*edit) for edit in edits))


def texts(content: bytes, sheet: str) -> list[list[str]]:
    return reader.read(content, "xlsx", frozenset([sheet])).rows[sheet]


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def raw_members(content: bytes) -> dict[str, bytes]:
    """The members as they stand in the file, packed, with their headers."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        found = sorted(archive.infolist(), key=lambda member: member.header_offset)
        ends = [*(member.header_offset for member in found[1:]), archive.start_dir]
    return {
        member.filename: content[member.header_offset : end]
        for member, end in zip(found, ends, strict=True)
    }


def rich() -> bytes:
    """A workbook of XlsxWriter with all that must stay: formats, formula, comment, filter, list,
    hidden sheet, name, table, image-like parts and rich text.
    """
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    bold, red = book.add_format({"bold": True}), book.add_format({"font_color": "red"})
    sheet = book.add_worksheet("names")
    sheet.write_row(0, 0, ["id", "name", "more"], bold)
    for n in range(1, 6):
        sheet.write_row(n, 0, [f"T{n}", "the same", "a text"])
    sheet.write_rich_string(5, 1, "plain ", bold, "bold", " and ", red, "red")
    sheet.write_formula(6, 1, '=A2&"x"', None, "T1x")
    sheet.write_number(7, 1, 12)
    sheet.write_comment(1, 1, "look")
    sheet.data_validation("C2:C9", {"validate": "list", "source": ["a", "b"]})
    sheet.conditional_format("A1:A9", {"type": "duplicate", "format": red})
    sheet.autofilter("A1:C6")
    sheet.set_column(1, 1, 33)
    sheet.freeze_panes(1, 0)
    other = book.add_worksheet("hidden")
    other.hide()
    other.write_string(0, 0, "the same")
    chart = book.add_chart({"type": "line"})
    chart.add_series({"values": "=names!$B$8:$B$8"})
    other.insert_chart("C3", chart)
    book.define_name("here", "=names!$A$1")
    book.close()
    return buffer.getvalue()


def test_nothing_changes_but_the_cell() -> None:
    content = rich()
    new = with_changes(content, {"names": {(2, 2): change("the same", (0, 3, "not the"))}})
    before, after = raw_members(content), raw_members(new)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    assert list(parts(new)) == list(parts(content))
    old, changed = (parts(one)["xl/worksheets/sheet1.xml"].decode() for one in (content, new))
    pattern = re.compile(r'<c r="B2"[^>]*>.*?</c>')
    assert pattern.sub("", old) == pattern.sub("", changed)
    expected = texts(content, "names")
    expected[1][1] = "not the same"
    assert texts(new, "names") == expected
    assert texts(new, "hidden")[0] == ["the same"]


def test_other_readers_read_the_same() -> None:
    new = with_changes(rich(), {"names": {(3, 3): change("a text", (1, 1, " < & “new”\n"))}})
    sheet = openpyxl.load_workbook(io.BytesIO(new))["names"]
    assert sheet["C3"].value == "a < & “new”\n text"
    assert sheet["B2"].comment.text == "look"
    assert (sheet["B7"].value, sheet.auto_filter.ref) == ('=A2&"x"', "A1:C6")


def test_the_style_of_a_cell_stays() -> None:
    new = with_changes(rich(), {"names": {(1, 2): change("name", (0, 4, "title"))}})
    cells = openpyxl.load_workbook(io.BytesIO(new))["names"]
    assert (cells["B1"].value, cells["B1"].font.b, cells["B2"].font.b) == ("title", True, False)


def test_the_formats_of_runs_stay() -> None:
    old = "plain bold and red"
    new = with_changes(rich(), {"names": {(6, 2): change(old, (6, 7, "B"), (15, 18, "blue"))}})
    value = openpyxl.load_workbook(io.BytesIO(new), rich_text=True)["names"]["B6"].value
    runs = [(getattr(run, "text", run), bool(getattr(run, "font", None))) for run in value]
    assert [text for text, _ in runs] == ["plain ", "Bold", " and ", "blue"]
    assert value[1].font.b
    assert value[3].font.color.rgb == "FFFF0000"


@pytest.mark.parametrize(
    ("place", "old", "why"),
    [
        ((7, 2), "T1x", "a formula"),
        ((8, 2), "12", "a number or a date"),
        ((2, 1), "T2", "in a way that is not understood"),
        ((900, 1), "", "no such cell"),
    ],
)
def test_a_cell_that_holds_no_such_text_is_refused(
    place: tuple[int, int], old: str, why: str
) -> None:
    with pytest.raises(UnwritableCellError, match=why):
        with_changes(rich(), {"names": {place: change(old, (0, 1, "x"))}})


def test_a_text_that_is_emptied_leaves_an_empty_cell_with_its_style() -> None:
    new = with_changes(rich(), {"names": {(1, 2): change("name", (0, 4, ""))}})
    sheet = openpyxl.load_workbook(io.BytesIO(new))["names"]
    assert (sheet["B1"].value, sheet["B1"].font.b) == (None, True)


@pytest.mark.parametrize("written", ["a_x000D_b", "c_x0002_d", "e_x005F_x000D_f"])
def test_escaped_characters_stay_as_they_are_written(written: str) -> None:
    content = workbook({"s": row(1, "x") + f'<row r="2">{cell("A2", written)}</row>'})
    old = texts(content, "s")[1][0]
    new = with_changes(content, {"s": {(2, 1): change(old, (0, 1, "Z"))}})
    assert f">Z{written[1:]}</t>".encode() in parts(new)[SHEET]
    assert texts(new, "s")[1][0] == f"Z{old[1:]}"


def test_what_only_looks_escaped_is_escaped() -> None:
    content = workbook({"s": row(1, "x")})
    new = with_changes(content, {"s": {(1, 1): change("x", (0, 1, "_x0041_"))}})
    assert b">_x005F_x0041_</t>" in parts(new)[SHEET]
    assert texts(new, "s") == [["_x0041_"]]


@pytest.mark.parametrize(
    "rows",
    [
        "<row><c t='str'><v>one</v></c><c t='inlineStr'><is><t>two</t></is></c></row>",
        "<row r='1'><c t=\"str\" s='0' ><v>one</v></c><c r='B1' t='inlineStr'>"
        "<is><t xml:space='preserve'>two</t></is></c></row>",
        "<!-- <c r='B1'/> --><row r='1'><c r='A1' t='str'><v>one</v></c>\n"
        "<c t='inlineStr' r='B1' ><is ><t >two</t></is></c></row>",
    ],
)
def test_cells_are_found_however_they_are_written(rows: str) -> None:
    content = workbook({"s": rows})
    new = with_changes(content, {"s": {(1, 2): change("two", (0, 3, "three"))}})
    assert texts(new, "s") == [["one", "three"]]


def test_prefixes_of_elements_are_kept() -> None:
    content = workbook({"s": row(1, "one", "two")})
    prefixed = re.sub(rb"<(/?)(?=\w)", rb"<\1x:", parts(content)[SHEET]).replace(
        b"xmlns=", b"xmlns:x="
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in parts(content).items():
            archive.writestr(name, prefixed if name == SHEET else part)
    new = with_changes(buffer.getvalue(), {"s": {(1, 1): change("one", (0, 0, "N"))}})
    assert texts(new, "s") == [["None", "two"]]


_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=12)


@settings(max_examples=30)
@given(st.lists(_TEXT, min_size=1, max_size=4), st.data())
def test_any_text_becomes_any_other(values: list[str], data: st.DataObject) -> None:
    """Whatever a writer such as XlsxWriter puts into cells, and whatever is put there instead."""
    content = _book(values)
    read = texts(content, "s")
    values = [one[0] for one in read] + [""] * (len(values) - len(read))
    number = data.draw(st.integers(0, len(values) - 1))
    old = values[number]
    start = data.draw(st.integers(0, len(old)))
    end = data.draw(st.integers(start, len(old)))
    new = data.draw(_TEXT)
    try:
        after = with_changes(content, {"s": {(number + 1, 1): change(old, (start, end, new))}})
    except UnwritableCellError:
        return
    values[number] = edited(old, [TextEdit(start, end, new)])
    found = [one[0] if one else "" for one in texts(after, "s")]
    assert found + [""] * (len(values) - len(found)) == values or "_x" in "".join(values)


def _book(values: list[str]) -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("s")
    for number, value in enumerate(values):
        sheet.write_blank(number, 0, None, book.add_format({"bold": True}))
        if value:
            sheet.write_string(number, 0, value)
    book.close()
    return buffer.getvalue()


def _cells(rows: Mapping[str, list[list[str]]]) -> Iterator[tuple[str, int, int, str]]:
    for name, lines in rows.items():
        for number, line in enumerate(lines, 1):
            for column, text in enumerate(line, 1):
                if text:
                    yield name, number, column, text


@pytest.mark.slow
@pytest.mark.parametrize("file", ["DISARM_DATA_MASTER.xlsx", "DISARM_FRAMEWORKS_MASTER.xlsx"])
def test_the_real_workbooks_keep_all_other_parts_byte_by_byte(file: str) -> None:
    content = (corpus("disarm-2025-02") / "DISARM_MASTER_DATA" / file).read_bytes()
    names = frozenset({"incidents", "incidenttechniques", "techniques", "countermeasures"})
    before = reader.read(content, "xlsx", names).rows
    changes: dict[str, dict[tuple[int, int], CellChange]] = {}
    for name, number, column, text in list(_cells(before))[7::97]:
        is_formula = (name, column) == ("incidents", 12)
        if len(text) > 20 and not is_formula:  # nor a number
            changes.setdefault(name, {})[number, column] = change(text, (1, 1, " +\n<&> "))
    new = with_changes(content, changes)
    after = reader.read(new, "xlsx", names).rows
    expected = {name: [list(line) for line in lines] for name, lines in before.items()}
    for name, cells in changes.items():
        for (number, column), one in cells.items():
            expected[name][number - 1][column - 1] = one.new
    assert after == expected
    old_members, new_members = raw_members(content), raw_members(new)
    differing = [name for name in old_members if old_members[name] != new_members[name]]
    assert len(differing) == len(changes)
    assert all(name.startswith("xl/worksheets/sheet") for name in differing)


@pytest.mark.slow
def test_a_workbook_of_libreoffice_keeps_all_other_parts(tmp_path: Path) -> None:
    import shutil
    import subprocess

    program = shutil.which("soffice")
    if program is None:
        pytest.skip("LibreOffice is not on this machine")
    (tmp_path / "in.xlsx").write_bytes(rich())

    def convert(source: Path, ending: str, folder: str) -> Path:
        command: list[str | Path] = [
            program,
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            tmp_path / folder,
        ]
        subprocess.run([*command, source], check=True, capture_output=True, timeout=120)
        return next((tmp_path / folder).iterdir())

    made = convert(tmp_path / "in.xlsx", "xlsx", "made")
    content = made.read_bytes()
    old: Any = texts(content, "names")[1][1]
    new = with_changes(content, {"names": {(2, 2): change(old, (0, 3, "not the"))}})
    members, changed = raw_members(content), raw_members(new)
    differing = [name for name in members if members[name] != changed[name]]
    assert differing == ["xl/worksheets/sheet1.xml"]
    (tmp_path / "new.xlsx").write_bytes(new)
    shown = convert(tmp_path / "new.xlsx", "csv", "shown").read_text("utf-8").splitlines()
    assert shown[1] == "T1,not the same,a text"
    assert shown[2] == "T2,the same,a text"


@pytest.mark.parametrize(
    ("written", "old"),
    [
        ("<si><t> a </t></si>", "a"),
        ('<si><t xml:space="preserve"> a </t></si>', " a "),
        ('<si><r><t>a </t></r><r><t xml:space="preserve"> b</t></r></si>', "a b"),
    ],
)
def test_blanks_around_a_text_count_as_they_do_for_the_reader(written: str, old: str) -> None:
    shared = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    content = workbook({"s": shared}, written)
    assert texts(content, "s") == [[old]]
    new = with_changes(content, {"s": {(1, 1): change(old, (len(old), len(old), " z "))}})
    assert texts(new, "s") == [[f"{old} z "]]
