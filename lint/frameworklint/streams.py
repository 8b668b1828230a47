"""Standard output and standard error, the same on every system."""

import os
import sys

from frameworklint.errors import UsageError

TYPE_CHECKING = False  # see `answers`
if TYPE_CHECKING:
    from typing import NoReturn


def prepare() -> None:
    """Let both write UTF-8 with plain line ends, whatever the locale says."""
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever started the program
            nowhere = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  # open to the end
            setattr(sys, name, nowhere)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")


def close() -> None:
    """Write nothing more: the reader of a pipe, such as `head`, has seen enough."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def say(text: str) -> None:
    """Write to standard output what is not to be lost.

    Raises:
        BrokenPipeError: whoever read it has seen enough.
        UsageError: it can not be written, because a disk is full.
    """
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        close()
        raise UsageError(f"can not write to standard output: {error.strerror}") from error


def leave(code: int) -> "NoReturn":
    """End the process, and leave it to the system to clear its memory.

    Python would take a framework down object by object, for as long as it took to read a tenth of
    it.
    """
    try:
        say("")
        sys.stderr.flush()
    except BrokenPipeError:
        close()
    except UsageError as error:
        print(f"frameworklint: {error}", file=sys.stderr)
        code = 2
    os._exit(code)
