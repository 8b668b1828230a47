"""Rows that a page or the workbook lacks."""

from collections.abc import Iterator, Sequence

from frameworklint.kinds.annotations import Relation
from frameworklint.page.page import Page, Row, Table
from frameworklint.source.span import Span
from frameworklint.wording import shortened
from frameworklint.workbook.compare import SHOWN, contrast, quoted
from frameworklint.workbook.origins import Origins
from frameworklint.workbook.printed import Edit, PrintDifference
from frameworklint.workbook.printing.row_printer import RowPrinter
from frameworklint.workbook.references import Reference
from frameworklint.workbook.sheet import Cell
from frameworklint.workbook.workbook import Workbook


class RowDifferences:
    """Says what is wrong where a table has a row too many or too few."""

    def __init__(
        self,
        workbook: Workbook,
        origins: Origins,
        printer: RowPrinter,
        page: Page,
        relation: Relation,
        table: Table,
    ) -> None:
        self.workbook = workbook
        self.origins = origins
        self.printer = printer
        self.page = page
        self.relation = relation
        self.table = table

    def extra(self, listed: str, row: Row, again: str = "") -> Iterator[PrintDifference]:
        """A row of the page that the workbook lacks, though it knows the thing that is listed.

        Args:
            listed: what is listed.
            row: the row.
            again: what a message adds where a row before lists it as the workbook does.
        """
        if self.relation.target.kind and self.printer.record(listed) is None:
            return
        source = self.page.id if self.printer.is_source else listed
        text = row.cells[1] if self.relation.text and len(row.cells) > 1 else None
        cell = None
        if text is not None and text.raw:
            cell = self.origins.of_text(self.relation, source, text.raw)
        cell = cell or self.origins.of_row(self.relation, source)
        cell = cell or self._own_cell()
        if cell is not None:
            message = f"the table `{self.table.key}` lists {shortened(listed, SHOWN)}{again}"
            span, edit = row.cells[0].span, Edit(self._line(row), str)
            yield PrintDifference(cell, self.page, span, message, quoted(cell.text), edit)

    def broken(self, listed: str, row: Row, references: Sequence[Reference]) -> PrintDifference:
        """A row that is none of its table, and does not hold what is printed for references."""
        first = references[0]
        cell = first.text_cell if self.relation.text else first.target_cell
        shown, expected = contrast(self.page.source[slice(*row.span)], cell.text)
        columns = [column.raw for column in self.table.columns]
        edit = Edit(row.span, lambda: self.printer.row(columns, listed, references))
        message = f"the row of {shortened(listed, SHOWN)} says {shown}"
        return PrintDifference(cell, self.page, row.span, message, expected, edit, is_broken=True)

    def _line(self, row: Row) -> Span:
        """The lines of a row, with the line end before them."""
        lines = self.page.lines
        first = lines.position(row.span.start)[0] - 1
        start = lines.span(first - 1).end if first else 0
        return Span(start, row.span.end)

    def _own_cell(self) -> Cell | None:
        kind = self.page.kind
        record = self.workbook.record(self.page.id)
        return record.cell(kind.workbook.id) if kind and kind.workbook and record else None

    def missing(self, listed: str, references: Sequence[Reference]) -> PrintDifference:
        """A row of the workbook that the page lacks."""
        span = self.table.columns[0].span
        cell = references[0].target_cell
        message = f"the table `{self.table.key}` does not list {shortened(listed, SHOWN)}"
        columns = [column.raw for column in self.table.columns]
        end = self.table.span.end
        edit = Edit(Span(end, end), lambda: f"\n{self.printer.row(columns, listed, references)}")
        return PrintDifference(cell, self.page, span, message, quoted(cell.text), edit)
