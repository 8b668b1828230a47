"""The workbook model: rows as a spreadsheet program shows them, and files that are no workbook."""

import datetime
import io
import struct
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from frameworklint.cli.main import main
from frameworklint.findings.finding import Finding
from frameworklint.kinds.kind import Kinds
from frameworklint.source.cell_names import letters
from frameworklint.source.files import WorkTree
from frameworklint.workbook.files import Shelf, WorkbookFiles
from frameworklint.workbook.references import References
from frameworklint.workbook.workbook import Workbook
from tests.conftest import Git, corpus, findings_of, framework_of, write
from tests.workbooks import DATA, FOLDER, FRAMEWORKS, book, books, printed, small

PHASES = [{"disarm_id": "P01", "name": "Plan", "summary": "Decide."}]
PAGE = {"generated_pages/phases/P01.md": "# Phase P01: Plan\n\n* **Summary:** Decide.\n"}
PATH = f"{FOLDER}/BOOK.xlsx"


def _parts(content: bytes, part: str, old: bytes, new: bytes) -> bytes:
    """A workbook in one part of which something is replaced."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(buffer, "w") as copy:
        for name in archive.namelist():
            text = archive.read(name)
            copy.writestr(name, text.replace(old, new) if name == part else text)
    return buffer.getvalue()


def _lying(content: bytes) -> bytes:
    """A workbook whose directory declares a sheet smaller than it is."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as archive,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        for name in archive.namelist():
            copy.writestr(name, archive.read(name) + b" " * 1_000_000)
    data = bytearray(buffer.getvalue())
    entry = data.rfind(b"xl/worksheets/sheet1.xml") - 46
    data[entry + 24 : entry + 28] = struct.pack("<I", 100)
    return bytes(data)


def _bomb() -> bytes:
    buffer = io.BytesIO(book({"phases": PHASES}))
    with (
        zipfile.ZipFile(buffer, "a", zipfile.ZIP_DEFLATED, compresslevel=1) as archive,
        archive.open("xl/media/image.bin", "w", force_zip64=True) as part,
    ):
        for _ in range(41):
            part.write(b"\0" * 10_000_000)
    return buffer.getvalue()


def _far(row: int, column: int) -> bytes:
    def edit(workbook: Any) -> None:
        workbook["phases"].cell(row, column, "lost")

    return book({"phases": PHASES}, edit)


def _plain_zip() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("a.txt", "x")
    return buffer.getvalue()


