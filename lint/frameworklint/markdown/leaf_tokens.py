"""The simple blocks of Markdown as GitHub reads them: mistletoe's, corrected where the two differ.

mistletoe parses inline content as soon as it meets a block. The tokens here keep its way of finding
blocks but leave their content unparsed. What they correct is named with the section of the GitHub
Flavored Markdown specification (GFM, https://github.github.com/gfm/) or of CommonMark.

The tokens look first for a character without which no such block begins: it is the cheaper
question, asked of every line.
"""

import re
from typing import Any

from frameworklint.markdown import mistletoe_patch
from frameworklint.markdown.tokens import LeafKind

mistletoe_patch.load()

from mistletoe import block_token  # noqa: E402  # what was loaded just now

BLANKS = " \t\n"
# What underlines a heading: of one sort, with blanks or tabs behind it (CommonMark 4.3).
UNDERLINE = re.compile(r" {0,3}(?:=+|-+)[ \t]*$")
# A row of dashes with blanks of ASCII between them (GFM 4.10, "delimiter row").
DELIMITER_ROW = re.compile(
    r" {0,3}\|?[ \t\v\f]*:?-+:?[ \t\v\f]*(?:\|[ \t\v\f]*:?-+:?[ \t\v\f]*)*\|?[ \t\v\f]*\n?"
)
# The name of a footnote: GitHub's extension, which the specification does not describe.
FOOTNOTE = re.compile(r" {0,3}\[\^[^\]\s]+\]:")


class Nested(str):
    """A line inside of quotations or list items, their marks cut off.

    Attributes:
        depth: in how many of them it stands by its own marks or indentation.
    """

    depth: int = 0


def nested(text: str, outer: str) -> Nested:
    line = Nested(text)
    line.depth = depth(outer) + 1
    return line


def depth(line: str) -> int:
    return line.depth if isinstance(line, Nested) else 0


def unindented(line: str) -> str:
    """A line without what indents it, as deep in containers as before."""
    text = Nested(line.lstrip(" \t"))
    text.depth = depth(line)
    return text


def is_blank(line: str) -> bool:
    """Whether a line is blank (CommonMark 2.1): other blanks than space and tab are text."""
    return not line.strip(BLANKS)


class Heading(block_token.Heading):
    leaf: LeafKind = "heading"
    children = ()
    level = 0
    length = 1
    pattern = re.compile(r" {0,3}(#{1,6})\s")  # what stands behind it is read later

    @classmethod
    def start(cls, line: str) -> bool:
        match = cls.pattern.match(line) if "#" in line else None
        cls.level = len(match[1]) if match else 0
        return match is not None

    @classmethod
    def read(cls, lines: Any) -> int:
        next(lines)
        return cls.level

    def __init__(self, level: int) -> None:
        self.level = level


class CodeFence(block_token.CodeFence):
    leaf: LeafKind = "code"
    children = ()

    @classmethod
    def start(cls, line: str) -> bool:
        return ("```" in line or "~~~" in line) and super().start(line)

    @classmethod
    def read(cls, lines: Any) -> Any:
        next(lines)
        info, closing, found = cls._open_info, cls.closing(), []
        for line in lines:
            if closing.fullmatch(line):
                break
            found.append(line)
        return found, info

    @classmethod
    def closing(cls) -> re.Pattern[str]:
        """What closes the fence that was last seen to open: one at least as long, of the same
        character, with nothing behind it (CommonMark 4.5).
        """
        fence = cls._open_info[1]
        return re.compile(rf" {{0,3}}{re.escape(fence)}{re.escape(fence[0])}*[ \t]*\n?")

    def __init__(self, match: Any) -> None:
        self.length = len(match[0]) + 2


class BlockCode(block_token.BlockCode):
    leaf: LeafKind = "code"
    children = ()

    def __init__(self, lines: list[str]) -> None:
        self.length = len(lines)


class HtmlBlock(block_token.HtmlBlock):
    leaf: LeafKind = "html"
    children = ()

    @classmethod
    def start(cls, line: str) -> Any:
        return "<" in line and super().start(line)

    @classmethod
    def goes_on(cls, line: str) -> bool:
        """Whether the block that was last seen to begin goes on behind its first line."""
        return cls._end_cond is None or cls._end_cond not in line.casefold()

    def __init__(self, lines: list[str]) -> None:
        self.length = len(lines)
