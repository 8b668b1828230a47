"""Reading files whatever stands there: never a device, never a pipe that nobody writes to.

A framework may come from a stranger. What git or an archive carries can be a link to anything.
"""

import errno
import os
import stat
import time

from frameworklint.errors import UnreadableFileError

LEADS_OUT = "is a symbolic link that leads out of the repository"
LEADS_NOWHERE = "is a symbolic link to a file that does not exist"
LEADS_IN_A_CIRCLE = "is a symbolic link that leads in a circle"
# No pipe is waited for; not every system knows all of these.
_OPEN = os.O_RDONLY
for _name in ("O_NONBLOCK", "O_CLOEXEC", "O_BINARY", "O_NOCTTY"):
    _OPEN |= getattr(os, _name, 0)
_CHUNK = 1 << 16  # bytes: most files at once
MOMENT = 0.1  # seconds; clocks of file systems tick more often, or but once in a second
_SECOND = 1_000_000_000  # nanoseconds


def decoded(content: bytes) -> str:
    """The text of a file, without a byte order mark.

    Raises:
        UnreadableFileError: it is no text in UTF-8.
    """
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise UnreadableFileError(f"holds a NUL byte on line {line}: it is no text file")
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = content[error.start]
        raise UnreadableFileError(f"is not UTF-8: byte 0x{byte:02X} on line {line}") from error


def read_file(path: str, limit: int) -> bytes:
    """The content of a plain file of at most `limit` bytes, wherever a link leads.

    Raises:
        UnreadableFileError: it is no plain file, too large, or the system refuses.
    """
    try:
        demand_file(os.stat(path))
        descriptor = os.open(path, _OPEN)
        try:
            status = os.fstat(descriptor)  # what stands there now may be another file
            demand_file(status)
            if status.st_size > limit:
                raise _too_large(limit)
            return _read(descriptor, limit)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        raise _refused(error) from error


def read_own_file(path: str, root: str, limit: int) -> bytes:
    """The content of a file that a framework carries for frameworklint, such as its settings.

    Raises:
        UnreadableFileError: as for `read_file`; or a link leads out of the root, nowhere or in a
            circle; or the file lies in another repository, such as a submodule.
    """
    root = os.path.realpath(root)
    real = inside(path, root)
    folder = os.path.dirname(real)
    while len(folder) > len(root):
        if os.path.lexists(os.path.join(folder, ".git")):
            raise UnreadableFileError("lies in a submodule, or in a repository of its own")
        folder = os.path.dirname(folder)
    return read_file(real, limit)


def read_named_file(path: str, limit: int) -> bytes:
    """The content of a file that the user named, which may be a pipe: `<(…)` of a shell is one.

    Raises:
        UnreadableFileError: as for `read_file`.
    """
    try:
        if not stat.S_ISFIFO(os.stat(path).st_mode):
            return b"" if path == os.devnull else read_file(path, limit)
        with open(path, "rb", buffering=0) as pipe:
            return _read(pipe.fileno(), limit)
    except (OSError, ValueError) as error:
        raise _refused(error) from error


def inside(path: str, root: str) -> str:
    """Where a path leads when all links are followed, which must be below the root.

    Args:
        path: the path.
        root: the root, without links.

    Raises:
        UnreadableFileError: it leads elsewhere, nowhere or in a circle.
    """
    real = os.path.realpath(path)
    is_link = os.path.islink(path)
    if is_link and _leads_in_a_circle(path):
        raise UnreadableFileError(LEADS_IN_A_CIRCLE)
    if os.path.commonpath([real, root]) != root:
        is_behind_link = os.path.commonpath([os.path.abspath(path), root]) == root
        raise UnreadableFileError(LEADS_OUT if is_behind_link else f"lies outside {root}")
    if is_link and not os.path.lexists(real):
        raise UnreadableFileError(LEADS_NOWHERE)
    return real


def demand_file(status: os.stat_result) -> None:
    """Refuse what is no plain file.

    Raises:
        UnreadableFileError: it is none; the message says what it is.
    """
    if not stat.S_ISREG(status.st_mode):
        what = "a folder" if stat.S_ISDIR(status.st_mode) else "a device or a pipe"
        raise UnreadableFileError(f"is {what}, not a file")


def stamp(path: str) -> str:
    """What the system says of a plain file: as long as that is the same, so is the content.

    Empty for all else, and where the next change might get the same time: for a file that was
    changed a moment ago, or whose system has no times but whole seconds. What it says of the last
    change no program can set, but on Windows, where it says none.
    """
    try:
        now, status = time.time(), os.lstat(path)
    except (OSError, ValueError):
        return ""
    has_seconds_only = status.st_ctime_ns % _SECOND == 0
    is_plain = stat.S_ISREG(status.st_mode) and os.name != "nt"
    if has_seconds_only or now - status.st_ctime < MOMENT or not is_plain:
        return ""
    times = f"{status.st_mtime_ns} {status.st_ctime_ns}"
    return f"{status.st_dev} {status.st_ino} {status.st_size} {times}"


def _read(descriptor: int, limit: int) -> bytes:
    """All that can be read, if it is not too much: what the system says of a size may be wrong."""
    chunks, left = [], limit
    while chunk := os.read(descriptor, _CHUNK):
        left -= len(chunk)
        if left < 0:
            raise _too_large(limit)
        chunks.append(chunk)
    return b"".join(chunks)


def _too_large(limit: int) -> UnreadableFileError:
    return UnreadableFileError(f"is larger than {limit:,} bytes")


def _refused(error: OSError | ValueError) -> UnreadableFileError:
    """What to say where the system refuses; a ValueError is a path that holds a NUL."""
    if isinstance(error, OSError) and error.strerror:
        return UnreadableFileError(f"can not be read: {error.strerror}")
    return UnreadableFileError(f"can not be read: {error}")


def _leads_in_a_circle(path: str) -> bool:
    try:
        os.stat(path)
    except OSError as error:
        return error.errno == errno.ELOOP
    return False
