"""The text report as a whole, as wide as terminals are; `--update-reports` writes it anew."""

from pathlib import Path

import pytest
from rich.cells import cell_len

from frameworklint.linter import rule_page
from frameworklint.linter.rule import Rule

from ..builders import hold
from ..scratch import CommandLine, Repository
from .trees import TREES

GOLDEN = Path(__file__).with_name("golden")


def _remedy(rule: Rule, **_: object) -> str:
    words = "Correct what the rule found, in the cell that its heading names or on the page itself"
    return f"{words}, and see the page of {rule.code} for the way to do so."


@pytest.mark.parametrize("columns", [80, 100, 200])
@pytest.mark.parametrize("tree", TREES)
def test_golden_report(
    repository: Repository,
    frameworklint: CommandLine,
    tree: str,
    columns: int,
    request: pytest.FixtureRequest,
) -> None:
    hold(repository, TREES[tree]())
    # What the pages of rules say may change; how it is laid out may not.
    frameworklint.monkeypatch.setattr(rule_page, "remedy", _remedy)
    frameworklint.environment["COLUMNS"] = str(columns)
    report = frameworklint("check", "--no-cache").out
    file = GOLDEN / f"{tree}-{columns}.txt"
    if request.config.getoption("--update-reports"):
        file.write_text(report, "utf-8")
    assert report == file.read_text("utf-8")
    assert max(map(cell_len, report.splitlines())) <= columns
