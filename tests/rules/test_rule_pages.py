"""Each rule's page and cases are its test: they are linted, and must give what they expect."""

import os
from functools import cache
from pathlib import Path

import pytest

from frameworklint.kinds.kind import Kinds
from frameworklint.linter import rule_page as rulepage
from frameworklint.linter.registry import all_rules
from frameworklint.linter.rule import Rule

from .. import rule_cases
from ..rule_cases import Case

RULES = [pytest.param(rule, id=f"{rule.code} {rule.name}") for rule in all_rules()]


@cache
def _cases_of(rule: Rule) -> list[tuple[Path, Case]]:
    return [
        (document, case)
        for document in rule_cases.documents(rule)
        for case in rule_cases.cases(document.read_text("utf-8"))
    ]


_CASES = [
    pytest.param(rule, document, case, id=f"{rule.name}: {case.heading}")
    for rule in all_rules()
    for document, case in _cases_of(rule)
]


@pytest.mark.parametrize(("rule", "document", "case"), _CASES)
def test_case_gives_what_it_expects(
    rule: Rule, document: Path, case: Case, schema_kinds: Kinds, request: pytest.FixtureRequest
) -> None:
    found = rule_cases.run(case, rule, schema_kinds)
    if request.config.getoption("--update-rule-pages") and found != case.expected:
        assert not os.environ.get("CI"), "expectations are never rewritten in CI"
        _update(document, case.heading, found)
        pytest.skip("rewritten; read it before you commit it")
    assert found == case.expected


_OFFERING = [param for param in _CASES if param.values[2].fixes is not None]  # type: ignore[union-attr]


@pytest.mark.parametrize(("rule", "document", "case"), _OFFERING)
def test_case_offers_the_fixes_that_it_shows(
    rule: Rule, document: Path, case: Case, schema_kinds: Kinds, request: pytest.FixtureRequest
) -> None:
    found = rule_cases.offered(case, rule, schema_kinds)
    if request.config.getoption("--update-rule-pages") and found != case.fixes:
        assert not os.environ.get("CI"), "expectations are never rewritten in CI"
        lines = document.read_text("utf-8").split("\n")
        current = next(c for c in rule_cases.cases("\n".join(lines)) if c.heading == case.heading)
        assert current.fixes_block
        lines[slice(*current.fixes_block)] = found.splitlines()
        _rewrite(document, lines)
        pytest.skip("rewritten; read it before you commit it")
    assert found == case.fixes
    assert found, "a case with a fixes block offers some"


@pytest.mark.parametrize("rule", RULES)
def test_what_a_rule_fixes_stands_in_its_cases(rule: Rule) -> None:
    source = Path(rule.page_path).with_suffix(".py")
    offers = source.is_file() and "fixes=" in source.read_text("utf-8")
    shown = any(case.fixes for _, case in _cases_of(rule))
    assert shown == offers or rule.code in ("FW503", "FW512")


def _update(document: Path, heading: str, found: str) -> None:
    """Rewrite the findings block of one case; its place is looked up anew, as lines move."""
    text = document.read_text("utf-8")
    case = next(c for c in rule_cases.cases(text) if c.heading == heading)
    lines = text.split("\n")
    if case.block:
        first, after = case.block
        lines[first:after] = found.splitlines()
        if not found:
            del lines[first - 1 : first + 1]
    else:
        lines[case.end : case.end] = ["", "```findings", *found.splitlines(), "```"]
    _rewrite(document, lines)


def _rewrite(document: Path, lines: list[str]) -> None:
    document.write_text("\n".join(lines), "utf-8")
    _cases_of.cache_clear()


@pytest.mark.parametrize("rule", RULES)
def test_page_has_the_parts_that_readers_expect(rule: Rule) -> None:
    page = rulepage.read(rule)
    assert page.startswith(f"# {rule.code} {rule.name}\n")
    sections = rulepage.sections(page)
    assert sections[""], "a summary below the title"
    wanted = ["What it does", "Why it matters", "How to fix it at the source"]
    if rule.folder != "run":
        wanted += ["Example", "Use instead"]
    assert [name for name in wanted if not sections.get(name)] == []


@pytest.mark.parametrize("rule", RULES)
def test_page_has_a_case_that_fires_and_one_that_is_silent(rule: Rule) -> None:
    if rule.folder == "run":
        pytest.skip("the engine's own rules have no cases on their pages")
    expected = [case.expected for _, case in _cases_of(rule)]
    assert any(f" {rule.code} " in findings for findings in expected)
    assert any(f" {rule.code} " not in findings for findings in expected)


@pytest.mark.parametrize("rule", RULES)
def test_page_is_read_in_a_few_minutes(rule: Rule) -> None:
    assert len(rulepage.read(rule).splitlines()) <= 130


@pytest.mark.parametrize("rule", RULES)
def test_cases_say_whose_they_are(rule: Rule) -> None:
    for document in rule_cases.documents(rule)[1:]:
        assert document.read_text("utf-8").startswith(f"# {rule.code} {rule.name}: cases\n")


def test_every_page_and_every_file_of_cases_has_its_rule() -> None:
    known = {path for rule in all_rules() for path in rule_cases.documents(rule)}
    top = Path(all_rules()[0].page_path).parent.parent
    assert set(top.glob("*/*.md")) == known
