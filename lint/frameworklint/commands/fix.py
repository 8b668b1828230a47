"""The command `fix`: what is certain is written into the workbook, or into the page."""

import re
from collections.abc import Callable, Mapping, Sequence

from frameworklint.commands.options import FAILED, FOUND, OK, Options
from frameworklint.commands.run import LintRun
from frameworklint.commands.setup import Setup, split
from frameworklint.errors import UsageError
from frameworklint.findings.finding import Finding
from frameworklint.fixes import apply as application
from frameworklint.fixes import files
from frameworklint.fixes.apply import Outcome
from frameworklint.framework.framework import Framework
from frameworklint.linter import registry
from frameworklint.linter.fix import Fix
from frameworklint.linter.place import Place
from frameworklint.report import fixes as report
from frameworklint.source.files import Tree
from frameworklint.terminal import streams
from frameworklint.wording import plural

_FINGERPRINT = re.compile(r"([0-9a-f]{32})(?::([1-9]))?")


def fix(options: Options) -> int:
    """Carry out `frameworklint fix`.

    Returns:
        The exit code: 0 where everything that was selected is fixed, or would be.

    Raises:
        UsageError: the run can not be carried out, or a file can not be written.
    """
    run = LintRun(Setup(options))
    wanted = run.findings()
    if run.crashes:
        raise UsageError("nothing is fixed after an internal error:", run.crashes[0])
    outcome = _outcome(run, wanted)
    kept = []
    if options.diff:
        streams.send(report.diff(outcome))
    elif outcome.tree.contents:
        kept = files.write(outcome.tree, run.setup.root, backup=options.backup)
    lines = report.summary(outcome, wanted, is_written=not options.diff)
    lines += [f"the old file is kept as {path}" for path in kept]
    if run.hidden:
        left = plural(run.hidden, "finding")
        lines.append(
            f"{left} of the baseline left alone; `--no-baseline` fixes what is certain, too"
        )
    write = streams.write_error if options.diff else streams.write
    write("".join(f"{line}\n" for line in lines))
    if run.crashes:
        return FAILED
    return OK if all(application.is_fixed(finding, outcome) for finding in wanted) else FOUND


def _outcome(run: LintRun, wanted: Sequence[Finding]) -> Outcome:
    assert run.tree is not None
    found = run.everything(run.framework)
    return application.apply(
        run.tree,
        run.framework,
        read=lambda tree, before: _reread(run, tree, before),
        find=run.everything,
        found=found,
        chosen=_choice(run, wanted, found),
    )


def _reread(run: LintRun, tree: Tree, before: Framework) -> Framework:
    """The framework of another state of the files, whose pages are read again where they differ.

    What differs then from the cells waits for the generator: it is judged as if it had run.
    """
    found = Framework(
        run.setup.kinds,
        tree,
        today=before.today,
        base=before,
        is_excluded=run.setup.is_excluded,
    )
    found.base, found.before = run.framework.base, run.framework
    return found


def _choice(
    run: LintRun, wanted: Sequence[Finding], found: Sequence[Finding]
) -> Callable[[Finding, Place], Fix | None]:
    """Which fix of a place is to be applied: a safe one, or the one reading that was asked for."""
    rules, readings = _suggested(run.setup.options)
    _demand_readings(readings, [*wanted, *found])
    chosen = {finding.fingerprint for finding in wanted}
    known = {finding.fingerprint for finding in found} - chosen
    selection = run.setup.selection

    def choice(finding: Finding, place: Place) -> Fix | None:
        is_wanted = finding.fingerprint not in known and bool(selection.of_rules([finding]))
        if not is_wanted or not place.fixes:
            return None
        number = readings.get(finding.fingerprint, 0)
        if number:  # of a finding with several readings, a place may have fewer
            return place.fixes[number - 1] if number <= len(place.fixes) else None
        is_asked = finding.rule.code in rules or finding.fingerprint in readings
        is_clear = len(place.fixes) == 1 and (is_asked or place.fixes[0].is_safe)
        return place.fixes[0] if is_clear else None

    return choice


def _suggested(options: Options) -> tuple[set[str], dict[str, int]]:
    """The rules whose suggestions are to be applied, and findings by fingerprint, with the number
    of the reading; 0 for the only one.

    Raises:
        UsageError: there is no such rule.
    """
    selectors = split(options.suggested)
    matches = {one: match for one in selectors if (match := _FINGERPRINT.fullmatch(one))}
    readings = {match[1]: int(match[2] or 0) for match in matches.values()}
    try:
        rules = {
            rule.code
            for selector in selectors
            if selector not in matches
            for rule in registry.named(selector)
        }
    except registry.UnknownRuleError as error:
        raise UsageError(str(error)) from error
    return rules, readings


def _demand_readings(readings: Mapping[str, int], findings: Sequence[Finding]) -> None:
    """Refuse findings that are not there, and readings that they do not have.

    Raises:
        UsageError: there is none such.
    """
    offered = {
        finding.fingerprint: max(len(place.fixes) for place in finding.places)
        for finding in findings
    }
    for fingerprint, number in readings.items():
        if fingerprint not in offered:
            raise UsageError(f"--suggested: no finding has the fingerprint {fingerprint}")
        if number > offered[fingerprint]:
            has = plural(offered[fingerprint], "reading")
            raise UsageError(f"--suggested {fingerprint}:{number}: this finding has {has}")
