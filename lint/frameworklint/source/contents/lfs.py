"""Files that Git LFS keeps: git holds a pointer, the content lies beside git's own objects.

The content is read from there, without the filter that would fetch it.
"""

import os
from functools import lru_cache
from hashlib import sha256

from frameworklint.errors import GitError, UnreadableFileError
from frameworklint.source.git_command import git_output
from frameworklint.source.git_folders import GitFolders, config_files
from frameworklint.source.reading import read_file

_MARK = b"version https://git-lfs.github.com/spec/v1\n"
LARGEST = 1024  # bytes; Git LFS takes nothing longer for a pointer
_POINTER = (
    rb"version https://git-lfs\.github\.com/spec/v1\n"
    rb"(?P<extensions>(?:ext-\d-[^\n]*\n)*)"
    rb"oid sha256:(?P<name>[0-9a-f]{64})\nsize (?P<size>\d{1,15})\n?"
)
_NOT_HERE = "is a pointer of Git LFS, and its content is not here: run `{remedy}`"
_DAMAGED = "is a pointer of Git LFS, and its content here is damaged: run `{remedy}`"
PULL = "git lfs pull"
FETCH_ALL = "git lfs fetch --all"  # for what is not checked out


def is_pointer(content: bytes) -> bool:
    """Whether a content stands for another."""
    return content.startswith(_MARK) and len(content) <= LARGEST and bool(_said(content))


def content_behind(
    pointer: bytes, folders: GitFolders | None, limit: int, remedy: str = PULL
) -> bytes:
    """The content for which a pointer stands.

    Args:
        pointer: a content of which `is_pointer` is true.
        folders: the repository around the file.
        limit: the most bytes it may have.
        remedy: the command that brings it here.

    Raises:
        UnreadableFileError: it is not on this machine, damaged, or too large.
    """
    said = _said(pointer)
    # An extension would have to be run to turn the stored content into the file's.
    if not said or said["extensions"] or folders is None:
        raise UnreadableFileError(_NOT_HERE.format(remedy=remedy))
    size, name = int(said["size"]), said["name"].decode("ascii")
    if size > limit:
        raise UnreadableFileError(f"is larger than {limit:,} bytes")
    path = os.path.join(folders.common, "lfs", "objects", name[:2], name[2:4], name)
    if not os.path.lexists(path):
        stamps = tuple(map(_stamp, config_files(folders)))
        path = os.path.join(_storage(folders, stamps), "objects", name[:2], name[2:4], name)
    if not os.path.lexists(path):
        raise UnreadableFileError(_NOT_HERE.format(remedy=remedy))
    try:
        content = read_file(path, size)
    except UnreadableFileError as error:
        raise UnreadableFileError(_DAMAGED.format(remedy=remedy)) from error
    is_other = len(content) != size or sha256(content).hexdigest() != name
    if is_other or is_pointer(content):  # a content that was read is never a pointer
        raise UnreadableFileError(_DAMAGED.format(remedy=remedy))
    return content


@lru_cache(maxsize=8)
def _storage(folders: GitFolders, stamps: tuple[str, ...]) -> str:
    """The folder in which Git LFS keeps contents, where the user has named another one.

    Nothing else than the content that a pointer names is ever taken from there.

    Args:
        folders: the repository.
        stamps: what tells its settings from older ones.
    """
    try:
        found = git_output(folders, "config", "--type=path", "--get", "lfs.storage")
    except GitError:  # so git ends where there is no such setting
        found = b"lfs"
    return os.path.join(folders.common, os.fsdecode(found.rstrip(b"\n")))


def _stamp(path: str) -> str:
    try:
        status = os.stat(path)
    except OSError:
        return ""
    return f"{status.st_size} {status.st_mtime_ns}"


def _said(content: bytes) -> dict[str, bytes]:
    """What a pointer says of the content; nothing where a content is none."""
    import re  # takes a while to import, and few files are pointers

    match = re.fullmatch(_POINTER, content)
    return match.groupdict() if match else {}
