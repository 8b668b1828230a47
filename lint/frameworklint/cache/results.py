"""What whole runs printed, to be printed again where nothing has changed since.

A result is kept under the command as it was given, and is good for as long as everything is the
same from which it followed: the names of all files, the content of those that were read, the
settings, the baseline, the date where a rule asked for it, and this program. A run that only
repeats a result imports nothing else of frameworklint but what reads files.
"""

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence

from frameworklint import COMMANDS, digests
from frameworklint.cache import store as cache
from frameworklint.cache.store import Cache
from frameworklint.errors import UnreadableFileError
from frameworklint.source import git_folders
from frameworklint.source.files import WorkTree
from frameworklint.source.reading import read_file
from frameworklint.source.root import find_root
from frameworklint.terminal import medium, streams

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
        others: the other files that it reads, or would read, and the paths it was given.
        contents: each of these as it is now, before anything is read of it.
    """

    def __init__(self, start: str, home: str, folders: list[str], others: list[str]) -> None:
        self.start = os.path.abspath(start)
        self.home = home
        self.folders = folders
        self.others = [os.path.abspath(path) for path in others]
        self.contents = [_content(path) for path in self.others]


class Result:
    """What a run said.

    Attributes:
        out, err: what it printed on standard output and standard error.
        code: its exit code.
    """

    def __init__(self, out: str, err: str, code: int) -> None:
        self.out = out
        self.err = err
        self.code = code


def known(arguments: Sequence[str]) -> tuple[Result | None, WorkTree | None]:
    """The result to a command, if it is known and still good, and the files that were looked at."""
    key = request(arguments)
    if not key:
        return None, None
    tree = None
    starts = [argument for argument in arguments if os.path.exists(argument)]
    for folder in dict.fromkeys(_upwards(*starts, ".")):
        if os.path.isdir(os.path.join(folder, cache.FOLDER)):
            tree = WorkTree(folder)
            if result := _still_good(Cache(folder).read_bytes(_name(key)), tree):
                return result, tree
    return None, tree


def repeat(result: Result) -> int:
    """Say a result again; returns the exit code.

    Raises:
        BrokenPipeError, UsageError: as `streams.send` does.
    """
    streams.prepare()
    streams.write_error(result.err)
    streams.send(result.out)
    return result.code


def request(arguments: Sequence[str]) -> str:
    """What names a command and all but files that its result follows from; empty for others."""
    command = next(iter(arguments), "")
    if (command in COMMANDS and command != "check") or any(map(_does_more, arguments)):
        return ""
    variables = [f"{k}={v}" for k, v in sorted(os.environ.items()) if k.startswith(_VARIABLES)]
    terminals = str([bool(stream and stream.isatty()) for stream in (sys.stdout, sys.stderr)])
    how = [terminals, str(medium.columns()), *variables]
    return digests.combined([cache.tool(), os.getcwd(), *how, "", *arguments])


def keep(
    key: str, store: Cache, tree: WorkTree, origin: Origin, result: Result, today: str
) -> None:
    """Keep a result, unless a file changed while it was worked out.

    Args:
        key: what `request` says of the command.
        store: the framework's cache.
        tree: the files; all have been read that had to be.
        origin: where the run found the framework and its settings.
        result: what the run said.
        today: the date if a rule asked for it, else an empty string.
    """
    if tree.has_changed:
        return  # what the run said is true of no state
    dated = sorted(tree.dated)
    state = _state(tree, today, dated, origin.contents)
    # Which file has changed is mostly seen before the large ones, the workbooks, are looked at.
    read = sorted((limit, path, *seen) for (path, limit), seen in tree.seen.items())
    lists = (
        [origin.start, origin.home, *origin.folders],
        origin.others,
        dated,
        [str(part) for file in read for part in file],
    )
    said = [result.out, result.err, str(result.code)]
    whole = cache.joined([*said, state, today, *map(cache.joined, lists)])
    store.write_bytes(_name(key), whole.encode("utf-8", "surrogatepass"))
    store.keep_newest(_FOLDER, _MOST)


def _still_good(kept: bytes, tree: WorkTree) -> Result | None:
    """The result that `keep` wrote, where everything is as it was; a file may hold anything."""
    try:
        out, err, code, state, today, *lists = cache.parted(kept.decode("utf-8", "surrogatepass"))
        origin, others, dated, read = map(cache.parted, lists)
        start, home, *folders = origin
        if code not in ("0", "1") or cache.is_tracked(tree.paths()):
            return None
        if os.path.realpath(find_root(start, home, folders)) != tree.root:
            return None
        if state != _state(tree, today and _today(), dated, map(_content, others)):
            return None
        seen = zip(read[1::4], map(int, read[::4]), read[2::4], read[3::4], strict=True)
        unsure = [one for one in seen if not tree.trust(*one)]
        if any(tree.look(path, limit) != name for path, limit, name, _ in unsure):
            return None
    except (ValueError, OSError):
        return None
    return Result(out, err, int(code))


def _state(tree: WorkTree, today: str, dated: list[str], contents: Iterable[str]) -> str:
    """The digest of all that a result followed from, beside the command and what was read."""
    ages = tree.ages(dated) if dated else ""
    return digests.combined([today, tree.root, _top(tree.root), _names(tree), ages, *contents])


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
    named = [str(vars(folders))] if folders else []
    return digests.combined([*listed, *named, *settings])


def _does_more(argument: str) -> bool:
    return argument.partition("=")[0] in _NOT_KEPT


def _name(key: str) -> str:
    return os.path.join(_FOLDER, f"{key}.txt")


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
