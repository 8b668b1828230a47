"""The command `init`: everything that a repository needs to be checked from now on."""

import os
import sys
from collections.abc import Iterable, Sequence

from frameworklint.commands.init.plan import Step, steps
from frameworklint.commands.options import FAILED, OK, Options
from frameworklint.commands.run import LintRun
from frameworklint.commands.setup import Setup
from frameworklint.errors import UsageError
from frameworklint.findings.template import with_common_faults
from frameworklint.framework.framework import NO_KNOWN_KIND
from frameworklint.selection import baseline as baselines
from frameworklint.source.writing import write_whole
from frameworklint.terminal import streams
from frameworklint.wording import plural

_YES = ("y", "yes")


def init(options: Options) -> int:
    """Show what is to be written into a framework's repository, ask, and write it.

    What is there already stays as it is.

    Returns:
        The exit code: 2 where nothing is written because nobody could be asked.

    Raises:
        UsageError: there is no framework, or a file can not be read or written.
    """
    setup = Setup(options)
    run = LintRun(setup)
    findings = run.current_findings()
    if run.crashes:
        raise UsageError("nothing is written after an internal error:", run.crashes[0])
    if NO_KNOWN_KIND in run.notices and not run.framework.workbook_paths:
        raise UsageError(f"{setup.root} holds no framework, so there is nothing to set up")
    baseline = baselines.updated(
        None, findings, setup.selection.shown, accept_new=True, prune=False
    )
    plan = list(steps(setup.root, setup.settings, options.system))
    if not options.no_baseline:
        number = len(with_common_faults(findings))
        plan.append(_baseline_step(setup, baseline.entries, number))
    streams.write(_shown(setup.root, plan))
    wanted = [step for step in plan if step.text]
    if not wanted:
        streams.write("Nothing is left to write.\n")
        return OK
    if not options.yes and not _is_agreed(len(wanted)):
        streams.write("Nothing is written.\n")
        return OK if sys.stdin is not None and sys.stdin.isatty() else FAILED
    for step in wanted:
        _write(setup.root, step)
    streams.write(_farewell(wanted))
    return OK


def _baseline_step(setup: Setup, entries: Sequence[baselines.BaselineEntry], number: int) -> Step:
    """The writing of the entries for a number of findings, counted as `check` counts them."""
    if setup.baseline is not None:
        return Step(baselines.FILE, note="is there already")
    if not entries:
        return Step(baselines.FILE, note="is not needed: nothing was found")
    known = plural(number, "finding")
    shown = f"The {known} of today, so that later runs show only what is new.\n"
    return Step(baselines.FILE, "".join(entry.text for entry in entries), shown)


def _shown(root: str, plan: Iterable[Step]) -> str:
    """What is to be written, and why the rest is not."""
    parts = [f"In {root}:\n"]
    for step in plan:
        note = f"  ({step.note.partition(':' + chr(10))[0]})" if step.note and step.path else ""
        heading = step.path or f"({step.note})"
        what = step.shown or step.note.partition(":\n")[2]
        lines = "".join(f"    {line}".rstrip() + "\n" for line in what.splitlines())
        parts.append(f"\n  {heading}{note}\n{lines}")
    return "".join(parts) + "\n"


def _is_agreed(number: int) -> bool:
    """Whether the user, asked, says yes."""
    if sys.stdin is None or not sys.stdin.isatty():
        streams.warn("nobody can be asked here: `--yes` writes without asking")
        return False
    sys.stdout.write(f"Write {plural(number, 'file')}? [y/N] ")
    sys.stdout.flush()
    return sys.stdin.readline().strip().lower() in _YES


def _write(root: str, step: Step) -> None:
    """Write one file; its folders are made where they are missing.

    Raises:
        UsageError: it can not be written, or a folder is a link out of the root.
    """
    path = os.path.join(root, step.path)
    folder = os.path.dirname(path)
    real = os.path.realpath(folder)
    if os.path.commonpath([real, os.path.realpath(root)]) != os.path.realpath(root):
        raise UsageError(f"can not write {step.path!r}: its folder is a link out of {root}")
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise UsageError(f"can not make {folder!r}: {error.strerror}") from error
    write_whole(path, step.text, root)


def _farewell(written: Sequence[Step]) -> str:
    names = [step.path for step in written]
    lines = [f"{plural(len(names), 'file')} written. Look at them, and commit them:\n"]
    lines.append(f"  git add {' '.join(names)}\n")
    if any("pre-commit" in name for name in names):
        lines.append("  pre-commit install\n")
    return "".join(lines)