GOOD = book({"phases": PHASES})
MACROS = (b"officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main")
MACRO_TYPE = (b"application/vnd.openxmlformats-" + MACROS[0], b"application/vnd." + MACROS[1])
ENTITIES = (
    b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a;" * 10) for n in range(9))
    + b"]><workbook"
)
DAMAGED: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "empty": (b"", "is empty"),
    "text": (b"hello", "no .xlsx workbook"),
    "cut": (GOOD[: len(GOOD) // 2], "no .xlsx workbook"),
    "password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "password"),
    "macros": (_parts(GOOD, "[Content_Types].xml", *MACRO_TYPE), "macros"),
    "zip": (_plain_zip(), "no .xlsx workbook"),
    "pointer": (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS"),
    "xml": (_parts(GOOD, "xl/worksheets/sheet1.xml", b"</sheetData>", b"<"), "damaged"),
    "lie": (partial(_lying, GOOD), "damaged"),
    "bomb": (_bomb, "once unpacked"),
    "entities": (_parts(GOOD, "xl/workbook.xml", b"<workbook", ENTITIES), "XML entities"),
    "far below": (_far(1_048_576, 1), "1,048,576 rows"),
    "far right": (_far(1_000, 16_384), "columns"),
}


@pytest.mark.parametrize(("content", "said"), DAMAGED.values(), ids=DAMAGED.keys())
def test_what_is_no_workbook_is_a_finding_and_the_pages_are_checked(
    schema_kinds: Kinds, content: bytes | Callable[[], bytes], said: str
) -> None:
    content = content() if callable(content) else content
    pages = {"generated_pages/phases/P02.md": "# Phase P01: Plan\n\n* **Summary:** Decide.\n"}
    findings = findings_of(framework_of(schema_kinds, {PATH: content, **pages}))
    found = {finding.rule.code: finding for finding in findings}
    assert said in found["FW001"].message
    assert found["FW001"].place.page.path == PATH
    assert "FW003" in found


@pytest.mark.parametrize("ending", ["xlsm", "xls", "ods"])
def test_other_formats_are_a_finding(schema_kinds: Kinds, ending: str) -> None:
    framework = framework_of(schema_kinds, {f"{FOLDER}/BOOK.{ending}": GOOD, **PAGE})
    assert [f.message for f in findings_of(framework, "FW001")] == [
        f"This file is a .{ending} file: save the workbook as .xlsx"
    ]


def _sheet_rows(content: bytes, name: str) -> dict[int, list[str]]:
    """The rows as openpyxl, which keeps a spreadsheet program's numbers, reads them."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[name]
    return {
        number: ["" if cell.value is None else str(cell.value) for cell in row]
        for number, row in enumerate(sheet.iter_rows(), start=1)
    }


@pytest.mark.parametrize("leading", [0, 1, 5])
@pytest.mark.parametrize("indent", [0, 2])
@pytest.mark.parametrize("state", ["visible", "hidden", "veryHidden"])
def test_rows_have_the_numbers_that_a_spreadsheet_program_shows(
    schema_kinds: Kinds, leading: int, indent: int, state: str
) -> None:
    def edit(workbook: Any) -> None:
        sheet = workbook["phases"]
        sheet.append([])
        sheet.append(["P03", "Third", "Three."])
        sheet.insert_rows(1, leading) if leading else None
        sheet.insert_cols(1, indent) if indent else None
        workbook.create_sheet("first", 0)
        sheet.sheet_state = state

    content = book({"phases": PHASES}, edit)
    framework = framework_of(schema_kinds, {PATH: content})
    expected = _sheet_rows(content, "phases")
    sheet = framework.workbook.sheets["phases"]
    assert sheet.header == leading + 1
    for row in sheet.rows:
        for column in ("disarm_id", "name", "summary"):
            cell = sheet.cell(row, column)
            assert cell.text == expected[cell.row][cell.column - 1]
            assert cell.page.lines.position(cell.span.start) == (cell.row, cell.column)
    assert sorted(sheet.rows) == [leading + 2, leading + 3, leading + 4]
    record = framework.workbook.record("P03")
    assert record is not None
    assert record.cell("name").name == f"{letters(indent + 2)}{leading + 4}"


def test_letters_are_those_of_openpyxl() -> None:
    from openpyxl.utils import get_column_letter

    assert [letters(n) for n in range(1, 1500)] == [get_column_letter(n) for n in range(1, 1500)]


def test_numbers_dates_and_cached_formulas_are_text(schema_kinds: Kinds) -> None:
    rows = [
        {"disarm_id": "P01", "name": 2014.0, "summary": datetime.date(2019, 2, 24)},
        {"disarm_id": "P02", "name": True, "summary": datetime.datetime(2019, 2, 24, 12, 30)},
        {"disarm_id": "P03", "name": 1.5, "summary": "=1+1"},
    ]
    content = book({"phases": rows})
    cached = _parts(content, "xl/worksheets/sheet1.xml", b"<v></v>", b"<v>2</v>")
    cached = _parts(cached, "xl/worksheets/sheet1.xml", b"<v />", b"<v>2</v>")
    cached = _parts(cached, "xl/worksheets/sheet1.xml", b"<v/>", b"<v>2</v>")
    workbook = framework_of(schema_kinds, {PATH: cached}).workbook
    texts = [
        [workbook.sheets["phases"].cell(r, c).text for c in ("name", "summary")] for r in (2, 3, 4)
    ]
    assert texts == [["2014", "2019-02-24"], ["True", "2019-02-24 12:30:00"], ["1.5", "2"]]


def test_merged_cells_hold_their_text_once(schema_kinds: Kinds) -> None:
    def edit(workbook: Any) -> None:
        workbook["phases"].append(["P02", "Two", "Two."])
        workbook["phases"].append(["", "Three", "Three."])
        workbook["phases"].merge_cells("A3:A4")

    framework = framework_of(schema_kinds, {PATH: book({"phases": PHASES}, edit)})
    assert [f.message for f in findings_of(framework, "FW704")] == [
        "A row of phases without an ID, the row below P02 (`Three`): the generator prints a page"
        " `phases/.md`"
    ]


def test_a_renamed_column_of_references_is_not_compared(schema_kinds: Kinds) -> None:
    sheets = small()
    for row in sheets["incidenttechniques"]:
        row["techniques"] = row.pop("technique_ids")
    framework = framework_of(schema_kinds, {**books(sheets), **printed(small())})
    assert [f.message for f in findings_of(framework, "FW7")] == [
        "The sheet `incidenttechniques` has no column `technique_ids` (is it `techniques` now?):"
        " what it holds is not compared"
    ]


def test_identity_of_a_finding_survives_moved_rows(schema_kinds: Kinds) -> None:
    def found(sheets: Any) -> Finding:
        return findings_of(framework_of(schema_kinds, books(sheets)), "FW702")[0]

    sheets = small()
    sheets["incidenttechniques"][2]["technique_ids"] = "T0001, T0002"
    before = found(sheets)
    sheets["incidenttechniques"].reverse()
    after = found(sheets)
    assert before.place.span != after.place.span
    assert (before.fingerprint, before.place_keys) == (after.fingerprint, after.place_keys)


# The command line.


def test_workbooks_alone_are_checked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0002"
    write(tmp_path, books(sheets))
    code = main(["check", str(tmp_path / FOLDER), "--output-format", "concise"])
    output = capsys.readouterr().out
    assert code == 1
    assert f"{FOLDER}/{DATA} › incidenttechniques › D2: error FW702" in output


def test_since_and_staged_read_the_workbooks_of_the_base(
    tmp_path: Path, git: Git, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0002"
    write(tmp_path, {**books(sheets), **printed(small())})
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "old")
    git("checkout", "-q", "-b", "change")
    sheets["incidenttechniques"][2]["technique_ids"] = "T0001, T0002"
    write(tmp_path, books(sheets))
    git("add", ".")
    for arguments in (["--since", "main"], ["--staged"]):
        main(["check", str(tmp_path), *arguments, "--select", "FW702", "--output-format", "text"])
        output = capsys.readouterr().out
        assert "incidenttechniques" in output
        assert "I00002 loses T0002" in output
        assert "I00001" not in output


def test_text_names_the_cells_and_does_not_repeat_what_follows(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)  # a line is folded or not by the length of the path in it
    sheets = small()
    text = "They planned it (T0001: Plan It) and posted it (T0002: Post Them)."
    sheets["incidenttechniques"][0] |= {"technique_ids": "T0001, T0002", "name": text}
    sheets["incidenttechniques"][1]["technique_ids"] = "T0001"
    write(tmp_path, {**books(sheets), **printed(sheets)})
    main(["check", "--select", "FW303,FW407,FW702", "--output-format", "text"])
    output = capsys.readouterr().out
    assert f"{DATA} › incidenttechniques › B2" in output
    assert "2 warnings (FW407) follow from this and are not repeated" in output
    assert "FW407 unlisted-technique\n" not in output
    main(["check", "--select", "FW407", "--output-format", "text"])
    assert "FW407 unlisted-technique\n" in capsys.readouterr().out


def test_text_says_where_the_page_differs(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pages = printed(small())
    path = "generated_pages/phases/P01.md"
    pages[path] = pages[path].replace("Early.", "Early <b>.")
    write(tmp_path, {**books(small()), **pages})
    main(["check", str(tmp_path), "--select", "FW501", "--output-format", "text"])
    assert f"source: the page differs from {FRAMEWORKS} › phases › D2" in capsys.readouterr().out


def test_a_run_without_workbooks_imports_nothing_of_it(tmp_path: Path) -> None:
    write(tmp_path, PAGE)
    code = (
        "import sys; from frameworklint.cli.main import main; main(['check', sys.argv[1]]);"
        "names = ('calamine', 'openpyxl', 'frameworklint.workbook.reader');"
        "print([m for m in sys.modules if any(name in m for name in names)],"
        " file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True
    )
    assert run.stderr.splitlines()[-1] == "[]"


def test_both_real_workbooks_are_read_in_less_than_a_second(schema_kinds: Kinds) -> None:
    tree = WorkTree(str(corpus("disarm-2025-02")))
    files = WorkbookFiles.among(tree.paths(), schema_kinds.workbook)
    start = time.process_time()
    workbook = Workbook(schema_kinds, tree, files, Shelf(None))
    assert References(workbook).all
    assert time.process_time() - start < 1
    assert workbook.notices == []
