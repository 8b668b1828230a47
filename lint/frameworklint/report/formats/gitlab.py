"""GitLab's Code Quality report, a list in the form of a Code Climate issue each."""

from frameworklint.linter.place import Severity
from frameworklint.report.formats.positions import position, said
from frameworklint.report.report import Report
from frameworklint.terminal.escaping import json_text

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """The report as GitLab reads it from an artifact."""
    issues = []
    for finding in report.findings:
        at = position(report, finding.place.page, finding.place.span)
        issues.append(
            {
                "description": f"{finding.rule.code} {finding.rule.name}: {said(report, finding)}",
                "check_name": finding.rule.name,
                "fingerprint": finding.fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": at.path,
                    "lines": {"begin": at.line, "end": at.end_line},
                },
            }
        )
    return json_text(issues, indent=1)
