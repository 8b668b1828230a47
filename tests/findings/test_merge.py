"""From places to findings: one cause, one finding, whose identity outlives a regenerated page."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.digests import digest
from frameworklint.findings.finding import Finding
from frameworklint.findings.identity import anchor_of
from frameworklint.findings.lint import lint
from frameworklint.findings.merge import collect
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.place import Place, Related, Severity
from frameworklint.linter.rule import Fold, Rule
from frameworklint.page.page import Page
from frameworklint.source.span import Span

from ..conftest import framework_of

INCIDENT = (
    "# Incident I00001: Name\n\n* **Summary:** A short text\n\n"
    "| Technique | Description given for this incident |\n| - | - |\n"
    "| [T0001 a](../techniques/T0001.md) | one |\n"
    "| [T0002 b](../techniques/T0002.md) | two |\n"
    "| [T0001 a](../techniques/T0001.md) | three |\n\n"
    "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW\nA note\n"
)
FILES = {
    "incidents/I00001.md": INCIDENT,
    "techniques/T0001.md": "# Technique T0001: a\n",
    "techniques/T0002.md": "# Technique T0002: b\n",
    "README.md": "# Read me\n",
}


@pytest.fixture(scope="session")
def framework(schema_kinds: Kinds) -> Framework:
    return framework_of(schema_kinds, FILES)


def _nothing(page: Page, framework: Framework) -> Iterator[Place]:
    return iter(())


def rule(code: str = "FW990", fold: Fold = "tree", severity: Severity = Severity.ERROR) -> Rule:
    return Rule(code, "a-rule", severity, _nothing, fold)


def place(page: Page, text: str = "", cause: str = "cause", *, last: bool = False) -> Place:
    """A place on the first, or last, occurrence of a text; on the title without one."""
    start = page.source.rindex(text) if last else page.source.index(text)
    span = Span(start, start + len(text)) if text else page.top
    return Place(page=page, span=span, message="It is wrong", cause=cause)


def at(finding: Finding) -> list[tuple[str, int]]:
    """Path and line of the places of a finding."""
    return [
        (found.page.path, found.page.lines.position(found.span.start)[0])
        for found in finding.places
    ]


def pages(framework: Framework) -> tuple[Page, Page, Page, Page]:
    return (
        framework.by_id["I00001"],
        framework.by_id["T0001"],
        framework.by_id["T0002"],
        framework.by_path["README.md"],
    )


# One cause, one finding.


def test_places_with_one_cause_are_one_finding(framework: Framework) -> None:
    incident, technique, other, _ = pages(framework)
    one = rule()
    found = collect([(one, place(page)) for page in (technique, incident, other)])
    assert [at(finding) for finding in found] == [
        [("incidents/I00001.md", 1), ("techniques/T0001.md", 1), ("techniques/T0002.md", 1)]
    ]


def test_other_cause_or_other_rule_is_another_finding(framework: Framework) -> None:
    incident, *_ = pages(framework)
    one, other = rule("FW990"), rule("FW991")
    found = collect(
        [(one, place(incident)), (one, place(incident, cause="b")), (other, place(incident))]
    )
    assert len(found) == 3
    assert len({finding.fingerprint for finding in found}) == 3


def test_fold_by_page_keeps_pages_apart(framework: Framework) -> None:
    incident, technique, *_ = pages(framework)
    by_page = rule(fold="page")
    found = collect(
        [(by_page, place(page, text)) for page in (incident, technique) for text in ("#", "0")]
    )
    assert [at(finding) for finding in found] == [
        [("incidents/I00001.md", 1)] * 2,
        [("techniques/T0001.md", 1)] * 2,
    ]


def test_one_spot_is_one_place(framework: Framework) -> None:
    incident, *_ = pages(framework)
    one = rule()
    (finding,) = collect([(one, place(incident)), (one, place(incident))])
    assert len(finding.places) == 1


def test_incident_comes_before_technique_before_others_before_path_and_line(
    framework: Framework,
) -> None:
    incident, technique, other, readme = pages(framework)
    one = rule()
    spots = [place(readme), place(other), place(technique), place(incident, "two"), place(incident)]
    (finding,) = collect([(one, spot) for spot in spots])
    assert at(finding) == [
        ("incidents/I00001.md", 1),
        ("incidents/I00001.md", 8),
        ("techniques/T0001.md", 1),
        ("techniques/T0002.md", 1),
        ("README.md", 1),
    ]


def test_findings_are_sorted_by_path_position_and_rule(framework: Framework) -> None:
    incident, technique, _, readme = pages(framework)
    first, second = rule("FW990"), rule("FW991")
    found = collect(
        [
            (second, place(incident, cause="a")),
            (first, place(technique, cause="b")),
            (first, place(incident, "two", cause="c")),
            (first, place(incident, cause="d")),
            (first, place(readme, cause="e")),
        ]
    )
    assert [finding.place.cause for finding in found] == ["e", "d", "a", "c", "b"]


@given(st.permutations(range(6)))
def test_order_in_which_places_are_found_does_not_matter(
    framework: Framework, order: list[int]
) -> None:
    incident, technique, other, readme = pages(framework)
    by_tree, by_page = rule("FW990"), rule("FW991", fold="page")
    found = [
        (by_tree, place(incident)),
        (by_tree, place(technique)),
        (by_page, place(incident, "two")),
        (by_page, place(other)),
        (by_tree, place(readme, cause="b")),
        (by_page, place(incident, "one")),
    ]
    shuffled = collect([found[index] for index in order])
    assert [(finding.fingerprint, finding.place_keys) for finding in shuffled] == [
        (finding.fingerprint, finding.place_keys) for finding in collect(found)
    ]


def test_message_of_several_places_counts_them(framework: Framework) -> None:
    incident, technique, *_ = pages(framework)
    one = rule()
    spots = [place(page)._replace(many="{n} are wrong") for page in (incident, technique)]
    (alone,) = collect([(one, spots[0])])
    (both,) = collect([(one, spot) for spot in spots])
    assert (alone.message, both.message) == ("It is wrong", "2 are wrong")


def test_also_names_other_places_then_what_helps_each_once(framework: Framework) -> None:
    incident, technique, other, _ = pages(framework)
    one = rule()
    helps = Related(other, other.top, "helps")
    known = Related(incident, incident.top, "is the primary place")
    spots = [place(page)._replace(also=(helps, known)) for page in (incident, technique)]
    (finding,) = collect([(one, spot) for spot in spots])
    assert [(related.page.path, related.message) for related in finding.also] == [
        ("techniques/T0001.md", "It is wrong"),
        ("techniques/T0002.md", "helps"),
    ]


# Rules that yield.


def test_rule_yields_on_the_spot_of_a_stronger_one(framework: Framework) -> None:
    incident, *_ = pages(framework)
    strong, weak = rule("FW401"), rule("FW402")._replace(yields_to=("FW401",))
    found = collect(
        [
            (strong, place(incident, "two")),
            (weak, place(incident, "tw")),
            (weak, place(incident, "one")),
        ]
    )
    assert [(finding.rule.code, at(finding)[0][1]) for finding in found] == [
        ("FW402", 7),
        ("FW401", 8),
    ]


def test_rule_yields_to_a_family(framework: Framework) -> None:
    incident, *_ = pages(framework)
    weak = rule("FW305")._replace(yields_to=("FW4",))
    assert [
        finding.rule.code
        for finding in collect([(weak, place(incident)), (rule("FW499"), place(incident))])
    ] == ["FW499"]


def test_rule_does_not_yield_on_another_page(framework: Framework) -> None:
    incident, technique, *_ = pages(framework)
    weak = rule("FW402")._replace(yields_to=("FW401",))
    assert (
        len(collect([(rule("FW401"), place(incident)), (weak, place(technique, cause="b"))])) == 2
    )


def test_place_that_yields_leaves_its_finding_at_the_others(framework: Framework) -> None:
    incident, technique, *_ = pages(framework)
    strong, weak = rule("FW401"), rule("FW402")._replace(yields_to=("FW401",))
    found = collect([(strong, place(incident)), (weak, place(incident)), (weak, place(technique))])
    assert [at(finding) for finding in found] == [
        [("incidents/I00001.md", 1)],
        [("techniques/T0001.md", 1)],
    ]


def test_rule_hides_all_others_on_what_it_covers(framework: Framework) -> None:
    incident, technique, *_ = pages(framework)
    hiding = rule("FW002")._replace(hides_all_but=("FW201",))
    hides = place(incident)._replace(covers=incident.span)
    found = collect(
        [
            (hiding, hides),
            (rule("FW101"), place(incident, "two")),
            (rule("FW201"), place(incident, "one")),
            (rule("FW101"), place(technique)),
        ]
    )
    assert [(finding.rule.code, finding.place.page.id) for finding in found] == [
        ("FW002", "I00001"),
        ("FW201", "I00001"),
        ("FW101", "T0001"),
    ]


def test_rule_that_hides_all_does_not_hide_itself(framework: Framework) -> None:
    incident, *_ = pages(framework)
    hiding = rule("FW108")._replace(hides_all_but=())
    row = "| [T0002 b](../techniques/T0002.md) | two |"
    found = collect([(hiding, place(incident, row)), (hiding, place(incident, "two", cause="b"))])
    assert len(found) == 2


def test_crash_is_reported_on_a_page_that_another_rule_hides(schema_kinds: Kinds) -> None:
    def crash(page: Page, framework: Framework) -> Iterator[Place]:
        raise ValueError("boom")
        yield

    def hide(page: Page, framework: Framework) -> Iterator[Place]:
        yield Place(page=page, span=page.top, message="x", cause="x", covers=page.span)

    framework = framework_of(schema_kinds, {"a.md": "# a\n"})
    rules = [
        Rule("FW990", "crash", Severity.ERROR, crash),
        Rule("FW002", "hide", Severity.ERROR, hide, hides_all_but=()),
    ]
    result = lint(framework, rules)
    assert [finding.rule.code for finding in result.findings] == ["FW002", "FW901"]
    assert "ValueError: boom" in result.crashes[0]
    assert result.crashes[0].count("Traceback") == 1


# Identity.


def changed(source: str) -> dict[str, str]:
    """The files of the framework with another text of the incident."""
    return FILES | {"incidents/I00001.md": source}


ROWS = [line for line in INCIDENT.splitlines() if line.startswith("| [")]
REORDERED = INCIDENT.replace("\n".join(ROWS), "\n".join([ROWS[1], ROWS[0], ROWS[2]]))
LONGER = INCIDENT.replace("# Incident", "before\n\n# Incident").replace(
    "| Technique", "\n\n| Technique"
)
WIDER = INCIDENT.replace("| one |", "| more than one |").replace("A short", "Not a short")


def found_in(kinds: Kinds, files: dict[str, str], severity: Severity = Severity.ERROR) -> Finding:
    """A finding with four places on the incident's page and one on a technique's."""
    framework = framework_of(kinds, files)
    incident, technique, *_ = pages(framework)
    one = rule(severity=severity)
    spots = [
        place(incident, "# "),
        place(incident, "short"),
        place(incident, "two"),
        place(incident, "T0001"),
        place(incident, "three"),
        place(incident, "A note"),
        place(technique, "a"),
    ]
    (finding,) = collect([(one, spot) for spot in spots])
    return finding


@pytest.mark.parametrize("source", [REORDERED, LONGER, WIDER], ids=["rows", "lines", "text"])
def test_identity_outlives_a_changed_page(schema_kinds: Kinds, source: str) -> None:
    before, after = found_in(schema_kinds, FILES), found_in(schema_kinds, changed(source))
    assert [found.span for found in before.places] != [found.span for found in after.places]
    assert before.fingerprint == after.fingerprint
    assert sorted(before.place_keys) == sorted(after.place_keys)


def test_identity_outlives_a_renamed_home(schema_kinds: Kinds) -> None:
    moved = {f"pages/{path}": source for path, source in FILES.items()}
    del moved["pages/README.md"]
    before = found_in(schema_kinds, FILES)
    after = found_in(schema_kinds, moved | {"README.md": ""})
    assert after.place.page.path == "pages/incidents/I00001.md"
    assert (before.fingerprint, before.place_keys) == (after.fingerprint, after.place_keys)


def test_identity_outlives_another_severity_and_message(framework: Framework) -> None:
    incident, *_ = pages(framework)
    (before,) = collect([(rule(), place(incident))])
    reworded = place(incident)._replace(message="It is not right", many="x", subject="y")
    (after,) = collect([(rule(severity=Severity.INFO), reworded)])
    assert (before.fingerprint, before.place_keys) == (after.fingerprint, after.place_keys)


def test_places_of_a_finding_have_keys_of_their_own(schema_kinds: Kinds) -> None:
    finding = found_in(schema_kinds, FILES)
    assert len(set(finding.place_keys)) == len(finding.places) == 7


def test_place_on_another_page_has_another_key(framework: Framework) -> None:
    _, technique, other, _ = pages(framework)
    one = rule()
    (first,) = collect([(one, place(technique))])
    (second,) = collect([(one, place(other))])
    assert first.fingerprint == second.fingerprint
    assert first.place_keys != second.place_keys


@pytest.mark.parametrize(
    ("text", "anchor"),
    [
        ("Name", "title"),
        ("short", "field Summary"),
        ("Summary", "field Summary"),
        ("one", "table Technique row T0001"),
        ("[T0002", "table Technique row T0002"),
        ("Description given", "table Technique"),
        ("A note", "page"),
        ("DO NOT EDIT", "page"),
    ],
)
def test_anchor_names_a_spot_without_its_line(framework: Framework, text: str, anchor: str) -> None:
    incident, *_ = pages(framework)
    assert anchor_of(incident, place(incident, text).span) == anchor


def test_digest_is_the_same_everywhere_and_tells_parts_apart() -> None:
    assert digest("FW201", "a") == "2e89fab6fa388dbded8d00345918ea39"
    assert digest("a", "bc") != digest("ab", "c")
    assert len(digest("\udcff")) == 32


def test_no_two_real_findings_share_an_identity(real_findings: list[Finding]) -> None:
    assert real_findings
    fingerprints = [finding.fingerprint for finding in real_findings]
    keys = [key for finding in real_findings for key in finding.place_keys]
    assert len(set(fingerprints)) == len(fingerprints)
    assert len(set(keys)) == len(keys)
    assert all(len(finding.place_keys) == len(finding.places) for finding in real_findings)
