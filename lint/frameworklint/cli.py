"""The command line."""

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from frameworklint import COMMANDS, streams
from frameworklint.errors import UsageError
from frameworklint.options import FORMATS, Options

if TYPE_CHECKING:
    from frameworklint.source import WorkTree

OK = 0


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
    return streams.carried_out(lambda: _main(arguments, tree))


def _main(arguments: list[str], tree: "WorkTree | None") -> int:
    options = parsed(arguments)
    options.tree = tree
    return {
        "check": _check,
        "baseline": _baseline,
        "worklist": _worklist,
        "settings": _settings,
        "explain": _explain,
        "rules": _rules,
        "clean": _clean,
    }[options.command](options)


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
        from frameworklint.arguments import parse

        parse([command, *rest], options)
    options.arguments = list(arguments)
    return options


def _check(options: Options) -> int:
    from frameworklint.check import check

    for request in options.report:
        name, separator, path = request.partition("=")
        if name not in FORMATS or not separator or not path:
            from difflib import get_close_matches

            near = get_close_matches(name, FORMATS, n=1)
            hint = f"; did you mean {near[0]}={path or 'FILE'}?" if near else ""
            raise UsageError(f"--report wants FORMAT=FILE, not {request!r}{hint}")
    return check(options)


def _baseline(options: Options) -> int:
    from frameworklint.commands import write_baseline

    return write_baseline(options)


def _worklist(options: Options) -> int:
    from frameworklint.worklist import worklist

    return worklist(options)


def _settings(options: Options) -> int:
    from frameworklint.commands import show_settings

    return show_settings(options)


def _clean(options: Options) -> int:
    from frameworklint.commands import clean

    return clean(options)


def _explain(options: Options) -> int:
    from frameworklint import registry, rulepage

    try:
        rules = registry.named(options.rule)
    except registry.UnknownRuleError as error:
        raise UsageError(str(error)) from error
    streams.say("\n".join(rulepage.read(rule) for rule in rules))
    return OK


def _rules(options: Options) -> int:
    from frameworklint import registry, rulepage

    streams.say(
        "".join(
            f"{rule.code}  {rule.severity:7}  {rule.name:28}  {rulepage.summary(rule)}\n"
            for rule in registry.all_rules()
        )
    )
    return OK
