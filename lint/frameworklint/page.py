"""The located page: what a page holds, each value with its place in the file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from frameworklint.html import Tag
from frameworklint.identifiers import Citation, IdReader
from frameworklint.inline import Content, Definitions, InlineReader, Link
from frameworklint.span import Lines, Span

if TYPE_CHECKING:
    from frameworklint.kinds import Kind


class Readers(NamedTuple):
    """What reads the inside of texts; shared by all pages, so that each string is read once."""

    inline: InlineReader
    ids: IdReader


class Text:
    """A stretch of a page: its raw source and where it starts.

    Links, tags and citations are found when first asked for.

    Attributes:
        raw: the source as it stands in the file, outer blanks and line ends excluded.
        start: 0-based offset of `raw` in the file.
        form: `markdown`, `html` (inside an HTML block) or `code`.
    """

    __slots__ = ("_definitions", "_readers", "form", "raw", "start")

    def __init__(
        self,
        raw: str,
        start: int,
        readers: Readers,
        form: str = "markdown",
        definitions: Definitions | None = None,
    ) -> None:
        self.raw = raw
        self.start = start
        self.form = form
        self._readers = readers
        self._definitions = definitions

    def __repr__(self) -> str:
        return f"Text({self.raw[:40]!r} at {self.start})"

    @property
    def span(self) -> Span:
        """Where the text stands in the file."""
        return Span(self.start, self.start + len(self.raw))

    @property
    def content(self) -> Content:
        """Links, tags and code, at offsets of `raw`."""
        if self.form == "html":
            return self._readers.inline.read_html(self.raw)
        if self.form == "code":
            return Content()
        return self._readers.inline.read(self.raw, self._definitions)

    @property
    def links(self) -> list[Link]:
        """Links and images, at offsets of the file."""
        return [
            link._replace(span=self.at(link.span), target_span=self.at(link.target_span))
            for link in self.content.links
        ]

    @property
    def tags(self) -> list[Tag]:
        """HTML tags, at offsets of the file."""
        return [tag._replace(span=self.at(tag.span)) for tag in self.content.tags]

    @property
    def citations(self) -> list[Citation]:
        """IDs in running text, outside links, addresses and code, at offsets of the file."""
        if not any(c.isdigit() for c in self.raw):
            return []
        content = self.content
        hidden = [link.span for link in content.links] + list(content.code)
        hidden += [tag.span for tag in content.tags if tag.attributes]
        found = self._readers.ids.citations(self.raw, hidden)
        return [citation._replace(span=self.at(citation.span)) for citation in found]

    @property
    def plain(self) -> str:
        """The raw text without tags, `<br>` as a blank, white space folded."""
        raw = self.raw
        for tag in reversed(self.content.tags):
            blank = " " if tag.name == "br" else ""
            raw = raw[: tag.span.start] + blank + raw[tag.span.end :]
        return " ".join(raw.split())

    def at(self, span: Span) -> Span:
        """A span of `raw` as a span of the file."""
        return Span(span.start + self.start, span.end + self.start)


class Field(NamedTuple):
    """A labeled value. `label` is as printed, without bold, bullet and colon."""

    label: str
    label_span: Span
    value: Text


class Row:
    """A table row below the header.

    Attributes:
        cells: as cut at the raw row's pipes; may be more or fewer than the table's columns.
        span: the row, from its first to its last pipe.
        broken: why the row is no row of its table: `cells` (a wrong number of them), `cut` (a raw
            line break cut it), or an empty string.
        listed_id: the ID that the first cell names, or an empty string.
    """

    __slots__ = ("broken", "cells", "listed_id", "span", "table")

    def __init__(self, table: "Table", cells: list[Text], span: Span, broken: str = "") -> None:
        self.table = table
        self.cells = cells
        self.span = span
        self.broken = broken
        self.listed_id = ""

    def cell(self, column: str) -> Text | None:
        """The cell under the column of that name; None in a broken row or for no such column."""
        index = self.table.column_index(column)
        if index is None or self.broken or index >= len(self.cells):
            return None
        return self.cells[index]

    @property
    def listed_name(self) -> str:
        """The name that the first cell prints after the ID, white space folded."""
        if not self.cells:
            return ""
        links = self.cells[0].content.links
        shown = links[0].text if links else self.cells[0].plain
        shown = " ".join(shown.split())
        return shown.removeprefix(self.listed_id).strip() if self.listed_id else shown


class Table:
    """A Markdown or HTML table.

    Attributes:
        columns: the header's cells; empty for an HTML table without `<th>`.
        rows: the rows below the header.
        span: header, delimiter row and rows.
        is_html: whether it is written in HTML.
    """

    __slots__ = ("_indexes", "columns", "is_html", "rows", "span")

    def __init__(self, columns: list[Text], span: Span, is_html: bool = False) -> None:
        self.columns = columns
        self.rows: list[Row] = []
        self.span = span
        self.is_html = is_html
        self._indexes = {text.raw: index for index, text in reversed([*enumerate(columns)])}

    @property
    def key(self) -> str:
        """The name of the first column, by which a page's tables are told apart."""
        return self.columns[0].raw if self.columns else ""

    @property
    def header(self) -> str:
        """The names of all columns, joined with ` | `."""
        return " | ".join(column.raw for column in self.columns)

    def column_index(self, column: str) -> int | None:
        """The 0-based index of a column by name."""
        return self._indexes.get(column)


