"""What the text report says at its end: how much it is, where most of it comes from, what to do."""

from collections.abc import Iterator, Sequence

from frameworklint import COMMANDS
from frameworklint.findings.finding import Finding
from frameworklint.report.grouping import Group
from frameworklint.report.report import Report
from frameworklint.report.sections import cell_of, in_order
from frameworklint.terminal.escaping import visible
from frameworklint.terminal.layout import Line
from frameworklint.wording import plural

_CAUSES = 3
_FEW = 5  # as many groups can be overlooked without help
_BLANK = Line((("", ""),))


def ending(report: Report, groups: Sequence[Group], shown: int) -> Iterator[Line]:
    """The lines at the end of a report.

    Args:
        report: the report.
        groups: all groups of its findings, the most important first.
        shown: how many of them were shown.
    """
    yield Line(((visible(_verdict(report, groups)), "bold"),), 2)
    if shown < len(groups):
        yield _line(f"Only the first {shown:,} of {len(groups):,} are shown (--limit)")
    if report.layout.quiet or not groups:
        return
    yield from _causes(report, groups)
    yield from _advice(report, groups)


def _verdict(report: Report, groups: Sequence[Group]) -> str:
    """What was found: what is shown, with what is folded into that beside it."""
    folded = sum(group.folded for group in groups)
    beside = ""
    if folded:
        verb = "follows" if folded == 1 else "follow"
        beside = f"{folded:,} more {verb} from these or {'says' if folded == 1 else 'say'} the same"
    return report.verdict_on([group.finding for group in groups], beside)


def _causes(report: Report, groups: Sequence[Group]) -> Iterator[Line]:
    """The causes that most hangs on."""
    causes = [group for group in in_order(groups, "severity") if group.folded]
    causes = sorted(causes, key=lambda group: -group.folded)[:_CAUSES]
    if len(groups) <= _FEW or not causes:
        return
    yield _BLANK
    yield _line("Most of it comes from:")
    for group in causes:
        place, rule = group.finding.place, group.finding.rule
        where = visible(report.prefix + place.page.where(place.span))
        yield _line(f"  {plural(group.folded + 1, 'finding')}: {rule.code} {rule.name}, {where}", 4)


def _advice(report: Report, groups: Sequence[Group]) -> Iterator[Line]:
    """What to do next: commands, for the same framework."""
    way = visible(report.prefix.rstrip("/"))
    commands = [(f"explain {groups[0].finding.rule.code}", "tells more about a rule")]
    if report.comparison is None:
        commands += [(f"{name} {way}".rstrip(), what) for name, what in _commands(report, groups)]
    longest = max(len(command) for command, _ in commands)
    yield _BLANK
    yield _line("Next:")
    for command, what in commands:
        start = f"  frameworklint {command.ljust(longest)}  "
        yield Line(((start, ""), (what, "")), len(start))


def _commands(report: Report, groups: Sequence[Group]) -> Iterator[tuple[str, str]]:
    if "fix" in COMMANDS and any(map(_is_fixable, report.findings)):
        yield "fix", "fixes what is certain"
    if report.provenance and any(cell_of(report, group.finding) for group in groups):
        yield "worklist", "lists the cells of the spreadsheets to change"
    if not report.has_baseline and len(groups) > _FEW:
        yield "baseline", "accepts what is there today, so that later runs show only what is new"


def _is_fixable(finding: Finding) -> bool:
    """Whether a rule offers a fix of it that changes no claim."""
    return any(fix.is_safe and fix.edits for place in finding.places for fix in place.fixes)


def _line(text: str, indent: int = 2) -> Line:
    return Line(((text, ""),), indent)
