"""The reports for people: `text`, `concise` and the statistics."""

from collections.abc import Iterator

from frameworklint.findings.finding import Finding
from frameworklint.linter.rule import Rule
from frameworklint.page.names import folded
from frameworklint.report.grouping import Group, grouped
from frameworklint.report.layout import GROUPS, SORTS
from frameworklint.report.report import Report
from frameworklint.report.sections import Section, in_order, sections
from frameworklint.report.text.ending import ending
from frameworklint.report.text.finding import GroupText
from frameworklint.terminal.color import styled
from frameworklint.terminal.escaping import visible
from frameworklint.terminal.layout import Line, fitted
from frameworklint.wording import plural
from frameworklint.workbook.sheet import Cell

_LONGEST_KEY = 40  # characters of what names a row
_BLANK = Line((("", ""),))


def render(report: Report) -> str:
    """Groups of findings by where they are fixed, each with the source around it, other places
    and the remedy; then how much it is, and what to do.
    """
    rendered = []
    for line in _lines(report):
        for pieces in fitted(line, report.layout.columns):
            texts = (styled(*piece) if report.layout.color else piece[0] for piece in pieces)
            rendered.append("".join(texts).rstrip(" ") + "\n")
    return "".join(rendered)


def render_concise(report: Report) -> str:
    """One line a finding."""
    findings = report.findings
    if report.layout.sort:
        groups = [Group(finding, [], [], []) for finding in findings]
        findings = [group.finding for group in in_order(groups, report.layout.sort)]
    return "".join(_concise(report, finding) for finding in findings)


def _concise(report: Report, finding: Finding) -> str:
    where = visible(report.prefix + finding.place.page.where(finding.place.span))
    rule = finding.rule
    return f"{where}: {finding.severity} {rule.code} {rule.name}: {visible(finding.message)}\n"


def render_statistics(report: Report) -> str:
    """The number of findings by rule, the most first."""
    names = {finding.rule.code: finding.rule for finding in report.findings}
    counts = sorted(report.by_rule().items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{count:>6}  {code}  {names[code].name}\n" for code, count in counts]
    return "".join(lines) + visible(report.verdict) + "\n"


def _lines(report: Report) -> Iterator[Line]:
    layout = report.layout
    sort, by = layout.sort or SORTS[0], layout.group or GROUPS[0]
    groups = in_order(grouped(report.findings), sort)
    shown = groups[: layout.limit or None]
    explained: set[tuple[str, str]] = set()
    for section in sections(report, shown, sort, by):
        yield _heading(report, section)
        for group in section.groups:
            yield from GroupText(report, section.target, group).lines(explained)
        yield _BLANK
    yield from ending(report, groups, len(shown))


def _heading(report: Report, section: Section) -> Line:
    target, beside = section.target, ""
    if isinstance(target, Rule):
        name = f"{target.code} {target.name}"
        beside = plural(len(section.groups), "finding")
    elif isinstance(target, Cell):
        name = f"{report.prefix}{target.page.where(target.span)}"
        key = target.row_key
        key = key if len(key) <= _LONGEST_KEY else f"{key[: _LONGEST_KEY - 1]}…"
        beside = ", ".join(filter(None, (key, target.column_name)))
    else:
        name = report.prefix + target.label
        beside = folded(f"{target.id} {target.name}") if target.id else ""
    pieces = [(visible(name), "bold"), (f"  {visible(beside)}", "")]
    return Line(tuple(pieces if beside else pieces[:1]), 2)
