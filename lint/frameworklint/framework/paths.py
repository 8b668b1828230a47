"""The paths of a framework: its files, its folders, and the one that holds the page folders."""

import posixpath
from collections.abc import Iterable
from functools import cached_property

from frameworklint.kinds.kind import Kinds


class Paths:
    """All paths of one state of a framework, relative to its root.

    Attributes:
        files: the paths of all files; `folders` those of all folders.
        home: the folder that holds the page folders, `""` for the root, None outside a framework.
    """

    def __init__(self, files: Iterable[str], kinds: Kinds) -> None:
        self.files = frozenset(files)
        self.folders = frozenset(_folders(self.files))
        self.home = self._find_home(kinds)

    def _find_home(self, kinds: Kinds) -> str | None:
        """The folder that holds the page folders: the conventional one, the root, the highest."""
        home = kinds.conventions.home
        if home in self.folders:
            return home
        found = set()
        for path in self.files:
            folder, _, name = path.rpartition("/")
            parent, _, last = folder.rpartition("/")
            kind = kinds.by_folder.get(last)
            if kind is not None and kind.is_id(name.rpartition(".")[0]):
                found.add(parent)
        return min(found, key=lambda path: (path.count("/") + bool(path), path), default=None)

    @cached_property
    def by_folded_path(self) -> dict[str, str]:
        """The paths of all files and folders, these with and without `/`, by it in lower case."""
        folders = {f"{folder}/" for folder in self.folders}
        return {path.lower(): path for path in sorted(self.files | self.folders | folders)}

    def exists(self, path: str) -> bool:
        """Whether a file or a folder stands at a path; behind a `/` at its end only a folder."""
        return path in self.files or path.removesuffix("/") in self.folders or path == ""

    def below_home(self, path: str) -> str:
        """The way to a path from the folder that holds the page folders, whatever its name."""
        if not self.home:
            return path
        if path.startswith(f"{self.home}/"):
            return path.removeprefix(f"{self.home}/")
        return posixpath.relpath(path, self.home)


def _folders(files: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
