"""From the places that rules point at to findings: one cause, one finding."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from typing import TYPE_CHECKING, Literal, NamedTuple

from frameworklint.digests import digest
from frameworklint.page import Page, Row
from frameworklint.span import Cover, Span
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


Spot = tuple[Page, Span]


class Place(NamedTuple):
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
        differences: for a text that differs from another, each difference with where it lies on
            both sides; it follows from what another rule finds on one side and not on the other.
        explained: where findings that follow from this one stand; by default what it covers and
            the other places that help to understand.
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
    differences: tuple[tuple[Spot, Spot], ...] = ()
    explained: tuple[Spot, ...] | None = None
    amounts: tuple[int, ...] = ()
    proposed: str = ""
    note: str = ""

    @property
    def parts(self) -> tuple[tuple[Spot, ...], ...]:
        """What must be explained before the place is: one spot, and one only, of each part."""
        return self.differences or (((self.page, self.span),),)

    @property
    def nearby(self) -> list[Spot]:
        """The place and those that help to understand it."""
        return [(self.page, self.span), *((other.page, other.span) for other in self.also)]

    @property
    def reach(self) -> Sequence[Spot]:
        """Where findings that follow from this one stand."""
        if self.explained is not None:
            return self.explained
        return [(self.page, self.covers or self.span), *self.nearby[1:]]


class Finding(NamedTuple):
    """One fault, at its primary place, with all other places that have the same cause.

    Attributes:
        all_places: the places, those included that are not to be reported.
        beside: the findings of other rules that stand side by side with it.
        follows: the fingerprints of findings that together explain all of this one: one fault,
            not two.
    """

    rule: "Rule"
    places: tuple[Place, ...]
    fold: str
    fingerprint: str
    severity: Severity
    all_places: tuple[Place, ...]
    beside: tuple[Related, ...] = ()
    follows: tuple[str, ...] = ()

    @property
    def place(self) -> Place:
        """The primary place."""
        return self.places[0]

    @property
    def place_keys(self) -> tuple[str, ...]:
        """What names each place whatever its line, in the order of the places."""
        cause = (self.rule.code, self.place.cause, self.fold)
        numbered = zip(self.all_places, _place_keys(self.all_places), strict=True)
        keys = {(p.page.path, p.span): digest(*cause, *key) for p, key in numbered}
        return tuple(keys[place.page.path, place.span] for place in self.places)

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
    """Let findings name those of the rules beside theirs that concern the same spot.

    A finding follows from others where these explain every part of each of its places.
    """
    beside: dict[int, list[Related]] = defaultdict(list)
    explained: dict[int, dict[str, set[int]]] = defaultdict(dict)
    neighbors = _Neighbors(findings)
    for one, finding in enumerate(findings):
        rule = finding.rule
        if not (rule.beside or rule.explains):
            continue
        near, reach = _Spots(finding, "nearby"), _Spots(finding, "reach")
        spots = {*near.all(), *reach.all()}
        for other in neighbors.over(spots, rule.beside + rule.explains):
            neighbor = findings[other]
            code = neighbor.rule.code
            parts = reach.explained(neighbor) if code.startswith(rule.explains) else {}
            if parts:
                explained[other][finding.fingerprint] = set(parts)
                beside[one].append(_named(neighbor))
                beside[other].append(_named(finding, next(iter(parts.values()))))
            elif code.startswith(rule.beside) and near.meet(neighbor):
                beside[one].append(_named(neighbor))
                beside[other].append(_named(finding))
    for index, related in beside.items():
        follows = _together(explained[index], findings[index])
        findings[index] = findings[index]._replace(beside=tuple(related), follows=follows)
    return findings


class _Neighbors:
    """The findings by number, found by where their places or parts stand, and by their rules."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        spans: dict[str, dict[str, list[tuple[Span, int]]]] = defaultdict(lambda: defaultdict(list))
        linked = tuple({c for f in findings for c in (*f.rule.beside, *f.rule.explains)})
        for number, finding in enumerate(findings):
            if finding.rule.code.startswith(linked):
                for page, span in _spots_of(finding):
                    spans[finding.rule.code][page.path].append((span, number))
        self._covers = {
            code: {path: Cover(known) for path, known in by_path.items()}
            for code, by_path in spans.items()
        }

    def over(self, spots: Iterable[Spot], codes: tuple[str, ...]) -> list[int]:
        """The findings of some rules, codes or prefixes, that stand on one of some spots."""
        covers = [known for code, known in self._covers.items() if code.startswith(codes)]
        return sorted(
            {
                number
                for page, span in (spots if covers else ())
                for by_path in covers
                if page.path in by_path
                for number in by_path[page.path].at(span)
            }
        )


