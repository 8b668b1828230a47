"""The rules: how one is declared, and where they are found."""

import os
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import import_module
from itertools import takewhile
from types import MappingProxyType
from typing import Any, Literal, NamedTuple

from frameworklint import HOMEPAGE, resources
from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework

Check = Callable[..., Iterator[Place]]
Fold = Literal["tree", "page"]


class UnknownRuleError(Exception):
    """No rule, family or `ALL` has that name; the message says so and names the nearest."""


class Rule(NamedTuple):
    """A rule of the catalogue.

    Attributes:
        code: permanent, such as `FW201`.
        name: what it is called in messages and settings, such as `broken-link`.
        severity: of its findings, unless settings change it.
        check: a generator of places over a page and the framework, or over the framework alone.
        fold: where places with one cause are one finding: in the whole `tree` or on one `page`.
        yields_to: codes or prefixes of rules under whose places this rule is silent.
        hides_all_but: where it is set, all rules but those are silent under this rule's places.
        options: names and defaults of the check's keyword-only parameters.
        folder: the family's folder.
        beside: codes or prefixes of rules whose findings on the same spot stand side by side with
            this rule's, each naming the other.
        source: which cells of the workbook a finding names: those of its `text`, in a table those
            of the `row`, or the row and the cell by which it is listed, the `listing`.
        explains: codes or prefixes of rules whose findings follow from this rule's: each names the
            other, and the text report does not repeat what is explained whole.
    """

    code: str
    name: str
    severity: Severity
    check: Check
    fold: Fold = "tree"
    yields_to: tuple[str, ...] = ()
    hides_all_but: tuple[str, ...] | None = None
    options: Mapping[str, Any] = MappingProxyType({})
    folder: str = ""
    beside: tuple[str, ...] = ()
    source: Literal["text", "row", "listing"] = "text"
    explains: tuple[str, ...] = ()

    def __hash__(self) -> int:
        """That of the code: no two rules have the same."""
        return hash(self.code)

    @property
    def page_path(self) -> str:
        """The path of the rule's page, which is its documentation and its test."""
        stem = self.name.replace("-", "_")
        return os.path.join(resources.folder("rules"), self.folder, f"{stem}.md")

    @property
    def url(self) -> str:
        """Where the rule's page can be read."""
        return f"{HOMEPAGE}/blob/main/rules/{self.folder}/{self.name.replace('-', '_')}.md"

    @property
    def is_page_rule(self) -> bool:
        """Whether the check takes one page at a time."""
        return self.check.__code__.co_varnames[:1] == ("page",)

    def is_silent_under(self, other: "Rule") -> bool:
        """Whether this rule says nothing on a spot where `other` has found something."""
        if other.hides_all_but is not None and not self.code.startswith(other.hides_all_but):
            return True
        return bool(self.yields_to) and other.code.startswith(self.yields_to)


def rule(
    code: str,
    severity: Severity,
    *,
    fold: Fold = "tree",
    yields_to: tuple[str, ...] = (),
    hides_all_but: tuple[str, ...] | None = None,
    beside: tuple[str, ...] = (),
    source: Literal["text", "row", "listing"] = "text",
    explains: tuple[str, ...] = (),
) -> Callable[[Check], Rule]:
    """Declare a rule. Its name is the module's; see `Rule` for the parameters."""

    def declare(check: Check) -> Rule:
        *_, folder, module = check.__module__.split(".")
        options: Mapping[str, Any] = getattr(check, "__kwdefaults__", None) or {}
        name = module.replace("_", "-")
        return Rule(
            code,
            name,
            severity,
            check,
            fold,
            yields_to,
            hides_all_but,
            options,
            folder,
            beside,
            source,
            explains,
        )

    return declare


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
        near = _nearest(wanted, [rule.name for rule in rules]) or _nearest(
            wanted.upper(), [rule.code for rule in rules]
        )
        hint = f"; did you mean {near}?" if near else "; `frameworklint rules` lists them"
        raise UnknownRuleError(f"there is no rule {wanted!r}{hint}")
    return found


def _nearest(wanted: str, known: list[str]) -> str:
    """The most similar of some names, of equally similar ones that with the same beginning."""
    from difflib import get_close_matches

    near = get_close_matches(wanted, known, n=9)
    return max(near, key=lambda name: _shared_beginning(name, wanted), default="")


def _shared_beginning(one: str, other: str) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))
