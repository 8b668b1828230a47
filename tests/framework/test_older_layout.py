"""The clean example in the layout of 2023: no parents, no sources, and numbers before the texts."""

import re

import pytest

from ..builders import (
    FERRY,
    HOME,
    INSTITUTE,
    PLATFORM,
    ROOM,
    VOTE,
    Kinds,
    Pages,
    clean,
    findings_in,
    listed,
    swap,
    swap_all,
    text_of,
)
from ..conftest import findings_of, framework_of


def older(*, numbered: str = "IT000{:05} ") -> Pages:
    """The pages as they were printed in 2023, each description with the number of its row."""
    pages = clean()
    for path in pages:
        text = text_of(pages, path)
        if "/techniques/" in path:
            text = text.replace("**Summary**:", "* **Summary**:")
            text = re.sub(
                r"\*\*Tactic\*\*: (TA\d\d) .*", r"* **Belongs to tactic stage**: \1", text
            )
            text = re.sub(r"\| Associated Technique \|(.*\n)+?\n", "", text)
        elif "/incidents/" in path:
            text = re.sub(r"\| Reference \|(.*\n)+? *\n", "", text)
            number = 0

            def row(match: re.Match[str]) -> str:
                nonlocal number
                number += 1
                return match[0] + numbered.format(number)

            text = re.sub(r"\| \[T0[^|]*\| ", row, text)
        pages[path] = text
    return pages


def test_what_the_layout_does_not_have_is_not_judged(schema_kinds: Kinds) -> None:
    pages = older()
    assert "* **Belongs to tactic stage**: TA07\n" in text_of(pages, ROOM)
    assert "Parent" not in text_of(pages, ROOM)
    assert "| Reference" not in text_of(pages, FERRY)
    assert "| IT00000002 Three residents" in text_of(pages, FERRY)
    framework = framework_of(schema_kinds, pages)
    assert {kind: layout.name for kind, layout in framework.layouts.items()}["technique"] == "2023"
    assert findings_in(framework) == []


@pytest.mark.parametrize("numbered", ["IT000{:05} ", "IT000{:05}  ", "IT000{:05}\u00a0 ", ""])
def test_row_numbers_are_no_part_of_the_texts(schema_kinds: Kinds, numbered: str) -> None:
    assert findings_in(framework_of(schema_kinds, older(numbered=numbered))) == []


def test_a_text_that_differs_is_told_without_its_number(schema_kinds: Kinds) -> None:
    pages = older()
    swap(PLATFORM, "harbor ferries", "harbor boats")(pages)
    (finding,) = findings_of(framework_of(schema_kinds, pages))
    assert finding.rule.code == "FW305"
    assert "IT0" not in finding.message


def test_two_rows_of_one_text_are_alike_whatever_their_numbers(schema_kinds: Kinds) -> None:
    """The institute's two rows hold one text, and stay alike with the numbers 1 and 2."""
    pages = older()
    rows = re.findall(r"\| (IT\d+) The “Lakeside", text_of(pages, INSTITUTE))
    assert rows == ["IT00000001", "IT00000002"]
    swap(INSTITUTE, "IT00000002 The “Lakeside Institute” consisted", "IT00000002 The old one was")(
        pages
    )
    swap(ROOM, "The “Lakeside Institute” consisted", "The old one was")(pages)
    assert [line.split(" ")[0] for line in findings_in(framework_of(schema_kinds, pages))] == [
        "FW408"
    ]


def test_a_defect_is_found_in_the_older_layout_too(schema_kinds: Kinds) -> None:
    pages = older()
    swap_all("(T0097.108: Expert Persona)", "(T0999: Nothing)")(pages)
    found = findings_of(framework_of(schema_kinds, pages))
    assert {finding.rule.code for finding in found} >= {"FW301"}
    (unknown,) = (finding for finding in found if finding.rule.code == "FW301")
    assert listed(unknown).startswith(f"FW301 {VOTE.removeprefix(f'{HOME}/')}:")


def test_a_page_of_the_other_layout_is_told(schema_kinds: Kinds) -> None:
    pages = older() | {ROOM: clean()[ROOM]}
    found = findings_of(framework_of(schema_kinds, pages))
    assert {finding.place.page.path for finding in found if finding.rule.code == "FW101"} == {ROOM}
