"""The sheets of workbooks by the content of the file: what was read once is not read again."""

from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from frameworklint import digests
from frameworklint.cache.store import Cache
from frameworklint.errors import UnreadableFileError
from frameworklint.source.files import Tree
from frameworklint.workbook.sheet import Sheets

SIZE_LIMIT = 50_000_000
_FOLDER = "workbooks"
_MOST = 8  # workbooks that are kept; real: two, and two of another state


class Shelf:
    """The sheets of all workbooks that a run, or an earlier one, has read."""

    def __init__(self, store: Cache | None) -> None:
        """Know nothing yet.

        Args:
            store: where sheets are kept for the next run, if they are.
        """
        self._store = store
        self._known: dict[str, Sheets | UnreadableFileError] = {}
        self._contents: dict[str, bytes] = {}

    def names(self, tree: Tree, paths: Iterable[str]) -> dict[str, str]:
        """What tells some workbooks from those of another state, by path."""
        return {path: self.name(tree, path) or f"unreadable in {id(tree)}" for path in paths}

    def name(self, tree: Tree, path: str) -> str:
        """What git calls the content of a workbook; an empty string where it can not be read."""
        if name := tree.blob(path, SIZE_LIMIT):
            return name
        with suppress(UnreadableFileError):
            content = tree.read(path, SIZE_LIMIT)
            name = digests.blob_name(content)
            self._contents[name] = content
        return name

    def sheets(self, tree: Tree, path: str, wanted: frozenset[str]) -> Sheets:
        """The wanted sheets of a workbook.

        Raises:
            UnreadableFileError: it can not be read; the message says why.
        """
        name = self.name(tree, path)
        content = self._contents.pop(name, None)
        if not name:
            content = tree.read(path, SIZE_LIMIT)  # which says why
        ending = path.rpartition(".")[2].lower()
        key = digests.combined([name, ending, *sorted(wanted)])
        found = self._known.get(key) or self._kept(key)
        if found is None:
            content = tree.read(path, SIZE_LIMIT) if content is None else content
            found = _read(content, ending, wanted)
            self._keep(key, found)
        self._known[key] = found
        if isinstance(found, UnreadableFileError):
            raise found
        return found

    def _keep(self, key: str, found: Sheets | UnreadableFileError) -> None:
        if self._store is not None:
            refused = {"refused": str(found)}
            value = found._asdict() if isinstance(found, Sheets) else refused
            self._store.write(f"{_FOLDER}/{key}.json", value)
            self._store.keep_newest(_FOLDER, _MOST)

    def _kept(self, key: str) -> Sheets | UnreadableFileError | None:
        """What an earlier run left; None where that is of no use."""
        if self._store is None:
            return None
        known = self._store.read(f"{_FOLDER}/{key}.json")
        try:
            if "refused" in known:
                return UnreadableFileError(str(known["refused"]))
            found = Sheets(**known)
            return found if _is_whole(found) else None
        except (TypeError, AttributeError):
            return None


def _read(content: bytes, ending: str, wanted: frozenset[str]) -> Sheets | UnreadableFileError:
    from frameworklint.workbook import reader  # which most runs do not need

    try:
        return reader.read(content, ending, wanted)
    except UnreadableFileError as error:
        return error


def _is_whole(found: Sheets) -> bool:
    """Whether sheets are of the form in which they were kept: a file may hold anything."""
    lines: list[Any] = [row for rows in found.rows.values() for row in rows]
    kinds = {type(cell) for row in lines for cell in row}
    return type(found.share) is float and {*map(type, lines)} <= {list} and kinds <= {str}
