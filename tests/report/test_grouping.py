"""What the text report tells: each fault once, and every finding at least in a count."""

from collections.abc import Sequence

import pytest

from frameworklint.findings.finding import Finding
from frameworklint.findings.merge import collect
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter import rule_page as rulepage
from frameworklint.linter.place import Place, Related
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
from frameworklint.report.formats.text import render, render_concise
from frameworklint.report.grouping import grouped
from frameworklint.report.report import Report
from frameworklint.source.span import Span

from ..conftest import framework_of
from ..findings.test_merge import place, rule

INCIDENTS = [f"I{number:05}" for number in range(1, 13)]
FILES = {f"incidents/{found}.md": f"# Incident {found}: one two three\n" for found in INCIDENTS} | {
    f"techniques/T000{number}.md": f"# Technique T000{number}: one two\n" for number in range(1, 5)
}


@pytest.fixture(scope="session")
def pages(schema_kinds: Kinds) -> dict[str, Page]:
    return framework(schema_kinds).by_id


@pytest.fixture(autouse=True)
def _rules_of_tests_have_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rulepage, "remedy", lambda rule, **_: "")


def framework(schema_kinds: Kinds) -> Framework:
    return framework_of(schema_kinds, FILES)


def explaining(code: str, *explained: str) -> Rule:
    return rule(code)._replace(explains=explained)


def codes(findings: Sequence[Finding]) -> list[tuple[str, list[str], list[str]]]:
    """What is told, by code, with the pages that are like it and the codes that follow."""
    return [
        (
            one.finding.rule.code,
            [finding.place.page.id for finding in one.same],
            [finding.rule.code for finding in one.following],
        )
        for one in grouped(findings)
    ]


def spot(page: Page, text: str) -> tuple[Page, Span]:
    return page, place(page, text).span


def shown(findings: Sequence[Finding]) -> str:
    return render(Report(list(findings), files=len(FILES)))


# What follows from another finding.


def test_a_finding_follows_from_the_one_that_covers_it(pages: dict[str, Page]) -> None:
    page = pages["I00001"]
    cause = place(page)._replace(covers=page.span)
    found = collect([(explaining("FW311", "FW201"), cause), (rule("FW201"), place(page, "two"))])
    assert codes(found) == [("FW311", [], ["FW201"])]
    assert "1 error (FW201) follows from this and is not repeated" in shown(found)
    assert "1 error; 1 more follows from these or says the same\n" in shown(found)
    assert render_concise(Report(found, files=1)).count("\n") == 2


def test_both_name_each_other(pages: dict[str, Page]) -> None:
    page = pages["I00001"]
    cause = place(page, "one two")._replace(message="The cause")
    found = collect([(explaining("FW311", "FW201"), cause), (rule("FW201"), place(page, "two"))])
    assert [[other.message for other in finding.also] for finding in found] == [
        ["FW201 a-rule: It is wrong"],
        ["FW311 a-rule: The cause"],
    ]


def test_a_finding_follows_only_where_all_its_places_are_explained(pages: dict[str, Page]) -> None:
    one, other = pages["I00001"], pages["T0001"]
    both = [(rule("FW201"), place(page, "two")) for page in (one, other)]
    cause = explaining("FW311", "FW201")
    partly = collect([(cause, place(one, "two")), *both])
    assert codes(partly) == [("FW201", [], []), ("FW311", [], [])]
    wholly = collect([(cause, place(one, "two")), (cause, place(other, "two", "else")), *both])
    assert codes(wholly) == [("FW311", [], ["FW201"]), ("FW311", [], [])]
    first, second = (finding for finding in wholly if finding.rule is cause)
    (explained,) = (finding for finding in wholly if finding.rule is not cause)
    assert codes([first, explained]) == [("FW311", [], []), ("FW201", [], [])]
    assert codes([second, explained]) == [("FW311", [], []), ("FW201", [], [])]


def test_what_explains_elsewhere_does_not_explain_here(pages: dict[str, Page]) -> None:
    page = pages["I00001"]
    cause = place(page, "two")._replace(explained=(spot(page, "three"),))
    explainer = explaining("FW403", "FW407")
    here = collect([(explainer, cause), (rule("FW407"), place(page, "two"))])
    there = collect([(explainer, cause), (rule("FW407"), place(page, "three"))])
    assert codes(here) == [("FW403", [], []), ("FW407", [], [])]
    assert codes(there) == [("FW403", [], ["FW407"])]


@pytest.mark.parametrize(
    ("faults", "follows"),
    [(["one"], False), (["one", "three"], True), (["one", "two"], False)],
)
def test_a_difference_follows_from_faults_on_one_side_of_each_part(
    pages: dict[str, Page], faults: list[str], follows: bool
) -> None:
    here, there = pages["I00001"], pages["I00002"]
    parts = tuple((spot(here, text), spot(there, text)) for text in ("one", "three"))
    differing = place(here, "one")._replace(differences=parts)
    tag = explaining("FW501", "FW408")
    faulty = [(tag, place(here, text, cause=text)) for text in faults]
    found = collect([(rule("FW408"), differing), *faulty])
    assert ("FW408" not in [code for code, _, _ in codes(found)]) == follows
    both_sides = [(tag, place(there, text, cause=text)) for text in faults]
    found = collect([(rule("FW408"), differing), *faulty, *both_sides])
    assert "FW408" in [code for code, _, _ in codes(found)]


def test_what_follows_from_something_that_follows_is_told(pages: dict[str, Page]) -> None:
    page = pages["I00001"]
    first, second = explaining("FW311", "FW403"), explaining("FW403", "FW407")
    found = collect([(r, place(page, "two")) for r in (first, second, rule("FW407"))])
    assert codes(found) == [("FW311", [], ["FW403"]), ("FW407", [], [])]


