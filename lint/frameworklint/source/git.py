"""The framework as git holds it: a revision, or the index, read without a work tree."""

import os
import subprocess
from collections.abc import Iterable
from typing import NamedTuple

from frameworklint.errors import GitError, UnreadableFileError
from frameworklint.source.files import (
    LEADS_IN_A_CIRCLE,
    LEADS_NOWHERE,
    LEADS_OUT,
    SIZE_LIMIT,
    Tree,
    markdown_folders,
)

_LINK, _SUBMODULE = "120000", "160000"
# Paths are meant from the top, whatever the user's settings say; git 2.27 knows no `--no-relative`.
_SETTINGS = ("-c", "diff.relative=false")
_MOST_LINKS = 40  # as many as Linux follows


class _Entry(NamedTuple):
    mode: str
    blob: str


class Repository:
    """The git repository around a root.

    Raises:
        GitError: there is no git, or no repository.
    """

    def __init__(self, root: str) -> None:
        self.root = root
        try:
            self.top = self.ask("rev-parse", "--show-toplevel")
        except GitError as error:
            raise GitError(
                f"{root} lies in no git repository, so there is nothing to compare with ({error})"
            ) from error
        inside = os.path.relpath(os.path.realpath(root), os.path.realpath(self.top))
        self.prefix = "" if inside == "." else inside.replace(os.sep, "/") + "/"

    def ask(self, *arguments: str) -> str:
        """What git prints for a command, without the last line end.

        Raises:
            GitError: with git's own words.
        """
        return self._bytes(*arguments).decode("utf-8", "replace").rstrip("\n")

    def _bytes(self, *arguments: str) -> bytes:
        command = ["git", "-C", self.root, *_SETTINGS, *arguments]
        try:
            run = subprocess.run(command, capture_output=True, check=False)
        except OSError as error:
            raise GitError(f"git can not be run: {error.strerror}") from error
        if run.returncode != 0:
            words = run.stderr.decode("utf-8", "replace").strip().splitlines()
            raise GitError(words[0] if words else f"git {arguments[0]} failed")
        return run.stdout

    def commit(self, revision: str) -> str:
        """The full name of the commit that a revision names.

        Raises:
            GitError: it names none; the message says what to do in a shallow clone.
        """
        try:
            return self.ask("rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
        except GitError as error:
            raise GitError(f"git knows no revision {revision!r}{self._shallow_hint()}") from error

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
        path = self.ask("rev-parse", "--git-path", "MERGE_HEAD")
        try:
            with open(os.path.join(self.root, path), encoding="ascii") as file:
                return file.read().split()
        except OSError:
            prefix = "GITHEAD_"
            return [name.removeprefix(prefix) for name in os.environ if name.startswith(prefix)]

    def _shallow_hint(self) -> str:
        if self.ask("rev-parse", "--is-shallow-repository") != "true":
            return ""
        return (
            "; this clone is shallow: fetch the whole history"
            " (`git fetch --unshallow`, or `fetch-depth: 0` in a workflow)"
        )

    def tree(self, revision: str) -> "GitTree":
        """The files of a revision below the root."""
        listing = self._bytes("ls-tree", "-r", "-z", "--full-tree", revision)
        entries = {}
        for line in listing.split(b"\0"):
            if line:
                meta, _, path = line.partition(b"\t")
                mode, _, blob = meta.decode("ascii").split()
                entries[os.fsdecode(path)] = _Entry(mode, blob)
        return GitTree(self, self._below_root(entries))

    def index(self) -> "GitTree":
        """The files of the index below the root: what the next commit will hold."""
        # From the top: a pathspec such as `:/` would be read as the user's environment says.
        listing = self._bytes("-C", self.top, "ls-files", "-s", "-z", "--full-name")
        entries = {}
        for line in listing.split(b"\0"):
            if line:
                meta, _, path = line.partition(b"\t")
                mode, blob, stage = meta.decode("ascii").split()
                if stage == "0":
                    entries[os.fsdecode(path)] = _Entry(mode, blob)
        # What `git add --intent-to-add` announced stands in the index, but in no next commit.
        announced = self._bytes("diff-files", "--name-only", "--diff-filter=A", "-z")
        for path in announced.split(b"\0"):
            entries.pop(os.fsdecode(path), None)
        return GitTree(self, self._below_root(entries))

    def _below_root(self, entries: dict[str, _Entry]) -> dict[str, _Entry]:
        return {
            path.removeprefix(self.prefix): entry
            for path, entry in entries.items()
            if path.startswith(self.prefix) and entry.mode != _SUBMODULE
        }

    def blobs(self, names: Iterable[str]) -> dict[str, bytes]:
        """The content of blobs, all read by one `git cat-file --batch`.

        Raises:
            GitError: one is missing, as in a partial clone.
        """
        wanted = sorted(set(names))
        request = "".join(f"{name}\n" for name in wanted).encode("ascii")
        command = ["git", "-C", self.root, "cat-file", "--batch"]
        run = subprocess.run(command, input=request, capture_output=True, check=False)
        found, at = {}, 0
        for name in wanted:
            end = run.stdout.find(b"\n", at)
            size = run.stdout[at : max(end, at)].split()[-1:]
            if not size or not size[0].isdigit():
                raise GitError(
                    f"git does not hold the content of {name}; fetch the whole repository"
                    " (`git fetch --refetch --no-filter`)"
                )
            found[name] = run.stdout[end + 1 : end + 1 + int(size[0])]
            at = end + 1 + int(size[0]) + 1
        return found


class GitTree(Tree):
    """The files of a revision or of the index."""

    def __init__(self, repository: Repository, entries: dict[str, _Entry]) -> None:
        self._repository = repository
        self._entries = entries
        self._folders = markdown_folders(entries)
        self._blobs: dict[str, bytes] = {}

    def paths(self) -> Iterable[str]:
        """The paths of all files, and of folders whose name ends like a Markdown file's."""
        return self._entries.keys() | self._folders

    def preload(self, paths: Iterable[str]) -> None:
        """Read several files at once."""
        known = [path for path in paths if path in self._entries]
        self._blobs |= self._repository.blobs(self._entries[path].blob for path in known)

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
        content = self._content(entry)
        if len(content) > limit:
            raise UnreadableFileError(f"is larger than {limit:,} bytes")
        return content

    def _content(self, entry: _Entry) -> bytes:
        if entry.blob not in self._blobs:
            self._blobs |= self._repository.blobs([entry.blob])
        return self._blobs[entry.blob]

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
            target = os.fsdecode(self._content(entry))
            links += 1
            if links > _MOST_LINKS:
                raise UnreadableFileError(LEADS_IN_A_CIRCLE)
            if os.path.isabs(target):
                raise UnreadableFileError(LEADS_OUT)
            parts.pop()
            rest[:0] = target.split("/")
        return "/".join(parts)

    def _file_at(self, path: str) -> _Entry:
        entry = self._entries.get(path)
        if entry is not None:
            return entry
        if not path or any(other.startswith(f"{path}/") for other in self._entries):
            raise UnreadableFileError("is a folder, not a file")
        raise UnreadableFileError(LEADS_NOWHERE)
