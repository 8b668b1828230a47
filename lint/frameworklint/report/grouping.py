"""What a report for people tells: each fault once, and what need not be told beside it."""

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from frameworklint.findings.finding import Finding

_REPEATED = 4


class Told(NamedTuple):
    """A finding that is told, and those that need not be.

    Attributes:
        finding: what is told.
        same: findings of its rule that say the same of other pages of its kind.
        following: findings that follow from it, or from one of those that say the same.
    """

    finding: Finding
    same: list[Finding]
    following: list[Finding]


def told(findings: Sequence[Finding]) -> list[Told]:
    """The findings that are told one by one; every other one belongs to one of these."""
    following = _following(findings)
    silent = {finding.fingerprint for group in following.values() for finding in group}
    groups = _groups([finding for finding in findings if finding.fingerprint not in silent])
    return [Told(group[0], group[1:], _of_all(group, following)) for group in groups]


def _of_all(group: list[Finding], following: dict[str, list[Finding]]) -> list[Finding]:
    return [one for finding in group for one in following.get(finding.fingerprint, ())]


def _following(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    """The findings that follow from others that are shown, by the fingerprint of the first."""
    shown = {finding.fingerprint: finding for finding in findings}
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        causes = [shown.get(fingerprint) for fingerprint in finding.follows]
        # A cause that follows itself is not told, and so can not tell of what follows from it.
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
