"""Where git keeps a repository, found without running git.

A folder is taken for a repository only by a `.git` in it. git itself would also take a folder that
holds `HEAD`, `objects` and `refs`; such a bare repository may lie, with settings of a stranger,
among the files of any other.
"""

import os

from frameworklint.errors import UnreadableFileError
from frameworklint.source.reading import read_file

_LIMIT = 100_000  # bytes; such files hold one path
_GIT_FILE = b"gitdir:"


class GitFolders:
    """The folders of a repository.

    Attributes:
        top: the folder that holds `.git`.
        git: where HEAD and the index lie; in a linked work tree or a submodule not in `top`.
        common: where all else lies, which linked work trees share.
        start: the folder to run git in.
        is_named: whether the environment names them: then nothing else would find them.
    """

    def __init__(self, top: str, git: str, common: str, start: str, is_named: bool = False) -> None:
        self.top = top
        self.git = git
        self.common = common
        self.start = start
        self.is_named = is_named


def find(root: str) -> GitFolders | None:
    """The folders of the repository around a root.

    Args:
        root: the root, without links.
    """
    start, at = root, root
    while True:
        dot = os.path.join(at, ".git")
        if is_git_folder(dot):
            return _folders(at, os.path.realpath(dot), start or at)
        if os.path.isfile(dot):
            return _folders(at, _named_in(dot, at), start or at)
        if is_git_folder(at):
            start = ""  # git would stop here, whichever folder below it starts in
        if (parent := os.path.dirname(at)) == at:
            return _named_by_environment(root)
        at = parent


def is_git_folder(path: str) -> bool:
    """Whether git would take a folder for one of its own."""
    if not os.path.lexists(os.path.join(path, "HEAD")):
        return False
    if os.path.isfile(os.path.join(path, "commondir")):
        return True
    return all(os.path.isdir(os.path.join(path, name)) for name in ("objects", "refs"))


def config_files(folders: GitFolders) -> list[str]:
    """The files that may say where the top of the work tree is, whether or not they are there."""
    configs = [
        os.path.join(folder, name)
        for folder in (folders.common, folders.git)
        for name in ("config", "config.worktree")
    ]
    return [os.path.join(folders.top, ".git"), os.path.join(folders.git, "commondir"), *configs]


def _folders(top: str, git: str, start: str, is_named: bool = False) -> GitFolders:
    named = _first_line(os.path.join(git, "commondir"))
    common = os.path.realpath(os.path.join(git, named)) if named else git
    return GitFolders(top, git, common, start, is_named)


def _named_in(path: str, folder: str) -> str:
    """The folder that a file `.git` names, or the file itself where it names none."""
    line = _first_line(path)
    if not line.startswith(os.fsdecode(_GIT_FILE)):
        return path
    named = line.removeprefix(os.fsdecode(_GIT_FILE)).strip()
    return os.path.realpath(os.path.join(folder, named))


def _first_line(path: str) -> str:
    try:
        content = read_file(path, _LIMIT) if os.path.exists(path) else b""
    except UnreadableFileError:
        return ""
    return os.fsdecode(content.split(b"\n")[0].replace(b"\0", b"")).rstrip("\r")


def _named_by_environment(root: str) -> GitFolders | None:
    """The repository that the user named, by both variables, for a work tree without `.git`."""
    git, top = os.environ.get("GIT_DIR"), os.environ.get("GIT_WORK_TREE")
    if not git or not top:
        return None
    git, top = os.path.realpath(git), os.path.realpath(top)
    if os.path.commonpath([top, root]) != top or not is_git_folder(git):
        return None
    return _folders(top, git, root, is_named=True)
