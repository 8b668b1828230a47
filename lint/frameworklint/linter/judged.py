"""Of which pages rules are known to say nothing, because they said nothing of them before.

A rule is not run on a page where all that it can see is as in a state in which it was silent there.
Where it found something it always runs: no finding is taken from another state.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import Any

from frameworklint.cache import plain_objects
from frameworklint.cache.store import Cache
from frameworklint.framework.framework import Framework
from frameworklint.linter.outline import Outline
from frameworklint.linter.place import Place
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page

_FILE = "judged"
_MOST_REACHED = 20  # pages that are judged again in each run, before what was judged is kept anew


class JudgedState:
    """A state of a framework that rules have judged.

    Attributes:
        learned: the names that told what nearly is an ID.
        spoke: the paths of the pages of which each rule said something, by the rule's code.
        places: all that each rule said, in the run that judged the state.
        framework: the state itself, in that run.
    """

    def __init__(
        self,
        learned: Collection[tuple[str, str]],
        spoke: dict[str, set[str]],
        find_outline: Callable[[], Outline],
        find_today: Callable[[], str],
    ) -> None:
        """Take up what is known.

        Args:
            learned, spoke: the attributes.
            find_outline: gives the state as the rules of a page see it.
            find_today: gives the date of the run, empty where no rule asked for it.
        """
        self.learned = learned
        self.spoke = spoke
        self.places: dict[str, list[Place]] = {}
        self.framework: Framework | None = None
        self._find_outline = find_outline
        self._find_today = find_today

    @cached_property
    def outline(self) -> Outline:
        """The state as the rules of a page see it."""
        return self._find_outline()

    @property
    def today(self) -> str:
        """The date on which it was judged, empty where no rule asked for it."""
        return self._find_today()


class Judging:
    """A state of a framework, while rules judge it.

    Attributes:
        state: what is to be known of it afterwards.
    """

    def __init__(self, framework: Framework, before: Sequence[JudgedState]) -> None:
        """Judge nothing yet.

        Args:
            framework: the state.
            before: states that the same rules have judged.
        """
        self._framework = framework
        learned = framework.readers.ids.learned
        # To ask for the date tells the framework that what it says follows from it.
        self._before = [
            state
            for state in before
            if state.learned == learned and (not state.today or state.today == str(framework.today))
        ]
        self.state = JudgedState(learned, {}, self._outline, self._today)
        self.state.framework = framework

    def _outline(self) -> Outline:
        return Outline.of(self._framework, self._before[-1].outline if self._before else None)

    def _today(self) -> str:
        return str(self._framework.today) if self._framework.uses_today else ""

    @cached_property
    def like(self) -> tuple[JudgedState, set[str]] | None:
        """The state that is most like this one, and the pages that do not look as there."""
        pairs = ((one, self.state.outline.reached(one.outline)) for one in self._before)
        known = [(one, reached) for one, reached in pairs if reached is not None]
        return min(known, key=lambda pair: len(pair[1]), default=None)

    @cached_property
    def _twin(self) -> JudgedState | None:
        """A state with the very same pages and workbook, judged in this run."""
        for state in self._before:
            other, this = state.framework, self._framework
            is_same = other and other.workbook is this.workbook and other.pages == this.pages
            if is_same and not state.outline.reached(self.state.outline):
                return state
        return None

    def known(self, rule: Rule) -> list[Place] | None:
        """All that a rule says of the state, where that is known."""
        if rule.judges == "files" or self._twin is None or rule.code not in self._twin.places:
            return None
        if rule.is_page_rule:
            self.state.spoke[rule.code] = self._twin.spoke[rule.code]
        return self._twin.places[rule.code]

    def pages(self, rule: Rule) -> list[Page]:
        """The pages on which a rule must run."""
        pages = self._framework.pages
        if rule.sees == "tree" or self.like is None:
            return pages
        like, reached = self.like
        found = reached | like.spoke[rule.code]
        return [page for page in pages if page.path in found]


class Judged:
    """States that rules have judged, one after the other, with the same options.

    Attributes:
        states: the states.
    """

    def __init__(self, states: Iterable[JudgedState] = ()) -> None:
        self.states = list(states)
        self._judgings: list[Judging] = []

    def begun(self, framework: Framework, rules: Collection[Rule]) -> Judging:
        """A state that some rules are about to judge."""
        codes = {rule.code for rule in rules if rule.is_page_rule}
        known = [state for state in self.states if codes <= state.spoke.keys()]
        judging = Judging(framework, known)
        self._judgings.append(judging)
        self.states.append(judging.state)
        return judging

    @classmethod
    def kept(cls, cache: Cache | None, by: str) -> "Judged":
        """What an earlier run has left.

        Args:
            cache: where it left it, if anything is kept.
            by: what tells by which rules it was judged, and how.
        """
        with suppress(Exception):  # whatever a damaged cache does, all is judged anew
            if cache and (content := cache.read_bytes(_FILE)):
                known, states = plain_objects.read(content)
                return cls(map(_state, states) if known == by else ())
        return cls()

    def keep(self, cache: Cache, by: str) -> None:
        """Leave what was judged for the next run, where much of it was not known before."""
        reached = [one.like and len(one.like[1]) for one in self._judgings]
        if any(number is None or number > _MOST_REACHED for number in reached):
            states = [
                (state.learned, state.spoke, tuple(state.outline), state.today)
                for state in (judging.state for judging in self._judgings)
            ]
            cache.write_bytes(_FILE, plain_objects.written((by, states)))


def _state(kept: Any) -> JudgedState:
    """A state of an earlier run.

    Raises:
        Exception: it is something else.
    """
    learned, spoke, outline, today = kept
    state = JudgedState(learned, spoke, partial(Outline._make, outline), partial(str, today))
    if not state.outline.is_whole or {*map(type, spoke.values())} - {set}:
        raise TypeError("it is nothing that was judged")
    return state
