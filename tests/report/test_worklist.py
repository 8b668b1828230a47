"""The list of cells to change: what is proposed, what is only noted, and that it is harmless."""

import csv
import io
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest

from frameworklint.cli.main import main
from frameworklint.report.formats.worklist import rendered, workbook
from frameworklint.report.worklist import WorklistEntry
from frameworklint.terminal import escaping
from frameworklint.terminal.escaping import table_cell
from tests.conftest import write
from tests.workbooks import DATA, FOLDER, FRAMEWORKS, Sheets, books, printed, small


def _list(
    folder: Path, sheets: Sheets, capsys: pytest.CaptureFixture[str], *arguments: str
) -> list[dict[str, str]]:
    write(folder, {**books(sheets), **printed(small())})
    assert main(["worklist", str(folder), *arguments]) == 0
    return list(csv.DictReader(io.StringIO(capsys.readouterr().out)))


def _of(rows: list[dict[str, str]], rule: str) -> dict[str, str]:
    return next(row for row in rows if row["rule"].startswith(rule))


def test_a_blank_is_certain(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0001.001 ,T0002"
    row = _of(_list(tmp_path, sheets, capsys), "FW702")
    assert (row["file"], row["sheet"], row["cell"]) == (
        f"{FOLDER}/{DATA}",
        "incidenttechniques",
        "D2",
    )
    assert (row["now"], row["proposed"], row["note"]) == (
        "T0001, T0001.001 ,T0002",
        "T0001,T0001.001,T0002",
        "",
    )


def test_line_breaks_are_certain_whatever_name_stands_there(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = small()
    now = "T0002 - Post It T0001.001 - Plan Badly T0001 - Plan It T0999 - Gone"
    sheets["countermeasures"][0]["techniques"] = now
    row = _of(_list(tmp_path, sheets, capsys), "FW702")
    assert (row["file"], row["cell"], row["now"]) == (f"{FOLDER}/{FRAMEWORKS}", "J2", now)
    assert row["proposed"] == (
        "T0002 - Post It\nT0001.001 - Plan Badly\nT0001 - Plan It T0999 - Gone"
    )
    assert row["note"] == "`Plan Badly` is now T0001.001 Plan It Well"


def test_what_is_a_guess_is_noted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = small()
    sheets["incidents"][0]["urls"] = "https://new.example/3"
    sheets["countermeasures"][0]["metatechnique"] = "M001 - Slow, M002 - Rate"
    rows = [row for row in _list(tmp_path, sheets, capsys) if row["rule"].startswith("FW702")]
    assert [(row["proposed"], row["note"]) for row in rows] == [
        ("", "add to the sheet urls: https://new.example/3"),
        ("", "the column takes one metatechnique; it would drop M002 Rate"),
    ]


def test_page_findings_name_their_cells(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    sheets = small()
    sheets["phases"][0]["summary"] = "Early <b>."
    write(tmp_path, {**books(sheets), **printed(sheets)})
    assert main(["worklist", str(tmp_path), "--select", "FW501"]) == 0
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["sheet"], row["cell"], row["now"]) == ("phases", "D2", "Early <b>.")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"])
def test_cells_that_a_spreadsheet_program_would_run_are_escaped(text: str) -> None:
    assert table_cell(text) == "'" + text.replace("\r", "\n")
    entry = WorklistEntry._make([text] * len(WorklistEntry._fields))
    for delimiter in (",", "\t", ";"):
        output = io.StringIO(rendered([entry], delimiter)[0], newline="")
        row = list(csv.reader(output, delimiter=delimiter))[1]
        assert {value[0] for value in row} == {"'"}


def test_a_file_is_written_as_spreadsheet_programs_read_it(tmp_path: Path) -> None:
    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0002"
    write(tmp_path, books(sheets))
    output = tmp_path / "list.csv"
    assert main(["worklist", str(tmp_path), "--output", str(output)]) == 0
    assert output.read_bytes().startswith(
        b"\xef\xbb\xbffile,sheet,row_id,column,cell,severity,rule,what,now,proposed,proposal,note\n"
    )


def test_a_workbook_has_filters_and_links_that_lead_to_the_cells_on_every_system(
    tmp_path: Path,
) -> None:
    root, folder = tmp_path / "my #1 framework", tmp_path / "a list é"
    folder.mkdir()
    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0001.001"
    write(root, {**books(sheets), **printed(small())})
    file = folder / "list.xlsx"
    arguments = ["--select", "FW702", "--output-format", "xlsx", "--output", str(file)]
    assert main(["worklist", str(root), *arguments]) == 0
    sheet = openpyxl.load_workbook(file)["worklist"]
    assert [cell.value for cell in sheet[1]] == list(WorklistEntry._fields)
    assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", "A1:L2")
    link = sheet["E2"].hyperlink
    assert link is not None
    assert (sheet["E2"].value, link.location) == ("D2", "'incidenttechniques'!D2")
    assert link.target == f"../my%20%231%20framework/{FOLDER}/{DATA}"
    assert (folder / unquote(link.target)).samefile(root / FOLDER / DATA)


def test_the_link_to_a_file_that_is_written_anew_names_no_cell() -> None:
    entry = WorklistEntry(*[""] * len(WorklistEntry._fields))
    entry = entry._replace(file="generated_files/all.json", cell="1:40")
    sheet = openpyxl.load_workbook(io.BytesIO(workbook([entry], "..")))["worklist"]
    link = sheet["E2"].hyperlink
    assert link is not None
    assert (link.target, link.location) == ("../generated_files/all.json", None)


def test_without_a_workbook_there_is_nothing_to_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, printed(small()))
    assert main(["worklist", str(tmp_path)]) == 2
    assert "holds no workbook" in capsys.readouterr().err


def test_a_workbook_that_can_not_be_read_is_told_beside_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path, {**books(small()), **printed(small()), f"{FOLDER}/{DATA}": b"damaged"})
    assert main(["worklist", str(tmp_path)]) == 0
    told = f"no cell of {FOLDER}/{DATA} is in the list: it is no .xlsx workbook"
    assert told in capsys.readouterr().err


