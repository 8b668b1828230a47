"""A fault on one page of a pair, on the other, and on both: what FW305 says beside it.

A difference between the two pages is told where nothing else explains it: a fault on one side only
explains it, a fault on both sides does not.
"""

import pytest

from ..builders import FERRY, PLATFORM, Edit, Kinds, clean, listed, swap
from ..conftest import findings_of, framework_of

OLD = "harbor ferries"
INCIDENT, TECHNIQUE = "incidents/I00201.md:24", "techniques/T0151.004.md:15"
FAULTS = {
    "FW501": "<i>harbor ferries",
    "FW301": "harbor ferries (T0999: Nothing)",
    "FW503": "harbor\u200b ferries",
    "FW504": "harbor ferriesÃ©",
    "FW502": 'harbor <b onclick="x()">ferries</b>',
}


def found(kinds: Kinds, *edits: Edit) -> list[str]:
    return [listed(finding) for finding in findings_of(framework_of(kinds, clean(*edits)))]


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_on_the_incidents_page_only(schema_kinds: Kinds, rule: str) -> None:
    (only,) = found(schema_kinds, swap(FERRY, OLD, FAULTS[rule]))
    assert only.startswith(f"{rule} {INCIDENT}:")
    assert TECHNIQUE not in only


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_on_the_techniques_page_only(schema_kinds: Kinds, rule: str) -> None:
    (only,) = found(schema_kinds, swap(PLATFORM, OLD, FAULTS[rule]))
    assert only.startswith(f"{rule} {TECHNIQUE}:")
    assert INCIDENT not in only


@pytest.mark.parametrize("rule", FAULTS)
def test_a_fault_on_both_pages(schema_kinds: Kinds, rule: str) -> None:
    (only,) = found(schema_kinds, swap(FERRY, OLD, FAULTS[rule]), swap(PLATFORM, OLD, FAULTS[rule]))
    assert only.startswith(f"{rule} {INCIDENT}:")
    assert f" {TECHNIQUE}:" in only


@pytest.mark.parametrize("side", [FERRY, PLATFORM])
def test_another_word_is_told_beside_a_fault_of_both_pages(schema_kinds: Kinds, side: str) -> None:
    """The tag is on both pages: it does not explain why one of them says boats."""
    other = {FERRY: PLATFORM, PLATFORM: FERRY}[side]
    lines = found(
        schema_kinds, swap(side, OLD, "<i>harbor boats"), swap(other, OLD, "<i>harbor ferries")
    )
    assert [line.split(":")[0] for line in lines] == [
        "FW501 incidents/I00201.md",
        "FW305 techniques/T0151.004.md",
    ]


def test_another_fault_on_each_side_explains_both(schema_kinds: Kinds) -> None:
    lines = found(
        schema_kinds,
        swap(FERRY, OLD, "harbor ferries (T0998: Nothing)"),
        swap(PLATFORM, OLD, "harbor ferries (T0999: Nothing)"),
    )
    assert [line.split(":")[0] for line in lines] == [
        "FW301 incidents/I00201.md",
        "FW301 techniques/T0151.004.md",
    ]


@pytest.mark.parametrize("side", [FERRY, PLATFORM])
def test_a_broken_row_on_one_side_is_all_that_is_told(schema_kinds: Kinds, side: str) -> None:
    line = {FERRY: INCIDENT, PLATFORM: TECHNIQUE}[side]
    assert found(schema_kinds, swap(side, OLD, "harbor | ferries")) == [f"FW108 {line}:1"]


@pytest.mark.parametrize("side", [FERRY, PLATFORM])
def test_a_plain_difference_is_told_once_on_the_techniques_page(
    schema_kinds: Kinds, side: str
) -> None:
    framework = framework_of(schema_kinds, clean(swap(side, OLD, "harbor boats")))
    (finding,) = findings_of(framework)
    assert listed(finding).startswith(f"FW305 {TECHNIQUE}:")
    assert [other.page.path for other in finding.also] == [FERRY]
    said = {FERRY: ("ferries", "boats"), PLATFORM: ("boats", "ferries")}[side]
    here, there = finding.message.split("whose own page says")
    assert (said[0] in here, said[1] in there) == (True, True)


def test_a_text_that_one_side_lacks_is_missing_and_not_different(schema_kinds: Kinds) -> None:
    text = "In May 2023 a message that the harbor ferries were about to stop for the summer went "
    whole = next(
        line.split(" | ")[1].removesuffix(" |")
        for line in str(clean()[FERRY]).split("\n")
        if text in line
    )
    for side in (FERRY, PLATFORM):
        (only,) = found(schema_kinds, swap(side, whole, ""))
        assert only.startswith("FW406 ")
