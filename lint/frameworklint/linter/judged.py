"""What rules have said, under the digest of all that they could see there.

A rule is not run again on a page, or on a whole state, that looks as one of which it is known what
the rule says: of a state before, or from an earlier run.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import cache
from operator import attrgetter
from pickle import PicklingError
from typing import Any

from frameworklint.cache.kept import Kept
from frameworklint.framework.framework import Framework
from frameworklint.framework.printed import PrintedFramework
from frameworklint.linter.kept_places import reader, writer
from frameworklint.linter.place import Place
from frameworklint.linter.rule import Judges, Rule
from frameworklint.linter.views import Viewer
from frameworklint.page.page import Page

# What a rule says, by the path of the page; under an empty one what it says of the whole.
Said = Mapping[str, list[Place]]


class Judged:
    """What rules have said of pages and states, always with the same options.

    Attributes:
        kept: it, by who says it and how that looks.
        viewer: tells how states look.
    """

    def __init__(self, kept: Kept | None = None, *, is_left: bool = True) -> None:
        """Take up what an earlier run has left, if anything is kept.

        Args:
            kept: what it has left.
            is_left: whether what is said is left for another run.
        """
        self.kept = Kept() if kept is None else kept
        self._is_left = is_left
        self.viewer = Viewer(self.kept)
        self._last: Judging | None = None

    def begun(
        self, framework: Framework, rules: Collection[Rule], *, is_last: bool = False
    ) -> "Judging":
        """A state that some rules are about to judge; of the last one nothing need be kept, which
        takes memory, where no other run asks.
        """
        last, names = self._last, self.viewer.names
        # Where all is called otherwise, no page looks as there: then it may be for another run.
        if last and (self._is_left or names(last.framework) == names(framework)):
            last.keep()
        judging = Judging(self, framework, {rule.judges for rule in rules})
        self._last = judging if self._is_left or not is_last else None
        return judging

    def save(self) -> None:
        """Leave to the next run what was said in this one."""
        if self._last:
            self._last.keep()
        self.kept.save()

    def recall_agreement(self, framework: Framework) -> None:
        """Tell a state which pages are known to say what its workbook says."""
        if self.kept and framework.workbook_paths:
            views = self.viewer.pages(framework).items()
            known = {path for path, view in views if self.kept.get(_agreement(view))}
            framework.provenance.agreeing = known


class Judging:
    """A state, while rules judge it.

    Attributes:
        framework: the state.
    """

    def __init__(self, judged: Judged, framework: Framework, judges: Collection[Judges]) -> None:
        """Recall what is known of its pages.

        Args:
            judged: what was said of other states.
            framework: the state.
            judges: what the rules judge.
        """
        self._kept, self._viewer = judged.kept, judged.viewer
        self.framework = framework
        self._places = cache(reader(framework))  # of most pages the same is said: nothing
        self._bytes = writer(framework)
        self._learned = framework.readers.ids.learned
        self._unknown: dict[Judges, Sequence[Page]] = dict.fromkeys(judges, framework.pages)
        # By code and path; None where a rule must run again, for that follows from more.
        self._told: dict[str, dict[str, list[Place] | None]] = defaultdict(dict)
        self._new: dict[tuple[Judges, str], dict[str, list[Place] | None]] = defaultdict(dict)
        self._new_of_state: dict[Rule, Said] = {}
        if self._kept:  # else nobody need know how the state looks
            for one in judges:
                self._unknown[one] = list(self._recall(one))

    def _recall(self, judges: Judges) -> Iterator[Page]:
        """Recall what rules say of pages; yields those of which nothing is known."""
        views = self._viewer.pages(self.framework)
        for page in self.framework.pages:
            said = self._read(f"{judges} {views[page.path]}")
            if said is None:
                yield page
                continue
            for code, places in said.items():
                self._told[code][page.path] = places

    def _read(self, key: str) -> Any:
        content = self._kept.get(key)
        with suppress(Exception):  # what it names is another one now
            return None if content is None else self._places(content)
        return None

    def _key(self, rule: Rule) -> str:
        return f"{rule.code} {self._viewer.state(self.framework, rule.sees)}"

    def known(self, rule: Rule) -> tuple[Said, Sequence[Page | None]]:
        """What is known of what a rule says, and on which pages it must run, by path.

        A rule that judges no pages must run on None.
        """
        said: Said = {}
        pages: Sequence[Page | None] = self.framework.pages if rule.is_page_rule else [None]
        if rule.sees_neighbors:
            told = self._told[rule.code]
            said = {path: places for path, places in told.items() if places is not None}
            again = [self.framework.by_path[path] for path in told.keys() - said.keys()]
            unknown = self._unknown[rule.judges]
            pages = sorted([*unknown, *again], key=attrgetter("path")) if again else unknown
        if pages and self._kept and rule.sees != "all":
            whole: Said | None = self._read(self._key(rule))
            return (said, pages) if whole is None else (whole, [])
        return said, pages

    def say(self, rule: Rule, said: Said, again: Sequence[Page | None], *, is_sure: bool) -> None:
        """Learn all that a rule says of the state.

        Args:
            rule: the rule.
            said: what it says.
            again: on which pages it must run each time, for it looked at texts anywhere, or at the
                date, or failed.
            is_sure: whether all that it says follows from the state.
        """
        if rule.sees_neighbors:
            for path, places in said.items():
                self._new[rule.judges, path][rule.code] = places
            for page in filter(None, again):
                self._new[rule.judges, page.path][rule.code] = None
            if not again:
                return  # it is known of each page
        if is_sure and rule.sees != "all":
            self._new_of_state[rule] = said

    def keep(self) -> None:
        """Keep what was said, for other states."""
        framework = self.framework
        if framework.readers.ids.learned != self._learned:
            return  # it looks otherwise now
        views = self._viewer.pages(framework)
        for judges, pages in self._unknown.items():
            for page in pages:
                new = self._new.get((judges, page.path), {})
                self._put(f"{judges} {views[page.path]}", new)
        for rule, said in self._new_of_state.items():
            self._put(self._key(rule), said)
        if framework.workbook_paths and not isinstance(framework, PrintedFramework):
            for page in framework.pages:
                if page.path not in framework.orphans and framework.provenance.agrees(page):
                    self._kept.put(_agreement(views[page.path]), True)

    def _put(self, key: str, said: Any) -> None:
        with suppress(PicklingError):  # it names something else than pages and sheets of the state
            self._kept.put(key, self._bytes(said))


def _agreement(view: str) -> str:
    """Under what it is kept that a page that looks so says what the workbook says."""
    return f"agreement {view}"
