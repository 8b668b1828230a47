"""The tables of a page beside the rows of the workbook that they print."""

from collections import defaultdict, deque
from collections.abc import Iterator, Mapping
from itertools import islice
from sys import maxsize
from typing import NamedTuple

from frameworklint.kinds.annotations import Relation
from frameworklint.kinds.kind import Kind
from frameworklint.page.names import folded
from frameworklint.page.page import Page, Row, Table
from frameworklint.page.text import Text
from frameworklint.source.span import Span
from frameworklint.workbook.compare import plain
from frameworklint.workbook.origins import Origins
from frameworklint.workbook.printed import Part, Piece, PrintDifference, PrintedText
from frameworklint.workbook.printing.row_differences import RowDifferences
from frameworklint.workbook.printing.row_printer import RowPrinter
from frameworklint.workbook.references import Reference, References
from frameworklint.workbook.workbook import Workbook

EVERYWHERE = Span(0, maxsize)

# Of the rows that list one thing, among which the one that a broken row prints is looked for.
_MOST_OF_ONE = 50  # real: 3


class PrintContext(NamedTuple):
    """With what tables are compared.

    Attributes:
        workbook: the sheets.
        references: what their rows refer to.
        origins: where texts once came from.
        pages: the framework's pages by ID.
    """

    workbook: Workbook
    references: References
    origins: Origins
    pages: Mapping[str, Page]


