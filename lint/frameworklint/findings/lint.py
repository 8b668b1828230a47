"""From a framework to its findings: the rules are run, and what they see is merged."""

from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.findings.merge import merged
from frameworklint.findings.precedence import without_yielding
from frameworklint.findings.source_places import SourcePlaces
from frameworklint.framework.framework import Framework
from frameworklint.framework.states import states_of
from frameworklint.linter.judged import Judged
from frameworklint.linter.place import Place
from frameworklint.linter.registry import all_rules
from frameworklint.linter.rule import Rule
from frameworklint.linter.run import Options, Outcome, run
from frameworklint.terminal.progress import Tell, silent


class Result(NamedTuple):
    """What was found.

    Attributes:
        findings: sorted by path, position and rule; before selection.
        hidden: what others hide, where that is asked for: it is not new once they are fixed.
        crashes: the tracebacks of rules that failed.
        notices: what the user should know of the run.
    """

    findings: list[Finding]
    crashes: list[str]
    notices: list[str]
    hidden: Sequence[Finding] = ()


def lint(
    framework: Framework,
    rules: Iterable[Rule] | None = None,
    options: Options | None = None,
    tell: Tell = silent,
    is_ignored: Callable[[Rule, Place], bool] = lambda rule, place: False,
    *,
    keeps_hidden: bool = False,
    judged: Judged | None = None,
) -> Result:
    """Find what is wrong in a framework.

    Args:
        framework: the framework.
        rules: the rules to run, all by default.
        options: values of rule options, by rule code.
        tell: learns how many rules have run.
        is_ignored: whether nobody wants to hear of a place, so that it hides no others.
        keeps_hidden: whether the result tells what is hidden, too.
        judged: the states that the same rules have judged with the same options.
    """
    chosen = list(rules or all_rules())
    judged = judged or Judged()
    seen = _Seen(
        partial(run, options=options or {}, tell=tell, judged=judged), is_ignored, keeps_hidden
    )
    framework.learn_names()
    for state in filter(None, (framework, framework.base, framework.before)):
        judged.recall_agreement(state)
    states, is_alone = states_of(framework), framework.base is None
    if states.pages is framework:
        seen.judge(framework, chosen, is_last=is_alone and states.sheets is None)
    else:
        seen.judge(states.files, [rule for rule in chosen if rule.judges == "files"])
        shown = [rule for rule in chosen if rule.judges != "files"]
        seen.judge(states.pages, shown, is_last=is_alone and states.sheets is None)
    if states.sheets is not None:
        texts = [rule for rule in chosen if rule.judges == "text"]
        seen.judge(states.sheets, texts, is_last=is_alone)
    # Nothing that another rule says of a page hides that a rule failed there.
    findings = merged(seen.places) + merged(seen.failures)
    findings.sort(key=lambda finding: finding.sort_key)
    notices = list(dict.fromkeys(seen.notices))
    return Result(findings, seen.crashes, notices, merged(seen.hidden))


class _Seen:
    """What rules say of the states of a framework, as it stands in the files."""

    def __init__(
        self,
        run: Callable[..., Outcome],
        is_ignored: Callable[[Rule, Place], bool],
        keeps_hidden: bool,
    ) -> None:
        self._run, self._is_ignored = run, is_ignored
        self._keeps_hidden = keeps_hidden
        self._hiding: list[tuple[Rule, Place]] = []
        self.places: list[tuple[Rule, Place]] = []
        self.failures: list[tuple[Rule, Place]] = []
        self.hidden: list[tuple[Rule, Place]] = []
        self.crashes: list[str] = []
        self.notices: list[str] = []

    def judge(self, state: Framework, rules: list[Rule], *, is_last: bool = False) -> None:
        """Run rules over a state.

        Its places yield to one another, and to what hides a page or a row in a state before, for
        which a rule is not run again.
        """
        outcome = self._run(state, rules, is_last=is_last)
        sources = SourcePlaces(state)
        before = [(rule, place) for rule, place in self._hiding if rule not in rules]
        kept = without_yielding(outcome.places, self._is_ignored, before)
        hiding = (found for found in outcome.places if found[0].hides_all_but is not None)
        self._hiding += hiding
        hidden: list[tuple[Rule, Place]] = []
        if self._keeps_hidden:
            shown = {id(place) for _, place in kept}
            hidden = [found for found in outcome.places if id(found[1]) not in shown]
        for found, places in (
            (kept, self.places),
            (outcome.failures, self.failures),
            (hidden, self.hidden),
        ):
            for rule, seen in found:
                place = sources.source_place(rule, seen)
                if place is not None:
                    places.append((rule, place))
        self.crashes += outcome.crashes
        self.notices += outcome.notices
