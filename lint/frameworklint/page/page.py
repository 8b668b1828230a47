"""The located page: what a page holds, each value with its place in the file."""

from collections.abc import Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from frameworklint.digests import blob_name, digest
from frameworklint.kinds.layouts import SchemaError
from frameworklint.markdown.inline import Link
from frameworklint.markdown.tokens import NO_DEFINITIONS, Definitions
from frameworklint.page.names import folded
from frameworklint.page.text import Text
from frameworklint.source.span import Apart, Lines, Span

if TYPE_CHECKING:
    from frameworklint.kinds.kind import Kind
    from frameworklint.kinds.layouts import Layout


_T = TypeVar("_T")
LONGEST_NAME = 1_000  # real: 160
_LONGEST_KEY = 1_000  # characters of a first cell that name its row; real: 374


class Field(NamedTuple):
    """A labeled value. `label` is as printed, without bold, bullet and colon."""

    label: str
    label_span: Span
    value: Text

    @property
    def span(self) -> Span:
        """Label and value."""
        return Span(self.label_span.start, self.value.end)


class Row:
    """A table row below the header.

    Attributes:
        cells: as cut at the raw row's pipes; may be more or fewer than the table's columns. The
            last of a row that is kept out by what stands above it is that.
        span: the row, from its first to its last pipe.
        broken: why the row is no row of its table: `cells` (a wrong number of them), `cut` (a raw
            line break cut it), `apart` (a blank line above it ends the table), `ended` (what stands
            above it does, or the mark of a list or quotation before it), `indented` (blanks at its
            begin make it code, which ends the table), or an empty string.
        listed_id: the ID that the first cell names, or an empty string.
        shown_id: the ID that the first cell's link shows, or an empty string.
    """

    __slots__ = ("broken", "cells", "listed_id", "shown_id", "span", "table")

    def __init__(self, table: "Table", cells: list[Text], span: Span, broken: str = "") -> None:
        self.table = table
        self.cells = cells
        self.span = span
        self.broken = broken
        self.listed_id = ""
        self.shown_id = ""

    @property
    def key(self) -> str:
        """What names the row on its page: the ID that it lists, else what its first cell says, or
        what stands for a long one.
        """
        return self.listed_id or (_short(self.cells[0]) if self.cells else "")

    def cell(self, column: str) -> Text | None:
        """The cell under the column of that name; None in a broken row or for no such column."""
        index = self.table.column_index(column)
        if index is None or self.broken or index >= len(self.cells):
            return None
        return self.cells[index]

    @property
    def listed_name(self) -> str:
        """The name that the first cell prints after the ID, white space folded."""
        return folded(self.listed_text)

    @property
    def listed_text(self) -> str:
        """That name as it stands, with what only looks like a blank."""
        if not self.cells:
            return ""
        links = self.cells[0].content.links
        shown = (links[0].text if links else self.cells[0].plain).strip()
        return shown.removeprefix(self.cells[0].leading_id(shown)).strip()


class Table:
    """A Markdown or HTML table.

    Attributes:
        columns: the header's cells; empty for an HTML table without `<th>`.
        rows: the rows below the header.
        span: header, delimiter row and rows.
        is_html: whether it is written in HTML.
        key: the name of the first column, which tells a page's tables apart.
    """

    __slots__ = ("_indexes", "columns", "is_html", "key", "rows", "span")

    def __init__(self, columns: list[Text], span: Span, is_html: bool = False) -> None:
        self.columns = columns
        self.rows: list[Row] = []
        self.span = span
        self.is_html = is_html
        self.key = columns[0].raw if columns else ""
        self._indexes = _indexes(tuple(text.raw for text in columns))

    @property
    def header(self) -> str:
        """The names of all columns, joined with ` | `."""
        return " | ".join(column.raw for column in self.columns)

    def column_index(self, column: str) -> int | None:
        """The 0-based index of a column by name."""
        return self._indexes.get(column)


@lru_cache(maxsize=1024)
def _short(cell: Text) -> str:
    """What a cell says, or what stands for a long text: each place of a row asks for it."""
    said = cell.plain
    return said if len(said) <= _LONGEST_KEY else digest(said)


@lru_cache
def _indexes(names: tuple[str, ...]) -> dict[str, int]:
    """The index of the first column, field or table of each name: it is asked for every row, and
    there may be thousands of both. Most tables and pages have the names of some others.
    """
    return {name: index for index, name in reversed([*enumerate(names)])}


