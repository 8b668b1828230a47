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
    ranks first, then by path and position. Findings that stand side by side name each other.

    Args:
        found: the places, each with its rule.
        is_ignored: whether nobody wants to hear of a place, so that it hides no others.
    """
    kept = without_yielding(list(found), is_ignored)
    groups: dict[tuple[str, str, str], tuple[Rule, list[Place]]] = {}
    for rule, place in kept:
        fold = _fold(rule, place)
        groups.setdefault((rule.code, place.cause, fold), (rule, []))[1].append(place)
    findings = [_finding(rule, key, places) for key, (rule, places) in groups.items()]
    findings.sort(key=lambda finding: finding.sort_key)
    return side_by_side(findings)


def _fold(rule: "Rule", place: Place) -> str:
    return place.page.key if rule.fold == "page" else ""


def _finding(rule: "Rule", key: tuple[str, str, str], places: Sequence[Place]) -> Finding:
    unique = {(place.page.path, place.span): place for place in reversed(places)}
    ordered = in_order(unique.values())
    return Finding(rule, ordered, key[2], digest(*key), rule.severity, ordered)


def in_order(places: Iterable[Place]) -> tuple[Place, ...]:
    """Places of one finding, the primary one first."""
    return tuple(sorted(places, key=_primary_key))


def _primary_key(place: Place) -> tuple[int, str, Span]:
    return place.page.rank, place.page.path, place.span
