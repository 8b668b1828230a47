"""FW317 repeated-index-entry."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Related, Row, Severity, Span, Text, rule

from ._pages import entries, entry_id, matrix_width

_Entry = tuple[Row, Text, int, str]


@rule("FW317", Severity.ERROR, fold="page", explains=("FW309",), judges="print")
def repeated_index_entry(page: Page, framework: Framework) -> Iterator[Place]:
    """One ID stands twice in an index, or in a column or an overlong row of a matrix."""
    role = page.kind.role if page.kind else ""
    if role not in ("index", "matrix"):
        return
    width = matrix_width(page)[0]
    first: dict[tuple[str, int], Text] = {}
    in_row: dict[tuple[str, Row], Text] = {}
    for row, cell, column, found in _entries(page, framework):
        column = column if role == "matrix" else 0
        same = first.setdefault((found, column), cell)
        beside = in_row.setdefault((found, row), cell)
        if same is not cell:
            where = "in this column" if role == "matrix" else "in this index"
            yield _place(page, cell, same, found, f"{found} stands twice {where}", cell.span)
        elif beside is not cell and len(row.cells) > width:
            # A cell that was doubled moves all behind it into the next column.
            message = f"{found} stands twice in this row, which has {len(row.cells)} cells; "
            message += f"the matrix has {width} columns"
            shifted = Span(cell.span.start, row.span.end)
            yield _place(page, cell, beside, found, message, shifted)


def _entries(page: Page, framework: Framework) -> Iterator[_Entry]:
    if page.kind and not page.kind.of:  # of what has no pages
        yield from ((row, row.cells[0], 0, entry_id(row)) for row in page.rows() if entry_id(row))
        return
    for entry in entries(page, framework):
        # Where link and text name two pages, link-id-mismatch reports it.
        if entry.said in ("", entry.id):
            yield entry.row, entry.cell, entry.column, entry.id


def _place(page: Page, cell: Text, other: Text, found: str, message: str, covers: Span) -> Place:
    return Place(
        page=page,
        span=cell.span,
        message=message,
        cause=found,
        subject=found,
        also=(Related(page, other.span, "the first of them"),),
        covers=covers,
        explained=((page, covers),),
    )
