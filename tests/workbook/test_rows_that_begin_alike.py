"""Rows of one incident and one technique, the text of one of which begins the other's."""

import pytest

from ..builders import (
    FERRY,
    PLATFORM,
    PLATFORM_LINK,
    PLATFORM_ROW,
    PLATFORM_TEXT,
    Edit,
    Kinds,
    Pages,
    clean,
    listed,
    sheets_of_clean,
    swap,
    workbooks_of,
)
from ..conftest import findings_of, framework_of
from ..workbooks import Sheets

SHORT = PLATFORM_TEXT
LONG = f"{PLATFORM_TEXT} It ended there."
SHORT_ROW, LONG_ROW = PLATFORM_ROW, f"| {PLATFORM_LINK} | {LONG} |"
BOOK = "DISARM_DATA_MASTER.xlsx:incidenttechniques"
# The short text stands in row 2 of the sheet, the long one in the last, 8, or the other way round.
FIRST, LAST = f"{BOOK}:B2", f"{BOOK}:B8"


def sheets(*, long_first: bool = False) -> Sheets:
    """The clean example's rows, and one more for the pair."""
    rows = sheets_of_clean()
    first = rows["incidenttechniques"][0]
    assert first["name"] == SHORT
    rows["incidenttechniques"].append({**first, "disarm_id": "IT00000099", "name": LONG})
    if long_first:
        first["name"], rows["incidenttechniques"][-1]["name"] = LONG, SHORT
    return rows


def printed(rows: tuple[str, ...], cell: str) -> Pages:
    """The pages with some rows on the incident's page, and a text in the technique's cell."""
    return clean(swap(FERRY, PLATFORM_ROW, "\n".join(rows)), swap(PLATFORM, PLATFORM_TEXT, cell))


def found(kinds: Kinds, pages: Pages, rows: Sheets) -> list[str]:
    framework = framework_of(kinds, pages | workbooks_of(rows))
    return [listed(finding) for finding in findings_of(framework, "FW7")]


@pytest.mark.parametrize("long_first", [False, True])
@pytest.mark.parametrize("rows", [(SHORT_ROW, LONG_ROW), (LONG_ROW, SHORT_ROW)])
@pytest.mark.parametrize("cell", [f"{SHORT}, {LONG}", f"{LONG}, {SHORT}"])
def test_pages_that_print_both_in_any_order_are_up_to_date(
    schema_kinds: Kinds, rows: tuple[str, ...], cell: str, long_first: bool
) -> None:
    assert found(schema_kinds, printed(rows, cell), sheets(long_first=long_first)) == []


INCIDENT, TECHNIQUE = "incidents/I00201.md", "techniques/T0151.004.md"


@pytest.mark.parametrize(
    ("what", "edit", "expected"),
    [
        (
            "the incident's long row says something else",
            swap(FERRY, " It ended there.", " It ended here."),
            f"FW701 {LAST} {INCIDENT}:25:78",
        ),
        (
            "the incident's short row says something else",
            swap(FERRY, SHORT_ROW + "\n", SHORT_ROW.replace("In May", "In June") + "\n"),
            f"FW701 {FIRST} {INCIDENT}:24:78",
        ),
        (
            "the technique's cell says something else of the long one",
            swap(PLATFORM, " It ended there.", " It ended here."),
            f"FW701 {LAST} {TECHNIQUE}:15:80",
        ),
        (
            "the technique's cell has the long one only",
            swap(PLATFORM, f"{SHORT}, {LONG}", LONG),
            f"FW701 {FIRST} {TECHNIQUE}:15:80",
        ),
        (
            "the technique's cell has the short one only",
            swap(PLATFORM, f"{SHORT}, {LONG}", SHORT),
            f"FW701 {LAST} {TECHNIQUE}:15:80",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) and " row" in value else "",
)
def test_a_difference_names_the_row_that_it_concerns(
    schema_kinds: Kinds, what: str, edit: Edit, expected: str
) -> None:
    pages = printed((SHORT_ROW, LONG_ROW), f"{SHORT}, {LONG}")
    edit(pages)
    assert found(schema_kinds, pages, sheets()) == [expected], what


@pytest.mark.parametrize(
    ("row", "missing"),
    [(SHORT_ROW, LAST.replace("B8", "D8")), (LONG_ROW, FIRST.replace("B2", "D2"))],
)
def test_a_row_that_the_incident_lacks_is_the_one_that_is_not_printed(
    schema_kinds: Kinds, row: str, missing: str
) -> None:
    pages = printed((row,), f"{SHORT}, {LONG}")
    assert found(schema_kinds, pages, sheets()) == [f"FW701 {missing} {INCIDENT}:22:3"]


def test_a_changed_row_of_the_workbook_is_matched_with_what_is_left(schema_kinds: Kinds) -> None:
    """The pages still print the long text, which the workbook cut to the middle one."""
    rows = sheets()
    rows["incidenttechniques"][-1]["name"] = f"{PLATFORM_TEXT} It ended."
    pages = printed((SHORT_ROW, LONG_ROW), f"{SHORT}, {LONG}")
    assert found(schema_kinds, pages, rows) == [f"FW701 {LAST} {INCIDENT}:25:78 {TECHNIQUE}:15:80"]


def test_a_text_that_the_page_prints_once_more_is_told(schema_kinds: Kinds) -> None:
    """The workbook has each of both texts once, the page the short one twice."""
    pages = printed((SHORT_ROW, LONG_ROW), f"{SHORT}, {LONG}, {SHORT}")
    (only,) = found(schema_kinds, pages, sheets())
    assert only.startswith("FW701 ")
    assert only.endswith(f" {TECHNIQUE}:15:80")
