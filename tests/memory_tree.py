"""A framework that exists in memory only."""

from collections.abc import Iterable, Mapping

from frameworklint.source.files import SIZE_LIMIT, Tree


class MemoryTree(Tree):
    """Files held in memory, by path."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files

    def paths(self) -> Iterable[str]:
        """The paths of all files."""
        return self._files.keys()

    def read(self, path: str, limit: int = SIZE_LIMIT) -> bytes:
        """The content of a file, whatever its size."""
        return self._files[path]
