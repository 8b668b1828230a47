"""The blocks of which a Markdown text consists."""

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple, get_args

from frameworklint import guards

LeafKind = Literal["heading", "paragraph", "table", "html", "code", "rule"]
_KINDS = frozenset(get_args(LeafKind))
Definitions = Mapping[str, tuple[str, str]]


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
