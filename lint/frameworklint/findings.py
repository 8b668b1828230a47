"""From the places that rules point at to findings: one cause, one finding."""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from frameworklint.page import Page, Row
from frameworklint.span import Span

if TYPE_CHECKING:
    from frameworklint.registry import Rule


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Related(NamedTuple):
    """Another place that helps to understand a finding."""

    page: Page
    span: Span
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A spot where a rule sees a fault.

    Attributes:
        page, span: where.
        message: what is wrong there.
        cause: the smallest thing at fault; places of a rule with one cause are one finding.
        subject: the ID, link, tag or field concerned.
        many: the message where several places are merged; `{n}` is their number.
        also: other places that help to understand.
        covers: what a rule that hides others hides them on; the span itself by default.
    """

    page: Page
    span: Span
    message: str
    cause: str
    subject: str = ""
    many: str = ""
    also: tuple[Related, ...] = ()
    covers: Span | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, at its primary place, with all other places that have the same cause."""

    rule: "Rule"
    places: tuple[Place, ...]
    fold: str
    fingerprint: str
    severity: Severity
    place_keys: tuple[str, ...] = field(default=())

    @property
    def place(self) -> Place:
        """The primary place."""
        return self.places[0]

    @property
    def message(self) -> str:
        """What is wrong."""
        place = self.place
        if len(self.places) > 1 and place.many:
            return place.many.replace("{n}", str(len(self.places)))
        return place.message

    @property
    def also(self) -> list[Related]:
        """The other places: those of the same cause, then those that help to understand."""
        merged = [Related(p.page, p.span, p.message) for p in self.places[1:]]
        related = [related for place in self.places for related in place.also]
        seen = {(self.place.page.path, self.place.span)}
        found = []
        for place in merged + related:
            if (place.page.path, place.span) not in seen:
                seen.add((place.page.path, place.span))
                found.append(place)
        return found

    @property
    def sort_key(self) -> tuple[str, Span, str, str]:
        """By path, position and rule."""
        return self.place.page.path, self.place.span, self.rule.code, self.fingerprint


def collect(found: Iterable[tuple["Rule", Place]]) -> list[Finding]:
    """Merge places into findings.

    Places that yield to another rule's place are dropped, places of one rule with one cause are
    merged within the rule's fold, and the primary place is chosen: on the page of the kind that
    ranks first, then by path and position.
    """
    kept = _without_yielding(list(found))
    groups: dict[tuple[str, str, str], tuple[Rule, list[Place]]] = {}
    for rule, place in kept:
        fold = _fold(rule, place)
        groups.setdefault((rule.code, place.cause, fold), (rule, []))[1].append(place)
    findings = [_finding(rule, key, places) for key, (rule, places) in groups.items()]
    return sorted(findings, key=lambda finding: finding.sort_key)


def _fold(rule: "Rule", place: Place) -> str:
    return place.page.key if rule.fold == "page" else ""


def _finding(rule: "Rule", key: tuple[str, str, str], places: Sequence[Place]) -> Finding:
    unique = {(place.page.path, place.span): place for place in reversed(places)}
    ordered = sorted(unique.values(), key=_primary_key)
    keys = tuple(digest(*key, *_place_key(place, ordered)) for place in ordered)
    return Finding(rule, tuple(ordered), key[2], digest(*key), rule.severity, keys)


def _primary_key(place: Place) -> tuple[int, str, Span]:
    rank = place.page.kind.rank if place.page.kind else 9
    return rank, place.page.path, place.span


def _place_key(place: Place, places: Sequence[Place]) -> tuple[str, str, str]:
    anchor = anchor_of(place.page, place.span)
    earlier = [
        other
        for other in places
        if other.page is place.page
        and other.span < place.span
        and anchor_of(other.page, other.span) == anchor
    ]
    return place.page.key, anchor, str(len(earlier))


def anchor_of(page: Page, span: Span) -> str:
    """What names a spot of a page whatever its line: table and row ID, or field."""
    for table in page.tables:
        if table.span.covers(span):
            row = next((row for row in table.rows if row.span.covers(span)), None)
            return f"table {table.key} row {_row_key(row)}" if row else f"table {table.key}"
    for labeled in page.fields:
        if Span(labeled.label_span.start, labeled.value.span.end).covers(span):
            return f"field {labeled.label}"
    return "title" if page.title and page.title.span.covers(span) else "page"


def _row_key(row: Row) -> str:
    return row.listed_id or (row.cells[0].plain if row.cells else "")


def digest(*parts: str) -> str:
    """A short hash of some strings, the same on every machine and in every run."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _without_yielding(found: Sequence[tuple["Rule", Place]]) -> list[tuple["Rule", Place]]:
    """Drop the places that yield to another rule's place on the same spot."""
    by_page: dict[str, list[tuple[Rule, Place]]] = defaultdict(list)
    for rule, place in found:
        by_page[place.page.path].append((rule, place))
    return [
        (rule, place)
        for rule, place in found
        if not any(
            _yields(rule, place, other, stronger)
            for other, stronger in by_page[place.page.path]
            if other is not rule
        )
    ]


def _yields(rule: "Rule", place: Place, other: "Rule", stronger: Place) -> bool:
    return rule.is_silent_under(other) and (stronger.covers or stronger.span).overlaps(place.span)
