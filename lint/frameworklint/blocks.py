"""The blocks of which a Markdown text consists."""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from frameworklint import guards
from frameworklint.inline import Definitions

LeafKind = Literal["heading", "paragraph", "table", "html", "code", "rule"]


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


def read(lines: Sequence[str]) -> Blocks:
    """The blocks of a text.

    Args:
        lines: its lines, without line ends.

    Raises:
        UnreadableFileError: it is nested too deep, or would take too long.
    """
    from frameworklint import markdown

    guards.demand_simple_lines(lines)
    return Blocks(*markdown.leaves(lines))
