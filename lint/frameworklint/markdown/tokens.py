"""What Markdown consists of: blocks, inline content and link definitions."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Final, Literal, NamedTuple

from frameworklint.source.span import Span

LeafKind = Literal["heading", "paragraph", "table", "html", "code", "rule", "definition"]
InlineKind = Literal["link", "image", "autolink", "html", "code"]


class Leaf(NamedTuple):
    """A block without blocks inside: kind, 0-based first line, lines, heading level.

    `defined` holds the labels and targets, as written, of a block of link definitions.
    """

    kind: LeafKind
    first: int
    length: int
    level: int = 0
    defined: tuple[tuple[str, str], ...] = ()


class Definitions(dict[str, tuple[str, str]]):
    """The link definitions of a text: target and title by label, white space and case folded.

    Attributes:
        places: where each stands in the file, from its label to its target, in order.
        used: the labels that links refer to, as far as texts are read.
    """

    def __init__(
        self, known: Iterable[tuple[str, tuple[str, str]]] = (), places: Iterable[Span] = ()
    ) -> None:
        super().__init__(known)
        self.places = list(places)
        self.used: set[str] = set()

    def find(self, label: str) -> tuple[str, str] | None:
        """The target and title that a link refers to by a label."""
        found = self.get(label)
        if found is not None:
            self.used.add(label)
        return found

    def within(self, start: int, end: int) -> Iterator[Span]:
        """Where definitions stand between two offsets of the file."""
        for at in range(bisect_left(self.places, (start, start)), len(self.places)):
            if self.places[at].end > end:
                return
            yield self.places[at]


NO_DEFINITIONS: Final = Definitions()  # those of nearly all texts


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
