"""The command `worklist`."""

import os
from collections.abc import Sequence

from frameworklint.commands.options import FAILED, OK, Options
from frameworklint.commands.run import LintRun
from frameworklint.commands.setup import Setup
from frameworklint.errors import UsageError
from frameworklint.findings.template import with_common_faults
from frameworklint.fixes.targets import Targets
from frameworklint.report.formats import worklist as tables
from frameworklint.report.worklist import WorklistEntry, entries, summary
from frameworklint.report.worklist_update import Update, read, updated
from frameworklint.source.writing import write_whole
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import logged
from frameworklint.wording import plural


def worklist(options: Options) -> int:
    """Write what there is to change in the workbook.

    Returns:
        The exit code: 0, whatever there is to change.

    Raises:
        UsageError: the run can not be carried out, there is no workbook, or the list can not be
            written.
    """
    _demand_possible(options)
    setup = Setup(options)
    run = LintRun(setup)
    findings = run.findings()
    framework = run.framework
    if not framework.workbook_paths:
        raise UsageError(f"{setup.root} holds no workbook, so there is nothing to list")
    targets, provenance = Targets(framework), framework.provenance
    found = entries(findings, targets, provenance)
    if options.update:
        whole = with_common_faults(run.selected) if run.hidden else findings
        update = updated(read(options.update), found, entries(whole, targets, provenance))
        found = update.entries
        # Where standard output is the list itself, what is said of it stands beside.
        (streams.write if options.output else streams.write_error)(_brought_up_to_date(update))
    if options.output_format == "xlsx":
        _write_workbook(found, options.output or "", setup.root)
    else:
        _write_table(found, options, setup.root)
    for page in framework.workbook.unreadable:
        streams.warn(f"no cell of {page.path} is in the list: it {page.unreadable}")
    streams.warn(summary(found))
    if run.hidden and not options.update:
        left_out = plural(run.hidden, "finding")
        streams.warn(f"{left_out} of the baseline not listed; `--no-baseline` lists them, too")
    for crash in run.crashes:
        streams.write_error(f"frameworklint: {crash}\n")
    return FAILED if run.crashes else OK


def _brought_up_to_date(update: Update) -> str:
    """How an earlier list differs from that of today."""
    done = "no longer applies" if update.done == 1 else "no longer apply"
    counts = (
        f"{plural(update.done, 'line')} {done}",
        f"{plural(update.moved, 'line')} moved to another cell",
        f"{plural(update.new, 'new line')} at the end",
    )
    return f"{', '.join(counts)}\n"


def _demand_possible(options: Options) -> None:
    if options.output_format == "xlsx" and not options.output:
        raise UsageError("a workbook needs a name: --output FILE.xlsx")
    if options.delimiter and options.output_format in ("tsv", "xlsx"):
        raise UsageError(f"{options.output_format} takes no --delimiter")


def _write_table(found: Sequence[WorklistEntry], options: Options, root: str) -> None:
    delimiter = "\t" if options.output_format == "tsv" else options.delimiter or ","
    text, left_out = tables.rendered(found, delimiter)
    if left_out:
        streams.warn(f"the list is too long: {plural(left_out, 'more row')} not in it")
    if options.output:
        # The mark at its start tells spreadsheet programs that it is UTF-8.
        write_whole(options.output, f"\ufeff{text}", root)
    else:
        streams.send(logged(text))


def _write_workbook(found: Sequence[WorklistEntry], path: str, root: str) -> None:
    way = os.path.relpath(root, os.path.dirname(os.path.realpath(path)))
    content = tables.workbook(found, "" if way == "." else way)
    write_whole(path, content, root)
