"""The one way in which git is run.

A repository may come from a stranger, and its settings name commands for many occasions. git is
asked only for what it can say without them (no `status`, no `diff` of the work tree, which run
filters); those that would run even so are switched off here, and nothing is fetched.
"""

import os
import time

from frameworklint.errors import GitError
from frameworklint.source.git_folders import GitFolders, find, is_git_folder

TIME_LIMIT = 60.0  # seconds; a listing takes hundredths of one
_KILL = 9  # the signal; its module takes a while to import
_CHUNK = 1 << 16  # bytes; what a pipe holds

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
    command = ["git", "--no-pager", "-C", folders.start]
    for setting in _SETTINGS:
        command += ["-c", setting]
    command += arguments
    environment = _environment(folders)
    try:
        output = None if input else _output_of_success(command, environment)
        if output is not None:
            return output
        output, errors = _output(command, environment, input)
    except TimeoutError as error:
        raise GitError(
            f"git {arguments[0]} did not end within {TIME_LIMIT:g} seconds and was stopped"
        ) from error
    except OSError as error:
        raise GitError(f"git can not be run: {error.strerror}") from error
    if output is None:
        raise GitError(_reason(errors) or f"git {arguments[0]} failed")
    return output


def _output_of_success(command: list[str], environment: dict[str, str]) -> bytes | None:
    """What a command prints that gets nothing to read; None where it fails, or nobody knows.

    That is most of them, and it takes longer to import `subprocess` than git to list all files.

    Raises:
        TimeoutError: it does not end in time.
        OSError: it can not be run.
    """
    if not hasattr(os, "posix_spawnp"):
        return None
    end, inlet = os.pipe()
    files = (
        (os.POSIX_SPAWN_DUP2, inlet, 1),
        (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
        (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
    )
    try:
        try:
            process = os.posix_spawnp(command[0], command, environment, file_actions=files)
        finally:
            os.close(inlet)
        try:
            output = _read_in_time(end)
        except BaseException:
            os.kill(process, _KILL)
            os.waitpid(process, 0)
            raise
        return output if os.waitpid(process, 0)[1] == 0 else None
    except ChildProcessError:  # whoever started this program ignores SIGCHLD
        return None
    finally:
        os.close(end)


def _read_in_time(end: int) -> bytes:
    """All that comes out of a pipe.

    Raises:
        TimeoutError: that takes too long.
    """
    from select import poll

    chunks: list[bytes] = []
    until = time.monotonic() + TIME_LIMIT
    waiting = poll()
    waiting.register(end)
    while waiting.poll(1000 * max(0.0, until - time.monotonic())):
        if not (chunk := os.read(end, _CHUNK)):
            return b"".join(chunks)
        chunks.append(chunk)
    raise TimeoutError


def _output(
    command: list[str], environment: dict[str, str], given: bytes
) -> tuple[bytes | None, bytes]:
    """What a command prints, or None where it fails, and what it says of that.

    Raises:
        TimeoutError: it does not end in time.
        OSError: it can not be run.
    """
    import subprocess

    try:
        run = subprocess.run(
            command,
            input=given,
            capture_output=True,
            check=False,
            env=environment,
            timeout=TIME_LIMIT,
        )
    except subprocess.TimeoutExpired as error:
        raise TimeoutError from error
    # Where whoever started this program ignores SIGCHLD, every command seems to succeed.
    has_failed = run.returncode != 0 or (not run.stdout and run.stderr.startswith(b"fatal:"))
    return None if has_failed else run.stdout, run.stderr


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
