"""From the pages back to the workbook: which cells a text was printed from, and where they differ.

The generator prints a cell at many places. `spots` finds the places of a page that print a cell,
`differences` those that say something else than the workbook.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING

from frameworklint.cells import Cell, SheetPage
from frameworklint.kinds import Kind
from frameworklint.page import Page, Row, Table
from frameworklint.printed_tables import PrintedTable
from frameworklint.roles import Relation
from frameworklint.span import Span
from frameworklint.spots import Difference, Piece, Source, Spot, contrast, folded
from frameworklint.workbook import Record, Reference, Workbook

if TYPE_CHECKING:
    from frameworklint.findings import Finding
    from frameworklint.framework import Framework

_COLUMN = re.compile(r"\{(\w+)((?:\.\w+)*)\}")


class Provenance:
    """Where the pages of a framework come from."""

    def __init__(self, framework: "Framework") -> None:
        self._framework = framework
        self.workbook: Workbook = framework.workbook
        self._found: dict[str, tuple[list[Spot], list[Difference]]] = {}

    def spots(self, page: Page) -> list[Spot]:
        """The texts of a page that are printed from cells."""
        return self._of(page)[0]

    def differences(self, page: Page) -> list[Difference]:
        """Where a page says something else than the workbook."""
        return self._of(page)[1]

    def _of(self, page: Page) -> tuple[list[Spot], list[Difference]]:
        if page.path not in self._found:
            spots: list[Spot] = []
            differences: list[Difference] = []
            for found in self._read(page):
                if isinstance(found, Spot):
                    spots.append(found)
                    differences += self._difference(found)
                else:
                    differences.append(found)
            self._found[page.path] = spots, differences
        return self._found[page.path]

    def _read(self, page: Page) -> Iterator[Spot | Difference]:
        kind = page.kind
        if not self.workbook.sheets or kind is None or page.unreadable or page.repeats:
            return
        if not kind.is_record:
            yield from self._index(page, kind)
            return
        record = self.workbook.records(kind).get(page.id)
        if record is None or self._framework.by_id.get(page.id) is not page:
            return
        yield from self._fields(page, kind, record)
        for relation in self._framework.kinds.workbook.relations:
            table = page.table(relation.tables.get(kind.name, "\0"))
            if table is not None and self._is_read(relation):
                yield from PrintedTable(self, page, kind, relation, table).read()

    def has_page(self, wanted: str) -> bool:
        """Whether the thing with an ID has a page."""
        return wanted in self._framework.by_id

    def _is_read(self, relation: Relation) -> bool:
        columns = (relation.source.column, relation.target.column, relation.text)
        targets = self.workbook.targets(relation.target)
        return bool(targets) and self.workbook.has(relation.sheet, *filter(None, columns))

    # Title and fields.

    def _fields(self, page: Page, kind: Kind, record: Record) -> Iterator[Spot]:
        role = kind.workbook
        assert role is not None
        if page.name_text is not None and role.name in record.sheet.columns:
            cell = record.cell(role.name)
            yield Spot(
                page, page.name_text.span, page.name, (Piece(cell.text, cell),), what="the title"
            )
        for label, form in role.fields.items():
            field = page.field(label)
            columns = {match[1] for match in _COLUMN.finditer(form)}
            if field is None or not columns <= record.sheet.columns.keys():
                continue
            span = Span(field.label_span.start, field.value.span.end)
            pieces = tuple(self._pieces(form, record))
            yield Spot(page, span, field.value.raw, pieces, what=f"`{label}`")

    def _pieces(self, form: str, record: Record) -> Iterator[Piece]:
        at = 0
        for match in _COLUMN.finditer(form):
            yield Piece(form[at : match.start()])
            piece = Piece((cell := record.cell(match[1])).text, cell)
            for step in match[2].split(".")[1:]:
                piece = self._step(piece, step)
            yield piece
            at = match.end()
        yield Piece(form[at:])

    def _step(self, piece: Piece, step: str) -> Piece:
        if step == "first":
            return piece._replace(text=piece.text.split(" ")[0])
        if step == "parent":
            return Piece(piece.text.rpartition(".")[0])
        cell = self.workbook.name_cell(piece.text)
        return Piece(cell.text, cell) if cell else Piece("")

    # Index and matrix pages.

    def _index(self, page: Page, kind: Kind) -> Iterator[Spot]:
        for table in page.tables:
            for row in table.rows:
                if kind.role == "index" and table.key:
                    yield from self._entry(page, kind, table, row)
                elif kind.role == "matrix":
                    yield from self._boxes(page, row)

    def _entry(self, page: Page, kind: Kind, table: Table, row: Row) -> Iterator[Spot]:
        if row.broken or not row.cells:
            return
        listed = row.listed_id or row.cells[0].plain
        record = self.workbook.described(kind.sheet, table.key, listed) if kind.sheet else None
        if kind.of:
            record = self.workbook.records(self._framework.kinds.by_name[kind.of]).get(listed)
        if record is None:
            return
        for column, text in zip(table.columns[1:], row.cells[1:], strict=False):
            if column.raw in record.sheet.columns:
                cell = record.cell(column.raw)
                what = f"the column `{column.raw}`"
                pieces = (Piece(cell.text, cell),)
                yield Spot(page, text.span, text.raw, pieces, what=what)

    def _boxes(self, page: Page, row: Row) -> Iterator[Spot]:
        for text in row.cells:
            shown = text.plain
            listed, _, name = shown.partition(" ")
            cell = self.workbook.name_cell(listed)
            if cell is not None:
                yield Spot(page, text.span, name, (Piece(cell.text, cell),), what="the matrix")

    # Differences.

    def _difference(self, spot: Spot) -> Iterator[Difference]:
        if spot.agrees:
            return
        cell = spot.culprit
        foreign = spot.foreign if spot.any_order else ""
        if cell is None and foreign and spot.references:
            relation = spot.references[0].relation
            source = spot.references[0].source
            cell = self.origin_of_text(relation, source, foreign)
            cell = cell or spot.references[0].text_cell
        if cell is None:
            return
        shown, expected = contrast(foreign or spot.shown, cell.text)
        yield Difference(cell, spot.page, spot.span, f"{spot.what} says {shown}", expected)

    def origin_of_text(self, relation: Relation, source: str, text: str) -> Cell | None:
        """The cell that lost a text which a page prints under that source."""
        sheet = self.workbook.sheets[relation.sheet]
        texts = self._by_text(relation)
        known = [row for known in texts if known in folded(text) for row in texts[known]]
        for row in known:
            if sheet.cell(row, relation.source.column).text == source:
                return sheet.cell(row, relation.target.column)
        return sheet.cell(known[0], relation.source.column) if known else None

    def origin_of_row(self, relation: Relation, source: str) -> Cell | None:
        """The cell that does not name any more what a page lists for that source."""
        sheet = self.workbook.sheets[relation.sheet]
        for row in sheet.rows:
            if sheet.cell(row, relation.source.column).text == source:
                return sheet.cell(row, relation.target.column)
        return None

    def _by_text(self, relation: Relation) -> dict[str, list[int]]:
        key = f"{relation.sheet}.{relation.text}"
        if key not in self._texts:
            found: dict[str, list[int]] = defaultdict(list)
            sheet = self.workbook.sheets[relation.sheet]
            for row in sheet.rows if relation.text else ():
                if text := folded(sheet.cell(row, relation.text).text):
                    found[text].append(row)
            self._texts[key] = found
        return self._texts[key]

    @cached_property
    def _texts(self) -> dict[str, dict[str, list[int]]]:
        return {}

    @cached_property
    def listed(self) -> dict[tuple[str, bool, str], dict[str, list[Reference]]]:
        """The printed references by relation, side and own ID, then by the other's ID.

        The side is True for pages of the source.
        """
        found: dict[tuple[str, bool, str], dict[str, list[Reference]]] = {}
        for one in self.workbook.references:
            if one.printed:
                key = one.relation.key
                sides = ((True, one.source, one.target), (False, one.target, one.source))
                for side, own, other in sides:
                    found.setdefault((key, side, own), {}).setdefault(other, []).append(one)
        return found

    # Findings.

    def source_of(self, finding: "Finding") -> Source:
        """The cells that the text of a finding was printed from."""
        cells: dict[Cell, None] = {}
        differing: dict[Cell, None] = {}
        for place in finding.places:
            if isinstance(place.page, SheetPage) and (cell := place.page.cell_at(place.span)):
                cells[cell] = None
            for spot in self._at(place.page, place.span):
                found = _wanted(spot, finding.rule.source)
                (cells if spot.agrees else differing).update(dict.fromkeys(found))
        return Source(tuple(cells), tuple(cell for cell in differing if cell not in cells))

    def _at(self, page: Page, span: Span) -> list[Spot]:
        return [spot for spot in self.spots(page) if spot.span.overlaps(span)]


def _wanted(spot: Spot, source: str) -> list[Cell]:
    """The cells of a spot that a finding is about."""
    rows = list(dict.fromkeys(one.text_cell for one in spot.references if one.relation.text))
    if source == "text" or not spot.references:
        return spot.cells
    if source == "row" and len(rows) == len(spot.references):
        return rows
    return list(dict.fromkeys([*rows, *(one.target_cell for one in spot.references)]))
