"""The files of a framework: those of the work tree; `git` reads those of a revision."""

import errno
import os
import stat
from abc import ABC, abstractmethod
from collections.abc import Iterable

from frameworklint import digests
from frameworklint.errors import UnreadableFileError

SIZE_LIMIT = 2_000_000
_SKIPPED_FOLDERS = frozenset({"node_modules", "venv", "env", "__pycache__"})
_MARKDOWN_ENDINGS = (".md", ".markdown")
LEADS_OUT = "is a symbolic link that leads out of the repository"
LEADS_NOWHERE = "is a symbolic link to a file that does not exist"
LEADS_IN_A_CIRCLE = "is a symbolic link that leads in a circle"


class Tree(ABC):
    """The files of one state of a framework. Paths are relative to its root, with `/`."""

    @abstractmethod
    def paths(self) -> Iterable[str]:
        """The paths of all files, and of folders whose name ends like a Markdown file's."""

    @abstractmethod
    def read(self, path: str, limit: int = SIZE_LIMIT) -> bytes:
        """The content of a file of at most `limit` bytes.

        Raises:
            UnreadableFileError: with the reason.
        """

    def preload(self, paths: Iterable[str]) -> None:  # noqa: B027  # a folder gains nothing by it
        """Read several files at once, where that is quicker than one by one."""

    def digest(self, path: str, content: bytes) -> str:
        """The digest of a content that `read` gave."""
        return digests.content_digest(content)


