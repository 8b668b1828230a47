"""The text of a Markdown file: its lines and blocks, and the stretches that are texts of a page."""

import re
from functools import lru_cache

from frameworklint.markdown import limits
from frameworklint.markdown.tokens import Definitions
from frameworklint.page.text import Context, Readers, Text
from frameworklint.source.span import Lines

# A heading's marks, inside a quotation or a list too.
HEADING = re.compile(r"(?:[ \t>]|[*+-][ \t]|\d+[.)][ \t])*#+[ \t]*")
BLANKS = " \t\r\n\f\v"
VERBATIM = ("code", "html")
TITLE_PART = "title part"
_FORMS = ("markdown", *VERBATIM)


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
        source: the text, without a byte order mark.
        lines: for positions.
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
        self.source = source
        self.lines = lines
        self.readers = readers
        self.texts = lines.texts()
        # mistletoe takes long to import, and is not needed where all pages are known.
        from frameworklint.markdown import parser

        self.leaves, self.definitions = parser.read(self.texts)
        self._contexts = contexts(readers, self.definitions)
        self._offsets = [*lines.starts[: len(lines)], len(source)]

    def offset(self, line: int) -> int:
        """Where a line begins, by its 0-based number; the end of the file for one behind it."""
        return self._offsets[line] if line < len(self._offsets) else len(self.source)

    def end(self, line: int) -> int:
        """Where a line ends, without its line end."""
        return self._offsets[line] + len(self.texts[line])

    def line_at(self, offset: int) -> int:
        """The 0-based number of the line around an offset."""
        return self.lines.position(offset)[0] - 1

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
            limits.demand_simple_text(raw, self.line_at(start) + 1)
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
            limits.demand_simple_text(raw, self.line_at(start) + 1, is_markdown=False)
        return self._whole(raw, start, "html")

    def heading(self, start: int, end: int) -> Text:
        """What stands between two offsets, blanks included.

        Raises:
            UnreadableFileError: it would take too long to read.
        """
        raw = self.source[start:end]
        if len(raw) > limits.SHORT:
            limits.demand_simple_text(raw, self.line_at(start) + 1)
        return Text(raw, start, self._contexts["markdown"])

    def part(self, text: Text, start: int, end: int) -> Text:
        """A part of a title, between two offsets of it."""
        return Text(text.raw[start:end], text.start + start, self._contexts[TITLE_PART])

    def _whole(self, raw: str, start: int, form: str) -> Text:
        return Text(self.readers.strings.setdefault(raw, raw), start, self._contexts[form])
