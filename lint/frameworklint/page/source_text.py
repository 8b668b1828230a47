"""The text of a Markdown file: its lines and blocks, and the stretches that are texts of a page."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from frameworklint.markdown import limits
from frameworklint.markdown.inline import Link
from frameworklint.markdown.tokens import Definitions, Leaf
from frameworklint.page.names import folded
from frameworklint.page.text import Context, Readers, Text
from frameworklint.source.span import Lines, Span

# A heading's marks, inside a quotation or a list too.
HEADING = re.compile(r"(?:[ \t>]|[*+-][ \t]|\d+[.)][ \t])*#+[ \t]*")
BLANKS = " \t\r\n\f\v"
_VERBATIM = ("code", "html")
TITLE_PART = "title part"
_FORMS = ("markdown", *_VERBATIM)
_ESCAPE = re.compile(r"\\([!-/:-@\[-`{-~])")
_LONE_RETURN = re.compile(r"\r(?!\n)")


def with_line_feeds(source: str) -> str:
    """A text as long, with a line feed for each carriage return that ends a line on its own
    (CommonMark 2.1).
    """
    return _LONE_RETURN.sub("\n", source) if "\r" in source else source


def contexts(readers: Readers, definitions: Definitions) -> dict[str, Context]:
    """How texts of a file are read, by form; the parts of a title without link definitions."""
    plain = _contexts(readers)
    if not definitions:
        return plain
    return {form: found._replace(definitions=definitions) for form, found in plain.items()} | {
        TITLE_PART: plain[TITLE_PART]
    }


@lru_cache(maxsize=1)
def _contexts(readers: Readers) -> dict[str, Context]:
    """Those of files without link definitions."""
    return {form: Context(readers, form) for form in _FORMS} | {TITLE_PART: Context(readers)}


class SourceText:
    """A file's text.

    Attributes:
        source: the text, without a byte order mark; all its lines end at a line feed.
        lines: where they begin.
        texts: the lines' texts, without line ends.
        leaves: the blocks.
        definitions: the link definitions.
        readers: for what stands inside texts.
    """

    def __init__(self, source: str, lines: Lines, readers: Readers) -> None:
        """Find the blocks.

        Raises:
            UnreadableFileError: the text is nested too deep, or would take too long.
        """
        self.source = with_line_feeds(source)
        # An editor, and so a position in a report, does not count a carriage return on its own.
        self._written = "" if self.source == source else source
        self._positions = lines
        self.lines = Lines(self.source) if self._written else lines
        self.readers = readers
        self.texts = self.lines.texts()
        # mistletoe takes long to import, and is not needed where all pages are known.
        from frameworklint.markdown import parser

        self.leaves, self.definitions = parser.read(self.texts)
        self._leaf_lines = [leaf.first for leaf in self.leaves]
        self._starts = self.lines.starts
        self._offsets = [*self._starts[: len(self.texts)], len(source)]
        self._defined = self._definition_links() if self.definitions else []
        self._contexts = contexts(readers, self.definitions)

    def offset(self, line: int) -> int:
        """Where a line begins, by its 0-based number; the end of the file for one behind it."""
        return self._offsets[line] if line < len(self._offsets) else len(self.source)

    def end(self, line: int) -> int:
        """Where a line ends, without its line end."""
        return self._offsets[line] + len(self.texts[line])

    def line_at(self, offset: int) -> int:
        """The 0-based number of the line around an offset."""
        return bisect_right(self._starts, offset) - 1

    def block_at(self, offset: int) -> tuple[str, int]:
        """How the block around an offset is read, and where the next one begins."""
        after = bisect_right(self._leaf_lines, self.line_at(offset))
        kind = self.leaves[after - 1].kind if after else ""
        below = self.leaves[after].first if after < len(self.leaves) else len(self.texts)
        return kind if kind in _VERBATIM else "markdown", self.offset(below)

    def line(self, line: int) -> Text:
        """What stands on a line, by its 0-based number, read as its block is.

        Raises:
            UnreadableFileError: it would take too long to read.
        """
        start = self.offset(line)
        return self.text(start, self.end(line), self.block_at(start)[0])

    def unused_definitions(self) -> list[Link]:
        """The link definitions to which nothing refers on the page, whose texts are all read."""
        used, known = self.definitions.used, set[str]()
        unused = []
        for label, link in self._defined:
            if label not in used or label in known:
                unused.append(link)
            known.add(label)
        return unused

    def _definition_links(self) -> list[tuple[str, Link]]:
        """Every link definition as a link, with its label; notes where they stand."""
        found = [pair for leaf in self.leaves if leaf.defined for pair in self._links_of(leaf)]
        self.definitions.places = [Span(link.span.start, link.target_span.end) for _, link in found]
        return found

    def _links_of(self, leaf: Leaf) -> Iterator[tuple[str, Link]]:
        at, end = self.offset(leaf.first), self.end(leaf.first + leaf.length - 1)
        for label, target in leaf.defined:
            start = self.source.index("[", at, end)
            colon = self.source.index("]:", start, end) + 1
            at = max(self.source.find(target, colon + 1, end), colon + 1)
            place = Span(at, at + len(target))
            at += len(target)
            text = folded(label)
            span = Span(start, at)
            address = unescape(_ESCAPE.sub(r"\1", target))
            yield text.casefold(), Link(text, address, span, place, "definition")

    def text(self, start: int, end: int, form: str = "markdown") -> Text:
        """What stands between two offsets, outer blanks excluded.

        Raises:
            UnreadableFileError: it would take too long to read.
        """
        return self.trimmed(self.source[start:end], start, form)

    def trimmed(self, raw: str, start: int, form: str = "markdown") -> Text:
        """A stretch that begins at an offset, outer blanks excluded.

        Raises:
            UnreadableFileError: it would take too long to read.
        """
        if len(raw) > limits.SHORT and form == "markdown":
            limits.demand_simple_text(raw, self._positions.position(start)[0])
        shorter = raw.lstrip(BLANKS)
        start += len(raw) - len(shorter)
        return self._whole(shorter.rstrip(BLANKS), start, form)

    def html(self, start: int, end: int) -> Text:
        """What stands between two offsets of an HTML block.

        Raises:
            UnreadableFileError: it would take too long to read.
        """
        raw = self.source[start:end]
        if len(raw) > limits.SHORT:
            limits.demand_simple_text(raw, self._positions.position(start)[0], is_markdown=False)
        return self._whole(raw, start, "html")

    def heading(self, start: int, end: int) -> Text:
        """What stands between two offsets, blanks included.

        Raises:
            UnreadableFileError: it would take too long to read.
        """
        raw = self.source[start:end]
        if len(raw) > limits.SHORT:
            limits.demand_simple_text(raw, self._positions.position(start)[0])
        return Text(self._as_written(raw, start), start, self._contexts["markdown"])

    def part(self, text: Text, start: int, end: int) -> Text:
        """A part of a title, between two offsets of it."""
        return Text(text.raw[start:end], text.start + start, self._contexts[TITLE_PART])

    def _as_written(self, raw: str, start: int) -> str:
        return self._written[start : start + len(raw)] if self._written else raw

    def _whole(self, raw: str, start: int, form: str) -> Text:
        if self._written:
            raw = self._as_written(raw, start)
        return Text(self.readers.strings.setdefault(raw, raw), start, self._contexts[form])
