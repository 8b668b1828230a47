"""The command line: where a run begins."""

import gc
import os
import sys
from collections.abc import Callable, Sequence

from frameworklint import COMMANDS
from frameworklint.errors import UsageError
from frameworklint.terminal import streams

TYPE_CHECKING = False
if TYPE_CHECKING:  # a hook with nothing to judge needs none of it
    from typing import NoReturn

    from frameworklint.commands.options import Options
    from frameworklint.source.files import WorkTree

_INTERRUPTED = 130  # as a shell says of a program that Ctrl-C ended

# Each command's module, and its function.
_FUNCTIONS = {
    "check": ("commands.check", "check"),
    "fix": ("commands.fix", "fix"),
    "init": ("commands.init.command", "init"),
    "baseline": ("commands.baseline", "write_baseline"),
    "worklist": ("commands.worklist", "worklist"),
    "diff": ("commands.diff", "diff"),
    "textconv": ("commands.diff", "textconv"),
    "settings": ("commands.settings", "show_settings"),
    "explain": ("commands.info", "explain"),
    "rules": ("commands.info", "rules"),
    "clean": ("commands.info", "clean"),
    "ids": ("commands.ids", "ids"),
    "completion": ("cli.completion", "completion"),
}


# What a run of `check` in a hook or in CI asks for, and the option that it switches on.
_SWITCHES = {
    "--staged": "staged",
    "--exit-zero": "exit_zero",
    "--no-baseline": "no_baseline",
    "--no-cache": "no_cache",
}


def run() -> "NoReturn":
    """Run the command line as a process of its own, and end that with the exit code."""
    # A run makes many objects and drops few: looking for cycles as often as usual is wasted time.
    gc.set_threshold(1_000_000, 10, 10)
    try:
        code = repeat_or_run()
    except KeyboardInterrupt:
        code = _INTERRUPTED
    gc.freeze()  # nor is it needed at the end of the process, where Python looks twice
    sys.exit(code)


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
    if "--staged" in sys.argv:
        return main()  # such a result is never kept
    from frameworklint.cache import results

    result, tree = results.known(sys.argv[1:])
    return main(tree=tree) if result is None else results.repeat(result)


def main(argv: Sequence[str] | None = None, tree: "WorkTree | None" = None) -> int:
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


def _main(arguments: list[str], tree: "WorkTree | None") -> int:
    if "--staged" in arguments:
        from frameworklint.cli import hook

        if hook.has_nothing_to_judge(arguments):
            streams.write(hook.NOTHING)
            return 0
    from importlib import import_module

    options = parsed(arguments)
    options.tree = tree
    module, name = _FUNCTIONS[options.command]
    function: Callable[[Options], int] = getattr(import_module(f"frameworklint.{module}"), name)
    return function(options)


def parsed(arguments: list[str]) -> "Options":
    """What a command line asks for.

    Raises:
        UsageError: it can not be understood.
    """
    from frameworklint.commands.options import Options

    command, rest = _command(arguments)
    options = Options(command)
    # Most runs are such as these two, and argparse takes its time.
    if command == "check" and _SWITCHES.keys() >= set(rest):
        for argument in rest:
            setattr(options, _SWITCHES[argument], True)
    elif command == "check" and not any(argument.startswith("-") for argument in rest):
        options.paths = list(rest)
    else:
        from frameworklint.cli.arguments import parse

        parse([command, *rest], options)
    options.arguments = list(arguments)
    if "-" in options.paths:
        raise UsageError(
            "standard input can not be checked: a page is judged among all others;"
            " name the file, such as `frameworklint check FILE` (`./-` for a file of that name)"
        )
    for report in options.report:
        _demand_report(report)
    if options.output == "-":  # by custom, standard output
        options.output = None
    return options


def _command(arguments: list[str]) -> tuple[str, list[str]]:
    """The command of a command line, and what follows it.

    Raises:
        UsageError: it begins with a word that is neither a command nor a path, but like a command.
    """
    command, *rest = arguments or ["check"]
    if command in (*COMMANDS, "--version", "--help", "-h"):
        return command, rest
    if command == "help" and not os.path.lexists(command):
        return (rest[0], ["--help"]) if rest and rest[0] in COMMANDS else ("--help", [])
    if command.isalpha() and not os.path.lexists(command):
        from frameworklint.cli.parser import did_you_mean

        if hint := did_you_mean(command, COMMANDS, 0.6):
            raise UsageError(f"there is no command, file or folder {command!r}{hint}")
    return "check", arguments


def _demand_report(report: str) -> None:
    """Refuse a report that is not asked for as FORMAT=FILE."""
    from frameworklint.commands.options import FORMATS

    name, separator, path = report.partition("=")
    if name in FORMATS and path == "-":
        raise UsageError(
            f"--report writes a file: `--output-format {name}` prints that report"
            " (`./-` for a file of that name)"
        )
    if name in FORMATS and separator and path:
        return
    from frameworklint.cli.parser import did_you_mean

    hint = did_you_mean(name, FORMATS).replace("?", f"={path or 'FILE'}?")
    raise UsageError(f"--report wants FORMAT=FILE, not {report!r}{hint}")