class PrintedTable:
    """A table of a page beside the rows of the workbook that it prints."""

    def __init__(
        self, context: PrintContext, page: Page, kind: Kind, relation: Relation, table: Table
    ) -> None:
        self.workbook, references, self.origins, self.pages = context
        self.page = page
        self.relation = relation
        self.table = table
        self.is_source = relation.source.kind == kind.name
        self.printer = RowPrinter(self.workbook, relation, is_source=self.is_source)
        self.rows = RowDifferences(self.workbook, self.origins, self.printer, page, relation, table)
        self.expected = references.listed.get((relation.key, self.is_source, page.id), {})

    def read(self, at: Span) -> Iterator[PrintedText | PrintDifference]:
        """The spots of the rows, and the rows that one side lacks; at a span only those spots."""
        yield from self._header()
        rows: dict[str, list[Row]] = defaultdict(list)
        for row in self.table.rows:
            rows[self._listed(row)].append(row)
        wanted = {self._listed(row) for row in self.table.rows if row.span.overlaps(at)}
        for listed, found in ((one, rows[one]) for one in rows if one in wanted):
            whole = [row for row in found if not row.broken]
            references = self.expected.get(listed, [])
            if listed and len(whole) == len(found):
                yield from self._matched(listed, whole, references, at)
            elif references:
                yield from self._broken_rows(listed, found, references)
        if at is not EVERYWHERE or any(row.broken for row in rows.get("", ())):
            return
        may_lack = not self.relation.target.kind
        for listed, references in self.expected.items():
            if listed not in rows and (may_lack or listed in self.pages):
                yield from self._unlisted(listed, references)

    def _header(self) -> Iterator[PrintedText]:
        """The table as a whole, where a cell of the page's own row holds the list."""
        record = self.workbook.record(self.page.id)
        if self.is_source and record and record.sheet.name == self.relation.sheet:
            cell = record.cell(self.relation.target.column)
            span = Span(self.table.columns[0].span.start, self.table.columns[-1].span.end)
            yield PrintedText(self.page, span, cell.text, (cell,))

    def _broken_rows(
        self, listed: str, rows: list[Row], references: list[Reference]
    ) -> Iterator[PrintedText | PrintDifference]:
        """Rows of which one is no row of its table: what they say is looked for in the whole."""
        left = self.printer.together(references)
        others = []
        for row in rows:
            raw = folded(self.page.source[slice(*row.span)])
            near = islice(left, _MOST_OF_ONE)
            hit = next((found for found in near if self.printer.is_in(raw, listed, found)), None)
            if hit is None and left:
                others.append(row)
                continue
            if hit is not None:
                left.remove(hit)
            yield self._broken(listed, row, references)
        for row in others:
            if left:
                yield self.rows.broken(listed, row, left.pop(0))
            else:
                yield self._broken(listed, row, references)

    def _broken(self, listed: str, row: Row, references: list[Reference]) -> PrintedText:
        """A row that is no row of its table: another rule's finding, printed from these cells."""
        cells = [one.text_cell for one in references[:_MOST_OF_ONE] if self.relation.text]
        record = self.printer.record(listed)
        if not cells and record:
            columns = self.relation.columns.values()
            cells = [record.cell(name) for name in columns if name in record.sheet.columns]
        return PrintedText(self.page, row.span, "".join(cell.text for cell in cells), tuple(cells))

    def _listed(self, row: Row) -> str:
        if self.relation.target.kind or not row.cells:
            return row.listed_id
        links = row.cells[0].content.links
        return links[0].target if links else row.cells[0].plain

    def _unlisted(self, listed: str, references: list[Reference]) -> Iterator[PrintDifference]:
        """What the workbook lists and the page does not: one row, or a row for each text."""
        for found in self.printer.together(references):
            yield self.rows.missing(listed, found)

    def _matched(
        self, listed: str, rows: list[Row], references: list[Reference], at: Span
    ) -> Iterator[PrintedText | PrintDifference]:
        if not references:
            for row in rows:
                yield from self.rows.extra(listed, row)
            return
        for row in rows:
            if row.cells[0].span.overlaps(at):
                yield self._named(listed, row, references)
            yield from self._beside(listed, row)
            if self.relation.text and not self.is_source:
                yield self._text_spot(row, self._shown(row), references, any_order=True)
        if not self.relation.text:  # what a cell names twice is listed twice
            for reference in references[len(rows) :]:
                yield self.rows.missing(listed, [reference])
            for row in rows[len(references) :]:
                yield from self.rows.extra(listed, row, again=" again")
        if self.relation.text and self.is_source:
            yield from self._row_by_row(listed, rows, references)

    def _row_by_row(
        self, listed: str, rows: list[Row], references: list[Reference]
    ) -> Iterator[PrintedText | PrintDifference]:
        """The texts of rows with one ID: equal ones are matched first, the others in order."""
        if len(rows) == len(references) == 1:
            yield self._text_spot(rows[0], self._shown(rows[0]), references)
            return
        left = dict(enumerate(references))
        by_text: dict[str, deque[int]] = defaultdict(deque)
        for number, reference in left.items():
            by_text[plain(reference.text_cell.text)].append(number)
        pending = []
        for row in rows:
            text, shown = self._description(row), self._shown(row)
            equal = by_text.get(plain(shown)) if text else None
            if equal:
                yield self._text_spot(row, shown, [left.pop(equal.popleft())])
            else:
                pending.append((row, shown))
        others = deque(left.values())
        for row, shown in pending:
            if others:
                yield self._text_spot(row, shown, [others.popleft()])
            else:
                yield from self.rows.extra(listed, row)
        for reference in others:
            yield self.rows.missing(listed, [reference])

    def _description(self, row: Row) -> Text | None:
        """The cell that holds the relation's text: the second."""
        return row.cells[1] if len(row.cells) > 1 else None

    def _shown(self, row: Row) -> str:
        """A description as the cell holds it: older trees print row numbers before it."""
        text = self._description(row)
        return self.workbook.kinds.conventions.without_row_numbers(text.raw) if text else ""

    def _text_spot(
        self, row: Row, shown: str, references: list[Reference], any_order: bool = False
    ) -> PrintedText:
        text = self._description(row)
        pieces: list[Part] = []
        for cell in (reference.text_cell for reference in references):
            pieces += [Piece(", ")] if pieces else []
            pieces.append(cell)
        span = text.span if text else row.span
        what = f"the text under {self._listed(row)}"
        value = span if text else None
        return PrintedText(
            self.page, span, shown, tuple(pieces), tuple(references), any_order, what, value
        )

    def _named(self, listed: str, row: Row, references: list[Reference]) -> PrintedText:
        """The spot of the first cell."""
        cell = self.workbook.name_cell(listed) if self.relation.target.kind else None
        if cell is None:
            cell = references[0].target_cell
            piece: Part = Piece(listed, cell)
            shown = listed
        else:
            piece, shown = cell, row.listed_text
            shown = cell.text if shown == cell.text else shown  # so that equal ones are one
        links, span = row.cells[0].content.links, row.cells[0].span
        is_written = bool(links) and shown != cell.text
        return PrintedText(
            self.page,
            span,
            shown,
            (piece,),
            tuple(references),
            what=f"the link to {listed}",
            value=span,
            written=f"[{listed} {cell.text}]({links[0].target})" if is_written else "",
        )

    def _beside(self, listed: str, row: Row) -> Iterator[PrintedText]:
        """The spots of the columns that print the listed thing's row."""
        record = self.printer.record(listed)
        for label, column in self.relation.columns.items():
            text = row.cell(label)
            if text is not None and record is not None and column in record.sheet.columns:
                cell = record.cell(column)
                links, span = text.content.links, text.span
                said = links[0].target if links else text.raw
                yield PrintedText(
                    self.page,
                    span,
                    said,
                    (cell,),
                    what=f"`{label}` of {listed}",
                    value=span,
                    written=f"[{cell.text}]({cell.text})" if links else "",
                )
