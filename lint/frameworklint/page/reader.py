"""From the text of a Markdown file to a located page."""

import re
from functools import lru_cache
from itertools import pairwise

from frameworklint.kinds.kind import Conventions, Kind
from frameworklint.markdown import limits
from frameworklint.markdown.tokens import Leaf
from frameworklint.page.copies import TITLE, CopyFinder
from frameworklint.page.fields import FieldReader
from frameworklint.page.labels import Labels
from frameworklint.page.page import Page
from frameworklint.page.source_text import BLANKS, HEADING, SourceText, with_line_feeds
from frameworklint.page.tables import TableReader
from frameworklint.page.text import Readers, Text
from frameworklint.source.span import Span

# The marks that may close a heading.
_CLOSING = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*+\Z")
# What a line is meant as that begins with a pipe: a table, though it be a broken one.
_PIPED = re.compile(r"(?<=\n)[ \t]*+\|")
_MARKS = re.compile(r"[*_\[<`\\]")
_CONTAINER = re.compile(r"[ \t]*(?:>|[*+-](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$))")
_CONTAINERS = re.compile(r"(?:[ \t]*(?:>|[*+-][ \t]|\d{1,9}[.)][ \t]))*[ \t]*")


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
        UnreadableFileError: the page is beyond the limits on nesting, run length and number.
        RecursionError: blocks or spans are nested too deep.
    """
    reader = _PageReader(path, source, kind, readers, conventions)
    page = reader.read()
    _parse_content(page)
    if page.definitions:
        page.unused = tuple(reader.file.unused_definitions())
    return page


def _parse_content(page: Page) -> None:
    """Parse what stands inside the texts: where that fails, it is the page that can not be read."""
    for text in page.texts():
        if _MARKS.search(text.raw):
            _ = text.content  # no `assert`: `python -O` would not parse it
    for heading in page.headings:
        if _MARKS.search(heading.raw):
            _ = heading.shown


@lru_cache
def _almost(marker: str) -> re.Pattern[str]:
    """A line that begins as the marker does, in other letters or behind other marks."""
    words = r"[^\w\n]+".join(re.escape(word) for word in marker.split()[:4])
    return re.compile(rf"^[^\w\n|]*{words}\b", re.IGNORECASE | re.MULTILINE)


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
        self.marker = conventions.marker
        self.almost_marker = _almost(conventions.marker)
        limits.demand_simple_page(with_line_feeds(source), is_copy=bool(kind and kind.is_copy))
        self.file = SourceText(source, self.page.lines, readers)
        self.source = self.file.source
        self.page.definitions = self.file.definitions
        self.labels = Labels(kind)
        self.tables = TableReader(self.file, kind, self.labels, self.marker)

    def read(self) -> Page:
        self._markers()
        self.headings = [
            (leaf, self._heading_text(leaf)) for leaf in self.file.leaves if leaf.kind == "heading"
        ]
        self.page.headings = [text for _, text in self.headings]
        body = self._title()
        self._notes(0, self._line_of_title() if body else 0)
        if self.page.kind is None:
            self._notes(body, len(self.file.texts))
            return self.page
        copies = CopyFinder(self.page, self.file, self.headings, self._fullness)
        first, end = copies.own_part(body)
        self._notes(body, first)
        # It calls this reader: kept here, neither would be given back when the page is read.
        fields = FieldReader(
            self.page, self.file, self.labels, self._keep_notes, self._end_of_value
        )
        for start, after in self._between_markers(first, end):
            self._content(start, after, fields)
        self._notes(end, len(self.file.texts))
        return self.page

    def _content(self, at: int, after: int, fields: FieldReader) -> None:
        """Read the tables and fields between an offset and a line."""
        for table in self.tables.between(at, after):
            fields.read(at, table.span.start)
            self.page.tables.append(table)
            at = table.span.end
        fields.read(at, self.file.offset(after))

    # Title, marker, and what lies between.

    def _title(self) -> int:
        """Read the first heading; returns the line after it, 0 without a heading."""
        # A heading within a list or a quotation is no title.
        lines = self.file.texts
        titles = (found for found in self.headings if not _CONTAINER.match(lines[found[0].first]))
        heading, title = next(titles, (None, None))
        marker = next(iter(self.page.markers), None)
        if heading is None or title is None:
            return 0
        after = heading.first + heading.length
        if marker and self.file.offset(after) > marker.start:
            return 0
        self.page.title = title
        kind = self.page.kind
        match = TITLE.fullmatch(title.raw)
        if kind is None or not kind.is_record:
            self.page.name_text = title
        elif match:
            self.page.word = match["word"]
            self.page.title_id = self.file.part(title, *match.span("id"))
            # Another kind's title names another page.
            if match["word"] == kind.word:
                self.page.name_text = self.file.part(title, *match.span("name"))
        return after

    def _line_of_title(self) -> int:
        return self.file.line_at(self.page.title.start) if self.page.title else 0

    def _heading_text(self, leaf: Leaf) -> Text:
        # A heading of several lines has a line of `=` or `-` below it.
        last = leaf.first + max(leaf.length - 2, 0)
        start, end = self.file.offset(leaf.first), self.file.end(last)
        line = self.file.texts[leaf.first]
        if leaf.length > 1:
            containers = _CONTAINERS.match(line)
            start += containers.end() if containers else 0
        elif opening := HEADING.match(line):
            start += opening.end()
            closing = _CLOSING.search(self.source, start, end)
            end = closing.start() if closing else end
            if not self.source[start:end].strip("# \t"):
                end = start  # nothing but the marks that close it
        # Trailing blanks stay: they are part of the title, and a fault in it.
        return self.file.heading(start, end)

    def _markers(self) -> None:
        # What follows the marker on its line is a note: the generator puts notes back like that.
        marker = self.marker
        at = self.source.find(marker)
        while at >= 0:
            line = self.file.line_at(at)
            if not self.source[self.file.offset(line) : at].strip():
                self.page.markers.append(Span(at, at + len(marker)))
            # Behind the first on its line none begins a line.
            at = self.source.find(marker, max(self.file.offset(line + 1), at + len(marker)))

    def _marked_line(self, marker: Span) -> int:
        return self.file.line_at(marker.start)

    def _between_markers(self, first: int, end: int) -> list[tuple[int, int]]:
        """The parts between two lines without markers: offset, and the line after."""
        marked = {self._marked_line(marker): marker.end for marker in self.page.markers}
        cuts = sorted({first, end, *(line for line in marked if first <= line < end)})
        return [(marked.get(line, self.file.offset(line)), after) for line, after in pairwise(cuts)]

    def _end_of_value(self, value: Text) -> int:
        """Where a line ends a value that is meant as part of a table or as the marker, or -1."""
        if "\n" not in value.raw:
            return -1
        _, end = value.span
        marker = self.almost_marker.search(self.source, value.start, end)
        piped = _PIPED.search(self.source, value.start, end)
        return min((match.start() for match in (marker, piped) if match), default=-1)

    def _fullness(self, first: int, after: int) -> int:
        """How many tables and fields of the kind stand between two lines."""
        start, end = self.file.offset(first), self.file.offset(after)
        return self.tables.count(first, after) + self.labels.count(self.source, start, end)

    def _notes(self, first: int, after: int) -> None:
        """Keep the lines between two as notes; the marker itself is none."""
        if first >= after:
            return
        marked = {self._marked_line(marker): marker.end for marker in self.page.markers}
        cuts = sorted({first, after, *(line for line in marked if first <= line < after)})
        for line, stop in pairwise(cuts):
            self._keep_notes(marked.get(line, self.file.offset(line)), self.file.offset(stop))

    def _keep_notes(self, start: int, end: int) -> None:
        """Keep what stands between two offsets, block by block, so that code is known as such."""
        if not self.source[start:end].strip(BLANKS):
            return
        while start < end:
            form, stop = self.file.block_at(start)
            note = self.file.text(start, min(stop, end), form)
            if note.raw:
                self.page.notes.append(note)
            start = stop
