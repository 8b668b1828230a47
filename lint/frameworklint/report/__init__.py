"""Reports: one module a format, each a function from findings to text."""

from dataclasses import dataclass

from frameworklint.findings import Finding


@dataclass(frozen=True)
class Report:
    """What a report shows.

    Attributes:
        findings: the selected findings, sorted.
        files: how many Markdown files were read.
        root: the root's absolute path.
        prefix: the way from the current folder to the root: empty, or ending in `/`.
        color: whether text may be colored.
    """

    findings: list[Finding]
    files: int
    root: str = ""
    prefix: str = ""
    color: bool = False

    def by_rule(self) -> dict[str, int]:
        """The number of findings by code, in the order of the codes."""
        counts: dict[str, int] = {}
        for finding in sorted(self.findings, key=lambda f: f.rule.code):
            counts[finding.rule.code] = counts.get(finding.rule.code, 0) + 1
        return counts

    def by_severity(self) -> dict[str, int]:
        """The number of findings by severity, the worst first, zeros included."""
        from frameworklint.findings import Severity

        counts = {severity.value: 0 for severity in Severity}
        for finding in self.findings:
            counts[finding.severity.value] += 1
        return counts


def plural(count: int, noun: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
