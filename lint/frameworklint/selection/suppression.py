"""Suppressions: findings that the maintainers of a framework accept."""

from collections.abc import Collection, Iterable, Sequence

from frameworklint.findings.finding import Finding
from frameworklint.linter.place import Place
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
from frameworklint.selection.settings import Suppression
from frameworklint.workbook.sheet import SheetPage


def apply(
    findings: Iterable[Finding], suppressions: Sequence[Suppression]
) -> tuple[list[Finding], list[Suppression]]:
    """Drop the suppressed places, and the findings of which nothing is left.

    Returns:
        The findings that are left, and the suppressions that matched nothing.
    """
    if not suppressions:
        return list(findings), []
    index = _Index(suppressions)
    kept = []
    for finding in findings:
        pages = {place.on_page[0].key for place in finding.places}
        left = tuple(
            place
            for place in finding.places
            if not index.use(finding.rule.code, _names_of(place, pages))
        )
        if left:
            kept.append(finding._replace(places=left))
    return kept, index.unused()


def covers_page(rule: Rule, page: Page, suppressions: Sequence[Suppression]) -> bool:
    """Whether what a rule finds on a page is suppressed there, on whatever row."""
    return any(
        rule.code in entry.rules and not entry.row and entry.page in (page.key, page.path)
        for entry in suppressions
    )


# What an entry names: a page, and a row of it or an empty string.
_Name = tuple[str, str]


class _Index:
    """Suppressions by what they name: however many there are, a place is held against few.

    Entries that name the same rules are one group, and a rule is in few groups: that of its code,
    of its family and the like.
    """

    def __init__(self, suppressions: Sequence[Suppression]) -> None:
        self._suppressions = suppressions
        self._names: dict[frozenset[str], set[_Name]] = {}
        for entry in suppressions:
            self._names.setdefault(entry.rules, set()).add((entry.page, entry.row))
        self._used: set[tuple[frozenset[str], _Name]] = set()
        self._groups: dict[str, list[frozenset[str]]] = {}
        for rules in self._names:
            for code in rules:
                self._groups.setdefault(code, []).append(rules)

    def use(self, code: str, names: Collection[_Name]) -> bool:
        """Whether an entry of a rule has one of some names; all that have are used now."""
        found = [
            (rules, name)
            for rules in self._groups.get(code, ())
            for name in names
            if name in self._names[rules]
        ]
        self._used.update(found)
        return bool(found)

    def unused(self) -> list[Suppression]:
        """The entries that were never used, in their order."""
        return [
            entry
            for entry in self._suppressions
            if (entry.rules, (entry.page, entry.row)) not in self._used
        ]


def _names_of(place: Place, pages: Collection[str]) -> set[_Name]:
    """By which names an entry means a place.

    One spreadsheet cell is printed on both pages of a pair, so that one entry names both places,
    and the cell itself before it is printed. A place in a spreadsheet is named by the file and the
    ID of its row.

    Args:
        place: the place.
        pages: the pages of all places of its finding.
    """
    on_page, span = place.on_page
    page = on_page.key
    row = on_page.row_at(span)
    listed = row.listed_id if row else ""
    names = {(page, ""), (on_page.path, ""), (place.page.path, "")}
    if listed:
        names |= {(page, listed), (listed, page)}
    if listed in pages:
        names.add((listed, ""))
    if isinstance(place.page, SheetPage) and (cell := place.page.cell_at(place.span)):
        names.add((place.page.path, cell.row_key))
    return names
