"""FW707 duplicate-workbook-id."""

from collections import defaultdict
from collections.abc import Iterator

from frameworklint.api import (
    Cell,
    Framework,
    Location,
    Place,
    Related,
    Severity,
    Sheet,
    enumerated,
    rule,
)

from ._columns import Column, id_columns


@rule("FW707", Severity.ERROR, explains=("FW405", "FW701"), judges="files", sees="workbook")
def duplicate_workbook_id(framework: Framework) -> Iterator[Place]:
    """Two rows of a sheet have one ID."""
    if not framework.workbook_paths:
        return
    for column in id_columns(framework):
        rows: dict[str, list[Cell]] = defaultdict(list)
        sheet = framework.workbook.sheets[column.sheet]
        for row in sheet.rows:
            cell = sheet.cell(row, column.name)
            rows[cell.text.strip()].append(cell)
        rows.pop("", None)
        for wanted, cells in rows.items():
            if len(cells) > 1:
                explained = tuple(_in_rows(sheet, cells))
                for place in _places(wanted, cells, column):
                    yield place._replace(explained=explained)


def _in_rows(sheet: Sheet, cells: list[Cell]) -> Iterator[Location]:
    """All that stands in the rows: what is listed twice is listed by them."""
    for cell in cells:
        for name in sheet.columns:
            other = sheet.cell(cell.row, name)
            yield other.page, other.span


def _places(wanted: str, cells: list[Cell], column: Column) -> Iterator[Place]:
    numbers = enumerated([str(cell.row) for cell in cells])
    message = f"The rows {numbers} of {column.sheet} have the same {column.noun}, `{wanted}`"
    first = cells[0]
    for cell in cells[1:]:
        yield Place(
            page=cell.page,
            span=cell.span,
            message=message,
            many=message,
            cause=f"{column.of} {wanted}",
            subject=wanted,
            note=f"delete one of the rows, or give it an {column.noun} of its own",
            also=(Related(first.page, first.span, "the first of the rows"),),
        )
