"""The framework as git holds it: a revision, or the index, read without a work tree."""

import os
import re
from collections.abc import Iterable, Sequence
from functools import cached_property
from typing import NamedTuple

from frameworklint import digests
from frameworklint.errors import GitError, UnreadableFileError
from frameworklint.source import lfs
from frameworklint.source.files import SIZE_LIMIT, Tree, markdown_folders
from frameworklint.source.git_command import around, git_output
from frameworklint.source.reading import LEADS_IN_A_CIRCLE, LEADS_NOWHERE, LEADS_OUT, read_file

_LINK, _SUBMODULE = "120000", "160000"
_NAMED = 3  # files in conflict that a notice names
_MOST_LINKS = 40  # as many as Linux follows
_LONGEST_LINK = 4096  # bytes
# What git calls a tree without files, by the length of its names.
_EMPTY_TREES = {
    40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
_COMMIT = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")


class _TreeEntry(NamedTuple):
    mode: str
    blob: str


class Repository:
    """The git repository around a root.

    Attributes:
        known_sizes, known_blobs: what was read of blobs, by name.

    Raises:
        GitError: there is no git, or no repository.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        self.folders = around(root)
        self.known_sizes: dict[str, int] = {}
        self.known_blobs: dict[str, bytes] = {}
        try:
            self.top = self.ask("rev-parse", "--show-toplevel")
        except GitError as error:
            raise GitError(f"the git repository around {root} can not be read: {error}") from error
        inside = os.path.relpath(os.path.realpath(root), os.path.realpath(self.top))
        self.prefix = "" if inside == "." else inside.replace(os.sep, "/") + "/"

    def ask(self, *arguments: str) -> str:
        """What git prints for a command, without the last line end.

        Raises:
            GitError: with git's own words.
        """
        output = git_output(self.folders, *arguments)
        return output.decode("utf-8", "replace").rstrip("\n")

    def commit(self, revision: str) -> str:
        """The full name of the commit that a revision names.

        Raises:
            GitError: it names none; the message says what to do in a shallow clone.
        """
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
            raise GitError(f"git knows no revision {named!r}{self._shallow_hint()}") from error

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

    def has_head(self) -> bool:
        """Whether the repository has a commit."""
        try:
            self.commit("HEAD")
        except GitError:
            return False
        return True

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

    def tree(self, revision: str) -> "GitTree":
        """The files of a revision below the root."""
        commit = revision if _COMMIT.fullmatch(revision) else self.commit(revision)
        listing = git_output(self.folders, "ls-tree", "-r", "-z", "--full-tree", commit)
        entries = {}
        for line in listing.split(b"\0"):
            if line:
                meta, _, path = line.partition(b"\t")
                mode, _, blob = meta.decode("ascii").split()
                entries[os.fsdecode(path)] = _TreeEntry(mode, blob)
        return GitTree(self, self._below_root(entries))

    def index(self) -> "GitTree":
        """The files of the index below the root: what the next commit will hold."""
        listing = git_output(self.folders, "ls-files", "-s", "-z", "--full-name", ":/")
        entries: dict[str, _TreeEntry] = {}
        sides: dict[str, _TreeEntry] = {}  # of files in conflict
        for line in listing.split(b"\0"):
            if line:
                meta, _, path = line.partition(b"\t")
                mode, blob, stage = meta.decode("ascii").split()
                known = entries if stage == "0" else sides
                known[os.fsdecode(path)] = _TreeEntry(mode, blob)
        announced = entries.keys() - self._next_paths(entries)
        for name in announced:
            del entries[name]
        tree = GitTree(self, self._below_root(entries))
        tree.notice = _of_conflicts(sorted(self._below_root(sides)))
        return tree

    def _next_paths(self, entries: dict[str, _TreeEntry]) -> set[str]:
        """The paths of the next commit: not those that `git add --intent-to-add` announced.

        The index is compared with a tree without files. To compare it with the work tree would run
        the filters of the repository.
        """
        blob = next((entry.blob for entry in entries.values()), "")
        if not blob:
            return set()
        arguments = ("--cached", "--ita-invisible-in-index", "--name-only", "-z", "--no-renames")
        quiet = ("--no-ext-diff", "--no-textconv", "--ignore-submodules=all")
        output = git_output(self.folders, "diff-index", *arguments, *quiet, _EMPTY_TREES[len(blob)])
        return {os.fsdecode(path) for path in output.split(b"\0") if path}

    def _below_root(self, entries: dict[str, _TreeEntry]) -> dict[str, _TreeEntry]:
        return {
            path.removeprefix(self.prefix): entry
            for path, entry in entries.items()
            if path.startswith(self.prefix) and entry.mode != _SUBMODULE
        }

    def sizes(self, names: Iterable[str]) -> dict[str, int]:
        """How many bytes blobs have, all asked for at once.

        Raises:
            GitError: one is missing, as in a partial clone.
        """
        wanted = sorted(set(names))
        output = git_output(self.folders, "cat-file", "--batch-check", input=_lines(wanted))
        sizes = {}
        for name, line in zip(wanted, output.splitlines(), strict=True):
            size = line.split()[-1]
            if not size.isdigit():
                raise GitError(
                    f"git does not hold the content of {name}; fetch the whole repository"
                    " (`git fetch --refetch --no-filter`)"
                )
            sizes[name] = int(size)
        return sizes

    def blobs(self, sizes: dict[str, int]) -> dict[str, bytes]:
        """The content of blobs whose size is known, all read by one `git cat-file --batch`."""
        output = git_output(self.folders, "cat-file", "--batch", input=_lines(sizes))
        found, at = {}, 0
        for name, size in sizes.items():
            start = output.index(b"\n", at) + 1
            found[name] = output[start : start + size]
            at = start + size + 1
        return found


def _of_conflicts(paths: Sequence[str]) -> str:
    """What the user should know of files of which the index holds no version to commit."""
    if not paths:
        return ""
    named = ", ".join(paths[:_NAMED]) + (", …" if len(paths) > _NAMED else "")
    return (
        f"the merge of {named} is not finished, so no version is read, as if the file were not"
        " there: resolve the conflict and run `git add`"
    )


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("ascii")


class GitTree(Tree):
    """The files of a revision or of the index.

    Attributes:
        is_whole: whether all that was read is in git itself.
    """

    def __init__(self, repository: Repository, entries: dict[str, _TreeEntry]) -> None:
        self.is_whole = True
        self._repository = repository
        self._entries = entries
        self._folders = markdown_folders(entries)
        # Two states mostly hold the same blobs.
        self._sizes, self._blobs = repository.known_sizes, repository.known_blobs

    @cached_property
    def _all_folders(self) -> set[str]:
        found: set[str] = set()
        for path in self._entries:
            folder = path.rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return found

    @property
    def name(self) -> str:
        """What tells it from all other states: names, modes and contents."""
        entries = (f"{entry.mode} {entry.blob} {path}" for path, entry in self._entries.items())
        return digests.combined([self.notice, *sorted(entries)])

    def paths(self) -> Iterable[str]:
        """The paths of all files, and of folders whose name ends like a Markdown file's."""
        return self._entries.keys() | self._folders

    def preload(self, paths: Iterable[str], weighed: Iterable[str] = ()) -> None:
        """Read several files at once, but for the large ones, and weigh others."""
        names = {self._entries[path].blob for path in paths if path in self._entries}
        others = {self._entries[path].blob for path in weighed if path in self._entries}
        if unknown := (names | others) - self._sizes.keys():
            self._sizes.update(self._repository.sizes(unknown))
        small = {name: self._sizes[name] for name in names if self._sizes[name] <= SIZE_LIMIT}
        if unread := {name: small[name] for name in small.keys() - self._blobs.keys()}:
            self._blobs.update(self._repository.blobs(unread))

    def read(self, path: str, limit: int = SIZE_LIMIT) -> bytes:
        """The content of a file.

        Raises:
            UnreadableFileError: it is a folder, too large, or a link that leads nowhere, in a
                circle or out of the root.
        """
        if path in self._folders:
            raise UnreadableFileError("is a folder, not a file")
        entry = self._entries[path]
        if entry.mode == _LINK:
            entry = self._file_at(self._followed(path))
        content = self._content(entry, limit)
        if lfs.is_pointer(content):
            self.is_whole = False
            return lfs.content_behind(content, self._repository.folders, limit)
        return content

    def blob(self, path: str, limit: int = SIZE_LIMIT) -> str:
        """What git calls the content of a file, if it is a plain one and no pointer to another."""
        entry = self._entries.get(path)
        is_plain = entry is not None and entry.mode != _LINK and path not in self._folders
        if entry is None or not is_plain or not lfs.LARGEST < self._size(entry.blob) <= limit:
            return ""
        return entry.blob

    def _content(self, entry: _TreeEntry, limit: int) -> bytes:
        name = entry.blob
        if self._size(name) > limit:
            raise UnreadableFileError(f"is larger than {limit:,} bytes")
        if name in self._blobs:
            return self._blobs[name]
        return self._repository.blobs({name: self._sizes[name]})[name]

    def _size(self, blob: str) -> int:
        if blob not in self._sizes:
            self._sizes.update(self._repository.sizes([blob]))
        return self._sizes[blob]

    def _followed(self, path: str) -> str:
        """Where a path leads when every symbolic link on the way is followed."""
        parts: list[str] = []
        rest = path.split("/")
        links = 0
        while rest:
            part = rest.pop(0)
            if part == ".." and not parts:
                raise UnreadableFileError(LEADS_OUT)
            if part == "..":
                parts.pop()
            elif part not in ("", "."):
                parts.append(part)
            entry = self._entries.get("/".join(parts))
            if entry is None or entry.mode != _LINK:
                continue
            target = os.fsdecode(self._content(entry, _LONGEST_LINK))
            links += 1
            if links > _MOST_LINKS:
                raise UnreadableFileError(LEADS_IN_A_CIRCLE)
            if os.path.isabs(target):
                raise UnreadableFileError(LEADS_OUT)
            parts.pop()
            rest[:0] = target.split("/")
        return "/".join(parts)

    def _file_at(self, path: str) -> _TreeEntry:
        entry = self._entries.get(path)
        if entry is not None:
            return entry
        if not path or path in self._all_folders:
            raise UnreadableFileError("is a folder, not a file")
        raise UnreadableFileError(LEADS_NOWHERE)
