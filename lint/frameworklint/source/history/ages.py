"""Which files changed before others, as git knows it."""

import os
from collections.abc import Collection
from functools import lru_cache

from frameworklint.errors import GitError, UnreadableFileError
from frameworklint.source.files import Tree, WorkTree
from frameworklint.source.git import Repository
from frameworklint.source.git_command import git_output
from frameworklint.source.git_folders import GitFolders
from frameworklint.source.git_tree import GitTree

_LIMIT = 50_000_000  # bytes of a file of which it is asked whether it changed


def older_than(tree: Tree, path: str, others: Collection[str]) -> Collection[str]:
    """Those of some files that were last changed before another, as far as that is known.

    In git that follows from the commits, and what a work tree has changed was changed last.
    Outside git it follows from the times of the files, and only if all the others are older: a copy
    or an unpacked archive may have any. Of the index it is not known.
    """
    try:
        if isinstance(tree, GitTree):
            return _older_in(tree, path, others) if tree.commit else ()
        if not isinstance(tree, WorkTree):
            return ()
        tree.dated.update((path, *others))
        if tree.git is None:
            return others if tree.has_older_times(path, others) else ()
        return _older_in_work_tree(tree, path, others)
    except GitError:
        return ()


def _older_in_work_tree(tree: WorkTree, path: str, others: Collection[str]) -> Collection[str]:
    repository = Repository(tree.root)
    if not repository.has_head():
        return ()
    committed = repository.tree("HEAD")
    asked = (path, *others)
    changed = {one for one in asked if _content(tree, one) != _content(committed, one)}
    older = others if path in changed else _older_in(committed, path, others)
    return [other for other in older if other not in changed]


def _older_in(tree: GitTree, path: str, others: Collection[str]) -> Collection[str]:
    """Those of the files of a commit that were last changed before another."""
    changed = _changed_since(tree.folders, tree.commit, tree.prefix + path)
    if changed is None:
        return ()
    return [other for other in others if tree.prefix + other not in changed]


@lru_cache(maxsize=16)
def _changed_since(folders: GitFolders, commit: str, path: str) -> frozenset[str] | None:
    """What changed with the last change of a file, or later; None where that is not known."""
    literal = f":(top,literal){path}"
    last = git_output(folders, "rev-list", "-1", commit, "--", literal).decode("ascii").strip()
    if not last:
        return None
    try:
        parent = git_output(folders, "rev-parse", "--verify", "--quiet", f"{last}^1")
    except GitError:  # the first commit, or the first that a shallow clone has
        return None
    trees = parent.decode("ascii").strip(), commit
    output = git_output(folders, "diff-tree", "-r", "-z", "--name-only", "--no-renames", *trees)
    return frozenset(os.fsdecode(name) for name in output.split(b"\0") if name)


def _content(tree: Tree, path: str) -> bytes | None:
    """The content of a file, whatever line ends git gives it in the work tree."""
    try:
        return tree.read(path, _LIMIT).replace(b"\r\n", b"\n")
    except (KeyError, UnreadableFileError):
        return None
