"""Where a value stands in its file: offsets, and the lines and columns derived from them."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, chain, count
from operator import add
from typing import Generic, NamedTuple, TypeVar

_T = TypeVar("_T")
_LONG = 30_000  # a text of which many parts may be asked for stays as it is; most pages have 3,000


class Span(NamedTuple):
    """A stretch of a file: 0-based offsets in code points, `end` exclusive."""

    start: int
    end: int

    def overlaps(self, other: "Span") -> bool:
        """Whether both share a character; an empty span overlaps what surrounds or touches it."""
        if self.start == self.end or other.start == other.end:
            return self.start <= other.end and other.start <= self.end
        return self.start < other.end and other.start < self.end

    def moved(self, by: int) -> "Span":
        """The span that many characters further on."""
        return Span(self.start + by, self.end + by)

    def covers(self, other: "Span") -> bool:
        """Whether `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end


@lru_cache(maxsize=4096)
def shared_span(start: int, end: int) -> Span:
    """A span within a text: one object for equal ones, since many texts are built alike."""
    return Span(start, end)


class Cover(Generic[_T]):
    """Spans with a value each, sorted, so that those over a spot are found in no time."""

    def __init__(self, spans: Iterable[tuple[Span, _T]]) -> None:
        self._spans = sorted(spans, key=lambda known: known[0])
        self._starts = [span.start for span, _ in self._spans]
        self._longer = _longer_before([span.end for span, _ in self._spans])

    def at(self, span: Span) -> Iterator[_T]:
        """The values of the spans that overlap this one."""
        at = bisect_right(self._starts, span.end) - 1
        while at >= 0:
            other, value = self._spans[at]
            if other.end < span.start:
                at = self._longer[at]  # those between end before this one too
                continue
            if other.overlaps(span):
                yield value
            at -= 1


def _longer_before(ends: Sequence[int]) -> list[int]:
    """For each number the index of the last one before it that is greater, or -1."""
    found: list[int] = []
    for index, end in enumerate(ends):
        before = index - 1
        while before >= 0 and ends[before] <= end:
            before = found[before]
        found.append(before)
    return found


class Apart(Generic[_T]):
    """Spans with a value each, none of which lies over another."""

    def __init__(self, spans: Iterable[tuple[Span, _T]]) -> None:
        self._spans = sorted(spans, key=lambda known: known[0])
        self._starts = [span.start for span, _ in self._spans]

    def around(self, span: Span) -> _T | None:
        """The value of the span that covers this one."""
        at = bisect_right(self._starts, span.start)
        if not at:
            return None
        other, value = self._spans[at - 1]
        return value if other.covers(span) else None


class Covered:
    """What some spans cover together, so that to ask it takes no longer where there are many."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for start, end in sorted(spans):
            if self._ends and start <= self._ends[-1]:
                self._ends[-1] = max(end, self._ends[-1])
            else:
                self._starts.append(start)
                self._ends.append(end)

    def overlaps(self, span: Span) -> bool:
        """Whether a span that is not empty shares a character with one of them."""
        at = bisect_left(self._starts, span.end) - 1
        return at >= 0 and self._ends[at] > span.start


class Lines:
    """The lines of a text, for turning offsets into positions.

    A line ends at `\\n` only, as in an editor; `str.splitlines` would also split at U+2028 and
    other characters that occur inside cells.
    """

    __slots__ = ("_kept", "_starts")

    def __init__(self, text: str) -> None:
        # One quotation mark of books makes every character of a `str` take two bytes.
        is_small = text.isascii() or len(text) > _LONG
        self._kept = text if is_small else text.encode("utf-8", "surrogatepass")
        self._starts: array[int] | None = None

    def __getstate__(self) -> object:  # where lines begin is found anew
        return None, {"_kept": self._kept, "_starts": None}

    @property
    def text(self) -> str:
        """The text."""
        kept = self._kept
        return kept if isinstance(kept, str) else _decoded(kept)

    @property
    def starts(self) -> "array[int]":
        """The offsets where lines begin, and the end of a text that ends with a newline."""
        if self._starts is None:
            self._starts = _starts(self.text.split("\n"))
        return self._starts

    def __len__(self) -> int:
        """The number of lines; a final newline ends the last line and begins none."""
        starts = self.starts
        return len(starts) - (len(starts) > 1 and starts[-1] == len(self.text))

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based line and column, in code points, of a 0-based offset."""
        line = bisect_right(self.starts, offset)
        return line, offset - self.starts[line - 1] + 1

    def span(self, index: int) -> Span:
        """The span of the line with the 0-based `index`, without its line end (`\\n`, `\\r\\n`)."""
        start = self.starts[index]
        end = self.starts[index + 1] - 1 if index + 1 < len(self.starts) else len(self.text)
        if end > start and self.text[end - 1] == "\r":
            end -= 1
        return Span(start, end)

    def texts(self) -> list[str]:
        """The texts of all lines, without their line ends."""
        text = self.text
        found = text.split("\n")
        if self._starts is None:
            self._starts = _starts(found)
        if len(found) > 1 and not found[-1]:
            del found[-1]
        return [line.removesuffix("\r") for line in found] if "\r" in text else found

    def line(self, index: int) -> str:
        """The text of the line with the 0-based `index`, without its line end."""
        return self.text[slice(*self.span(index))]


@lru_cache(maxsize=16)
def _decoded(text: bytes) -> str:
    """A text that is kept in UTF-8: whoever looks at a page asks for it several times."""
    return text.decode("utf-8", "surrogatepass")


def _starts(parts: Iterable[str]) -> "array[int]":
    """Where the parts of a text begin that stand between its newlines."""
    ends = accumulate(map(len, parts))
    starts = array("I", chain((0,), map(add, ends, count(1))))
    starts.pop()
    return starts
