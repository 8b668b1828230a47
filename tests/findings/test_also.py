"""What a finding says of other places, and of what other rules say of its own."""

import pytest

from ..builders import (
    FERRY,
    INSTITUTE,
    PLATFORM,
    PLATFORM_ROW,
    PLATFORM_TEXT,
    RESEARCHER,
    ROOM,
    ROOM_TEXT,
    VOTE,
    Edit,
    Finding,
    Kinds,
    clean,
    hold,
    line_of,
    listed,
    spot,
    swap,
    swap_all,
    tell,
    tell_more,
)
from ..conftest import findings_of, framework_of
from ..scratch import CommandLine, Repository
from ..workbooks import books, printed, small

FOREIGN = line_of(VOTE, "| [T0097.108 ").split(" | ")[1].removesuffix(" |")
NEARLY = line_of(INSTITUTE, "| [T0151.006 ")


def by_rule(kinds: Kinds, *edits: Edit) -> dict[str, Finding]:
    found = findings_of(framework_of(kinds, clean(*edits)))
    rules = {finding.rule.code: finding for finding in found}
    assert len(rules) == len(found)
    return rules


def others(finding: Finding) -> list[tuple[str, str, str]]:
    """Where each other place stands, and the rule that it names, if it names one."""
    return [
        (
            other.page.path,
            spot(other.page, other.span),
            other.message[:5] if other.message.startswith("FW") else "",
        )
        for other in finding.also
    ]


def test_two_rules_on_one_spot_name_each_other(schema_kinds: Kinds) -> None:
    """The text under T0151.004 is another incident's, and cites T0151.006 instead."""
    found = by_rule(schema_kinds, swap_all(PLATFORM_TEXT, ROOM_TEXT))
    assert set(found) == {"FW403", "FW404"}
    uncited, foreign = found["FW403"], found["FW404"]
    assert (uncited.place.page, uncited.place.span) == (foreign.place.page, foreign.place.span)
    assert others(uncited) == [(PLATFORM, "15:80", ""), (FERRY, "24:78", "FW404")]
    assert others(foreign) == [
        (PLATFORM, "15:80", ""),
        (FERRY, "24:78", "FW403"),
        (VOTE, "25:74", ""),
    ]
    assert uncited.also[1].message == f"FW404 foreign-description: {foreign.message}"
    assert foreign.also[1].message == f"FW403 uncited-technique: {uncited.message}"


def test_a_third_rule_on_the_text_is_named_too(schema_kinds: Kinds) -> None:
    """Another incident's text, whose technique is not listed either."""
    found = by_rule(schema_kinds, swap_all(PLATFORM_TEXT, FOREIGN))
    assert set(found) == {"FW403", "FW404", "FW407"}
    assert others(found["FW403"]) == [
        (PLATFORM, "15:80", ""),
        (FERRY, "24:78", "FW404"),
        (FERRY, "24:169", "FW407"),
    ]
    assert others(found["FW404"])[-1] == (FERRY, "24:78", "FW403")
    assert others(found["FW407"]) == [(FERRY, "24:78", "FW403")]
    assert found["FW407"].follows == (found["FW403"].fingerprint,)
    assert found["FW404"].follows == ()


def test_the_reports_show_both_messages_of_one_spot(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean(swap_all(PLATFORM_TEXT, ROOM_TEXT)))
    uncited, foreign = frameworklint.json()
    here = {"path": FERRY, "line": 24, "column": 78}
    assert uncited["also"][1] == {
        **here,
        "message": f"FW404 foreign-description: {foreign['message']}",
    }
    assert foreign["also"][1] == {
        **here,
        "message": f"FW403 uncited-technique: {uncited['message']}",
    }
    text = frameworklint("check").out
    assert "      also 24:78  FW404 foreign-description: " in text
    assert "      also 24:78  FW403 uncited-technique: " in text


def test_rules_that_have_nothing_to_do_with_each_other_do_not_name_each_other(
    schema_kinds: Kinds,
) -> None:
    found = by_rule(schema_kinds, tell("a message", "<i>a\u200b message"))
    assert others(found["FW501"]) == [(PLATFORM, "15:92", "")]
    assert others(found["FW503"]) == [(PLATFORM, "15:96", "")]


def test_a_place_that_two_places_help_to_understand_is_named_once(schema_kinds: Kinds) -> None:
    """The row stands three times: the first is named once beside the two others."""
    rows = "\n".join([PLATFORM_ROW] * 3)
    found = by_rule(
        schema_kinds,
        swap(FERRY, PLATFORM_ROW, rows),
        swap(PLATFORM, PLATFORM_TEXT, ", ".join([PLATFORM_TEXT] * 3)),
    )
    spots = [where for path, where, rule in others(found["FW405"]) if path == FERRY]
    assert spots == ["26:3", "24:3"]
    assert len(set(others(found["FW405"]))) == len(others(found["FW405"]))


def test_a_doubled_row_and_the_doubled_cell_name_each_other(schema_kinds: Kinds) -> None:
    found = by_rule(
        schema_kinds,
        swap(FERRY, PLATFORM_ROW, f"{PLATFORM_ROW}\n{PLATFORM_ROW}"),
        swap(PLATFORM, PLATFORM_TEXT, f"{PLATFORM_TEXT}, {PLATFORM_TEXT}"),
    )
    assert others(found["FW405"]) == [(PLATFORM, "15:269", "FW401"), (FERRY, "24:3", "")]
    assert others(found["FW401"]) == [(FERRY, "25:3", "FW405"), (FERRY, "24:3", "")]
    assert found["FW401"].follows == (found["FW405"].fingerprint,)


