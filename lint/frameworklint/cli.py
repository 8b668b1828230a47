"""The command line."""

import argparse
import os
import sys
from collections.abc import Sequence
from difflib import get_close_matches
from typing import TYPE_CHECKING, NoReturn

from frameworklint import __version__

if TYPE_CHECKING:
    from frameworklint.report import Report

COMMANDS = ("check", "explain", "rules")
OK, FOUND, FAILED = 0, 1, 2


class UsageError(Exception):
    """The command can not be carried out as it was given; the message says what to do."""


class _Parser(argparse.ArgumentParser):
    """An argument parser whose errors name the nearest option."""

    def error(self, message: str) -> NoReturn:
        for word in message.split():
            if word.startswith("--"):
                options = [o for action in self._actions for o in action.option_strings]
                near = get_close_matches(word.partition("=")[0], options, n=1)
                if near and near[0] != word:
                    message += f"; did you mean {near[0]}?"
        raise UsageError(message)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="frameworklint",
        description="Find what is wrong in the pages of a DISARM framework, and where to mend it.",
        epilog="Without a command, `frameworklint [PATH...]` checks.",
        allow_abbrev=False,
    )
    parser.add_argument("--version", action="version", version=f"frameworklint {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, parser_class=_Parser)
    _add_check(commands)
    explain = commands.add_parser("explain", help="print the page of a rule", allow_abbrev=False)
    explain.add_argument("rule", metavar="RULE", help="a code or a name, such as FW201")
    commands.add_parser("rules", help="list all rules", allow_abbrev=False)
    return parser


def _add_check(commands: "argparse._SubParsersAction[_Parser]") -> None:
    check = commands.add_parser(
        "check",
        help="check a framework (the default)",
        description="Check a framework. Paths narrow what is reported, not what is read.",
        allow_abbrev=False,
    )
    add = check.add_argument
    add("paths", nargs="*", metavar="PATH", help="files or folders to report on (default: all)")
    add("--output-format", choices=("text", "concise", "json"), default="text", metavar="FORMAT",
        help="text (default), concise or json")  # fmt: skip
    add("--output", metavar="FILE", help="write the report to FILE instead of standard output")
    add("--select", action="append", default=[], metavar="RULES",
        help="report only these: codes, names, families (FW3), ALL; with commas")  # fmt: skip
    add("--ignore", action="append", default=[], metavar="RULES", help="do not report these")
    add("--show-info", action="store_true", help="report findings of severity info too")
    add("--fail-on", choices=("error", "warning", "info", "never"), default="error",
        metavar="SEVERITY", help="exit with 1 on findings at or above: error (default), warning, "
        "info or never")  # fmt: skip
    add("--exit-zero", action="store_true", help="exit with 0 whatever is found")
    add("--statistics", action="store_true", help="print the number of findings of each rule")
    add("--color", choices=("auto", "always", "never"), default="auto", metavar="WHEN",
        help="auto (default), always or never; NO_COLOR is honored")  # fmt: skip


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        argv: the arguments, those of the process by default.

    Returns:
        0: nothing at or above `--fail-on`; 1: findings; 2: the run itself failed.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace", newline="\n")
    try:
        return _main(arguments)
    except UsageError as error:
        print(f"frameworklint: {error}", file=sys.stderr)
        return FAILED
    except BrokenPipeError:
        # The reader of a pipe, such as `head`, has seen enough.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return OK


def _main(arguments: list[str]) -> int:
    if not arguments or arguments[0] not in (*COMMANDS, "--version", "--help", "-h"):
        arguments.insert(0, "check")
    options = _parser().parse_args(arguments)
    if options.command == "explain":
        return _explain(options.rule)
    if options.command == "rules":
        return _rules()
    return _check(options)


def _explain(selector: str) -> int:
    from frameworklint import registry, rulepage

    try:
        rules = registry.named(selector)
    except registry.UnknownRuleError as error:
        raise UsageError(str(error)) from error
    sys.stdout.write("\n".join(rulepage.read(rule) for rule in rules))
    return OK


def _rules() -> int:
    from frameworklint import registry, rulepage

    for rule in registry.all_rules():
        print(f"{rule.code}  {rule.severity:7}  {rule.name:28}  {rulepage.summary(rule)}")
    return OK


def _check(options: argparse.Namespace) -> int:
    from frameworklint import kinds as kinds_module
    from frameworklint import registry, selection
    from frameworklint.framework import Framework
    from frameworklint.report import Report
    from frameworklint.run import lint
    from frameworklint.source import WorkTree, find_root

    kinds = kinds_module.load()
    paths = options.paths or ["."]
    for path in paths:
        _demand_path(path)
    root = os.path.realpath(find_root(paths[0], kinds.conventions.home, kinds.by_folder))
    focus = [_focus(path, root) for path in paths]
    try:
        chosen = selection.choose(
            registry.all_rules(),
            _split(options.select),
            _split(options.ignore),
            options.show_info,
            [] if "" in focus else focus,
        )
    except registry.UnknownRuleError as error:
        raise UsageError(str(error)) from error
    framework = Framework(kinds, WorkTree(root))
    if not framework.pages:
        raise UsageError(f"{root} holds no Markdown file; name the folder of a framework")
    result = lint(framework)
    for notice in framework.notices:
        print(f"frameworklint: {notice}", file=sys.stderr)
    for crash in result.crashes:
        print(f"frameworklint: {crash}", file=sys.stderr)
    findings = chosen.apply(result.findings)
    way = os.path.relpath(root).replace(os.sep, "/")
    prefix = "" if way == "." else f"{way}/"
    color = _use_color(options.color) and not options.output
    _write(options, Report(findings, len(framework.pages), root, prefix, color))
    if result.crashes:
        return FAILED
    return _exit_code(options, [finding.severity.value for finding in findings])


def _split(values: Sequence[str]) -> list[str]:
    return [part.strip() for value in values for part in value.split(",") if part.strip()]


def _demand_path(path: str) -> None:
    if os.path.lexists(path):
        return
    folder = os.path.dirname(path) or "."
    names = os.listdir(folder) if os.path.isdir(folder) else []
    near = get_close_matches(os.path.basename(path), names, n=1)
    hint = f"; did you mean {os.path.join(os.path.dirname(path), near[0])}?" if near else ""
    raise UsageError(f"there is no file or folder {path!r}{hint}")


def _focus(path: str, root: str) -> str:
    """A named path as a path from the root, empty for the root itself."""
    full = os.path.abspath(path)
    full = os.path.join(os.path.realpath(os.path.dirname(full)), os.path.basename(full))
    if os.path.commonpath([full, root]) != root:
        if os.path.commonpath([os.path.realpath(path), root]) != root:
            raise UsageError(f"{path!r} lies outside {root}, where the first path belongs")
        full = os.path.realpath(path)
    inside = os.path.relpath(full, root).replace(os.sep, "/")
    return "" if inside == "." else inside


def _use_color(when: str) -> bool:
    if when == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return when == "always"


def _write(options: argparse.Namespace, report: "Report") -> None:
    text = _rendered(options, report)
    if not options.output:
        sys.stdout.write(text)
        sys.stdout.flush()
        return
    try:
        with open(options.output, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"can not write {options.output!r}: {error.strerror}") from error


def _rendered(options: argparse.Namespace, report: "Report") -> str:
    if options.output_format == "json":
        from frameworklint.report import json

        return json.render(report)
    from frameworklint.report import text

    if options.statistics:
        return text.render_statistics(report)
    if options.output_format == "concise":
        return text.render_concise(report)
    return text.render(report)


def _exit_code(options: argparse.Namespace, severities: list[str]) -> int:
    order = ("error", "warning", "info")
    if options.exit_zero or options.fail_on == "never":
        return OK
    failing = order[: order.index(options.fail_on) + 1]
    return FOUND if any(severity in failing for severity in severities) else OK
