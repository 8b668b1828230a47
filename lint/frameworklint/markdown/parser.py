"""Markdown as mistletoe reads it. The only module that imports mistletoe.

mistletoe gives line numbers for blocks and nothing for what stands inside them, and it parses
inline content as soon as it meets a block. The block tokens below keep mistletoe's way of finding
blocks but leave their content unparsed; the span tokens remember where they matched.
"""

from collections.abc import Iterator, Sequence
from html import unescape
from typing import Any

from frameworklint.markdown import limits, mistletoe_patch
from frameworklint.markdown.tokens import Blocks, Definitions, Inline, Leaf, LeafKind

mistletoe_patch.load()

from mistletoe import (  # noqa: E402  # what was loaded just now
    block_token,
    core_tokens,
    span_token,
    span_tokenizer,
    token,
)

# The tokens look first for a character without which no such block begins: it is the cheaper
# question, asked of every line.


class _Heading(block_token.Heading):
    leaf: LeafKind = "heading"

    @classmethod
    def start(cls, line: str) -> bool:
        return "#" in line and super().start(line)

    def __init__(self, match: Any) -> None:
        self.level, self.content, self.closing_sequence = match
        self.children = ()
        self.length = 1
        self.opening = self.content


class _Paragraph(block_token.Paragraph):
    leaf: LeafKind = "paragraph"

    @classmethod
    def read(cls, lines: Any) -> Any:
        first, following = next(lines), lines.peek()
        if following is None or not following.strip():
            return [first]  # as most are, and nothing can break them
        lines.backstep()
        return super().read(lines)

    def __init__(self, lines: list[str]) -> None:
        self.children = ()
        self.length = len(lines)
        self.opening = lines[0].strip()


class _TableBlock(block_token.Table):
    leaf: LeafKind = "table"

    def __init__(self, match: Any) -> None:
        lines, _ = match
        self.children = ()
        self.length = len(lines)
        self.opening = lines[0].strip()


class _CodeFence(block_token.CodeFence):
    leaf: LeafKind = "code"

    @classmethod
    def start(cls, line: str) -> bool:
        return ("```" in line or "~~~" in line) and super().start(line)

    def __init__(self, match: Any) -> None:
        super().__init__(match)
        self.length = len(match[0]) + 2
        self.opening = ""


class _BlockCode(block_token.BlockCode):
    leaf: LeafKind = "code"

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self.length = len(lines)
        self.opening = lines[0].strip()


class _HtmlBlock(block_token.HtmlBlock):
    leaf: LeafKind = "html"

    @classmethod
    def start(cls, line: str) -> Any:
        return "<" in line and super().start(line)

    def __init__(self, lines: list[str]) -> None:
        super().__init__(lines)
        self.length = len(lines)
        self.opening = lines[0].strip()


class _Blank:
    """An empty line: a token that leaves no trace, so that no other sort of block is asked for."""

    def __new__(cls, _: Any) -> Any:
        return None

    @staticmethod
    def start(line: str) -> bool:
        return line == "\n"

    @staticmethod
    def read(lines: Any) -> str:
        return str(next(lines))


class _Prose:
    """A line with which nothing begins but a paragraph: it need not be asked of all the others."""

    def __new__(cls, lines: Any) -> Any:
        return _Paragraph(lines)

    @staticmethod
    def start(line: str) -> bool:
        first = line[2:3] if line.startswith("**") else line[0]
        return first.isalpha() and "|" not in line

    @staticmethod
    def read(lines: Any) -> Any:
        return _Paragraph.read(lines)


_BLOCKS = [
    _Blank,
    _Prose,
    _HtmlBlock,
    _BlockCode,
    _Heading,
    block_token.Quote,
    _CodeFence,
    block_token.ThematicBreak,
    block_token.List,
    _TableBlock,
    block_token.Footnote,
    _Paragraph,
]


def _reset() -> None:
    """Put mistletoe's module state back; an exception inside it leaves the state half set."""
    block_token.reset_tokens()
    block_token.Paragraph.parse_setext = True
    token._root_node = None
    core_tokens._code_matches = []


def read(lines: Sequence[str]) -> Blocks:
    """The leaf blocks of a text, in order, and its link definitions.

    Args:
        lines: its lines, without line ends.

    Raises:
        UnreadableFileError: it is nested too deep, or would take too long.
        RecursionError: blocks are nested too deep for mistletoe.
    """
    limits.demand_simple_lines(lines)
    return leaves(lines)


