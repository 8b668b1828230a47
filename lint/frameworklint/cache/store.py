"""The folder in which a run leaves what the next one need not work out again.

Whatever stands there can be deleted at any time. A file that is damaged, or was written by another
frameworklint or another user, is as good as none; where the folder can not be written, nothing is
kept.
"""

import errno
import os
import sys
from collections.abc import Iterable
from contextlib import suppress
from itertools import accumulate

from frameworklint import __path__ as package_folders
from frameworklint import __version__
from frameworklint.cache.secret import secret
from frameworklint.digests import combined, pieces_digest
from frameworklint.errors import UnreadableFileError
from frameworklint.source.reading import read_file

TYPE_CHECKING = False
if TYPE_CHECKING:  # who repeats a result waits for nothing but what that needs
    from typing import Any

FOLDER = ".frameworklint_cache"
_IGNORED = "# Made by frameworklint; `frameworklint clean` deletes it.\n*\n"
# By this a backup program knows that the folder need not be kept (https://bford.info/cachedir/).
_TAG = "Signature: 8a477f597d28d172789f06886806bc55\n"
_SIZE_LIMIT = 200_000_000  # bytes; what is kept of the real framework has four millions
_OWN_FOLDERS = ("rules", "schemas")
_OWN_FILES = (".py", ".md", ".json")
_NOT_OWN = ".cases.md"  # only tests read these


class Cache:
    """The cache of one framework.

    Attributes:
        folder: where its files lie.
    """

    def __init__(self, root: str) -> None:
        self.folder = os.path.join(os.path.realpath(root), FOLDER)

    def read(self, name: str) -> "Any":
        """The value that was last written under a name, or None where there is nothing of use."""
        import json

        try:
            return json.loads(self.read_bytes(name))
        except (ValueError, RecursionError):
            return None

    def write(self, name: str, content: "Any") -> None:
        """Keep a JSON value."""
        import json

        self.write_bytes(name, json.dumps(content, separators=(",", ":")).encode())

    def read_bytes(self, name: str) -> bytes:
        """What was last written under a name, empty where there is nothing of use."""
        path = os.path.join(self.folder, name)
        if self._leads_away(os.path.dirname(path)) or os.path.islink(path):
            return b""
        try:
            head, _, body = read_file(path, _SIZE_LIMIT).partition(b"\n")
            return body if head and head == _head(body) else b""
        except UnreadableFileError:
            return b""

    def write_bytes(self, name: str, *pieces: bytes | memoryview) -> None:
        """Keep some bytes, in one step, so that no other run sees half of them."""
        path = os.path.join(self.folder, name)
        head = _head(*pieces)
        if self._leads_away(os.path.dirname(path)) or not head:
            return
        part = f"{path}.{os.getpid()}"
        try:
            self._make(os.path.dirname(path))
            _write_new(part, head + b"\n", *pieces)
            os.replace(part, path)
        except OSError:
            _delete_file(part)

    def keep_newest(self, name: str, number: int) -> None:
        """Delete the files of a folder of the cache but for some that were written last."""
        folder = os.path.join(self.folder, name)
        if self._leads_away(folder):
            return
        try:
            with os.scandir(folder) as entries:
                by_age = sorted(entries, key=_age)
        except OSError:
            return
        for entry in by_age[number:]:
            _delete_file(entry.path)

    def clear(self) -> None:
        """Delete what is kept, if it can be."""
        with suppress(OSError):
            delete(self.folder)

    def _leads_away(self, folder: str) -> bool:
        """Whether a folder is somebody else's: a symbolic link, behind one, or in a submodule."""
        is_submodule = os.path.lexists(os.path.join(self.folder, ".git"))
        return os.path.realpath(folder) != folder or is_submodule

    def _make(self, folder: str) -> None:
        os.makedirs(folder, exist_ok=True)
        for file, text in ((".gitignore", _IGNORED), ("CACHEDIR.TAG", _TAG)):
            path = os.path.join(self.folder, file)
            if not os.path.lexists(path):
                _write_new(path, text.encode())


def _age(entry: "os.DirEntry[str]") -> int:
    """How long ago a file was written: the smaller, the later."""
    return -entry.stat(follow_symlinks=False).st_mtime_ns


def _write_new(path: str, *parts: bytes | memoryview) -> None:
    """Write a file where nothing stands, not even a link that leads nowhere."""
    with open(path, "xb") as file:
        file.writelines(parts)


def _delete_file(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)


def delete(folder: str) -> bool:
    """Delete a cache folder; returns whether there was one.

    Raises:
        OSError: it can not be deleted, or is a symbolic link.
    """
    if not os.path.lexists(folder):
        return False
    if not os.path.isdir(folder):  # a pipe would be waited for
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR))
    from shutil import rmtree

    try:
        rmtree(folder)
    except RecursionError as error:
        raise OSError("it holds too many folders in each other") from error
    return True


def joined(parts: Iterable[str]) -> str:
    """Strings as one text, whatever they hold, for `parted`."""
    strings = list(parts)
    return " ".join([str(len(string)) for string in strings]) + "\n" + "".join(strings)


def parted(text: str) -> list[str]:
    """The strings that were joined.

    Raises:
        ValueError: the text is of another form.
    """
    head, _, rest = text.partition("\n")
    lengths = [int(length) for length in head.split(" ") if length]
    if sum(lengths) != len(rest):
        raise ValueError("it does not hold what it should")
    ends = zip(lengths, accumulate(lengths), strict=True)
    return [rest[end - length : end] for length, end in ends]


def is_tracked(paths: Iterable[str]) -> bool:
    """Whether a cache came with the repository: what a stranger wrote is nothing to go by."""
    return any(path.startswith(f"{FOLDER}/") for path in paths)


def _head(*pieces: bytes | memoryview) -> bytes:
    """How a file begins: by which program it was written, and signed by whom; empty for nobody."""
    own = secret()
    signature = combined([own.hex(), tool(), pieces_digest(pieces)])
    return f"{tool()} {signature}".encode() if own else b""


_tool = ""


def tool() -> str:
    """The digest of what works out the results: this program, Python and the installed packages."""
    global _tool
    if not _tool:
        parts = [__version__, sys.version, *_packages()]
        code, *checkout = package_folders  # a wheel has its rules beside its code
        data = [os.path.join(base, name) for base in checkout for name in _OWN_FOLDERS]
        for folder in (code, *data):
            parts += _stamps(folder)
        _tool = combined(parts)
    return _tool


def _packages() -> list[str]:
    """When something was last installed where packages are."""
    folders = [path for path in sys.path if path.endswith(("site-packages", "dist-packages"))]
    return [f"{path} {os.stat(path).st_mtime_ns}" for path in folders if os.path.isdir(path)]


def _stamps(folder: str) -> list[str]:
    """The files of this program below a folder, each with its time and size."""
    if not os.path.isdir(folder):
        return []
    found = []
    with os.scandir(folder) as entries:
        for entry in entries:
            name = entry.name
            if name.endswith(_OWN_FILES) and not name.endswith(_NOT_OWN):
                status = entry.stat()
                found.append(f"{entry.path} {status.st_mtime_ns} {status.st_size}")
            elif entry.is_dir() and not name.startswith(("_", ".")):
                found += _stamps(entry.path)
    return sorted(found)
