"""What a long run shows while it lasts: on a terminal only, and never in a hook."""

import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest

from ..scratch import ENVIRONMENT, EXAMPLE

# A run that takes longer than anybody waits for a sign of life.
SLOW = """
import sys
from frameworklint.cli import main as cli
from frameworklint.terminal import progress
progress._PATIENCE = {patience}
sys.exit(cli.main(["check", "--exit-zero", "--output-format", "json", {path!r}]))
"""


def shown(patience: float, environment: dict[str, str], terminal: bool = True) -> tuple[str, str]:
    """What a run prints on standard output, a pipe, and on standard error, a terminal or a pipe."""
    main, side = pty.openpty() if terminal else os.pipe()
    process = subprocess.Popen(
        [sys.executable, "-c", SLOW.format(patience=patience, path=str(EXAMPLE))],
        stdout=subprocess.PIPE,
        stderr=side,
        env={**ENVIRONMENT, "TERM": "xterm", **environment},
    )
    os.close(side)
    told = b""
    while True:
        try:
            part = os.read(main, 4096)
        except OSError:  # the terminal of a process that ended
            break
        if not part:
            break
        told += part
    os.close(main)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0, told.decode()
    return out.decode(), told.decode()


def test_a_long_run_on_a_terminal_shows_how_far_it_is() -> None:
    out, told = shown(0, {})
    assert "reading pages" in told
    assert "checking rules" in told
    assert out.startswith("{")
    assert "reading pages" not in out


def test_a_short_run_shows_nothing() -> None:
    _, told = shown(60, {})
    assert "reading pages" not in told


@pytest.mark.parametrize("variable", ["PRE_COMMIT", "GIT_INDEX_FILE"])
def test_a_hook_shows_nothing(variable: str, tmp_path: Path) -> None:
    _, told = shown(0, {variable: str(tmp_path / "index")})
    assert "reading pages" not in told


def test_a_pipe_shows_nothing() -> None:
    _, told = shown(0, {}, terminal=False)
    assert "reading pages" not in told
