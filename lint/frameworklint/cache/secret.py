"""The secret of whoever runs frameworklint: a cache that a repository brings is not written by it.

It lies where programs keep their state (XDG Base Directory Specification), made when first needed.
"""

import os
from contextlib import suppress

_NAME = "cache-secret"
_SIZE = 32  # bytes


def secret() -> bytes:
    """The secret; empty where none can be read or made, and then nothing is kept."""
    folder = _folder()
    path = os.path.join(folder, _NAME)
    if not os.path.isabs(folder):  # no home: the current folder may be anybody's repository
        return b""
    with suppress(OSError):
        if not os.path.exists(path):
            _make(folder, path)
        with open(path, "rb") as file:
            found = file.read(_SIZE)
        return found if len(found) == _SIZE else b""
    return b""


def _folder() -> str:
    is_windows = os.name == "nt"
    home = os.environ.get("LOCALAPPDATA" if is_windows else "XDG_STATE_HOME", "")
    if not os.path.isabs(home):  # a relative one is to be ignored, says the specification
        home = os.path.expanduser(r"~\AppData\Local" if is_windows else "~/.local/state")
    return os.path.join(home, "frameworklint")


def _make(folder: str, path: str) -> None:
    """Make the secret. Of two runs that do so at once, what one has kept is as good as none."""
    os.makedirs(folder, mode=0o700, exist_ok=True)
    part = f"{path}.{os.getpid()}"
    with open(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(os.urandom(_SIZE))
    os.replace(part, path)
