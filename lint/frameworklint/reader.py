"""From the text of a Markdown file to a located page."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from frameworklint import blocks, guards, html
from frameworklint.blocks import Leaf
from frameworklint.kinds import Conventions, Kind
from frameworklint.page import Context, Field, Page, Readers, Row, Table, Text
from frameworklint.span import Span

_BLANKS = " \t\r\n\f\v"
_BREAKS = r"(?:<br\s*+/?+>\s*+){1,20}+"  # each is tried from each on: more would take long
# A label is bold, and its colon stands inside or right after the bold. It begins a line, a list
# item or what follows a <br>; elsewhere bold text with a colon is running text.
_LABEL = r"\*\*(?P<{0}label>{1})(?:[ \t]*:[ \t]*\*\*|\*\*[ \t]*:)"
_ANY_LABEL = _LABEL.format("", r"[^*\n:]+?")
_LEADING_LABEL = rf"(?:^[ \t]*(?:[*+-][ \t]+)?|{_BREAKS}){_ANY_LABEL}"
_VERBATIM = ("code", "html")
_FORMS = ("markdown", *_VERBATIM)
# A heading's marks, inside a quotation or a list too, and those that may close it.
_HEADING = re.compile(r"(?:[ \t>]|[*+-][ \t]|\d+[.)][ \t])*#+[ \t]*")
_CLOSING = re.compile(r"(?<![ \t])[ \t]++#++[ \t]*+\Z")
_MARKS = re.compile(r"[*_\[<`\\]")
_TARGET = re.compile(r"/([^/()\s]+)\.md\)")
_CONTAINER = re.compile(r"[ \t]*(?:>|[*+-](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$))")
_PIPE = re.compile(r"(?<!\\)\|")
# How many of a page's copies in one file are compared.
_COPIES = 20
_BLANK_LINE = re.compile(r"(?<=\S)[ \t\r]*\n[ \t\r]*\n")
_TITLE = re.compile(
    r"(?P<word>[^\W\d]\w*+(?: ++\w++)*?) ++(?P<id>[^\s:]*+)[ \t]*+:[ \t]*+(?P<name>.*)"
)


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
    page = _PageReader(path, source, kind, readers, conventions).read()
    _parse_content(page)
    return page


def _parse_content(page: Page) -> None:
    """Parse what stands inside the texts: where that fails, it is the page that can not be read."""
    for text in page.texts():
        if _MARKS.search(text.raw):
            _ = text.content  # no `assert`: `python -O` would not parse it
    for heading in page.headings:
        if _MARKS.search(heading.raw):
            _ = heading.shown


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
        self.plain_context = Context(readers)
        self.marker = conventions.marker
        guards.demand_simple_page(source, is_copy=bool(kind and kind.is_copy))
        self.texts = self.lines.texts()
        self.offsets = [*self.lines.starts[: len(self.lines)], len(source)]
        self.leaves, defined = blocks.read(source, self.texts, readers.blocks)
        self.leaf_lines = [leaf.first for leaf in self.leaves]
        self.table_lines = [leaf.first for leaf in self.leaves if leaf.kind == "table"]
        definitions = dict(defined) or None
        self.contexts = {form: Context(readers, form, definitions) for form in _FORMS}
        self.label = _label_pattern(kind)
        self.header = _header_pattern(kind)

    def read(self) -> Page:
        self._markers()
        self.headings = [
            (leaf, self._heading_text(leaf)) for leaf in self.leaves if leaf.kind == "heading"
        ]
        self.page.headings = [text for _, text in self.headings]
        body = self._title()
        self._notes(0, self._line_of_title() if body else 0)
        if self.page.kind is None:
            self._notes(body, len(self.lines))
            return self.page
        first, end = self._own_part(body)
        self._notes(body, first)
        for start, after in self._between_markers(first, end):
            self._content(start, after)
        self._notes(end, len(self.lines))
        return self.page

    def _content(self, at: int, after: int) -> None:
        """Read the tables and fields between an offset and a line."""
        for table in self._tables(at, after):
            self._fields(at, table.span.start)
            self.page.tables.append(table)
            at = table.span.end
        self._fields(at, self._offset(after))

    def _text(self, start: int, end: int, form: str = "markdown") -> Text:
        return self._trimmed(self.source[start:end], start, form)

    def _trimmed(self, raw: str, start: int, form: str = "markdown") -> Text:
        """A stretch of the file as a text."""
        if len(raw) > guards.SHORT and form == "markdown":
            guards.demand_simple_text(raw, self._number_of_line(start))
        shorter = raw.lstrip(_BLANKS)
        start += len(raw) - len(shorter)
        return self._located(shorter.rstrip(_BLANKS), start, form)

    def _located(self, raw: str, start: int, form: str) -> Text:
        return Text(self.readers.strings.setdefault(raw, raw), start, self.contexts[form])

    def _offset(self, line: int) -> int:
        return self.offsets[line] if line < len(self.offsets) else len(self.source)

    def _end(self, line: int) -> int:
        """Where a line ends, without its line end."""
        return self.lines.starts[line] + len(self.texts[line])

    def _number_of_line(self, offset: int) -> int:
        return self.lines.position(offset)[0]

    # Title, marker, and what lies between.

    def _title(self) -> int:
        """Read the first heading; returns the line after it, 0 without a heading."""
        # A heading within a list or a quotation is no title.
        titles = (
            found for found in self.headings if not _CONTAINER.match(self.texts[found[0].first])
        )
        heading, title = next(titles, (None, None))
        marker = next(iter(self.page.markers), None)
        if heading is None or title is None:
            return 0
        after = heading.first + heading.length
        if marker and self._offset(after) > marker.start:
            return 0
        self.page.title = title
        kind = self.page.kind
        match = _TITLE.fullmatch(title.raw)
        if kind is None or not kind.is_record:
            self.page.name_text = title
        elif match:
            self.page.word = match["word"]
            self.page.title_id = self._part(title, match.span("id"))
            # Another kind's title names another page.
            if match["word"] == kind.word:
                self.page.name_text = self._part(title, match.span("name"))
        return after

    def _line_of_title(self) -> int:
        return self.lines.position(self.page.title.start)[0] - 1 if self.page.title else 0

    def _part(self, text: Text, span: tuple[int, int]) -> Text:
        start, end = span
        return Text(text.raw[start:end], text.start + start, self.plain_context)

    def _heading_text(self, leaf: Leaf) -> Text:
        # A heading of several lines has a line of `=` or `-` below it.
        last = leaf.first + max(leaf.length - 2, 0)
        start, end = self._offset(leaf.first), self._end(last)
        opening = _HEADING.match(self.texts[leaf.first])
        if opening and leaf.length == 1:
            start += opening.end()
            closing = _CLOSING.search(self.source, start, end)
            end = closing.start() if closing else end
        if end - start > guards.SHORT:
            guards.demand_simple_text(self.source[start:end], leaf.first + 1)
        # Trailing blanks stay: they are part of the title, and a fault in it.
        return Text(self.source[start:end], start, self.contexts["markdown"])

    def _markers(self) -> None:
        # What follows the marker on its line is a note: the generator puts notes back like that.
        marker = self.marker
        at = self.source.find(marker)
        while at >= 0:
            line = self.lines.position(at)[0] - 1
            if not self.source[self._offset(line) : at].strip():
                self.page.markers.append(Span(at, at + len(marker)))
            # Behind the first on its line none begins a line.
            at = self.source.find(marker, max(self._offset(line + 1), at + len(marker)))

    def _marked_line(self, marker: Span) -> int:
        return self.lines.position(marker.start)[0] - 1

    def _between_markers(self, first: int, end: int) -> list[tuple[int, int]]:
        """The parts between two lines without markers: offset, and the line after."""
        marked = {self._marked_line(marker): marker.end for marker in self.page.markers}
        cuts = sorted({first, end, *(line for line in marked if first <= line < end)})
        return [(marked.get(line, self._offset(line)), after) for line, after in pairwise(cuts)]

    def _own_part(self, body: int) -> tuple[int, int]:
        """The lines of the page's own content: of several copies the fullest, up to its marker."""
        starts, cuts = [body], []
        title_id = self.page.title_id.raw if self.page.title_id else ""
        for line, text, match in self._later_titles(body):
            cuts.append(line)
            if match["id"] in (title_id, self.page.stem):
                self.page.repeats.append(text)
                starts.append(self.lines.position(text.span.end)[0])
        cuts.append(len(self.lines))
        parts = [
            (start, self._part_end(start, cuts[bisect_left(cuts, start)]))
            for start in starts[:_COPIES]
        ]
        if len(parts) == 1:
            return parts[0]
        own = max(parts, key=lambda part: self._fullness(*part))
        self._keep_copies(body, starts.index(own[0]))
        return own

    def _keep_copies(self, body: int, own: int) -> None:
        """Note where the copies stand that are not read as the page."""
        begins = [self._offset(body), *(text.start for text in self.page.repeats)]
        ends = [*begins[1:], len(self.source)]
        spans = [Span(*edges) for edges in zip(begins, ends, strict=True)]
        self.page.copies = spans[:own] + spans[own + 1 :]

    def _later_titles(self, body: int) -> list[tuple[int, Text, re.Match[str]]]:
        """The titles of the page's kind below the first: line, text and parts."""
        found = [
            (leaf.first, text)
            for leaf, text in self.headings
            if leaf.level == 1 and leaf.first >= body > 0
        ]
        for marker in self.page.markers:
            # A generator that finds no marker takes the old page for a note, and puts it here.
            line = self._marked_line(marker)
            opening = _HEADING.match(self.source, marker.end, self._end(line))
            if opening and body > 0:
                text = self._text(opening.end(), self._end(line))
                found.append((line, text))
        titles = [(line, text, _TITLE.fullmatch(text.raw)) for line, text in found]
        return sorted(
            (
                (line, text, match)
                for line, text, match in titles
                if match and match["word"] == self.page.word
            ),
            key=lambda title: title[0],
        )

    def _part_end(self, first: int, after: int) -> int:
        """The line of the marker: of several the first below which no content stands."""
        lines = [self._marked_line(marker) for marker in self.page.markers]
        marked = [line for line in lines if first <= line < after]
        for line, following in pairwise(marked):
            if not self._fullness(line + 1, following):
                return line
        return marked[-1] if marked else after

    def _fullness(self, first: int, after: int) -> int:
        """How many tables and fields of the kind stand between two lines."""
        labels = self.label.finditer(self.source, self._offset(first), self._offset(after))
        known = self.page.kind.labels if self.page.kind else ()
        tables = bisect_left(self.table_lines, after) - bisect_left(self.table_lines, first)
        return tables + sum(_name(label) in known for label in labels)

    # Fields.

    def _fields(self, start: int, end: int) -> None:
        """Read the labeled values between two offsets; text before the first label is a note."""
        matches = list(self._labels(start, end))
        ends = [match.start() for match in matches] + [end]
        self._keep_note(start, ends[0])
        for match, value_end in zip(matches, ends[1:], strict=True):
            label = _name(match)
            value = self._text(match.end(), value_end)
            if self.page.kind and label != self.page.kind.summary:
                # Only a summary runs over blank lines; below another field they begin a note.
                blank = _BLANK_LINE.search(self.source, value.start, value.span.end)
                if blank:
                    self._keep_note(blank.end(), value_end)
                    value = self._text(match.end(), blank.start())
            if not value.raw:
                value.start = match.end()
            group = "label" if match["label"] is not None else "known_label"
            self.page.fields.append(Field(label, Span(*match.span(group)), value))

    def _labels(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """The labels in a stretch of the file."""
        known = self.page.kind.labels if self.page.kind else frozenset()
        while match := self._next_label(start, end):
            # Behind a <br>, bold text that is not even nearly a label of the kind is text.
            if not match[0].startswith("<") or _name(match) in known or _is_near(match, known):
                yield match
            start = match.end()

    def _next_label(self, start: int, end: int) -> re.Match[str] | None:
        """The first label between two offsets, looked for from the first line with bold text on."""
        bold = self.source.find("**", start, end)
        if bold < 0:
            return None
        if self.source.find("<br", start, bold) < 0:
            start = max(start, self.source.rfind("\n", start, bold) + 1)
        return self.label.search(self.source, start, end)

    def _keep_note(self, start: int, end: int, form: str = "markdown") -> None:
        note = self._text(start, end, form)
        if note.raw:
            self.page.notes.append(note)

    def _notes(self, first: int, after: int) -> None:
        """Keep the rest of the file, block by block, so that code is known as such."""
        if not self.source[self._offset(first) : self._offset(after)].strip(_BLANKS):
            return
        forms = {leaf.first: leaf.kind for leaf in self.leaves if first <= leaf.first < after}
        marked = {self._marked_line(marker): marker.end for marker in self.page.markers}
        cuts = sorted({first, after, *forms, *(line for line in marked if first <= line < after)})
        for line, stop in pairwise(cuts):
            start = marked.get(line, self._offset(line))
            form = forms.get(line, "")
            self._keep_note(start, self._offset(stop), form if form in _VERBATIM else "markdown")

    # Tables.

    def _tables(self, at: int, after: int) -> Iterator[Table]:
        """The tables between an offset and a line."""
        stop = self._offset(after)
        around = bisect_left(self.leaf_lines, self.lines.position(at)[0]) - 1
        for index in range(max(around, 0), bisect_left(self.leaf_lines, after)):
            leaf = self.leaves[index]
            start = self._offset(leaf.first)
            end = min(self._offset(leaf.first + leaf.length), stop)
            if end <= at:
                continue
            if leaf.kind == "table" and start >= at:
                table = self._markdown_table(leaf, after)
                at = table.span.end
                yield table
            elif leaf.kind == "html":
                while opening := self._opening(max(start, at), end):
                    table = self._html_table(opening, stop)
                    at = table.span.end
                    yield table

    def _opening(self, start: int, end: int) -> html.Tag | None:
        """The first tag between two offsets that opens a table."""
        found = html.tags(self.source, start, end)
        return next((tag for tag in found if tag.name == "table" and not tag.closing), None)

    def _markdown_table(self, leaf: Leaf, after: int) -> Table:
        header = self._cut(leaf.first, leaf.first + 1)
        table = Table(header, Span(self._offset(leaf.first), self._offset(leaf.first + 2)))
        table_end = leaf.first + leaf.length
        line = after_rows = leaf.first + 2
        while (line := self._next_row(after_rows, table_end, after, len(header))) >= 0:
            stop, is_cut = self._row_end(line, after, len(header))
            cells = self._cut(line, stop)
            broken = "cut" if is_cut else "cells" if len(cells) != len(header) else ""
            # A cut row has ended the table already.
            if line > after_rows and not (table.rows and table.rows[-1].broken == "cut"):
                broken = broken or "apart"
            span = Span(self._offset(line), self._end(stop - 1))
            table.rows.append(self._row(table, cells, span, broken))
            after_rows = stop
        table.span = Span(table.span.start, self._end(after_rows - 1))
        return table

    def _next_row(self, line: int, table_end: int, after: int, width: int) -> int:
        """The line where the next row begins, blank lines above it passed over, or -1."""
        first = line
        while line < after and not self.texts[line].strip():
            line += 1
        if line >= after or self._begins_block(line):
            return -1
        is_row = self.texts[line].lstrip().startswith("|")
        if line == first:
            return line if is_row or line < table_end else -1
        return line if is_row and len(self._cut(line, line + 1)) == width else -1

    def _row_end(self, line: int, after: int, width: int) -> tuple[int, bool]:
        """The line after a row, and whether raw line breaks cut it over several lines."""
        pipes = self._pipes(line)
        closed = self._is_closed(line)
        is_piped = self.texts[line].lstrip().startswith("|")
        stop = line + 1
        if not is_piped or (closed and pipes > width):
            return stop, False
        # The rest of the row, over blank lines too, up to the pipe that closes it. Where none
        # does, it ends at what looks like something else.
        ends = []
        for at in range(line + 1, after):
            text = self.texts[at]
            if not text.strip():
                continue
            if self._begins_block(at) or not self._continues_row(at, width, pipes, closed):
                break
            if text.startswith("# ") or self.label.match(text):
                ends.append(stop)
            pipes += self._pipes(at)
            closed = self._is_closed(at)
            stop = at + 1
            if closed and pipes > width:
                return stop, True
        stop = min([*ends, stop])
        return stop, stop > line + 1

    def _continues_row(self, line: int, width: int, pipes: int, closed: bool) -> bool:
        """Whether a line can be the rest of a row that has some pipes, the last one closing it."""
        text = self.texts[line].strip()
        if not text.startswith("|") or text == "|":
            return True
        cells = self._cut(line, line + 1)
        is_rest = len(cells) == width - pipes + 1 if closed else len(cells) < width
        return is_rest and not self._listed_id(cells)

    def _pipes(self, line: int) -> int:
        text = self.texts[line]
        return len(_PIPE.findall(text)) if "\\" in text else text.count("|")

    def _is_closed(self, line: int) -> bool:
        text = self.texts[line].rstrip(_BLANKS)
        return text.endswith("|") and not text.endswith("\\|")

    def _begins_block(self, line: int) -> bool:
        """Whether a line begins something that is no part of the table above it."""
        text = self.texts[line]
        if text.lstrip().startswith("|"):
            return bool(self.header.match(text)) or self._is_above_dashes(line)
        match = self.label.match(text)
        known = self.page.kind.labels if self.page.kind else ()
        return text.strip().startswith(self.marker) or bool(match and _name(match) in known)

    def _is_above_dashes(self, line: int) -> bool:
        """Whether a line is a table's header: a line of as many dashes stands below it."""
        if line + 1 >= len(self.lines) or not _is_delimiter_row(self.texts[line + 1]):
            return False
        return len(self._cut(line, line + 1)) == len(self._cut(line + 1, line + 2))

    def _cut(self, first: int, after: int) -> list[Text]:
        """The cells of a raw row, cut at its pipes. mistletoe would drop the empty ones."""
        at = self._offset(first)
        whole = self.source[at : self._end(after - 1)].rstrip(_BLANKS)
        row = whole.lstrip(_BLANKS)
        at += len(whole) - len(row)
        parts = _PIPE.split(row) if "\\" in row else row.split("|")
        if len(parts) > 1 and not parts[0]:
            del parts[0]
            at += 1
        if len(parts) > 1 and not parts[-1]:
            del parts[-1]
        cells = []
        for part in parts:
            cells.append(self._cell(part, at))
            at += len(part) + 1
        return cells

    def _cell(self, raw: str, start: int) -> Text:
        cell = self._trimmed(raw, start)
        if not cell.raw:
            cell.start = start + bool(raw)
        return cell

    def _row(self, table: Table, cells: list[Text], span: Span, broken: str = "") -> Row:
        row = Row(table, cells, span, broken)
        row.listed_id = self._listed_id(cells)
        row.shown_id = self._shown_id(cells)
        if broken and not row.listed_id:
            # A pipe or a line break may stand within the link; its target still names the page.
            target = _TARGET.search(self.source, *span)
            row.listed_id = target[1] if target and self.readers.ids.is_id(target[1]) else ""
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
        # A link that a line break cut is none, but still names the page.
        return self.readers.ids.leading_id(links[0].text if links else first.plain.lstrip("["))

    def _shown_id(self, cells: Sequence[Text]) -> str:
        links = cells[0].content.links if cells else ()
        return self.readers.ids.leading_id(links[0].text) if links else ""

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
        if span.end - span.start > guards.SHORT:
            number = self._number_of_line(span.start)
            guards.demand_simple_text(self.source[slice(*span)], number, is_markdown=False)
        return self._located(self.source[slice(*span)], span.start, "html")


@lru_cache
def _label_pattern(kind: Kind | None) -> re.Pattern[str]:
    pattern = _LEADING_LABEL
    if kind is not None and kind.labels:
        # A label that the kind knows is one wherever it stands, so that several fields can
        # share a line.
        known = "|".join(re.escape(label) for label in sorted(kind.labels))
        pattern += rf"|(?<=\s){_LABEL.format('known_', known)}"
    return re.compile(pattern, re.MULTILINE)


@lru_cache
def _header_pattern(kind: Kind | None) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(kind.table_names)) if kind else ""
    return re.compile(rf"[ \t]*\|[ \t]*(?:{names})[ \t]*\|" if names else r"(?!)")


def _name(label: re.Match[str]) -> str:
    """A label without bold, bullet and colon."""
    return (label["label"] or label["known_label"]).strip()


def _is_near(label: re.Match[str], known: frozenset[str]) -> bool:
    from difflib import get_close_matches

    return bool(get_close_matches(_name(label), known, 1, 0.8))


def _is_delimiter_row(line: str) -> bool:
    return "-" in line and "|" in line and not line.strip("|-: \t\r")
