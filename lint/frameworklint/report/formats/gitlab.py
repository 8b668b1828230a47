"""GitLab's Code Quality report, a list in the form of a Code Climate issue each."""

from frameworklint.linter.place import Severity
from frameworklint.report.formats.positions import position, said
from frameworklint.report.report import Report
from frameworklint.terminal.escaping import json_text, json_unicode

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """The report as GitLab reads it from an artifact."""
    issues = []
    for finding in report.findings:
        rule = finding.rule
        at = position(report, finding.place.page, finding.place.span)
        issues.append(
            {
                "description": json_unicode(f"{rule.code} {rule.name}: {said(report, finding)}"),
                "check_name": rule.name,
                "fingerprint": finding.fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": json_unicode(at.path),
                    "lines": {"begin": at.line, "end": at.end_line},
                },
            }
        )
    return json_text(issues, indent=1)
