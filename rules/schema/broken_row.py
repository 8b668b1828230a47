"""FW108 broken-row."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Row, Severity, Text, rule, shortened

from ..references._copied import mismatches
from ..references._pages import matrix_width, uneven_rows
from ._errors import column_names, errors

_EVIDENCE = 40
_MARKUP = re.compile(r"\]\([^)]*\)?|</?\w[^<>]*+>|\[(?=\S)")


@rule("FW108", Severity.ERROR, yields_to=("FW105",), hides_all_but=("FW105", "FW111"))
def broken_row(page: Page, framework: Framework) -> Iterator[Place]:
    """A row has not the cells of its table."""
    headers = {error.name: error.expected for error in errors(page, "const", of_tables=True)}
    for row in page.rows():
        # Where the header is at fault, which wrong-columns reports, its rows may be whole.
        asked = headers.get(row.table.key, "")
        is_whole = row.broken == "cells" and asked and len(row.cells) == len(column_names(asked))
        if not row.broken or is_whole:
            continue
        named = row.listed_id or row.listed_name
        yield Place(
            page=page,
            span=row.span,
            message=_message(row, page.source[slice(*row.span)]),
            # The same cell breaks the row on both pages that print it.
            cause=" ".join(sorted({page.key, named})) + f" {row.broken}",
            subject=named,
        )
    if page.kind is not None and page.kind.role == "matrix":
        yield from _of_matrix(page, framework)


def _of_matrix(page: Page, framework: Framework) -> Iterator[Place]:
    """The rows of a matrix whose cells do not stand in the columns where they belong."""
    uneven = uneven_rows(page, framework)
    found_moved = framework.memo.of_page(mismatches, page) if uneven else ()
    moved = [mismatch.cell for mismatch in found_moved if not mismatch.is_name]
    head = next((row for row in page.rows() if row.cells), None)
    for row in uneven:
        if row is not head and not any(cell in row.cells for cell in moved):
            continue  # it lacks what is empty elsewhere, behind its last entry
        width, found = matrix_width(page)[0], len(row.cells)
        targets = [link.target for cell in row.cells for link in cell.content.links]
        if found > width and len(set(targets)) < len(targets):
            continue  # repeated-index-entry names the cell that is doubled
        what = f"This row has {found} cell{'s' * (found != 1)}, the matrix has {width} columns"
        named = targets[0] if targets else ""
        yield Place(
            page=page,
            span=row.span,
            message=f"{what}: cells stand in the wrong columns",
            cause=f"{page.key} {named} width",
            subject=named,
        )


def _is_link(cell: Text) -> bool:
    """Whether a cell is a link to a page with an ID and nothing else, as the first of a row is."""
    return cell.raw.startswith("[") and any(
        cell.leading_id(link.text) for link in cell.content.links[:1]
    )


def _end_of_table(broken: str, raw: str) -> str:
    """What ends a table before a row of it."""
    if broken == "apart":
        return "stands below a blank line, which ends"
    if broken == "indented":
        return "begins with four blanks or a tab, which end"
    above, _, below = raw.strip().partition("\n")
    if not below:
        return f"begins with `{above.partition('|')[0].strip()}`, which ends"
    return f"stands below `{shortened(above.strip(), _EVIDENCE)}`, which ends"


def _message(row: Row, raw: str) -> str:
    subject = f"The row of {row.listed_id}" if row.listed_id else "The row"
    if row.broken in ("apart", "ended", "indented"):
        return f"{subject} {_end_of_table(row.broken, raw)} the table"
    if row.broken == "cut":
        first = re.split(r"[\r\n]", raw, maxsplit=1)[0]
        before = _MARKUP.sub("", first).strip(" |").rpartition("|")[2].strip()
        after = f" after `{before[-_EVIDENCE:]}`" if before else ""
        lines = sum(1 for line in raw.splitlines() if line.strip())
        cut = f"into {lines} lines by line breaks" if lines > 2 else "in two by a line break"
        return f"{subject} is cut {cut}{', the first' * bool(after and lines > 2)}{after}"
    found, expected = len(row.cells), len(row.table.columns)
    if "|" not in raw and not row.table.is_html:
        shown = shortened(raw, _EVIDENCE)
        return f"`{shown}` is read as a row of the table: no blank line stands above it"
    fault = f"{subject} has {found} cell{'s' * (found != 1)}, the table has {expected}"
    if found <= expected or row.table.is_html:
        return fault
    if not row.cells[0].raw:
        return f"{fault}: the first is empty"
    second = next((cell for cell in row.cells[expected:] if _is_link(cell)), None)
    if second is not None and _is_link(row.cells[0]):
        return f"{fault}: another row begins in its line, at `{shortened(second.plain, _EVIDENCE)}`"
    fault += ": a `|` inside a cell is not escaped"
    if expected != 2:
        return fault
    # In a table of two columns it is the second cell, the text, that holds the pipe.
    before, after = row.cells[1].plain, row.cells[2].plain
    return f"{fault}, in `{before[-_EVIDENCE // 2 :]} | {after[: _EVIDENCE // 2]}`"