def _spots_of(finding: Finding) -> Iterator[Spot]:
    for place in finding.places:
        yield place.page, place.span
    for part in _parts(finding):
        yield from part


class _Spots:
    """The spots of a finding, by page, each with the place to which it belongs."""

    def __init__(self, finding: Finding, of: Literal["nearby", "reach"]) -> None:
        self._by_path: dict[str, list[tuple[Span, Place]]] = defaultdict(list)
        self._pages: dict[str, Page] = {}
        self._covers: dict[str, Cover[int]] = {}
        known: set[int] = set()
        for place in finding.places:
            spots = place.nearby if of == "nearby" else place.reach
            # Many places can share the spots that they explain; the first of them has them.
            if spots is place.explained:
                if id(spots) in known:
                    continue
                known.add(id(spots))
            for page, span in spots:
                self._pages[page.path] = page
                self._by_path[page.path].append((span, place))

    def all(self) -> Iterator[Spot]:
        """Every spot."""
        for path, spots in self._by_path.items():
            for span, _ in spots:
                yield self._pages[path], span

    def at(self, page: Page, span: Span) -> Place | None:
        """The place of the first spot that overlaps a span of a page."""
        spots = self._by_path.get(page.path)
        if spots is None:
            return None
        cover = self._covers.get(page.path)
        if cover is None:
            cover = self._covers[page.path] = Cover(
                (known, number) for number, (known, _) in enumerate(spots)
            )
        first = min(cover.at(span), default=None)
        return None if first is None else spots[first][1]

    def meet(self, neighbor: Finding) -> bool:
        """Whether a place of the neighbor lies on one of the spots."""
        return any(self.at(place.page, place.span) for place in neighbor.places)

    def explained(self, neighbor: Finding) -> dict[int, Place]:
        """The parts of the neighbor, by number, that these spots explain, and by which place."""
        found = {}
        for number, part in enumerate(_parts(neighbor)):
            met = [place for spot in part if (place := self.at(*spot)) is not None]
            if len(met) == 1:
                found[number] = met[0]
        return found


def _parts(finding: Finding) -> list[tuple[Spot, ...]]:
    return [part for place in finding.places for part in place.parts]


def _together(explainers: Mapping[str, set[int]], finding: Finding) -> tuple[str, ...]:
    """The first findings that explain all parts of a finding, or none where a part is left."""
    left = set(range(len(_parts(finding))))
    chosen = []
    for fingerprint, parts in explainers.items():
        if left & parts:
            chosen.append(fingerprint)
            left -= parts
    return () if left else tuple(chosen)


def _named(finding: Finding, place: Place | None = None) -> Related:
    """A finding, or one place of it, as another finding names it."""
    said = place.message if place else finding.message
    at = place or finding.place
    return Related(at.page, at.span, f"{finding.rule.code} {finding.rule.name}: {said}")


def _fold(rule: "Rule", place: Place) -> str:
    return place.page.key if rule.fold == "page" else ""


def _finding(rule: "Rule", key: tuple[str, str, str], places: Sequence[Place]) -> Finding:
    unique = {(place.page.path, place.span): place for place in reversed(places)}
    ordered = tuple(sorted(unique.values(), key=_primary_key))
    return Finding(rule, ordered, key[2], digest(*key), rule.severity, ordered)


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
