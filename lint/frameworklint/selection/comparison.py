"""What is new: the findings of one tree that another tree, or a baseline, does not have."""

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from frameworklint.findings.finding import Finding


class Known(NamedTuple):
    """The identities of findings that are known: fingerprints and keys of places."""

    fingerprints: frozenset[str]
    place_keys: frozenset[str]

    @staticmethod
    def of(findings: Iterable[Finding]) -> "Known":
        """The identities of some findings."""
        findings = list(findings)
        return Known(
            frozenset(finding.fingerprint for finding in findings),
            frozenset(key for finding in findings for key in finding.place_keys),
        )

    def new_part(self, finding: Finding) -> Finding | None:
        """The finding with its new places only, or None where nothing about it is new."""
        if finding.fingerprint not in self.fingerprints:
            return finding
        pairs = zip(finding.places, finding.place_keys, strict=True)
        new = tuple(place for place, key in pairs if key not in self.place_keys)
        return finding._replace(places=new) if new else None


class Judged(NamedTuple):
    """What a base says.

    Attributes:
        known: the identities of its findings.
        findings: gives the findings; it may have to judge the base first.
    """

    known: Known
    findings: Callable[[], Sequence[Finding]]

    @staticmethod
    def of(findings: Sequence[Finding]) -> "Judged":
        """A base with some findings."""
        return Judged(Known.of(findings), lambda: findings)


class Comparison(NamedTuple):
    """How the findings of a tree differ from those of its base.

    Attributes:
        new: what the change adds, each finding with its new places.
        fixed: the findings of the base that are gone, or have new places now.
        left: the findings that are in both as they were.
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


def compare(pairs: Sequence[tuple[Sequence[Finding], Judged]]) -> Comparison:
    """Compare a tree's findings with those of its bases; new is what is new against every base.

    For one base, the findings of the tree are the new and the left ones, those of the base the
    fixed and the left ones.

    Args:
        pairs: for each base, what is found in the tree when it is judged against that base, and
            what the base says.
    """
    findings, first = pairs[0]
    new = list(findings)
    for found, (known, _) in pairs:
        said = {finding.fingerprint for finding in found}
        new = [
            part
            for finding in new
            if finding.fingerprint in said and (part := known.new_part(finding)) is not None
        ]
    added = {finding.fingerprint for finding in new}
    left = [finding for finding in findings if finding.fingerprint not in added]
    kept = {finding.fingerprint for finding in left}
    is_less = not first.known.fingerprints <= kept
    fixed = [f for f in first.findings() if f.fingerprint not in kept] if is_less else []
    return Comparison(new, fixed, left)
