"""Which files of a framework are the workbooks from which its pages are printed."""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from frameworklint.kinds.annotations import NOTHING, WorkbookAnnotation

_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".ods")
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
