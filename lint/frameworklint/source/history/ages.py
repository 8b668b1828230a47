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

_LIMIT = 50_000_000  # bytes of a file of which it is asked whether it changed; as of a workbook
_TEXT = 8_000  # bytes by which git tells text from other contents


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
    committed = _checked_out(tree)
    if committed is None:
        return ()
    committed.preload((), weighed=(path, *others))
    changed = _changed(tree, committed, others)
    unchanged = [other for other in others if other not in changed]
    if not unchanged or _changed(tree, committed, [path]):
        return unchanged
    return _older_in(committed, path, unchanged)


def _changed(tree: WorkTree, committed: GitTree, paths: Collection[str]) -> set[str]:
    """Those of some files that are not as a commit has them."""
    unlike = [path for path in paths if _name(tree, path) != committed.blob(path, _LIMIT)]
    texts = [path for path in unlike if not _is_binary(tree, committed, path)]
    committed.preload(texts)
    return {*unlike} - {path for path in texts if _is_same(tree, committed, path)}


@lru_cache(maxsize=1)
def _checked_out(tree: WorkTree) -> GitTree | None:
    """The files of the commit that is checked out; None where there is none yet."""
    return Repository(tree.root).tree(tree.head) if tree.head else None


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
    found = git_output(folders, "rev-list", "-1", "--format=%P", commit, "--", literal)
    parents = found.decode("ascii").partition("\n")[2].split()
    if not parents:  # nothing, the first commit, or the first that a shallow clone has
        return None
    trees = parents[0], commit
    output = git_output(folders, "diff-tree", "-r", "-z", "--name-only", "--no-renames", *trees)
    return frozenset(os.fsdecode(name) for name in output.split(b"\0") if name)


def _name(tree: WorkTree, path: str) -> str | None:
    """What git calls the content of a file, as it was when it was read; no content has the name
    that is given where it could not be read, or None.

    That of a commit, whose name git knows, need not be unpacked to be compared with it.
    """
    known = tree.seen.get((path, _LIMIT))
    if known is None and (content := _content(tree, path)) is not None:
        return tree.blob_of(path, content, _LIMIT)
    return known and known[0]


def _is_binary(tree: WorkTree, committed: GitTree, path: str) -> bool:
    """Whether a file's line ends are its own: git changes none where a NUL byte stands near the
    beginning (gitattributes(5), `text=auto`). Behind a pointer of Git LFS stands anything.
    """
    content = _content(tree, path)
    return bool(content and committed.blob(path, _LIMIT) and b"\0" in content[:_TEXT])


def _is_same(tree: WorkTree, committed: GitTree, path: str) -> bool:
    """Whether a file is as a commit has it, whatever line ends git gives it in the work tree."""
    return _with_line_feeds(_content(tree, path)) == _with_line_feeds(_content(committed, path))


def _content(tree: Tree, path: str) -> bytes | None:
    """The content of a file, where it can be read."""
    try:
        return tree.read(path, _LIMIT)
    except (KeyError, UnreadableFileError):
        return None


def _with_line_feeds(content: bytes | None) -> bytes | None:
    return content and content.replace(b"\r\n", b"\n")
