"""What follows from what, and what only stands beside it, on places made by hand."""

import time

import pytest

from frameworklint.findings.finding import Finding, Neighbor
from frameworklint.findings.merge import collect
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.place import Location, Related
from frameworklint.linter.rule import Rule
from frameworklint.source.span import Span

from ..conftest import framework_of
from .test_merge import FILES, place, rule


@pytest.fixture(scope="module")
def framework(schema_kinds: Kinds) -> Framework:
    return framework_of(schema_kinds, FILES)


def spot(framework: Framework, text: str) -> Location:
    """The first occurrence of a text on the incident's page."""
    page = framework.by_id["I00001"]
    start = page.source.index(text)
    return page, Span(start, start + len(text))


def follows(findings: list[Finding]) -> dict[str, list[str]]:
    """By rule: the rules of the findings from which its finding follows."""
    rules = {finding.fingerprint: finding.rule.code for finding in findings}
    return {f.rule.code: [rules[one] for one in f.follows] for f in findings}


def named(findings: list[Finding]) -> dict[str, list[str]]:
    """By rule: the rules that its finding names beside it."""
    return {f.rule.code: [other.message[:5] for other in f.beside] for f in findings}


EXPLAINING = rule("FW990")._replace(explains=("FW993",))


def test_what_stands_beside_a_finding_does_not_follow_from_it(framework: Framework) -> None:
    page = framework.by_id["I00001"]
    both = EXPLAINING._replace(beside=("FW992",))
    found = collect([(one, place(page, "two")) for one in (both, rule("FW992"), rule("FW993"))])
    assert follows(found) == {"FW990": [], "FW992": [], "FW993": ["FW990"]}
    assert named(found) == {"FW990": ["FW992", "FW993"], "FW992": ["FW990"], "FW993": ["FW990"]}


def test_what_is_explained_twice_follows_from_the_first(framework: Framework) -> None:
    page = framework.by_id["I00001"]
    second = EXPLAINING._replace(code="FW991")
    found = collect([(one, place(page, "two")) for one in (second, EXPLAINING, rule("FW993"))])
    assert follows(found)["FW993"] == ["FW990"]
    assert named(found)["FW993"] == ["FW990", "FW991"]


def test_what_two_findings_explain_in_parts_follows_from_both(framework: Framework) -> None:
    page = framework.by_id["I00001"]
    causes = [
        (EXPLAINING._replace(code=code), place(page, text))
        for code, text in (("FW990", "one"), ("FW991", "two"))
    ]
    split = [(rule("FW993"), place(page, text)) for text in ("one", "two")]
    assert follows(collect([*causes, *split]))["FW993"] == ["FW990", "FW991"]
    assert follows(collect([*causes[:1], *split]))["FW993"] == []


def test_places_that_share_what_they_explain_do_not_hide_what_others_explain(
    framework: Framework,
) -> None:
    page = framework.by_id["I00001"]
    shared, other = (spot(framework, "one"),), (spot(framework, "three"),)
    causes = [
        place(page, text)._replace(explained=explained)
        for text, explained in (("#", shared), ("Name", shared), ("Summary", other))
    ]
    explained = place(page, "three")
    found = collect([*((EXPLAINING, one) for one in causes), (rule("FW993"), explained)])
    assert follows(found)["FW993"] == ["FW990"]


def test_a_finding_names_the_message_of_the_place_that_explains_it(framework: Framework) -> None:
    """Its own message counts its places; the place says what is wrong on this very spot."""
    page = framework.by_id["I00001"]
    causes = [
        place(page, text)._replace(message=f"{text} is wrong", many="{n} are wrong")
        for text in ("one", "two")
    ]
    found = collect([*((EXPLAINING, one) for one in causes), (rule("FW993"), place(page, "two"))])
    (explained,) = (finding for finding in found if finding.rule.code == "FW993")
    (beside,) = explained.beside
    assert beside.message == "FW990 a-rule: two is wrong"
    assert (beside.page, beside.span) == spot(framework, "two")


def test_what_follows_from_other_places_is_not_named_beside_those_that_are_shown(
    framework: Framework,
) -> None:
    page = framework.by_id["I00001"]
    causes = [(EXPLAINING, place(page, text)) for text in ("one", "two")]
    split = [(rule("FW993"), place(page, text, cause=text)) for text in ("one", "two")]
    (cause,) = (one for one in collect([*causes, *split]) if one.rule.code == "FW990")
    assert [spot.span for spot in cause.beside] == [spot.span for spot in cause.places]
    shown = cause._replace(places=cause.places[1:])
    assert [spot.span for spot in shown.beside] == [cause.places[1].span]


def explained_by(cause: Rule, framework: Framework, text: str) -> bool:
    page = framework.by_id["I00001"]
    found = collect([(cause, place(page, "one")), (rule("FW993"), place(page, text))])
    return bool(follows(found)["FW993"])


def test_only_what_stands_on_the_spot_follows(framework: Framework) -> None:
    assert explained_by(EXPLAINING, framework, "one")
    assert not explained_by(EXPLAINING, framework, "two")


def test_time_is_linear_in_the_findings_beside_one_spot(framework: Framework) -> None:
    (finding,) = collect([(rule(), place(framework.by_id["I00001"], "one"))])
    page, span = finding.place.page, finding.place.span
    others = [Neighbor(Related(page, span, f"Other {number}")) for number in range(30_000)]
    crowded = finding._replace(neighbors=tuple(others))
    started = time.process_time()
    assert len(crowded.also) == len(others)
    assert time.process_time() - started < 5
