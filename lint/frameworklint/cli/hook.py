"""A commit that changes nothing that is read: a hook that says so at once.

Whoever commits waits for the hook. Where the index differs from HEAD only in files whose content
nobody reads, a few commands of git decide. In any doubt the commit is judged as any other.
"""

import os
import re
from collections.abc import Iterable, Sequence

from frameworklint.errors import GitError
from frameworklint.source import git_folders
from frameworklint.source.git_command import git_output
from frameworklint.source.git_folders import GitFolders

NOTHING = "nothing that is checked has changed; this change adds 0, fixes 0\n"
_HARMLESS = frozenset({"check", "--staged", "--exit-zero", "--no-baseline", "--no-cache"})
# Where these are set, not the index is judged, or another report is wanted.
_VARIABLES = ("PRE_COMMIT_FROM_REF", "PRE_COMMIT_TO_REF", "GITHUB_ACTIONS", "TF_BUILD")
_PLAIN_FILE = (b"100644", b"100755")
_ABSENT = b"000000"
_SETTINGS = ("frameworklint.toml", "pyproject.toml")
_FOLDER = re.compile(r'"(?:home|folder|path)": *"([^"/]+)')  # in a schema
_MOVES_FOLDERS = re.compile(rb"schemas|home|folder")  # in settings
_READ = re.compile(r"\.(?:md|markdown)(?:/|$)|(?:^|/)(?:frameworklint|pyproject)[^/]*$", re.I)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9._-]{3,}")


def has_nothing_to_judge(arguments: Sequence[str]) -> bool:
    """Whether a command is to judge a commit that changes nothing that is read.

    Args:
        arguments: the command line.
    """
    is_asked = "--staged" in arguments and _HARMLESS.issuperset(arguments)
    if not is_asked or any(map(os.environ.get, _VARIABLES)):
        return False
    top = os.getcwd()
    folders = git_folders.find(os.path.realpath(top))
    if folders is None or folders.top != os.path.realpath(top) or _is_merging(folders):
        return False
    try:
        return _Index(folders).changes_nothing()
    except (GitError, OSError, ValueError):
        return False


def _is_merging(folders: GitFolders) -> bool:
    is_announced = any(name.startswith("GITHEAD_") for name in os.environ)
    return is_announced or os.path.lexists(os.path.join(folders.git, "MERGE_HEAD"))


class _Index:
    """What the next commit holds, and how it differs from HEAD."""

    def __init__(self, folders: GitFolders) -> None:
        self._git = folders
        self._entries = git_output(folders, "ls-files", "-s", "-z", "--full-name", ":/")
        self._paths = set(re.findall(rb"\t([^\0]+)\0", self._entries))

    def changes_nothing(self) -> bool:
        """Whether a change is staged, and none that anything is said of."""
        changes = self._changes()
        return bool(changes) and self._is_usual() and self._touches_nothing(changes)

    def _changes(self) -> list[tuple[bytes, bytes]]:
        """The mode before and the path of each file that differs; none in case of doubt."""
        quiet = ("--no-renames", "--no-ext-diff", "--no-textconv", "--ita-invisible-in-index")
        fields = git_output(self._git, "diff-index", "--cached", "--raw", "-z", *quiet, "HEAD")
        parts = fields.split(b"\0")[:-1]
        changes = []
        for meta, path in zip(parts[::2], parts[1::2], strict=True):
            before, after = meta.lstrip(b":").split()[:2]
            if after not in _PLAIN_FILE or before not in (*_PLAIN_FILE, _ABSENT):
                return []  # deleted, or no longer a file: a link may lead there
            changes.append((before, path))
        return changes

    def _is_usual(self) -> bool:
        """Whether the index is as most are: no conflict, no link, settings that move no folder."""
        if re.search(rb"(?:^|\0)(?:120000 \w+ .|\d+ \w+ [123])\t", self._entries):
            return False
        return not any(map(_MOVES_FOLDERS.search, self._settings()))

    def _settings(self) -> Iterable[bytes]:
        """The settings, as they are staged and as they lie there."""
        for name in _SETTINGS:
            if os.fsencode(name) in self._paths:
                yield git_output(self._git, "cat-file", "blob", f":{name}")
            path = os.path.join(self._git.top, name)
            if os.path.lexists(path):
                with open(path, "rb") as file:
                    yield file.read()

    def _touches_nothing(self, changes: Sequence[tuple[bytes, bytes]]) -> bool:
        folders = _known_folders()
        paths = [os.fsdecode(path) for _, path in changes]
        if any(_READ.search(path) or folders.intersection(path.split("/")) for path in paths):
            return False
        added = {path for before, path in changes if before == _ABSENT}
        if not folders.intersection(os.fsdecode(path).split("/")[0] for path in self._paths):
            return False  # a framework that lies elsewhere
        return not added or self._links_to_none(added)

    def _links_to_none(self, added: set[bytes]) -> bool:
        """Whether no Markdown file names a new file, or a folder that is new with it."""
        around = {folder for path in self._paths - added for folder in _folders(path)}
        new = {path for file in added for path in (file, *_folders(file)) if path not in around}
        names = {os.fsdecode(path.rpartition(b"/")[2]) for path in new}
        if not all(map(_PLAIN_NAME.fullmatch, names)):
            return False  # which a link may write in many ways
        # A link may have a backslash before a mark; of a page in LFS the text is not there.
        words = [re.sub(r"([._-])", r"\\\\?[\1]", name) for name in sorted(names)]
        patterns = [argument for word in (*words, "git-lfs") for argument in ("-e", word)]
        command = ("grep", "--cached", "-L", "-z", "-a", "-i", "-E", *patterns)
        unlike = git_output(self._git, *command, "--", ":(icase)*.md", ":(icase)*.markdown")
        pages = {path for path in self._paths if path.lower().endswith((b".md", b".markdown"))}
        return set(unlike.split(b"\0")[:-1]) == pages


def _folders(path: bytes) -> Iterable[bytes]:
    """The folders around a path."""
    while path := path.rpartition(b"/")[0]:
        yield path


def _known_folders() -> set[str]:
    """The folders that the schemas name: what lies in them is read."""
    from frameworklint import resources

    found: set[str] = set()
    top = resources.folder("schemas")
    for folder in (top, os.path.join(top, "kinds")):
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(".json"):
                    with open(entry.path, encoding="utf-8") as file:
                        found.update(_FOLDER.findall(file.read()))
    return found
