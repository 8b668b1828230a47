"""Rules that say nothing where another rule has said enough."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from frameworklint.page.page import Page
from frameworklint.source.span import Cover, Span

if TYPE_CHECKING:
    from frameworklint.linter.place import Place
    from frameworklint.linter.rule import Rule


Found = tuple["Rule", "Place"]


def without_yielding(
    found: Sequence[Found],
    is_ignored: "Callable[[Rule, Place], bool]",
    over: Sequence[Found] = (),
) -> list[Found]:
    """Drop the places that are hidden, or yield to another rule's place on the same spot.

    Args:
        found: the places, each with its rule.
        is_ignored: whether nobody wants to hear of a place; it hides no others.
        over: what was found before, to which places yield as well.
    """
    seen = [(rule, place) for rule, place in found if not place.is_hidden]
    spots = _Coverage([*over, *seen], is_ignored)
    return [(rule, place) for rule, place in seen if not _yields(rule, place, spots)]


def _yields(rule: "Rule", place: "Place", spots: "_Coverage") -> bool:
    stronger = spots.stronger(rule, place.page, place.span)
    if not place.compared:
        return any(True for _ in stronger)
    here = set(stronger)
    there = {
        known for other in place.compared for known in spots.stronger(rule, other.page, other.span)
    }
    return here != there


class _Coverage:
    """What each rule covers on each page, sorted, so that a spot is looked up in no time."""

    def __init__(self, found: Sequence[Found], is_ignored: "Callable[[Rule, Place], bool]") -> None:
        rules = {rule.code: rule for rule, _ in found}.values()
        self._over = {
            rule.code: [
                other for other in rules if other is not rule and rule.is_silent_under(other)
            ]
            for rule in rules
        }
        # Of most rules nobody asks what they cover.
        over = {other.code for others in self._over.values() for other in others}
        covered: dict[tuple[str, str], list[tuple[Span, str]]] = defaultdict(list)
        for rule, place in found:
            if rule.code not in over:
                continue
            if rule.hides_all_but is not None and is_ignored(rule, place):
                continue
            span = place.covers or place.span
            covered[rule.code, place.page.path].append((span, place.cause))
        self._covered = {key: Cover(spans) for key, spans in covered.items()}

    def stronger(self, rule: "Rule", page: Page, span: Span) -> Iterator[tuple[str, str]]:
        """What the rules to which this one yields have found on a spot: codes and causes."""
        for other in self._over[rule.code]:
            covered = self._covered.get((other.code, page.path))
            if covered is not None:
                for cause in covered.at(span):
                    yield other.code, cause
