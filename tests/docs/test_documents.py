"""README.md, CONTRIBUTING.md and docs/ say what is true: all that they show is run as it stands."""

import os
import re
from pathlib import Path

import pytest

from ..scratch import TOP, CommandLine, copy_project
from .documents import (
    DOCUMENTS,
    README,
    bash,
    commands,
    generated_parts,
    is_about_a_framework,
    name,
    regenerated,
    run_through,
)
from .generated import PARTS

EACH = pytest.mark.parametrize("document", DOCUMENTS, ids=name)
INSTALL, TEST = (line for line in commands(README) if ".venv" in line)


def rewritten(document: Path, wanted: str, request: pytest.FixtureRequest) -> None:
    """Demand that a document is as it should be, or write it so with `--update-docs`."""
    text = document.read_text("utf-8")
    if request.config.getoption("--update-docs") and wanted != text:
        assert not os.environ.get("CI"), "documents are never rewritten in CI"
        document.write_text(wanted, "utf-8")
        pytest.skip("rewritten; read it before you commit it")
    assert wanted == text, "`pytest --update-docs tests/docs` writes it anew"


@EACH
def test_what_it_shows_runs_as_it_stands(
    document: Path, checkout: Path, request: pytest.FixtureRequest
) -> None:
    folder = checkout
    if is_about_a_framework(document):
        has_workbooks = document.stem == "spreadsheets"
        fixture = "framework_with_workbooks" if has_workbooks else "framework"
        folder = request.getfixturevalue(fixture)
    # These two install for minutes: they have tests of their own.
    rewritten(document, run_through(document, folder, checkout, {INSTALL, TEST}), request)


@EACH
def test_generated_parts_are_current(document: Path, request: pytest.FixtureRequest) -> None:
    text = document.read_text("utf-8")
    rewritten(document, regenerated(text, PARTS), request)


def test_every_part_that_can_be_generated_is_shown() -> None:
    shown = [part for path in DOCUMENTS for part in generated_parts(path.read_text("utf-8"))]
    assert sorted(shown) == sorted(PARTS)


@pytest.mark.slow
def test_installing_and_checking_the_example_on_a_fresh_machine(tmp_path: Path) -> None:
    copy_project(tmp_path)
    run = bash(INSTALL, tmp_path)
    assert run.returncode == 1, run.stderr
    assert "FW404 foreign-description" in run.stdout


def test_ci_finds_the_command_that_runs_all_tests() -> None:
    script = (TOP / ".ci" / "run").read_text("utf-8")
    search = re.search(r"grep -E '(?P<pattern>.+)' README\.md", script)
    assert search
    lines = README.read_text("utf-8").splitlines()
    assert [line for line in lines if re.search(search["pattern"], line)] == [TEST]


def test_links_lead_where_they_say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    frameworklint = CommandLine(TOP, capsys, monkeypatch)
    run = frameworklint("check", "CHANGELOG.md", *map(name, DOCUMENTS))
    assert run.code == 0, run.out + run.err


def test_every_document_is_linked_from_readme() -> None:
    text = README.read_text("utf-8")
    assert [path for path in map(name, DOCUMENTS[1:]) if f"({path})" not in text] == []


def test_documents_speak_plainly() -> None:
    words = re.compile(r"\b(?:mend|mends|mended|told)\b", re.IGNORECASE)
    outside_of_blocks = re.compile(r"^(`{3,})\w+\n.*?^\1$", re.MULTILINE | re.DOTALL)
    for document in DOCUMENTS:
        prose = outside_of_blocks.sub("", document.read_text("utf-8"))
        assert words.findall(prose) == [], name(document)
