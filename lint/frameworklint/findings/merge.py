"""From the places that rules point at to findings: one cause, one finding."""

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from frameworklint.digests import digest
from frameworklint.findings.consequences import side_by_side
from frameworklint.findings.finding import Finding
from frameworklint.findings.precedence import without_yielding
from frameworklint.linter.place import Place
from frameworklint.source.span import Span

if TYPE_CHECKING:
    from frameworklint.linter.rule import Rule


def collect(
    found: Iterable[tuple["Rule", Place]],
    is_ignored: Callable[["Rule", Place], bool] = lambda rule, place: False,
) -> list[Finding]:
    """Merge places into findings.

    Places that yield to another rule's place are dropped, places of one rule with one cause are
    merged within the rule's fold, and the primary place is chosen: on the page of the kind that
    ranks first, then by path and position, then a cell. A cell is no place of its own where a page
    of the finding prints it. Findings that stand side by side name each other.

    Args:
        found: the places, each with its rule.
        is_ignored: whether nobody wants to hear of a place, so that it hides no others.
    """
    return merged(without_yielding(list(found), is_ignored))


def merged(found: Iterable[tuple["Rule", Place]]) -> list[Finding]:
    """Merge places that yield to none into findings, as `collect` does."""
    groups: dict[tuple[str, str, str], tuple[Rule, list[Place]]] = {}
    for rule, place in found:
        fold = _fold(rule, place)
        groups.setdefault((rule.code, place.cause, fold), (rule, []))[1].append(place)
    findings = [_finding(rule, key, places) for key, (rule, places) in groups.items()]
    findings.sort(key=lambda finding: finding.sort_key)
    return side_by_side(findings)


def _fold(rule: "Rule", place: Place) -> str:
    return place.on_page[0].key if rule.fold == "page" else ""


def _finding(rule: "Rule", key: tuple[str, str, str], places: Sequence[Place]) -> Finding:
    on_pages = {cell for place in places if place.printed is None for cell in place.cells}
    known = [place for place in places if not (place.printed and place.cells[0] in on_pages)]
    unique = {(place.page.path, place.span): place for place in reversed(known)}
    ordered = in_order(unique.values())
    return Finding(rule, ordered, key[2], digest(*key), rule.severity, ordered)


def in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places of one finding, the primary one first."""
    return tuple(sorted(places, key=_primary_key))


def _primary_key(place: Place) -> tuple[bool, int, str, Span]:
    # A cell that no page prints yet comes after the pages: annotations need a text file.
    return place.printed is not None, place.page.rank, place.page.path, place.span
