"""What rules have said, under the digest of all that they could see there.

A rule is not run again on a page, or on a whole state, that looks as one of which it is known what
the rule says: of a state before, or from an earlier run.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from typing import Any

from frameworklint.cache import plain_objects
from frameworklint.cache.store import Cache
from frameworklint.framework.framework import Framework
from frameworklint.framework.printed import PrintedFramework
from frameworklint.linter.kept_places import Said, reader, written_places
from frameworklint.linter.place import Place
from frameworklint.linter.rule import Judges, Rule
from frameworklint.linter.views import Viewer
from frameworklint.page.page import Page

_FILE = "judged"


class Judged:
    """What rules have said of pages and states, always with the same options.

    Attributes:
        said: as bytes, by what the rules judge (texts, prints or files) and how that looks.
        agreeing: how the pages look that are known to say what the workbook says.
        viewer: tells how states look.
        leaves: whether something is left to other frameworks or runs.
    """

    def __init__(
        self,
        said: Mapping[str, bytes] = plain_objects.NOTHING,
        agreeing: Collection[str] = (),
        named: Mapping[str, frozenset[str]] = plain_objects.NOTHING,
        *,
        leaves: bool = True,
    ) -> None:
        self.said = dict(said)
        self.agreeing = set(agreeing)
        self.viewer = Viewer(named)
        self.leaves = leaves
        self._asked: set[str] = set()
        self._new: set[str] = set()
        self._judgings: list[Judging] = []

    def begun(
        self, framework: Framework, rules: Collection[Rule], *, is_last: bool = False
    ) -> "Judging":
        """A state that some rules are about to judge; of the last one nothing need be kept."""
        names = self.viewer.names
        if any(names(one.framework) == names(framework) for one in self._judgings):
            self._keep()  # else no page looks as there
        keeps = self.leaves or not is_last
        judging = Judging(self, framework, {rule.judges for rule in rules}, keeps=keeps)
        if keeps:
            self._judgings.append(judging)
        return judging

    def _keep(self) -> None:
        """Keep what was said of states; late, for mostly there is one, and nobody asks again."""
        for judging in self._judgings:
            judging.keep()
        self._judgings.clear()

    def get(self, key: str) -> bytes | None:
        """What was said under a key; None where that is not known."""
        self._asked.add(key)
        return self.said.get(key)

    def put(self, key: str, said: bytes) -> None:
        """Keep what was said under a key."""
        if self.said.get(key) != said:
            self.said[key] = said
            self._new.add(key)

    def recall_agreement(self, framework: Framework) -> None:
        """Tell a state which pages are known to say what its workbook says."""
        if self.agreeing and framework.workbook_paths:
            pages = self.viewer.pages(framework)
            known = {path for path, view in pages.items() if view in self.agreeing}
            framework.provenance.agreeing = known

    @classmethod
    def left(cls, cache: Cache | None, by: str) -> "Judged":
        """What an earlier run has left.

        Args:
            cache: where it left it, if anything is kept.
            by: what tells by which rules it was judged, and how.
        """
        with suppress(Exception):  # where a damaged cache holds another form, all is judged anew
            if cache and (content := cache.read_bytes(_FILE)):
                known, said, agreeing, named = plain_objects.read(content)
                if known == by and _hold(said, bytes) and _hold(named, frozenset):
                    return cls(said, agreeing, named)
        return cls(leaves=cache is not None)

    def leave(self, cache: Cache, by: str) -> None:
        """Leave to the next run what this one has said and asked for, if some of it is new."""
        self._keep()
        if self._new:
            said = {key: self.said[key] for key in (self._asked | self._new) & self.said.keys()}
            agreeing = self.agreeing & self.viewer.seen
            kept = by, said, agreeing, self.viewer.named
            cache.write_bytes(_FILE, plain_objects.written(kept))


def _hold(found: Mapping[str, Any], values: type) -> bool:
    """Whether all is of the form in which it was kept: a file of the cache may hold anything."""
    return {*map(type, found)} <= {str} and {*map(type, found.values())} <= {values}


class Judging:
    """A state, while rules judge it.

    Attributes:
        framework: the state.
    """

    def __init__(
        self, judged: Judged, framework: Framework, judges: Collection[Judges], *, keeps: bool
    ) -> None:
        """Recall what is known.

        Args:
            judged: what was said of other states.
            framework: the state.
            judges: what the rules judge.
            keeps: whether to keep what they say: it takes memory.
        """
        self._judged = judged
        self._keeps = keeps
        self.framework = framework
        self._places = reader(framework)
        self._learned = framework.readers.ids.learned
        self._unknown: dict[Judges, list[Page]] = dict.fromkeys(judges, framework.pages)
        self._again: dict[str, list[Page]] = defaultdict(list)
        self._told: dict[str, dict[str, list[Place]]] = defaultdict(dict)
        self._of_all: dict[Rule, list[Place]] = {}
        self._new: dict[tuple[Judges, str], Said] = defaultdict(dict)
        if judged.said:  # else nobody need know how the state looks
            for one in judges:
                self._recall(one)

    def _recall(self, judges: Judges) -> None:
        views = self._judged.viewer.pages(self.framework)
        self._unknown[judges] = []
        for page in self.framework.pages:
            said = self._read(f"{judges} {views[page.path]}")
            if said is None:
                self._unknown[judges].append(page)
                continue
            for code, places in said.items():
                if places is None:
                    self._again[code].append(page)
                else:
                    self._told[code][page.path] = places

    def _read(self, key: str) -> Said | None:
        content = self._judged.get(key)
        if content == b"":
            return {}
        with suppress(Exception):  # what it names is another one now
            return self._places(content) if content else None
        return None

    def known(self, rule: Rule) -> list[Place] | None:
        """All that a rule says of the state, where that is known of the state as a whole."""
        said = self._read(self._key(rule)) if self._judged.said and rule.sees != "all" else None
        return said.get(rule.code) if said else None

    def _key(self, rule: Rule) -> str:
        return f"{rule.code} {self._judged.viewer.state(self.framework, rule.sees)}"

    def told(self, rule: Rule) -> Mapping[str, list[Place]]:
        """What a rule says of the pages of which it is known, by path."""
        return self._told[rule.code]

    def pages(self, rule: Rule) -> list[Page]:
        """The other pages, in the order of their paths."""
        if rule.sees != "neighbors":
            return self.framework.pages
        unknown, again = self._unknown[rule.judges], self._again.get(rule.code)
        return sorted(unknown + again, key=lambda page: page.path) if again else unknown

    def say(self, rule: Rule, said: Mapping[str, list[Place]], again: Iterable[Page]) -> None:
        """Learn what a rule says of those.

        Args:
            rule: the rule.
            said: what it says, by path.
            again: on which pages it must run each time, for it follows from more than it sees.
        """
        if self._keeps and rule.sees == "neighbors":
            for path, places in said.items():
                self._new[rule.judges, path][rule.code] = places
            for page in again:
                self._new[rule.judges, page.path][rule.code] = None
                self._again[rule.code].append(page)

    def say_of_all(self, rule: Rule, places: list[Place]) -> None:
        """Learn what a rule says of the state."""
        is_page_rule = rule.sees == "neighbors" and rule.is_page_rule
        is_known = is_page_rule and not self._again.get(rule.code)
        if self._keeps and rule.sees != "all" and not is_known:
            self._of_all[rule] = places

    def keep(self) -> None:
        """Keep what was said, for other states."""
        framework = self.framework
        if framework.readers.ids.learned != self._learned:
            return  # it looks otherwise now
        views = self._judged.viewer.pages(framework)
        for judges, pages in self._unknown.items():
            for page in pages:
                said = self._new.get((judges, page.path), {})
                self._put(f"{judges} {views[page.path]}", said)
        for rule, places in self._of_all.items():
            self._put(self._key(rule), {rule.code: places})
        if framework.workbook_paths and not isinstance(framework, PrintedFramework):
            linked = (page for page in framework.pages if page.path not in framework.orphans)
            agreeing = filter(framework.provenance.agrees, linked)
            self._judged.agreeing.update(views[page.path] for page in agreeing)

    def _put(self, key: str, said: Said) -> None:
        self._judged.put(key, written_places(said, self.framework) if said else b"")
