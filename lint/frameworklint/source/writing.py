"""Writing a file that the user named: whole or not at all, and nowhere else than where it seems."""

import os
import re
import stat
import time
from contextlib import suppress

from frameworklint.errors import UsageError

# Files that stand for what is open or for a device: nothing can be put in their place.
_SYSTEM_FOLDERS = ("/dev/", "/proc/")
_TEMPORARY = re.compile(r"\.frameworklint-[0-9a-f]{16}\.tmp")
_ABANDONED = 3_600.0  # seconds: no file takes that long to write


def write_whole(path: str, text: str | bytes, root: str = "") -> None:
    """Write a text as UTF-8, or bytes, into a file; the file is replaced whole, or stays as it was.

    Its permissions stay. A link is followed within the repository, or the framework, in which it
    lies: whoever contributes a link must not choose which other file of the user is written.

    Args:
        path: the file, as the user named it.
        text: what it is to hold.
        root: the framework's root.

    Raises:
        UsageError: it can not be written, or is a link that leads out.
    """
    content = text if isinstance(text, bytes) else text.encode("utf-8", "backslashreplace")
    try:
        full = os.path.abspath(path)
        target = full if full.startswith(_SYSTEM_FOLDERS) else _target(path, root)
        if _is_replaced(target):
            _replace(target, content)
        else:
            with open(target, "wb") as file:
                file.write(content)
    except (OSError, ValueError) as error:  # the latter for a NUL byte
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"can not write {path!r}: {reason}") from error


def exchange(path: str, before: bytes, content: bytes, root: str, *, keep_as: str = "") -> None:
    """Exchange the content of a file: killed at any moment, it holds the old or the new one.

    Args:
        path: the file.
        before: what it held when it was read.
        content: what it is to hold.
        root: the framework's root, out of which no link may lead.
        keep_as: where the old content is to be kept; empty for nowhere.

    Raises:
        UsageError: it holds something else by now, can not be written, or is a link that leads out.
    """
    try:
        target = _target(path, root)
        with open(target, "rb") as file:
            if file.read() != before:
                raise UsageError(
                    f"can not write {path!r}: it was changed while frameworklint ran; run it again"
                )
        if keep_as:
            _replace(_target(keep_as, root), before, is_lasting=True)
        _replace(target, content, is_lasting=True)
    except OSError as error:
        raise UsageError(f"can not write {path!r}: {error.strerror or error}") from error


def _target(path: str, root: str) -> str:
    """The file to which a path leads.

    Raises:
        UsageError: it leads out of the folder that holds it, or into git's own files.
    """
    full = os.path.abspath(path)
    real = os.path.realpath(full)
    bounds = _bounds(full, root)
    if not bounds:
        return real
    inside = os.path.relpath(full, bounds)
    if not _holds(os.path.realpath(bounds), real):
        raise UsageError(f"can not write {path!r}: it is, or lies behind, a link out of {bounds}")
    own = os.path.relpath(real, os.path.realpath(bounds))
    if own != inside and ".git" in own.split(os.sep):
        raise UsageError(f"can not write {path!r}: it is, or lies behind, a link into .git")
    return real


def _bounds(full: str, root: str) -> str:
    """The folder out of which no link may lead from a path, or an empty string.

    It is the framework, else the repository, else the current folder, that holds the path: what
    lies elsewhere is the user's own.
    """
    folder = os.path.dirname(full)
    while not os.path.lexists(os.path.join(folder, ".git")):
        if folder == os.path.dirname(folder):
            folder = ""
            break
        folder = os.path.dirname(folder)
    candidates = [os.path.abspath(root) if root else "", folder, os.getcwd()]
    return next((bounds for bounds in candidates if bounds and _holds(bounds, full)), "")


def _holds(folder: str, path: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _is_replaced(target: str) -> bool:
    """Whether another file can be put in the place of one, or of nothing."""
    if target.startswith(_SYSTEM_FOLDERS):
        return False
    try:
        mode = os.stat(target).st_mode
    except FileNotFoundError:
        return True
    return stat.S_ISREG(mode)  # a folder, a device or a pipe is no file


def _replace(target: str, content: bytes, *, is_lasting: bool = False) -> None:
    """Put a new file in the place of another.

    Args:
        target: where.
        content: what it holds.
        is_lasting: whether it is to be there even where the power fails.
    """
    mode = _mode(target)
    _sweep(os.path.dirname(target))
    temporary = os.path.join(os.path.dirname(target), f".frameworklint-{os.urandom(8).hex()}.tmp")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    flags |= getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(temporary, flags, 0o666)
    try:
        with open(descriptor, "wb") as file:
            file.write(content)
            if is_lasting:
                file.flush()
                os.fsync(file.fileno())
        if mode is not None:
            os.chmod(temporary, mode)
        os.replace(temporary, target)
    except BaseException:  # Ctrl-C too leaves nothing behind
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _sweep(folder: str) -> None:
    """Delete what runs left that were killed while they wrote there, hours ago."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if not _TEMPORARY.fullmatch(entry.name) or not entry.is_file(follow_symlinks=False):
                continue
            if time.time() - entry.stat(follow_symlinks=False).st_mtime > _ABANDONED:
                os.unlink(entry.path)


def _mode(target: str) -> int | None:
    """The permissions of a file that is replaced, which must be one that could be written.

    Raises:
        PermissionError: it could not.
    """
    try:
        mode = stat.S_IMODE(os.stat(target).st_mode)
    except FileNotFoundError:
        return None
    if not os.access(target, os.W_OK):
        raise PermissionError(13, os.strerror(13))
    return mode
