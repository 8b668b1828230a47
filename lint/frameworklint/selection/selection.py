"""Which findings are shown."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.linter.place import Severity
from frameworklint.linter.registry import named
from frameworklint.linter.rule import Rule


class Selection(NamedTuple):
    """What the user asked to see.

    Attributes:
        shown: the codes of the rules whose findings are shown.
        focus: paths from the root; a finding is kept when one of its places, or a cell that one
            prints, lies under one of them. Empty for everything.
        ignored: the codes of the rules that were ignored by name.
    """

    shown: frozenset[str]
    focus: tuple[str, ...] = ()
    ignored: frozenset[str] = frozenset()

    def of_rules(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings of the rules that are shown, in their order."""
        return [finding for finding in findings if finding.rule.code in self.shown]

    def in_focus(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings of which a place, or a cell that it prints, lies under a named path."""
        return [finding for finding in findings if self._is_in_focus(finding)]

    def _is_in_focus(self, finding: Finding) -> bool:
        paths = {finding.place.page.path, *(related.page.path for related in finding.also)}
        paths |= {cell.page.path for place in finding.places for cell in place.cells}
        return not self.focus or any(
            path == under or path.startswith(f"{under}/") for path in paths for under in self.focus
        )


def choose(
    rules: Iterable[Rule],
    select: Sequence[str] = (),
    ignore: Sequence[str] = (),
    show_info: bool = False,
    focus: Sequence[str] = (),
    severities: Mapping[str, Severity] | None = None,
) -> Selection:
    """Turn what the user named into a selection.

    Rules of severity info, their own or the one that `severities` gives them, are shown with
    `show_info`, or where their own code or name is selected.

    Raises:
        UnknownRuleError: a selector stands for no rule.
    """
    rules = list(rules)
    severities = severities or {}
    wanted = {rule.code for selector in select for rule in named(selector)}
    by_name = {s.strip().upper() for s in select} | {s.strip().lower() for s in select}
    if not select:
        wanted = {rule.code for rule in rules}
    unwanted = frozenset(rule.code for selector in ignore for rule in named(selector))
    shown = frozenset(
        rule.code
        for rule in rules
        if rule.code in wanted - unwanted
        and (
            show_info
            or severities.get(rule.code, rule.severity) is not Severity.INFO
            or rule.code in by_name
            or rule.name in by_name
        )
    )
    return Selection(shown, tuple(focus), unwanted)
