"""The command `fix`: what is certain is written where the text comes from, and nothing else."""

import copy
import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ..conftest import write
from ..scratch import CommandLine, Repository
from ..workbooks import DATA, FOLDER, FRAMEWORKS, Sheets, books, printed, small

BOTH = "They planned (T0001: Plan It, T0001.001: Plan It Well)."


def lay(folder: Path, sheets: Sheets, pages: Sheets | None = None) -> None:
    write(folder, {**books(sheets), **printed(pages or sheets)})


def held(folder: Path) -> Sheets:
    """What the workbooks of a folder hold."""
    found: Sheets = {}
    for name in (DATA, FRAMEWORKS):
        book = openpyxl.load_workbook(io.BytesIO((folder / FOLDER / name).read_bytes()))
        for sheet in book:
            head, *rows = sheet.iter_rows(values_only=True)
            found[sheet.title] = [
                {
                    str(key): "" if value is None else value
                    for key, value in zip(head, row, strict=True)
                }
                for row in rows
            ]
    return found


def lost() -> Sheets:
    sheets = small()
    sheets["incidenttechniques"][0] |= {"name": BOTH, "technique_ids": "T0001, T0001.001"}
    sheets["countermeasures"][0]["techniques"] = "T0002 - Post It T0001 - Older Name"
    sheets["incidents"][1]["name"] = "Second "
    return sheets


