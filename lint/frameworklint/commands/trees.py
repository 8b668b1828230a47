"""The states of a framework that a run checks and compares."""

import datetime
import os
from typing import NamedTuple

from frameworklint.cache.pages import PageCache
from frameworklint.commands.options import Options
from frameworklint.commands.setup import Setup
from frameworklint.errors import UsageError
from frameworklint.framework.framework import Framework
from frameworklint.source.files import Tree, WorkTree, is_markdown
from frameworklint.terminal.progress import Tell
from frameworklint.workbook.workbook import workbook_paths


class Trees(NamedTuple):
    """The state that is checked, and the states that it is compared with.

    Attributes:
        tree: what is checked.
        bases: what it is compared with.
        compares: whether only what is new is asked for; there may be no base all the same.
    """

    tree: Tree
    bases: tuple[Tree, ...] = ()
    compares: bool = False


def trees_of(options: Options, root: str) -> Trees:
    """The states that a command asks for.

    Raises:
        GitError: git does not have them.
    """
    if options.since is None and not options.staged:
        known = options.tree if options.tree and options.tree.root == root else None
        return Trees(known.unseen() if known else WorkTree(root))
    from frameworklint.source.git import Repository

    repository = Repository(root)
    if options.since is not None:
        base = repository.merge_base(options.since)
        return Trees(WorkTree(root), (repository.tree(base),), True)
    pushed = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    if pushed[0] and pushed[1]:
        old = repository.merge_base(pushed[0], pushed[1])
        return Trees(repository.tree(pushed[1]), (repository.tree(old),), True)
    heads = ["HEAD", *repository.merged_heads()] if repository.has_head() else []
    bases = tuple(repository.tree(head) for head in heads)
    return Trees(repository.index(), bases, True)


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
    return States(framework, bases)


def _framework(
    setup: Setup, tree: Tree, base: Framework | None, known: PageCache | None, tell: Tell
) -> Framework:
    paths = list(tree.paths())
    workbooks = workbook_paths(paths, setup.kinds.workbook.folder)
    tree.preload(filter(is_markdown, paths), weighed=workbooks)
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
