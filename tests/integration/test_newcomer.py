"""Whoever has only README gets from nothing to fixed cells: by what the report says alone."""

import io
import os
import re
import subprocess
import sys
import venv
from pathlib import Path

import openpyxl
import pytest

from ..builders import (
    EXPERT_SUMMARY,
    PLATFORM_SUMMARY,
    ROOM_TEXT,
    clean,
    hold,
    sheets_of_clean,
    swap_all,
    workbooks_of,
)
from ..docs.documents import README, blocks
from ..scratch import ENVIRONMENT, Repository, copy_project

# A heading that names a cell, as README explains it.
_CELL = re.compile(r"^(?P<file>\S+\.xlsx) › (?P<sheet>\w+) › (?P<cell>[A-Z]+\d+)  ", re.MULTILINE)
WRONG = re.compile(r" \(T099\d: Nothing\)$")


def run(command: list[str], folder: Path) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        cwd=folder,
        env={k: v for k, v in ENVIRONMENT.items() if k != "COLUMNS"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def printed(texts: dict[str, str]) -> "dict[str, str | bytes]":
    """A framework as its generator prints it, with some texts replaced in cells and pages."""
    sheets, pages = sheets_of_clean(), clean()
    for old, new in texts.items():
        swap_all(old, new)(pages)
        for rows in sheets.values():
            for row in rows:
                row |= {k: v.replace(old, new) for k, v in row.items() if isinstance(v, str)}
    return pages | workbooks_of(sheets)


@pytest.mark.slow
def test_from_a_clean_machine_to_three_fixed_cells(repository: Repository, tmp_path: Path) -> None:
    environment = tmp_path / "fl"
    venv.create(environment)  # pip of its own would take seconds
    scripts = environment / ("Scripts" if os.name == "nt" else "bin")
    project = tmp_path / "project"
    copy_project(project)
    pip = [sys.executable, "-m", "pip", "--python", str(environment)]
    installed = run([*pip, "install", "--quiet", str(project)], tmp_path)
    assert installed.returncode == 0, installed.stderr

    framework = tmp_path / "framework"
    home = Repository(framework)
    texts = (EXPERT_SUMMARY, PLATFORM_SUMMARY, ROOM_TEXT)
    hold(home, printed({text: f"{text} (T099{n}: Nothing)" for n, text in enumerate(texts)}))
    home.commit()

    # README: go to your copy of the framework and say `frameworklint`.
    (lines, *_) = (block.lines for block in blocks(README, "bash"))
    assert lines[1:] == ["frameworklint"]
    first = run([str(scripts / lines[1])], framework)
    assert first.returncode == 1, first.stderr
    cells = _CELL.findall(first.stdout)
    assert len(cells) == 3

    for file, sheet, cell in cells:
        content = (framework / file).read_bytes()
        workbook = openpyxl.load_workbook(io.BytesIO(content))
        named = workbook[sheet][cell]
        assert WRONG.search(str(named.value))
        named.value = WRONG.sub("", str(named.value))
        workbook.save(framework / file)
    hold(home, printed({}))  # the generator
    again = run([str(scripts / "frameworklint"), "check", "--since", "HEAD"], framework)
    assert again.returncode == 0, again.stdout
    assert "nothing found; this change adds 0, fixes 3, leaves 0" in again.stdout
