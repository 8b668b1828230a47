"""JUnit's XML says what the finding says, whatever characters it holds."""

import os
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from ..builders import SEVERITIES, add, clean, hold, made, strange
from ..conftest import corpus
from ..scratch import CommandLine, Repository


def suites(frameworklint: CommandLine, *arguments: str) -> ElementTree.Element:
    run = frameworklint("check", "--output-format", "junit", *arguments)
    assert run.code in (0, 1), run.err
    return ElementTree.fromstring(run.out.encode("utf-8"))


def numbers(element: ElementTree.Element) -> tuple[int, int, int]:
    """How many tests, failures and errors an element says there are."""
    tests, failures, errors = (int(element.attrib[n]) for n in ("tests", "failures", "errors"))
    return tests, failures, errors


def test_a_failed_case_is_the_finding(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    top = suites(frameworklint, "--show-info")
    said = [
        (
            case.attrib["classname"],
            case.attrib["name"],
            failure.attrib["type"],
            failure.attrib["message"],
            failure.text,
        )
        for case in top.iter("testcase")
        for failure in case.iter("failure")
    ]
    wanted = []
    for finding in frameworklint.json("--show-info"):
        path = finding["path"].replace("\n", r"\x0a")
        where = f"{finding['line']}:{finding['column']}"
        wanted.append(
            (
                path,
                f"{finding['rule']} {finding['name']} {finding['subject']} "
                f"[{finding['fingerprint'][:12]}]",
                finding["severity"],
                finding["message"],
                f"{path}:{where}: {finding['message']}",
            )
        )
    assert said == wanted
    assert {kind for _, _, kind, _, _ in said} == {"error", "warning", "info"}


def test_a_suite_is_a_page_and_counts_its_cases(
    repository: Repository, frameworklint: CommandLine
) -> None:
    two = "[x](gone.md)\n\n[y](away.md)\n"
    hold(repository, made(add("one.md", "[x](gone.md)\n"), add("two.md", two)))
    top = suites(frameworklint)
    assert numbers(top) == (3, 3, 0)
    assert [(suite.attrib["name"], numbers(suite)) for suite in top] == [
        ("one.md", (1, 1, 0)),
        ("two.md", (2, 2, 0)),
    ]


def test_a_run_without_findings_is_one_case_that_passes(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean())
    top = suites(frameworklint)
    assert numbers(top) == (1, 0, 0)
    assert [numbers(suite) for suite in top] == [(1, 0, 0)]
    assert len(list(top.iter("testcase"))) == 1
    assert list(top.iter("failure")) == []


@pytest.mark.parametrize("code", ["\ufffe", "\uffff"])
def test_a_code_that_xml_can_not_hold_is_spelled(
    repository: Repository, frameworklint: CommandLine, code: str
) -> None:
    hold(repository, made(add(f"a{code}.md", f"[y](gone{code}.md)\n")))
    (case,) = suites(frameworklint).iter("testcase")
    (failure,) = case
    spelled = f"\\u{ord(code):04x}"
    assert case.attrib["classname"] == f"a{spelled}.md"
    assert f"gone{spelled}.md" in failure.attrib["message"]
    assert failure.text == f"a{spelled}.md:1:5: {failure.attrib['message']}"


def test_bytes_that_are_no_utf_8_in_a_name_are_spelled(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean())
    with open(os.path.join(os.fsencode(repository.folder), b"a\xff.md"), "wb") as file:
        file.write(b"[x](gone.md)\n")
    (suite,) = suites(frameworklint)
    assert suite.attrib["name"] == r"a\udcff.md"
    assert suite[0].attrib["classname"] == r"a\udcff.md"


def test_what_is_no_code_but_a_letter_stays(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("é漢💥\ufffd.md", "[y](gone\ue000.md)\n")))
    (case,) = suites(frameworklint).iter("testcase")
    assert case.attrib["classname"] == "é漢💥\ufffd.md"
    assert "gone\ue000.md" in case[0].attrib["message"]


def test_a_run_without_findings_is_named_after_the_tool(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean())
    top = suites(frameworklint)
    (suite,) = top
    (case,) = suite
    assert (top.attrib["name"], suite.attrib["name"]) == ("frameworklint", "frameworklint")
    assert case.attrib == {"name": "frameworklint", "classname": "frameworklint", "time": "0"}


def names(frameworklint: CommandLine) -> list[str]:
    return [case.attrib["name"] for case in suites(frameworklint).iter("testcase")]


def test_the_names_of_tests_are_unique_and_stay_when_lines_move(
    repository: Repository, frameworklint: CommandLine
) -> None:
    links = "[x](gone.md)\n\n[y](away.md)\n\n[z](none/a.md)\n"
    hold(repository, made(add("one.md", links), add("two.md", links)))
    before = names(frameworklint)
    assert len(set(before)) == len(before) > 1
    hold(repository, made(add("one.md", "A line\n\n" * 9 + links), add("two.md", links)))
    assert names(frameworklint) == before


@pytest.mark.slow
def test_the_names_of_tests_of_the_real_framework_are_unique(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "frameworklint", "check", str(corpus("disarm-2025-02"))]
    options = ["--no-cache", "--output-format", "junit", "--show-info"]
    run = subprocess.run([*command, *options], capture_output=True, text=True, check=False)
    found = [case.attrib["name"] for case in ElementTree.fromstring(run.stdout).iter("testcase")]
    assert len(set(found)) == len(found) > 100
