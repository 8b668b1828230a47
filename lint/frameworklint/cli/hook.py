"""A commit that changes nothing that is read: a hook that says so at once.

Whoever commits waits for the hook. Where the index differs from HEAD only in files whose content
nobody reads, a few commands of git decide. In any doubt the commit is judged as any other.
"""

import os
import re
from collections.abc import Iterator, Sequence

from frameworklint.errors import GitError, UnreadableFileError
from frameworklint.source import git_folders
from frameworklint.source.git_command import git_output
from frameworklint.source.git_folders import GitFolders
from frameworklint.source.reading import read_file

NOTHING = "nothing that is checked has changed; this change adds 0, fixes 0\n"
_HARMLESS = frozenset({"check", "--staged", "--exit-zero", "--no-baseline", "--no-cache"})
# Where these are set, not the index is judged, or another report is wanted.
_VARIABLES = (
    "PRE_COMMIT_FROM_REF",
    "PRE_COMMIT_TO_REF",
    "PRE_COMMIT_LOCAL_BRANCH",
    "GITHUB_ACTIONS",
    "TF_BUILD",
)
_LARGEST = 1_000_000  # bytes of settings
# A deletion and a file that is none any more are doubts: a link may lead there.
_CHANGE = re.compile(r":(?P<before>100644|100755|000000) 100(?:644|755) \w+ \w+ [AM]\0([^\0]+)\0")
_UNUSUAL = re.compile(r"(?:^|\0)(?:120000 \w+ .|\d+ \w+ [123])\t")  # a link, a conflict
_FOLDER = re.compile(r'"(?:home|folder|path)": *"([^"/]+)')  # in a schema
_MOVES_FOLDERS = re.compile("schemas|home|folder")  # in settings
_MARKDOWN = re.compile(r"\.(?:md|markdown)(?:/|$)", re.IGNORECASE)
_SETTINGS = re.compile(r"(?:^|/)(?:frameworklint|pyproject)[^/]*$")
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]{3,}")


def has_nothing_to_judge(arguments: Sequence[str]) -> bool:
    """Whether a command is to judge a commit that changes nothing that is read.

    Args:
        arguments: the command line.
    """
    is_asked = "--staged" in arguments and _HARMLESS.issuperset(arguments)
    if not is_asked or any(map(os.environ.get, _VARIABLES)):
        return False
    top = os.path.realpath(os.getcwd())
    folders = git_folders.find(top)
    if folders is None or folders.top != top or _is_merging(folders):
        return False
    try:
        return _changes_nothing(folders)
    except (GitError, UnreadableFileError, OSError, ValueError):
        return False


def _is_merging(git: GitFolders) -> bool:
    is_announced = any(name.startswith("GITHEAD_") for name in os.environ)
    return is_announced or os.path.lexists(os.path.join(git.git, "MERGE_HEAD"))


def _changes_nothing(git: GitFolders) -> bool:
    """Whether a change is staged, and none that anything is said of."""
    quiet = ("--no-renames", "--no-ext-diff", "--no-textconv", "--ita-invisible-in-index")
    changes = os.fsdecode(git_output(git, "diff-index", "--cached", "--raw", "-z", *quiet, "HEAD"))
    if not changes or _CHANGE.sub("", changes):
        return False
    changed = {path: before for before, path in _CHANGE.findall(changes)}
    known = _known_folders()
    if any(
        _MARKDOWN.search(path) or _SETTINGS.search(path) or known.intersection(path.split("/"))
        for path in changed
    ):
        return False
    entries = os.fsdecode(git_output(git, "ls-files", "-s", "-z", "--full-name", ":/"))
    paths = set(re.findall(r"\t([^\0]+)\0", entries))
    is_here = not known.isdisjoint(path.partition("/")[0] for path in paths)
    moves = any(map(_MOVES_FOLDERS.search, _settings(git, paths)))
    added = {path for path, before in changed.items() if before == "000000"}
    return is_here and not (moves or _UNUSUAL.search(entries)) and _is_no_target(git, added, paths)


def _settings(git: GitFolders, paths: set[str]) -> Iterator[str]:
    """The settings, as they are staged and as they lie there."""
    for name in ("frameworklint.toml", "pyproject.toml"):
        if name in paths:
            yield git_output(git, "cat-file", "blob", f":{name}").decode("utf-8")
        path = os.path.join(git.top, name)
        if os.path.lexists(path):
            yield read_file(path, _LARGEST).decode("utf-8")


def _is_no_target(git: GitFolders, added: set[str], paths: set[str]) -> bool:
    """Whether no Markdown file names a new file, or a folder that is new with it."""
    around = {folder for path in paths - added for folder in _around(path)}
    new = {path for file in added for path in _around(file) if path not in around}
    names = sorted(path.rpartition("/")[2] for path in new)
    if not new or not all(map(_PLAIN_NAME.fullmatch, names)):
        return not new  # a link may write other names in many ways
    # A link may have a backslash before a mark; of a page in LFS the text is not there.
    words = [re.sub(r"([._-])", r"\\\\?[\1]", name) for name in names]
    patterns = [argument for word in (*words, "git-lfs") for argument in ("-e", word)]
    command = ("grep", "--cached", "-L", "-z", "-a", "-i", "-E", *patterns)
    unlike = git_output(git, *command, "--", ":(icase)*.md", ":(icase)*.markdown")
    pages = {path for path in paths if path.lower().endswith((".md", ".markdown"))}
    return set(os.fsdecode(unlike).split("\0")[:-1]) == pages


def _around(path: str) -> Iterator[str]:
    """A path, and the folders around it."""
    while path:
        yield path
        path = path.rpartition("/")[0]


def _known_folders() -> set[str]:
    """The folders that the schemas name: what lies in them is read."""
    from frameworklint import resources

    found: set[str] = set()
    top = resources.folder("schemas")
    for folder in (top, os.path.join(top, "kinds")):
        for name in os.listdir(folder):
            if name.endswith(".json"):
                with open(os.path.join(folder, name), encoding="utf-8") as file:
                    found.update(_FOLDER.findall(file.read()))
    return found
