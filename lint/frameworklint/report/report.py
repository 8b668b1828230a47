"""What a report shows."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from frameworklint.findings.finding import Finding
from frameworklint.findings.source_cells import SourceCells, source_of
from frameworklint.fixes.offers import Reading, readings
from frameworklint.fixes.targets import Targets
from frameworklint.framework.framework import NO_KNOWN_KIND
from frameworklint.linter.place import Severity
from frameworklint.report.layout import PLAIN, Layout
from frameworklint.selection.comparison import Comparison
from frameworklint.wording import plural

if TYPE_CHECKING:
    from frameworklint.workbook.diff import WorkbookChanges
    from frameworklint.workbook.provenance import Provenance

MOST_READINGS = 3  # that a line for people names


class Report:
    """What a report shows.

    Attributes:
        findings: the selected findings, sorted.
        files: how many Markdown files were read.
        prefix: the way from the current folder to the root: empty, or ending in `/`.
        find_git_prefix: finds the way from git's top level to the root, likewise.
        find_address: finds the address at which a service shows the files of git's top level, as
            they are in the state that was checked: empty, or ending in `/`.
        find_workbook_changes: finds what differs between the workbooks of the base and of the state
            that was checked; None where there is no base.
        layout: how the text report looks.
        comparison: how the findings differ from those of a base, where there is one.
        hidden: how many findings the baseline knows.
        provenance: where the pages come from, where there is a workbook.
        targets: where fixes are written; None where none are shown.
        notices: what the user should know of the run beside its findings, as sentences.
        has_baseline: whether there is a baseline.
    """

    def __init__(
        self,
        findings: list[Finding],
        files: int,
        prefix: str = "",
        find_git_prefix: Callable[[], str] = str,
        find_address: Callable[[], str] = str,
        find_workbook_changes: "Callable[[], WorkbookChanges | None]" = lambda: None,
        layout: Layout = PLAIN,
        comparison: Comparison | None = None,
        hidden: int = 0,
        provenance: "Provenance | None" = None,
        notices: Sequence[str] = (),
        targets: Targets | None = None,
        has_baseline: bool = False,
    ) -> None:
        self.findings = findings
        self.files = files
        self.prefix = prefix
        self.find_git_prefix = find_git_prefix
        self.find_address = find_address
        self.find_workbook_changes = find_workbook_changes
        self.layout = layout
        self.comparison = comparison
        self.hidden = hidden
        self.provenance = provenance
        self.notices = tuple(notices)
        self.targets = targets
        self.has_baseline = has_baseline

    @cached_property
    def git_prefix(self) -> str:
        """The way from git's top level to the root: empty, or ending in `/`."""
        return self.find_git_prefix()

    @cached_property
    def address(self) -> str:
        """Where a service shows the files of git's top level: empty, or ending in `/`."""
        return self.find_address()

    def source(self, finding: Finding) -> SourceCells:
        """The workbook cells that a finding's text came from."""
        if self.provenance is None or finding.place.page.remedy:
            return SourceCells()
        return source_of(finding, self.provenance)

    def readings(self, finding: Finding) -> list[Reading]:
        """What is offered as a fix of a finding: one reading of what is meant, or several."""
        return readings(finding, self.targets) if self.targets else []

    def fix_line(self, finding: Finding) -> str:
        """The fix of a finding in one line, or an empty string."""
        offered = self.readings(finding)
        said = " or ".join(reading.short for reading in offered[:MOST_READINGS])
        more = " or …" if len(offered) > MOST_READINGS else ""
        likely = "" if not offered or offered[0].is_safe else " (likely)"
        return f"{said}{more}{likely}"

    def by_rule(self) -> dict[str, int]:
        """The number of findings by code, in the order of the codes."""
        counts: dict[str, int] = {}
        for finding in sorted(self.findings, key=lambda f: f.rule.code):
            counts[finding.rule.code] = counts.get(finding.rule.code, 0) + 1
        return counts

    def by_severity(self) -> dict[str, int]:
        """The number of findings by severity, the worst first, zeros included."""
        return _by_severity(self.findings)

    @property
    def verdict(self) -> str:
        """What the run found, in one line."""
        return self.verdict_on(self.findings)

    def verdict_on(self, findings: Sequence[Finding], beside: str = "") -> str:
        """What the run found, in one line.

        Args:
            findings: those of its findings that are counted.
            beside: what is said of the others.
        """
        counts = [
            plural(count, severity) if severity != Severity.INFO else f"{count:,} info"
            for severity, count in _by_severity(findings).items()
            if count
        ]
        found = ", ".join(counts) or "nothing found"
        checked = plural(self.files, "page")
        if self.provenance and not self.files:
            checked = plural(len(self.provenance.workbook.files.paths), "workbook")
        parts = [f"{checked} checked: {found}", *filter(None, [beside])]
        if NO_KNOWN_KIND in self.notices:
            parts.append(NO_KNOWN_KIND)
        if self.hidden:
            parts.append(f"{plural(self.hidden, 'finding')} of the baseline not shown")
        if self.comparison:
            parts.append(self.comparison.sentence)
        return "; ".join(parts)


def _by_severity(findings: Sequence[Finding]) -> dict[str, int]:
    counts = {severity.value: 0 for severity in Severity}
    for finding in findings:
        counts[finding.severity.value] += 1
    return counts
