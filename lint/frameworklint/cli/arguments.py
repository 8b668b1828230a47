"""The command line, as argparse reads it."""

import argparse
from typing import Any, NoReturn

from frameworklint import __version__
from frameworklint.commands.options import FORMATS, Options
from frameworklint.errors import UsageError
from frameworklint.terminal import streams


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors name the nearest option."""

    def __init__(self, **settings: Any) -> None:
        # What is not asked for is as `Options` says.
        super().__init__(argument_default=argparse.SUPPRESS, **settings)

    def error(self, message: str) -> NoReturn:
        from difflib import get_close_matches

        for word in message.split():
            if word.startswith("--"):
                options = [o for action in self._actions for o in action.option_strings]
                near = get_close_matches(word.partition("=")[0], options, n=1)
                if near and near[0] != word:
                    message += f"; did you mean {near[0]}?"
        raise UsageError(message)

    def _print_message(self, message: str, file: Any = None) -> None:
        streams.write(message)  # help and version: errors go another way


def parse(arguments: list[str], options: Options) -> None:
    """Take up what a command line asks for.

    Args:
        arguments: the command line, which begins with a command or `--help` or `--version`.
        options: where it is taken up; what is not asked for stays as it is.

    Raises:
        UsageError: it can not be understood.
    """
    parser, commands = _parsers()
    _, unknown = parser.parse_known_args(arguments, options)
    if unknown:
        # The command's own parser knows which of its options is nearest.
        commands[options.command].error(f"unrecognized arguments: {' '.join(unknown)}")


def _parsers() -> tuple[argparse.ArgumentParser, dict[str, _Parser]]:
    """The parser of the command line, and those of the commands."""
    parser = _Parser(
        prog="frameworklint",
        description="Find what is wrong in the pages of a DISARM framework, and where to fix it.",
        epilog="Without a command, `frameworklint [PATH...]` checks.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"frameworklint {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    check = commands.add_parser(
        "check",
        help="check a framework (the default)",
        description="Check a framework. Paths narrow what is reported, not what is read.",
        allow_abbrev=False,
    )
    _add_scope(check)
    _add_comparison(check)
    _add_report(check)
    _add_fix(commands)
    baseline = commands.add_parser(
        "baseline",
        help="write down the findings of today, so that later runs show only new ones",
        allow_abbrev=False,
    )
    _add_scope(baseline)
    baseline.add_argument("--accept-new", action="store_true", help="add findings that are new")
    baseline.add_argument("--prune", action="store_true", help="drop entries that match nothing")
    work = commands.add_parser(
        "worklist",
        help="list the cells of the workbook to change, as a table for a spreadsheet program",
        allow_abbrev=False,
    )
    _add_scope(work)
    work.add_argument(
        "--output-format",
        choices=("csv", "tsv", "xlsx"),
        metavar="FORMAT",
        help="csv (default), tsv: with tabs, to paste into a sheet, or xlsx: a workbook with links",
    )
    work.add_argument(
        "--delimiter",
        choices=(",", ";", "|"),
        metavar="SIGN",
        help="what parts the columns of csv: a comma (default), `;` or `|`",
    )
    work.add_argument("--output", metavar="FILE", help="write to FILE instead of standard output")
    effective = commands.add_parser(
        "settings", help="show the effective settings and where each came from", allow_abbrev=False
    )
    _add_scope(effective)
    explain = commands.add_parser("explain", help="print the page of a rule", allow_abbrev=False)
    explain.add_argument("rule", metavar="RULE", help="a code or a name, such as FW201")
    commands.add_parser("rules", help="list all rules", allow_abbrev=False)
    clean = commands.add_parser(
        "clean", help="delete what earlier runs left in .frameworklint_cache", allow_abbrev=False
    )
    clean.add_argument("paths", nargs="*", metavar="PATH", help="where the framework lies")
    return parser, dict(commands.choices)


def _add_fix(commands: "argparse._SubParsersAction[_Parser]") -> None:
    parser = commands.add_parser(
        "fix",
        help="write what is certain into the workbook, or into the page where there is none",
        description="Apply the fixes that change no claim, until nothing changes. Exit 0 when"
        " everything selected is fixed.",
        allow_abbrev=False,
    )
    _add_scope(parser)
    add = parser.add_argument
    add("--diff", action="store_true", help="show what would change, and write nothing")
    add(
        "--suggested",
        action="append",
        metavar="RULES",
        help="apply suggestions too where there is one reading: of these rules, or of findings by"
        " fingerprint",
    )
    add("--backup", action="store_true", help="keep the old file beside the new one, as NAME.bak")
    add("--no-baseline", action="store_true", help="fix what the baseline knows, too")
    add("--since", metavar="REV", help="fix only what is new since this branch left REV")


def _add_scope(parser: argparse.ArgumentParser) -> None:
    """What is read, and which rules are looked at."""
    add = parser.add_argument
    add("paths", nargs="*", metavar="PATH", help="files or folders to report on (default: all)")
    add("--config", metavar="FILE", help="a settings file instead of the one at the root")
    add("--baseline", metavar="FILE", help="a baseline instead of the one at the root")
    add(
        "--select",
        action="append",
        metavar="RULES",
        help="report only these: codes, names, families (FW3) or ALL, separated by commas",
    )
    add("--ignore", action="append", metavar="RULES", help="do not report these")
    add("--show-info", action="store_true", help="report findings of severity info too")
    add("--no-cache", action="store_true", help="read everything anew, and leave nothing behind")


def _add_comparison(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--no-baseline", action="store_true", help="report what the baseline knows, too")
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "--since", metavar="REV", help="report only what is new since this branch left REV"
    )
    group.add_argument(
        "--staged", action="store_true", help="report only what the next commit adds"
    )


def _add_report(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add(
        "--output-format",
        choices=FORMATS,
        metavar="FORMAT",
        help=f"text (default), {', '.join(FORMATS[1:-1])} or {FORMATS[-1]}",
    )
    add("--output", metavar="FILE", help="write the report to FILE instead of standard output")
    add(
        "--report",
        action="append",
        metavar="FORMAT=FILE",
        help="write one more report; may be given several times",
    )
    add(
        "--fail-on",
        choices=("error", "warning", "info", "never"),
        metavar="SEVERITY",
        help="exit with 1 on findings at or above: error (default), warning, info or never",
    )
    add("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    add("--statistics", action="store_true", help="print the number of findings of each rule")
    add(
        "--color",
        choices=("auto", "always", "never"),
        metavar="WHEN",
        help="auto (default), always or never; NO_COLOR is honored",
    )
