"""From the text of a Markdown file to a located page."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from frameworklint import html, markdown
from frameworklint.kinds import Conventions, Kind
from frameworklint.markdown import Leaf
from frameworklint.page import Field, Page, Readers, Row, Table, Text
from frameworklint.span import Span

_BLANKS = " \t\r\n\f\v"
_BREAKS = r"(?:<br\s*/?>\s*)+"
# A label is bold, and its colon stands inside or right after the bold. It begins a line, a list
# item or what follows a <br>; elsewhere bold text with a colon is running text.
_LABEL = r"\*\*(?P<{0}label>{1})(?:[ \t]*:[ \t]*\*\*|\*\*[ \t]*:)"
_ANY_LABEL = _LABEL.format("", r"[^*\n:]+?")
_LEADING_LABEL = rf"(?:^[ \t]*(?:[*+-][ \t]+)?|{_BREAKS}){_ANY_LABEL}"
_VERBATIM = ("code", "html")
_PIPE = re.compile(r"(?<!\\)\|")
_TITLE = re.compile(r"(?P<word>[^\W\d][\w ]*?) +(?P<id>[^\s:]*)[ \t]*:[ \t]*(?P<name>.*)")


def read_page(
    path: str, source: str, kind: Kind | None, readers: Readers, conventions: Conventions
) -> Page:
    """Read a page.

    Args:
        path: relative to the root.
        source: the file's text without a byte order mark.
        kind: what the page describes; None reads title, links and headings only.
        readers: for what stands inside texts.
        conventions: what all pages of the framework have in common.

    Raises:
        RecursionError: blocks are nested too deep.
    """
    return _PageReader(path, source, kind, readers, conventions).read()


class _PageReader:
    def __init__(
        self,
        path: str,
        source: str,
        kind: Kind | None,
        readers: Readers,
        conventions: Conventions,
    ) -> None:
        self.page = Page(path, source, kind)
        self.source = source
        self.lines = self.page.lines
        self.readers = readers
        self.marker = conventions.marker
        texts = [self.lines.line(index) for index in range(len(self.lines))]
        self.leaves, definitions = markdown.leaves(texts)
        self.definitions = dict(definitions) or None
        self.label = self._label_pattern(kind)

    def read(self) -> Page:
        self._markers()
        headings = [leaf for leaf in self.leaves if leaf.kind == "heading"]
        self.page.headings = [self._heading_text(leaf) for leaf in headings]
        body = self._title()
        if self.page.kind is None:
            self._notes(body, len(self.lines))
            return self.page
        end = self._body_end(body)
        self._keep_note(0, self.lines.span(self._line_of_title()).start if body else 0)
        line = body
        for table, first, after in self._tables(body, end):
            self._fields(line, first)
            self.page.tables.append(table)
            line = after
        self._fields(line, end)
        self._notes(end, len(self.lines))
        return self.page

    def _text(self, start: int, end: int, form: str = "markdown") -> Text:
        raw = self.source[start:end]
        lead = len(raw) - len(raw.lstrip(_BLANKS))
        return Text(raw.strip(_BLANKS), start + lead, self.readers, form, self.definitions)

    def _offset(self, line: int) -> int:
        return self.lines.starts[line] if line < len(self.lines) else len(self.source)

    @staticmethod
    def _label_pattern(kind: Kind | None) -> re.Pattern[str]:
        pattern = _LEADING_LABEL
        if kind is not None and kind.labels:
            # A label that the kind knows is one wherever it stands, so that several fields can
            # share a line.
            known = "|".join(re.escape(label) for label in sorted(kind.labels))
            pattern += rf"|(?<=\s){_LABEL.format('known_', known)}"
        return re.compile(pattern, re.MULTILINE)

    # Title, marker, and what lies between.

    def _title(self) -> int:
        """Read the first heading; returns the line after it, 0 without a heading."""
        heading = next((leaf for leaf in self.leaves if leaf.kind == "heading"), None)
        marker = next(iter(self.page.markers), None)
        if heading is None or (marker and self._offset(heading.first) > marker.start):
            return 0
        self.page.title = self.page.name_text = title = self._heading_text(heading)
        match = _TITLE.fullmatch(title.raw)
        if match and self.page.kind and self.page.kind.is_record:
            self.page.word = match["word"]
            self.page.title_id = self._part(title, match.span("id"))
            self.page.name_text = self._part(title, match.span("name"))
        return heading.first + heading.length

    def _line_of_title(self) -> int:
        return self.lines.position(self.page.title.start)[0] - 1 if self.page.title else 0

    def _part(self, text: Text, span: tuple[int, int]) -> Text:
        start, end = span
        return Text(text.raw[start:end], text.start + start, self.readers)

    def _heading_text(self, leaf: Leaf) -> Text:
        span = self.lines.span(leaf.first)
        raw = self.source[span.start : span.end]
        opening = re.match(r" {0,3}#+[ \t]*", raw)
        start = span.start + (opening.end() if opening else 0)
        # Trailing blanks stay: they are part of the title, and a fault in it.
        return Text(self.source[start : span.end], start, self.readers, "markdown")

    def _markers(self) -> None:
        marker = self.marker
        at = self.source.find(marker)
        while at >= 0:
            line = self.lines.position(at)[0] - 1
            if self.lines.line(line).strip() == marker:
                self.page.markers.append(Span(at, at + len(marker)))
            at = self.source.find(marker, at + len(marker))

    def _body_end(self, body: int) -> int:
        """The line where the page's own content ends: the first marker, a repeated title, EOF."""
        ends = [self.lines.position(span.start)[0] - 1 for span in self.page.markers]
        for leaf in self.leaves:
            if leaf.kind == "heading" and leaf.level == 1 and leaf.first >= body and body:
                text = self._heading_text(leaf)
                match = _TITLE.fullmatch(text.raw)
                if match and match["word"] == self.page.word:
                    self.page.repeats.append(text)
                    ends.append(leaf.first)
        return min(ends, default=len(self.lines))

    # Fields.

    def _fields(self, first: int, after: int) -> None:
        """Read the labeled values between two lines; text before the first label is a note."""
        start, end = self._offset(first), self._offset(after)
        matches = list(self.label.finditer(self.source, start, end))
        ends = [match.start() for match in matches] + [end]
        self._keep_note(start, ends[0])
        for match, value_end in zip(matches, ends[1:], strict=True):
            group = "label" if match["label"] is not None else "known_label"
            value = self._text(match.end(), value_end)
            if not value.raw:
                value.start = match.end()
            label = match[group].strip()
            self.page.fields.append(Field(label, Span(*match.span(group)), value))

    def _keep_note(self, start: int, end: int, form: str = "markdown") -> None:
        note = self._text(start, end, form)
        if note.raw:
            self.page.notes.append(note)

    def _notes(self, first: int, after: int) -> None:
        """Keep the rest of the file, block by block, so that code is known as such."""
        forms = {leaf.first: leaf.kind for leaf in self.leaves if first <= leaf.first < after}
        marked = {self.lines.position(span.start)[0] - 1 for span in self.page.markers}
        cuts = sorted({first, after, *forms, *(line for line in marked if first <= line < after)})
        for line, stop in pairwise(cuts):
            start = self._offset(line + 1 if line in marked else line)
            form = forms.get(line, "")
            self._keep_note(start, self._offset(stop), form if form in _VERBATIM else "markdown")

    # Tables.

    def _tables(self, first: int, after: int) -> Iterator[tuple[Table, int, int]]:
        """The tables between two lines, each with its first line and the line after it."""
        line = first
        for leaf in self.leaves:
            if leaf.first < line or leaf.first >= after:
                continue
            if leaf.kind == "table":
                table, line = self._markdown_table(leaf, after)
                yield table, leaf.first, line
            elif leaf.kind == "html":
                start = self._offset(leaf.first)
                end = self._offset(leaf.first + leaf.length)
                opening = next(
                    (tag for tag in html.tags(self.source, start, end) if tag.name == "table"), None
                )
                if opening is not None and not opening.closing:
                    table = self._html_table(opening, self._offset(after))
                    line = self.lines.position(max(table.span.end - 1, 0))[0]
                    yield table, leaf.first, line

    def _markdown_table(self, leaf: Leaf, after: int) -> tuple[Table, int]:
        header = self._cut(leaf.first, leaf.first + 1)
        table = Table(header, Span(self._offset(leaf.first), self._offset(leaf.first + 2)))
        line = leaf.first + 2
        while line < after and self._begins_row(line, leaf.first + leaf.length):
            stop, cut = self._row_end(line, after, len(header))
            cells = self._cut(line, stop)
            broken = "cut" if cut else "cells" if len(cells) != len(header) else ""
            span = Span(self.lines.span(line).start, self.lines.span(stop - 1).end)
            table.rows.append(self._row(table, cells, span, broken))
            line = stop
        table.span = Span(table.span.start, self.lines.span(line - 1).end)
        return table, line

    def _begins_row(self, line: int, table_end: int) -> bool:
        text = self.lines.line(line)
        return text.lstrip().startswith("|") or (line < table_end and "|" in text)

    def _row_end(self, line: int, after: int, width: int) -> tuple[int, bool]:
        """The line after a row, and whether raw line breaks cut it over several lines."""
        closed = self._is_closed(line)
        count = len(self._cut(line, line + 1))
        if closed and count >= width:
            return line + 1, False
        stop = line + 1
        if not closed:
            # The rest of the row, over blank lines too, up to the pipe that closes it.
            while stop < after and not self._begins_block(stop, width - count):
                if self._is_closed(stop):
                    return stop + 1, True
                stop += 1
            stop = line + 1
        while stop < after and self.lines.line(stop).strip() and not self._begins_block(stop):
            stop += 1
        return stop, stop > line + 1

    def _is_closed(self, line: int) -> bool:
        text = self.lines.line(line).rstrip(_BLANKS)
        return text.endswith("|") and not text.endswith("\\|")

    def _begins_block(self, line: int, missing: int = 0) -> bool:
        """Whether a line can not continue a row that lacks `missing` cells."""
        text = self.lines.line(line)
        if text.lstrip().startswith("|"):
            return not 0 < len(self._cut(line, line + 1)) <= missing
        return bool(text.startswith("# ") or text.strip() == self.marker or self.label.match(text))

    def _cut(self, first: int, after: int) -> list[Text]:
        """The cells of a raw row, cut at its pipes. mistletoe would drop the empty ones."""
        start, end = self.lines.span(first).start, self.lines.span(after - 1).end
        raw = self.source[start:end]
        end = start + len(raw.rstrip(_BLANKS))
        start += len(raw) - len(raw.lstrip(_BLANKS))
        cuts = [match.start() for match in _PIPE.finditer(self.source, start, end)]
        edges = [start - 1, *cuts, end]
        if cuts and cuts[0] == start:
            edges = edges[1:]
        if cuts and cuts[-1] == end - 1:
            edges = edges[:-1]
        return [self._cell(left + 1, right) for left, right in pairwise(edges)]

    def _cell(self, start: int, end: int) -> Text:
        cell = self._text(start, end)
        if not cell.raw:
            cell.start = min(start + 1, end)
        return cell

    def _row(self, table: Table, cells: list[Text], span: Span, broken: str = "") -> Row:
        row = Row(table, cells, span, broken)
        row.listed_id = self._listed_id(cells)
        return row

    def _listed_id(self, cells: Iterable[Text]) -> str:
        first = next(iter(cells), None)
        if first is None:
            return ""
        links = first.content.links
        if links:
            stem = links[0].target.partition("#")[0].rpartition("/")[2].removesuffix(".md")
            if self.readers.ids.is_id(stem):
                return stem
        return self.readers.ids.leading_id(links[0].text if links else first.plain)

    def _html_table(self, opening: html.Tag, end: int) -> Table:
        found = html.table(self.source, opening, end)
        header = found.rows[0] if found.rows and found.rows[0].is_header else None
        columns = [self._html_cell(cell) for cell in header.cells] if header else []
        table = Table(columns, found.span, is_html=True)
        for row in found.rows[1:] if header else found.rows:
            cells = [self._html_cell(cell) for cell in row.cells]
            broken = "cells" if columns and len(cells) != len(columns) else ""
            table.rows.append(self._row(table, cells, row.span, broken))
        return table

    def _html_cell(self, span: Span) -> Text:
        return Text(self.source[slice(*span)], span.start, self.readers, "html")
