"""One run: every rule over every page of a framework."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from functools import partial
from itertools import chain, islice, starmap
from typing import Any, NamedTuple

from frameworklint.framework.framework import Framework
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


def run(framework: Framework, rules: Sequence[Rule], options: Options, tell: Tell) -> Outcome:
    """Run rules over a framework.

    Args:
        framework: the framework.
        rules: the rules to run.
        options: values of rule options, by rule code.
        tell: learns how many rules have run.
    """
    this = _Run(framework, options)
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


def _first(places: Iterable[Place]) -> list[Place]:
    """As many places as are reported, and one more where there are more."""
    return list(islice(places, MOST_PLACES + 1))


class _Run:
    def __init__(self, framework: Framework, options: Options) -> None:
        self.framework = framework
        self.options = options
        self.failures: list[Place] = []
        self.crashes: list[str] = []
        self.notices: list[str] = []

    def places(self, rule: Rule) -> list[tuple[Rule, Place]]:
        """Where a rule sees a fault, with the rule.

        Where its check fails on a page, it is run again, page by page.
        """
        options = self.options.get(rule.code)
        check = partial(rule.check, **options) if options else rule.check
        arguments = self._arguments(rule)
        places = None
        with suppress(Exception):  # whatever a rule raises on a page, it and the others go on
            places = _first(chain.from_iterable(starmap(check, arguments)))
        if places is None:
            places = _first(self._places_one_by_one(rule, check, arguments))
        if len(places) > MOST_PLACES:
            self.notices.append(
                f"{rule.code} {rule.name} finds more than {MOST_PLACES:,} faults:"
                " only the first are reported"
            )
        return [(rule, place.bounded()) for place in places[:MOST_PLACES]]

    def _arguments(self, rule: Rule) -> list[tuple[Any, ...]]:
        """With what a rule's check is to be called."""
        if rule.is_page_rule:
            return [(page, self.framework) for page in self.framework.pages]
        return [(self.framework,)]

    def _places_one_by_one(
        self, rule: Rule, check: Check, arguments: Iterable[tuple[Any, ...]]
    ) -> Iterator[Place]:
        """The places of a rule that fails somewhere."""
        for each in arguments:
            try:
                yield from (place.bounded() for place in check(*each))
            except Exception as error:
                self._crash(rule, each[0] if rule.is_page_rule else None, error)

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