class WorkTree(Tree):
    """The files below a folder: those git knows or would add, else all but hidden folders.

    Attributes:
        root: the folder.
        seen: what has been read, by path and limit: digests of the content, or of why there was
            none.
    """

    def __init__(self, root: str) -> None:
        self.root = os.path.realpath(root)
        self.seen: dict[tuple[str, int], str] = {}
        self.is_listed_by_git = False
        self._paths: list[str] | None = None
        self._contents: dict[tuple[str, int], tuple[bytes, str]] = {}
        self._plain_folders: dict[str, bool] = {}

    def paths(self) -> Iterable[str]:
        """The paths of all files, and of folders whose name ends like a Markdown file's."""
        if self._paths is None:
            found = self._git_paths()
            self.is_listed_by_git = found is not None
            self._paths = self._walked_paths() if found is None else found
        return self._paths

    def read(self, path: str, limit: int = SIZE_LIMIT) -> bytes:
        """The content of a file.

        Raises:
            UnreadableFileError: it is a folder, too large, a link that leads nowhere, in a circle
                or out of the root, or the system refuses.
        """
        content, found = self._contents.pop((path, limit), (None, ""))
        try:
            content = self._read(path, limit) if content is None else content
        except UnreadableFileError as error:
            self.seen[path, limit] = digests.content_digest(f"unreadable: {error}".encode())
            raise
        self.seen[path, limit] = found or digests.content_digest(content)
        return content

    def digest(self, path: str, content: bytes) -> str:
        """The digest of a content that `read` gave, which knows it already."""
        return self.seen.get((path, SIZE_LIMIT)) or digests.content_digest(content)

    def look(self, path: str, limit: int) -> str:
        """What `seen` says of a file, whose content the next `read` need not fetch again."""
        try:
            content = self.read(path, limit)
            self._contents[path, limit] = content, self.seen[path, limit]
        except UnreadableFileError:
            pass
        return self.seen[path, limit]

    def unseen(self) -> "WorkTree":
        """The same files, as if none had been read."""
        same = WorkTree(self.root)
        same._paths, same.is_listed_by_git = self._paths, self.is_listed_by_git
        same._contents = self._contents
        return same

    def _read(self, path: str, limit: int) -> bytes:
        full = f"{self.root}/{path}"  # `os.path.join` takes its time
        content = self._content_of_plain_file(full, limit)
        return self._content_of_any_file(full, limit) if content is None else content

    def _content_of_plain_file(self, full: str, limit: int) -> bytes | None:
        """The content of a file that no link leads to and nothing keeps from being read."""
        folder = full.rpartition("/")[0]
        is_plain = self._plain_folders.get(folder)
        if is_plain is None:
            is_plain = self._plain_folders[folder] = os.path.realpath(folder) == folder
        if not is_plain or not hasattr(os, "O_NOFOLLOW"):
            return None
        try:
            descriptor = os.open(full, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError:
            return None
        try:
            status = os.fstat(descriptor)
            if not stat.S_ISREG(status.st_mode) or status.st_size > limit:
                return None
            content = os.read(descriptor, status.st_size + 1)
            return content if len(content) == status.st_size else None  # it is being written
        except OSError:
            return None
        finally:
            os.close(descriptor)

    def _content_of_any_file(self, full: str, limit: int) -> bytes:
        real = os.path.realpath(full)
        if os.path.islink(full) and _leads_in_a_circle(full):
            raise UnreadableFileError(LEADS_IN_A_CIRCLE)
        if real != full and os.path.commonpath([real, self.root]) != self.root:
            raise UnreadableFileError(LEADS_OUT)
        if not os.path.exists(real):
            raise UnreadableFileError(LEADS_NOWHERE)
        if not os.path.isfile(real):
            what = "a folder" if os.path.isdir(real) else "a device or a pipe"
            raise UnreadableFileError(f"is {what}, not a file")
        try:
            if os.path.getsize(real) > limit:
                raise UnreadableFileError(f"is larger than {limit:,} bytes")
            with open(real, "rb") as file:
                return file.read()
        except OSError as error:
            raise UnreadableFileError(f"can not be read: {error.strerror}") from error

    def _git_paths(self) -> list[str] | None:
        """The paths that git lists, or None outside a git work tree."""
        output = _output_of("git", "-C", self.root, "ls-files", "-co", "--exclude-standard", "-z")
        if output is None:
            return None
        listed = {os.fsdecode(path) for path in output.split(b"\0") if path}
        listed |= markdown_folders(listed)
        # git lists deleted files until their deletion is committed, and submodules as one path.
        return [
            path
            for path in listed
            if os.path.lexists(full := os.path.join(self.root, path))
            and (not os.path.isdir(full) or os.path.islink(full) or is_markdown(path))
        ]

    def _walked_paths(self) -> list[str]:
        found = []
        for folder, folders, files in os.walk(self.root):
            inside = os.path.relpath(folder, self.root).replace(os.sep, "/")
            prefix = "" if inside == "." else f"{inside}/"
            found += [prefix + name for name in files]
            found += [prefix + name for name in folders if is_markdown(name)]
            folders[:] = [name for name in folders if not _is_skipped(os.path.join(folder, name))]
        return found


def _leads_in_a_circle(path: str) -> bool:
    try:
        os.stat(path)
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def _output_of(*command: str) -> bytes | None:
    """What a command prints, or None where it fails or there is no such command."""
    if not hasattr(os, "posix_spawnp"):
        import subprocess

        try:
            run = subprocess.run(command, capture_output=True, check=False)
        except OSError:
            return None
        return run.stdout if run.returncode == 0 else None
    # The same without `subprocess`, whose import takes longer than git.
    reading, writing = os.pipe()
    nowhere = (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0)
    try:
        process = os.posix_spawnp(
            command[0],
            command,
            os.environ,
            file_actions=[(os.POSIX_SPAWN_DUP2, writing, 1), nowhere],
        )
    except OSError:
        os.close(reading)
        return None
    finally:
        os.close(writing)
    with open(reading, "rb") as pipe:
        output = pipe.read()
    try:
        status = os.waitpid(process, 0)[1]
    except ChildProcessError:  # whoever started this program ignores SIGCHLD
        status = 0 if output else 1
    return output if status == 0 else None


def _is_skipped(folder: str) -> bool:
    name = os.path.basename(folder)
    is_environment = os.path.exists(os.path.join(folder, "pyvenv.cfg"))
    return name.startswith(".") or name in _SKIPPED_FOLDERS or is_environment


def is_markdown(path: str) -> bool:
    """Whether a path is named like a Markdown file."""
    return path.lower().endswith(_MARKDOWN_ENDINGS)


def markdown_folders(paths: Iterable[str]) -> set[str]:
    """The folders of some files whose name ends like a Markdown file's."""
    found = set()
    for path in paths:
        folder = path.rpartition("/")[0]
        while folder:
            if is_markdown(folder):
                found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
