"""The command `worklist`."""

import os

from frameworklint.commands.options import FAILED, OK, Options
from frameworklint.commands.run import LintRun
from frameworklint.commands.setup import Setup
from frameworklint.errors import UsageError
from frameworklint.report.worklist import entries, rendered
from frameworklint.terminal import streams


def worklist(options: Options) -> int:
    """Write what there is to change in the workbook.

    Returns:
        The exit code: 0, whatever there is to change.

    Raises:
        UsageError: the run can not be carried out, there is no workbook, or the list can not be
            written.
    """
    setup = Setup(options)
    run = LintRun(setup)
    findings = run.findings()
    if not run.framework.workbook_paths:
        raise UsageError(f"{setup.root} holds no workbook, so there is nothing to list")
    text = rendered(entries(findings, run.framework.provenance), options.output_format or "csv")
    if options.output:
        _write(options.output, text)
    else:
        streams.say(text)
    for crash in run.crashes:
        streams.note(f"frameworklint: {crash}\n")
    return FAILED if run.crashes else OK


def _write(path: str, text: str) -> None:
    """Write the list; the mark at its start tells spreadsheet programs that it is UTF-8."""
    try:
        with open(path, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"can not write {os.path.relpath(path)!r}: {error.strerror}") from error
