"""One run: every rule over every page of a framework."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import partial
from itertools import chain, starmap
from typing import Any, NamedTuple

from frameworklint.findings import Finding, Place, collect
from frameworklint.framework import Framework
from frameworklint.progress import Tell, silent
from frameworklint.registry import INTERNAL_ERROR, Check, Rule, all_rules

Options = Mapping[str, Mapping[str, Any]]


class Result(NamedTuple):
    """What a run found.

    Attributes:
        findings: sorted by path, position and rule; before selection.
        crashes: the tracebacks of rules that failed.
    """

    findings: list[Finding]
    crashes: list[str]


def lint(
    framework: Framework,
    rules: Iterable[Rule] | None = None,
    options: Options | None = None,
    tell: Tell = silent,
) -> Result:
    """Run rules, all by default, over a framework.

    Args:
        framework: the framework.
        rules: the rules to run.
        options: values of rule options, by rule code.
        tell: is told how many rules have run.
    """
    rules = list(rules or all_rules())
    run = _Run(framework, options or {})
    found: list[tuple[Rule, Place]] = []
    family = ""
    for index, rule in enumerate(rules):
        tell("checking rules", index, len(rules))
        if rule.folder != family:
            family = rule.folder
            framework.forget()
        found += run.places(rule)
    # Nothing that another rule says of a page hides that a rule failed there.
    findings = collect(found) + collect((INTERNAL_ERROR, place) for place in run.errors)
    return Result(sorted(findings, key=lambda finding: finding.sort_key), run.crashes)


class _Run:
    def __init__(self, framework: Framework, options: Options) -> None:
        self.framework = framework
        self.options = options
        self.errors: list[Place] = []
        self.crashes: list[str] = []

    def places(self, rule: Rule) -> list[tuple[Rule, Place]]:
        """Where a rule sees a fault, with the rule.

        Where its check fails on a page, it is run again, page by page.
        """
        options = self.options.get(rule.code)
        check = partial(rule.check, **options) if options else rule.check
        arguments = self._arguments(rule)
        places = None
        with suppress(Exception):  # whatever a rule raises on a page, it and the others go on
            places = list(chain.from_iterable(starmap(check, arguments)))
        if places is None:
            places = list(self._places_one_by_one(rule, check, arguments))
        return [(rule, place) for place in places]

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
                yield from check(*each)
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
            self.errors.append(
                Place(page=at, span=at.top, message=message, cause=cause, subject=rule.code)
            )
