"""Suppressions: findings that the maintainers of a framework accept."""

from collections.abc import Iterable, Sequence

from frameworklint.findings.finding import Finding
from frameworklint.linter.place import Place
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
from frameworklint.selection.settings import Suppression


def apply(
    findings: Iterable[Finding], suppressions: Sequence[Suppression]
) -> tuple[list[Finding], list[Suppression]]:
    """Drop the suppressed places, and the findings of which nothing is left.

    Returns:
        The findings that are left, and the suppressions that matched nothing.
    """
    if not suppressions:
        return list(findings), []
    kept = []
    used: set[int] = set()
    for finding in findings:
        candidates = [entry for entry in suppressions if finding.rule.code in entry.rules]
        left = []
        for place in finding.places:
            matching = [entry for entry in candidates if _matches(entry, finding, place)]
            used.update(entry.number for entry in matching)
            if not matching:
                left.append(place)
        if left:
            kept.append(finding._replace(places=tuple(left)))
    return kept, [entry for entry in suppressions if entry.number not in used]


def covers_page(rule: Rule, page: Page, suppressions: Sequence[Suppression]) -> bool:
    """Whether what a rule finds on a page is suppressed there, on whatever row."""
    return any(
        rule.code in entry.rules and not entry.row and entry.page in (page.key, page.path)
        for entry in suppressions
    )


def _matches(entry: Suppression, finding: Finding, place: Place) -> bool:
    """Whether a place is on the suppressed page, or in the other page's row for that page.

    One spreadsheet cell is printed on both pages of a pair, so that one entry names both places.
    """
    page = place.page.key
    row = place.page.row_at(place.span)
    listed = row.listed_id if row else ""
    if entry.row:
        return (entry.page, entry.row) in ((page, listed), (listed, page))
    if entry.page in (page, place.page.path):
        return True
    return listed == entry.page and any(p.page.key == entry.page for p in finding.places)
