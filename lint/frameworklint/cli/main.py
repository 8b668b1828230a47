"""The command line: where a run begins."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

from frameworklint import COMMANDS
from frameworklint.cache import results
from frameworklint.commands.options import FORMATS, Options
from frameworklint.errors import UsageError
from frameworklint.source.files import WorkTree
from frameworklint.terminal import streams

_INTERRUPTED = 130  # as a shell says of a program that Ctrl-C ended

# Each command's module in `commands/`, and its function.
_FUNCTIONS = {
    "check": ("check", "check"),
    "baseline": ("baseline", "write_baseline"),
    "worklist": ("worklist", "worklist"),
    "diff": ("diff", "diff"),
    "textconv": ("diff", "textconv"),
    "settings": ("settings", "show_settings"),
    "explain": ("info", "explain"),
    "rules": ("info", "rules"),
    "clean": ("info", "clean"),
}


def run() -> NoReturn:
    """Run the command line as a process of its own, and end that with the exit code."""
    # A run makes many objects and drops few: looking for cycles as often as usual is wasted time.
    gc.set_threshold(300_000, 10, 10)
    try:
        sys.exit(repeat_or_run())
    except KeyboardInterrupt:
        sys.exit(_INTERRUPTED)


def repeat_or_run() -> int:
    """Print the result of this process's command if it is known, else run it.

    Returns:
        The exit code.
    """
    return streams.exit_code_of(_repeat_or_run)


def _repeat_or_run() -> int:
    try:
        os.getcwd()
    except OSError as error:
        raise UsageError(f"the current folder can not be read: {error.strerror}") from error
    result, tree = results.known(sys.argv[1:])
    return main(tree=tree) if result is None else results.repeat(result)


def main(argv: Sequence[str] | None = None, tree: WorkTree | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments, those of the process by default.
        tree: the files of a framework, which are not read again where they are those to check.

    Returns:
        0: nothing at or above `--fail-on`; 1: findings; 2: the run itself failed.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    streams.prepare()
    return streams.exit_code_of(lambda: _main(arguments, tree))


def _main(arguments: list[str], tree: WorkTree | None) -> int:
    options = parsed(arguments)
    options.tree = tree
    module, name = _FUNCTIONS[options.command]
    function: Callable[[Options], int] = getattr(
        import_module(f"frameworklint.commands.{module}"), name
    )
    return function(options)


def parsed(arguments: list[str]) -> Options:
    """What a command line asks for.

    Raises:
        UsageError: it can not be understood.
    """
    command, *rest = arguments or ["check"]
    if command not in (*COMMANDS, "--version", "--help", "-h"):
        command, rest = "check", arguments
    options = Options(command)
    if command == "check" and not any(argument.startswith("-") for argument in rest):
        options.paths = list(rest)  # most runs are such, and argparse takes its time
    else:
        from frameworklint.cli.arguments import parse

        parse([command, *rest], options)
    options.arguments = list(arguments)
    for report in options.report:
        _demand_report(report)
    return options


def _demand_report(report: str) -> None:
    """Refuse a report that is not asked for as FORMAT=FILE."""
    name, separator, path = report.partition("=")
    if name in FORMATS and separator and path:
        return
    from difflib import get_close_matches

    near = get_close_matches(name, FORMATS, n=1)
    hint = f"; did you mean {near[0]}={path or 'FILE'}?" if near else ""
    raise UsageError(f"--report wants FORMAT=FILE, not {report!r}{hint}")
