"""Rows without an ID in sheets that relate things, or describe what has no pages."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from frameworklint.api import (
    Framework,
    Listing,
    Location,
    Place,
    Record,
    Relation,
    Text,
    folded,
    rewritten,
    some_of,
)

from ._columns import is_left_empty

MULTIPLIED = ": the generator multiplies such rows with one another"
_NAMED = 3
_MOST_ALIKE = 20  # rows of pages with one text; real: 12
_ADDRESS = re.compile(r"https?://\S+")
_ARCHIVED = re.compile(r"(?<=/)(?=(https?://.+))")


def rows_without_id(framework: Framework) -> Iterator[Place]:
    """Such rows, with what they cause."""
    seen = set()
    for relation in framework.kinds.workbook.relations:
        own, target = (relation.sheet, relation.id), (relation.target.sheet, relation.target.id)
        if relation.id and own not in seen and framework.workbook.has(*own):
            seen.add(own)
            yield from _in_relation(relation, framework)
        if relation.target.sheet and target not in seen and framework.workbook.has(*target):
            seen.add(target)
            yield from _in_target(relation, framework)


def _records(name: str, column: str, framework: Framework) -> list[Record]:
    """The rows of a sheet that hold something, but nothing in a column that others fill."""
    sheet = framework.workbook.sheets[name]
    if is_left_empty(sheet, column):
        return []
    records = [
        Record(sheet, row) for row, cells in sheet.rows.items() if any(map(str.strip, cells))
    ]
    return [record for record in records if not record.cell(column).text.strip()]


def _in_relation(relation: Relation, framework: Framework) -> Iterator[Place]:
    records = _records(relation.sheet, relation.id, framework)
    effect = ""
    if relation.separator and len(records) > 1:
        effect = MULTIPLIED
    explained = tuple(multiplied(relation, records, framework)) if effect else ()
    for record in records:
        cell = record.cell(relation.id)
        yield Place(
            page=cell.page,
            span=cell.span,
            message=f"A row of {relation.sheet} without `{relation.id}`, {cell.row_name}{effect}",
            many=f"{{n}} rows of {relation.sheet} have no `{relation.id}`{effect}",
            cause=f"{relation.name} without ID",
            subject=relation.sheet,
            note="give the row an ID of its own",
            explained=explained,
        )


def multiplied(
    relation: Relation, records: Sequence[Record], framework: Framework
) -> Iterator[Location]:
    """Where pages print what the generator makes of rows that it can not tell apart: every text
    with every target.
    """
    sources, targets = set(), set()
    for record in records:
        source, target = record.cell(relation.source.column), record.cell(relation.target.column)
        yield from ((cell.page, cell.span) for cell in (source, target))
        sources.add(source.text.strip())
        targets |= {part.strip() for part in target.text.split(relation.separator)}
    known = framework.memo.of_all(_by_text)
    for said in dict.fromkeys(folded(record.cell(relation.text).text) for record in records):
        for listing, text in known.get(said, ())[:_MOST_ALIKE]:
            if listing.owner in sources and listing.subject in targets:
                yield listing.page, listing.row.cells[0].span
                yield listing.page, text.span


def _by_text(framework: Framework) -> dict[str, list[tuple[Listing, Text]]]:
    """The rows by which pages list others, by what they say of them."""
    found: dict[str, list[tuple[Listing, Text]]] = defaultdict(list)
    for page in framework.records:
        for listing in framework.listings.of(page):
            if listing.owner and listing.text is not None:
                found[folded(listing.text.raw)].append((listing, listing.text))
    return found


def _in_target(relation: Relation, framework: Framework) -> Iterator[Place]:
    name, column = relation.target.sheet, relation.target.id
    records = _records(name, column, framework)
    places = _naming(relation, framework) if records else {}
    unknown = _unknown(relation, framework) if records else {}
    effect, printed = _printed_for_none(relation, framework) if records else ("", ())
    for record in records:
        cell = record.cell(column)
        found = _shifted(record, column)
        lost = "" if found else _lost(record, unknown)
        message = f"A row of {name} without `{column}`, {cell.row_name}{effect}"
        if found:
            message = f"A row of {name}, {cell.row_name}, has no `{column}`"
            message += f", but an address under `{found[0]}`: its cells are shifted to the right"
        elif lost:
            message += f"; {lost} is likely meant"
        note = f"write {lost}" if lost else "give the row an ID, or delete it"
        yield Place(
            page=cell.page,
            span=cell.span,
            message=message,
            many=f"{{n}} rows of {name} have no `{column}`{effect}",
            cause=f"{relation.target.noun} without ID",
            subject=name,
            note="move the cells to the left" if found else note,
            explained=(*places.get(found[1] if found else lost, ()), *printed),
            fixes=(rewritten(cell, lost, is_safe=False, title=note),) if lost else (),
        )


def _printed_for_none(relation: Relation, framework: Framework) -> tuple[str, tuple[Location, ...]]:
    """What becomes of a row without an ID, and where: what names none matches it too."""
    spots: list[Location] = []
    pages = []
    sheet = framework.workbook.sheets.get(relation.sheet)
    for row in sheet.rows if sheet else ():
        assert sheet is not None
        page = framework.page_of(sheet.text(row, relation.source.column))
        if page is None or page.kind is None or sheet.text(row, relation.target.column):
            continue
        table = page.table(relation.tables.get(page.kind.name, ""))
        pages.append(page.id)
        spots += [(page, row.cells[0].span) for row in table.rows] if table else []
    if not pages:
        return ": no page prints what it describes", ()
    which = some_of(pages, _NAMED)
    return f": the generator prints it for what names no {relation.target.noun}, {which}", tuple(
        spots
    )


def _lost(record: Record, named: Mapping[str, str]) -> str:
    """The one address that others name and no row has, where the row's archive link is of it."""
    texts = [cell.text.strip() for cell in map(record.cell, record.sheet.columns)]
    archived = [match[1].rstrip("/") for text in texts for match in _ARCHIVED.finditer(text)]
    found = {named[address] for address in archived if address in named}
    return found.pop() if len(found) == 1 else ""


def _unknown(relation: Relation, framework: Framework) -> Mapping[str, str]:
    """What others name and no row has, by the same without a slash at the end."""
    return {
        one.target.rstrip("/"): one.target
        for one in framework.references.all
        if one.relation is relation and one.fault == "unknown"
    }


def _shifted(record: Record, column: str) -> tuple[str, str] | None:
    """The column that holds an address in a row whose first column should, and the address."""
    numbers = record.sheet.columns
    for cell in sorted(map(record.cell, numbers), key=lambda cell: cell.column):
        match = _ADDRESS.fullmatch(cell.text.strip())
        if match and cell.column == numbers[column] + 1:
            return cell.column_name, match[0]
    return None


def _naming(relation: Relation, framework: Framework) -> Mapping[str, tuple[Location, ...]]:
    """The cells that name an address, and what pages print of them, by address."""
    found: dict[str, list[Location]] = {}
    for reference in framework.references.all:
        if reference.relation is not relation:
            continue
        spots = found.setdefault(reference.target, [])
        spots.append((reference.target_cell.page, reference.target_cell.span))
        page = framework.by_id.get(reference.source)
        kind = page.kind if page else None
        table = page.table(relation.tables.get(kind.name, "")) if page and kind else None
        if page and table:
            spots.append((page, table.columns[0].span))
            spots += [
                (page, row.cells[0].span)
                for row in table.rows
                if reference.target in row.cells[0].raw
            ]
    return {target: tuple(spots) for target, spots in found.items()}
