"""What stands where on a page, as JSON and back: a page that has not changed is not read again.

A text is kept as two numbers, where it begins and how long it is, and cut from the file anew.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from frameworklint.inline import Definitions
from frameworklint.page import Context, Field, Page, Readers, Row, Table, Text
from frameworklint.source_text import TITLE_PART, contexts
from frameworklint.span import Lines, Span

if TYPE_CHECKING:
    from frameworklint.kinds import Kind

PARTS = frozenset(
    {"definitions", "headings", "title", "word", "title_id", "name_text", "fields", "tables"}
    | {"markers", "repeats", "copies", "notes"}
)


class RememberedPage(Page):
    """A page each of whose parts is cut from its text when it is first asked for."""

    def __init__(
        self,
        path: str,
        kind: "Kind | None",
        parts: str,
        readers: Readers,
        decode: Callable[[], str],
        read: Callable[[], Page],
    ) -> None:
        """Begin with no parts.

        Args:
            path, kind: see `Page`.
            parts: what `written` gave for a page with the same text and kind.
            readers: for what stands inside texts.
            decode: gives the text.
            read: reads the page anew, for where `parts` is of no use.
        """
        self.begin(path, kind)
        self._remembered = parts, readers, decode, read
        self._cutter: _Cutter | None = None

    def __getattr__(self, name: str) -> Any:
        """The text or a part; what is there already is never asked for here."""
        if name not in {"source", "lines"} | PARTS:
            raise AttributeError(name)
        parts, readers, decode, read = self._remembered
        if name == "source":
            self.source = decode()
            return self.source
        if name == "lines":
            self.lines = Lines(self.source)
            return self.lines
        try:
            if self._cutter is None:
                self._cutter = _Cutter(self.source, json.loads(parts), readers)
            setattr(self, name, getattr(self._cutter, name)(self))
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError):
            anew = vars(read())
            vars(self).update({part: anew[part] for part in PARTS})
        return vars(self)[name]


class _Cutter:
    """Cuts the parts of a page from its text; each has the name that it has on the page.

    Where the JSON value is none of `written`, they raise TypeError, ValueError, KeyError,
    IndexError or AttributeError.
    """

    def __init__(self, source: str, known: Any, readers: Readers) -> None:
        if known["length"] != len(source):
            raise ValueError("it is another page's")
        self._source = source
        self._known = known
        self._strings = readers.strings
        defined = known.get("definitions", {}).items()
        self._definitions = {label: (target, title) for label, (target, title) in defined}
        self._contexts = contexts(readers, self._definitions)

    def definitions(self, _: Page) -> Definitions:
        return self._definitions

    def headings(self, _: Page) -> list[Text]:
        return self._texts(self._known.get("headings", ()))

    def title(self, page: Page) -> Text | None:
        return page.headings[self._known["title"] - 1] if "title" in self._known else None

    def word(self, _: Page) -> str:
        return str(self._known.get("word", ""))

    def title_id(self, _: Page) -> Text | None:
        return next(iter(self._texts(self._known.get("id", ()), TITLE_PART)), None)

    def name_text(self, page: Page) -> Text | None:
        if not (page.kind and page.kind.is_record):
            return page.title
        return next(iter(self._texts(self._known.get("name", ()), TITLE_PART)), None)

    def fields(self, _: Page) -> list[Field]:
        context = self._contexts["markdown"]
        return [
            Field(label, Span(first, after), self._text(start, length, context))
            for label, first, after, start, length in self._known.get("fields", ())
        ]

    def tables(self, _: Page) -> list[Table]:
        return [self._table(*table) for table in self._known.get("tables", ())]

    def markers(self, _: Page) -> list[Span]:
        return _spans(self._known.get("markers", ()))

    def repeats(self, _: Page) -> list[Text]:
        return self._texts(self._known.get("repeats", ()))

    def copies(self, _: Page) -> list[Span]:
        return _spans(self._known.get("copies", ()))

    def notes(self, _: Page) -> list[Text]:
        found = self._known.get("notes", ())
        return [text for form, *note in found for text in self._texts(note, form)]

    def _table(
        self, is_html: bool, start: int, end: int, columns: Sequence[int], rows: Sequence[Any]
    ) -> Table:
        form = "html" if is_html else "markdown"
        table = Table(self._texts(columns, form), Span(start, end), is_html)
        for first, after, broken, listed_id, shown_id, *cells in rows:
            row = Row(table, self._texts(cells, form), Span(first, after), broken)
            row.listed_id, row.shown_id = listed_id, shown_id
            table.rows.append(row)
        return table

    def _texts(self, numbers: Sequence[int], form: str = "markdown") -> list[Text]:
        context = self._contexts[form]
        return [self._text(start, length, context) for start, length in _pairs(numbers)]

    def _text(self, start: int, length: int, context: Context) -> Text:
        raw = self._source[start : start + length]
        return Text(self._strings.setdefault(raw, raw), start, context)


def _spans(numbers: Sequence[int]) -> list[Span]:
    return [Span(start, end) for start, end in _pairs(numbers)]


def _pairs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    rest = iter(numbers)
    return zip(rest, rest, strict=True)


_encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode


def written(page: Page) -> str:
    """What stands where on a page, for `RememberedPage`: a JSON object without line breaks."""
    parts: dict[str, Any] = {"length": len(page.source), "headings": _numbers(page.headings)}
    if page.title:
        parts["title"] = page.headings.index(page.title) + 1
    if page.title_id:
        parts |= {"word": page.word, "id": _numbers([page.title_id])}
    if page.name_text:
        parts["name"] = _numbers([page.name_text])
    if page.fields:
        parts["fields"] = [
            [label, *span, value.start, len(value.raw)] for label, span, value in page.fields
        ]
    if page.tables:
        parts["tables"] = [_table_to_json(table) for table in page.tables]
    if page.notes:
        parts["notes"] = [[note.context.form, *_numbers([note])] for note in page.notes]
    if page.definitions:
        parts["definitions"] = page.definitions
    if page.markers:
        parts["markers"] = [*chain.from_iterable(page.markers)]
    if page.repeats:
        parts |= {"repeats": _numbers(page.repeats), "copies": [*chain.from_iterable(page.copies)]}
    return _encode(parts)


def _table_to_json(table: Table) -> Any:
    rows = []
    for row in table.rows:
        numbers = [*row.span, row.broken, row.listed_id, row.shown_id]
        for cell in row.cells:
            numbers += cell.start, len(cell.raw)
        rows.append(numbers)
    return [table.is_html, *table.span, _numbers(table.columns), rows]


def _numbers(texts: Iterable[Text]) -> list[int]:
    numbers: list[int] = []
    for text in texts:
        numbers += text.start, len(text.raw)
    return numbers
