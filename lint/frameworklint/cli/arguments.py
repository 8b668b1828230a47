"""The command line, as argparse reads it."""

import argparse
from collections.abc import Callable

from frameworklint.cli.parser import Parser, VersionAction
from frameworklint.commands.options import CHANGES_FORMATS, FORMATS, Options
from frameworklint.report.layout import GROUPS, SORTS

AddParser = Callable[..., Parser]
SHELLS = ("bash", "zsh", "fish", "tcsh", "powershell")


def parse(arguments: list[str], options: Options) -> None:
    """Take up what a command line asks for.

    Args:
        arguments: the command line, which begins with a command or `--help` or `--version`.
        options: where it is taken up; what is not asked for stays as it is.

    Raises:
        UsageError: it can not be understood.
    """
    parser, commands = parsers()
    _, unknown = parser.parse_known_args(arguments, options)
    if unknown:
        # The command's own parser knows which of its options is nearest.
        commands[options.command].error(f"unrecognized arguments: {' '.join(unknown)}")


def parsers() -> tuple[argparse.ArgumentParser, dict[str, Parser]]:
    """The parser of the command line, and those of the commands."""
    parser = Parser(
        prog="frameworklint",
        description="Find what is wrong in the pages of a DISARM framework, and where to fix it.",
        epilog="Without a command, `frameworklint [PATH...]` checks.",
    )
    parser.add_argument(
        "--version", action=VersionAction, nargs=0, help="print the version, also of Python"
    )
    commands = parser.add_subparsers(dest="command", required=True, parser_class=Parser)
    check = commands.add_parser(
        "check",
        help="check a framework (the default)",
        description="Check a framework. Paths narrow what is reported, not what is read.",
    )
    _add_scope(check)
    _add_comparison(check)
    _add_report(check)
    _add_fix(commands.add_parser)
    _add_init(commands.add_parser)
    _add_baseline(commands.add_parser)
    _add_worklist(commands.add_parser)
    _add_ids(commands.add_parser)
    _add_diff(commands.add_parser)
    _add_small(commands.add_parser)
    _add_completion(commands.add_parser)
    return parser, dict(commands.choices)


def _add_baseline(add_parser: AddParser) -> None:
    parser = add_parser(
        "baseline",
        help="write down the findings of today, so that later runs show only new ones",
    )
    _add_scope(parser, is_whole=True)
    parser.add_argument("--accept-new", action="store_true", help="add findings that are new")
    parser.add_argument("--prune", action="store_true", help="drop entries that match nothing")


def _add_worklist(add_parser: AddParser) -> None:
    parser = add_parser(
        "worklist",
        help="list the cells of the workbook to change, as a table for a spreadsheet program",
    )
    _add_scope(parser)
    add = parser.add_argument
    add(
        "--output-format",
        choices=("csv", "tsv", "xlsx"),
        metavar="FORMAT",
        help="csv (default), tsv: with tabs, to paste into a sheet, or xlsx: a workbook with links",
    )
    add(
        "--delimiter",
        choices=(",", ";", "|"),
        metavar="SIGN",
        help="what parts the columns of csv: a comma (default), `;` or `|`",
    )
    add("--output", metavar="FILE", help="write to FILE instead of standard output")
    add(
        "--update",
        metavar="LIST",
        help="keep the lines of an earlier list: say where their cells are now, and which of them"
        " no longer apply",
    )
    add("--no-baseline", action="store_true", help="list what the baseline knows, too")


def _add_ids(add_parser: AddParser) -> None:
    parser = add_parser(
        "ids", help="list the next free ID of each kind, and those that must not be used again"
    )
    parser.add_argument("paths", nargs="*", metavar="PATH", help="where the framework lies")
    parser.add_argument("--config", metavar="FILE", help="a settings file instead of its own")


def _add_small(add_parser: AddParser) -> None:
    """The commands that have hardly an option of their own."""
    text = add_parser("textconv", help="print a workbook as text, for `git diff`")
    text.add_argument("paths", nargs=1, metavar="FILE", help="an .xlsx workbook")
    effective = add_parser("settings", help="show the effective settings and where each came from")
    _add_scope(effective)
    explain = add_parser("explain", help="print the page of a rule")
    explain.add_argument("rule", metavar="RULE", help="a code or a name, such as FW201")
    add_parser("rules", help="list all rules")
    clean = add_parser("clean", help="delete what earlier runs left in .frameworklint_cache")
    clean.add_argument("paths", nargs="*", metavar="PATH", help="where the framework lies")


def _add_completion(add_parser: AddParser) -> None:
    parser = add_parser(
        "completion",
        help="print what a shell needs to complete commands and options",
        description="Print what a shell needs to complete commands, options, rules and paths:"
        ' `eval "$(frameworklint completion bash)"` switches it on.',
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=", ".join(SHELLS))


