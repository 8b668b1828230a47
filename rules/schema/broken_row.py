"""FW108 broken-row."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page, Row
from frameworklint.registry import rule

_EVIDENCE = 40


@rule("FW108", Severity.ERROR, hides_all_but=())
def broken_row(page: Page, framework: Framework) -> Iterator[Place]:
    """A row has not the cells of its table."""
    for row in page.rows():
        if not row.broken:
            continue
        named = row.listed_id or (row.cells[0].plain if row.cells else "")
        yield Place(
            page=page,
            span=row.span,
            message=_message(row, page.source[slice(*row.span)]),
            # The same cell breaks the row on both pages that print it.
            cause=" ".join(sorted({page.key, named})) + f" {row.broken}",
            subject=named,
        )


def _message(row: Row, raw: str) -> str:
    subject = f"The row of {row.listed_id}" if row.listed_id else "The row"
    if row.broken == "cut":
        before = raw.partition("\n")[0].strip(" |\r").rpartition("|")[2].strip()
        return f"{subject} is cut in two by a line break after `{before[-_EVIDENCE:]}`"
    found, expected = len(row.cells), len(row.table.columns)
    fault = f"{subject} has {found} cells, the table {expected} columns"
    return f"{fault}: a `|` inside a cell is not escaped" if found > expected else fault
