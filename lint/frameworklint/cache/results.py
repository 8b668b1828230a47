"""What whole runs printed, to be printed again where nothing has changed since.

A result is kept under the command as it was given, and is good for as long as everything is the
same from which it followed: the names of all files, the content of those that were read, the
settings, the baseline, the date where a rule asked for it, and this program. A run that only
repeats a result imports nothing else of frameworklint but what reads files.
"""

import os
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

from frameworklint import COMMANDS, digests
from frameworklint.cache import store as cache
from frameworklint.cache.store import Cache
from frameworklint.errors import UnreadableFileError
from frameworklint.source import git_folders
from frameworklint.source.files import WorkTree
from frameworklint.source.reading import read_file
from frameworklint.source.root import find_root
from frameworklint.terminal import layout, streams

_FOLDER = "results"
_MOST = 16  # results that are kept
_LARGEST = 50_000_000  # bytes of a file that a run may have read beside its tree
# Such runs do more than print, or follow from more than the files of a folder.
_NOT_KEPT = frozenset(
    {
        "--since",
        "--staged",
        "--ci",
        "--pushed",
        "--whole",
        "--output",
        "--report",
        "--no-cache",
        "--help",
        "-h",
        "--version",
    }
)
# What a run may follow from beside its files.
_VARIABLES = (
    "FRAMEWORKLINT_",
    "GIT_",
    "GITHUB_ACTIONS",
    "TF_BUILD",
    "PRE_COMMIT",
    "NO_COLOR",
    "FORCE_COLOR",
    "TERM",
)


class Origin:
    """Where a run found what it read.

    Attributes:
        start: the path by which it found the root.
        home, folders: what else than git and settings marks a root, see `find_root`.
        others: the other files that it reads, or would read, and the paths it was given, each as
            it is now: before anything is read of it.
    """

    def __init__(self, start: str, home: str, folders: list[str], others: list[str]) -> None:
        self.start = os.path.abspath(start)
        self.home = home
        self.folders = folders
        self.others = [[path, _content(path)] for path in map(os.path.abspath, others)]


def known(arguments: Sequence[str]) -> "tuple[dict[str, Any] | None, WorkTree | None]":
    """The result to a command, if it is known and still good, and the files that were looked at."""
    key = request(arguments)
    if not key:
        return None, None
    tree = None
    starts = [argument for argument in arguments if os.path.exists(argument)]
    for folder in dict.fromkeys(_upwards(*starts, ".")):
        if os.path.isdir(os.path.join(folder, cache.FOLDER)):
            result, tree = Cache(folder).read(_name(key)), WorkTree(folder)
            if _is_good(result, tree):
                return result, tree
    return None, tree


def repeat(result: dict[str, Any]) -> int:
    """Say a result again; returns the exit code.

    Raises:
        BrokenPipeError, UsageError: as `streams.send` does.
    """
    streams.prepare()
    streams.write_error(result["err"])
    streams.send(result["out"])
    return int(result["code"])


def request(arguments: Sequence[str]) -> str:
    """What names a command and all but files that its result follows from; empty for others."""
    command = next(iter(arguments), "")
    if (command in COMMANDS and command != "check") or any(map(_does_more, arguments)):
        return ""
    variables = [f"{k}={v}" for k, v in sorted(os.environ.items()) if k.startswith(_VARIABLES)]
    terminals = str([bool(stream and stream.isatty()) for stream in (sys.stdout, sys.stderr)])
    how = [terminals, str(layout.columns()), *variables]
    return digests.combined([cache.tool(), os.getcwd(), *how, "", *arguments])


def keep(key: str, store: Cache, tree: WorkTree, origin: Origin, result: dict[str, Any]) -> None:
    """Keep a result.

    Args:
        key: what `request` says of the command.
        store: the framework's cache.
        tree: the files; all have been read that had to be.
        origin: where the run found the framework and its settings.
        result: what was printed on standard output (`out`) and standard error (`err`), the exit
            code (`code`), and the date if it was asked for (`today`), else an empty string.
    """
    read = sorted(tree.seen)
    followed_from = {
        "start": origin.start,
        "root": tree.root,
        "home": origin.home,
        "folders": origin.folders,
        "top": _top(tree.root),
        "names": _names(tree),
        "read": read,
        "content": digests.combined(tree.seen[seen] for seen in read),
        "others": origin.others,
        "dated": (dated := sorted(tree.dated)),
        "ages": tree.ages(dated) if dated else "",
    }
    store.write(_name(key), {**result, **followed_from})
    store.keep_newest(_FOLDER, _MOST)


def _is_good(result: Any, tree: WorkTree) -> bool:
    """Whether everything is as it was when a result was given."""
    try:
        return _can_be_repeated(result) and _is_as_it_was(result, tree)
    except (TypeError, ValueError, KeyError, AttributeError, OSError):
        return False


def _can_be_repeated(result: Any) -> bool:
    """Whether a result is what `keep` wrote: a file of the cache may hold anything."""
    if not isinstance(result, dict) or not all(isinstance(result[k], str) for k in ("out", "err")):
        return False
    return result["code"] in (0, 1) and not isinstance(result["code"], bool | float)


def _is_as_it_was(result: Any, tree: WorkTree) -> bool:
    if result["today"] not in ("", _today()):
        return False
    root = os.path.realpath(find_root(result["start"], result["home"], result["folders"]))
    if not root == result["root"] == tree.root or result["top"] != _top(root):
        return False
    if any(_content(path) != content for path, content in result["others"]):
        return False
    if cache.is_tracked(tree.paths()) or _names(tree) != result["names"]:
        return False
    if result["ages"] != (tree.ages(result["dated"]) if result["dated"] else ""):
        return False
    contents = (tree.look(path, limit) for path, limit in result["read"])
    return bool(digests.combined(contents) == result["content"])


def _content(path: str) -> str:
    """Where a path leads and what stands there; a pipe is not opened: it can be read only once."""
    real = os.path.realpath(path)
    if not os.path.isfile(real):
        return f"{real} {os.path.isdir(real)} {os.path.lexists(path)}"
    try:
        return f"{real} {digests.content_digest(read_file(real, _LARGEST))}"
    except UnreadableFileError as error:
        return f"{real} {error}"


def _names(tree: WorkTree) -> str:
    """The digest of the files' names, of who lists them, and of what tells git where its top is."""
    folders = git_folders.find(tree.root)
    settings = [_content(path) for path in (git_folders.config_files(folders) if folders else ())]
    listed = [
        *sorted(tree.paths()),
        "",
        *sorted(tree.submodules()),
        "",
        str(tree.is_listed_by_git),
        tree.notice,
    ]
    return digests.combined([*listed, str(folders), *settings])


def _does_more(argument: str) -> bool:
    return argument.partition("=")[0] in _NOT_KEPT


def _name(key: str) -> str:
    return os.path.join(_FOLDER, f"{key}.json")


def _today() -> str:
    given = os.environ.get("FRAMEWORKLINT_TODAY")
    return given or time.strftime("%Y-%m-%d", time.gmtime())


def _top(root: str) -> str:
    """The nearest folder, upwards from the root, that git may take for its top."""
    return next((path for path in _upwards(root) if os.path.exists(f"{path}/.git")), "")


def _upwards(*paths: str) -> Iterator[str]:
    """Some paths, each with all folders around it."""
    for path in paths:
        at = os.path.abspath(path)
        while True:
            yield at
            if (parent := os.path.dirname(at)) == at:
                break
            at = parent
