"""The tables of a page, in Markdown and in HTML, with the rows that volunteers broke."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import lru_cache

from frameworklint.kinds.kind import Kind
from frameworklint.markdown import html
from frameworklint.markdown.tokens import Leaf
from frameworklint.page import labels
from frameworklint.page.labels import Labels
from frameworklint.page.link_targets import file_stem
from frameworklint.page.page import Row, Table
from frameworklint.page.source_text import BLANKS, SourceText
from frameworklint.page.text import Text
from frameworklint.source.span import Span

_PIPE = re.compile(r"(?<!\\)\|")
_LONGEST_ROW = 100  # lines over which a row can be cut; real: 18
_DASHES = re.compile(r"[\s|:-]*")
# The mark of a quotation or of a list's item before a row.
_MARK = re.compile(r" {0,3}(?:>|(?:[*+-]|\d{1,9}[.)])(?=[ \t]))[ \t]*(?=\|)")
_CODE = ("    ", "\t")  # a line below a table that begins so is code, and ends it (GFM 4.4)
# What hides the lines below it: a fence of code, a comment that goes on.
_HIDING = re.compile(r" {0,3}(?:```|~~~|<!--(?!.*-->))")
_TARGET = re.compile(r"/([^/()\s]+)\.md\)")


class TableReader:
    """Reads the tables of a page."""

    def __init__(self, file: SourceText, kind: Kind | None, known: Labels, marker: str) -> None:
        self._file = file
        self._source = file.source
        self._lines = file.texts
        self._ids = file.readers.ids
        self._labels = known
        self._marker = marker
        self._header = _header_pattern(kind)
        self._leaves = [
            part
            for leaf in file.leaves
            for part in _with_meant_table(leaf, file.texts, self._header)
        ]
        self._leaf_lines = [leaf.first for leaf in self._leaves]
        self._table_lines = [leaf.first for leaf in self._leaves if leaf.kind == "table"]

    def count(self, first: int, after: int) -> int:
        """How many Markdown tables begin between two lines."""
        return bisect_left(self._table_lines, after) - bisect_left(self._table_lines, first)

    def between(self, at: int, after: int) -> Iterator[Table]:
        """The tables between an offset and a line."""
        stop = self._file.offset(after)
        around = bisect_left(self._leaf_lines, self._file.line_at(at) + 1) - 1
        for index in range(max(around, 0), bisect_left(self._leaf_lines, after)):
            leaf = self._leaves[index]
            start = self._file.offset(leaf.first)
            end = min(self._file.offset(leaf.first + leaf.length), stop)
            if end <= at:
                continue
            if leaf.kind == "table" and start >= at:
                table = self._markdown_table(leaf, after)
                at = table.span.end
                yield table
            elif leaf.kind == "html":
                while opening := _opening(self._source, max(start, at), end):
                    table = self._html_table(opening, stop)
                    at = table.span.end
                    yield table

    def _markdown_table(self, leaf: Leaf, after: int) -> Table:
        header = self._cut(leaf.first, leaf.first + 1)
        line = after_rows = leaf.first + 2
        table = Table(header, Span(self._file.offset(leaf.first), self._file.offset(line)))
        table_end = leaf.first + leaf.length
        is_over = False  # whether a row has ended the table already
        while (line := self._next_row(after_rows, table_end, after, len(header))) >= 0:
            kept_out = self._kept_out(line, after, len(header)) if line >= table_end else None
            first, skipped = kept_out or (line, 0)
            stop, is_cut = self._row_end(first, after, len(header))
            cells = self._cut(first, stop, skipped)
            broken = "cut" if is_cut else "cells" if len(cells) != len(header) else ""
            if kept_out:
                broken = "ended"
                cells += [self._file.line(above) for above in range(line, first)]
            elif line > after_rows and not (table.rows and table.rows[-1].broken == "cut"):
                broken = broken or "apart"
            elif line >= table_end and not is_over and self._lines[line].startswith(_CODE):
                broken = broken or "indented"
            is_over = is_over or stop > table_end
            span = Span(self._file.offset(line), self._file.end(stop - 1))
            table.rows.append(self._row(table, cells, span, broken))
            after_rows = stop
        table.span = Span(table.span.start, self._file.end(after_rows - 1))
        return table

    def _next_row(self, line: int, table_end: int, after: int, width: int) -> int:
        """The line where the next row begins, blank lines above it passed over, or -1."""
        if line < min(table_end, after):
            return -1 if self._begins_content(line) else line
        first = line
        while line < after and not self._lines[line].strip():
            line += 1
        if line >= after or self._begins_block(line):
            return -1
        if line == first and self._kept_out(line, after, width):
            return line
        if not self._lines[line].lstrip().startswith("|"):
            return -1
        return line if line == first or len(self._cut(line, line + 1)) == width else -1

    def _kept_out(self, line: int, after: int, width: int) -> tuple[int, int] | None:
        """Line and column of a row that a mark before it, or the line above it, keeps out."""
        text = self._lines[line]
        if mark := _MARK.match(text):
            return line, mark.end()
        below = line + 1
        if _HIDING.match(text):
            return None
        # Below the line that git writes at the end of a conflict, nobody knows what the table is.
        if text.lstrip().startswith(("|", ">>>>>>> ")) or below >= after:
            return None
        if not self._lines[below].lstrip().startswith("|") or self._begins_block(below):
            return None
        return (below, 0) if len(self._cut(below, below + 1)) == width else None

    def _row_end(self, line: int, after: int, width: int) -> tuple[int, bool]:
        """The line after a row, and whether raw line breaks cut it over several lines."""
        pipes = _count_pipes(self._lines[line])
        closed = _is_closed(self._lines[line])
        is_piped = self._lines[line].lstrip().startswith("|")
        stop = line + 1
        if not is_piped or (closed and pipes > width):
            return stop, False
        # The rest of the row, over blank lines too, up to the pipe that closes it. Where none
        # does, it ends at what looks like something else.
        ends = []
        whole = 0  # the line after the row, where it is complete without its last pipe
        for at in range(line + 1, min(after, line + _LONGEST_ROW)):
            text = self._lines[at]
            if not text.strip():
                whole = whole or (stop if pipes == width and not closed else 0)
                continue
            if self._begins_block(at):
                break
            if not self._continues_row(at, width, pipes, closed):
                whole = 0  # text between two rows is what a line break cut off
                break
            if text.startswith("# ") or self._labels.at(text):
                ends.append(stop)
            pipes += _count_pipes(text)
            closed = _is_closed(text)
            stop = at + 1
            if closed and pipes > width:
                return stop, True
        stop = whole or min([*ends, stop])
        return stop, stop > line + 1

    def _continues_row(self, line: int, width: int, pipes: int, closed: bool) -> bool:
        """Whether a line can be the rest of a row that has some pipes, the last one closing it."""
        text = self._lines[line].strip()
        if not text.startswith("|") or text == "|":
            return True
        cells = self._cut(line, line + 1)
        is_rest = len(cells) == width - pipes + 1 if closed else len(cells) < width
        return is_rest and not _ids(cells)[0]

    def _begins_block(self, line: int) -> bool:
        """Whether a line begins something that is no part of the table above it."""
        text = self._lines[line]
        if text.lstrip().startswith("|"):
            return bool(self._header.match(text)) or self._is_above_dashes(line)
        return self._begins_content(line)

    def _begins_content(self, line: int) -> bool:
        """Whether a field of the kind or the marker begins on a line."""
        text = self._lines[line]
        label = self._labels.at(text)
        is_field = label is not None and labels.name(label) in self._labels.known
        return is_field or text.strip().startswith(self._marker)

    def _is_above_dashes(self, line: int) -> bool:
        """Whether a line is a table's header: a line of as many dashes stands below it."""
        if line + 1 >= len(self._lines) or not _are_dashes(self._lines[line + 1]):
            return False
        return len(self._cut(line, line + 1)) == len(self._cut(line + 1, line + 2))

    def _cut(self, first: int, after: int, skipped: int = 0) -> list[Text]:
        """The cells of a raw row, cut at its pipes. mistletoe would drop the empty ones."""
        at = self._file.offset(first) + skipped
        whole = self._source[at : self._file.end(after - 1)].rstrip(BLANKS)
        row = whole.lstrip(BLANKS)
        at += len(whole) - len(row)
        parts = _PIPE.split(row) if "\\" in row else row.split("|")
        if len(parts) > 1 and not parts[0]:
            del parts[0]
            at += 1
        if len(parts) > 1 and not parts[-1]:
            del parts[-1]
        cells = []
        for part in parts:
            cell = self._file.trimmed(part, at)
            if not cell.raw:
                cell.start = at + bool(part)
            cells.append(cell)
            at += len(part) + 1
        return cells

    def _row(self, table: Table, cells: list[Text], span: Span, broken: str = "") -> Row:
        row = Row(table, cells, span, broken)
        row.listed_id, row.shown_id = _ids(cells)
        if broken and not row.listed_id:
            # A pipe or a line break may stand within the link; its target still names the page.
            target = _TARGET.search(self._source, *span)
            row.listed_id = target[1] if target and self._ids.is_id(target[1]) else ""
        return row

    def _html_table(self, opening: html.Tag, end: int) -> Table:
        found = html.table(self._source, opening, end)
        header = found.rows[0] if found.rows and found.rows[0].is_header else None
        columns = [self._file.html(*cell) for cell in header.cells] if header else []
        table = Table(columns, found.span, is_html=True)
        for row in found.rows[1:] if header else found.rows:
            cells = [self._file.html(*cell) for cell in row.cells]
            broken = "cells" if columns and len(cells) != len(columns) else ""
            table.rows.append(self._row(table, cells, row.span, broken))
        return table


