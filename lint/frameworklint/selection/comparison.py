"""What is new: the findings of one tree that another tree, or a baseline, does not have."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from frameworklint.findings.finding import Finding


class Known(NamedTuple):
    """The identities of findings that are known: keys of places and of the cells behind them."""

    place_keys: frozenset[str]

    @staticmethod
    def of(findings: Iterable[Finding]) -> "Known":
        """The identities of some findings."""
        return Known(frozenset(key for finding in findings for key in finding.keys))

    def new_part(self, finding: Finding) -> Finding | None:
        """The finding with its new places only, or None where nothing about it is new.

        A place is known on its page, or by its cell: what a cell has had is not new where another
        page prints it, or one prints it no more.
        """
        both = zip(finding.places, finding.place_keys, finding.cell_keys, strict=True)
        new = tuple(
            place
            for place, key, cells in both
            if key not in self.place_keys and self.place_keys.isdisjoint(cells)
        )
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


def compare(pairs: Sequence[tuple[Sequence[Finding], Sequence[Finding]]]) -> Comparison:
    """Compare a tree's findings with those of its bases; new is what is new against every base.

    What is fixed and what is left is that of the first base. A finding of which some places are
    gone, or are new, is left and fixed, or left and new.

    Args:
        pairs: for each base, what is found in the tree when it is judged against that base, and
            what is found in the base.
    """
    findings, first = pairs[0]
    new = list(findings)
    for found, base in pairs:
        known = Known.of(base)
        said = {finding.fingerprint for finding in found}
        new = [
            part
            for finding in new
            if finding.fingerprint in said and (part := known.new_part(finding)) is not None
        ]
    added = {finding.fingerprint for finding in new}
    left = [finding for finding in findings if finding.fingerprint not in added]
    still = Known.of(findings)
    fixed = [part for finding in first if (part := still.new_part(finding)) is not None]
    return Comparison(new, fixed, left)
