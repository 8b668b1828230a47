"""Where a framework lies: its root, and the paths that a command names."""

import os
from collections.abc import Iterable

from frameworklint import COMMANDS
from frameworklint.errors import UsageError

SETTINGS_FILE = "frameworklint.toml"
ROOT_MARKS = (SETTINGS_FILE, ".git")


def find_root(start: str, home: str, page_folders: Iterable[str]) -> str:
    """The root of the framework that a path belongs to.

    It is the nearest folder, upwards from `start`, that holds `frameworklint.toml`, the folder
    `home` or `.git`; failing that, the nearest that holds page folders; failing that, the folder
    itself.
    """
    start = os.path.abspath(start)
    nearest = start if os.path.isdir(start) else os.path.dirname(start)
    folders = [nearest]
    while (parent := os.path.dirname(folders[-1])) != folders[-1]:
        folders.append(parent)
    for names in ((*ROOT_MARKS, home), tuple(page_folders)):
        for folder in folders:
            if any(os.path.exists(os.path.join(folder, name)) for name in names):
                return folder
    return nearest


def demand_path(path: str) -> None:
    """Refuse a path where nothing stands, naming the nearest.

    Raises:
        UsageError: nothing stands there.
    """
    if os.path.lexists(path):
        return
    from frameworklint.suggestions import nearest

    folder = os.path.dirname(path) or "."
    names = os.listdir(folder) if os.path.isdir(folder) else []
    names += COMMANDS if folder == "." else ()  # what is no command is taken for a path
    near = nearest(os.path.basename(path), names)
    hint = f"; did you mean {os.path.join(os.path.dirname(path), near)}?" if near else ""
    raise UsageError(f"there is no file or folder {path!r}{hint}")


def focus(path: str, root: str) -> str:
    """A named path as a path from the root, empty for the root itself or a folder around it.

    Raises:
        UsageError: it lies outside the root.
    """
    full = os.path.abspath(path)
    full = os.path.join(os.path.realpath(os.path.dirname(full)), os.path.basename(full))
    if os.path.commonpath([full, root]) != root:
        full = os.path.realpath(path)
    inside = os.path.relpath(full, root).replace(os.sep, "/")
    if inside == ".." or inside.startswith("../"):
        raise UsageError(f"{path!r} lies outside {root}, where the first path belongs")
    return "" if inside == "." else inside
