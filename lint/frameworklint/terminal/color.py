"""Whether and how text is colored.

Colors must be legible on black, on white and on light grey: no yellow, no green, no cyan, nothing
dimmed.
"""

import os
import sys

_CODES = {"bold": "1", "red": "31", "magenta": "35"}


def is_used(when: str, *, is_file: bool = False) -> bool:
    """Whether what is written is to be colored.

    What the user says of this run comes first, then the variables NO_COLOR and FORCE_COLOR, then
    what the terminal can show.

    Args:
        when: `always`, `never`, or `auto`.
        is_file: whether a file is written, whatever standard output is.
    """
    if when != "auto" or is_file:
        return when == "always" and not is_file
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb" and _obeys_colors()


def _obeys_colors() -> bool:
    """Whether the terminal knows escape sequences, as older ones of Windows do not."""
    if sys.platform != "win32":
        return True
    from rich.console import Console

    return not Console(file=sys.stdout).legacy_windows


def styled(text: str, style: str) -> str:
    """A text of one line in a style: names of `_CODES`, separated by blanks, or an empty string."""
    if not style or not text.strip():
        return text
    codes = ";".join(_CODES[name] for name in style.split())
    return f"\x1b[{codes}m{text}\x1b[0m"
