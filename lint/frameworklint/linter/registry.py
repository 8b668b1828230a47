"""The rules, and where they are found."""

import os
from collections.abc import Iterator
from functools import cache
from importlib import import_module

from frameworklint import resources
from frameworklint.framework.framework import Framework
from frameworklint.linter.place import Place, Severity
from frameworklint.linter.rule import Rule
from frameworklint.suggestions import nearest


class UnknownRuleError(Exception):
    """No rule, family or `ALL` has that name; the message says so and names the nearest."""


def _nothing(framework: Framework) -> Iterator[Place]:
    """The check of a rule whose findings come from the engine."""
    return iter(())


INTERNAL_ERROR = Rule("FW901", "internal-error", Severity.ERROR, _nothing, folder="run")
UNUSED_SUPPRESSION = Rule("FW902", "unused-suppression", Severity.WARNING, _nothing, folder="run")
STALE_BASELINE_ENTRY = Rule(
    "FW903", "stale-baseline-entry", Severity.WARNING, _nothing, folder="run"
)
ENGINE_RULES = (INTERNAL_ERROR, UNUSED_SUPPRESSION, STALE_BASELINE_ENTRY)


@cache
def all_rules() -> tuple[Rule, ...]:
    """All rules, by code. A module in `rules/` whose name begins with `_` is a helper."""
    found = list(ENGINE_RULES)
    top = resources.folder("rules")
    for family in sorted(os.listdir(top)):
        if not os.path.isfile(os.path.join(top, family, "__init__.py")):
            continue  # the family of the engine's own rules has pages only
        for file in sorted(os.listdir(os.path.join(top, family))):
            stem, ending = os.path.splitext(file)
            if ending == ".py" and not stem.startswith("_"):
                module = import_module(f"frameworklint.rules.{family}.{stem}")
                found.append(getattr(module, stem))
    return tuple(sorted(found, key=lambda rule: rule.code))


def named(selector: str) -> tuple[Rule, ...]:
    """The rules that a code, a name, a prefix of codes (`FW3`) or `ALL` stands for.

    Raises:
        UnknownRuleError: it stands for none.
    """
    rules = all_rules()
    wanted = selector.strip()
    if wanted.upper() == "ALL":
        return rules
    found = tuple(
        rule
        for rule in rules
        if rule.name == wanted.lower()
        or (wanted.upper().startswith("FW") and rule.code.startswith(wanted.upper()))
    )
    if not found:
        names, codes = [rule.name for rule in rules], [rule.code for rule in rules]
        near = nearest(wanted, names) or nearest(wanted.upper(), codes)
        hint = f"; did you mean {near}?" if near else "; `frameworklint rules` lists them"
        raise UnknownRuleError(f"there is no rule {wanted!r}{hint}")
    return found
