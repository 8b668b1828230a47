"""Reads the states of a framework that a run checks and compares."""

import datetime
import os
from typing import NamedTuple

from frameworklint.cache.pages import PageCache
from frameworklint.commands.setup import Setup, Trees
from frameworklint.errors import UsageError
from frameworklint.framework.framework import Framework
from frameworklint.source.files import Tree
from frameworklint.terminal.progress import Tell


class States(NamedTuple):
    """The frameworks of some trees: the one that is checked, and its bases."""

    framework: Framework
    bases: list[Framework]


def read_states(setup: Setup, trees: Trees, known: PageCache | None, tell: Tell) -> States:
    """Read the frameworks of some trees.

    Args:
        setup: how they are read.
        trees: the trees.
        known: the pages that an earlier run has read, if anything is kept of them.
        tell: learns how many pages are read.
    """
    bases: list[Framework] = []
    for tree in trees.bases:
        bases.append(_framework(setup, tree, bases[0] if bases else None, known, tell))
    framework = _framework(setup, trees.tree, bases[0] if bases else None, known, tell)
    # A base is shared for reading only: what it says of itself it says without a history.
    for base in bases:
        base.base = None
    if bases:
        for state in (framework, *bases):  # all, before a rule runs over one of them
            state.learn_names()
    return States(framework, bases)


def _framework(
    setup: Setup, tree: Tree, base: Framework | None, known: PageCache | None, tell: Tell
) -> Framework:
    return Framework(
        setup.kinds,
        tree,
        today=_today(),
        base=base,
        is_excluded=setup.is_excluded,
        tell=tell,
        known=known,
    )


def _today() -> datetime.date | None:
    given = os.environ.get("FRAMEWORKLINT_TODAY")
    try:
        return datetime.date.fromisoformat(given) if given else None
    except ValueError as error:
        raise UsageError(f"FRAMEWORKLINT_TODAY is no date like 2025-01-31: {given!r}") from error