class SchemaError(NamedTuple):
    """One disagreement between a page and its schema.

    Attributes:
        keyword: the schema keyword that failed, such as `required`.
        key: the record's key: a field's label, or `| ` and a table's first column.
        expected: what the value must be, for the keyword `const`.
        hint: what the schema says of the key in words.
    """

    keyword: str
    key: str
    expected: str = ""
    hint: str = ""

    @property
    def is_table(self) -> bool:
        """Whether the error concerns a table."""
        return self.key.startswith("| ")

    @property
    def name(self) -> str:
        """The field's label or the table's first column."""
        return self.key.removeprefix("| ")


class Page:
    """A Markdown file of the tree.

    Attributes:
        path: relative to the root, `/` between folders.
        source: the text of the file, without a byte order mark.
        lines: the lines of `source`.
        kind: what the page describes; None for a Markdown file that is no page of the framework.
        id: the ID by which other pages' rules know the page: its file's name where that is an ID
            of the kind, else the title's; empty for files without one.
        key: what names the page whatever its folders are called: its ID, else its path below the
            framework's home.
        headings: the text of every heading.
        title: the first heading's text.
        word, title_id, name_text: the parts of a title `Word ID: Name`; for a title of another
            form `name_text` is the whole title.
        fields: labeled values in the order of the page, repeated ones included.
        tables: in the order of the page, repeated ones included.
        markers: where the edit marker stands.
        repeats: later titles of the same form: the page stands more than once in its file.
        notes: all other text: below the marker, or of a file that is no page.
        unreadable: why the file could not be read, or an empty string.
        schema_errors: disagreements with the schema of the kind's layout.
    """

    def __init__(self, path: str, source: str, kind: "Kind | None" = None) -> None:
        self.path = path
        self.source = source
        self.lines = Lines(source)
        self.kind = kind
        self.id = ""
        self.key = path
        self.headings: list[Text] = []
        self.title: Text | None = None
        self.word = ""
        self.title_id: Text | None = None
        self.name_text: Text | None = None
        self.fields: list[Field] = []
        self.tables: list[Table] = []
        self.markers: list[Span] = []
        self.repeats: list[Text] = []
        self.notes: list[Text] = []
        self.unreadable = ""
        self.schema_errors: list[SchemaError] = []

    def __repr__(self) -> str:
        return f"Page({self.path!r})"

    @property
    def folder(self) -> str:
        """The path of the page's folder, empty for the root."""
        return self.path.rpartition("/")[0]

    @property
    def stem(self) -> str:
        """The file's name without `.md`."""
        return self.path.rpartition("/")[2].rpartition(".")[0]

    @property
    def name(self) -> str:
        """The name in the title, white space folded."""
        return " ".join(self.name_text.raw.split()) if self.name_text else ""

    @property
    def span(self) -> Span:
        """The whole file."""
        return Span(0, len(self.source))

    @property
    def top(self) -> Span:
        """Where a finding about the page as a whole is shown: its title, else its first line."""
        return self.title.span if self.title else self.lines.span(0)

    def field(self, label: str) -> Field | None:
        """The first field with that label."""
        return next((field for field in self.fields if field.label == label), None)

    def table(self, key: str) -> Table | None:
        """The first table whose first column has that name."""
        return next((table for table in self.tables if table.key == key), None)

    def record(self) -> dict[str, str]:
        """The page as its schema sees it: flat, the first of each field and table."""
        record = {
            "type": self.word,
            "id": self.title_id.raw if self.title_id else "",
            "name": self.name,
        }
        for field in self.fields:
            record.setdefault(field.label, field.value.raw)
        for table in self.tables:
            record.setdefault(f"| {table.key}", table.header)
        return record

    def rows(self) -> Iterator[Row]:
        """The rows of all tables."""
        for table in self.tables:
            yield from table.rows

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

    def links(self) -> Iterator[Link]:
        """Every link of the page, in the order of `texts`."""
        for text in self.texts():
            if "[" in text.raw or "<" in text.raw:
                yield from text.links
