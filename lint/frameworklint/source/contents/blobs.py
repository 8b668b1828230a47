"""The contents that git keeps, and the files that a sparse checkout leaves to git alone."""

import os
from collections.abc import Iterable, Mapping
from functools import cached_property

from frameworklint.errors import GitError, UnreadableFileError
from frameworklint.source.git_command import git_output
from frameworklint.source.git_folders import GitFolders

# What git calls a content is asked for, whatever `git replace` puts in its place.
_ASKED = ("--no-replace-objects", "cat-file")
_PLAIN = (b"100644", b"100755")  # modes of files; a link is none
_MOST_TOGETHER = 2_000_000  # bytes of a content that is read with others


class Blobs:
    """The contents that a repository holds.

    Attributes:
        folders: the repository.
        weighed, read: what was learned of contents, by name: two states mostly hold the same.
    """

    def __init__(self, folders: GitFolders) -> None:
        self.folders = folders
        self.weighed: dict[str, int] = {}
        self.read: dict[str, bytes] = {}

    def sizes(self, names: Iterable[str]) -> dict[str, int]:
        """How many bytes blobs have, all asked for at once.

        Raises:
            GitError: one is missing, as in a partial clone.
        """
        wanted = set(names)
        sizes = self.known_sizes(wanted)
        for name in sorted(wanted - sizes.keys()):
            raise GitError(
                f"git does not hold the content of {name}; fetch the whole repository"
                " (`git fetch --refetch --no-filter`)"
            )
        return sizes

    def known_sizes(self, names: Iterable[str]) -> dict[str, int]:
        """How many bytes blobs have, without those that git does not hold."""
        wanted = sorted(set(names))
        output = git_output(self.folders, *_ASKED, "--batch-check", input=_lines(wanted))
        lines = (line.split() for line in output.splitlines())
        pairs = zip(wanted, lines, strict=True)
        return {name: int(words[-1]) for name, words in pairs if words[-1].isdigit()}

    def contents(self, sizes: Mapping[str, int]) -> dict[str, bytes]:
        """The content of blobs whose size is known, all read by one `git cat-file --batch`."""
        output = git_output(self.folders, *_ASKED, "--batch", input=_lines(sizes))
        found, at = {}, 0
        for name, size in sizes.items():
            start = output.index(b"\n", at) + 1
            found[name] = output[start : start + size]
            at = start + size + 1
        return found


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode("ascii")


class SkippedFiles:
    """The files that a sparse checkout does not write: they are what the index has.

    Attributes:
        notice: what the user should know of those that are nowhere, or an empty string.
    """

    def __init__(self, folders: GitFolders, prefix: str, paths: Iterable[str]) -> None:
        """Look for the blobs of some files.

        Args:
            folders: the repository.
            prefix: the way from where git runs to the root: empty, or ending in `/`.
            paths: the files, from the root on.
        """
        self.notice = ""
        self._held = Blobs(folders)
        self._blobs = _named(folders, prefix, frozenset(paths))
        self._read: dict[str, bytes] = {}
        missing = [path for path, name in self._blobs.items() if name not in self._sizes]
        for path in missing:
            del self._blobs[path]
        if missing:
            self.notice = (
                f"{len(missing):,} of the files of a sparse checkout are not read, as if they were"
                f" not there, because this clone does not hold them ({min(missing)}, …): fetch"
                " them (`git sparse-checkout disable`, or `git fetch --refetch --no-filter`)"
            )

    @cached_property
    def _sizes(self) -> dict[str, int]:
        try:
            return self._held.known_sizes(self._blobs.values())
        except GitError:  # an older git tries to fetch, which it must not
            return {}

    @property
    def paths(self) -> Iterable[str]:
        """The files that can be read."""
        return self._blobs.keys()

    def read(self, path: str, limit: int) -> bytes | None:
        """The content of a file, or None where it is none of these.

        Raises:
            UnreadableFileError: it is too large.
        """
        name = self._blobs.get(path)
        if name is None:
            return None
        if self._sizes[name] > limit:
            raise UnreadableFileError(f"is larger than {limit:,} bytes")
        if name not in self._read:
            ending = os.path.splitext(path)[1]
            together = {
                blob: self._sizes[blob]
                for other, blob in self._blobs.items()
                if other.endswith(ending) and self._sizes[blob] <= _MOST_TOGETHER
            }
            wanted = {name: self._sizes[name]} | together
            self._read |= self._held.contents(wanted)
        return self._read[name]


def _named(folders: GitFolders, prefix: str, paths: frozenset[str]) -> dict[str, str]:
    """The blobs of some plain files, as the index names them."""
    below = ["--", f":(literal){prefix}"] if prefix else []
    found = {}
    for line in git_output(folders, "ls-files", "-s", "-z", *below).split(b"\0"):
        meta, _, name = line.partition(b"\t")
        path = os.fsdecode(name).removeprefix(prefix)
        if path in paths and meta[:6] in _PLAIN and meta.endswith(b" 0"):
            found[path] = meta.split()[1].decode("ascii")
    return found
