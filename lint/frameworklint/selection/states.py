"""What states in git were found to say is kept, so that none is judged for every comparison.

Of a base, a comparison mostly needs no more than the identities of its findings. They are kept
under the names and contents of all its files, and all else that they follow from; only where
something of it is gone must it be judged again, to tell what. What the index of a commit says is
kept for the next one, whose base it is. So a rule must not ask for the history of a commit; one
that does must be named in the key.
"""

from collections.abc import Callable, Sequence
from typing import Any

from frameworklint import digests
from frameworklint.cache.store import Cache
from frameworklint.findings.finding import Finding
from frameworklint.framework.framework import Framework
from frameworklint.selection.comparison import Judged, Known
from frameworklint.source.files import Tree
from frameworklint.source.git_tree import GitTree

_FOLDER = "states"
_MOST = 8  # states of which it is kept what they say


class JudgedStates:
    """The bases that this run, or an earlier one, has judged."""

    def __init__(self, store: Cache | None, follows_from: str, states: Sequence[Framework]) -> None:
        """Know nothing yet.

        Args:
            store: where it is kept what they say, if it is.
            follows_from: all that findings follow from beside the files and the date.
            states: all that this run reads, which know one another's IDs and names.
        """
        names = [{found: page.name for found, page in state.by_id.items()} for state in states]
        # Where these differ, what one state says can depend on the others.
        self._store = store if all(other == names[0] for other in names) else None
        self._follows_from = follows_from

    def judged(
        self, base: Framework, tree: Tree, judge: Callable[[], tuple[list[Finding], bool]]
    ) -> Judged:
        """What a base says.

        Args:
            base: the base.
            tree: its files.
            judge: gives its findings, and whether that is all that there is to say of it.
        """
        name = self._name(tree)
        known = _restored(self._store.read(name), base) if self._store and name else None
        if known is not None:
            return Judged(known, lambda: judge()[0])
        findings, is_all = judge()
        self.keep(base, tree, lambda: (findings, is_all))
        return Judged.of(findings)

    def keep(
        self, state: Framework, tree: Tree, judge: Callable[[], tuple[list[Finding], bool]]
    ) -> None:
        """Keep what a state says as a base, where git has all of it.

        Args:
            state: the state.
            tree: its files.
            judge: gives its findings without a base, and whether that is all there is to say.
        """
        name = self._name(tree)
        if self._store is None or not name or not (isinstance(tree, GitTree) and tree.is_whole):
            return
        findings, is_all = judge()
        if is_all:
            today = str(state.today) if state.uses_today else ""
            known = [sorted(keys) for keys in Known.of(findings)]
            self._store.write(name, {"today": today, "known": known})
            self._store.keep_newest(_FOLDER, _MOST)

    def _name(self, tree: Tree) -> str:
        """The file for all that a state's findings follow from but the date; empty for none."""
        if not isinstance(tree, GitTree):
            return ""
        return f"{_FOLDER}/{digests.combined([tree.name, self._follows_from])}.json"


def _restored(kept: Any, base: Framework) -> Known | None:
    """What an earlier run left; None where that is of no use, or was true of another day."""
    try:
        if kept["today"] not in ("", str(base.date)):
            return None
        known = Known(*(frozenset(map(str, keys)) for keys in kept["known"]))
        return known if len(kept["known"]) == len(Known._fields) else None
    except (TypeError, KeyError):
        return None
