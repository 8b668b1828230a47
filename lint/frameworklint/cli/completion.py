"""The command `completion`: what a shell needs to complete a command line."""

import argparse
from collections.abc import Iterable, Iterator

from frameworklint.cli.arguments import parsers
from frameworklint.commands.options import OK, Options
from frameworklint.linter.registry import all_rules
from frameworklint.terminal import streams

_FILES = ("paths", "config", "baseline", "output")
_RULES = ("rule", "select", "ignore")


def completion(options: Options) -> int:
    """Print the script for a shell."""
    import shtab

    parser, commands = parsers()
    names = [name for rule in all_rules() for name in (rule.code, rule.name)]
    for action in _actions(commands.values()):
        if action.dest in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.dest in _RULES:
            action.choices = names
    streams.write(shtab.complete(parser, options.shell))
    return OK


def _actions(commands: Iterable[argparse.ArgumentParser]) -> Iterator[argparse.Action]:
    for command in commands:
        yield from command._actions  # argparse has no other way to name them
