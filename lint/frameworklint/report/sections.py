"""The text report's order and headings: what is fixed at one place stands together.

A cell of the workbook is such a place, and so is a page for what stands only there.
"""

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
from frameworklint.report.grouping import Group
from frameworklint.report.layout import GROUPS, SORTS
from frameworklint.report.report import Report
from frameworklint.workbook.sheet import Cell, SheetPage

Target = Cell | Page | Rule


class Section(NamedTuple):
    """Groups of findings below one heading.

    Attributes:
        target: what the heading names: the cell or the page where they are fixed, or their rule.
        groups: the groups, sorted.
    """

    target: Target
    groups: list[Group]


def sections(
    report: Report, groups: Iterable[Group], sort: str = SORTS[0], by: str = GROUPS[0]
) -> list[Section]:
    """Some groups of findings below their headings.

    Args:
        report: knows the cells from which the findings' texts come.
        groups: the groups.
        sort: one of `SORTS`. By severity, what an error hangs on comes before all else, and of
            those what has most consequences; a heading may then come twice.
        by: one of `GROUPS`, what the headings name.
    """
    found: dict[tuple[Any, ...], Section] = {}
    for group in in_order(groups, sort):
        target = _target(report, group.finding, by)
        key = _worst(group) if sort == "severity" else 0, *_identity(target)
        found.setdefault(key, Section(target, []))[1].append(group)
    return list(found.values())


def in_order(groups: Iterable[Group], sort: str) -> list[Group]:
    """Some groups of findings, sorted by one of `SORTS`."""
    return sorted(groups, key=lambda group: _order(group, sort))


def cell_of(report: Report, finding: Finding) -> Cell | None:
    """The cell in which a finding is fixed, or None for what stands only on the page."""
    page = finding.place.page
    if isinstance(page, SheetPage):
        return page.cell_at(finding.place.span)
    return next(iter(report.source(finding).cells), None)


def _target(report: Report, finding: Finding, by: str) -> Target:
    if by == "rule":
        return finding.rule
    cell = cell_of(report, finding) if by == "cell" else None
    return cell or finding.place.page


def _identity(target: Target) -> Sequence[Any]:
    """What tells targets apart; a cell by its sheet, its row's ID and its column."""
    if isinstance(target, Rule):
        return "rule", target.code
    if isinstance(target, Cell):
        # Rows without an ID, or with the same, are apart all the same.
        return "cell", target.page.label, target.row_key, target.column, target.row
    return "page", target.label


def _order(group: Group, sort: str) -> tuple[Any, ...]:
    finding = group.finding
    if sort == "path":
        return finding.sort_key
    if sort == "rule":
        return finding.rule.code, *finding.sort_key
    return _worst(group), -(group.folded + len(finding.places)), *finding.sort_key


def _worst(group: Group) -> int:
    """The rank of the worst of a group's findings."""
    return min(finding.severity.rank for finding in group.findings)
