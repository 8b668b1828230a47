"""Of which pages rules are known to say nothing, because they said nothing of them before.

A rule is not run on a page where all that it can see is as in a state in which it was silent there.
Where it found something it always runs: no finding is taken from another state.
"""

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property

from frameworklint.framework.framework import Framework
from frameworklint.linter.outline import Outline
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page


class JudgedState:
    """A state of a framework, while rules judge it and afterwards.

    Attributes:
        spoke: the paths of the pages of which each rule said something, by the rule's code.
    """

    def __init__(self, framework: Framework, before: "Sequence[JudgedState]") -> None:
        """Judge nothing yet.

        Args:
            framework: the state.
            before: states that the same rules have judged.
        """
        self.spoke: dict[str, set[str]] = {}
        self._framework = framework
        self._before = before

    @cached_property
    def outline(self) -> Outline:
        """The state as the rules of a page see it."""
        last = self._before[-1].outline if self._before else None
        return Outline.of(self._framework, last)

    @cached_property
    def _like(self) -> "tuple[JudgedState, set[str]] | None":
        """The state that is most like this one, and the pages that do not look as there."""
        pairs = ((one, self.outline.reached(one.outline)) for one in self._before)
        known = [(one, reached) for one, reached in pairs if reached is not None]
        return min(known, key=lambda pair: len(pair[1]), default=None)

    def to_judge(self, rule: Rule) -> list[Page]:
        """The pages on which a rule must run."""
        pages = self._framework.pages
        if rule.sees == "tree" or self._like is None:
            return pages
        like, reached = self._like
        found = reached | like.spoke[rule.code]
        return [page for page in pages if page.path in found]


class Judged:
    """States that rules have judged, one after the other, with the same options.

    Attributes:
        states: the states.
    """

    def __init__(self, states: Iterable[JudgedState] = ()) -> None:
        self.states = list(states)

    def begun(self, framework: Framework, rules: Collection[Rule]) -> JudgedState:
        """A state that some rules are about to judge."""
        codes = {rule.code for rule in rules if rule.is_page_rule}
        state = JudgedState(framework, [one for one in self.states if codes <= one.spoke.keys()])
        self.states.append(state)
        return state
