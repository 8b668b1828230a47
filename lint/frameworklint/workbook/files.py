"""Which files are the workbooks from which the pages are printed, and their sheets by the content
of the file: what was read once is not read again.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, NamedTuple, TypeVar, cast

from frameworklint import digests
from frameworklint.cache.store import Cache
from frameworklint.errors import UnreadableFileError, UsageError
from frameworklint.kinds.annotations import NOTHING, WorkbookAnnotation
from frameworklint.source.files import Tree
from frameworklint.workbook.sheet import Sheets

_T = TypeVar("_T")
_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
SIZE_LIMIT = 50_000_000
_FOLDER = "workbooks"
_MOST = 8  # workbooks, and values of a folder, that are kept; real: two, and two of another state
_LOCK = "~$"  # spreadsheet programs put such a file beside a workbook that is open


class WorkbookFiles(NamedTuple):
    """The workbooks of a framework, by what they are to the generator.

    Attributes:
        named: the files that it reads, by name.
        others: workbooks under names of their own; where a named file is missing, its sheets may
            be there.
        copies: by path, the name of the file that a workbook is a copy of, which is never read in
            its place; an empty name for the lock of an open workbook.
        missing: the names of the files that it reads, and that are not there.
        excluded: the names of those that are there, but not to be read.
    """

    named: Mapping[str, str] = NOTHING
    others: tuple[str, ...] = ()
    copies: Mapping[str, str] = NOTHING
    missing: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()

    @property
    def paths(self) -> list[str]:
        """The paths of the files that are opened."""
        return [*self.named.values(), *self.others]

    @staticmethod
    def among(
        files: Iterable[str],
        annotation: WorkbookAnnotation,
        is_excluded: Callable[[str], bool] = lambda path: False,
    ) -> "WorkbookFiles":
        """The workbooks among some files: those directly in the folder of that name, the top-most.

        Args:
            files: the paths of the framework's files.
            annotation: what the schemas say of the workbooks.
            is_excluded: whether the file at a path is not to be read.
        """
        if not annotation.folder:
            return WorkbookFiles()
        found = [path for path in files if _is_workbook(path, annotation.folder)]
        depth = min((path.count("/") for path in found if not _is_lock(path)), default=None)
        if depth is not None:
            found = [path for path in found if path.count("/") == depth]
        read = sorted(path for path in found if not is_excluded(path))
        excluded = {_name(path) for path in found if is_excluded(path)}
        named: dict[str, str] = {}
        others: list[str] = []
        copies: dict[str, str] = {}
        for path in read:
            original = _original(_name(path), annotation)
            if _is_lock(path):
                copies[path] = ""
            elif original is None:
                others.append(path)
            elif original == _name(path) and original not in named:
                named[original] = path
            else:
                copies[path] = original
        return WorkbookFiles(
            {name: named[name] for name in annotation.files if name in named},
            tuple(others),
            copies,
            tuple(name for name in annotation.files if name not in named),
            tuple(name for name in annotation.files if name in excluded),
        )


class Shelf:
    """The sheets of all workbooks that a run, or an earlier one, has read, and what it has kept."""

    def __init__(self, store: Cache | None, strings: Mapping[str, str] = NOTHING) -> None:
        """Know nothing yet.

        Args:
            store: where sheets are kept for the next run, if they are.
            strings: those of the pages, so that a cell and what is printed of it are one.
        """
        self._store = store
        self._strings = strings
        self._known: dict[str, Sheets | UnreadableFileError] = {}
        self._contents: dict[str, bytes] = {}
        self._names: dict[tuple[Tree, str], str] = {}
        self._shared: dict[str, Any] = {}

    def shared(self, key: str, make: Callable[[], _T]) -> _T:
        """What was made once under a key, which tells all that it is made of."""
        if key not in self._shared:
            self._shared[key] = make()
        return cast(_T, self._shared[key])

    def kept(self, folder: str, of: Sequence[str], make: Callable[[], _T]) -> _T:
        """What was made of some strings, a JSON value; it is kept for the next run."""
        name = f"{folder}/{digests.combined(of)}.json"
        known = None if self._store is None else self._store.read(name)
        if known is None:
            known = make()
            if self._store is not None:
                self._store.write(name, known)
                self._store.keep_newest(folder, _MOST)
        return cast(_T, known)

    def names(self, tree: Tree, paths: Iterable[str]) -> dict[str, str]:
        """What tells some workbooks from those of another state, by path."""
        return {path: self.name(tree, path) or f"unreadable in {id(tree)}" for path in paths}

    def name(self, tree: Tree, path: str) -> str:
        """What git calls the content of a workbook; an empty string where it can not be read."""
        known = self._names.get((tree, path))
        if known is None:
            known = self._names[tree, path] = tree.blob(path, SIZE_LIMIT) or self._look(tree, path)
        return known

    def _look(self, tree: Tree, path: str) -> str:
        """As `name`, of a file that must be read for it: its content is kept for the sheets."""
        try:
            content = tree.read(path, SIZE_LIMIT)
        except UnreadableFileError:
            return ""
        name = tree.blob_of(path, content, SIZE_LIMIT)
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
            content = _read_again(tree, path, name) if content is None else content
            found = _sheets_in(content, ending, wanted)
            self._keep(key, found)
        self._known[key] = found
        if isinstance(found, UnreadableFileError):
            raise found
        for row in chain.from_iterable(found.rows.values()):
            row[:] = [self._strings.get(text, text) for text in row]
        return found

    def _keep(self, key: str, found: Sheets | UnreadableFileError) -> None:
        if self._store is not None:
            value = found._asdict() if isinstance(found, Sheets) else {"refused": str(found)}
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
            found = Sheets(known["rows"], known["share"], tuple(known["names"]))
            return found if _is_whole(found) else None
        except (TypeError, AttributeError, KeyError):
            return None


def _read_again(tree: Tree, path: str, name: str) -> bytes:
    """The content of a workbook whose name has been asked for; what is kept of it has that name.

    Raises:
        UsageError: somebody has changed it since.
    """
    content = tree.read(path, SIZE_LIMIT)
    # A repository may name by SHA-256: only it can tell that a content is still of that name.
    if (tree.blob(path, SIZE_LIMIT) or tree.blob_of(path, content, SIZE_LIMIT)) != name:
        raise UsageError(f"{path} was changed during the run; run it again")
    return content


def _sheets_in(content: bytes, ending: str, wanted: frozenset[str]) -> Sheets | UnreadableFileError:
    from frameworklint.workbook import reader  # which most runs do not need

    try:
        return reader.read(content, ending, wanted)
    except UnreadableFileError as error:
        return error


def _is_whole(found: Sheets) -> bool:
    """Whether sheets are of the form in which they were kept: a file may hold anything."""
    lines: list[Any] = [row for rows in found.rows.values() for row in rows]
    kinds = {type(cell) for row in lines for cell in row}
    kinds |= {*map(type, found.names)}
    return type(found.share) is float and {*map(type, lines)} <= {list} and kinds <= {str}


def _name(path: str) -> str:
    return path.rpartition("/")[2]


def _is_lock(path: str) -> bool:
    return _name(path).startswith(_LOCK)


def _is_workbook(path: str, folder: str) -> bool:
    parent, _, name = path.rpartition("/")
    inside = parent == folder or parent.endswith(f"/{folder}")
    return inside and name.lower().endswith(_ENDINGS)


def _original(name: str, annotation: WorkbookAnnotation) -> str | None:
    """The file whose name a name is, or has in it as its own words, with other words around it.

    So are copies named, by whatever program and in whatever language: `Copy of NAME.xlsx`,
    `NAME (1).xlsx`, `NAME-LAPTOP.xlsx`, `name_old.xls`.
    """
    if name in annotation.files:
        return name
    for file in annotation.files:
        words = re.findall(r"[^\W_]+", file.rpartition(".")[0])
        form = r"[\W_]*".join(map(re.escape, words))
        if re.search(rf"(?<![^\W\d_]){form}(?![^\W\d_])", name.rpartition(".")[0], re.IGNORECASE):
            return file
    return None