def test_what_a_terminal_would_obey_is_left_out_of_a_cell() -> None:
    assert escaping.table_cell("a\x1b[31mb\x00\r\nc\td\x85") == "a[31mb\nc\td"


def test_a_finding_of_a_page_has_neither_a_proposal_nor_a_note(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheets = small()
    sheets["phases"][0]["summary"] = "Early <b>."
    write(tmp_path, {**books(sheets), **printed(sheets)})
    assert main(["worklist", str(tmp_path), "--select", "FW501"]) == 0
    [row] = csv.DictReader(io.StringIO(capsys.readouterr().out))
    assert (row["proposed"], row["note"]) == ("", "")


def test_only_what_listed_cells_explain_together_is_left_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """One technique of the text is lost on the way, the other is cited in another one's place."""
    sheets = small()
    text = "They planned it well (T0001.001: Plan It Well) and posted it (T0002: Post It)."
    sheets["incidenttechniques"][0] |= {"name": text, "technique_ids": "T0001, T0002"}
    sheets["incidenttechniques"][1]["technique_ids"] = "T0001"
    write(tmp_path, {**books(sheets), **printed(sheets)})

    def has_unlisted(*rules: str) -> bool:
        assert main(["worklist", str(tmp_path), "--select", ",".join(["FW407", *rules])]) == 0
        rows = csv.DictReader(io.StringIO(capsys.readouterr().out))
        return any(row["cell"] in ("B2", "D2") and row["rule"].startswith("FW407") for row in rows)

    assert not has_unlisted("FW403", "FW702")
    assert has_unlisted("FW403")
    assert has_unlisted("FW702")
    assert has_unlisted()
