"""Applying fixes until nothing changes: never two that overlap, and none that does harm."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.findings.identity import anchor_of
from frameworklint.findings.template import with_common_faults
from frameworklint.fixes.overlay import Overlay, with_targets
from frameworklint.fixes.targets import NoTargetError, Target, Targets
from frameworklint.framework.framework import Framework
from frameworklint.linter.fix import Fix
from frameworklint.linter.place import Place
from frameworklint.linter.rule import Rule
from frameworklint.source.files import Tree
from frameworklint.source.span import Span
from frameworklint.workbook.sheet import SheetPage
from frameworklint.workbook.writing.elements import UnwritableCellError

MOST_ROUNDS = 10

Key = tuple[str, ...]
Spot = tuple[str, str, str]
Read = Callable[[Tree, Framework], Framework]
Find = Callable[[Framework], list[Finding]]


class Applied(NamedTuple):
    """A fix that can be applied.

    Attributes:
        rule: the rule that offers it.
        place: where the fault is.
        fix: the reading.
        targets: what changes where.
    """

    rule: Rule
    place: Place
    fix: Fix
    targets: tuple[Target, ...]

    @property
    def where(self) -> str:
        """Where it writes first."""
        page, cell, span, _ = self.targets[0]
        return cell.page.where(cell.span) if cell else page.where(span)

    @property
    def key(self) -> Key:
        """What names it, whatever moves around it."""
        names = [part for target in self.targets for part in (target.name, target.new)]
        return self.rule.code, self.place.cause, *names


class Left(NamedTuple):
    """A place that was not fixed, and why.

    Attributes:
        where: where it would have been, in words.
    """

    rule: Rule
    place: Place
    where: str
    reason: str


@dataclass
class Outcome:
    """What fixing gave.

    Attributes:
        tree: the files as they are then.
        applied: the fixes, round by round: the targets of each are those of the state before.
        refused: the fixes that were withdrawn, with the reasons.
        impossible: those of what is left that can not be carried out, with the reasons.
        before: what was found at first.
        after: what is left, judged as if the generator had printed the changed cells.
        framework: that state.
    """

    tree: Overlay
    framework: Framework
    before: list[Finding]
    after: list[Finding]
    impossible: list[Left] = field(default_factory=list)
    applied: list[list[Applied]] = field(default_factory=list)
    refused: list[Left] = field(default_factory=list)

    @cached_property
    def left(self) -> dict[str, Finding]:
        """What is left in the end, by fingerprint: one by one, and as faults of the template."""
        found = [*self.after, *with_common_faults(self.after)]
        return {finding.fingerprint: finding for finding in found}


def apply(
    tree: Tree,
    framework: Framework,
    read: Read,
    find: Find,
    found: list[Finding],
    chosen: Callable[[Finding, Place], Fix | None],
) -> Outcome:
    """Apply fixes until nothing changes.

    Args:
        tree: the files.
        framework: the framework as it was read from them.
        read: reads the framework of another state of the files.
        find: what is wrong in a framework, everything.
        found: what it finds in this one.
        chosen: the fix of a place that is to be applied, if any.
    """
    outcome = Outcome(Overlay(tree), framework, found, found)
    refused: set[Key] = set()
    for _ in range(MOST_ROUNDS):
        where = Targets(outcome.framework)
        candidates = list(_candidates(outcome.after, where, chosen))
        outcome.impossible = [one for one in candidates if isinstance(one, Left)]
        groups = [one for one in candidates if isinstance(one, Applied) and one.key not in refused]
        kept = _Round(outcome, read, find).applied(_apart(groups))
        refused |= set(kept.refused)
        outcome.refused += kept.reasons
        if kept.groups:
            outcome.applied.append(kept.groups)
            outcome.tree, outcome.framework, outcome.after = kept.state
        elif not kept.refused:
            break
    return outcome


def is_fixed(finding: Finding, outcome: Outcome) -> bool:
    """Whether a finding is gone, but for the pages that wait to be printed."""
    return finding.fingerprint not in outcome.left


def _candidates(
    findings: Iterable[Finding],
    where: Targets,
    chosen: Callable[[Finding, Place], Fix | None],
) -> Iterator[Applied | Left]:
    """The chosen fixes with where they go, and why some go nowhere."""
    for finding in findings:
        for place in finding.places:
            fix = chosen(finding, place)
            if fix is None or not fix.edits:
                continue
            try:
                targets = tuple(where.target(edit) for edit in fix.edits)
            except NoTargetError as error:
                yield Left(finding.rule, place, place.page.where(place.span), str(error))
            else:
                yield Applied(finding.rule, place, fix, targets)


def _apart(groups: Iterable[Applied]) -> list[Applied]:
    """The fixes of which none overlaps an earlier one; each edit once.

    What is suggested may follow from what another rule changes in the same text: it waits for that.
    """
    taken: dict[tuple[str, int, int, int], list[Span]] = {}
    by_rule: dict[tuple[str, int, int, int], str] = {}
    found: list[Applied] = []
    for group in groups:
        clash = any(
            target.span.overlaps(span)
            for target in group.targets
            for span in taken.get(target.place, ())
        )
        others = {by_rule.get(target.place, group.rule.code) for target in group.targets}
        clash = clash or (not group.fix.is_safe and others != {group.rule.code})
        if not clash:
            for target in group.targets:
                taken.setdefault(target.place, []).append(target.span)
                by_rule[target.place] = group.rule.code
            found.append(group)
    return found


class _Kept(NamedTuple):
    """What a round has applied, what it refused, and the state that it led to."""

    groups: list[Applied]
    refused: list[Key]
    reasons: list[Left]
    state: tuple[Overlay, Framework, list[Finding]]


class _Round:
    """One round: fixes are applied together, and those withdrawn that do harm."""

    def __init__(self, outcome: Outcome, read: Read, find: Find) -> None:
        self._outcome = outcome
        self._read = read
        self._find = find
        self._number = _numbers(outcome.after)
        self._known = {
            (*_spot(finding.rule, place), place.cause) for finding, place in _places(outcome.after)
        }

    def applied(self, groups: list[Applied]) -> _Kept:
        """What can be applied of some fixes that do not overlap."""
        kept = _Kept(
            groups, [], [], (self._outcome.tree, self._outcome.framework, self._outcome.after)
        )
        while kept.groups:
            harm = self._harm(kept.groups)
            if isinstance(harm, tuple):
                return kept._replace(state=harm)
            kept = kept._replace(
                groups=[group for group in kept.groups if group.key not in harm],
                refused=[*kept.refused, *harm],
                reasons=[
                    *kept.reasons,
                    *(
                        Left(group.rule, group.place, group.where, harm[group.key])
                        for group in kept.groups
                        if group.key in harm
                    ),
                ],
            )
        return kept

    def _harm(
        self, groups: Sequence[Applied]
    ) -> "dict[Key, str] | tuple[Overlay, Framework, list[Finding]]":
        """The fixes that do harm, with the reasons; where none does, the state after all."""
        try:
            state = self._after(groups)
        except UnwritableCellError as error:
            return self._shared(groups, str(error))
        new = self._new(state[2])
        if not new:
            return state
        harm = {
            group.key: _reason(finding)
            for finding in new
            for group in _blamed(finding, groups, state[1])
        }
        return harm or self._shared(groups, _reason(new[0]))

    def _shared(self, groups: Sequence[Applied], reason: str) -> dict[Key, str]:
        """The fixes that do harm where nothing shows which: found by halves."""
        if len(groups) == 1:
            return {groups[0].key: reason}
        half = len(groups) // 2
        for part in (groups[:half], groups[half:]):
            harm = self._harm(part)
            if isinstance(harm, dict):
                return harm
        return {group.key: reason for group in groups[half:]}  # harmful only with the others

    def _after(self, groups: Sequence[Applied]) -> tuple[Overlay, Framework, list[Finding]]:
        targets = dict.fromkeys(target for group in groups for target in group.targets)
        outcome = self._outcome
        tree = with_targets(outcome.tree, targets)
        framework = self._read(tree, outcome.framework)
        return tree, framework, self._find(framework)

    def _new(self, findings: Iterable[Finding]) -> list[Finding]:
        """What was not found before, each with its new places only.

        Where something else was found of a text, and as much, its fault only has other words.
        """
        found = [one for one in findings if not one.rule.until_printed]
        number = _numbers(found)
        new = []
        for finding in found:
            places = tuple(
                place for place in finding.all_places if self._is_new(finding.rule, place, number)
            )
            if places:
                new.append(finding._replace(places=places))
        return new

    def _is_new(self, rule: Rule, place: Place, number: Counter[Spot]) -> bool:
        spot = _spot(rule, place)
        return number[spot] > self._number[spot] and (*spot, place.cause) not in self._known


def _reason(finding: Finding) -> str:
    return f"it would bring {finding.rule.code}: {finding.message}"


def _spot(rule: Rule, place: Place) -> Spot:
    """What tells where a rule finds something, before and after a fix: in a cell, if it is printed
    from one, however many pages print that.
    """
    if place.cells:
        return rule.code, place.cells[0].page.key, place.cells[0].anchor
    return rule.code, place.page.key, anchor_of(place.page, place.span)


def _numbers(findings: Iterable[Finding]) -> Counter[Spot]:
    """How many findings there are on each spot."""
    pairs = {
        (finding.fingerprint, _spot(finding.rule, place)) for finding, place in _places(findings)
    }
    return Counter(spot for _, spot in pairs)


def _places(findings: Iterable[Finding]) -> Iterator[tuple[Finding, Place]]:
    return ((finding, place) for finding in findings for place in finding.all_places)


def _blamed(finding: Finding, groups: Sequence[Applied], framework: Framework) -> Sequence[Applied]:
    """The fixes that a new finding comes from: in its cells, else in their rows; suggested ones
    first, because they are doubted first.
    """
    for width in (4, 3):  # the whole cell, then its row
        behind = {place[:width] for place in _cells_behind(finding, framework)}
        near = [
            group
            for group in groups
            if any(target.place[:width] in behind for target in group.targets)
        ]
        if near:
            return [group for group in near if not group.fix.is_safe] or near
    return ()


def _cells_behind(finding: Finding, framework: Framework) -> set[tuple[str, int, int, int]]:
    """The cells in which a finding stands, or from which its text is printed; else the pages."""
    found: set[tuple[str, int, int, int]] = set()
    for place in finding.places:
        page = place.page
        found |= {(one.page.path, one.page.number, one.row, one.column) for one in place.cells}
        if isinstance(page, SheetPage):
            found.add((page.path, page.number, *page.lines.position(place.span.start)))
            continue
        found.add((page.path, -1, 0, 0))
        for printed in framework.provenance.printed_at(page, place.span):
            found |= {
                (cell.page.path, cell.page.number, cell.row, cell.column) for cell in printed.cells
            }
    return found
