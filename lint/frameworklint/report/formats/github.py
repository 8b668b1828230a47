"""Annotations of a GitHub workflow: commands that the runner reads from standard output.

GitHub shows ten errors and ten warnings of a step, so the rest is only counted.
"""

from frameworklint.findings.finding import Finding
from frameworklint.linter.place import Severity
from frameworklint.report.formats.positions import position, said
from frameworklint.report.report import Report
from frameworklint.terminal.escaping import annotation, annotation_property

_LIMIT = 10
_COMMANDS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> str:
    """At most ten annotations of each severity, errors first, then how many there are more."""
    lines = []
    left = 0
    for severity, command in _COMMANDS.items():
        findings = [finding for finding in report.findings if finding.severity is severity]
        lines += [_annotation(report, finding, command) for finding in findings[:_LIMIT]]
        left += len(findings[_LIMIT:])
    if left:
        lines.append(f"::notice title=frameworklint::+{left} more; the job summary lists all")
    return "".join(line + "\n" for line in lines)


def _annotation(report: Report, finding: Finding, command: str) -> str:
    at = position(report, finding.place.page, finding.place.span)
    properties = {
        "file": at.path,
        "line": str(at.line),
        "endLine": str(at.end_line),
        "col": str(at.column),
        "title": f"{finding.rule.code} {finding.rule.name}",
    }
    given = ",".join(f"{name}={annotation_property(value)}" for name, value in properties.items())
    fix = report.fix_line(finding)
    line = f"%0A{annotation(f'fix: {fix}')}" if fix else ""
    return f"::{command} {given}::{annotation(said(report, finding))}{line}"