def test_what_follows_from_a_cause_and_from_what_follows_is_told_with_the_cause(
    pages: dict[str, Page],
) -> None:
    page = pages["I00001"]
    first, second = explaining("FW403", "FW407"), explaining("FW501", "FW403", "FW407")
    found = collect([(r, place(page, "two")) for r in (first, second, rule("FW407"))])
    assert codes(found) == [("FW501", [], ["FW403", "FW407"])]


# The same of many pages.


def alike(pages: dict[str, Page], ids: Sequence[str]) -> list[tuple[Rule, Place]]:
    by_page = rule("FW102", fold="page")
    return [(by_page, place(pages[found])) for found in ids]


def test_the_same_of_many_pages_is_told_once(pages: dict[str, Page]) -> None:
    found = collect(alike(pages, INCIDENTS[:4]))
    assert codes(found) == [("FW102", INCIDENTS[1:4], [])]
    output = shown(found)
    assert "the same on 3 more pages: I00002, I00003, I00004\n" in output
    assert output.count("It is wrong") == 1
    assert "1 error; 3 more follow from these or say the same\n" in output
    assert render_concise(Report(found, files=1)).count("\n") == 4


def test_of_very_many_pages_only_some_are_named(pages: dict[str, Page]) -> None:
    output = shown(collect(alike(pages, INCIDENTS)))
    assert "the same on 11 more pages: I00002, I00003, I00004, I00005, I00006, …\n" in output


def test_the_same_of_a_few_pages_is_told_of_each(pages: dict[str, Page]) -> None:
    assert [same for _, same, _ in codes(collect(alike(pages, INCIDENTS[:3])))] == [[], [], []]


def test_kinds_are_told_apart(pages: dict[str, Page]) -> None:
    found = collect(alike(pages, [*INCIDENTS[:3], "T0001"]))
    assert [same for _, same, _ in codes(found)] == [[], [], [], []]


def test_a_second_finding_on_a_page_is_told(pages: dict[str, Page]) -> None:
    again = (rule("FW102"), place(pages["I00002"], "two", cause="again"))
    found = collect([*alike(pages, INCIDENTS[:4]), again])
    assert codes(found) == [("FW102", INCIDENTS[1:4], []), ("FW102", [], [])]


def test_what_follows_from_an_untold_finding_is_counted_with_the_told_one(
    pages: dict[str, Page],
) -> None:
    cause = explaining("FW501", "FW408")._replace(fold="page")
    found = collect(
        [(cause, place(pages[id_], "two")) for id_ in INCIDENTS[:4]]
        + [(rule("FW408", fold="page"), place(pages[id_], "two")) for id_ in INCIDENTS[2:4]]
    )
    assert codes(found) == [("FW501", INCIDENTS[1:4], ["FW408", "FW408"])]


# Other places.


def test_another_place_says_what_is_new_there(pages: dict[str, Page]) -> None:
    ending = "cites T0001, but no technique of the framework has that ID"
    helps = Related(*spot(pages["I00002"], "two"), message=f"The cell of C00002 {ending}")
    wrong = place(pages["I00001"])._replace(message=f"The cell of C00001 {ending}", also=(helps,))
    output = shown(collect([(rule(), wrong)]))
    assert "  The cell of C00002 …\n" in output


# What stands in one column is told together.


def test_findings_of_one_column_are_told_as_one_block(pages: dict[str, Page]) -> None:
    page = pages["I00001"]
    column = "`techniques` of countermeasures"
    places = [
        place(page, text, cause)._replace(block=column, subject=cause, note=note)
        for text, cause, note in (
            ("one", "T0001", ""),
            ("two", "T0002", "T0102 has that name"),
            ("three", "T0003", ""),
            ("one two", "T0003", ""),
        )
    ]
    other = place(page, "two three", "T0004")._replace(block="`tactic` of countermeasures")
    found = collect([(rule("FW706"), one) for one in (*places, other)])
    assert len(found) == 4
    assert [len(one.block) for one in grouped(found)] == [2, 0]
    output = shown(found)
    assert f"2 more in {column}:" in output
    assert "T0003 2 times, T0002 (T0102 has that name)" in output
    assert "2 errors; 2 more follow from these or say the same\n" in output


def test_what_a_block_is_about_is_named_once(pages: dict[str, Page]) -> None:
    found = collect(
        (rule("FW405"), place(pages["I00001"], text, cause)._replace(block="rows", subject=subject))
        for text, cause, subject in (
            ("one", "a", "T0001"),
            ("two", "b", "T0002"),
            ("three", "c", "T0003"),
            ("one two", "d", "T0003"),
            ("two three", "e", "T0003"),
        )
    )
    assert [len(one.block) for one in grouped(found)] == [4]
    named = [line for line in shown(found).split("\n") if line.startswith("        T")]
    assert len(named) == 1
    assert named[0].split(", ")[0] == "        T0003 3 times"
    assert len(named[0].split(", ")) == 2


def test_a_block_on_several_pages_has_a_line_for_each(pages: dict[str, Page]) -> None:
    found = collect(
        (rule("FW407"), place(pages[page], "one", page)._replace(block="the texts", note="T0001"))
        for page in INCIDENTS[:5]
    )
    assert [len(one.block) for one in grouped(found)] == [4]
    assert "4 more in the texts:\n        I00002 1:20: T0001\n" in shown(found)
    assert [(len(one.same), len(one.block)) for one in grouped(found[:4])] == [(3, 0)]
