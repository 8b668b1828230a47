"""Markdown as mistletoe reads it, corrected to what GitHub makes of it.

mistletoe gives line numbers for blocks and nothing for what stands inside them: `block_tokens` find
the blocks and leave their content unparsed; the span tokens below remember where they matched.
"""

import re
from collections.abc import Iterator, Sequence
from typing import Any

from frameworklint.markdown import block_tokens, container_tokens, limits, mistletoe_patch
from frameworklint.markdown.tokens import NO_DEFINITIONS, Blocks, Definitions, Inline, Leaf

mistletoe_patch.load()

from mistletoe import (  # noqa: E402  # what was loaded just now
    block_token,
    block_tokenizer,
    core_tokens,
    span_token,
    span_tokenizer,
    token,
)


def _reset() -> None:
    """Put mistletoe's module state back; an exception inside it leaves the state half set."""
    block_tokens.reset()
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
        block_token._token_types = list(block_tokens.BLOCKS)
        token._root_node = root = _Root({})
        plain = [f"{_plain(line) if line[:1].isspace() else line}\n" for line in lines]
        found = container_tokens.tokenized(plain)
        blocks = list(_leaves(block_tokenizer.make_tokens(found)))
        defined = root.footnotes.items()
        return Blocks(blocks, Definitions(defined) if defined else NO_DEFINITIONS)
    finally:
        _reset()


def _plain(line: str) -> str:
    """A line whose first mark is no blank: to mistletoe a no-break space is one, to Markdown none
    (CommonMark 2.1, "space").
    """
    text = line.lstrip(" \t")
    return f"{line[: -len(text)]}x{text[1:]}" if text[:1].isspace() else line


def _leaves(blocks: Sequence[Any]) -> Iterator[Leaf]:
    for child in blocks:
        kind = getattr(child, "leaf", None)
        if kind is not None:
            level = child.level if kind == "heading" else 0
            defined = child.defined if kind == "definition" else ()
            first = child.line_number - 1
            yield Leaf(kind, first, child.length, level, defined)
            if kind == "definition" and child.rest:
                yield Leaf(
                    child.rest.leaf, first + child.length, child.rest.length, child.rest.level
                )
        elif isinstance(child, block_token.ThematicBreak):
            yield Leaf("rule", child.line_number - 1, 1)
        else:
            yield from _leaves(child.children)
            child.children = ()  # they name it as their parent, and so both would be kept


class _Located:
    """Mixed into span tokens: keep the match, mistletoe's only record of a position."""

    match: Any


# To mistletoe `!` begins an image with any bracket that follows, wherever it stands, unless plain
# text stands between them (CommonMark 6.4).
_NO_IMAGE = re.compile(r"!(?=[\\`]|\](?:\\.)*\[(?!\]))")
# And what stands in a tag it takes for links, code and emphasis (CommonMark 6, "precedence").
_OPAQUE = re.compile(
    rf"(?P<seen>\\.|(?:(?<!`)|(?<=\\`))(?P<ticks>`+)(?!`).*?(?<!`)(?P=ticks)(?!`))"
    rf"|{span_token.HtmlSpan.pattern.pattern}|{span_token.AutoLink.pattern.pattern}",
    re.DOTALL,
)
_MARKS = re.compile(r"[\[\]`*_!]")


def _masked(text: str) -> str:
    """A text as long, without the marks of links that are none."""
    if "!" in text:
        text = _NO_IMAGE.sub(".", text)
    if "<" in text and any(_MARKS.search(m[0]) for m in span_token.HtmlSpan.pattern.finditer(text)):
        text = _OPAQUE.sub(lambda m: m[0] if m["seen"] else _MARKS.sub(".", m[0]), text)
    return text


def _cut(text: str, first: int, after: int, length: int) -> str:
    """A part of a text, without the angle brackets around it where it is shorter."""
    left_out = (after - first - length) // 2
    return text[first + left_out : after - left_out]


class _Core(span_token.CoreTokens):
    @classmethod
    def find(cls, string: str) -> Any:
        text = _masked(string)
        found = super().find(text)
        if text != string:
            for match in found:
                match.fields = tuple(
                    (first, after, _cut(string, first, after, len(part)) if first >= 0 else part)
                    for first, after, part in match.fields
                )
            core_tokens._code_matches = [
                core_tokens.code_pattern.search(string, match.start())
                for match in core_tokens._code_matches
            ]
        return found

    def __new__(cls, match: Any) -> Any:
        found = super().__new__(cls, match)
        found.match = match
        return found


class _Html(_Located, span_token.HtmlSpan):
    # A backslash that is itself escaped escapes nothing (CommonMark 2.4).
    pattern = re.compile(
        span_token.HtmlSpan.pattern.pattern.replace(r"(?<!\\)", r"(?:(?<!\\)|(?<=(?<!\\)\\\\))"),
        re.DOTALL,
    )

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
    """Stands in for the document in which mistletoe keeps link definitions, and looks them up."""

    def __init__(self, footnotes: Any) -> None:
        self.footnotes = footnotes


class _Footnotes:
    """The link definitions, of which is noted which are used."""

    def __init__(self, known: Definitions) -> None:
        self._known = known

    def get(self, label: str, _: None = None) -> tuple[str, str] | None:
        return self._known.find(label)


def inlines(text: str, definitions: Definitions) -> list[Inline]:
    """The links, images, tags and code in a text, in order, those inside links included.

    Raises:
        UnreadableFileError, RecursionError: spans are nested too deep.
    """
    try:
        token._root_node = _Root(_Footnotes(definitions))
        return list(_inlines(span_tokenizer.tokenize(text, _SPANS)))
    finally:
        _reset()


def shown(text: str, definitions: Definitions) -> str:
    """What a reader sees of a text: without markup, tags and images.

    Raises:
        UnreadableFileError, RecursionError: spans are nested too deep.
    """
    try:
        token._root_node = _Root(_Footnotes(definitions))
        return "".join(_shown(span_tokenizer.tokenize(text, _SPANS)))
    finally:
        _reset()


def _shown(tokens: Any, depth: int = 0) -> Iterator[str]:
    limits.demand_shallow(depth)
    for found in tokens:
        if isinstance(found, span_token.RawText):
            yield found.content
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
        # An image's text is shown as plain text: what stands in it leads nowhere (CommonMark 6.4).
        for inner in _inlines(getattr(found, "children", None) or (), depth + 1):
            if not isinstance(found, span_token.Image):
                yield inner
