"""Which findings stand side by side, and which follow from others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Generic, NamedTuple, TypeVar

from frameworklint.findings.finding import Finding, Neighbor
from frameworklint.linter.place import Location, Place, Related
from frameworklint.page.page import Page
from frameworklint.source.span import Cover, Span

_T = TypeVar("_T")
# How many of the spots that the places of a finding explain are looked at; real: 1,300.
_MOST_EXPLAINED = 5_000


class _Part(NamedTuple):
    """A spot of a part of a finding: the numbers of finding, part and spot."""

    finding: int
    part: int
    spot: int


def side_by_side(findings: list[Finding]) -> list[Finding]:
    """Let findings name those of the rules beside theirs that concern the same spot.

    A finding follows from others where these explain every part of each of its places.
    """
    beside: dict[int, list[Neighbor]] = defaultdict(list)
    explained: dict[int, dict[str, set[int]]] = defaultdict(dict)
    neighbors = _Neighbors(findings)
    named = cache(lambda number: _named(findings[number]))
    for one, finding in enumerate(findings):
        rule = finding.rule
        if not (rule.beside or rule.explains):
            continue
        followers = neighbors.explained_by(finding)
        near = neighbors.beside(finding)
        for other in sorted({*followers, *near}):
            parts = followers.get(other)
            if parts:
                spots = {(place.page.path, place.span) for place in parts.values()}
                beside[one].append(Neighbor(named(other), frozenset(spots)))
                explained[other][finding.fingerprint] = set(parts)
                beside[other].append(Neighbor(_named(finding, parts[min(parts)])))
            else:
                beside[one].append(Neighbor(named(other)))
                beside[other].append(Neighbor(named(one)))
    following = {
        findings[index].fingerprint
        for index in beside
        if _together(explained[index], findings[index])
    }
    for index, found in beside.items():
        # What follows itself is not shown, and so tells less than what it follows from.
        known = explained[index]
        explainers = {one: known[one] for one in sorted(known, key=following.__contains__)}
        follows = _together(explainers, findings[index])
        findings[index] = findings[index]._replace(neighbors=tuple(found), follows=follows)
    return findings


class _Neighbors:
    """The findings by number, found by where their places and parts stand, and by their rules."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        beside = tuple({code for finding in findings for code in finding.rule.beside})
        explained = tuple({code for finding in findings for code in finding.rule.explains})
        self._places: _ByPlace[int] = _ByPlace()
        self._parts: _ByPlace[_Part] = _ByPlace()
        for number, finding in enumerate(findings):
            code = finding.rule.code
            if code.startswith(beside):
                for place in finding.places:
                    self._places.add(code, place.page, place.span, number)
            if code.startswith(explained):
                for part, spots in enumerate(_parts(finding)):
                    for index, (page, span) in enumerate(spots):
                        self._parts.add(code, page, span, _Part(number, part, index))

    def beside(self, finding: Finding) -> set[int]:
        """The findings of the rules beside its own with a place on one of its spots."""
        codes = finding.rule.beside
        spots = {spot for place in finding.places for spot in place.nearby} if codes else ()
        return {number for spot in spots for number in self._places.at(*spot, codes)}

    def explained_by(self, finding: Finding) -> dict[int, dict[int, Place]]:
        """The findings of which it explains a part: the parts, and by which place.

        A part is explained where one of its spots, and one only, is met.
        """
        codes = finding.rule.explains
        met: dict[tuple[int, int], dict[int, Place]] = defaultdict(dict)
        for place, spot in _reach(finding) if codes else ():
            for number, part, index in self._parts.at(*spot, codes):
                met[number, part].setdefault(index, place)
        found: dict[int, dict[int, Place]] = defaultdict(dict)
        for (number, part), places in met.items():
            if len(places) == 1:
                (found[number][part],) = places.values()
        return found


class _ByPlace(Generic[_T]):
    """Values by where they stand: by the rule's code, the page and the span."""

    def __init__(self) -> None:
        self._known: dict[str, dict[str, list[tuple[Span, _T]]]] = {}
        self._covers: dict[tuple[str, str], Cover[_T]] = {}

    def add(self, code: str, page: Page, span: Span, value: _T) -> None:
        """Add a value of a rule."""
        self._known.setdefault(code, {}).setdefault(page.path, []).append((span, value))

    def at(self, page: Page, span: Span, codes: tuple[str, ...]) -> Iterator[_T]:
        """The values of some rules, codes or prefixes, on a spot."""
        for code, by_path in self._known.items():
            if code.startswith(codes) and page.path in by_path:
                cover = self._covers.get((code, page.path))
                if cover is None:
                    cover = self._covers[code, page.path] = Cover(by_path[page.path])
                yield from cover.at(span)


def _reach(finding: Finding) -> Iterator[tuple[Place, Location]]:
    """Where findings that follow from one stand, with the place to which the spot belongs."""
    known: set[int] = set()
    left = _MOST_EXPLAINED
    for place in finding.places:
        spots: Iterable[Location] = place.reach
        if spots is place.explained:
            # Many places can share the spots that they explain; the first of them has them.
            if id(spots) in known:
                continue
            known.add(id(spots))
            spots = place.explained[:left]
            left -= len(spots)
        for spot in spots:
            yield place, spot


def _parts(finding: Finding) -> list[tuple[Location, ...]]:
    return [part for place in finding.places for part in place.parts]


def _together(explainers: Mapping[str, set[int]], finding: Finding) -> tuple[str, ...]:
    """The first findings that explain all parts of a finding, or none where a part is left."""
    if not explainers:
        return ()
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