def _ids(cells: Sequence[Text]) -> tuple[str, str]:
    """The ID that the first cell names, by its link or else by its text, and that which its link
    shows.
    """
    if not cells:
        return "", ""
    cell = cells[0]
    links = cell.content.links
    if not links:  # a link that a line break cut is none, but still names the page
        return cell.leading_id(cell.plain.lstrip("[")), ""
    stem = file_stem(links[0].target.partition("#")[0])
    shown = cell.leading_id(links[0].text)
    linked = cell.leading_id(stem)
    return linked if stem and linked == stem else shown, shown


def _opening(source: str, start: int, end: int) -> html.Tag | None:
    """The first tag between two offsets that opens a table."""
    found = html.tags(source, start, end)
    return next((tag for tag in found if tag.name == "table" and not tag.closing), None)


@lru_cache
def _header_pattern(kind: Kind | None) -> re.Pattern[str]:
    names = "|".join(re.escape(name) for name in sorted(kind.table_names)) if kind else ""
    return re.compile(rf"[ \t]*\|[ \t]*(?:{names})[ \t]*\|" if names else r"(?!)")


def _with_meant_table(leaf: Leaf, lines: list[str], header: re.Pattern[str]) -> Iterator[Leaf]:
    """A block; where it holds a header of the kind and a line of dashes which do not fit one
    another, so that GitHub draws no table, the table that is meant.
    """
    after = leaf.first + leaf.length
    for line in range(leaf.first, after - 1) if leaf.kind == "paragraph" else ():
        if header.match(lines[line]) and _are_dashes(lines[line + 1]):
            if line > leaf.first:
                yield leaf._replace(length=line - leaf.first)
            yield Leaf("table", line, after - line)
            return
    yield leaf


def _count_pipes(row: str) -> int:
    return len(_PIPE.findall(row)) if "\\" in row else row.count("|")


def _is_closed(row: str) -> bool:
    """Whether a row ends in a pipe."""
    row = row.rstrip(BLANKS)
    return row.endswith("|") and not row.endswith("\\|")


def _are_dashes(line: str) -> bool:
    """Whether a line is meant as the one below a header."""
    return "-" in line and "|" in line and _DASHES.fullmatch(line) is not None
