"""Annotations of a GitHub workflow: commands that the runner reads from standard output.

GitHub shows ten errors and ten warnings of a step, so the rest is only counted.
"""

from frameworklint.findings.finding import Finding
from frameworklint.linter.place import Severity
from frameworklint.report.escaping import visible
from frameworklint.report.formats.positions import position
from frameworklint.report.report import Report

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
    given = ",".join(f"{name}={_property(value)}" for name, value in properties.items())
    return f"::{command} {given}::{_data(finding.message)}"


def _data(text: str) -> str:
    """Text as the runner's commands want it (actions/toolkit, `escapeData`)."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def guarded(text: str) -> str:
    """Text in which the runner sees no commands, whatever a page says.

    The runner stops obeying until it meets a word that no page can foresee: a hash of the text.
    """
    from frameworklint.digests import digest

    word = digest("stop-commands", text)
    return f"::stop-commands::{word}\n{text}::{word}::\n"
