"""The JSON report, as `schemas/report.json` describes it: one object, or one finding a line."""

from collections.abc import Sequence
from typing import Any

from frameworklint import __version__
from frameworklint.findings.finding import Finding
from frameworklint.fixes.offers import Reading
from frameworklint.fixes.targets import Target
from frameworklint.page.page import Page
from frameworklint.report.report import Report
from frameworklint.source.span import Span
from frameworklint.terminal.escaping import json_text

FORMAT_VERSION = 1
MOST_LISTED = 1_000  # places and cells of one finding; real: 294


def render(report: Report) -> str:
    """The report as one JSON object."""
    findings = [finding_object(report, finding) for finding in report.findings]
    content = {
        "version": FORMAT_VERSION,
        "tool": {"name": "frameworklint", "version": __version__},
        "root": ".",
        "summary": {
            "files": report.files,
            "findings": len(report.findings),
            "by_severity": report.by_severity(),
            "by_rule": report.by_rule(),
        },
        "notices": list(report.notices),
        # The sheets of a workbook share its path: by row and column they run into each other.
        "findings": sorted(findings, key=_order),
    }
    return json_text(content, indent=1)


def finding_object(report: Report, finding: Finding) -> dict[str, Any]:
    """One finding as a JSON object."""
    place = finding.place
    line, column = place.page.lines.position(place.span.start)
    end_line, end_column = place.page.lines.position(place.span.end)
    also, cells = finding.also, report.source(finding).cells
    left_out = len(also[MOST_LISTED:]) + len(cells[MOST_LISTED:])
    return {
        "rule": finding.rule.code,
        "name": finding.rule.name,
        "severity": finding.severity.value,
        "message": finding.message,
        "path": place.page.path,
        "line": line,
        "column": column,
        "end_line": end_line,
        "end_column": end_column,
        "page": place.on_page[0].id or None,
        "subject": place.subject,
        "also": [
            {**_position(other.page, other.span), "message": other.message}
            for other in also[:MOST_LISTED]
        ],
        "source": [
            {
                "file": cell.page.path,
                "sheet": cell.sheet_name,
                "cell": cell.name,
                "row_id": cell.row_name,
                "column": cell.column_name,
            }
            for cell in cells[:MOST_LISTED]
        ],
        **({"left_out": left_out} if left_out else {}),
        "fix": _fix(report.readings(finding)),
        "url": finding.rule.url,
        "fingerprint": finding.fingerprint,
    }


def _fix(offered: Sequence[Reading]) -> dict[str, Any] | None:
    """What is offered as a fix, as `schemas/report.json` describes it."""
    if not offered:
        return None
    return {
        "safe": all(reading.is_safe for reading in offered),
        "readings": [
            {
                "title": reading.short,
                "edits": [_edit(target) for target in reading.targets[:MOST_LISTED]],
            }
            for reading in offered
        ],
    }


def _edit(target: Target) -> dict[str, Any]:
    texts = {"old": target.text[slice(*target.span)], "new": target.new}
    cell = target.cell
    if cell is None:
        end_line, end_column = target.page.lines.position(target.span.end)
        end = {"end_line": end_line, "end_column": end_column}
        return {**_position(target.page, target.span), **end, **texts}
    return {
        "file": cell.page.path,
        "sheet": cell.sheet_name,
        "cell": cell.name,
        "row": cell.row_key,
        "column": cell.column_name,
        "start": target.span.start,
        "end": target.span.end,
        **texts,
    }


def _order(found: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(found[key] for key in ("path", "line", "column", "rule", "fingerprint"))


def _position(page: Page, span: Span) -> dict[str, Any]:
    line, column = page.lines.position(span.start)
    return {"path": page.path, "line": line, "column": column}


def render_lines(report: Report) -> str:
    """The findings as lines of JSON."""
    objects = (finding_object(report, finding) for finding in report.findings)
    return "".join(map(json_text, objects))