class Page:
    """A Markdown file of the tree.

    Attributes:
        path: relative to the root, `/` between folders.
        lines: the lines of the file's text.
        kind: what the page describes; None for a Markdown file that is no page of the framework.
        id: the ID by which other pages' rules know the page: its file's name where that is an ID
            of the kind, else the title's; empty for files without one.
        key: what names the page whatever its folders are called: its ID, else the way to its
            file from the framework's home.
        definitions: the file's link definitions: target and title by label.
        unused: those to which no link refers, as links.
        headings: the text of every heading.
        title: the first heading's text.
        word, title_id, name_text: the parts of a record's title `Word ID: Name`; None or empty
            where it has another form, `name_text` also where the word is another kind's. For
            other pages `name_text` is the whole title.
        fields: labeled values in the order of the page, repeated ones included.
        tables: in the order of the page, repeated ones included.
        markers: where the edit marker stands.
        repeats: later titles with the page's ID: the page stands more than once in its file.
        copies: where those of them stand that are not read as the page.
        notes: all other text: below the marker, or of a file that is no page.
        unreadable: why the file could not be read, or an empty string.
        remedy: what writes the file anew, for those that other programs load; else empty.
        layout: that of the kind's pages, None where there is no kind.
        layout_name: that of the layout with whose schema it was compared, if it was.
        schema_errors: the disagreements with that.
    """

    __slots__ = (
        *("__dict__", "copies", "definitions", "fields", "headings", "id", "key", "kind", "layout"),
        *("layout_name", "lines", "markers", "name_text", "notes", "path", "remedy", "repeats"),
        *("schema_errors", "tables", "title", "title_id", "unreadable", "unused", "word"),
    )

    def __init__(self, path: str, source: str, kind: "Kind | None" = None) -> None:
        self.path = path
        self.kind = kind
        self.id = ""
        self.key = path
        self.unreadable = ""
        self.remedy = ""
        self.layout: Layout | None = None
        self.layout_name = ""
        self.schema_errors: tuple[SchemaError, ...] = ()
        self.lines = Lines(source)
        self.definitions: Definitions = NO_DEFINITIONS
        self.unused: tuple[Link, ...] = ()
        self.headings: Sequence[Text] = ()
        self.title: Text | None = None
        self.word = ""
        self.title_id: Text | None = None
        self.name_text: Text | None = None
        self.fields: list[Field] = []
        self.tables: list[Table] = []
        self.markers: list[Span] = []
        self.repeats: tuple[Text, ...] = ()
        self.copies: tuple[Span, ...] = ()
        self.notes: list[Text] = []

    @property
    def source(self) -> str:
        """The text of the file, without a byte order mark."""
        return self.lines.text

    @property
    def folder(self) -> str:
        """The path of the page's folder, empty for the root."""
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The file's name without `.md`."""
        return self.path.rpartition("/")[2].rpartition(".")[0]

    @cached_property
    def name(self) -> str:
        """The name in the title, white space folded; of a very long one the beginning."""
        return folded(self.name_text.raw)[:LONGEST_NAME] if self.name_text else ""

    @cached_property
    def digest(self) -> str:
        """What names the page's text, as git names contents."""
        return blob_name(self.source.encode("utf-8", "surrogatepass"))

    @property
    def span(self) -> Span:
        """The whole file."""
        return Span(0, len(self.source))

    @property
    def top(self) -> Span:
        """Where a finding about the page as a whole is shown: its title, else its first line."""
        return self.title.span if self.title else self.lines.span(0)

    @property
    def rank(self) -> int:
        """Which pages a finding names first, 0 before 1."""
        return self.kind.rank if self.kind else 9

    @property
    def label(self) -> str:
        """What reports call the page: its path."""
        return self.path

    def locator(self, span: Span) -> str:
        """A place on the page in words: line and column."""
        line, column = self.lines.position(span.start)
        return f"{line}:{column}"

    def where(self, span: Span) -> str:
        """A place in words, with the page's path."""
        return f"{self.path}:{self.locator(span)}"

    def shown(self, span: Span) -> str:
        """What stands at a place, for pages that have no source; else empty."""
        return ""

    def anchor(self, span: Span) -> str:
        """What names a place whatever its line, for pages that are no Markdown; else empty."""
        return ""

    def field(self, label: str) -> Field | None:
        """The first field with that label."""
        index = self._field_indexes.get(label)
        return None if index is None else self.fields[index]

    @cached_property
    def _field_indexes(self) -> dict[str, int]:
        return _indexes(tuple([field.label for field in self.fields]))

    def table(self, key: str) -> Table | None:
        """The first table whose first column has that name."""
        index = self._table_indexes.get(key)
        return None if index is None else self.tables[index]

    @cached_property
    def _table_indexes(self) -> dict[str, int]:
        return _indexes(tuple([table.key for table in self.tables]))

    def rows(self) -> Iterator[Row]:
        """The rows of all tables."""
        for table in self.tables:
            yield from table.rows

    def row_at(self, span: Span) -> Row | None:
        """The row around a span."""
        return self._located_rows.around(span)

    def table_at(self, span: Span) -> Table | None:
        """The table around a span."""
        return self._located_tables.around(span)

    def field_at(self, span: Span) -> Field | None:
        """The field around a span, its label included."""
        return self._located_fields.around(span)

    @cached_property
    def _located_rows(self) -> Apart[Row]:
        return Apart((row.span, row) for row in self.rows())

    @cached_property
    def _located_tables(self) -> Apart[Table]:
        return Apart((table.span, table) for table in self.tables)

    @cached_property
    def _located_fields(self) -> Apart[Field]:
        return Apart((field.span, field) for field in self.fields)

    def texts(self) -> Iterator[Text]:
        """Every text of the page: title, field values, header cells, cells, notes."""
        if self.title:
            yield self.title
        for field in self.fields:
            yield field.value
        for table in self.tables:
            yield from table.columns
        for row in self.rows():
            yield from row.cells
        yield from self.notes

    def values(self) -> Iterator[Text]:
        """The texts that hold the page's content: field values and cells."""
        for field in self.fields:
            yield field.value
        for row in self.rows():
            yield from row.cells

    @cached_property
    def links(self) -> list[Link]:
        """Every link of the page, in the order of `texts`, then the unused link definitions."""
        texts = (text for text in self.texts() if "[" in text.raw or "<" in text.raw)
        return [*(link for text in texts for link in text.links), *self.unused]
