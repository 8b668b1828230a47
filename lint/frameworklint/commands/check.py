"""The command `check`: a report of the findings, and an exit code."""

import gc
import os
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING

from frameworklint.cache import results
from frameworklint.commands.options import FAILED, FOUND, OK, Options
from frameworklint.commands.run import LintRun
from frameworklint.commands.setup import Setup
from frameworklint.errors import GitError
from frameworklint.findings.finding import Finding
from frameworklint.fixes.targets import Targets
from frameworklint.framework.framework import NO_KNOWN_KIND
from frameworklint.linter.place import Severity
from frameworklint.report import output
from frameworklint.report.layout import Layout
from frameworklint.report.output import Request
from frameworklint.report.report import Report
from frameworklint.source.files import WorkTree
from frameworklint.terminal import color, medium, streams

if TYPE_CHECKING:
    from frameworklint.workbook.diff import WorkbookChanges


def check(options: Options) -> int:
    """Carry out `frameworklint check`.

    Returns:
        The exit code.

    Raises:
        UsageError: the run can not be carried out as it was asked for.
    """
    run = LintRun(Setup(options), _reported(options))
    gc.freeze()  # what was there before the run stays
    findings = run.findings()
    for crash in _counted(run.crashes):
        streams.write_error(f"frameworklint: {crash}\n")
    report = _report(run, findings)
    printed = output.write(report, _request(run.setup))
    if options.ci:
        from frameworklint.report import job

        job.tell(report)
    code = FAILED if run.crashes else _exit_code(run, findings)
    _keep_result(run, printed, code)
    return code


def _reported(options: Options) -> Collection[str]:
    """The notices that standard output gives in its verdict."""
    is_text = options.statistics or options.output_format in (None, "text", "markdown")
    return (NO_KNOWN_KIND,) if is_text and not options.output else ()


def _report(run: LintRun, findings: list[Finding]) -> Report:
    way = os.path.relpath(run.setup.root).replace(os.sep, "/")
    options, framework = run.setup.options, run.framework
    return Report(
        findings,
        len(framework.pages),
        prefix="" if way == "." else f"{way}/",
        find_git_prefix=lambda: _git_prefix(run.setup.root),
        find_address=lambda: _address(run.setup.root),
        find_workbook_changes=lambda: _workbook_changes(run.setup),
        layout=_layout(options),
        comparison=run.comparison,
        hidden=run.hidden,
        provenance=framework.provenance if framework.workbook_paths else None,
        notices=run.notices,
        targets=Targets(framework),
        has_baseline=run.setup.baseline is not None,
    )


def _layout(options: Options) -> Layout:
    is_file = bool(options.output)
    return Layout(
        columns=medium.columns(is_file=is_file),
        color=color.is_used(options.color, is_file=is_file),
        sort=options.sort,
        group=options.group,
        limit=options.limit,
        quiet=options.quiet,
        verbose=options.verbose,
    )


def _request(setup: Setup) -> Request:
    options = setup.options
    reports = [tuple(report.split("=", 1)) for report in options.report]
    return Request(
        options.output_format or "",
        options.output or "",
        [(name, path) for name, path in reports],
        options.statistics,
        setup.root,
    )


def _git_prefix(root: str) -> str:
    from frameworklint.source.git import Repository

    try:
        return Repository(root).prefix
    except GitError:
        return ""


def _workbook_changes(setup: Setup) -> "WorkbookChanges | None":
    trees = setup.trees
    if not trees.bases or setup.selection.focus:
        return None
    from frameworklint.workbook.diff import changes

    return changes(setup.kinds, trees.bases[0], trees.tree, setup.is_excluded)


def _address(root: str) -> str:
    from frameworklint.source.git import Repository
    from frameworklint.source.history.contribution import address_of_files

    try:
        return address_of_files(Repository(root))
    except GitError:
        return ""


def _exit_code(run: LintRun, findings: Sequence[Finding]) -> int:
    fail_on = run.setup.settings.values["fail-on"]
    if run.setup.options.exit_zero or fail_on == "never":
        return OK
    worst = Severity(fail_on).rank
    return FOUND if any(finding.severity.rank <= worst for finding in findings) else OK


def _keep_result(run: LintRun, printed: str, code: int) -> None:
    """Keep what this run printed, for a run of the same command where nothing has changed."""
    options = run.setup.options
    if run.cache is None or run.crashes or not isinstance(run.tree, WorkTree):
        return
    if not all(os.path.isfile(path) for path in (options.config, options.baseline) if path):
        return  # a pipe: what it held is gone
    key = results.request(options.arguments)
    if key:
        today = str(run.framework.today) if run.framework.today_asked else ""
        result = results.Result(printed, run.printed_notices, code)
        results.keep(key, run.cache, run.tree, run.setup.origin, result, today)


def _counted(crashes: Sequence[str]) -> list[str]:
    """The tracebacks, each once, with the number of pages on which the rule failed likewise."""
    counts: dict[str, list[str]] = {}
    for crash in crashes:
        counts.setdefault(crash.partition("\n")[2], []).append(crash)
    return [
        same[0] + (f"(and likewise on {len(same) - 1:,} more)\n" if len(same) > 1 else "")
        for same in counts.values()
    ]
