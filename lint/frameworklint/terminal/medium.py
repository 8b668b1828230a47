"""How wide the medium is."""

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # who repeats a result waits for nothing but what that needs
    from typing import TextIO

_ELSEWHERE = 100  # columns of what is no terminal, where COLUMNS says nothing
_LEAST, _MOST = 20, 10_000


def columns(*, is_file: bool = False) -> int:
    """How many columns the medium has: what COLUMNS says, those of the terminal, else 100.

    Args:
        is_file: whether a file is written, whatever standard output is.
    """
    found = _given() or (0 if is_file else _of_terminal(sys.stdout))
    return max(_LEAST, min(found or _ELSEWHERE, _MOST))


def columns_of_terminal(stream: "TextIO | None") -> int:
    """How many columns lines for a terminal may have; 0 where a stream is none."""
    size = _of_terminal(stream)
    return max(_LEAST, _given() or size) if size else 0


def _given() -> int:
    """What COLUMNS says; 0 for nothing of use."""
    given = os.environ.get("COLUMNS", "")
    return int(given[:9]) if given.isascii() and given.isdigit() else 0


def _of_terminal(stream: "TextIO | None") -> int:
    """The columns of the terminal that a stream is; 0 where it is none."""
    try:
        return os.get_terminal_size(stream.fileno()).columns if stream and stream.isatty() else 0
    except (OSError, ValueError, AttributeError):
        return 0
