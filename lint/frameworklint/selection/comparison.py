"""What is new: the findings of one tree that another tree, or a baseline, does not have."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import attrgetter
from typing import NamedTuple

from frameworklint.findings.finding import Finding, PlaceNames
from frameworklint.linter.place import Place


class _Names:
    """The names of the places of findings, worked out once where two states have the same."""

    def __init__(self, names_of: Callable[[Finding], PlaceNames]) -> None:
        self._names_of = names_of
        self._known: dict[str, tuple[Finding, PlaceNames]] = {}

    def of(self, finding: Finding) -> PlaceNames:
        """The names of each of its places."""
        known = self._known.get(finding.fingerprint)
        if known is None or known[0] != finding:
            known = self._known[finding.fingerprint] = finding, self._names_of(finding)
        return known[1]


_PLACE_NAMES, _HIDDEN_NAMES = attrgetter("place_names"), attrgetter("hidden_names")


class Known(NamedTuple):
    """The identities of findings that are known: keys of places and of the cells behind them."""

    keys: frozenset[str]

    @staticmethod
    def of(findings: Iterable[Finding], names: _Names | None = None) -> "Known":
        """The identities of some findings."""
        every = map((names or _Names(_PLACE_NAMES)).of, findings)
        return Known(frozenset(key for found in every for name in found for key in chain(*name)))

    def new_part(self, finding: Finding, names: _Names | None = None) -> Finding | None:
        """The finding with its new places only, or None where nothing about it is new.

        A place is known on its page, or by its cell: what a cell has had is not new where another
        page prints it, or one prints it no more.
        """
        named = zip(finding.places, (names or _Names(_PLACE_NAMES)).of(finding), strict=True)
        new = tuple(place for place, names in named if not any(name <= self.keys for name in names))
        return finding._replace(places=new) if new else None


class Comparison(NamedTuple):
    """How the findings of a tree differ from those of its base.

    Attributes:
        new: what the change adds, each finding with its new places.
        fixed: what it takes away, each finding of the base with the places that are gone.
        left: the findings that are in both.
    """

    new: list[Finding]
    fixed: list[Finding]
    left: list[Finding]

    @property
    def sentence(self) -> str:
        """What the change does, in one sentence."""
        counts = len(self.new), len(self.fixed), len(self.left)
        return "this change adds {:,}, fixes {:,}, leaves {:,}".format(*counts)

    def within(self, narrowed: Callable[[list[Finding]], list[Finding]]) -> "Comparison":
        """The comparison of some of the findings only."""
        return Comparison(narrowed(self.new), narrowed(self.fixed), narrowed(self.left))

    def known(self, is_known: Callable[[Place], bool]) -> "Comparison":
        """The comparison without what is gone at places of which nothing is known any more."""
        parts = ((finding, tuple(filter(is_known, finding.places))) for finding in self.fixed)
        fixed = [finding._replace(places=places) for finding, places in parts if places]
        return self._replace(fixed=fixed)


class _Left:
    """What is left of the findings of a base in a tree."""

    def __init__(self, findings: Sequence[Finding], names: _Names) -> None:
        self._names = names
        self._known = Known.of(findings, names)
        self._amounts = dict(_amounts(findings))

    def gone(self, finding: Finding) -> Finding | None:
        """The finding with its places that are gone, or None where all are left.

        A place at which less is counted than before is gone in part, and so counts as one.
        """
        part = self._known.new_part(finding, self._names)
        if part is not None:
            return part
        before = dict(_amounts([finding]))
        fewer = {key for key, amount in before.items() if self._amounts.get(key, amount) < amount}
        pairs = zip(finding.places, finding.place_keys, strict=True)
        places = tuple(place for place, key in pairs if key in fewer)
        return finding._replace(places=places) if places else None


def _amounts(findings: Iterable[Finding]) -> Iterator[tuple[str, int]]:
    """What is counted at each place, by its key."""
    for finding in findings:
        if any(place.amounts for place in finding.places):
            for place, key in zip(finding.places, finding.place_keys, strict=True):
                yield key, sum(place.amounts[:1])


def compare(
    pairs: Sequence[tuple[Sequence[Finding], Sequence[Finding]]], hidden: Sequence[Finding] = ()
) -> Comparison:
    """Compare a tree's findings with those of its bases; new is what is new against every base.

    What is fixed and what is left is that of the first base. A finding of which some places are
    gone, or are new, is left and fixed, or left and new.

    Args:
        pairs: for each base, what is found in the tree when it is judged against that base, and
            what is found in the base.
        hidden: what other findings of the bases hide; it is not new once they are fixed.
    """
    findings, first = pairs[0]
    new, names, others = list(findings), _Names(_PLACE_NAMES), _Names(_HIDDEN_NAMES)
    for found, base in pairs:
        said = {finding.fingerprint for finding in found}
        new = [one for one in _differing(new, base) if one.fingerprint in said]
        if new:
            alike = Known.of(_of_like_rules(base, new), names)
            known = Known(alike.keys | Known.of(_of_like_rules(hidden, new), others).keys)
            shown = filter(None, (known.new_part(finding, names) for finding in new))
            new = [part for one in shown if (part := known.new_part(one, others)) is not None]
    added = {finding.fingerprint for finding in new}
    old = {finding.fingerprint for finding in findings} - added
    # What follows from known faults alone is one with them: it goes when they are fixed.
    new = [finding for finding in new if not (finding.follows and old.issuperset(finding.follows))]
    added = {finding.fingerprint for finding in new}
    left = [finding for finding in findings if finding.fingerprint not in added]
    fixed: list[Finding] = []
    if gone := _differing(first, findings):
        still = _Left(_of_like_rules(findings, gone), names)
        fixed = [part for finding in gone if (part := still.gone(finding)) is not None]
    return Comparison(new, fixed, left)


def _of_like_rules(findings: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """The findings whose rules others have too: only they can have a name in common with these."""
    codes = {other.rule.code for other in others}
    return [finding for finding in findings if finding.rule.code in codes]


def _differing(findings: Iterable[Finding], others: Iterable[Finding]) -> list[Finding]:
    """The findings that are not the same among the others, which nearly all are: of these nothing
    is new, and nothing gone.
    """
    known = {finding.fingerprint: finding for finding in others}
    return [finding for finding in findings if known.get(finding.fingerprint) != finding]
