"""Writing fixed files: only what nobody else has open or has changed."""

import os
from collections.abc import Sequence

from frameworklint.errors import UnreadableFileError, UsageError
from frameworklint.fixes.overlay import Overlay
from frameworklint.source import writing
from frameworklint.source.contents import lfs
from frameworklint.source.reading import read_file
from frameworklint.wording import some_of
from frameworklint.workbook.workbook import SIZE_LIMIT

_BACKUP = ".bak"
_NAMED = 3  # written files that an error names
_PROGRAMS = {"~${}": "Excel", ".~lock.{}#": "LibreOffice"}  # by the lock files that they make


def write(tree: Overlay, root: str, *, backup: bool) -> list[str]:
    """Write the files of a tree that were fixed.

    Args:
        tree: the files.
        root: the framework's root.
        backup: whether the old files are kept.

    Returns:
        The paths of the old files, from the root, where they are kept.

    Raises:
        UsageError: a file is open in a spreadsheet program, has changed since it was read, or can
            not be written. Files before it are written whole by then, which the message says.
    """
    pending = []
    for path, content in sorted(tree.contents.items()):
        full = os.path.join(root, path)
        demand_closed(full)
        before = _unchanged(tree, path, full)
        pending.append((full, before, content, _free_name(full) if backup else ""))
    written: list[str] = []
    for full, before, content, keep_as in pending:
        try:
            writing.exchange(full, before, content, root, keep_as=keep_as)
        except UsageError as error:
            raise UsageError(f"{error}; {_already(written)}") from error
        written.append(os.path.relpath(full, root).replace(os.sep, "/"))
    kept = (os.path.relpath(keep_as, root) for *_, keep_as in pending if keep_as)
    return [path.replace(os.sep, "/") for path in kept]


def _already(written: Sequence[str]) -> str:
    """What a run had done before a file could not be written."""
    return f"written before: {some_of(written, _NAMED)}" if written else "nothing was written"


def demand_closed(path: str) -> None:
    """Refuse a file that is open in a spreadsheet program.

    Raises:
        UsageError: it is.
    """
    for known in dict.fromkeys((path, os.path.realpath(path))):  # it may be opened by a link
        folder, name = os.path.split(known)
        for form, program in _PROGRAMS.items():
            lock = form.format(name)
            if os.path.lexists(os.path.join(folder, lock)):
                raise UsageError(
                    f"{path} is open in a spreadsheet program ({program} has left {lock}):"
                    " close it there, then run this again; if it is open nowhere, delete that file"
                )


def _unchanged(tree: Overlay, path: str, full: str) -> bytes:
    """The content of a file, which is the one that was read.

    Raises:
        UsageError: it is not.
    """
    if not os.path.lexists(full):
        raise UsageError(
            f"{path} is not in the work tree, so it can not be fixed: bring it there first"
            " (a sparse checkout leaves files out: `git sparse-checkout disable`)"
        )
    try:
        now, before = read_file(full, SIZE_LIMIT), tree.below.read(path, SIZE_LIMIT)
    except UnreadableFileError as error:
        raise UsageError(f"{path} {error}") from error
    if lfs.is_pointer(now):
        raise UsageError(
            f"{path} is a pointer of Git LFS: run `git lfs checkout` first, so that the file itself"
            " is there"
        )
    if before != now:
        raise UsageError(f"{path} was changed while frameworklint ran: run it again")
    return now


def _free_name(path: str) -> str:
    name, number = path + _BACKUP, 1
    while os.path.lexists(name):
        number += 1
        name = f"{path}{_BACKUP}{number}"
    return name
