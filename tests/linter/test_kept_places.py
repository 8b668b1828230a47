"""What is kept of a place that edits a cell is good for as long as the row is the same."""

import pickle
from collections.abc import Callable

import pytest

from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.fix import Edit, Fix
from frameworklint.linter.kept_places import reader, writer
from frameworklint.linter.place import Place
from frameworklint.source.span import Span

from ..memory_tree import MemoryTree
from ..workbooks import Sheets, books, small

SHEET = "incidenttechniques"
ROW = 3  # the header is the first


def framework(kinds: Kinds, sheets: Sheets) -> Framework:
    return Framework(kinds, MemoryTree({"generated_pages/a.md": b"# A\n", **books(sheets)}))


def edit_of(state: Framework) -> Edit:
    sheet = state.workbook.sheets[SHEET]
    return Edit.of_cell(sheet.cell(ROW, "technique_ids"), Span(0, 5), "T0009")


def recalled(kinds: Kinds, change: Callable[[Sheets], object]) -> tuple[Edit, Edit]:
    """An edit that was kept of a workbook, read for a changed one, and the same made there."""
    sheets = small()
    before = framework(kinds, sheets)
    page = before.pages[0]
    place = Place(page, page.top, "Here", "cause", fixes=(Fix((edit_of(before),)),))
    content = writer(before)({"FW999": [place]})
    change(sheets)
    after = framework(kinds, sheets)
    (found,) = reader(after)(content)["FW999"] or []
    return found.fixes[0].edits[0], edit_of(after)


def add_below(sheets: Sheets) -> None:
    sheets[SHEET].append({**sheets[SHEET][0], "disarm_id": "IT00000099"})


def change_another_row(sheets: Sheets) -> None:
    sheets[SHEET][0]["summary"] = "Something else."


def change_the_row(sheets: Sheets) -> None:
    sheets[SHEET][ROW - 2]["summary"] = "Something else."


def move_the_row(sheets: Sheets) -> None:
    sheets[SHEET].insert(0, {**sheets[SHEET][0], "disarm_id": "IT00000099"})


def repeat_the_row(sheets: Sheets) -> None:
    sheets[SHEET].insert(0, dict(sheets[SHEET][ROW - 2]))
    sheets[SHEET].pop(1)


@pytest.mark.parametrize("change", [add_below, change_another_row])
def test_it_stays_where_other_rows_change(
    schema_kinds: Kinds, change: Callable[[Sheets], object]
) -> None:
    found, expected = recalled(schema_kinds, change)
    assert found == expected
    assert found.page is expected.page


@pytest.mark.parametrize("change", [change_the_row, move_the_row, repeat_the_row])
def test_it_is_of_no_use_where_the_row_changed_moved_or_has_a_double(
    schema_kinds: Kinds, change: Callable[[Sheets], object]
) -> None:
    with pytest.raises(pickle.UnpicklingError, match="row 3 of the sheet incidenttechniques"):
        recalled(schema_kinds, change)
