"""FW707 duplicate-workbook-id."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from frameworklint.api import (
    Cell,
    Framework,
    Location,
    Place,
    Record,
    Reference,
    Related,
    Relation,
    Severity,
    enumerated,
    rule,
)

from ._columns import Column, id_columns
from ._rows_without_id import MULTIPLIED, multiplied

_TOLD_OF_PAGES = ("FW205", "FW303", "FW306", "FW309", "FW317", "FW401", "FW403", "FW405")
_TOLD_OF_FILES = ("FW701", "FW705", "FW751", "FW756", "FW802")
_MOST_EXPLAINED = 500  # spots at which something follows from one ID; real: 60
_MOST_PRINTED = 60  # of them, where two rows are multiplied; real: 24
_EXPLAINED = (*_TOLD_OF_PAGES, *_TOLD_OF_FILES)


@rule("FW707", Severity.ERROR, explains=_EXPLAINED, judges="files", sees="all")
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
                yield from _places(wanted, cells, column, framework)


def _explained(
    wanted: str, cells: Sequence[Cell], relations: Sequence[Relation], framework: Framework
) -> Iterator[Location]:
    """What stands in the rows and in those that refer to them, what pages and other files say of
    one of them alone, and what they print for each.
    """
    sheet = cells[0].page.sheet
    assert sheet is not None
    rows = dict.fromkeys(cell.row for cell in cells)
    concerned = {sheet.cell(row, name): None for row in rows for name in sheet.columns}
    for one in framework.memo.of_all(_naming).get(wanted, ()):
        concerned |= dict.fromkeys((one.source_cell, one.target_cell, one.text_cell))
    yield from ((other.page, other.span) for other in concerned)
    differences = framework.memo.of_all(_differing)
    for other in concerned:
        yield from differences.get(other, ())
    records = [Record(sheet, cell.row) for cell in cells]
    for relation in relations:
        yield from islice(multiplied(relation, records, framework), _MOST_PRINTED)
    yield from _listings(wanted, framework)
    yield from framework.memo.of_all(_of_records).get(wanted, ())


def _naming(framework: Framework) -> dict[str, list[Reference]]:
    """The references by what they relate."""
    found: dict[str, list[Reference]] = defaultdict(list)
    for one in framework.references.all:
        for named in {one.source, one.target}:
            found[named].append(one)
    return found


def _listings(wanted: str, framework: Framework) -> Iterator[Location]:
    """Where pages list it again, and where its page lists others again: once for each row."""
    references = framework.memo.of_all(_naming).get(wanted, ())
    for named in dict.fromkeys(one for pair in references for one in (pair.source, pair.target)):
        page = framework.page_of(named)
        seen = set()
        for listing in framework.listings.of(page) if page else ():
            if wanted not in (named, listing.listed):
                continue
            if listing.listed in seen:
                yield listing.page, listing.row.cells[0].span
            if listing.text is not None:
                yield listing.page, listing.text.span
            seen.add(listing.listed)


def _differing(framework: Framework) -> dict[Cell, list[Location]]:
    """Where pages say something else than each cell.

    The head of a table stands for all rows that it lacks, also for those of other cells.
    """
    found: dict[Cell, list[Location]] = defaultdict(list)
    for one in framework.unprinted.differences:
        heads = (table.columns[0].span for table in one.page.tables if table.columns)
        if one.span not in heads:
            found[one.cell].append((one.page, one.span))
    return found


def _of_records(framework: Framework) -> dict[str, list[Location]]:
    """What names the parent of a page by one of two names, and what lists both rows, by ID."""
    found: dict[str, list[Location]] = defaultdict(list)
    for page in framework.records:
        field = page.field(page.kind.parent) if page.kind and page.kind.parent else None
        if field is not None:
            found[page.id.partition(".")[0]].append((page, field.value.span))
    for page in framework.pages:
        for link, other in framework.links.to_pages(page) if not page.id else ():
            found[other.id].append((page, link.span))
    for export in framework.exports.grids if framework.exports else ():
        for cell in export.cells:
            found[cell.id].append((export.page, cell.span))
    return found


def _places(
    wanted: str, cells: list[Cell], column: Column, framework: Framework
) -> Iterator[Place]:
    relations = [
        relation
        for relation in framework.kinds.workbook.relations
        if (relation.sheet, relation.id) == column[:2] and relation.separator
    ]
    numbers = enumerated([str(cell.row) for cell in cells])
    message = f"The rows {numbers} of {column.sheet} have the same {column.noun}, `{wanted}`"
    message += MULTIPLIED if relations else ""
    explained = tuple(islice(_explained(wanted, cells, relations, framework), _MOST_EXPLAINED))
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
            explained=explained,
            also=(Related(first.page, first.span, "the first of the rows"),),
        )
