"""Paragraphs and tables as GitHub reads them, and the order in which blocks are looked for."""

import re
from functools import lru_cache
from typing import Any

from frameworklint.markdown.container_tokens import (
    ANYWHERE,
    Footnote,
    List,
    Quote,
    begins_block,
)
from frameworklint.markdown.leaf_tokens import (
    BLANKS,
    DELIMITER_ROW,
    FOOTNOTE,
    UNDERLINE,
    BlockCode,
    CodeFence,
    Heading,
    HtmlBlock,
    depth,
    is_blank,
    unindented,
)
from frameworklint.markdown.tokens import LeafKind

from mistletoe import block_token, token  # isort: skip  # patched by the modules above

_PIPE = re.compile(r"(?<!\\)\|")


class SetextHeading(block_token.SetextHeading):
    leaf: LeafKind = "heading"
    children = ()

    def __init__(self, lines: list[str]) -> None:
        self.level = 1 if "=" in lines[-1] else 2
        self.length = len(lines)


class Paragraph(block_token.Paragraph):
    leaf: LeafKind = "paragraph"
    children = ()
    level = 0

    @classmethod
    def read(cls, lines: Any) -> Any:
        first = next(lines)
        line = lines.peek()
        if line is None or is_blank(line):
            return [first]  # as most are, and nothing can break them
        inside = depth(lines.lines[0])
        found, holds_dashes = [first], False
        while (line := lines.peek()) is not None and not is_blank(line):
            # An underline is no line without the marks of its container (CommonMark 4.3).
            is_lazy = depth(line) < inside
            if not is_lazy and UNDERLINE.match(line):
                return SetextHeading([*found, next(lines)])
            if not is_lazy and _interrupts_paragraph(lines):
                break
            # A row of dashes below a line with another number of cells is text, and to GitHub's
            # parser then no table begins in that paragraph.
            holds_dashes = holds_dashes or DELIMITER_ROW.fullmatch(line) is not None
            if not holds_dashes and Table.begins(lines, inside):
                # A header that continues a paragraph is no code, however far it is indented.
                lines.lines[lines.get_pos() + 1] = unindented(line)
                break
            found.append(next(lines))
        return found

    def __init__(self, lines: list[str]) -> None:
        self.length = len(lines)


class Table(block_token.Table):
    leaf: LeafKind = "table"
    children = ()

    def __init__(self, match: Any) -> None:
        lines, _ = match
        self.length = len(lines)

    @classmethod
    def read(cls, lines: Any) -> Any:
        inside = depth(lines.lines[0])
        if not cls.begins(lines, inside):
            return None
        found, start_line = [next(lines)], lines.line_number()
        found.append(next(lines))
        # Any line is a row but a blank one and one that begins another block (GFM 4.10).
        while (line := lines.peek()) is not None and not is_blank(line):
            if depth(line) < inside or (line[0] != "|" and begins_block(line)):
                break
            if line.strip(BLANKS) == "|":
                break  # it has no cell
            found.append(next(lines))
        return found, start_line

    @staticmethod
    def begins(lines: Any, inside: int) -> bool:
        """Whether the next line is a header: below it, as deep in quotations and lists, stand
        dashes for each of its cells.
        """
        at = lines.get_pos() + 1
        if "|" not in lines.lines[at] or at + 1 >= len(lines.lines):
            return False
        header, dashes = lines.lines[at : at + 2]
        return "-" in dashes and depth(dashes) >= inside and _are_header(header, dashes)


@lru_cache(maxsize=64)  # most pages have the same tables
def _are_header(header: str, dashes: str) -> bool:
    """Whether a line of dashes makes the line above it the header of a table."""
    # One run of dashes underlines a heading.
    is_row = DELIMITER_ROW.fullmatch(dashes) and not UNDERLINE.match(dashes)
    return bool(is_row) and _count_cells(header) == _count_cells(dashes)


def _count_cells(row: str) -> int:
    row = row.strip(BLANKS)
    if row == "|":
        return 0
    ends = row.startswith("|") + (row.endswith("|") and not row.endswith("\\|"))
    return len(_PIPE.findall(row)) + 1 - ends


class Definition(block_token.Footnote):
    """Link definitions; mistletoe keeps no token for them."""

    leaf: LeafKind = "definition"
    children = ()

    def __new__(cls, found: Any) -> Any:
        return object.__new__(cls)

    def __init__(self, found: Any) -> None:
        matches, self.length, rest = found
        self.rest = rest and Paragraph(rest)
        self.defined = tuple((match[0], match[1]) for match in matches)

    @classmethod
    def start(cls, line: str) -> bool:
        return "[" in line and super().start(line)

    @classmethod
    def read(cls, lines: Any) -> Any:
        before = lines.get_pos()
        matches = super().read(lines)
        length = lines.get_pos() - before
        return (matches, length, cls._rest(lines)) if matches else None

    @staticmethod
    def _rest(lines: Any) -> Any:
        """What follows in the same paragraph (CommonMark 4.7); an underline there is text."""
        line = lines.peek()
        if line is None or is_blank(line) or Table.begins(lines, depth(lines.lines[0])):
            return None
        if _interrupts_paragraph(lines) and not UNDERLINE.match(line):
            return None
        return Paragraph.read(lines)

    @classmethod
    def match_reference(cls, string: str, offset: int) -> Any:
        if FOOTNOTE.match(string, offset):
            return None  # a footnote's text is text
        return super().match_reference(string, offset)


class Prose:
    """A line with which nothing begins but a paragraph: it need not be asked of all the others."""

    def __new__(cls, lines: Any) -> Any:
        return Paragraph(lines)

    @staticmethod
    def start(line: str) -> bool:
        first = line[2:3] if line.startswith("**") else line[0]
        return first.isalpha() and "|" not in line

    @staticmethod
    def read(lines: Any) -> Any:
        return Paragraph.read(lines)


BLOCKS = [
    Prose,
    HtmlBlock,
    BlockCode,
    Heading,
    Quote,
    CodeFence,
    block_token.ThematicBreak,
    List,
    Table,
    Footnote,
    Definition,
    Paragraph,
]


def _interrupts_paragraph(lines: Any) -> bool:
    """Whether the next line ends the paragraph above it."""
    line = lines.peek()
    return (
        any(begins(line) for begins in ANYWHERE)
        or HtmlBlock.start(line) not in (False, 7)
        or List.check_interrupts_paragraph(lines)
    )


def reset() -> None:
    """Put mistletoe's module state back; an exception inside it leaves the state half set."""
    block_token.reset_tokens()
    block_token.Paragraph.parse_setext = True
    token._root_node = None
