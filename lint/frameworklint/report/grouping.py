"""What a report for people shows: each fault once, and what is only counted beside it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from frameworklint.findings.finding import Finding

_REPEATED = 4


class Group(NamedTuple):
    """A finding that is shown, and those that are only counted.

    Attributes:
        finding: what is shown.
        same: findings of its rule that say the same of other pages of its kind.
        block: the other findings of its rule in the same column.
        following: findings that follow from it, or from one of those that say the same.
    """

    finding: Finding
    same: list[Finding]
    block: list[Finding]
    following: list[Finding]

    @property
    def findings(self) -> list[Finding]:
        """All findings of the group, the one that is shown first."""
        return [self.finding, *self.same, *self.block, *self.following]

    @property
    def folded(self) -> int:
        """How many findings are not shown because this one is."""
        return len(self.same) + len(self.block) + len(self.following)


def grouped(findings: Sequence[Finding]) -> list[Group]:
    """The findings that are shown one by one; every other one belongs to one of these."""
    following = following_of(findings)
    silent = {finding.fingerprint for group in following.values() for finding in group}
    shown = [finding for finding in findings if finding.fingerprint not in silent]
    blocks = _blocks(shown)
    inside = {finding.fingerprint for block in blocks.values() for finding in block}
    groups = _groups([finding for finding in shown if finding.fingerprint not in inside])
    found = []
    for first, *same in groups:
        block = blocks.get(first.fingerprint, [])
        found.append(Group(first, same, block, _of_all([first, *same, *block], following)))
    return found


def _blocks(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The other findings of a rule in one column, the most frequent first, by the fingerprint of
    the first.
    """
    columns: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        if finding.place.block:
            columns[finding.rule.code, finding.place.block].append(finding)
    return {
        first.fingerprint: sorted(others, key=lambda finding: -len(finding.places))
        for first, *others in columns.values()
        if len(others) >= (_REPEATED if _pages([first, *others]) > 1 else 1)
    }


def _pages(findings: Sequence[Finding]) -> int:
    return len({finding.place.page.label for finding in findings})


def _of_all(group: list[Finding], following: dict[str, list[Finding]]) -> list[Finding]:
    return [one for finding in group for one in following.get(finding.fingerprint, ())]


def following_of(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The findings that follow from others of them, by the fingerprint of the first of these."""
    shown = {finding.fingerprint: finding for finding in findings}
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        causes = [shown.get(fingerprint) for fingerprint in finding.follows]
        # A cause that follows itself is not shown, and so can not show what follows from it.
        if causes and all(cause is not None and not cause.follows for cause in causes):
            found[finding.follows[0]].append(finding)
    return found


def _groups(findings: Sequence[Finding]) -> list[list[Finding]]:
    """Each finding, with those that say the same of other pages where there are many."""
    alike: dict[tuple[str, str, str], dict[str, Finding]] = defaultdict(dict)
    for finding in findings:
        alike[_said(finding)].setdefault(finding.place.page.path, finding)
    groups = []
    for finding in findings:
        pages = alike[_said(finding)]
        if len(pages) < _REPEATED or pages[finding.place.page.path] is not finding:
            groups.append([finding])
        elif next(iter(pages.values())) is finding:
            groups.append(list(pages.values()))
    return groups


def _said(finding: Finding) -> tuple[str, str, str]:
    kind = finding.place.page.kind
    return finding.rule.code, finding.message, kind.name if kind else ""
