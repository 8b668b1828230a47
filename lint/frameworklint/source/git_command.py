"""The one way in which git is run.

A repository may come from a stranger, and its settings name commands for many occasions. git is
asked only for what it can say without them (no `status`, no `diff` of the work tree, which run
filters); those that would run even so are switched off here, and nothing is fetched.
"""

import os

from frameworklint.errors import GitError
from frameworklint.source.git_folders import GitFolders, find, is_git_folder

TIME_LIMIT = 60.0  # seconds; a listing takes hundredths of one

_SETTINGS = (
    # git asks this command, or a program of its own, which files have changed.
    "core.fsmonitor=false",
    f"core.hooksPath={os.devnull}",
    # A folder among the files that looks like a repository is none; nothing is fetched.
    "safe.bareRepository=explicit",
    "protocol.allow=never",
    # Paths are meant from the top; git 2.27 knows no `--no-relative`.
    "diff.relative=false",
    "submodule.recurse=false",
)
_VARIABLES = {
    "GIT_NO_LAZY_FETCH": "1",
    # A repository can allow a protocol by name (`protocol.ext.allow`), but not against this.
    "GIT_ALLOW_PROTOCOL": "",
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    # Errors come in one language, and some are known by their words.
    "LC_ALL": "C",
}
# What of the user's own settings of git counts here as everywhere. All other variables whose names
# begin with GIT_ are left out: most stand there because git runs this program.
_KEPT = (
    "GIT_CEILING_DIRECTORIES",
    "GIT_CONFIG_",
    "GIT_DISCOVERY_ACROSS_FILESYSTEM",
    "GIT_EXEC_PATH",
)
_OBJECTS = ("GIT_OBJECT_DIRECTORY", "GIT_ALTERNATE_OBJECT_DIRECTORIES")
_OWNED_BY_ANOTHER = "detected dubious ownership"
_REMEDY = "git config --global --add safe.directory"


def git_output(folders: GitFolders, *arguments: str, input: bytes = b"") -> bytes:  # noqa: A002
    """What git prints when it is run in a repository.

    Args:
        folders: the repository.
        arguments: a command that only reads, and reads no file of the work tree.
        input: what it gets to read.

    Raises:
        GitError: git can not be run, fails, or does not end; the message says why.
    """
    import subprocess  # takes a while to import, and outside of a repository nobody needs it

    command = ["git", "--no-pager", "-C", folders.start]
    for setting in _SETTINGS:
        command += ["-c", setting]
    try:
        run = subprocess.run(
            [*command, *arguments],
            input=input,
            capture_output=True,
            check=False,
            env=_environment(folders),
            timeout=TIME_LIMIT,
        )
    except subprocess.TimeoutExpired as error:
        raise GitError(
            f"git {arguments[0]} did not end within {TIME_LIMIT:g} seconds and was stopped"
        ) from error
    except OSError as error:
        raise GitError(f"git can not be run: {error.strerror}") from error
    # Where whoever started this program ignores SIGCHLD, every command seems to succeed.
    if run.returncode != 0 or (not run.stdout and run.stderr.startswith(b"fatal:")):
        raise GitError(_reason(run.stderr) or f"git {arguments[0]} failed")
    return run.stdout


def head(folders: GitFolders) -> str:
    """The full name of the commit that is checked out, or an empty string where there is none."""
    try:
        return git_output(folders, "rev-parse", "--verify", "--quiet", "HEAD").decode().strip()
    except GitError:
        return ""


def around(root: str) -> GitFolders:
    """The repository around a root.

    Raises:
        GitError: there is none.
    """
    folders = find(os.path.realpath(root))
    if folders is None:
        raise GitError(f"{root} lies in no git repository, so there is nothing to compare with")
    return folders


def _reason(errors: bytes) -> str:
    """git's own words, in one line; where it names a remedy, with that."""
    lines = [line.strip() for line in errors.decode("utf-8", "replace").splitlines()]
    messages = [line for line in lines if line.startswith(("fatal:", "error:"))] or lines
    if not messages or _OWNED_BY_ANOTHER not in messages[0]:
        return messages[0] if messages else ""
    remedy = next((line for line in lines if line.startswith(_REMEDY)), _REMEDY)
    return (
        "git does not read a repository that belongs to another user;"
        f" if you trust it, run `{remedy}` ({messages[0]})"
    )


def _environment(folders: GitFolders) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(_KEPT)
    }
    if folders.is_named:
        kept |= {"GIT_DIR": folders.git, "GIT_WORK_TREE": folders.top}
    return kept | _of_hook(folders) | _VARIABLES


def _of_hook(folders: GitFolders) -> dict[str, str]:
    """What git tells the hooks of this repository: which index it will commit, for example.

    A hook may well look at another repository; then they say nothing of that.
    """
    git = os.environ.get("GIT_DIR")
    if git and os.path.realpath(git) != folders.git:
        return {}
    found = {name: os.environ[name] for name in _OBJECTS if name in os.environ}
    index = os.environ.get("GIT_INDEX_FILE")
    if index and _owner(index) in (folders.git, ""):
        found["GIT_INDEX_FILE"] = os.path.abspath(index)
    return found


def _owner(path: str) -> str:
    """The repository's folder in which a file lies, or an empty string."""
    at = os.path.dirname(os.path.realpath(path))
    while not is_git_folder(at):
        if (parent := os.path.dirname(at)) == at:
            return ""
        at = parent
    return at
