"""How to fix a finding: the remedy fits the case."""

import re

import pytest

from frameworklint.linter import rule_page
from frameworklint.linter.registry import all_rules, named
from frameworklint.linter.rule import Rule

from ..builders import FERRY, SOURCE_ROW, add, clean, hold, made, swap
from ..scratch import CommandLine, Repository
from ..workbooks import FOLDER, book, small

OF_SPREADSHEETS = re.compile(r"spreadsheet|\bsheet\b|\bcell\b|\.xlsx|generator")


def remedies(frameworklint: CommandLine, *arguments: str) -> list[str]:
    text = frameworklint("check", *arguments).out
    return re.findall(r"^      fix: (.*)$", text, re.M)


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.code)
def test_nobody_is_sent_to_a_spreadsheet_for_a_text_written_by_hand(rule: Rule) -> None:
    said = rule_page.remedy(rule, by_hand=True)
    assert said
    allowed = "no spreadsheet holds it" in said or "How to fix it in a note" in rule_page.read(rule)
    assert allowed or not OF_SPREADSHEETS.search(said)


def test_a_link_in_a_readme_is_fixed_there(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean(add("README.md", "# Read me\n\n[x](gone.md)\n")))
    (said,) = remedies(frameworklint)
    assert said.startswith("Correct the link itself")


def test_a_text_in_a_note_is_fixed_there_and_in_a_cell_in_the_spreadsheet(
    repository: Repository, frameworklint: CommandLine
) -> None:
    edits = [add(FERRY, "\nSee T9999.\n"), swap(FERRY, "harbor ferries", "harbor ferries (T9998)")]
    hold(repository, clean(edits[0]))
    by_hand = "Write the ID that is meant"
    assert [said[: len(by_hand)] for said in remedies(frameworklint)] == [by_hand]
    hold(repository, clean(*edits))
    of_the_cell, of_the_note = remedies(frameworklint, "--select", "FW301")
    assert of_the_cell.startswith("Put the right ID into the spreadsheet cell")
    assert of_the_note.startswith(by_hand)


def test_a_file_on_somebodys_computer_gets_an_address(
    repository: Repository, frameworklint: CommandLine
) -> None:
    local = "| [report.pdf](file:///C:/Users/someone/report.pdf) "
    hold(repository, clean(swap(FERRY, SOURCE_ROW, local + SOURCE_ROW[SOURCE_ROW.index("|", 1) :])))
    (said,) = remedies(frameworklint, "--select", "FW207")
    assert said.startswith("Give the address of the source on the web, in column `url_id`")


@pytest.mark.parametrize(
    ("message", "beginning"),
    [
        ("This file is not UTF-8: byte 0xE9 on line 1", "Open the file in an editor"),
        ("This file can not be read: Permission denied", "The computer does not let"),
        ("This file can not be read: frameworklint fails on it (KeyError)", "Report the page"),
        ("This file is a pointer of Git LFS, and its content is not here", "Run `git lfs pull`"),
        ("This file is a symbolic link that leads nowhere", "Put the file itself in its place"),
        ("This file is a folder, not a file", "Put the file itself in its place"),
        ("This file is a .ods file: save the workbook as .xlsx", "Open the file in a spreadsheet"),
        ("This file is protected with a password, or an old .xls file: …", "Open the file in a sp"),
        ("This file is larger than 2,000,000 bytes", "Look for what was pasted by mistake"),
    ],
)
def test_a_file_that_can_not_be_read_is_not_always_a_matter_of_its_encoding(
    message: str, beginning: str
) -> None:
    (rule,) = named("FW001")
    assert rule_page.remedy(rule, message=message).startswith(beginning)


@pytest.mark.parametrize(
    ("message", "beginning"),
    [
        ("The page stands 2 times in this file; a copy begins here", "Delete everything from"),
        ("The page stands more than once in its file on 9 of 9 tasks", "Have the line `DO NOT"),
    ],
)
def test_a_page_that_was_printed_below_itself_is_no_note(message: str, beginning: str) -> None:
    (rule,) = named("FW006")
    assert rule_page.remedy(rule, message=message, by_hand=True).startswith(beginning)


@pytest.mark.parametrize(
    ("names", "beginning"),
    [
        (["DATA - Copy.xlsx", "DATA.xlsx"], "Compare the copy with the workbook"),
        (["DATA - Copy.xlsx"], "Do not delete the file"),
        (["DATA.xlsx", "~$DATA.xlsx"], "Close the workbook before you commit"),
    ],
)
def test_the_only_copy_of_a_workbook_is_not_to_be_deleted(
    repository: Repository, frameworklint: CommandLine, names: list[str], beginning: str
) -> None:
    content = book({"incidents": small()["incidents"]})
    files = {f"{FOLDER}/{name.replace('DATA', 'DISARM_DATA_MASTER')}": content for name in names}
    hold(repository, {**clean(), **files})
    (said,) = remedies(frameworklint, "--select", "FW710")
    assert said.startswith(beginning)


def test_a_read_me_in_another_encoding_is_saved_as_utf_8(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("README.md", b"# caf\xe9\n")))
    (said,) = remedies(frameworklint)
    assert "UTF-8" in said


def test_each_remedy_is_given_once(repository: Repository, frameworklint: CommandLine) -> None:
    pages = {f"{n}.md": "[x](gone.md)\n" for n in "ab"}
    hold(repository, clean() | pages | {"c.md": b"\xff\n", "d.md": b"\xfe\n"})
    said = remedies(frameworklint)
    assert len(said) == len(set(said)) == 2
