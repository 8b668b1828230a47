"""The command `worklist`."""

from frameworklint.commands.options import FAILED, OK, Options
from frameworklint.commands.run import LintRun
from frameworklint.commands.setup import Setup
from frameworklint.errors import UsageError
from frameworklint.report.report import plural
from frameworklint.report.worklist import entries, rendered
from frameworklint.report.worklist_update import Update, read, updated
from frameworklint.source.writing import write_whole
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import logged


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
    found = entries(findings, run.framework.provenance)
    if options.update:
        update = updated(read(options.update), found)
        found = update.entries
        # Where standard output is the list itself, what is said of it stands beside.
        (streams.write if options.output else streams.write_error)(_summary(update))
    text, left_out = rendered(found, options.output_format or "csv")
    if left_out:
        streams.warn(f"the list is too long: {plural(left_out, 'more line')} not in it")
    if options.output:
        # The mark at its start tells spreadsheet programs that it is UTF-8.
        write_whole(options.output, f"\ufeff{text}", setup.root)
    else:
        streams.send(logged(text))
    for crash in run.crashes:
        streams.write_error(f"frameworklint: {crash}\n")
    return FAILED if run.crashes else OK


def _summary(update: Update) -> str:
    """How an earlier list differs from that of today."""
    done = "no longer applies" if update.done == 1 else "no longer apply"
    counts = (
        f"{plural(update.done, 'line')} {done}",
        f"{plural(update.moved, 'line')} moved to another cell",
        f"{plural(update.new, 'new line')} at the end",
    )
    return f"{', '.join(counts)}\n"
