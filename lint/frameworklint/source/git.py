"""The framework as git holds it: a revision, or the index, read without a work tree."""

import os
import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from frameworklint.errors import GitError, UnreadableFileError
from frameworklint.source.contents.blobs import Blobs
from frameworklint.source.files import SIZE_LIMIT
from frameworklint.source.git_command import around, git_output
from frameworklint.source.git_tree import SUBMODULE, GitTree, TreeEntry
from frameworklint.source.reading import read_file

_NAMED = 3  # files in conflict that a notice names
# What git calls a tree without files, by what it calls an empty file: by SHA-1, and by SHA-256.
_EMPTY_TREES = {
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813": (
        "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
    ),
}
_UNBORN = "; the branch that is checked out has no commit yet"
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class Repository:
    """The git repository around a root.

    Attributes:
        root, folders: the root, and where git keeps what it knows of it.
        top: the folder of the work tree.
        head: the full name of the commit that is checked out; empty where there is none yet.
        prefix: the way from the top to the root: empty, or ending in `/`.

    Raises:
        GitError: there is no git, or no repository.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self.folders = around(root)
        self._blobs = Blobs(self.folders)
        try:
            asked = ("--show-toplevel", "--is-inside-work-tree", "--revs-only", "HEAD^{commit}")
            told = self.ask("rev-parse", *asked)
        except GitError as error:
            raise GitError(f"the git repository around {root} can not be read: {error}") from error
        self.top, is_inside, head = told.rpartition("\ntrue")
        if not is_inside:
            raise GitError(
                f"{root} lies outside of the files of its git repository, which are elsewhere:"
                " see `git config core.worktree`"
            )
        self.head = head.lstrip("\n")
        inside = os.path.relpath(os.path.realpath(root), os.path.realpath(self.top))
        self.prefix = "" if inside == "." else inside.replace(os.sep, "/") + "/"

    def ask(self, *arguments: str) -> str:
        """What git prints for a command, without the last line end; paths as the system has them.

        Raises:
            GitError: with git's own words.
        """
        return os.fsdecode(git_output(self.folders, *arguments)).rstrip("\n")

    def commit(self, revision: str) -> str:
        """The full name of the commit that a revision names.

        Raises:
            GitError: it names none; the message says what to do in a shallow clone, and whether
                there is any commit yet.
        """
        if revision == "HEAD" and self.head:
            return self.head
        named = revision
        try:
            if revision.startswith("-"):
                raise GitError("an option is no revision")
            if revision.startswith(":/"):  # all that follows is text to look for in messages
                revision = self.ask("rev-parse", "--verify", "--quiet", revision)
            found = self.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
            if not _COMMIT.fullmatch(found):
                raise GitError("git names no commit")
            return found
        except GitError as error:
            hint = self._shallow_hint() if self.head else _UNBORN
            raise GitError(f"git knows no revision {named!r}{hint}") from error

    def merge_base(self, revision: str, other: str = "HEAD") -> str:
        """The commit at which two revisions parted.

        Raises:
            GitError: there is none, or it is not known here.
        """
        commits = self.commit(revision), self.commit(other)
        try:
            return self.ask("merge-base", *commits)
        except GitError as error:
            raise GitError(
                f"{revision!r} and {other} have no common commit{self._shallow_hint()}"
            ) from error

    def parents(self, revision: str) -> list[str]:
        """The commits that a commit names as its parents, known here or not.

        Raises:
            GitError: git knows no such revision.
        """
        head = self.ask("cat-file", "commit", self.commit(revision)).partition("\n\n")[0]
        fields = (line.partition(" ") for line in head.split("\n"))
        return [value for name, _, value in fields if name == "parent"]

    def merged_heads(self) -> list[str]:
        """The commits that a merge under way brings in.

        While `git merge` itself runs its hook, there is no MERGE_HEAD yet, but a variable
        `GITHEAD_<commit>` for each of them.
        """
        path = os.path.join(self.folders.git, "MERGE_HEAD")
        if not os.path.lexists(path):
            prefix = "GITHEAD_"
            return [name.removeprefix(prefix) for name in os.environ if name.startswith(prefix)]
        try:
            content = read_file(path, SIZE_LIMIT)
        except UnreadableFileError as error:
            raise GitError(f"{path} {error}") from error
        heads = content.decode("ascii", "replace").split()
        if not all(map(_COMMIT.fullmatch, heads)):
            raise GitError(f"{path} holds no names of commits, so it is not known what is merged")
        return heads

    def _shallow_hint(self) -> str:
        if self.ask("rev-parse", "--is-shallow-repository") != "true":
            return ""
        return (
            "; this clone is shallow: fetch the whole history"
            " (`git fetch --unshallow`, or `fetch-depth: 0` in a workflow)"
        )

    def tree(self, revision: str) -> GitTree:
        """The files of a revision below the root."""
        commit = revision if _COMMIT.fullmatch(revision) else self.commit(revision)
        listing = git_output(self.folders, "ls-tree", "-r", "-z", "--full-tree", commit)
        entries = {}
        for line in listing.split(b"\0"):
            if line:
                meta, _, path = line.partition(b"\t")
                mode, _, blob = meta.decode("ascii").split()
                entries[os.fsdecode(path)] = TreeEntry(mode, blob)
        return GitTree(self._blobs, self._below_root(entries), commit, self.prefix)

    def index(self) -> GitTree:
        """The files of the index below the root: what the next commit will hold.

        Raises:
            GitError: a merge is not finished, so there is no next commit yet.
        """
        listing = git_output(self.folders, "ls-files", "-s", "-z", "--full-name", ":/")
        entries: dict[str, TreeEntry] = {}
        sides: dict[str, TreeEntry] = {}  # of files in conflict
        for line in listing.split(b"\0"):
            if line:
                meta, _, path = line.partition(b"\t")
                mode, blob, stage = meta.decode("ascii").split()
                known = entries if stage == "0" else sides
                known[os.fsdecode(path)] = TreeEntry(mode, blob)
        announced = entries.keys() - self._next_paths(entries)
        for name in announced:
            if entries[name].mode != SUBMODULE:
                del entries[name]
        if conflicts := sorted(self._below_root(sides)):
            raise GitError(_of_conflicts(conflicts))
        return GitTree(self._blobs, self._below_root(entries))

    def _next_paths(self, entries: dict[str, TreeEntry]) -> AbstractSet[str]:
        """The paths of the next commit: not those that `git add --intent-to-add` announced.

        Where no file is empty, none is announced. Else the index is compared with a tree without
        files; to compare it with the work tree would run the filters of the repository.
        """
        empty = _EMPTY_TREES.keys() & {entry.blob for entry in entries.values()}
        if not empty:
            return entries.keys()
        arguments = ("--cached", "--ita-invisible-in-index", "--name-only", "-z", "--no-renames")
        quiet = ("--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
        output = git_output(
            self.folders, "diff-index", *arguments, *quiet, _EMPTY_TREES[empty.pop()]
        )
        return {os.fsdecode(path) for path in output.split(b"\0") if path}

    def _below_root(self, entries: dict[str, TreeEntry]) -> dict[str, TreeEntry]:
        return {
            path.removeprefix(self.prefix): entry
            for path, entry in entries.items()
            if path.startswith(self.prefix)
        }


def _of_conflicts(paths: Sequence[str]) -> str:
    """What the user should know of files of which the index holds no version to commit."""
    named = ", ".join(paths[:_NAMED]) + (", …" if len(paths) > _NAMED else "")
    return (
        f"the merge of {named} is not finished, so there is no commit to judge yet:"
        " resolve the conflict and run `git add`"
    )
