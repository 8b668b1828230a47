"""Quotations, lists and footnotes, the blocks that hold blocks, as GitHub reads them.

mistletoe's containers take any line below them that begins no block. Here a line without the marks
of its container belongs to it only where it continues a paragraph (CommonMark 5.1, "laziness").
"""

import re
from collections.abc import Callable
from typing import Any

from frameworklint.markdown.leaf_tokens import (
    DELIMITER_ROW,
    FOOTNOTE,
    UNDERLINE,
    BlockCode,
    CodeFence,
    Heading,
    HtmlBlock,
    is_blank,
    nested,
)

from mistletoe import block_token, block_tokenizer  # isort: skip  # patched by the module above


class _Open:
    """What of a container's content is open: a paragraph goes on in lines without its marks."""

    def __init__(self) -> None:
        self.is_paragraph = False
        self._fence: re.Pattern[str] | None = None
        self._is_html = False

    def see(self, line: str) -> None:
        """Take up a line of the container, its marks cut off."""
        if self._fence:
            self._fence = None if self._fence.fullmatch(line) else self._fence
        elif is_blank(line):
            self.is_paragraph = self._is_html = False
        elif self._is_html or (not self.is_paragraph and BlockCode.start(line)):
            return
        elif CodeFence.start(line):
            self.is_paragraph, self._fence = False, CodeFence.closing()
        elif (html := HtmlBlock.start(line)) and not (self.is_paragraph and html == 7):
            self.is_paragraph, self._is_html = False, HtmlBlock.goes_on(line)
        elif Heading.start(line) or block_token.ThematicBreak.start(line):
            self.is_paragraph = False
        elif Quote.start(line):
            self.see(line.split(">", 1)[1].removeprefix(" "))
        elif marker := ListItem.parse_marker(line):
            self.is_paragraph = False
            self.see(marker[3])
        elif self.is_paragraph:
            is_table = "|" in line and DELIMITER_ROW.fullmatch(line)
            self.is_paragraph = not (is_table or UNDERLINE.match(line))
        else:
            self.is_paragraph = True


def _content(lines: Any, first: str, inner: Callable[[str], str | None]) -> list[str]:
    """The lines of a container (CommonMark 5), its marks cut off.

    Args:
        lines: all lines; the container's first is read.
        first: its content.
        inner: cuts a line's marks off; None for a line without them.
    """
    outer = lines.lines[lines.get_pos()]
    open_block = _Open()
    found: list[str] = [nested(first, outer)]
    open_block.see(first)
    while (line := lines.peek()) is not None:
        text = inner(line)
        if text is not None:
            found.append(nested(text, line))
            open_block.see(text)
        elif is_blank(line) or not open_block.is_paragraph or begins_block(line, is_lazy=True):
            break
        else:
            found.append(line)  # lazy: the paragraph goes on
        next(lines)
    return found


def tokenized(lines: list[str], start_line: int = 1) -> Any:
    """The blocks of some lines, found as mistletoe does, which also asks of each empty line what
    begins there.
    """
    reader, found = block_tokenizer.FileWrapper(lines, start_line), block_tokenizer.ParseBuffer()
    at = 0
    while at < len(lines):
        line = lines[at]
        if line == "\n":
            at += 1
            continue
        reader.set_pos(at - 1)
        for block in block_token._token_types:
            if block.start(line) and (result := block.read(reader)) is not None:
                found.append((block, result, start_line + at))
                break
        else:
            next(reader)
        at = reader.get_pos() + 1
    return found


class Quote(block_token.Quote):
    @classmethod
    def read(cls, lines: Any) -> Any:
        first, start_line = cls._inner(next(lines)), lines.line_number()
        return tokenized(_content(lines, first or "", cls._inner), start_line)

    @classmethod
    def _inner(cls, line: str) -> str | None:
        if not cls.start(line):
            return None
        text: str = cls.convert_leading_tabs(line.lstrip(" "))
        return text.split(">", 1)[1].removeprefix(" ")


class Footnote(block_token.Quote):
    """The text of a footnote, which mistletoe does not know."""

    @classmethod
    def start(cls, line: str) -> bool:
        return "[^" in line and FOOTNOTE.match(line) is not None

    @classmethod
    def read(cls, lines: Any) -> Any:
        first, start_line = (
            FOOTNOTE.sub("", next(lines), count=1).lstrip(" \t"),
            lines.line_number(),
        )
        return tokenized(_content(lines, first, cls._inner), start_line)

    @staticmethod
    def _inner(line: str) -> str | None:
        if is_blank(line):
            return "\n"
        return BlockCode.strip(line) if BlockCode.start(line) else None


class ListItem(block_token.ListItem):
    # The number of an item has digits of ASCII (CommonMark 5.2).
    pattern = re.compile(r"( {0,3})([0-9]{1,9}[.)]|[+\-*])($|[ \t]+|\n)")

    @classmethod
    def read(cls, lines: Any, prev_marker: Any = None) -> Any:
        line, start_line = next(lines), lines.line_number()
        indentation, prepend, leader, first = prev_marker or cls.parse_marker(line)
        following = lines.peek()
        if not is_blank(first):
            found = _content(lines, first, lambda line: cls.parse_continuation(line, prepend))
        elif following is None or is_blank(following):
            found = ["\n"]  # an item can begin with one blank line, not with two
        else:
            prepend = indentation + len(leader) + 1
            found = _content(lines, "\n", lambda line: cls.parse_continuation(line, prepend))
        following = lines.peek()
        is_item = following and not block_token.ThematicBreak.start(following)
        marker = cls.parse_marker(following) if is_item else None
        return (tokenized(found, start_line), indentation, prepend, leader, start_line), marker


class List(block_token.List):
    pattern = re.compile(r" {0,3}(?:[0-9]{1,9}[.)]|[+\-*])(?:[ \t]*$|[ \t]+)")

    @classmethod
    def check_interrupts_paragraph(cls, lines: Any) -> bool:
        # An item that interrupts a paragraph is not empty, and its number is 1 (CommonMark 5.2).
        found = ListItem.parse_marker(lines.peek())
        if found is None or is_blank(found[3]):
            return False
        return not found[2][0].isdigit() or found[2] in ("1.", "1)")

    @classmethod
    def read(cls, lines: Any) -> Any:
        """As mistletoe's, with the items of this module."""
        leader, marker, found = None, None, []
        while True:
            before = lines.get_pos()
            item, marker = ListItem.read(lines, marker)
            if leader is not None and not cls.same_marker_type(leader, item[3]):
                lines.set_pos(before)
                break
            leader = leader or item[3]
            found.append(item)
            if marker is None:
                break
        return found


_Starts = Callable[[str], Any]
# What begins with one line, wherever it stands (CommonMark 4.8, 5.1).
ANYWHERE: tuple[_Starts, ...] = (
    Heading.start,
    Quote.start,
    CodeFence.start,
    block_token.ThematicBreak.start,
    Footnote.start,
)
_BELOW_A_ROW: tuple[_Starts, ...] = (*ANYWHERE, HtmlBlock.start, List.start)


def begins_block(line: str, *, is_lazy: bool = False) -> bool:
    """Whether a line below a table's row, or without a container's marks, begins a block."""
    if any(begins(line) for begins in _BELOW_A_ROW):
        return True
    return not is_lazy and BlockCode.start(line)
