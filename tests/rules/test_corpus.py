"""What is known to be wrong, and what is known to be right, in the real trees."""

import re
from pathlib import Path

import pytest

from frameworklint.findings.finding import Finding
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.place import Severity
from frameworklint.source.files import WorkTree

from ..conftest import corpus, findings_of, framework_of
from ..scratch import CommandLine

CHAT_PLATFORM = "generated_pages/techniques/T0151.004.md"
CHAT_ROOM = "generated_pages/techniques/T0151.006.md"


@pytest.fixture(scope="module")
def seed(schema_kinds: Kinds) -> Framework:
    """Two pages of techniques, alone, and a text that is no page."""
    return Framework(schema_kinds, WorkTree(str(corpus("seed"))))


def row_of(framework: Framework, path: str, listed: str) -> int:
    """The line of the row that lists a page."""
    page = framework.by_path[path]
    (row,) = [row for row in page.rows() if row.listed_id == listed]
    return page.lines.position(row.span.start)[0]


def on_line(findings: list[Finding], path: str, line: int) -> dict[str, Finding]:
    """The findings with a place on a line, by rule."""
    return {
        finding.rule.code: finding
        for finding in findings
        for place in finding.places
        if place.page.path == path and place.page.lines.position(place.span.start)[0] == line
    }


# The seed.


def test_seed_has_its_known_defects_and_no_others(seed: Framework) -> None:
    findings = findings_of(seed)
    assert {(finding.rule.code, finding.place.page.path) for finding in findings} == {
        ("FW201", CHAT_PLATFORM),
        ("FW201", CHAT_ROOM),
        ("FW401", CHAT_PLATFORM),
        ("FW403", CHAT_ROOM),
    }


def test_description_that_stands_twice_in_a_cell_is_found(seed: Framework) -> None:
    found = on_line(findings_of(seed), CHAT_PLATFORM, row_of(seed, CHAT_PLATFORM, "I00084"))
    assert "I00084" in found["FW401"].message
    place = found["FW401"].place
    copy = place.page.source[slice(*place.span)]
    (row,) = [row for row in place.page.rows() if row.listed_id == "I00084"]
    text = row.cells[1].raw
    assert len(copy) > len(text) / 2 - 10
    assert text.startswith(copy)
    assert text.rstrip(".").endswith(copy.rstrip("."))


def test_text_that_does_not_mention_its_technique_is_found(seed: Framework) -> None:
    found = on_line(findings_of(seed), CHAT_ROOM, row_of(seed, CHAT_ROOM, "I00122"))
    message = found["FW403"].message
    assert 'neither T0151.006 nor "Chat Room"' in message
    assert found["FW403"].place.subject == "T0151.006"
    assert "FW404" not in found  # whose text it is can not be known here


def test_links_to_missing_incidents_are_one_finding_a_page(seed: Framework) -> None:
    found = [finding for finding in findings_of(seed) if finding.rule.code == "FW201"]
    assert [(finding.place.page.path, len(finding.places)) for finding in found] == [
        (CHAT_PLATFORM, 4),
        (CHAT_ROOM, 1),
    ]
    assert "4 links" in found[0].message
    assert "generated_pages/incidents/" in found[0].message


def test_other_rows_of_the_seed_are_right(seed: Framework) -> None:
    for listed in ("I00068", "I00113", "I00122"):
        line = row_of(seed, CHAT_PLATFORM, listed)
        assert on_line(findings_of(seed), CHAT_PLATFORM, line).keys() == {"FW201"}


def test_text_that_is_no_markdown_is_left_alone(
    seed: Framework, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    (source,) = [path for path in seed.paths.files if path.startswith("sources/")]
    assert not source.endswith(".md")
    assert source not in seed.by_path
    frameworklint = CommandLine(corpus("seed"), capsys, monkeypatch)
    assert frameworklint.json("--select", "ALL", "--show-info", "sources") == []


def test_seed_ends_with_1(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CommandLine(corpus("seed"), capsys, monkeypatch)("check")
    assert run.code == 1
    for path, line, code in (
        (CHAT_PLATFORM, "16:", "FW401 duplicated-description"),
        (CHAT_ROOM, "15:", "FW403 uncited-technique"),
    ):
        page = run.out.partition(f"{path}  ")[2].partition("\n\n")[0]
        assert any(line in text and code in text for text in page.splitlines())


def files_of(tree: Path) -> dict[str, bytes]:
    return {path.relative_to(tree).as_posix(): path.read_bytes() for path in tree.rglob("*.md")}


def test_foreign_text_is_known_by_its_owner_where_the_owner_is_there(schema_kinds: Kinds) -> None:
    files: dict[str, str | bytes] = {**files_of(corpus("disarm-2025-02"))}
    files[CHAT_ROOM] = (corpus("seed") / CHAT_ROOM).read_bytes()
    framework = framework_of(schema_kinds, files)
    found = on_line(findings_of(framework), CHAT_ROOM, row_of(framework, CHAT_ROOM, "I00122"))
    assert "I00116" in found["FW404"].message
    assert any(other.page.id == "I00116" for other in found["FW404"].also)
    assert 'neither T0151.006 nor "Chat Room"' in found["FW403"].message


# The trees of 2025 and 2023.


def test_layout_of_2023_is_no_flood_of_findings(
    framework_2023: Framework, findings_2023: list[Finding]
) -> None:
    findings = findings_2023
    shown = [finding for finding in findings if finding.severity is not Severity.INFO]
    assert len(shown) < len(framework_2023.pages) / 4
    # What the layout of 2023 does not have is not judged.
    codes = {finding.rule.code for finding in findings}
    assert not codes & {"FW101", "FW104", "FW105", "FW106", "FW107", "FW306", "FW601"}


def test_row_numbers_of_2023_are_no_part_of_the_texts(
    framework_2023: Framework, findings_2023: list[Finding]
) -> None:
    number = re.compile(framework_2023.kinds.conventions.row_number)
    numbered = [
        listing
        for page in framework_2023.records
        for listing in framework_2023.listings.of(page)
        if listing.text and number.match(listing.text.raw)
    ]
    assert len(numbered) > 50
    assert findings_of(framework_2023, "FW305", "FW401", "FW402", "FW404", "FW408") == []
    assert not [f for f in findings_2023 if number.search(f.message)]


def test_findings_of_2025_are_few_enough_to_be_read(findings_2025: list[Finding]) -> None:
    shown = [f for f in findings_2025 if f.severity is not Severity.INFO]
    assert 100 < len(shown) < 600


def test_real_trees_are_read_whole(real_framework: Framework) -> None:
    assert not [page.path for page in real_framework.pages if page.unreadable]


def test_no_rule_crashes_on_real_trees(real_findings: list[Finding]) -> None:
    assert all(finding.message for finding in real_findings)
