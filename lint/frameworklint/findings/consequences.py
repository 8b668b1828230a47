"""Which findings stand side by side, and which follow from others."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Literal

from frameworklint.findings.finding import Finding
from frameworklint.linter.place import Place, Related, Spot
from frameworklint.page.page import Page
from frameworklint.source.span import Cover, Span


def side_by_side(findings: list[Finding]) -> list[Finding]:
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
