"""An argument parser whose errors say what was likely meant."""

import argparse
from collections.abc import Iterable
from typing import Any, NoReturn

from frameworklint import COMMANDS, __version__
from frameworklint.errors import UsageError
from frameworklint.suggestions import nearest
from frameworklint.terminal import streams

_CUTOFF = 0.5


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors name the nearest option, value or command."""

    def __init__(self, **settings: Any) -> None:
        # What is not asked for is as `Options` says.
        super().__init__(argument_default=argparse.SUPPRESS, allow_abbrev=False, **settings)

    def error(self, message: str) -> NoReturn:
        if message.startswith("unrecognized arguments"):
            words = (word for word in message.split() if word.startswith("--"))
            message += "".join(self._meant(word.partition("=")[0]) for word in words)
        raise UsageError(message)

    def _meant(self, option: str) -> str:
        """Which option, or which command, was likely meant by an unknown option."""
        options = [o for action in self._actions for o in action.option_strings]
        if option in options:
            return ""
        if ending := [known for known in options if known.endswith(option[1:])]:
            return f"; did you mean {ending[0]}?"
        if option[2:] in COMMANDS:
            return f"; did you mean the command `frameworklint {option[2:]}`?"
        return did_you_mean(option, options, 0.65)

    def _check_value(self, action: argparse.Action, value: Any) -> None:
        if action.choices is None or value in action.choices:
            return
        choices = [str(choice) for choice in action.choices]
        known = f"{', '.join(choices[:-1])} or {choices[-1]}"
        hint = did_you_mean(str(value), choices)
        raise argparse.ArgumentError(action, f"{value!r} is none of {known}{hint}")

    def _print_message(self, message: str, file: Any = None) -> None:
        streams.write(message)  # help and version: errors go another way


class VersionAction(argparse.Action):
    """Print which frameworklint this is, and on what it runs."""

    def __call__(self, parser: argparse.ArgumentParser, *_: Any) -> NoReturn:
        import platform

        on = f"Python {platform.python_version()}, {platform.platform()}"
        streams.write(f"frameworklint {__version__} ({on})\n")
        parser.exit()


def did_you_mean(word: str, known: Iterable[str], cutoff: float = _CUTOFF) -> str:
    """The end of a message: the known word that was likely meant, or nothing."""
    near = nearest(word.lower(), known, cutoff)
    return f"; did you mean {near}?" if near and near != word else ""
