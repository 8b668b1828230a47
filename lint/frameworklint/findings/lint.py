"""From a framework to its findings: the rules are run, and what they see is merged."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.findings.merge import collect
from frameworklint.framework.framework import Framework
from frameworklint.linter.place import Place
from frameworklint.linter.registry import all_rules
from frameworklint.linter.rule import Rule
from frameworklint.linter.run import Options, Outcome, run, without_base
from frameworklint.terminal.progress import Tell, silent


class Result(NamedTuple):
    """What was found.

    Attributes:
        findings: sorted by path, position and rule; before selection.
        crashes: the tracebacks of rules that failed.
        notices: what the user should know of the run.
        as_base: gives what would have been found without a base; the framework has none after it.
    """

    findings: list[Finding]
    crashes: list[str]
    notices: list[str]
    as_base: "Callable[[], Result]"


def lint(
    framework: Framework,
    rules: Iterable[Rule] | None = None,
    options: Options | None = None,
    tell: Tell = silent,
    is_ignored: Callable[[Rule, Place], bool] = lambda rule, place: False,
) -> Result:
    """Find what is wrong in a framework.

    Args:
        framework: the framework.
        rules: the rules to run, all by default.
        options: values of rule options, by rule code.
        tell: learns how many rules have run.
        is_ignored: whether nobody wants to hear of a place, so that it hides no others.
    """
    chosen = list(rules or all_rules())

    def result(outcome: Outcome) -> Result:
        # Nothing that another rule says of a page hides that a rule failed there.
        findings = collect(outcome.places, is_ignored) + collect(outcome.failures)
        findings.sort(key=lambda finding: finding.sort_key)
        return Result(findings, outcome.crashes, outcome.notices, lambda: result(alone(outcome)))

    def alone(outcome: Outcome) -> Outcome:
        return without_base(outcome, framework, chosen, options or {}, tell)

    return result(run(framework, chosen, options or {}, tell))
