"""From the places that rules point at to findings: one cause, one finding."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

from frameworklint.page import Page, Row
from frameworklint.span import Span
from frameworklint.yielding import without_yielding

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
        many: the message where several places are merged; `{n}` is their number, `{sum0}` the sum
            of the places' first amounts.
        also: other places that help to understand.
        covers: what a rule that hides others hides them on; the span itself by default.
        compared: the places from which this one differs; it then yields only to what another rule
            finds on one side and not on the other, because that is what makes them differ.
        amounts: what is counted at this place.
        proposed: what a cell of the workbook should hold instead, where that is certain.
        note: what is known of it where it is not.
    """

    page: Page
    span: Span
    message: str
    cause: str
    subject: str = ""
    many: str = ""
    also: tuple[Related, ...] = ()
    covers: Span | None = None
    compared: tuple[Related, ...] = ()
    amounts: tuple[int, ...] = ()
    proposed: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault, at its primary place, with all other places that have the same cause.

    Attributes:
        beside: the findings of other rules that stand side by side with it.
        follows: the fingerprints of findings that explain this one: one loss, not two.
    """

    rule: "Rule"
    places: tuple[Place, ...]
    fold: str
    fingerprint: str
    severity: Severity
    place_keys: tuple[str, ...] = field(default=())
    beside: tuple[Related, ...] = ()
    follows: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """The primary place."""
        return self.places[0]

    @property
    def message(self) -> str:
        """What is wrong."""
        place = self.place
        if len(self.places) > 1 and place.many:
            message = place.many.replace("{n}", str(len(self.places)))
            for index in range(len(place.amounts)):
                total = sum(other.amounts[index] for other in self.places)
                message = message.replace(f"{{sum{index}}}", str(total))
            return message
        return place.message

    @property
    def also(self) -> list[Related]:
        """The other places: those of the same cause, then those that help to understand."""
        merged = [Related(p.page, p.span, p.message) for p in self.places[1:]]
        related = [related for place in self.places for related in place.also]
        seen = {(self.place.page.path, self.place.span)}
        found = []
        for place in [*merged, *self.beside, *related]:
            # What another rule says of this very spot is news, another place there is none.
            if (place.page.path, place.span) not in seen or place in self.beside:
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
    ranks first, then by path and position. Findings that stand side by side name each other.
    """
    kept = without_yielding(list(found))
    groups: dict[tuple[str, str, str], tuple[Rule, list[Place]]] = {}
    for rule, place in kept:
        fold = _fold(rule, place)
        groups.setdefault((rule.code, place.cause, fold), (rule, []))[1].append(place)
    findings = [_finding(rule, key, places) for key, (rule, places) in groups.items()]
    findings.sort(key=lambda finding: finding.sort_key)
    return _side_by_side(findings)


def _side_by_side(findings: list[Finding]) -> list[Finding]:
    """Let findings name those of the rules beside theirs that concern the same spot."""
    beside: dict[int, list[Related]] = defaultdict(list)
    follows: dict[int, list[str]] = defaultdict(list)
    for one, finding in enumerate(findings):
        linked = finding.rule.beside + finding.rule.explains
        if not linked:
            continue
        spots = [(place.page, place.span, place) for place in finding.places]
        spots += [
            (related.page, related.span, place)
            for place in finding.places
            for related in place.also
        ]
        for other, neighbor in enumerate(findings):
            met = _meeting(neighbor, spots) if neighbor.rule.code.startswith(linked) else None
            if met is None:
                continue
            beside[one].append(_named(neighbor))
            if finding.rule.explains and neighbor.rule.code.startswith(finding.rule.explains):
                beside[other].append(_named(finding, met))
                follows[other].append(finding.fingerprint)
            else:
                beside[other].append(_named(finding))
    for index, related in beside.items():
        findings[index] = replace(
            findings[index], beside=tuple(related), follows=tuple(follows[index])
        )
    return findings


def _meeting(neighbor: Finding, spots: Sequence[tuple[Page, Span, Place]]) -> Place | None:
    """The place to which the first spot belongs that a place of the neighbor overlaps."""
    for place in neighbor.places:
        for page, span, owner in spots:
            if page is place.page and place.span.overlaps(span):
                return owner
    return None


def _named(finding: Finding, place: Place | None = None) -> Related:
    """A finding, or one place of it, as another finding names it."""
    said = place.message if place else finding.message
    at = place or finding.place
    return Related(at.page, at.span, f"{finding.rule.code} {finding.rule.name}: {said}")


def _fold(rule: "Rule", place: Place) -> str:
    return place.page.key if rule.fold == "page" else ""


def _finding(rule: "Rule", key: tuple[str, str, str], places: Sequence[Place]) -> Finding:
    unique = {(place.page.path, place.span): place for place in reversed(places)}
    ordered = sorted(unique.values(), key=_primary_key)
    keys = tuple(digest(*key, *place_key) for place_key in _place_keys(ordered))
    return Finding(rule, tuple(ordered), key[2], digest(*key), rule.severity, keys)


def _primary_key(place: Place) -> tuple[int, str, Span]:
    return place.page.rank, place.page.path, place.span


def _place_keys(places: Sequence[Place]) -> Iterator[tuple[str, str, str]]:
    """For each place its page, its anchor, and how many places of that anchor stand before it."""
    seen: Counter[tuple[str, str]] = Counter()
    for place in places:  # in the order of each page
        anchor = anchor_of(place.page, place.span)
        yield place.page.key, anchor, str(seen[place.page.path, anchor])
        seen[place.page.path, anchor] += 1


def anchor_of(page: Page, span: Span) -> str:
    """What names a spot of a page whatever its line: table and row ID, or field."""
    if anchor := page.anchor(span):
        return anchor
    row = page.row_at(span)
    if row is not None:
        return f"table {row.table.key} row {_row_key(row)}"
    for table in page.tables:
        if table.span.covers(span):
            return f"table {table.key}"
    for labeled in page.fields:
        if Span(labeled.label_span.start, labeled.value.span.end).covers(span):
            return f"field {labeled.label}"
    return "title" if page.title and page.title.span.covers(span) else "page"


def _row_key(row: Row) -> str:
    return row.listed_id or (row.cells[0].plain if row.cells else "")


def digest(*parts: str) -> str:
    """A short hash of some strings, the same on every machine and in every run."""
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