def _add_fix(add_parser: AddParser) -> None:
    parser = add_parser(
        "fix",
        help="write what is certain into the workbook, or into the page where there is none",
        description="Apply the fixes that change no claim, until nothing changes. Exit 0 when"
        " everything selected is fixed.",
    )
    _add_scope(parser)
    add = parser.add_argument
    add("--diff", action="store_true", help="show what would change, and write nothing")
    add(
        "--suggested",
        action="append",
        metavar="RULES",
        help="apply suggestions too: of these rules where there is one reading, or of findings by"
        " fingerprint, with the number of the reading where there are several (FINGERPRINT:2)",
    )
    add("--backup", action="store_true", help="keep the old file beside the new one, as NAME.bak")
    add("--no-baseline", action="store_true", help="fix what the baseline knows, too")
    add("--since", metavar="REV", help="fix only what is new since this branch left REV")


def _add_init(add_parser: AddParser) -> None:
    init = add_parser(
        "init",
        help="set up a framework's repository: settings, hook, job on a server, baseline",
        description="Show what is to be written into a framework's repository, ask, and write it."
        " What is there already stays as it is.",
    )
    add = init.add_argument
    add("paths", nargs="*", metavar="PATH", help="where the framework lies")
    add("-y", "--yes", action="store_true", help="write without asking")
    add(
        "--ci",
        dest="system",
        choices=("github", "gitlab", "none"),
        metavar="SYSTEM",
        help="github, gitlab or none; by default what the repository looks like",
    )
    add("--no-baseline", action="store_true", help="write no baseline")


def _add_scope(parser: argparse.ArgumentParser, *, is_whole: bool = False) -> None:
    """What is read, and which rules are looked at; a whole framework is not narrowed, and what
    would narrow it is refused with the reason.
    """
    add = parser.add_argument
    where = (
        "where the framework lies" if is_whole else "files or folders to report on (default: all)"
    )
    add("paths", nargs="*", metavar="PATH", help=where)
    add("--config", metavar="FILE", help="a settings file instead of the one at the root")
    add("--baseline", metavar="FILE", help="a baseline instead of the one at the root")
    add(
        "--select",
        action="append",
        metavar="RULES",
        help=argparse.SUPPRESS
        if is_whole
        else "report only these: codes, names, families (FW3) or ALL, separated by commas",
    )
    ignored = argparse.SUPPRESS if is_whole else "do not report these"
    add("--ignore", action="append", metavar="RULES", help=ignored)
    add("--show-info", action="store_true", help="report findings of severity info too")
    add("--no-cache", action="store_true", help="read everything anew, and leave nothing behind")


def _add_diff(add_parser: AddParser) -> None:
    parser = add_parser(
        "diff", help="show which rows of the spreadsheets a change adds, removes and changes"
    )
    group = parser.add_mutually_exclusive_group()
    group.add_argument(
        "since", nargs="?", metavar="REV", help="compare with where this branch left REV"
    )
    group.add_argument("--staged", action="store_true", help="show what the next commit does")
    parser.add_argument("--config", metavar="FILE", help="a settings file instead of the root's")
    parser.add_argument(
        "--output-format",
        choices=CHANGES_FORMATS,
        metavar="FORMAT",
        help="text (default), markdown or json",
    )


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
    group.add_argument(
        "--pushed",
        action="store_true",
        help="in git's hook pre-push: report what the push adds, as git tells on standard input",
    )
    group.add_argument(
        "--ci",
        action="store_true",
        help="in a job of GitHub or GitLab: report what the contribution adds, on a branch all",
    )
    add(
        "--whole",
        action="store_true",
        help="with --staged: report what was there before, too, but for the baseline",
    )


def _number(text: str) -> int:
    """A number of findings to show.

    Raises:
        ArgumentTypeError: it is none above 0.
    """
    if text.isascii() and text.isdigit() and int(text[:9]) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{text!r} is no number above 0")


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
    _add_look(parser)


def _add_look(parser: argparse.ArgumentParser) -> None:
    """How the text report looks: its order, its length, its colors."""
    add = parser.add_argument
    add(
        "--sort",
        choices=SORTS,
        metavar="ORDER",
        help="show first what is most important (severity, the default), or sort by path or rule",
    )
    add(
        "--group",
        choices=GROUPS,
        metavar="BY",
        help="put together what is fixed in one cell of the spreadsheets (cell, the default; what"
        " stands only on a page is put together by page), what is shown on one page, or one rule",
    )
    add("--limit", type=_number, metavar="N", help="show only the first N in the text report")
    amount = parser.add_mutually_exclusive_group()
    amount.add_argument(
        "-q", "--quiet", action="store_true", help="show the findings without any help with them"
    )
    amount.add_argument(
        "-v",
        "--verbose",
        action="store_true",
        help="list all places and all findings that follow from others",
    )
    add(
        "--color",
        choices=("auto", "always", "never"),
        metavar="WHEN",
        help="auto (default), always or never; NO_COLOR is honored",
    )
