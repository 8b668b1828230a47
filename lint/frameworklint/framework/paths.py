"""The paths of a framework: its files, its folders, and the one that holds the page folders."""

import posixpath
from collections.abc import Collection, Iterable, Mapping
from functools import cached_property

from frameworklint.kinds.kind import Kinds

_FEW = 2  # page folders, below which they are no framework


class Paths:
    """All paths of one state of a framework, relative to its root.

    Attributes:
        files: the paths of all files; `folders` those of all folders.
        submodules: the folders whose files belong to another repository.
        home: the folder that holds the page folders, `""` for the root, None outside a framework.
        others: further folders that hold page folders, each the home of another framework, by the
            folder in which that framework lies.
    """

    def __init__(self, files: Iterable[str], kinds: Kinds, submodules: Iterable[str] = ()) -> None:
        self.files = frozenset(files)
        self.submodules = frozenset(submodules)
        self.folders = frozenset(_folders(self.files))
        homes = self._homes(kinds)
        self.home = self._find_home(kinds, homes)
        self.others = self._find_others(homes)

    def _homes(self, kinds: Kinds) -> dict[str, set[str]]:
        """The folders that hold page folders with a page, and the names of these."""
        found: dict[str, set[str]] = {}
        for path in self.files:
            folder, _, name = path.rpartition("/")
            parent, _, last = folder.rpartition("/")
            kind = kinds.by_folder.get(last)
            if kind is not None and kind.is_id(name.rpartition(".")[0]):
                found.setdefault(parent, set()).add(last)
        return found

    def _find_home(self, kinds: Kinds, homes: Iterable[str]) -> str | None:
        """The folder that holds the page folders: the conventional one, the root, the highest."""
        home = kinds.conventions.home
        if home in self.folders:
            return home
        return min(homes, key=lambda path: (path.count("/") + bool(path), path), default=None)

    def _find_others(self, homes: Mapping[str, Collection[str]]) -> dict[str, str]:
        """The homes of other frameworks, by the folder in which each lies.

        A stray page folder makes no framework, nor does one within the home of this.
        """
        found: dict[str, str] = {}
        for other, kinds in sorted(homes.items()):
            if not self.home or _holds(self.home, other) or len(kinds) < _FEW:
                continue
            parent = other.rpartition("/")[0]
            lies_in = other if not parent or _holds(parent, self.home) else parent
            if not any(_holds(known, lies_in) for known in found):
                found[lies_in] = other
        return found

    def submodule_of(self, path: str) -> str:
        """The submodule in which a path lies, or an empty string."""
        return next((folder for folder in self.submodules if _holds(folder, path)), "")

    def is_of_another(self, path: str) -> bool:
        """Whether a path lies in another framework."""
        return any(_holds(folder, path) for folder in self.others)

    @cached_property
    def by_folded_path(self) -> dict[str, str]:
        """The paths of all files and folders, these with and without `/`, by it in lower case."""
        folders = {f"{folder}/" for folder in self.folders}
        return {path.lower(): path for path in sorted(self.files | self.folders | folders)}

    def exists(self, path: str) -> bool:
        """Whether a file or a folder stands at a path; behind a `/` at its end only a folder."""
        return path in self.files or path.removesuffix("/") in self.folders or path == ""

    def has_page(self, file: str) -> bool:
        """Whether the folder that holds the page folders has a file."""
        return self.home is not None and f"{self.home}/{file}".lstrip("/") in self.files

    def below_home(self, path: str) -> str:
        """The way to a path from the folder that holds the page folders, whatever its name."""
        if not self.home:
            return path
        if path.startswith(f"{self.home}/"):
            return path.removeprefix(f"{self.home}/")
        return posixpath.relpath(path, self.home)


def _holds(folder: str, path: str) -> bool:
    return path == folder or path.startswith(f"{folder}/")


def _folders(files: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
