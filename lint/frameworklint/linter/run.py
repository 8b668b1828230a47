"""One run: every rule over every page of a framework."""

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from frameworklint.framework.framework import Framework
from frameworklint.linter.judged import Judged, Judging
from frameworklint.linter.place import Place
from frameworklint.linter.registry import INTERNAL_ERROR
from frameworklint.linter.rule import Check, Rule
from frameworklint.terminal.progress import Tell

# How many places of one rule are kept, so that memory does not grow without end; real: 637.
MOST_PLACES = 10_000
Options = Mapping[str, Mapping[str, Any]]


class Outcome(NamedTuple):
    """What a run of the rules gave.

    Attributes:
        places: where rules saw a fault, each with its rule.
        failures: where rules failed, likewise.
        crashes: the tracebacks of rules that failed.
        notices: what the user should know of the run.
    """

    places: list[tuple[Rule, Place]]
    failures: list[tuple[Rule, Place]]
    crashes: list[str]
    notices: list[str]


def run(
    framework: Framework,
    rules: Sequence[Rule],
    options: Options,
    tell: Tell,
    judged: Judged | None = None,
) -> Outcome:
    """Run rules over a framework.

    Args:
        framework: the framework.
        rules: the rules to run.
        options: values of rule options, by rule code.
        tell: learns how many rules have run.
        judged: what they said of other states; it takes up what they say of this one.
    """
    judged = Judged() if judged is None else judged
    this = _Run(framework, options, judged.begun(framework, rules))
    places: list[tuple[Rule, Place]] = []
    family = ""
    for index, rule in enumerate(rules):
        tell("checking rules", index, len(rules))
        if rule.folder != family:
            family = rule.folder
            framework.memo.clear()
        places += this.places(rule)
    failures = [(INTERNAL_ERROR, place) for place in this.failures]
    return Outcome(places, failures, this.crashes, this.notices)


class _Run:
    def __init__(self, framework: Framework, options: Options, judging: Judging) -> None:
        self.framework = framework
        self.options = options
        self.judging = judging
        self.failures: list[Place] = []
        self.crashes: list[str] = []
        self.notices: list[str] = []

    def places(self, rule: Rule) -> list[tuple[Rule, Place]]:
        """Where a rule sees a fault, with the rule; where it fails, what it saw before."""
        places = self.judging.known(rule)
        if places is None:
            places = self._found(rule)
        return [(rule, place) for place in places]

    def _found(self, rule: Rule) -> list[Place]:
        options = self.options.get(rule.code)
        check = partial(rule.check, **options) if options else rule.check
        found: list[Place] = []
        crashes = len(self.crashes)
        if rule.is_page_rule:
            self._judge_pages(rule, check, found)
        else:
            self._judge(rule, check, [(self.framework,)], found)
        places = [place.bounded() for place in found[:MOST_PLACES]]
        if len(found) > MOST_PLACES:
            self.notices.append(
                f"{rule.code} {rule.name} finds more than {MOST_PLACES:,} faults:"
                " only the first are reported"
            )
        elif len(self.crashes) == crashes:
            self.judging.state.places[rule.code] = places
        return places

    def _judge_pages(self, rule: Rule, check: Check, places: list[Place]) -> None:
        """Add what a rule sees on the pages of which it is not known to say nothing."""
        calls = [(page, self.framework) for page in self.judging.pages(rule)]
        spoke = self._judge(rule, check, calls, places)
        if len(places) <= MOST_PLACES:
            self.judging.state.spoke[rule.code] = {page.path for page, _ in spoke}

    def _judge(
        self, rule: Rule, check: Check, calls: Iterable[tuple[Any, ...]], places: list[Place]
    ) -> list[tuple[Any, ...]]:
        """Add what a rule sees in some calls; returns those in which it sees something, or fails.

        Whatever it raises on a page, it and the others go on.
        """
        spoke: list[tuple[Any, ...]] = []
        left, call = iter(calls), tuple[Any, ...]()
        while True:
            try:
                for call in left:
                    known = len(places)
                    places += islice(check(*call), MOST_PLACES + 1)
                    if len(places) > known:
                        spoke.append(call)
                        if len(places) > MOST_PLACES:
                            break
                return spoke
            except Exception as error:
                spoke.append(call)
                self._crash(rule, call[0] if rule.is_page_rule else None, error)

    def _crash(self, rule: Rule, page: Any, error: Exception) -> None:
        import traceback

        self.crashes.append(
            f"{rule.code} {rule.name} failed on {page.path if page else 'the framework'}:\n"
            + "".join(traceback.format_exception(error))
        )
        at = page or next(iter(self.framework.pages), None)
        if at is not None:
            cause = f"{rule.code} {type(error).__name__}"
            message = f"{rule.code} {rule.name} failed here: {type(error).__name__}: {error}"
            place = Place(page=at, span=at.top, message=message, cause=cause, subject=rule.code)
            self.failures.append(place.bounded())