# What follows from what.


def differing(*texts: str) -> tuple[Edit, ...]:
    """Let the institute's second row differ from its first by some faults."""
    changed = NEARLY
    for text, old in zip(texts, ("Four", "newspapers"), strict=False):
        changed = changed.replace(f"{old} ", text)
    old_text, new_text = (row.split(" | ")[1] for row in (NEARLY, changed))
    return swap(INSTITUTE, NEARLY, changed), swap(ROOM, old_text, new_text)


def test_a_difference_follows_from_the_faults_that_make_it(schema_kinds: Kinds) -> None:
    found = by_rule(schema_kinds, *differing("<i>Four\u200b "))
    assert set(found) == {"FW408", "FW501", "FW503"}
    causes = {found["FW501"].fingerprint, found["FW503"].fingerprint}
    assert set(found["FW408"].follows) == causes
    assert [rule for *_, rule in others(found["FW408"])] == ["FW501", "FW503", ""]
    assert (INSTITUTE, "26:350", "FW408") in others(found["FW501"])
    assert (INSTITUTE, "26:350", "FW408") in others(found["FW503"])


def test_a_difference_that_a_fault_explains_in_part_only_follows_from_nothing(
    schema_kinds: Kinds,
) -> None:
    found = by_rule(schema_kinds, *differing("<i>Four ", "papers "))
    assert set(found) == {"FW408", "FW501"}
    assert found["FW408"].follows == ()


def test_a_difference_does_not_follow_from_a_fault_of_both_texts(schema_kinds: Kinds) -> None:
    """The hidden blank stands inside the word in both rows: it does not make them differ."""
    first = line_of(INSTITUTE, "| [T0097.107 ")
    edits = [
        swap(INSTITUTE, first, first.replace("Four ", "Fo\u200bur ")),
        swap(RESEARCHER, "Four ", "Fo\u200bur "),
        *differing("Fi\u200bve "),
    ]
    found = by_rule(schema_kinds, *edits)
    assert set(found) == {"FW408", "FW503"}
    assert found["FW408"].follows == ()


@pytest.mark.parametrize(
    ("ignored", "told"),
    [("", False), ("FW503", True), ("FW501", True), ("FW501,FW503", True)],
)
def test_what_follows_is_told_where_one_of_its_causes_is_not(
    repository: Repository, frameworklint: CommandLine, ignored: str, told: bool
) -> None:
    hold(repository, clean(*differing("<i>Four\u200b ")))
    text = frameworklint("check", "--ignore", ignored or "FW902").out
    assert ("  warning  FW408 " in text) == told
    assert ("(FW408) follows from this" in text) != told


@pytest.mark.parametrize(
    ("page", "old", "new", "following"),
    [
        ("techniques/T0002.md", ": Post It\n", ": Post That\n", {"FW205", "FW303", "FW309"}),
        ("techniques/T0002.md", "To Post It.", "To post.", {"FW309"}),
        ("techniques_index.md", "<td>Post It<", "<td>Post That<", {"FW309"}),
        ("counters/C00001.md", "T0002 Post It]", "T0002 Post That]", {"FW205"}),
    ],
    ids=["title", "field", "index", "link"],
)
def test_what_an_edited_page_makes_differ_follows_from_the_edit(
    schema_kinds: Kinds, page: str, old: str, new: str, following: set[str]
) -> None:
    pages, path = printed(small()), f"generated_pages/{page}"
    assert old in pages[path]
    whole: dict[str, str | bytes] = {**pages, **books(small())}
    known = {one.fingerprint for one in findings_of(framework_of(schema_kinds, whole))}
    whole[path] = pages[path].replace(old, new)
    found = findings_of(framework_of(schema_kinds, whole))
    (edited,) = (one for one in found if one.rule.code == "FW701")
    others = [one for one in found if one is not edited and one.fingerprint not in known]
    assert {one.rule.code for one in others} == following
    assert all(one.follows == (edited.fingerprint,) for one in others)


# One fault, one finding.


def test_a_fault_of_one_cell_is_one_finding_wherever_it_is_printed(schema_kinds: Kinds) -> None:
    """The text stands in two rows of the incident's page, and on two techniques' pages."""
    text = NEARLY.split(" | ")[1].removesuffix(" |")
    (only,) = by_rule(schema_kinds, swap_all(text, f"{text} [x](../gone.md)")).values()
    assert listed(only).split(" ")[1:] == [
        "incidents/I00203.md:25:459",
        "incidents/I00203.md:26:450",
        "techniques/T0097.107.md:16:462",
        "techniques/T0151.006.md:17:462",
    ]
    assert [rule for *_, rule in others(only)] == ["", "", ""]


def test_one_fault_in_two_texts_is_one_finding_and_two_faults_are_two(
    schema_kinds: Kinds,
) -> None:
    def shown(first: str, second: str) -> list[int]:
        edits = tell_more(f" ({first}: No)"), swap_all(ROOM_TEXT, f"{ROOM_TEXT} ({second}: No)")
        found = findings_of(framework_of(schema_kinds, clean(*edits)))
        assert {finding.rule.code for finding in found} == {"FW301"}
        return [len(finding.places) for finding in found]

    assert shown("T0999", "T0999") == [4]
    assert shown("T0998", "T0999") == [2, 2]
