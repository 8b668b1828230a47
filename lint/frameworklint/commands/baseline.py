"""The command `baseline`."""

import os

from frameworklint.commands.options import OK, Options
from frameworklint.commands.run import LintRun
from frameworklint.commands.setup import Setup
from frameworklint.errors import UsageError
from frameworklint.selection import baseline as baselines
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import visible


def write_baseline(options: Options) -> int:
    """Write the findings of today into the baseline.

    Raises:
        UsageError: the run can not be carried out, or the baseline can not be written.
    """
    setup = Setup(options)
    run = LintRun(setup)
    if setup.selection.focus or options.select or options.ignore:
        raise UsageError("a baseline holds the whole framework: name no paths and no rules")
    path = options.baseline or os.path.join(setup.root, baselines.FILE)
    findings = run.current_findings()
    if run.crashes:
        raise UsageError("no baseline is written after an internal error:", run.crashes[0])
    update = baselines.updated(
        setup.baseline,
        findings,
        setup.selection.shown,
        accept_new=options.accept_new,
        prune=options.prune,
    )
    baselines.write(path, update.entries, setup.root)
    number = len(update.entries)
    noun = "entry" if number == 1 else "entries"
    summary = [f"{number:,} {noun} in {os.path.relpath(path)}"]
    if update.added:
        summary.append(f"{update.added:,} added")
    if update.new:
        summary.append(f"{update.new:,} new left out (--accept-new adds them)")
    if update.dropped:
        summary.append(f"{update.dropped:,} dropped")
    if update.stale:
        summary.append(f"{update.stale:,} no longer found (--prune drops them)")
    streams.write(visible("; ".join(summary)) + "\n")
    return OK
