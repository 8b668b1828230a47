"""The files of one state that git holds: of a commit, or of the index."""

import os
from collections.abc import Iterable
from functools import cached_property
from typing import NamedTuple

from frameworklint.errors import UnreadableFileError
from frameworklint.source.contents import lfs
from frameworklint.source.contents.blobs import Blobs
from frameworklint.source.files import SIZE_LIMIT, Tree, markdown_folders
from frameworklint.source.reading import LEADS_IN_A_CIRCLE, LEADS_NOWHERE, LEADS_OUT

_LINK, SUBMODULE = "120000", "160000"
_MOST_LINKS = 40  # as many as Linux follows
_LONGEST_LINK = 4096  # bytes


class TreeEntry(NamedTuple):
    """What git knows of a file: its mode, and the name of its content."""

    mode: str
    blob: str


class GitTree(Tree):
    """The files of a revision or of the index.

    Attributes:
        folders: the repository.
        commit: the full name of the revision; empty for the index.
        prefix: the way from git's top level to the files: empty, or ending in `/`.
    """

    def __init__(
        self, blobs: Blobs, entries: dict[str, TreeEntry], commit: str = "", prefix: str = ""
    ) -> None:
        self._held = blobs
        self.folders, self.commit, self.prefix = blobs.folders, commit, prefix
        self._entries = {p: entry for p, entry in entries.items() if entry.mode != SUBMODULE}
        self._submodules = entries.keys() - self._entries.keys()
        self._folders = markdown_folders({path.rpartition("/")[0] for path in self._entries})
        self._sizes, self._blobs = blobs.weighed, blobs.read

    @cached_property
    def _all_folders(self) -> set[str]:
        found: set[str] = set()
        for path in self._entries:
            folder = path.rpartition("/")[0]
            while folder and folder not in found:
                found.add(folder)
                folder = folder.rpartition("/")[0]
        return found

    def paths(self) -> Iterable[str]:
        """The paths of all files, and of folders whose name ends like a Markdown file's."""
        return self._entries.keys() | self._folders

    def submodules(self) -> Iterable[str]:
        """The paths of the folders whose files git keeps in another repository."""
        return self._submodules

    def has(self, path: str) -> bool:
        """Whether a file or a link stands at a path."""
        return path in self._entries

    def has_folder(self, path: str) -> bool:
        """Whether a folder stands at a path, which follows no link."""
        return not path or path in self._all_folders

    def names(self, folder: str) -> list[str]:
        """The names of what stands in a folder."""
        prefix = f"{folder}/" if folder else ""
        inside = (path for path in self._entries if path.startswith(prefix))
        return sorted({path.removeprefix(prefix).partition("/")[0] for path in inside})

    def holds_the_same(self, other: "GitTree") -> bool:
        """Whether another tree holds the same files."""
        return self._entries == other._entries

    def preload(self, paths: Iterable[str], weighed: Iterable[str] = ()) -> None:
        """Read several files at once, but for the large ones, and weigh others."""
        names = {self._entries[path].blob for path in paths if path in self._entries}
        others = {self._entries[path].blob for path in weighed if path in self._entries}
        if unknown := (names | others) - self._sizes.keys():
            self._sizes.update(self._held.sizes(unknown))
        small = {name: self._sizes[name] for name in names if self._sizes[name] <= SIZE_LIMIT}
        if unread := {name: small[name] for name in small.keys() - self._blobs.keys()}:
            self._blobs.update(self._held.contents(unread))

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
            entry = self._file_at(self.followed(path))
        content = self._content(entry, limit)
        if lfs.is_pointer(content):
            remedy = lfs.FETCH_ALL if self.commit else lfs.PULL
            return lfs.content_behind(content, self._held.folders, limit, remedy)
        return content

    def held(self, path: str) -> str:
        """What git calls what it holds of a file, if that is a plain one."""
        entry = self._entries.get(path)
        if entry is None or entry.mode == _LINK or path in self._folders:
            return ""
        return entry.blob

    def blob(self, path: str, limit: int = SIZE_LIMIT) -> str:
        """What git calls the content of a file, if it is a plain one and no pointer to another."""
        name = self.held(path)
        return name if name and lfs.LARGEST < self._size(name) <= limit else ""

    def _content(self, entry: TreeEntry, limit: int) -> bytes:
        name = entry.blob
        if self._size(name) > limit:
            raise UnreadableFileError(f"is larger than {limit:,} bytes")
        if name in self._blobs:
            return self._blobs[name]
        return self._held.contents({name: self._sizes[name]})[name]

    def _size(self, blob: str) -> int:
        if blob not in self._sizes:
            self._sizes.update(self._held.sizes([blob]))
        return self._sizes[blob]

    def followed(self, path: str) -> str:
        """Where a path leads when every symbolic link on the way is followed.

        Raises:
            UnreadableFileError: out of the root, or in a circle.
        """
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

    def _file_at(self, path: str) -> TreeEntry:
        entry = self._entries.get(path)
        if entry is not None:
            return entry
        if not path or path in self._all_folders:
            raise UnreadableFileError("is a folder, not a file")
        raise UnreadableFileError(LEADS_NOWHERE)
