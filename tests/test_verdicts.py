"""What readers said of findings on the real framework holds from then on.

`data/verdicts.jsonl` has one verdict a line: the tree, the rule, the page's ID or path, the
subject, whether the finding is true and worth a maintainer's minute, and why. The readers saw the
page and the message, not the rule's code. False verdicts stay in the data. Those of the first
reader are repetitions of what another rule says of the same spot, and are still reported: their
number may only fall.
"""

import json
from pathlib import Path
from typing import Any

import pytest

from frameworklint.framework import Framework
from frameworklint.run import lint

DATA = Path(__file__).parent / "data" / "verdicts.jsonl"
VERDICTS: list[dict[str, Any]] = [json.loads(line) for line in DATA.read_text("utf-8").splitlines()]
STILL_REPORTED = {"disarm-2025-02": 9, "disarm-2023-09": 9}
TREES = {"disarm-2025-02": "framework_2025", "disarm-2023-09": "framework_2023"}


@pytest.mark.parametrize("tree", TREES)
def test_findings_are_what_readers_judged(tree: str, request: pytest.FixtureRequest) -> None:
    framework: Framework = request.getfixturevalue(TREES[tree])
    reported = {
        (finding.rule.code, finding.place.page.id or finding.place.page.path, finding.place.subject)
        for finding in lint(framework).findings
    }
    judged = [verdict for verdict in VERDICTS if verdict["tree"] == tree]
    found = [v for v in judged if (v["rule"], v["page"], v["subject"]) in reported]
    assert [v for v in judged if v["verdict"] and v not in found] == []
    assert sum(not verdict["verdict"] for verdict in found) <= STILL_REPORTED[tree]
