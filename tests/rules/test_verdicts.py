"""What readers said of findings on the real framework holds from then on.

`data/verdicts.jsonl` has one verdict a line: the tree, the rule, the page's ID or path, the
subject, whether the finding is true and worth a maintainer's minute, and why. The readers saw the
page and the message, not the rule's code. False verdicts stay in the data; none of them says that
a message is wrong. Those of the first reader are repetitions of what another finding says: findings
in every other format, but nothing that the text report should tell again. The second reader, who
saw that report, also called trivial what has no effect on a page as it is shown. How many of them
the text report still tells may only fall.

`data/verdicts_by_state.jsonl` has what two further readers, who knew neither the code nor the
rules' pages, said in November 2026 of 40 findings each of the text reports on eight states of the
framework, pages alone: whether each is true, and whether it is worth a maintainer's minute. Six of
the states are commits: these are read where the environment variable `DISARM_CLONE` names a clone
of the framework's repository.
"""

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from frameworklint.findings.finding import Finding
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.place import Place
from frameworklint.report.grouping import grouped
from frameworklint.source.git import Repository

from ..conftest import findings_of

TREES = {"disarm-2025-02": "findings_2025", "disarm-2023-09": "findings_2023"}
DATA = Path(__file__).parent.parent / "data" / "verdicts.jsonl"
VERDICTS: list[dict[str, Any]] = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
BY_STATE: list[dict[str, Any]] = [
    json.loads(line)
    for line in (DATA.parent / "verdicts_by_state.jsonl").read_text("utf-8").splitlines()
]
COMMITS = sorted({verdict["tree"] for verdict in BY_STATE if verdict["tree"] not in TREES})
# In 2025 no-break spaces before a line break: who searches for what stands there still misses it.
# In 2023 the first of 33 incidents without a summary is told: it names how many are like it.
STILL_TOLD = {"disarm-2025-02": 4, "disarm-2023-09": 1}


@pytest.mark.parametrize("tree", TREES)
def test_findings_are_what_readers_judged(tree: str, request: pytest.FixtureRequest) -> None:
    findings: list[Finding] = request.getfixturevalue(TREES[tree])
    said = grouped(findings)
    assert sum(1 + len(one.same + one.block + one.following) for one in said) == len(findings)
    true = [v for v in VERDICTS if v["tree"] == tree and v["verdict"]]
    false = [v for v in VERDICTS if v["tree"] == tree and not v["verdict"]]
    reported = {_key_of(f, place) for f in findings for place in f.places}
    separately = {_key_of(one.finding, one.finding.place) for one in said}
    assert [verdict for verdict in true if _key(verdict) not in reported] == []
    still = [verdict for verdict in false if _key(verdict) in separately]
    assert len(still) <= STILL_TOLD[tree], still


def test_of_320_findings_98_in_100_are_true_and_95_worth_a_minute() -> None:
    assert Counter(verdict["tree"] for verdict in BY_STATE) == dict.fromkeys([*TREES, *COMMITS], 40)
    assert sum(verdict["true"] for verdict in BY_STATE) >= 0.98 * len(BY_STATE)
    assert sum(verdict["worth"] for verdict in BY_STATE) >= 0.95 * len(BY_STATE)
    assert all(verdict["why"] for verdict in BY_STATE)


@pytest.mark.parametrize("tree", TREES)
def test_what_was_true_of_a_state_is_reported(tree: str, request: pytest.FixtureRequest) -> None:
    assert _not_reported(tree, request.getfixturevalue(TREES[tree])) == []


@pytest.mark.slow
@pytest.mark.parametrize("commit", COMMITS)
def test_what_was_true_of_a_commit_is_reported(commit: str, schema_kinds: Kinds) -> None:
    clone = os.environ.get("DISARM_CLONE")
    if not clone:
        pytest.skip("DISARM_CLONE names no clone of the framework's repository")
    tree = Repository(clone).tree(commit)
    folder = f"{schema_kinds.workbook.folder}/"
    framework = Framework(schema_kinds, tree, is_excluded=lambda path: path.startswith(folder))
    assert _not_reported(commit, findings_of(framework)) == []


def _not_reported(tree: str, findings: list[Finding]) -> list[dict[str, Any]]:
    """The verdicts on a state of whose true findings nothing is reported any more."""
    reported = {_key_of(f, place) for f in findings for place in f.places}
    true = [verdict for verdict in BY_STATE if verdict["tree"] == tree and verdict["true"]]
    return [verdict for verdict in true if _key(verdict) not in reported]


def _key_of(finding: Finding, place: Place) -> tuple[str, str, str]:
    return finding.rule.code, place.page.id or place.page.path, place.subject


def _key(verdict: dict[str, Any]) -> tuple[str, str, str]:
    return verdict["rule"], verdict["page"], verdict["subject"]
