"""Of which pages rules are known to say nothing, because they said nothing of them before.

A rule is not run on a page where all that it can see is as in a state in which it was silent there.
Where it found something it runs again, but for a state with the very same pages and workbook as one
that this run has judged: of that, all is said again.
"""

from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import suppress
from functools import cached_property, partial
from typing import Any, NamedTuple

from frameworklint.cache import plain_objects
from frameworklint.cache.store import Cache
from frameworklint.framework.framework import Framework
from frameworklint.framework.printed import PrintedFramework
from frameworklint.linter.outline import Outline
from frameworklint.linter.place import Place
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page

_FILE = "judged"
_MOST_REACHED = 20  # pages that are judged again in each run, before what was judged is kept anew


class Seen(NamedTuple):
    """What a state looked like when it was judged.

    Attributes:
        outline: as the rules of a page see it.
        today: the date, empty where no rule asked for it.
        differing: the paths of the pages of which it is not known that they say what the workbook
            says; None where nothing was compared with it.
    """

    outline: Outline
    today: str
    differing: set[str] | None


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
        learned: frozenset[tuple[str, str]],
        spoke: dict[str, set[str]],
        find: Callable[[], Seen],
        framework: Framework | None = None,
    ) -> None:
        """Take up what is known; `find` gives what the state looked like."""
        self.learned = learned
        self.spoke = spoke
        self.places: dict[str, list[Place]] = {}
        self.framework = framework
        self._find = find

    @cached_property
    def seen(self) -> Seen:
        """What it looked like, once it is judged."""
        return self._find()


class Judging:
    """A state of a framework, while rules judge it.

    Attributes:
        state: what is to be known of it afterwards.
    """

    def __init__(
        self,
        framework: Framework,
        before: Sequence[JudgedState],
        find_outline: Callable[[], Outline],
    ) -> None:
        """Judge nothing yet.

        Args:
            framework: the state.
            before: states that the same rules have judged, with the same names and on the same day.
            find_outline: gives the state as the rules of a page see it.
        """
        self._framework = framework
        self._before = before
        self._find_outline = find_outline
        self._pattern = framework.readers.ids.pattern
        learned = framework.readers.ids.learned
        self.state = JudgedState(learned, {}, self._seen, framework)

    def _seen(self) -> Seen:
        today = str(self._framework.today) if self._framework.uses_today else ""
        return Seen(self._find_outline(), today, _differing(self._framework))

    @cached_property
    def like(self) -> tuple[JudgedState, set[str]] | None:
        """The state that is most like this one, and the pages that do not look as there."""
        if not self._before:
            return None  # and nobody needs an outline
        return _most_like(self._find_outline(), self._before, self._pattern)

    @cached_property
    def _twin(self) -> JudgedState | None:
        """A state with the very same pages and workbook, judged in this run."""
        for state in self._before:
            other, this = state.framework, self._framework
            is_same = other and other.workbook is this.workbook and other.pages == this.pages
            if is_same and self._find_outline().reached(state.seen.outline, self._pattern) == set():
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
        self._outlines: dict[Framework, Outline] = {}
        # The last outline by the names that were learned: what a field cites follows from them.
        self._last = {state.learned: state.seen.outline for state in self.states}

    def begun(self, framework: Framework, rules: Collection[Rule]) -> Judging:
        """A state that some rules are about to judge."""
        codes = {rule.code for rule in rules if rule.is_page_rule}
        before = [state for state in self._alike(framework) if codes <= state.spoke.keys()]
        judging = Judging(framework, before, partial(self._outline, framework))
        self._judgings.append(judging)
        self.states.append(judging.state)
        return judging

    def recall_agreement(self, framework: Framework) -> None:
        """Tell a state which pages are known to say what its workbook says."""
        states = [one for one in self._alike(framework) if one.seen.differing is not None]
        pattern = framework.readers.ids.pattern
        like = _most_like(self._outline(framework), states, pattern) if states else None
        if like is not None:
            state, reached = like
            unknown = reached | (state.seen.differing or set())
            framework.provenance.agreeing = framework.by_path.keys() - unknown

    def _alike(self, framework: Framework) -> list[JudgedState]:
        """The states that were judged with the same names, and on the same day if that matters."""
        learned = framework.readers.ids.learned
        found = [state for state in self.states if state.learned == learned]
        # To ask for the date tells the framework that what it says follows from it.
        return [s for s in found if not s.seen.today or s.seen.today == str(framework.today)]

    def _outline(self, framework: Framework) -> Outline:
        if framework not in self._outlines:
            learned = framework.readers.ids.learned
            outline = Outline.of(framework, self._last.get(learned))
            self._outlines[framework] = self._last[learned] = outline
        return self._outlines[framework]

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
            judged = [judging.state for judging in self._judgings]
            states = [
                (one.learned, one.spoke, *one.seen[1:], tuple(one.seen.outline)) for one in judged
            ]
            cache.write_bytes(_FILE, plain_objects.written((by, states)))


def _state(kept: Any) -> JudgedState:
    """A state of an earlier run.

    Raises:
        Exception: it is something else.
    """
    learned, spoke, today, differing, outline = kept
    seen = Seen(Outline._make(outline), str(today), differing)
    sets = {*map(type, spoke.values())} | {type(differing)} - {type(None)}
    if not seen.outline.is_whole or sets - {set}:
        raise TypeError("it is nothing that was judged")
    return JudgedState(learned, spoke, lambda: seen)


def _most_like(
    outline: Outline, states: Iterable[JudgedState], pattern: str
) -> tuple[JudgedState, set[str]] | None:
    """The state that looks most like one, and the pages that do not look as there."""
    pairs = ((state, outline.reached(state.seen.outline, pattern)) for state in states)
    known = [(state, reached) for state, reached in pairs if reached is not None]
    return min(known, key=lambda pair: len(pair[1]), default=None)


def _differing(framework: Framework) -> set[str] | None:
    """The pages that differ from the workbook, and those that are not compared with it."""
    if isinstance(framework, PrintedFramework) or not framework.workbook_paths:
        return None
    return {found.page.path for found in framework.unprinted.differences} | framework.orphans
