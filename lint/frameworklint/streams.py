"""Standard output and standard error, the same on every system."""

import os
import sys


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
