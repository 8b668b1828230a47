"""The text report in a terminal: on its screen each line stands as it was written."""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pyte
import pytest

from frameworklint.linter import rule_page
from frameworklint.linter.registry import named

from ..builders import hold
from ..report.trees import TREES
from ..scratch import ENVIRONMENT, CommandLine, Repository

pty = pytest.importorskip("pty")  # Windows has none

MARGIN = 8


def screen_of(
    folder: Path,
    columns: int,
    command: Sequence[str] = ("check", "--no-cache"),
    code: int = 1,
    **environment: str,
) -> pyte.Screen:
    """The screen of a terminal in which frameworklint has run, and ended with an exit code."""
    import fcntl
    import struct
    import termios

    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    own = {name: value for name, value in ENVIRONMENT.items() if name != "COLUMNS"}
    run = subprocess.Popen(
        [sys.executable, "-m", "frameworklint", *command],
        cwd=folder,
        env={**own, "TERM": "xterm", **environment},
        stdin=slave,
        stdout=slave,
        stderr=slave,
    )
    os.close(slave)
    screen = pyte.Screen(columns, 1_000)
    stream = pyte.ByteStream(screen)
    while True:
        try:
            written = os.read(master, 65_536)
        except OSError:  # Linux says so where macOS ends the file
            break
        if not written:
            break
        stream.feed(written)
    os.close(master)
    assert run.wait() == code
    return screen


def rows(screen: pyte.Screen) -> list[str]:
    """What the screen shows; a cell that a wide letter fills is empty."""
    return [row.rstrip() for row in screen.display]


@pytest.mark.parametrize(
    ("tree", "columns", "severities"),
    [("workbook", 80, {"red"}), ("example", 100, {"red", "magenta"})],
)
def test_the_screen_shows_the_report_as_it_is_written(
    repository: Repository,
    frameworklint: CommandLine,
    tree: str,
    columns: int,
    severities: set[str],
) -> None:
    hold(repository, TREES[tree]())
    screen = screen_of(repository.folder, columns)
    frameworklint.environment["COLUMNS"] = str(columns)
    report = frameworklint("check", "--no-cache").out.splitlines()
    assert rows(screen)[: len(report)] == report
    assert not any(rows(screen)[len(report) :])
    _demand_carets_below_faults(screen, len(report))
    colors = {cell.fg for row in screen.buffer.values() for cell in row.values()}
    assert colors == {"default", *severities}


def _demand_carets_below_faults(screen: pyte.Screen, height: int) -> None:
    """Every row of carets stands below text: below a link's target, all of it, or a tag."""
    found = 0
    for y in range(1, height):
        below = {x for x in range(MARGIN, screen.columns) if screen.buffer[y][x].data == "^"}
        if not below:
            continue
        above = "".join(screen.buffer[y - 1][x].data for x in sorted(below))
        around = screen.buffer[y - 1][min(below) - 1].data
        if around == "(" and above.endswith(".md"):
            assert screen.buffer[y - 1][max(below) + 1].data == ")"
        assert above.strip()
        assert (above[0] == "<") == (above in ("<i>", "<b>"))
        found += 1
    assert found >= 5


def test_a_dumb_terminal_gets_no_colors(repository: Repository) -> None:
    hold(repository, {"a.md": "# A\n\n[x](gone.md)\n"})
    screen = screen_of(repository.folder, 90, TERM="dumb")
    assert "FW201 broken-link" in rows(screen)[1]
    assert {cell.fg for row in screen.buffer.values() for cell in row.values()} == {"default"}
    assert not any(cell.bold for row in screen.buffer.values() for cell in row.values())


def test_other_texts_are_wrapped_by_words_too(repository: Repository) -> None:
    (rule,) = named("FW001")
    shown = rows(screen_of(repository.folder, 50, ["explain", "FW001"], 0))
    prose = re.sub(r"```.*?```", "", rule_page.read(rule), flags=re.DOTALL)
    assert set(prose.split()) - set(" ".join(shown).split()) == set()
    refused = rows(screen_of(repository.folder, 50, ["check", "--sort", "sevrity"], 2))
    assert refused[:3] == [
        "frameworklint: argument --sort: 'sevrity' is none",
        "  of severity, path or rule; did you mean",
        "  severity?",
    ]
