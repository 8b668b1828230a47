"""The names of findings and places, which baselines and services keep from one version to the next.

The names below are pinned: where one changes, every entry of every baseline is stale, and what a
code scanning service knows comes back as new.
"""

from frameworklint.findings.finding import Finding
from frameworklint.findings.identity import anchor_of, place_keys_of
from frameworklint.findings.merge import collect
from frameworklint.kinds.kind import Kinds

from ..conftest import framework_of
from .test_merge import FILES, place, rule


def _found(kinds: Kinds, fold: str) -> Finding:
    framework = framework_of(kinds, FILES)
    page = framework.by_id["I00001"]
    one = rule("FW990", fold="page" if fold == "page" else "tree")
    (finding,) = collect([(one, place(page, "two")), (one, place(page, "A note"))])
    return finding


def test_the_fingerprint_and_place_keys_are_those_of_earlier_versions(schema_kinds: Kinds) -> None:
    found = _found(schema_kinds, "tree")
    assert found.fingerprint == "38134247035629a05604fd0eb0cf0769"
    assert found.place_keys == (
        "aebf2917f38eb4a3cf2c404a333a321b",
        "0690193d607cc1e24f4934e14633934a",
    )


def test_a_finding_of_one_page_has_a_fingerprint_of_that_page(schema_kinds: Kinds) -> None:
    found = _found(schema_kinds, "page")
    assert found.fingerprint == "8e1b13ad2b58635e2cc50cf4679f912c"
    assert found.place_keys == (
        "6ae59d81be86c173038181cd458b6e53",
        "2da89a8d809d5eebaed107d54d929d86",
    )


def test_places_of_one_anchor_are_numbered_in_their_order(schema_kinds: Kinds) -> None:
    framework = framework_of(schema_kinds, FILES)
    page, other = framework.by_id["I00001"], framework.by_id["T0001"]
    texts = ("one", "three", "two")
    places = [*(place(page, text) for text in texts), place(other), place(page, "T0001", last=True)]
    row = "table Technique row T000"
    assert list(place_keys_of(places)) == [
        ("I00001", f"{row}1", "0"),
        ("I00001", f"{row}1", "1"),
        ("I00001", f"{row}2", "0"),
        ("T0001", "title", "0"),
        ("I00001", f"{row}1", "2"),
    ]


ROWS = "# Incident I00001: a\n\n| Technique | Description |\n| - | - |\n| by hand | one |\n"


def test_a_row_without_an_id_is_named_by_its_first_cell(schema_kinds: Kinds) -> None:
    page = framework_of(schema_kinds, FILES | {"incidents/I00001.md": ROWS}).by_id["I00001"]
    assert anchor_of(page, page.tables[0].rows[0].span) == "table Technique row by hand"
