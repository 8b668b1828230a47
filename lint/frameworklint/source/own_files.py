"""The files that a framework carries for frameworklint: its settings, its baseline, its schemas.

They belong to the state that is judged. What is committed must not be judged by settings that lie
about in the folder and will never be part of the commit.
"""

import os
from typing import TYPE_CHECKING

from frameworklint.errors import UnreadableFileError
from frameworklint.source.reading import inside, read_own_file

if TYPE_CHECKING:
    from frameworklint.source.git_tree import GitTree  # which most runs do not need


class OwnFiles:
    """The files below a root, as they lie in its folder. Paths are relative to it, with `/`."""

    def __init__(self, root: str) -> None:
        self.root = root

    def has(self, path: str) -> bool:
        """Whether anything stands at a path, a link that leads nowhere included."""
        return os.path.lexists(self.full(path))

    def has_folder(self, path: str) -> bool:
        """Whether a folder stands at a path.

        Raises:
            UnreadableFileError: it is a link that leads out of the root, nowhere or in a circle.
        """
        inside(self.full(path), os.path.realpath(self.root))
        return os.path.isdir(self.full(path))

    def read(self, path: str, limit: int) -> bytes:
        """The content of a file of at most `limit` bytes.

        Raises:
            UnreadableFileError: it can not be read, or does not belong to the framework.
        """
        return read_own_file(self.full(path), self.root, limit)

    def names(self, folder: str) -> list[str]:
        """The names in a folder.

        Raises:
            UnreadableFileError: it can not be read, or is none.
        """
        try:
            return os.listdir(self.full(folder))
        except OSError as error:
            raise UnreadableFileError(f"can not be read: {error.strerror}") from error

    def full(self, path: str) -> str:
        """The path by which messages name a file."""
        return os.path.join(self.root, path)


class CommittedFiles(OwnFiles):
    """The files below a root as git holds them, in the index or in a commit."""

    def __init__(self, root: str, tree: "GitTree") -> None:
        super().__init__(root)
        self._tree = tree

    def has(self, path: str) -> bool:
        """Whether anything stands at a path, a link that leads nowhere included."""
        path = _normal(path)
        return self._tree.has(path) or self._tree.has_folder(path)

    def has_folder(self, path: str) -> bool:
        """Whether a folder stands at a path.

        Raises:
            UnreadableFileError: it is a link that leads out of the root, nowhere or in a circle.
        """
        if os.path.isabs(path):
            raise UnreadableFileError(f"lies outside {self.root}")
        return self._tree.has_folder(self._tree.followed(_normal(path)))

    def read(self, path: str, limit: int) -> bytes:
        """The content of a file of at most `limit` bytes.

        Raises:
            UnreadableFileError: it can not be read, or does not belong to the framework.
        """
        path = self._tree.followed(_normal(path))
        if not self._tree.has(path):
            raise UnreadableFileError("is a folder, not a file" if self.has(path) else "is missing")
        return self._tree.read(path, limit)

    def names(self, folder: str) -> list[str]:
        """The names in a folder.

        Raises:
            UnreadableFileError: it can not be read, or is none.
        """
        found = self._tree.followed(_normal(folder))
        if not self._tree.has_folder(found):
            raise UnreadableFileError("is no folder")
        return self._tree.names(found)


def _normal(path: str) -> str:
    """A path without `.`, `//` and a `/` at its end, as git knows it."""
    return "/".join(part for part in path.split("/") if part not in ("", "."))
