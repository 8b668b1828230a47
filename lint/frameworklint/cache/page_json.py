"""What stands where on a page, as JSON and back: a page that has not changed is not read again.

A text is kept as two numbers, where it begins and how long it is, and cut from the file anew.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import Any

from frameworklint.kinds.kind import Kind
from frameworklint.markdown.inline import Link
from frameworklint.markdown.tokens import Definitions
from frameworklint.page.page import Field, Page, Row, Table
from frameworklint.page.source_text import TITLE_PART, contexts
from frameworklint.page.text import Context, Readers, Text
from frameworklint.source.span import Span


def restored(path: str, source: str, kind: Kind | None, parts: str, readers: Readers) -> Page:
    """The page whose parts are known.

    Args:
        path: relative to the root.
        source: the file's text without a byte order mark.
        kind: what the page describes.
        parts: what `written` gave for a page with the same text and kind.
        readers: for what stands inside texts.

    Raises:
        ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError: `parts` is of
            no use.
    """
    page = Page(path, source, kind)
    known = json.loads(parts)
    if known["length"] != len(source):
        raise ValueError("it is another page's")
    _Restorer(page, known, readers).restore()
    return page


class _Restorer:
    """Cuts the parts of a page from its text."""

    def __init__(self, page: Page, known: Any, readers: Readers) -> None:
        self._page = page
        self._known = known
        self._strings = readers.strings
        defined = known.get("definitions", {}).items()
        page.definitions = Definitions(
            ((label, (target, title)) for label, (target, title) in defined),
            _spans(known.get("defined", ())),
        )
        _demand(str, *chain.from_iterable(page.definitions.values()))
        page.unused = tuple(
            Link(text, target, Span(first, after), Span(*place), "definition")
            for text, target, first, after, *place in known.get("unused", ())
        )
        self._contexts = contexts(readers, page.definitions)

    def restore(self) -> None:
        page, known = self._page, self._known
        page.headings = self._texts(known.get("headings", ()))
        page.title = page.headings[known["title"] - 1] if "title" in known else None
        page.word = str(known.get("word", ""))
        page.title_id = next(iter(self._texts(known.get("id", ()), TITLE_PART)), None)
        page.name_text = page.title
        if page.kind and page.kind.is_record:
            page.name_text = next(iter(self._texts(known.get("name", ()), TITLE_PART)), None)
        page.fields = [self._field(*field) for field in known.get("fields", ())]
        page.tables = [self._table(*table) for table in known.get("tables", ())]
        page.markers = _spans(known.get("markers", ()))
        page.repeats = tuple(self._texts(known.get("repeats", ())))
        page.copies = tuple(_spans(known.get("copies", ())))
        notes = known.get("notes", ())
        page.notes = [text for form, *note in notes for text in self._texts(note, form)]

    def _field(self, label: str, first: int, after: int, start: int, length: int) -> Field:
        _demand(str, label)
        value = self._text(start, length, self._contexts["markdown"])
        return Field(label, _span(first, after), value)

    def _table(
        self, is_html: bool, start: int, end: int, columns: Sequence[int], rows: Sequence[Any]
    ) -> Table:
        form = "html" if is_html else "markdown"
        table = Table(self._texts(columns, form), _span(start, end), bool(is_html))
        for first, after, broken, listed_id, shown_id, *cells in rows:
            _demand(str, broken, listed_id, shown_id)
            row = Row(table, self._texts(cells, form), _span(first, after), broken)
            row.listed_id, row.shown_id = listed_id, shown_id
            table.rows.append(row)
        return table

    def _texts(self, numbers: Sequence[int], form: str = "markdown") -> list[Text]:
        context = self._contexts[form]
        return [self._text(start, length, context) for start, length in _pairs(numbers)]

    def _text(self, start: int, length: int, context: Context) -> Text:
        if start < 0 or length < 0:
            raise ValueError("a text begins or ends before the page")
        raw = self._page.source[start : start + length]
        return Text(self._strings.setdefault(raw, raw), start, context)


def _spans(numbers: Sequence[int]) -> list[Span]:
    return [_span(start, end) for start, end in _pairs(numbers)]


def _span(start: int, end: int) -> Span:
    _demand(int, start, end)
    return Span(start, end)


def _demand(kind: type, *values: object) -> None:
    """Refuse what a damaged file holds instead."""
    for value in values:
        if type(value) is not kind:
            raise TypeError(f"{value!r} is no {kind.__name__}")


def _pairs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    rest = iter(numbers)
    return zip(rest, rest, strict=True)


_encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode


def written(page: Page) -> str:
    """What stands where on a page, for `restored`: a JSON object without line breaks."""
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
        parts |= {
            "definitions": page.definitions,
            "defined": [*chain.from_iterable(page.definitions.places)],
            "unused": [
                [link.text, link.target, *link.span, *link.target_span] for link in page.unused
            ],
        }
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