def leaves(lines: Sequence[str]) -> Blocks:
    """As `read`, of a text that is known to be harmless."""
    try:
        block_token._token_types = list(_BLOCKS)
        document = block_token.Document([line + "\n" for line in lines])
        return Blocks(list(_leaves(document, lines)), document.footnotes)
    finally:
        _reset()


def _leaves(block: Any, lines: Sequence[str]) -> Iterator[Leaf]:
    for child in block.children:
        kind = getattr(child, "leaf", None)
        if kind is not None:
            level = child.level if kind == "heading" else 0
            yield Leaf(kind, _first_line(child, lines), child.length, level)
        elif isinstance(child, block_token.ThematicBreak):
            # The class itself: a paragraph knows a line below it as a setext heading by that.
            yield Leaf("rule", child.line_number - 1, 1)
        elif isinstance(child, block_token.SetextHeading):
            first = child.line_number - 1
            yield Leaf("heading", first, _setext_length(lines, first), child.level)
        else:
            yield from _leaves(child, lines)


def _first_line(block: Any, lines: Sequence[str]) -> int:
    # In a list item whose first line is blank mistletoe counts one line too few.
    first: int = block.line_number - 1
    for at in (first, first + 1):
        if at < len(lines) and block.opening in lines[at]:
            return at
    return first


def _setext_length(lines: Sequence[str], first: int) -> int:
    length = 2
    while first + length < len(lines) and not block_token.Paragraph.is_setext_heading(
        lines[first + length - 1]
    ):
        length += 1
    return length


class _Located:
    """Mixed into span tokens: keep the match, mistletoe's only record of a position."""

    match: Any


class _Core(span_token.CoreTokens):
    def __new__(cls, match: Any) -> Any:
        found = super().__new__(cls, match)
        found.match = match
        return found


class _Html(_Located, span_token.HtmlSpan):
    def __init__(self, match: Any) -> None:
        super().__init__(match)
        self.match = match


class _AutoLink(_Located, span_token.AutoLink):
    def __init__(self, match: Any) -> None:
        super().__init__(match)
        self.match = match


class _InlineCode(_Located, span_token.InlineCode):
    def __init__(self, match: Any) -> None:
        super().__init__(match)
        self.match = match


_SPANS = [span_token.EscapeSequence, _Html, _AutoLink, _Core, _InlineCode, span_token.RawText]


class _Root:
    """Stands in for the document whose link definitions mistletoe looks up."""

    def __init__(self, footnotes: Definitions) -> None:
        self.footnotes = footnotes


def inlines(text: str, definitions: Definitions) -> list[Inline]:
    """The links, images, tags and code in a text, in order, those inside links included.

    Raises:
        UnreadableFileError, RecursionError: spans are nested too deep.
    """
    try:
        token._root_node = _Root(definitions)
        return list(_inlines(span_tokenizer.tokenize(text, _SPANS)))
    finally:
        _reset()


def shown(text: str, definitions: Definitions) -> str:
    """What a reader sees of a text: without markup, tags and images.

    Raises:
        UnreadableFileError, RecursionError: spans are nested too deep.
    """
    try:
        token._root_node = _Root(definitions)
        return "".join(_shown(span_tokenizer.tokenize(text, _SPANS)))
    finally:
        _reset()


def _shown(tokens: Any, depth: int = 0) -> Iterator[str]:
    limits.demand_shallow(depth)
    for found in tokens:
        if isinstance(found, span_token.RawText):
            yield unescape(found.content)
        elif isinstance(found, _InlineCode):
            yield found.children[0].content
        elif not isinstance(found, _Html | span_token.Image):
            yield from _shown(getattr(found, "children", None) or (), depth + 1)


def _inlines(tokens: Any, depth: int = 0) -> Iterator[Inline]:
    limits.demand_shallow(depth)
    for found in tokens:
        match: Any = getattr(found, "match", None)
        if isinstance(found, span_token.Link | span_token.Image):
            is_link = isinstance(found, span_token.Link)
            address = found.target if is_link else found.src
            yield Inline(
                "link" if is_link else "image",
                match.start(),
                match.end(),
                (match.start(1), match.end(1)),
                (match.start(2), match.end(2)),
                address,
            )
        elif isinstance(found, _AutoLink):
            inside = (match.start(1), match.end(1))
            address = f"mailto:{found.target}" if found.mailto else found.target
            yield Inline("autolink", match.start(), match.end(), inside, inside, address)
        elif isinstance(found, _Html):
            yield Inline("html", match.start(), match.end())
        elif isinstance(found, _InlineCode):
            yield Inline("code", match.start(), match.end())
        yield from _inlines(getattr(found, "children", None) or (), depth + 1)
