"""The blocks of which a Markdown text consists."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, cast, get_args

from frameworklint import guards
from frameworklint.digests import digest
from frameworklint.memory import Memory

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


def read(source: str, lines: Sequence[str], memory: Memory) -> Blocks:
    """The blocks of a text.

    Args:
        source: the text.
        lines: its lines, without line ends.
        memory: what is known of texts.

    Raises:
        UnreadableFileError: it is nested too deep, or would take too long.
    """

    def parsed() -> Blocks:
        from frameworklint import markdown

        guards.demand_simple_lines(lines)
        return Blocks(*markdown.leaves(lines))

    key = digest(source.encode("utf-8", "surrogatepass"))
    return memory.recall(key, parsed, _to_json, _from_json)


def _to_json(blocks: Blocks) -> Any:
    # One string takes a tenth of the memory of as many lists.
    leaves = ";".join(
        f"{kind},{first},{length},{level}" for kind, first, length, level in blocks[0]
    )
    return [leaves, {label: list(found) for label, found in blocks.definitions.items()}]


def _from_json(value: Any) -> Blocks:
    leaves, definitions = value
    return Blocks(
        [_leaf(*leaf.split(",")) for leaf in leaves.split(";") if leaf],
        {label: (target, title) for label, (target, title) in definitions.items()},
    )


def _leaf(kind: str, first: str, length: str, level: str) -> Leaf:
    if kind not in _KINDS:
        raise ValueError(f"there is no block {kind!r}")
    return Leaf(cast(LeafKind, kind), int(first), int(length), int(level))
