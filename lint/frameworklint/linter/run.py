"""One run: every rule over every page of a framework."""

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any, NamedTuple

from frameworklint.framework.framework import Framework
from frameworklint.linter.judged import Judged, Judging, Said
from frameworklint.linter.place import Place
from frameworklint.linter.registry import INTERNAL_ERROR
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
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
    *,
    is_last: bool = False,
) -> Outcome:
    """Run rules over a framework.

    Args:
        framework: the framework.
        rules: the rules to run.
        options: values of rule options, by rule code.
        tell: learns how many rules have run.
        judged: what they said of other states; it takes up what they say of this one.
        is_last: whether no other state of the framework follows.
    """
    this = _Run(framework, options, (judged or Judged()).begun(framework, rules, is_last=is_last))
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
        said, pages = self.judging.known(rule)
        if pages:
            said = self._said(rule, pages, said)
        found = [(rule, place) for path in sorted(said) for place in said[path]]
        if len(found) > MOST_PLACES:
            self.notices.append(
                f"{rule.code} {rule.name} finds more than {MOST_PLACES:,} faults:"
                " only the first are reported"
            )
        return found[:MOST_PLACES]

    def _said(self, rule: Rule, pages: Sequence[Page | None], known: Said) -> Said:
        """What a rule says of some pages, one after the other, or of the framework as a whole;
        with what is known.
        """
        framework, left = self.framework, MOST_PLACES
        options = self.options.get(rule.code)
        check = partial(rule.check, **options) if options else rule.check
        said = dict(known)
        again: list[Page | None] = []
        asked, is_sure = framework.memo.asked, True
        asked.clear()
        for page in pages:
            found: list[Place] = []
            try:
                found += islice(check(page, framework) if page else check(framework), left + 1)
            except Exception as error:
                self._crash(rule, page, error)
                asked.add("beyond")  # another run may not fail
            if asked:
                again.append(page)
                is_sure = is_sure and "beyond" not in asked
                asked.clear()
            if found:
                said[page.path if page else ""] = [place.bounded() for place in found]
                left -= len(found)
                if left < 0:
                    break
        is_whole = left >= 0
        is_sure = is_sure and is_whole
        self.judging.say(rule, said, again if is_whole else pages, is_sure=is_sure)
        return said

    def _crash(self, rule: Rule, page: Page | None, error: Exception) -> None:
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
