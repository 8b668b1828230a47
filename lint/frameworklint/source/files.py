"""The files of a framework: those of the work tree; `git` reads those of a revision."""

import os
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterable
from contextlib import suppress
from functools import cached_property

from frameworklint import digests
from frameworklint.errors import GitError, UnreadableFileError
from frameworklint.source import git_folders, reading
from frameworklint.source.contents import lfs
from frameworklint.source.contents.blobs import SkippedFiles
from frameworklint.source.git_command import git_output, head
from frameworklint.source.git_folders import GitFolders
from frameworklint.wording import some_of

SIZE_LIMIT = 2_000_000
_SKIPPED = "S"  # how git tags what a sparse checkout does not write
_SKIPPED_FOLDERS = frozenset({"node_modules", "venv", "env", "__pycache__"})
_TOGETHER = 60  # seconds: the times of files that are copied together differ by less
_UNSEEN = ("", "")
_NAMED = 3  # folders that a notice names
_MARKDOWN_ENDINGS = (".md", ".markdown")


class Tree(ABC):
    """The files of one state of a framework. Paths are relative to its root, with `/`.

    Attributes:
        notice: what the user should know of how the files were listed, or an empty string.
    """

    notice = ""

    @abstractmethod
    def paths(self) -> Iterable[str]:
        """The paths of all files, and of folders whose name ends like a Markdown file's."""

    def submodules(self) -> Iterable[str]:
        """The paths of the folders whose files git keeps in another repository."""
        return ()

    @abstractmethod
    def read(self, path: str, limit: int = SIZE_LIMIT) -> bytes:
        """The content of a file of at most `limit` bytes.

        Raises:
            UnreadableFileError: with the reason.
        """

    def preload(  # noqa: B027  # a folder gains nothing by it
        self, paths: Iterable[str], weighed: Iterable[str] = ()
    ) -> None:
        """Read several files at once, and weigh others, where that is quicker than one by one."""

    def held(self, path: str) -> str:
        """What git calls what it holds of a file, the content or a pointer to that; else empty."""
        return self.blob(path)

    def blob(self, path: str, limit: int = SIZE_LIMIT) -> str:
        """What git calls the content of a file that `read` would give, if it is known unread."""
        return ""

    def blob_of(self, path: str, content: bytes, limit: int = SIZE_LIMIT) -> str:
        """What git calls a content that `read` gave."""
        return digests.blob_name(content)


