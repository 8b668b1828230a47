"""GitLab's Code Quality report, a list in the form of a Code Climate issue each."""

import json

from frameworklint.linter.place import Severity
from frameworklint.report.formats.positions import position
from frameworklint.report.report import Report

_SEVERITIES = {Severity.ERROR: "major", Severity.WARNING: "minor", Severity.INFO: "info"}


def render(report: Report) -> str:
    """The report as GitLab reads it from an artifact."""
    issues = []
    for finding in report.findings:
        at = position(report, finding.place.page, finding.place.span)
        issues.append(
            {
                "description": f"{finding.rule.code} {finding.rule.name}: {finding.message}",
                "check_name": finding.rule.name,
                "fingerprint": finding.fingerprint,
                "severity": _SEVERITIES[finding.severity],
                "location": {
                    "path": at.path,
                    "lines": {"begin": at.line, "end": at.end_line},
                },
            }
        )
    return json.dumps(issues, ensure_ascii=False, indent=1) + "\n"
