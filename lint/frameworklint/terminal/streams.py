"""Standard output and standard error, the same on every system."""

import os
import sys
from collections.abc import Callable

from frameworklint.errors import UsageError


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


def write(text: str) -> None:
    """Write lines for people to standard output.

    Raises:
        BrokenPipeError, UsageError: as `send` does.
    """
    from frameworklint.terminal.escaping import logged, visible_lines

    send(logged(visible_lines(text)))


def send(text: str) -> None:
    """Write to standard output what is not to be lost, and is escaped for its medium.

    Raises:
        BrokenPipeError: whoever read it has seen enough.
        UsageError: it can not be written, such as on a full disk.
    """
    try:
        if text:  # where nothing is said, it need not be possible
            sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        close()
        raise UsageError(f"can not write to standard output: {error.strerror}") from error


def warn(message: str) -> None:
    """Write a message of one line to standard error, whatever it quotes."""
    from frameworklint.terminal.escaping import visible

    write_error(f"frameworklint: {visible(message)}\n")


def write_error(text: str) -> None:
    """Write lines to standard error; where that can not be written, nothing else suffers."""
    if not text:
        return
    from frameworklint.terminal.escaping import logged, visible_lines
    from frameworklint.terminal.layout import Line, for_terminal

    try:
        lines = (Line(((line, ""),), 2) for line in visible_lines(text).splitlines())
        sys.stderr.write(logged(for_terminal(lines, sys.stderr)))
        sys.stderr.flush()
    except OSError:
        pass


def exit_code_of(command: "Callable[[], int]") -> int:
    """The exit code of a command: 2 where it fails, with the reason on standard error."""
    try:
        return command()
    except UsageError as error:
        warn(str(error))
        write_error(error.details)
    except BrokenPipeError:
        close()
        return 0
    except Exception:  # 1 would say that there are findings
        import traceback

        write_error("frameworklint: this is a fault of frameworklint itself. Please report it:\n")
        write_error(traceback.format_exc())
    return 2
