"""Suppressions by page and by row, from both pages of a pair."""

import pytest

from ..builders import (
    CHANNELS,
    FERRY,
    HOME,
    INSTITUTE,
    PLATFORM,
    RESEARCHER,
    ROOM,
    Edit,
    clean,
    hold,
    line_of,
    swap,
    swap_all,
    tell,
)
from ..scratch import CommandLine, Repository

TEXT = line_of(INSTITUTE, "| [T0151.006 ").split(" | ")[1].removesuffix(" |")
ON_BOTH = (tell("a message", "<i>a message"),)
ON_INCIDENT = (swap(FERRY, "went around", "<i>went around"),)
ON_TECHNIQUE = (swap(PLATFORM, "went around", "<i>went around"),)
# One text that is printed in two rows of the incident, and on two techniques' pages.
IN_FOUR = (swap_all(TEXT, f"<i>{TEXT}"),)
FOUR = [(INSTITUTE, 25), (INSTITUTE, 26), (RESEARCHER, 16), (ROOM, 17)]


def entry(rule: str, page: str, row: str = "") -> str:
    given = f'row = "{row}"\n' if row else ""
    return f'[[suppress]]\nrule = "{rule}"\npage = "{page}"\n{given}reason = "known"\n'


def left(
    repository: Repository, frameworklint: CommandLine, edits: tuple[Edit, ...], *entries: str
) -> tuple[list[tuple[str, int]], list[str]]:
    """The places of FW501 that are left, and the pages of suppressions that match nothing."""
    hold(repository, clean(*edits) | {"frameworklint.toml": "".join(entries)})
    found = frameworklint.json()
    assert {finding["rule"] for finding in found} <= {"FW501", "FW902"}
    places = [
        (place["path"], place["line"])
        for finding in found
        if finding["rule"] == "FW501"
        for place in [finding, *finding["also"]]
    ]
    return places, [finding["subject"] for finding in found if finding["rule"] == "FW902"]


BOTH = [(FERRY, 24), (PLATFORM, 15)]


@pytest.mark.parametrize(
    ("edits", "page", "row", "expected", "unused"),
    [
        # By row, named from either page.
        (ON_BOTH, "I00201", "T0151.004", [], []),
        (ON_BOTH, "T0151.004", "I00201", [], []),
        (ON_INCIDENT, "T0151.004", "I00201", [], []),
        (ON_INCIDENT, "I00201", "T0151.004", [], []),
        (ON_TECHNIQUE, "I00201", "T0151.004", [], []),
        (ON_TECHNIQUE, "T0151.004", "I00201", [], []),
        (ON_BOTH, "I00201", "T0151.006", BOTH, ["I00201"]),
        (ON_BOTH, "I00202", "T0151.004", BOTH, ["I00202"]),
        (ON_BOTH, "T0151.004", "I00202", BOTH, ["T0151.004"]),
        (ON_BOTH, "T0151.004", "T0151.004", BOTH, ["T0151.004"]),
        # By page: its print on the other page goes with it.
        (ON_BOTH, "I00201", "", [], []),
        (ON_BOTH, "T0151.004", "", [], []),
        (ON_BOTH, FERRY, "", [(PLATFORM, 15)], []),
        (ON_BOTH, PLATFORM, "", [(FERRY, 24)], []),
        (ON_BOTH, "T0151.006", "", BOTH, ["T0151.006"]),
        # A fault of the other page alone stays.
        (ON_TECHNIQUE, "I00201", "", [(PLATFORM, 15)], ["I00201"]),
        (ON_INCIDENT, "T0151.004", "", [(FERRY, 24)], ["T0151.004"]),
        # One text in two rows.
        (IN_FOUR, "I00203", "", [], []),
        (IN_FOUR, "I00203", "T0151.006", [FOUR[0], FOUR[2]], []),
        (IN_FOUR, "T0097.107", "I00203", [FOUR[1], FOUR[3]], []),
        (IN_FOUR, "T0097.107", "", [FOUR[1], FOUR[3]], []),
    ],
)
def test_what_a_suppression_leaves(
    repository: Repository,
    frameworklint: CommandLine,
    edits: tuple[Edit, ...],
    page: str,
    row: str,
    expected: list[tuple[str, int]],
    unused: list[str],
) -> None:
    given = entry("FW501", page, row)
    assert left(repository, frameworklint, edits, given) == (expected, unused)


@pytest.mark.parametrize("rule", ["FW501", "fw501", "unbalanced-tag", "FW5", "ALL"])
def test_a_rule_may_be_named_in_any_way(
    repository: Repository, frameworklint: CommandLine, rule: str
) -> None:
    given = entry(rule, "I00201", "T0151.004")
    assert left(repository, frameworklint, ON_BOTH, given) == ([], [])


def test_another_rule_is_not_suppressed(repository: Repository, frameworklint: CommandLine) -> None:
    given = entry("FW502", "I00201", "T0151.004")
    assert left(repository, frameworklint, ON_BOTH, given) == (BOTH, ["I00201"])


def test_two_suppressions_of_one_place_are_both_used(
    repository: Repository, frameworklint: CommandLine
) -> None:
    given = entry("FW501", "I00201"), entry("FW5", "T0151.004", "I00201")
    assert left(repository, frameworklint, ON_BOTH, *given) == ([], [])


def test_two_suppressions_that_share_the_places(
    repository: Repository, frameworklint: CommandLine
) -> None:
    one, other = entry("FW501", "I00203", "T0097.107"), entry("FW501", "T0151.006", "I00203")
    assert left(repository, frameworklint, IN_FOUR, one, other) == ([], [])
    assert left(repository, frameworklint, IN_FOUR, one) == ([FOUR[1], FOUR[3]], [])
    assert left(repository, frameworklint, IN_FOUR, other) == ([FOUR[0], FOUR[2]], [])


def test_a_row_of_a_list_without_a_counterpart(
    repository: Repository, frameworklint: CommandLine
) -> None:
    old = swap(CHANNELS, "T0151.006 Chat Room", "T0151.006 Chat Hall")
    for page, row, is_left in (
        ("TA07", "T0151.006", False),
        ("T0151.006", "TA07", False),
        ("TA07", "", False),
        ("TA07", "T0151.004", True),
        ("T0151.006", "", True),
    ):
        hold(repository, clean(old) | {"frameworklint.toml": entry("FW205", page, row)})
        rules = {finding["rule"] for finding in frameworklint.json()}
        assert rules == ({"FW205", "FW902"} if is_left else set()), (page, row)


def test_a_suppressed_finding_is_not_new_either(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean() | {"frameworklint.toml": entry("FW501", "I00201", "T0151.004")})
    repository.commit()
    since = ("--since", "HEAD", "--ignore", "FW902")  # the suppression matches nothing at first
    repository.edit(FERRY, "went around", "<i>went around")
    assert frameworklint("check", *since).counts == (0, 0, 0)
    repository.edit(f"{HOME}/incidents/I00202.md", "A “water", "<i>A “water")
    assert frameworklint("check", *since).counts == (1, 0, 0)
