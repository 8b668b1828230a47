"""FW701 page-out-of-date."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping

from frameworklint.api import (
    Cell,
    Framework,
    Place,
    PrintDifference,
    Severity,
    Template,
    folded,
    rule,
)

from ..references._difference import edit_of
from ..schema._conflicts import has_marker


@rule(
    "FW701",
    Severity.ERROR,
    explains=("FW205", "FW303", "FW309", "FW751", "FW756"),
    until_printed=True,
    judges="files",
    sees="all",
)
def page_out_of_date(framework: Framework) -> Iterator[Place]:
    """A page says something else than the workbook."""
    if not framework.workbook_paths:
        return
    found: dict[Cell, list[PrintDifference]] = defaultdict(list)
    for difference in framework.unprinted.differences:
        is_told = difference.is_broken or has_marker(difference.page, difference.span)
        if not is_told and difference not in framework.waiting.differences:
            found[difference.cell].append(difference)
    for cell, differences in _by_row(found, framework).items():
        message = _message(cell, differences)
        templates = _templates(cell, differences, message, framework)
        cause = cell.anchor
        subject = cell.row_key
        yield Place(
            page=cell.page,
            span=cell.span,
            message=message,
            many=message,
            cause=cause,
            subject=subject,
            note="if the workbook is right, run the generator; else write the page's text here",
            # What a page says wrongly explains how it differs from others, not what the cell holds.
            explained=(),
            templates=templates,
        )
        for one in differences:
            yield Place(
                page=one.page,
                span=one.span,
                message=one.message,
                cause=cause,
                subject=subject,
                templates=templates,
            )


def _templates(
    cell: Cell, differences: list[PrintDifference], message: str, framework: Framework
) -> tuple[Template, ...]:
    """That most cells of a column differ by one edit is one fault of what prints them."""
    first, sheet = differences[0], cell.page.sheet
    edit = edit_of(folded(first.page.source[slice(*first.span)]), folded(cell.text))
    if not edit or sheet is None:
        return ()
    of = framework.memo.of_all(_filled)[sheet.name, cell.column]
    message = (
        f"{{n}} of {{of}} cells of `{cell.column_name}` differ alike from the pages: {message}"
    )
    return (Template(f"{cell.column_name} {edit}", message, of, cell.anchor),)


def _filled(framework: Framework) -> Counter[tuple[str, int]]:
    """How many cells of each column hold anything, by sheet and number of the column."""
    return Counter(
        (sheet.name, column)
        for sheet in framework.workbook.sheets.values()
        for row in sheet.rows.values()
        for column, text in enumerate(row, 1)
        if text.strip()
    )


def _by_row(
    found: Mapping[Cell, list[PrintDifference]], framework: Framework
) -> dict[Cell, list[PrintDifference]]:
    """The differences by cell, a row that moved to another thing as one: it is missed there."""
    merged = dict(found)
    for relation in framework.kinds.workbook.relations:
        for cell in found:
            sheet = cell.page.sheet
            if sheet is None or sheet.name != relation.sheet or cell not in merged:
                continue
            target = sheet.cell(cell.row, relation.target.column)
            if cell == sheet.cell(cell.row, relation.source.column) and target in merged:
                merged[cell] = merged[cell] + merged.pop(target)
    return merged


def _message(cell: Cell, differences: list[PrintDifference]) -> str:
    first = differences[0]
    others = len(differences) - 1
    more = f", and so in {others} more place{'s' * (others > 1)}" if others else ""
    page = first.page.id or first.page.path.rpartition("/")[2]
    return (
        f"`{cell.column_name}` of {cell.row_name} reads {first.expected}, but on the page {page} "
        f"{first.message}{more}"
    )