class WorkTree(Tree):
    """The files below a folder: those git knows or would add, else all but hidden folders.

    Attributes:
        root: the folder.
        seen: what has been read, by path and limit: what git calls the content, or a digest of why
            there was none; and its stamp (`reading.stamp`), empty where nothing tells that the file
            is still the same.
        has_changed: whether a file was another when it was read again.
        dated: the paths of which it was asked which are older.
    """

    def __init__(self, root: str, *, is_watched: bool = True) -> None:
        """Read nothing yet.

        Args:
            root: the folder.
            is_watched: whether it is noted what is read, which takes memory.
        """
        self.root = os.path.realpath(root)
        self._is_watched = is_watched
        self.seen: dict[tuple[str, int], tuple[str, str]] = {}
        self.has_changed = False
        self.dated: set[str] = set()
        self.is_listed_by_git = False
        self._paths: list[str] | None = None
        self._submodules: list[str] = []
        self._plain_folders: dict[str, bool] = {}
        self._closed: set[str] = set()  # the folders into which the system lets nobody look
        self._skipped: SkippedFiles | None = None

    def paths(self) -> Iterable[str]:
        """The paths of all files, and of folders whose name ends like a Markdown file's."""
        if self._paths is None:
            found = self._git_paths()
            self.is_listed_by_git = found is not None
            self._paths = _walked_paths(self.root, self._closed) if found is None else found
            self.notice = "; ".join(filter(None, (self.notice, _notice_of(self._closed))))
        return self._paths

    def submodules(self) -> Iterable[str]:
        """The paths of the folders whose files git keeps in another repository."""
        self.paths()
        return self._submodules

    def read(self, path: str, limit: int = SIZE_LIMIT) -> bytes:
        """The content of a file.

        Raises:
            UnreadableFileError: it is a folder, too large, a link that leads nowhere, in a circle
                or out of the root, or the system refuses.
        """
        try:
            content, stamp = self._read(path, limit)
        except UnreadableFileError as error:
            self._see(path, limit, digests.content_digest(f"unreadable: {error}".encode()))
            raise
        if self._is_watched:
            self._see(path, limit, digests.blob_name(content), stamp)
        return content

    def _see(self, path: str, limit: int, name: str, stamp: str = "") -> None:
        before, _ = self.seen.get((path, limit), (name, ""))
        self.has_changed |= before != name
        self.seen[path, limit] = name, stamp

    def has_older_times(self, path: str, others: Iterable[str]) -> bool:
        """Whether all of some files are older than another, as the file system has it.

        Files that were copied or unpacked together say nothing.
        """
        newest = max((self._time(other) for other in others), default=0.0)
        return self._time(path) - newest > _TOGETHER

    def ages(self, paths: Iterable[str]) -> str:
        """The digest of all that tells which of some files is older, beside their content."""
        if self.git is not None:
            return self.head
        return digests.combined(str(self._time(path)) for path in paths)

    def _time(self, path: str) -> float:
        try:
            return os.stat(os.path.join(self.root, path)).st_mtime
        except OSError:
            return 0.0

    def trust(self, path: str, limit: int, name: str, stamp: str) -> bool:
        """Take up what an earlier run has seen of a file, if its stamp says it is the same."""
        is_same = bool(stamp) and self._stamp(path) == stamp
        if is_same:
            self.seen[path, limit] = name, stamp
        return is_same

    def look(self, path: str, limit: int) -> str:
        """What `seen` calls a file that is read for it; its content is not kept."""
        with suppress(UnreadableFileError):
            self.read(path, limit)
        return self.seen[path, limit][0]

    def blob(self, path: str, limit: int = SIZE_LIMIT) -> str:
        """What git calls the content of a file, if its stamp tells."""
        name, stamp = self.seen.get((path, limit), _UNSEEN)
        return name if stamp else ""

    def blob_of(self, path: str, content: bytes, limit: int = SIZE_LIMIT) -> str:
        """What git calls a content that `read` gave, which knows it already."""
        return self.seen.get((path, limit), _UNSEEN)[0] or digests.blob_name(content)

    @cached_property
    def git(self) -> GitFolders | None:
        """The repository around the root."""
        return git_folders.find(self.root)

    @cached_property
    def head(self) -> str:
        """The full name of the commit that is checked out, as it is when it is first asked for."""
        return head(self.git) if self.git else ""

    def _read(self, path: str, limit: int) -> tuple[bytes, str]:
        """The content of a file, and its stamp."""
        stamp = self._stamp(path)  # asked before it is read, lest it is changed meanwhile
        content = self._skipped.read(path, limit) if self._skipped else None
        if content is None:
            full = f"{self.root}/{path}"
            # What has a stamp is no link, and stands behind none.
            content = reading.read_file(full if stamp else reading.inside(full, self.root), limit)
        if lfs.is_pointer(content):
            return lfs.content_behind(content, self.git, limit), ""
        return content, stamp

    def _stamp(self, path: str) -> str:
        full = f"{self.root}/{path}"
        return reading.stamp(full) if self._is_plain_folder(full.rpartition("/")[0]) else ""

    def _is_plain_folder(self, folder: str) -> bool:
        """Whether no link leads to a folder below the root; asked once of each, however deep."""
        unknown = []
        while folder not in self._plain_folders:
            if len(folder) <= len(self.root):
                self._plain_folders[folder] = folder == self.root
                break
            unknown.append(folder)
            folder = folder.rpartition("/")[0]
        is_plain = self._plain_folders[folder]
        for below in reversed(unknown):
            is_named = below.rpartition("/")[2] not in ("", ".", "..")
            is_plain = is_plain and is_named and not os.path.islink(below)
            self._plain_folders[below] = is_plain
        return is_plain

    def _git_paths(self) -> list[str] | None:
        """The paths that git lists, or None outside a git work tree."""
        if self.git is None:
            return None
        inside = os.path.relpath(self.root, self.git.start).replace(os.sep, "/")
        prefix = "" if inside == "." else f"{inside}/"
        below = ["--", f":(literal){prefix}"] if prefix else []
        try:
            output = git_output(self.git, "ls-files", "-tco", "--exclude-standard", "-z", *below)
            lines = os.fsdecode(output).split("\0")[:-1]
            tags = {line[2:].removeprefix(prefix): line[0] for line in lines}
            skipped = {path for path, tag in tags.items() if tag == _SKIPPED}
            skipped -= {path for path in skipped if os.path.lexists(os.path.join(self.root, path))}
            if skipped:
                self._skipped = SkippedFiles(self.git, prefix, skipped)
                self.notice = self._skipped.notice
        except GitError as error:
            self.notice = f"git does not list the files, so ignored ones are read too: {error}"
            return None
        parents = {path.rpartition("/")[0] for path in tags}
        folders = markdown_folders(parents)
        # git lists deleted files until their deletion is committed, submodules as one path, and
        # repositories that it knows nothing of as one that ends with `/`.
        found = [*self._skipped.paths] if self._skipped else []
        for path in {*tags, *folders}:
            try:
                is_folder = stat.S_ISDIR(os.lstat(f"{self.root}/{path}").st_mode)
            except PermissionError:
                self._closed.add(path.rpartition("/")[0] or ".")
                continue
            except (OSError, ValueError):
                continue
            if is_folder and not path.endswith("/") and path not in folders:
                self._submodules.append(path)
            if not is_folder or is_markdown(path):
                found.append(path)
        return found


