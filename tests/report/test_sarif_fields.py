"""Every field of SARIF is the finding's own, as the JSON report of the same run has it."""

import json
import re
from typing import Any
from urllib.parse import unquote

import pytest

from frameworklint import HOMEPAGE, __version__

from ..builders import (
    FERRY,
    PLATFORM,
    PLATFORM_TEXT,
    SEVERITIES,
    all_rules,
    clean,
    hold,
    sheets_of_clean,
    strange,
    swap_all,
    tell,
    workbooks_of,
)
from ..scratch import CommandLine, Repository
from ..workbooks import DATA, FOLDER

LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def log_of(frameworklint: CommandLine, *arguments: str) -> dict[str, Any]:
    """The only run of the SARIF log."""
    run = frameworklint("check", "--output-format", "sarif", *arguments)
    assert run.code in (0, 1), run.err
    log: dict[str, Any] = json.loads(run.out)
    (only,) = log["runs"]
    return dict(only)


@pytest.fixture
def both(
    repository: Repository, frameworklint: CommandLine
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """SARIF's run over strange pages with changed severities, and the findings as JSON."""
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    return log_of(frameworklint, "--show-info"), frameworklint.json("--show-info")


Both = tuple[dict[str, Any], list[dict[str, Any]]]


def test_results_are_the_findings(both: Both) -> None:
    run, findings = both
    assert len(run["results"]) == len(findings) == 8
    for result, finding in zip(run["results"], findings, strict=True):
        assert result["ruleId"] == finding["rule"]
        assert result["message"] == {"text": finding["message"]}
        # `primaryLocationLineHash` is the uploader's, which warns of any other value there.
        assert result["partialFingerprints"] == {"frameworklint/v1": finding["fingerprint"]}


def test_the_level_is_that_of_the_settings(both: Both) -> None:
    run, findings = both
    levels = [result["level"] for result in run["results"]]
    assert levels == [LEVELS[finding["severity"]] for finding in findings]
    by_rule = dict(zip((r["ruleId"] for r in run["results"]), levels, strict=True))
    assert by_rule == {
        "FW102": "error",
        "FW108": "note",
        "FW109": "note",
        "FW201": "error",
        "FW501": "warning",
    }


def test_each_result_points_at_its_rule(both: Both) -> None:
    run, _ = both
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["FW102", "FW108", "FW109", "FW201", "FW501"]
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_a_rule_says_its_own_name_severity_and_page(both: Both) -> None:
    run, findings = both
    known = {rule.code: rule for rule in all_rules()}
    for said in run["tool"]["driver"]["rules"]:
        rule = known[said["id"]]
        assert said["name"] == rule.name
        assert said["helpUri"] == rule.url
        assert said["defaultConfiguration"] == {"level": LEVELS[rule.severity]}
        assert said["help"]["markdown"].startswith(f"# {rule.code} {rule.name}\n")
        assert said["shortDescription"]["text"] in said["help"]["markdown"]
    assert {f["url"] for f in findings} == {r["helpUri"] for r in run["tool"]["driver"]["rules"]}


def region(place: dict[str, Any]) -> tuple[int, int, int, int]:
    found = place["physicalLocation"]["region"]
    return found["startLine"], found["startColumn"], found["endLine"], found["endColumn"]


def test_the_region_is_the_findings(both: Both) -> None:
    run, findings = both
    assert run["columnKind"] == "unicodeCodePoints"
    for result, finding in zip(run["results"], findings, strict=True):
        (primary,) = result["locations"]
        assert region(primary) == (
            finding["line"],
            finding["column"],
            finding["end_line"],
            finding["end_column"],
        )
        file = primary["physicalLocation"]["artifactLocation"]
        assert unquote(file["uri"]) == finding["path"]
        assert file["uriBaseId"] == "%SRCROOT%"
    uris = [
        r["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for r in run["results"]
    ]
    assert "odd%2C%20100%25%3A%20a.md" in uris
    assert "line%0Abreak.md" in uris


def test_other_places_say_where_and_what(both: Both) -> None:
    run, findings = both
    for result, finding in zip(run["results"], findings, strict=True):
        related = result.get("relatedLocations", [])
        said = [
            {
                "path": unquote(place["physicalLocation"]["artifactLocation"]["uri"]),
                "line": region(place)[0],
                "column": region(place)[1],
                "message": place["message"]["text"],
            }
            for place in related
        ]
        assert said == finding["also"]
        assert ("relatedLocations" in result) == bool(finding["also"])


def test_a_root_below_gits_top_level_is_part_of_the_path(
    repository: Repository, frameworklint: CommandLine
) -> None:
    pages = clean(tell("a message", "<i>a message"))
    hold(repository, {f"data base/{path}": text for path, text in pages.items()})
    run = log_of(frameworklint, "data base")
    uris = {
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in run["results"]
        for place in [*result["locations"], *result.get("relatedLocations", [])]
    }
    assert uris == {f"data%20base/{FERRY}", f"data%20base/{PLATFORM}"}


def test_the_cell_stands_behind_the_other_places(
    repository: Repository, frameworklint: CommandLine
) -> None:
    sheets = sheets_of_clean()
    sheets["incidenttechniques"][0]["name"] += " [x](gone.md)"
    pages = clean(swap_all(PLATFORM_TEXT, f"{PLATFORM_TEXT} [x](gone.md)"))
    hold(repository, pages | workbooks_of(sheets))
    (result, *_) = log_of(frameworklint, "--select", "FW201")["results"]
    *_, last = result["relatedLocations"]
    assert last["message"]["text"] == f"printed from {DATA} › incidenttechniques › B2"
    assert last["physicalLocation"]["artifactLocation"]["uri"] == f"{FOLDER}/{DATA}"
    # A workbook has no lines: the cell is said in words, and as a logical location.
    assert region(last)[:2] == (1, 1)
    cell = f"{DATA} › incidenttechniques › B2 (IT00000001)"
    logical = {"name": "B2", "fullyQualifiedName": cell, "kind": "cell"}
    assert last["logicalLocations"] == [logical]
    assert f"(source: {cell})" in result["message"]["text"]


def test_the_run_names_the_tool_and_how_it_counts(both: Both) -> None:
    run, _ = both
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["semanticVersion"]) == ("frameworklint", __version__)
    assert driver["informationUri"] == HOMEPAGE
    assert run["columnKind"] == "unicodeCodePoints"
    assert run["originalUriBaseIds"] == {"%SRCROOT%": {"description": {"text": "git's top level"}}}


@pytest.mark.parametrize(
    ("link", "shown"),
    [
        ("[see this](1)", r"\[see this\](1)"),
        ("[evil](https://evil.example)", r"\[evil\](https://evil.example)"),
        ("a[0]b.md", "a[0]b.md"),
    ],
)
def test_a_text_that_looks_like_a_link_is_none(
    repository: Repository, frameworklint: CommandLine, link: str, shown: str
) -> None:
    hold(repository, {"README.md": f"# A\n\n[click](<{link}>)\n"})
    (result,) = log_of(frameworklint)["results"]
    assert f"`{shown}` leads nowhere" in result["message"]["text"]


def test_a_text_in_braces_is_no_placeholder(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"README.md": "# A\n\n[a](a{0}{x}.md) [b](b{x}.md)\n"})
    first, second = (result["message"]["text"] for result in log_of(frameworklint)["results"])
    assert "`a{{0}}{{x}}.md` leads nowhere" in first
    assert "`b{x}.md` leads nowhere" in second


def test_a_backslash_hides_no_bracket(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, {"README.md": "# A\n\n[click](<\\\\[x](1)>)\n"})
    (result,) = log_of(frameworklint)["results"]
    (finding,) = frameworklint.json()
    text, plain = result["message"]["text"], finding["message"]
    assert "](" in plain
    assert re.sub(r"\\(.)", r"\1", text) == plain
    assert not re.search(r"(?<!\\)(?:\\\\)*[\[\]]", text)
