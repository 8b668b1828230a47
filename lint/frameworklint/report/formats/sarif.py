"""SARIF 2.1.0, as code scanning services read it.

The format: OASIS, Static Analysis Results Interchange Format 2.1.0. The partial fingerprint
`primaryLocationLineHash` is the one that GitHub's uploader works out of the line itself, and by
which GitHub knows a result again; it warns of every other value there.
"""

from typing import Any

from frameworklint import HOMEPAGE, __version__
from frameworklint.findings.finding import Finding
from frameworklint.fixes.offers import Reading
from frameworklint.linter import rule_page
from frameworklint.linter.place import Related, Severity
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
from frameworklint.report.formats.json import MOST_LISTED
from frameworklint.report.formats.positions import cell_path, position, said
from frameworklint.report.report import Report
from frameworklint.source.span import Span
from frameworklint.terminal.escaping import json_text, sarif_message
from frameworklint.workbook.sheet import SheetPage

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}


def render(report: Report) -> str:
    """The report as one SARIF document with one run."""
    by_code = {finding.rule.code: finding.rule for finding in report.findings}
    rules = [by_code[code] for code in sorted(by_code)]
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    driver = {
        "name": "frameworklint",
        "semanticVersion": __version__,
        "informationUri": HOMEPAGE,
        "rules": [_rule(rule) for rule in rules],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "git's top level"}}},
        "results": [_result(report, f, indexes[f.rule.code]) for f in report.findings],
    }
    content = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return json_text(content, indent=1)


def _rule(rule: Rule) -> dict[str, Any]:
    summary = rule_page.summary(rule)
    page = rule_page.read(rule)
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": summary},
        "fullDescription": {"text": summary},
        "help": {"text": rule_page.remedy(rule) or summary, "markdown": page},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
    }


def _result(report: Report, finding: Finding, index: int) -> dict[str, Any]:
    place = finding.place
    result = {
        "ruleId": finding.rule.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": sarif_message(said(report, finding))},
        "locations": [_location(report, place.page, place.span)],
        "partialFingerprints": {"frameworklint/v1": finding.fingerprint},
    }
    others = [*finding.also, *_sources(report, finding)]
    related = [
        {
            "message": {"text": sarif_message(other.message)},
            **_location(report, other.page, other.span),
        }
        for other in others[:MOST_LISTED]
    ]
    if related:
        result["relatedLocations"] = related
    if fixes := [_fix(report, one) for one in report.readings(finding) if _is_of_text(one)]:
        result["fixes"] = fixes
    if left_out := len(others) - len(related):
        result["properties"] = {"leftOut": left_out}
    return result


def _is_of_text(reading: Reading) -> bool:
    """Whether a reading changes pages only, and can be listed whole.

    A program that applies a fix writes into the file: into a workbook, which has no lines, it would
    write over the beginning of the archive.
    """
    targets = reading.targets
    return 0 < len(targets) <= MOST_LISTED and all(target.cell is None for target in targets)


def _fix(report: Report, reading: Reading) -> dict[str, Any]:
    """A reading as changes of files."""
    changes: dict[str, list[dict[str, Any]]] = {}
    for target in reading.targets:
        physical = _location(report, target.page, target.span)["physicalLocation"]
        replacement = {
            "deletedRegion": physical["region"],
            "insertedContent": {"text": target.new},
        }
        changes.setdefault(physical["artifactLocation"]["uri"], []).append(replacement)
    return {
        "description": {"text": sarif_message(reading.short)},
        "artifactChanges": [
            {
                "artifactLocation": {"uri": uri, "uriBaseId": "%SRCROOT%"},
                "replacements": replacements,
            }
            for uri, replacements in changes.items()
        ],
    }


def _sources(report: Report, finding: Finding) -> list[Related]:
    """The workbook cells that the text came from."""
    own = {id(place.page) for place in finding.places}
    return [
        Related(cell.page, cell.span, f"printed from {cell.where}")
        for cell in report.source(finding).cells
        if id(cell.page) not in own
    ]


def _location(report: Report, page: Page, span: Span) -> dict[str, Any]:
    """A place; that on a sheet of a workbook, which has no lines, also as a cell."""
    at = position(report, page, span)
    physical = {
        "artifactLocation": {"uri": at.uri, "uriBaseId": "%SRCROOT%"},
        "region": {
            "startLine": at.line,
            "startColumn": at.column,
            "endLine": at.end_line,
            "endColumn": at.end_column,
        },
    }
    if not isinstance(page, SheetPage) or page.sheet is None:
        return {"physicalLocation": physical}
    cell = page.locator(span)
    logical = {"name": cell, "fullyQualifiedName": cell_path(page, span), "kind": "cell"}
    return {"physicalLocation": physical, "logicalLocations": [logical]}
