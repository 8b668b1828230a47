"""What the cells of a workbook refer to, which of it the generator sees, and why not."""

from typing import Any

import pytest

from frameworklint.kinds.kind import Kinds
from frameworklint.workbook.references import Reference

from ..conftest import framework_of
from ..workbooks import books, small


def references(kinds: Kinds, sheet: str, column: str, text: str, **more: Any) -> list[Reference]:
    """The references of a relation's first row, with a text in its target's cell."""
    sheets = small()
    sheets[sheet][0] |= {column: text, **more}
    framework = framework_of(kinds, books(sheets))
    key = f"{sheet}.{column}"
    return [r for r in framework.references.all if r.relation.key == key and r.row == 2]


Told = list[tuple[str, str, int]]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", []),
        (" , ", []),
        ("T0001,T0002", [("T0001", "", 0), ("T0002", "", 6)]),
        ("T0001, T0002,T0001", [("T0001", "", 0), ("T0002", "blank", 7), ("T0001", "", 13)]),
        ("T0001 ,T0002", [("T0001", "blank", 0), ("T0002", "", 7)]),
        ("T0001 T0002", [("T0001", "joined", 0), ("T0002", "joined", 6)]),
        ("T0001 T0001", [("T0001", "joined", 0), ("T0001", "joined", 6)]),
        ("T0001,T0009", [("T0001", "", 0), ("T0009", "unknown", 6)]),
        ("T0001.002", [("T0001.002", "unknown", 0)]),
        ("no ID", [("no ID", "unknown", 0)]),
    ],
)
def test_ids_between_commas(schema_kinds: Kinds, text: str, told: Told) -> None:
    found = references(schema_kinds, "incidenttechniques", "technique_ids", text)
    assert [(one.target, one.fault, one.at) for one in found] == told
    assert all(one.source == "I00001" and one.name == "" for one in found)
    assert [one.printed for one in found] == [not fault for _, fault, _ in told]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("T0001", [("T0001", "", "", 0)]),
        ("T0001 - Plan It", [("T0001", "Plan It", "", 0)]),
        ("T0001 – Plan  It ,;", [("T0001", "Plan It", "", 0)]),
        ("T0001: Plan It", [("T0001", "Plan It", "blank", 0)]),
        (" T0001 - Plan It", [("T0001", "Plan It", "blank", 1)]),
        ("see T0001 - Plan It", [("T0001", "Plan It", "joined", 4)]),
        ("T0009 - Plan It", [("T0009", "Plan It", "unknown", 0)]),
        ("by hand", []),
        (
            "T0001 - Plan It\nT0002 - Post It\nT0001 - Plan It",
            [
                ("T0001", "Plan It", "", 0),
                ("T0002", "Post It", "", 16),
                ("T0001", "Plan It", "", 32),
            ],
        ),
        (
            "T0001 - Plan It, T0002 - Post It",
            [("T0001", "Plan It", "", 0), ("T0002", "Post It", "joined", 17)],
        ),
    ],
)
def test_ids_and_names_on_lines(
    schema_kinds: Kinds, text: str, told: list[tuple[str, str, str, int]]
) -> None:
    found = references(schema_kinds, "countermeasures", "techniques", text)
    assert [(one.target, one.name, one.fault, one.at) for one in found] == told


def test_addresses_between_blanks(schema_kinds: Kinds) -> None:
    text = "https://a.example/1  https://c.example/T0001"
    found = references(schema_kinds, "incidents", "urls", text)
    assert [(one.target, one.fault, one.at) for one in found] == [
        ("https://a.example/1", "", 0),
        ("https://c.example/T0001", "unknown", 21),
    ]


def test_a_column_that_takes_one_value_is_not_split(schema_kinds: Kinds) -> None:
    found = references(schema_kinds, "techniques", "tactic_id", "TA01,TA02")
    assert [(one.target, one.fault) for one in found] == [("TA01", "joined"), ("TA02", "joined")]


def test_what_refers_must_be_known_too(schema_kinds: Kinds) -> None:
    found = references(
        schema_kinds, "incidenttechniques", "technique_ids", "T0001,T0009", incident_id="I00009"
    )
    assert [(one.target, one.fault) for one in found] == [("T0001", "source"), ("T0009", "unknown")]


def test_a_reference_knows_its_cells(schema_kinds: Kinds) -> None:
    (one,) = references(schema_kinds, "incidenttechniques", "technique_ids", "T0002")
    cells = (one.source_cell, one.target_cell, one.text_cell)
    assert [cell.name for cell in cells] == ["C2", "D2", "B2"]


def test_names_are_gathered_by_cell_and_target(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["countermeasures"][0]["techniques"] = "T0001 - Plan It\nT0001 - Plan\nT0002"
    found = framework_of(schema_kinds, books(sheets)).references.names
    names = {(cell.name, target): said for (cell, target), said in found.items()}
    assert names["J2", "T0001"] == {"Plan It", "Plan"}
    assert names["J2", "T0002"] == {""}
    assert names["J3", "T0001"] == {"Plan It"}


def test_what_is_listed_is_found_from_both_sides_and_only_if_printed(schema_kinds: Kinds) -> None:
    sheets = small()
    sheets["incidenttechniques"][2]["technique_ids"] = "T0001, T0002"
    listed = framework_of(schema_kinds, books(sheets)).references.listed
    key = "incidenttechniques.technique_ids"
    rows = {
        other: [one.row for one in found] for other, found in listed[key, True, "I00001"].items()
    }
    assert rows == {"T0001": [2, 3], "T0001.001": [2], "T0002": [3]}
    rows = {
        other: [one.row for one in found] for other, found in listed[key, False, "T0001"].items()
    }
    assert rows == {"I00001": [2, 3], "I00002": [4]}
    assert list(listed[key, False, "T0002"]) == ["I00001"]
