"""Tables of IDs: a column for each page of one kind, and below it those that belong to it."""

import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from typing import NamedTuple

from frameworklint.errors import UnreadableFileError
from frameworklint.exports.export_page import ExportPage
from frameworklint.exports.limits import demand_few_cells
from frameworklint.kinds.exports import ExportAnnotation, GridAnnotation
from frameworklint.kinds.kind import Kind, Kinds
from frameworklint.markdown import html
from frameworklint.page.names import folded
from frameworklint.source.cell_names import letters
from frameworklint.source.reading import decoded
from frameworklint.source.span import Span

_CELL = re.compile(r'"(?:[^"]|"")*+"?[^,\r\n]*|[^,\r\n]*')

_OTHER_SIGNS = {"\t": "tabs", ";": "semicolons"}


class GridCell(NamedTuple):
    """A cell, or an entry of the list beside the table.

    Attributes:
        text: what a reader sees.
        span: where it stands.
        column: its 0-based column; -1 for an entry of the list.
    """

    text: str
    span: Span
    column: int

    @property
    def id(self) -> str:
        """The first word, which is to be an ID."""
        return self.text.partition(" ")[0].rstrip(":")

    @property
    def name(self) -> str:
        """What follows the first word."""
        return self.text.partition(" ")[2]


class GridExport:
    """An export that holds a table of IDs.

    Attributes:
        page: the file as findings see it.
        annotation: what the schemas say of it.
        grid: what they say of its table.
        kind, heads: the kinds of the pages in the cells and of those that head the columns.
        above: the cells above the heads.
        head_cells: the cells that head the columns.
        cells: the cells below them that are not empty.
        entries: those of the list beside the table.
    """

    def __init__(
        self, path: str, annotation: ExportAnnotation, content: bytes, kinds: Kinds
    ) -> None:
        assert annotation.grid is not None
        self.annotation = annotation
        self.grid: GridAnnotation = annotation.grid
        self.kind: Kind = kinds.by_name[self.grid.kind]
        self.heads: Kind = kinds.by_name[self.grid.heads]
        text = decoded(content)
        demand_few_cells(text)
        self.page = ExportPage(path, annotation, text)
        if annotation.form == "csv":
            _demand_commas(text)
            rows, self.entries = list(_csv_rows(text)), []
        else:
            table = _html_table(text)
            rows = list(_html_rows(text, table))
            name = self.grid.entries
            self.entries = list(_html_entries(text, name, table.span.end)) if name else []
        head = next((n for n, row in enumerate(rows) if self._is_head(row)), None)
        if head is None:
            raise UnreadableFileError(f"has no row with the IDs of {self.heads.plural}")
        self.above = [cell for row in rows[:head] for cell in row if cell.text]
        self.head_cells = [cell for cell in rows[head] if cell.text]
        self.cells = [cell for row in rows[head + 1 :] for cell in row if cell.text]
        self._name_cells(rows)

    def _is_head(self, row: list[GridCell]) -> bool:
        return any(self.heads.is_id(cell.id) for cell in row)

    def _name_cells(self, rows: list[list[GridCell]]) -> None:
        """Give the cells the names that findings have for them."""
        is_csv = self.annotation.form == "csv"
        for number, row in enumerate(rows, 1):
            for cell in row:
                name = f"{letters(cell.column + 1)}{number}" if is_csv else ""
                self.page.named(cell.span, f"cell {cell.id}", name)
        for entry in self.entries:
            self.page.named(entry.span, f"entry {entry.id}")

    @cached_property
    def head_by_column(self) -> dict[int, GridCell]:
        """The cell that heads each column."""
        return {cell.column: cell for cell in self.head_cells}

    @cached_property
    def head_by_id(self) -> dict[str, GridCell]:
        """The cell that holds the ID of each head."""
        return {cell.id: cell for cell in reversed(self.head_cells)}

    @cached_property
    def ids(self) -> frozenset[str]:
        """The IDs in the cells below the heads."""
        return frozenset(cell.id for cell in self.cells)

    @cached_property
    def entry_ids(self) -> frozenset[str]:
        """The IDs in the list beside the table."""
        return frozenset(entry.id for entry in self.entries)


def _demand_commas(text: str) -> None:
    """Refuse a list whose cells another sign separates, as some spreadsheet programs write it.

    Raises:
        UnreadableFileError: it is such a list.
    """
    others = [noun for sign, noun in _OTHER_SIGNS.items() if sign in text]
    if others and "," not in text:
        raise UnreadableFileError(f"has {others[0]} between its cells, where commas belong")


def _csv_rows(text: str) -> Iterator[list[GridCell]]:
    row: list[GridCell] = []
    at = 0
    while at < len(text):
        match = _CELL.match(text, at)
        assert match is not None  # it matches the empty text
        raw, end = match[0], match.end()
        value = raw[1:].removesuffix('"').replace('""', '"') if raw.startswith('"') else raw
        row.append(GridCell(folded(value), Span(at, end), len(row)))
        at = end
        if text.startswith(",", at):
            at += 1
            continue
        yield row
        row = []
        at += 2 if text.startswith("\r\n", at) else 1
    if row:
        yield row


def _html_table(text: str) -> html.HtmlTable:
    """The first table of a document."""
    tables = (tag for tag in html.tags(text) if tag.name == "table" and not tag.closing)
    opening = next(tables, None)
    if opening is None:
        raise UnreadableFileError("holds no table")
    return html.table(text, opening, len(text))


def _html_rows(text: str, table: html.HtmlTable) -> Iterator[list[GridCell]]:
    for row in table.rows:
        yield [_html_cell(text, span, column) for column, span in enumerate(row.cells)]


def _html_entries(text: str, name: str, start: int) -> Iterator[GridCell]:
    """The elements of a name behind an offset, each up to the next tag that can end it."""
    at = -1
    for tag in html.tags(text, start):
        if at >= 0 and (tag.name == name or (tag.closing and tag.name in ("ul", "ol"))):
            yield _html_cell(text, Span(at, tag.span.start), -1)
            at = -1
        if tag.name == name and not tag.closing:
            at = tag.span.end


def _html_cell(text: str, span: Span, column: int) -> GridCell:
    shown = unescape(html.without_tags(text[span.start : span.end], line_break=" "))
    return GridCell(folded(shown), span, column)
