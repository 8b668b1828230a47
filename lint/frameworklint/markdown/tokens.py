"""What Markdown consists of: blocks, inline content and link definitions."""

from typing import Literal, NamedTuple

LeafKind = Literal["heading", "paragraph", "table", "html", "code", "rule"]
InlineKind = Literal["link", "image", "autolink", "html", "code"]
Definitions = dict[str, tuple[str, str]]  # target and title by label


class Leaf(NamedTuple):
    """A block without blocks inside: kind, 0-based first line, lines, heading level."""

    kind: LeafKind
    first: int
    length: int
    level: int = 0


class Blocks(NamedTuple):
    """The leaf blocks of a text, in order, and its link definitions."""

    leaves: list[Leaf]
    definitions: Definitions


class Inline(NamedTuple):
    """Inline content at 0-based offsets of the string it was found in.

    `text` and `target` are the spans of a link's text and target, `(-1, -1)` where it has none.
    """

    kind: InlineKind
    start: int
    end: int
    text: tuple[int, int] = (-1, -1)
    target: tuple[int, int] = (-1, -1)
    address: str = ""
