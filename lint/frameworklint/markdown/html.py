"""HTML inside Markdown: tags, their attributes, and tables, each with its place."""

import re
from collections.abc import Iterable, Iterator
from sys import intern
from typing import NamedTuple

from frameworklint.source.span import Span, shared_span

# Open and closing tags as CommonMark 0.31 defines them (section 6.6, "Raw HTML"). Possessive
# quantifiers keep the time linear on text that only begins like a tag.
_ATTRIBUTE = (
    r"\s+(?P<{0}name>[A-Za-z_:][A-Za-z0-9_.:-]*+)"
    r"(?:\s*+=\s*+(?P<{0}value>[^\s\"'=<>`]++|'[^']*+'|\"[^\"]*+\"))?+"
)
_ANY_ATTRIBUTE = re.sub(r"\?P<\w+>", "?:", _ATTRIBUTE.format(""))
_TAG = re.compile(
    r"<(?:!--(?:-?>|[\s\S]*?(?:-->|\Z))|/(?P<closing>[A-Za-z][A-Za-z0-9-]*+)\s*+>"
    rf"|(?P<opening>[A-Za-z][A-Za-z0-9-]*+)(?P<attributes>(?:{_ANY_ATTRIBUTE})*+)\s*+/?>)"
)
_ATTRIBUTES = re.compile(_ATTRIBUTE.format(""))
# https://html.spec.whatwg.org/multipage/syntax.html#void-elements
VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img"}
    | {"input", "link", "meta", "param", "source", "track", "wbr"}
)


class Attribute(NamedTuple):
    """An attribute: name in lower case, value without quotes, the value's span."""

    name: str
    value: str
    span: Span


class Tag(NamedTuple):
    """A tag: name in lower case, whether it closes, its span, its attributes."""

    name: str
    closing: bool
    span: Span
    attributes: tuple[Attribute, ...] = ()

    @property
    def void(self) -> bool:
        """Whether the element has no content and so no closing tag."""
        return self.name in VOID

    def moved(self, by: int) -> "Tag":
        """The tag that many characters further on, its attributes as they are."""
        return Tag(self.name, self.closing, self.span.moved(by), self.attributes)


def tags(text: str, start: int = 0, end: int | None = None) -> Iterator[Tag]:
    """The tags between two 0-based offsets of a text; comments and all else are passed over.

    Args:
        text: the text.
        start, end: the offsets; the whole text by default.
    """
    for match in _TAG.finditer(text, start, len(text) if end is None else end):
        closing, opening, found = match.groups()
        if opening is not None:
            attributes = tuple(_attributes(found, match.start("attributes"))) if found else ()
            yield Tag(intern(opening.lower()), False, shared_span(*match.span()), attributes)
        elif closing is not None:
            yield Tag(intern(closing.lower()), True, shared_span(*match.span()))


def without_tags(text: str, found: Iterable[Tag] | None = None, *, line_break: str = "") -> str:
    """A text with its tags left out, their content kept.

    Args:
        text: the text.
        found: its tags, in order; those of `tags` by default.
        line_break: what stands in the place of a `<br>`.
    """
    parts, at = [], 0
    for tag in tags(text) if found is None else found:
        parts += [text[at : tag.span.start], line_break if tag.name == "br" else ""]
        at = tag.span.end
    return "".join([*parts, text[at:]])


def _attributes(text: str, offset: int) -> Iterator[Attribute]:
    for match in _ATTRIBUTES.finditer(text):
        start, end = match.span("value")
        value = match["value"] or ""
        if value[:1] in ("'", '"'):
            value, start, end = value[1:-1], start + 1, end - 1
        elif match["value"] is None:
            start = end = match.end("name")
        yield Attribute(
            intern(match["name"].lower()), value, shared_span(offset + start, offset + end)
        )


class HtmlRow(NamedTuple):
    """A table row: its span, the spans of its cells' content, whether all cells are headers."""

    span: Span
    cells: list[Span]
    is_header: bool


class HtmlTable(NamedTuple):
    """A table: its span, opening and closing tag included, and its rows that hold a cell."""

    span: Span
    rows: list[HtmlRow]


def table(text: str, opening: Tag, end: int) -> HtmlTable:
    """Read the table that begins with the tag `opening`, up to its `</table>` or offset `end`.

    Closing tags of rows and cells may be missing, as HTML allows.
    """
    rows: list[HtmlRow] = []
    cells: list[Span] = []
    headers = 0
    row_start = cell_start = -1

    def end_cell(at: int) -> None:
        nonlocal cell_start
        if cell_start >= 0:
            cells.append(_trimmed(text, cell_start, at))
            cell_start = -1

    def end_row(at: int) -> None:
        nonlocal row_start, headers
        end_cell(at)
        if cells:
            rows.append(HtmlRow(Span(row_start, at), cells.copy(), headers == len(cells)))
            cells.clear()
        row_start, headers = -1, 0

    for match in _TAG.finditer(text, opening.span.end, end):
        closing, opened, _ = match.groups()
        name = (closing or opened or "").lower()
        start, after = match.span()
        if name in ("td", "th"):
            end_cell(start)
            if not closing:
                row_start = start if row_start < 0 else row_start
                cell_start = after
                headers += name == "th"
        elif name == "tr":
            end_cell(start)
            end_row(after if closing else start)
            row_start = -1 if closing else start
        elif name == "table" and closing:
            end_row(start)
            return HtmlTable(Span(opening.span.start, after), rows)
    end_row(end)
    return HtmlTable(Span(opening.span.start, end), rows)


def _trimmed(text: str, start: int, end: int) -> Span:
    while start < end and text[start] in " \t\r\n":
        start += 1
    while end > start and text[end - 1] in " \t\r\n":
        end -= 1
    return Span(start, end)
