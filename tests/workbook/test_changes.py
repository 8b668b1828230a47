"""FW701: silent where pages and workbook agree, one finding for one change on either side."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.findings.finding import Finding
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from tests.conftest import findings_of, framework_of
from tests.workbooks import Sheets, books, printed, small

IDS = {"disarm_id", "url_id"}
UNPRINTED = {
    ("incidents", "notes"),
    ("incidenttechniques", "summary"),
    ("phases", "name_DE"),
    ("tactics", "rank"),
    ("techniques", "longname"),
    ("countermeasures", "how_found"),
    ("detections", "notes"),
}
CELLS = [
    (sheet, row, column)
    for sheet, rows in small().items()
    for row in range(len(rows))
    for column in rows[0]
    if column not in IDS
]
PRINTED = [cell for cell in CELLS if (cell[0], cell[2]) not in UNPRINTED]
values = st.text("abcdefghijk", min_size=4, max_size=12)


def _changed(cell: tuple[str, int, str], value: Any) -> Sheets:
    sheets = small()
    sheet, row, column = cell
    sheets[sheet][row][column] = value
    return sheets


def _found(kinds_: Kinds, sheets: Sheets, pages: dict[str, str]) -> list[Finding]:
    return findings_of(framework_of(kinds_, {**books(sheets), **pages}), "FW701")


def _pages_of(finding: Finding) -> set[str]:
    return {place.page.path for place in finding.places} - {finding.place.page.path}


def test_pages_that_agree_with_the_workbook_give_nothing(schema_kinds: Kinds) -> None:
    assert _found(schema_kinds, small(), printed(small())) == []
    assert (
        findings_of(framework_of(schema_kinds, {**books(small()), **printed(small())}), "FW7") == []
    )


@settings(max_examples=15)
@given(cell=st.sampled_from(PRINTED), value=values)
def test_a_change_in_the_workbook_is_one_finding_with_all_printed_places(
    schema_kinds: Kinds, cell: tuple[str, int, str], value: str
) -> None:
    changed = _changed(cell, value)
    old, new = printed(small()), printed(changed)
    findings = _found(schema_kinds, changed, old)
    assert [finding.place.subject for finding in findings] == [_row_id(cell)]
    assert _pages_of(findings[0]) == {path for path in old if old[path] != new[path]}
    line, column = findings[0].place.page.lines.position(findings[0].place.span.start)
    assert line == cell[1] + 2
    assert list(small()[cell[0]][0])[column - 1] == cell[2]


@settings(max_examples=15)
@given(cell=st.sampled_from(PRINTED), value=values, data=st.data())
def test_a_change_on_one_page_is_one_finding_there(
    schema_kinds: Kinds, cell: tuple[str, int, str], value: str, data: st.DataObject
) -> None:
    old, new = printed(small()), printed(_changed(cell, value))
    path = data.draw(st.sampled_from([path for path in old if old[path] != new[path]]))
    findings = _found(schema_kinds, small(), {**old, path: new[path]})
    assert {page for finding in findings for page in _pages_of(finding)} == {path}
    if "," not in str(small()[cell[0]][cell[1]][cell[2]]):
        assert len(findings) == 1


@settings(max_examples=8)
@given(cell=st.sampled_from(sorted(set(CELLS) - set(PRINTED))), value=values)
def test_a_change_in_a_column_that_is_never_printed_is_none(
    schema_kinds: Kinds, cell: tuple[str, int, str], value: str
) -> None:
    assert _found(schema_kinds, _changed(cell, value), printed(small())) == []


def _row_id(cell: tuple[str, int, str]) -> str:
    row = small()[cell[0]][cell[1]]
    return str(row.get("disarm_id") or row["url_id"])


def test_a_change_of_blanks_or_of_a_fraction_is_none(schema_kinds: Kinds) -> None:
    pages = printed(small())
    path = "generated_pages/incidents/I00001.md"
    pages[path] = pages[path].replace("2016", "2016.0").replace("Of First.", "Of \n First.")
    assert _found(schema_kinds, small(), pages) == []


def test_a_row_more_on_a_page_or_in_the_workbook_is_one_finding(schema_kinds: Kinds) -> None:
    more = small()
    row = copy.copy(more["incidenttechniques"][2])
    more["incidenttechniques"].append(row | {"disarm_id": "IT00000004", "technique_ids": "T0002"})
    old, new = printed(small()), printed(more)
    changed = {path for path in old if old[path] != new[path]}
    missing = _found(schema_kinds, more, old)
    assert [_pages_of(finding) for finding in missing] == [changed]
    extra = _found(schema_kinds, small(), new)
    assert set.union(*map(_pages_of, extra)) == changed


def test_a_row_that_stands_once_more_than_in_the_workbook_is_one_finding(
    schema_kinds: Kinds,
) -> None:
    pages = printed(small())
    path = "generated_pages/incidents/I00002.md"
    row = next(line for line in pages[path].split("\n") if line.startswith("| [https://b"))
    pages[path] = pages[path].replace(row, f"{row}\n{row}")
    (finding,) = _found(schema_kinds, small(), pages)
    assert "lists https://b.example/2 again" in finding.message


def test_the_real_framework_has_no_page_that_is_out_of_date(framework_2025: Framework) -> None:
    assert findings_of(framework_2025, "FW701") == []
    provenance, pages = framework_2025.provenance, framework_2025.pages
    assert sum(len(provenance.printed_at(page, page.span)) for page in pages) > 10_000