def _notice_of(closed: Iterable[str]) -> str:
    """What the user should know of folders into which the system lets nobody look."""
    named = some_of(sorted(closed), _NAMED)
    told = f"{named} can not be read (Permission denied), so what lies there counts as not there"
    return told if named else ""


def _walked_paths(root: str, closed: set[str]) -> list[str]:
    """The paths below a folder of which git knows nothing; `closed` takes what can not be read."""
    paths = []
    folders = [""]
    while folders:  # `os.walk` calls itself, and fails on a thousand folders in each other
        inside = folders.pop()
        if not os.access(os.path.join(root, inside), os.R_OK | os.X_OK):
            closed.add(inside or ".")
        for entry in _entries(os.path.join(root, inside)):
            path = f"{inside}/{entry.name}" if inside else entry.name
            is_folder = os.path.isdir(entry.path)
            if not is_folder or is_markdown(entry.name):
                paths.append(path)
            if is_folder and not entry.is_symlink() and not _is_skipped(entry.path):
                folders.append(path)
    return paths


def _entries(folder: str) -> "list[os.DirEntry[str]]":
    """What stands in a folder; nothing where it can not be read."""
    try:
        with os.scandir(folder) as entries:
            return list(entries)
    except OSError:
        return []


def _is_skipped(folder: str) -> bool:
    name = os.path.basename(folder)
    is_environment = os.path.exists(os.path.join(folder, "pyvenv.cfg"))
    return name.startswith(".") or name in _SKIPPED_FOLDERS or is_environment


def is_markdown(path: str) -> bool:
    """Whether a path is named like a Markdown file."""
    return path.lower().endswith(_MARKDOWN_ENDINGS)


def markdown_folders(folders: Iterable[str]) -> set[str]:
    """Those of some folders, and of the folders around them, that are named like Markdown files."""
    found = set()
    for folder in folders:
        while folder:
            if is_markdown(folder):
                found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
