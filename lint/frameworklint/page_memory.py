"""What stands where on a page, as JSON and back: a page that has not changed is not read again.

A text is kept as two numbers, where it begins and how long it is, and cut from the file anew.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import TYPE_CHECKING, Any

from frameworklint.page import Field, Page, Readers, Row, Table, Text
from frameworklint.source_text import TITLE_PART, contexts
from frameworklint.span import Span

if TYPE_CHECKING:
    from frameworklint.kinds import Kind

_PARTS = frozenset(
    {"definitions", "headings", "title", "word", "title_id", "name_text", "fields", "tables"}
    | {"markers", "repeats", "copies", "notes"}
)


class RememberedPage(Page):
    """A page whose parts are cut from its text when one of them is first asked for."""

    def __init__(
        self,
        path: str,
        source: str,
        kind: "Kind | None",
        parts: str,
        readers: Readers,
        read: Callable[[], Page],
    ) -> None:
        """Begin with no parts.

        Args:
            path, source, kind: see `Page`.
            parts: what `written` gave for a page with the same text and kind.
            readers: for what stands inside texts.
            read: reads the page anew, for where `parts` is of no use.
        """
        self.begin(path, source, kind)
        self._remembered = parts, readers, read

    def __getattr__(self, name: str) -> Any:
        """A part; what is there already is never asked for here."""
        if name not in _PARTS:
            raise AttributeError(name)
        parts, readers, read = self._remembered
        try:
            fill(self, json.loads(parts), readers)
        except (TypeError, ValueError, KeyError, IndexError, AttributeError, RecursionError):
            anew = vars(read())
            vars(self).update({part: anew[part] for part in _PARTS})
        return vars(self)[name]


_encode = json.JSONEncoder(check_circular=False, separators=(",", ":")).encode


def written(page: Page) -> str:
    """What stands where on a page, for `RememberedPage`."""
    return _encode(to_json(page))


def to_json(page: Page) -> Any:
    """What stands where on a page, as a JSON value."""
    parts = {
        "length": len(page.source),
        "definitions": page.definitions,
        "headings": _numbers(page.headings),
        "title": page.headings.index(page.title) + 1 if page.title else 0,
        "word": page.word,
        "id": _numbers([page.title_id] if page.title_id else []),
        "name": _numbers([page.name_text] if page.name_text else []),
        "fields": [[f.label, *f.label_span, f.value.start, len(f.value.raw)] for f in page.fields],
        "tables": [_table_to_json(table) for table in page.tables],
        "notes": [[note.context.form, note.start, len(note.raw)] for note in page.notes],
        "markers": [*chain.from_iterable(page.markers)],
        "repeats": _numbers(page.repeats),
        "copies": [*chain.from_iterable(page.copies)],
    }
    return {name: part for name, part in parts.items() if part or name == "length"}


def _table_to_json(table: Table) -> Any:
    rows = [
        [*row.span, row.broken, row.listed_id, row.shown_id, *_numbers(row.cells)]
        for row in table.rows
    ]
    return [table.is_html, *table.span, _numbers(table.columns), rows]


def _numbers(texts: Iterable[Text]) -> list[int]:
    return [number for text in texts for number in (text.start, len(text.raw))]


def fill(page: Page, known: Any, readers: Readers) -> Page:
    """Put on an empty page what `to_json` said of one with the same text and kind.

    Args:
        page: the page; its path, text and kind are known.
        known: what stands where on it.
        readers: for what stands inside texts.

    Returns:
        The page.

    Raises:
        TypeError, ValueError, KeyError, IndexError, AttributeError: `to_json` gives no such value.
    """
    if known["length"] != len(page.source):
        raise ValueError("it is another page's")
    defined = known.get("definitions", {}).items()
    page.definitions = {label: (target, title) for label, (target, title) in defined}
    cut = _Cutter(page, readers)
    _fill_title(page, known, cut)
    page.fields = [
        Field(label, Span(start, end), *cut.texts(value))
        for label, start, end, *value in known.get("fields", ())
    ]
    page.tables = [cut.table(*table) for table in known.get("tables", ())]
    page.notes = [text for form, *note in known.get("notes", ()) for text in cut.texts(note, form)]
    page.markers = _spans(known.get("markers", ()))
    page.repeats = cut.texts(known.get("repeats", ()))
    page.copies = _spans(known.get("copies", ()))
    return page


def _fill_title(page: Page, known: Any, cut: "_Cutter") -> None:
    page.headings = cut.texts(known.get("headings", ()))
    page.title = page.headings[known["title"] - 1] if "title" in known else None
    page.word = known.get("word", "")
    page.title_id = next(iter(cut.texts(known.get("id", ()), TITLE_PART)), None)
    page.name_text = next(iter(cut.texts(known.get("name", ()), TITLE_PART)), None)
    if not (page.kind and page.kind.is_record):
        page.name_text = page.title


class _Cutter:
    """Cuts texts and tables from a page's source."""

    def __init__(self, page: Page, readers: Readers) -> None:
        self._source = page.source
        self._strings = readers.strings
        self._contexts = contexts(readers, page.definitions)

    def table(
        self, is_html: bool, start: int, end: int, columns: Sequence[int], rows: Sequence[Any]
    ) -> Table:
        form = "html" if is_html else "markdown"
        table = Table(self.texts(columns, form), Span(start, end), is_html)
        for first, after, broken, listed_id, shown_id, *cells in rows:
            row = Row(table, self.texts(cells, form), Span(first, after), broken)
            row.listed_id, row.shown_id = listed_id, shown_id
            table.rows.append(row)
        return table

    def texts(self, numbers: Sequence[int], form: str = "markdown") -> list[Text]:
        context, source, known = self._contexts[form], self._source, self._strings.setdefault
        found = []
        for start, length in _pairs(numbers):
            raw = source[start : start + length]
            found.append(Text(known(raw, raw), start, context))
        return found


def _spans(numbers: Sequence[int]) -> list[Span]:
    return [Span(start, end) for start, end in _pairs(numbers)]


def _pairs(numbers: Sequence[int]) -> Iterator[tuple[int, int]]:
    rest = iter(numbers)
    return zip(rest, rest, strict=True)
