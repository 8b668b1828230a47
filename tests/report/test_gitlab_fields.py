"""GitLab's report says what the finding says."""

import json
from typing import Any

from ..builders import FERRY, SEVERITIES, clean, hold, strange, swap
from ..scratch import CommandLine, Repository

SEVERITY = {"error": "major", "warning": "minor", "info": "info"}


def issues(frameworklint: CommandLine, *arguments: str) -> list[dict[str, Any]]:
    run = frameworklint("check", "--output-format", "gitlab", *arguments)
    assert run.code in (0, 1), run.err
    found: list[dict[str, Any]] = json.loads(run.out)
    return found


def test_an_issue_is_the_finding(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    assert issues(frameworklint, "--show-info") == [
        {
            "description": f"{finding['rule']} {finding['name']}: {finding['message']}",
            "check_name": finding["name"],
            "fingerprint": finding["fingerprint"],
            "severity": SEVERITY[finding["severity"]],
            "location": {
                "path": finding["path"],
                "lines": {"begin": finding["line"], "end": finding["end_line"]},
            },
        }
        for finding in frameworklint.json("--show-info")
    ]


def test_severities_and_lines(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    found = {
        issue["check_name"]: (issue["severity"], issue["location"]["lines"])
        for issue in issues(frameworklint, "--show-info")
        if issue["location"]["path"].startswith("generated_pages/")
    }
    assert found == {
        "empty-field": ("major", {"begin": 3, "end": 3}),
        "broken-row": ("info", {"begin": 24, "end": 25}),
        "float-year": ("info", {"begin": 7, "end": 7}),
        "unbalanced-tag": ("minor", {"begin": 3, "end": 3}),
    }


def test_a_root_below_gits_top_level_is_part_of_the_path(
    repository: Repository, frameworklint: CommandLine
) -> None:
    pages = clean(swap(FERRY, "that the harbor", "that\nthe harbor"))
    hold(repository, {f"data/{path}": text for path, text in pages.items()})
    (issue,) = issues(frameworklint, "data")
    assert issue["location"]["path"] == f"data/{FERRY}"
