"""Every field of the JSON report is the finding's own."""

import json
from typing import Any

from ..builders import (
    FERRY,
    HOME,
    PLATFORM,
    PLATFORM_TEXT,
    SEVERITIES,
    Finding,
    Kinds,
    Page,
    Span,
    clean,
    hold,
    sheets_of_clean,
    strange,
    swap,
    swap_all,
    workbooks_of,
)
from ..conftest import findings_of, framework_of
from ..scratch import CommandLine, Repository
from ..workbooks import DATA, FOLDER, FRAMEWORKS


def at(page: Page, offset: int) -> tuple[int, int]:
    """Line and column of an offset, counted in the page's text."""
    before = page.source[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def place(page: Page, span: Span) -> dict[str, Any]:
    line, column = at(page, span.start)
    return {"path": page.path, "line": line, "column": column}


def expected(finding: Finding) -> dict[str, Any]:
    """What the report must say of a finding without a workbook."""
    page, span = finding.place.page, finding.place.span
    end_line, end_column = at(page, span.end)
    return {
        "rule": finding.rule.code,
        "name": finding.rule.name,
        "severity": str(finding.severity),
        "message": finding.message,
        **place(page, span),
        "end_line": end_line,
        "end_column": end_column,
        "page": page.id or None,
        "subject": finding.place.subject,
        "also": [
            {**place(other.page, other.span), "message": other.message} for other in finding.also
        ],
        "source": [],
        "fix": None,
        "url": finding.rule.url,
        "fingerprint": finding.fingerprint,
    }


def test_every_field_is_the_findings_own(
    repository: Repository, frameworklint: CommandLine, schema_kinds: Kinds
) -> None:
    hold(repository, strange())
    found = frameworklint.json("--show-info")
    wanted = [expected(finding) for finding in findings_of(framework_of(schema_kinds, strange()))]
    assert found == sorted(wanted, key=lambda f: (f["path"], f["line"], f["column"], f["rule"]))
    assert {f["severity"] for f in found} == {"error", "warning", "info"}
    assert any(f["end_line"] > f["line"] for f in found)
    assert {len(f["also"]) for f in found} >= {0, 4, 5}
    assert {bool(f["page"]) for f in found} == {True, False}


def test_the_region_of_a_fault_on_two_lines(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean(swap(FERRY, "that the harbor", "that\nthe harbor")))
    (found,) = frameworklint.json()
    (text,) = [
        row for row in (repository.folder / FERRY).read_text().split("\n") if row[:4] == "the "
    ]
    assert (found["path"], found["page"], found["subject"]) == (FERRY, "I00201", "T0151.004")
    assert (found["line"], found["column"]) == (24, 1)
    assert (found["end_line"], found["end_column"]) == (25, len(text) + 1)


def test_the_summary_counts_what_is_listed(
    repository: Repository, frameworklint: CommandLine
) -> None:
    files = strange() | {"frameworklint.toml": SEVERITIES}
    hold(repository, files)
    report = frameworklint("check", "--show-info", "--output-format", "json").report
    assert report["version"] == 1
    assert report["root"] == "."
    assert report["tool"]["name"] == "frameworklint"
    assert report["summary"] == {
        "files": sum(path.endswith(".md") for path in files),
        "findings": 8,
        "by_severity": {"error": 5, "warning": 1, "info": 2},
        "by_rule": {"FW102": 1, "FW108": 1, "FW109": 1, "FW201": 4, "FW501": 1},
    }
    assert len(report["findings"]) == 8


def test_the_changed_severity_is_the_one_that_is_written(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    found = {f["rule"]: f["severity"] for f in frameworklint.json("--show-info")}
    assert found == {
        "FW102": "error",
        "FW108": "info",
        "FW109": "info",
        "FW201": "error",
        "FW501": "warning",
    }


def test_lines_of_json_hold_the_same_objects(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, strange())
    run = frameworklint("check", "--show-info", "--output-format", "jsonl")
    assert [json.loads(line) for line in run.out.splitlines()] == frameworklint.json("--show-info")


# The workbook.


def test_the_source_of_a_text_is_its_cell_and_of_two_texts_both(
    repository: Repository, frameworklint: CommandLine
) -> None:
    edits = [swap_all(old, f"{old} [x](gone.md)") for old in (PLATFORM_TEXT, "Show where messages")]
    sheets = sheets_of_clean()
    sheets["incidenttechniques"][0]["name"] += " [x](gone.md)"
    summary = sheets["metatechniques"][0]
    summary["summary"] = summary["summary"].replace(
        "Show where messages", "Show where messages [x](gone.md)"
    )
    hold(repository, clean(*edits) | workbooks_of(sheets))
    found = {f["path"]: f["source"] for f in frameworklint.json("--select", "FW201")}
    text = {"file": f"{FOLDER}/{DATA}", "sheet": "incidenttechniques", "cell": "B2"}
    told = {"file": f"{FOLDER}/{FRAMEWORKS}", "sheet": "metatechniques", "cell": "C2"}
    text |= {"row_id": "IT00000001", "column": "name"}
    told |= {"row_id": "M003", "column": "summary"}
    assert found[FERRY] == [text]
    assert found[f"{HOME}/metatechniques/M003.md"] == [told]


def test_the_cells_stand_in_the_order_of_the_places(
    repository: Repository, frameworklint: CommandLine
) -> None:
    """Two incidents cite one ID that no page has: the first incident's cell comes first."""
    sheets = sheets_of_clean()
    rows = {row["incident_id"]: row for row in sheets["incidenttechniques"]}
    edits = []
    for incident in ("I00203", "I00201"):
        text = rows[incident]["name"]
        edits.append(swap_all(text, f"{text} (T0999: Nothing)"))
        for row in sheets["incidenttechniques"]:
            if row["name"] == text:
                row["name"] += " (T0999: Nothing)"
    hold(repository, clean(*edits) | workbooks_of(sheets))
    (found,) = frameworklint.json("--select", "FW301")
    assert [(cell["sheet"], cell["cell"]) for cell in found["source"]] == [
        ("incidenttechniques", "B3"),
        ("incidenttechniques", "B6"),
        ("incidenttechniques", "B7"),
    ]


def test_a_page_that_differs_names_no_cell_as_its_source(
    repository: Repository, frameworklint: CommandLine
) -> None:
    pages = clean(swap(PLATFORM, "harbor ferries", "harbor <i>ferries"))
    hold(repository, pages | workbooks_of(sheets_of_clean()))
    (found,) = frameworklint.json("--select", "FW501")
    assert (found["path"], found["source"]) == (PLATFORM, [])


def test_findings_in_sheets_of_one_workbook_are_sorted_by_row(
    repository: Repository, frameworklint: CommandLine
) -> None:
    sheets = sheets_of_clean()
    sheets["phases"].append({"disarm_id": "P03", "name": "Execute", "summary": "Do it."})
    sheets["countermeasures"][0]["actortypes"] += ",A099 - nobody"
    hold(repository, clean() | workbooks_of(sheets))
    found = frameworklint.json("--select", "FW704,FW706")
    assert [(f["rule"], f["line"], f["column"]) for f in found] == [
        ("FW706", 2, 6),
        ("FW704", 3, 1),
    ]
    assert [f["source"][0]["cell"] for f in found] == ["F2", "A3"]