def test_blanks_and_lost_line_breaks_are_fixed_in_their_cells(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    lay(tmp_path, lost())
    run = frameworklint("fix", tmp_path, "--select", "FW702,FW708")
    assert (run.code, run.err) == (0, "")
    expected = small()
    expected["incidenttechniques"][0]["name"] = BOTH
    expected["countermeasures"][0]["techniques"] = "T0002 - Post It\nT0001 - Older Name"
    assert held(tmp_path) == expected
    assert f"{FOLDER}/{DATA}: 2 cells changed" in run.out
    assert "run the generator" in run.out


def test_a_second_run_changes_nothing(tmp_path: Path, frameworklint: CommandLine) -> None:
    lay(tmp_path, lost())
    frameworklint("fix", tmp_path)
    before = (tmp_path / FOLDER / DATA).read_bytes()
    assert "nothing to fix" in frameworklint("fix", tmp_path).out
    assert (tmp_path / FOLDER / DATA).read_bytes() == before


def test_pages_are_not_touched_where_a_workbook_holds_the_text(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    sheets["techniques"][0]["summary"] = "To <i>plan<i> it."
    lay(tmp_path, sheets)
    pages = printed(sheets)
    run = frameworklint("fix", tmp_path, "--select", "FW501")
    assert run.code == 0
    assert held(tmp_path)["techniques"][0]["summary"] == "To <i>plan</i> it."
    assert {path: (tmp_path / path).read_text("utf-8") for path in pages} == pages


def test_without_a_workbook_the_page_is_fixed(tmp_path: Path, frameworklint: CommandLine) -> None:
    sheets = small()
    sheets["techniques"][0]["summary"] = "To <i>plan<i> it."
    write(tmp_path, printed(sheets))
    assert frameworklint("fix", tmp_path, "--select", "FW501").code == 0
    sheets["techniques"][0]["summary"] = "To <i>plan</i> it."
    path = "generated_pages/techniques/T0001.md"
    assert (tmp_path / path).read_text("utf-8") == printed(sheets)[path]


def test_notes_are_fixed_in_the_page_and_what_is_printed_above_them_in_the_cell(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    sheets["techniques"][0]["summary"] = "To <i>plan<i> it."
    lay(tmp_path, sheets)
    path = tmp_path / "generated_pages/techniques/T0001.md"
    page = path.read_text("utf-8")
    note = "\ufeff" + page + "\nSee T0002:001 and [it](../Techniques/T0002.md).\r\n"
    path.write_bytes(note.encode())
    run = frameworklint("fix", tmp_path, "--select", "FW501,FW206")
    assert run.code == 0
    assert path.read_bytes().decode() == note.replace("../Techniques", "../techniques")
    assert held(tmp_path)["techniques"][0]["summary"] == "To <i>plan</i> it."


def test_diff_shows_row_column_old_and_new_and_writes_nothing(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    lay(tmp_path, lost())
    before = (tmp_path / FOLDER / DATA).read_bytes()
    run = frameworklint("fix", tmp_path, "--diff", "--select", "FW702,FW708")
    assert (tmp_path / FOLDER / DATA).read_bytes() == before
    where = f"{FOLDER}/{DATA} › incidents › B3"
    assert run.out.startswith(
        f"--- {where}\n+++ {where}\n"
        "@@ row I00002, column name: FW708 blank-in-workbook-id @@ The name `Second` ends with a"
        " blank, which the generator takes for a part of it\n-Second␣\n+Second\n"
    )
    assert "FW702 dropped-reference @@ C00001 loses T0001: the generator reads only" in run.out
    assert (
        "-T0002 - Post It T0001 - Older Name\n+T0002 - Post It⏎\n+T0001 - Older Name\n" in run.out
    )


def test_diff_cuts_what_is_long_and_the_same(tmp_path: Path, frameworklint: CommandLine) -> None:
    sheets = small()
    text = f"They{' wrote' * 30} women. “In a{' letter' * 40}\u00a0they said."
    sheets["incidenttechniques"][0]["name"] = text
    lay(tmp_path, sheets)
    run = frameworklint("fix", tmp_path, "--diff", "--select", "FW512")
    assert re.search(r"\n-\[…\] (?:[a-z]+ ){6,10}letter\\u00a0they said\.\n", run.out)
    assert re.search(r"\n\+\[…\] (?:[a-z]+ ){6,10}letter they said\.\n", run.out)


def test_what_is_suggested_is_written_only_when_asked_for(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    sheets["countermeasures"][0]["techniques"] = "T0009 - Post It"
    lay(tmp_path, sheets)
    run = frameworklint("fix", tmp_path, "--select", "FW706")
    assert run.code == 1
    assert "suggested (--suggested FW706)" in run.out
    assert held(tmp_path) == sheets
    assert frameworklint("fix", tmp_path, "--select", "FW706", "--suggested", "FW706").code == 0
    assert held(tmp_path)["countermeasures"][0]["techniques"] == "T0002 - Post It"


def test_a_suggestion_is_chosen_by_its_finding_too(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    for row, wanted in enumerate(("T0008", "T0009")):
        sheets["countermeasures"][row]["techniques"] = f"{wanted} - Post It"
    lay(tmp_path, sheets)
    findings = frameworklint.json(str(tmp_path), "--select", "FW706")
    (chosen,) = [one["fingerprint"] for one in findings if one["subject"] == "T0009"]
    frameworklint("fix", tmp_path, "--suggested", chosen)
    found = [row["techniques"] for row in held(tmp_path)["countermeasures"]]
    assert found == ["T0008 - Post It", "T0002 - Post It"]


def test_several_readings_are_not_chosen_from(tmp_path: Path, frameworklint: CommandLine) -> None:
    sheets = small()
    sheets["techniques"].append({**sheets["techniques"][2], "disarm_id": "T0003"})
    sheets["countermeasures"][0]["techniques"] = "T0009 - Post It"
    lay(tmp_path, sheets)
    run = frameworklint("fix", tmp_path, "--select", "FW706", "--suggested", "ALL")
    assert run.code == 1
    assert "suggested, with several readings" in run.out
    assert held(tmp_path) == sheets


def test_of_several_readings_one_is_chosen_by_its_finding_and_number(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    for row in sheets["incidenttechniques"][:2]:
        row |= {"name": BOTH, "technique_ids": "T0001,T0001.001"}
    sheets["incidenttechniques"][1]["technique_ids"] = "T0002,T0001.001"
    lay(tmp_path, sheets)
    (doubled,) = frameworklint.json(str(tmp_path), "--select", "FW705")
    chosen = doubled["fingerprint"]
    frameworklint("fix", tmp_path, "--suggested", chosen)
    assert held(tmp_path) == sheets
    run = frameworklint("fix", tmp_path, "--suggested", f"{chosen}:3")
    assert (run.code, run.out) == (2, "")
    assert f"--suggested {chosen}:3: this finding has 2 readings" in run.err
    run = frameworklint("fix", tmp_path, "--suggested", "0" * 32)
    assert run.code == 2
    assert "no finding has the fingerprint 000" in run.err
    assert held(tmp_path) == sheets
    frameworklint("fix", tmp_path, "--suggested", f"{chosen}:2")
    sheets["incidenttechniques"][1]["technique_ids"] = "T0002"
    assert held(tmp_path) == sheets


def test_a_fix_that_brings_another_finding_is_withdrawn(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    """Two rows have one text: where both list what it cites, they say the same twice."""
    sheets = small()
    part = next(row for row in sheets["techniques"] if row["disarm_id"] == "T0001.001")
    sheets["techniques"].append(part | {"disarm_id": "T0001.002", "name": "Plan It Twice"})
    text = "They planned a lot for that day (T0001.002: Plan It Twice)."
    for row, wanted in zip(sheets["incidenttechniques"], ("T0001.001", "T0001.002"), strict=False):
        row |= {"name": text, "technique_ids": wanted}
    lay(tmp_path, sheets)
    run = frameworklint("fix", tmp_path, "--select", "FW403", "--suggested", "FW403")
    assert run.code == 1
    assert "withdrawn: FW403" in run.out
    assert "it would bring FW405: T0001.002 Plan It Twice is listed twice with the same" in run.out
    assert held(tmp_path) == sheets  # which of both should list it nobody knows


def test_where_rows_have_one_text_each_of_them_may_list_what_it_cites(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    text = "They planned (T0001: Plan It, T0001.001: Plan It Well) and posted (T0002: Post It)."
    for row, wanted in zip(sheets["incidenttechniques"], ("T0001", "T0001.001"), strict=False):
        row |= {"name": text, "technique_ids": wanted}
    lay(tmp_path, sheets)
    (found,) = frameworklint.json(str(tmp_path), "--select", "FW407")
    titles = [reading["title"] for reading in found["fix"]["readings"]]
    assert titles == ["add T0002 in D2", "add T0002 in D3"]
    frameworklint("fix", tmp_path, "--suggested", f"{found['fingerprint']}:2")
    sheets["incidenttechniques"][1]["technique_ids"] = "T0001.001,T0002"
    assert held(tmp_path) == sheets


def test_a_row_that_repeats_another_was_to_list_what_its_text_cites(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    text = "They planned (T0001: Plan It) and posted (T0002: Post It)."
    for row, wanted in zip(sheets["incidenttechniques"], ("T0001", "T0001"), strict=False):
        row |= {"name": text, "technique_ids": wanted}
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001,T0001.001"
    lay(tmp_path, sheets)
    (found,) = frameworklint.json(str(tmp_path), "--select", "FW407")
    titles = [reading["title"] for reading in found["fix"]["readings"]]
    assert titles == ["add T0002 in D2", "write T0002 instead of T0001 in D3"]


@pytest.mark.parametrize(
    ("wanted", "listed", "fixed"),
    [("T0002", "T0001, T0099", "T0001,T0002"), ("T0001", "T0001.001,T0099", "T0001.001,T0001")],
    ids=["behind a blank", "beside an ID that begins like it"],
)
def test_an_unknown_id_is_put_right_in_the_text_and_in_its_row(
    tmp_path: Path, frameworklint: CommandLine, wanted: str, listed: str, fixed: str
) -> None:
    sheets = small()
    name = next(row["name"] for row in sheets["techniques"] if row["disarm_id"] == wanted)
    text = f"They posted a lot of it on that day (T0099: {name})."
    sheets["incidenttechniques"][0] |= {"name": text, "technique_ids": listed}
    lay(tmp_path, sheets)
    frameworklint("fix", tmp_path, "--suggested", "FW301", "--select", "FW301")
    sheets["incidenttechniques"][0] |= {
        "name": text.replace("T0099", wanted),
        "technique_ids": fixed,
    }
    assert held(tmp_path) == sheets


def test_two_fixes_of_one_text_are_applied_one_after_the_other(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    """A reference that is named by its new ID is put on a line of its own afterwards."""
    sheets = small()
    sheets["countermeasures"][0]["techniques"] = "T0001 - Plan It T0009 - Post It"
    lay(tmp_path, sheets)
    frameworklint("fix", tmp_path, "--select", "FW702,FW706", "--suggested", "FW706")
    found = held(tmp_path)["countermeasures"][0]["techniques"]
    assert found == "T0001 - Plan It\nT0002 - Post It"


def test_findings_of_severity_info_are_fixed_where_they_are_shown(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    sheets["incidenttechniques"][0]["name"] = "They\u00a0planned (T0001: Plan It)."
    lay(tmp_path, sheets)
    assert "nothing to fix" in frameworklint("fix", tmp_path).out
    assert frameworklint("fix", tmp_path, "--select", "FW512").code == 0
    assert held(tmp_path) == small()
    lay(tmp_path, sheets)
    frameworklint("fix", tmp_path, "--show-info")
    assert held(tmp_path) == small()


def test_a_page_that_waits_for_the_generator_is_told(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    sheets["techniques"][0]["summary"] = "To <i>plan<i> it."
    lay(tmp_path, small(), sheets)
    run = frameworklint("fix", tmp_path, "--select", "FW501")
    assert run.code == 1
    assert "the page differs from its cell: run the generator first" in run.out
    assert held(tmp_path) == small()


def test_only_what_is_new_is_fixed(tmp_path: Path, frameworklint: CommandLine) -> None:
    repository = Repository(tmp_path)
    sheets = small()
    sheets["countermeasures"][0]["techniques"] = "T0002 - Post It T0001 - Plan It"
    lay(tmp_path, sheets)
    repository.commit("old")
    sheets["incidents"][1]["name"] = "Second "
    lay(tmp_path, sheets)
    run = frameworklint("fix", "--since", "HEAD", "--select", "FW702,FW708")
    assert run.code == 0, run.out + run.err
    sheets["incidents"][1]["name"] = "Second"
    assert held(tmp_path) == sheets


def _text_defects() -> Iterator[tuple[str, Callable[[str], str]]]:
    yield "FW512", lambda text: text.replace(" ", "\u00a0", 1)
    yield "FW503", lambda text: text.replace("ed", "e\u200bd", 1)
    yield "FW501", lambda text: text.replace("</i>", "<i>", 1)
    yield "FW302", lambda text: text.replace("(T0001:", "(T001:", 1)
    yield "FW303", lambda text: text.replace("Plan It)", "Plan I)", 1)
    yield "FW504", lambda text: text.replace("café", "cafÃ©", 1)
    yield "FW401", lambda text: f"{text}, {text}"


TEXT = "They <i>planned</i> it in a café at length (T0001: Plan It)."


@pytest.mark.parametrize(("code", "spoil"), list(_text_defects()), ids=lambda one: str(one)[:5])
def test_a_planted_defect_is_fixed_back_to_the_original_text(
    tmp_path: Path, frameworklint: CommandLine, code: str, spoil: Callable[[str], str]
) -> None:
    sheets = small()
    sheets["incidenttechniques"][0] |= {"name": TEXT, "technique_ids": "T0001"}
    good = sheets["incidenttechniques"][0]["name"]
    spoiled = spoil(good)
    assert spoiled != good
    sheets["incidenttechniques"][0]["name"] = spoiled
    lay(tmp_path, sheets)
    run = frameworklint("fix", tmp_path, "--select", code)
    assert run.code == 0, run.out
    sheets["incidenttechniques"][0]["name"] = good
    assert held(tmp_path) == sheets


_LISTS = [("incidenttechniques", "technique_ids", ",")]


@settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(data=st.data())
def test_random_blanks_are_fixed_back_exactly_and_for_good(
    tmp_path_factory: pytest.TempPathFactory, frameworklint: CommandLine, data: st.DataObject
) -> None:
    """Around and between IDs, in names and lists: the workbook is as it was before."""
    folder = tmp_path_factory.mktemp("blanks")
    good = small()
    # Texts that no rule compares, so that a list that is read again brings no other finding.
    texts = ("They planned a march.", "A film was posted twice.", "Nobody answered the call.")
    for row, text in zip(good["incidenttechniques"], texts, strict=True):
        row["name"] = text
    sheets = copy.deepcopy(good)
    blank = st.sampled_from(["", "", " ", "\u00a0", "  ", "\n"])
    for row in sheets["incidenttechniques"]:
        parts = row["technique_ids"].split(",")
        row["technique_ids"] = ",".join(data.draw(blank) + part for part in parts)
        row["disarm_id"] = data.draw(blank) + row["disarm_id"] + data.draw(blank)
    for row in sheets["techniques"]:
        row["name"] += data.draw(blank)
    lay(folder, sheets, good)
    frameworklint("fix", folder, "--select", "FW702,FW708")
    assert held(folder) == good
    run = frameworklint("fix", folder, "--select", "FW702,FW708")
    assert run.code == 0
    assert "nothing to fix" in run.out


def test_a_fault_of_the_template_is_not_fixed_by_fixing_others(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    sheets = small()
    actor = sheets["actortypes"][0]
    for number in range(20, 40):
        sheets["actortypes"].append(actor | {"disarm_id": f"A{number:03}", "name": f"a{number}"})
    pages = printed(sheets)
    for path in [path for path in pages if "/actortypes/" in path]:
        pages[path] = pages[path].replace("**Summary**", "**Sumary**", 1)
        pages[path] = pages[path].replace("**Summary:**", "**Sumary:**", 1)
    write(tmp_path, {**books(sheets), **pages})
    told = frameworklint("check", tmp_path, "--no-cache", "--output-format", "json").findings
    common = next(one for one in told if one["rule"] == "FW104")
    assert "on 22 of 22 actor types" in common["message"]
    run = frameworklint("fix", tmp_path, "--select", "FW104")
    assert (run.code, "FW104" in run.out) == (1, True)
