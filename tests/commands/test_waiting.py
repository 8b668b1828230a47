"""A workbook that changes before its pages do, from the command line."""

import copy
from pathlib import Path

import pytest

from ..scratch import CommandLine, Repository
from ..workbooks import Sheets, books, printed, small

NAMED = "They planned (T0001: Plan It, T0002: Past It)."


def faulty() -> Sheets:
    """The small framework with a text that cites a technique by another name."""
    sheets = small()
    sheets["incidenttechniques"][0]["name"] = NAMED
    return sheets


def fixed() -> Sheets:
    sheets = copy.deepcopy(faulty())
    sheets["incidenttechniques"][0]["name"] = NAMED.replace("Past It", "Post It")
    return sheets


@pytest.fixture
def printed_tree(tmp_path: Path) -> Repository:
    """A repository whose pages are the print of its workbook."""
    repository = Repository(tmp_path / "repository")
    repository.write({**books(faulty()), **printed(faulty())})
    repository.commit("all")
    return repository


@pytest.fixture
def frameworklint(
    printed_tree: Repository,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> CommandLine:
    return CommandLine(printed_tree.folder, capsys, monkeypatch)


def rules(frameworklint: CommandLine, *arguments: str) -> list[str]:
    return sorted({found["rule"] for found in frameworklint.json(*arguments)})


def test_a_cell_that_is_put_right_only_fixes_and_its_print_only_moves(
    printed_tree: Repository, frameworklint: CommandLine
) -> None:
    before = rules(frameworklint)
    assert "FW303" in before
    printed_tree.write(books(fixed()))
    (waiting,) = frameworklint.json("--since", "HEAD")
    assert waiting["rule"] == "FW709"
    run = frameworklint("check", "--since", "HEAD", "--ignore", "FW709")
    added, gone, _ = run.counts
    assert (run.code, added, gone) == (0, 0, 1)
    printed_tree.commit("the workbook")
    printed_tree.write(printed(fixed()))
    assert frameworklint.json("--since", "HEAD") == []
    assert frameworklint("check", "--since", "HEAD~1").counts[:2] == (0, 1)
    assert rules(frameworklint) == [code for code in before if code != "FW303"]


@pytest.mark.parametrize("wrong", ["T00O2: Post It", "T0099: Post It"])
def test_what_a_wrong_id_hides_is_not_new_once_it_is_put_right(
    wrong: str, printed_tree: Repository, frameworklint: CommandLine
) -> None:
    sheets = faulty()
    sheets["incidenttechniques"][2]["name"] = f"They planned (T0001: Plan It, {wrong})."
    printed_tree.write({**books(sheets), **printed(sheets)})
    assert "FW407" not in rules(frameworklint)
    printed_tree.commit("a wrong ID of what the incident does not list")
    sheets["incidenttechniques"][2]["name"] = "They planned (T0001: Plan It, T0002: Post It)."
    printed_tree.write(books(sheets))
    assert rules(frameworklint, "--since", "HEAD") == ["FW709"]
    printed_tree.write(printed(sheets))
    assert frameworklint.json("--since", "HEAD") == []
    assert "FW407" in rules(frameworklint)


def test_without_a_base_the_last_commits_tell_what_waits(
    printed_tree: Repository, frameworklint: CommandLine
) -> None:
    printed_tree.write(books(fixed()))
    assert "FW709" in rules(frameworklint)
    assert "FW701" not in rules(frameworklint)
    printed_tree.commit("the workbook")
    assert "FW709" in rules(frameworklint)
    printed_tree.edit("generated_pages/incidents/I00001.md", "Of First.", "Of something.")
    found = frameworklint.json("--select", "FW701,FW709")
    assert {one["rule"] for one in found} == {"FW701", "FW709"}
    assert "Of something." in next(str(one["message"]) for one in found if "Of" in one["message"])


def test_a_kept_answer_is_not_repeated_once_a_commit_changed_which_is_newer(
    printed_tree: Repository, frameworklint: CommandLine
) -> None:
    printed_tree.write({**books(fixed()), "generated_pages/phases/P01.md": "# Phase P01: Before\n"})
    assert "FW709" in rules(frameworklint)
    printed_tree.git("add", "generated_pages")
    printed_tree.git("commit", "--quiet", "--message", "a page")
    assert "FW709" in rules(frameworklint)
    printed_tree.commit("the workbook")
    assert frameworklint.json() == frameworklint.json("--no-cache")


def test_a_baseline_knows_a_fault_wherever_it_is_printed(
    printed_tree: Repository, frameworklint: CommandLine
) -> None:
    frameworklint("baseline")
    for path in list(printed(faulty())):
        if "/techniques/" in path or "/incidents/" in path:
            (printed_tree.folder / path).unlink()
    assert "FW303" not in rules(frameworklint, "--ignore", "FW2,FW704")
    assert "FW303" in rules(frameworklint, "--no-baseline")


def test_the_folder_of_the_workbooks_has_the_findings_of_what_is_printed(
    frameworklint: CommandLine,
) -> None:
    assert "FW303" in rules(frameworklint, "DISARM_MASTER_DATA")
