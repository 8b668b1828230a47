"""Lines that fit into the medium."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple, TextIO

from frameworklint.terminal.medium import columns_of_terminal

# Characters that take one cell each, whatever a terminal knows of Unicode.
_NARROW = re.compile(
    r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u0391-\u03c9\u0400-\u0482\u1e00-\u1eff"
    r"\u2010-\u2027\u2030-\u205e\u20a0-\u20bf\u2190-\u2193\u23ce]*+"
)
_WORD = re.compile(r" *[^ ]+")

Piece = tuple[str, str]  # a text and its style


class Line(NamedTuple):
    """A line of a report before it is fitted into the medium.

    Attributes:
        pieces: its texts, each with its style.
        indent: how many blanks the lines begin with onto which it is wrapped.
        is_whole: whether it is not to be wrapped, as a line of code.
    """

    pieces: tuple[Piece, ...]
    indent: int = 0
    is_whole: bool = False


def for_terminal(lines: Iterable[Line], stream: TextIO | None) -> str:
    """Lines, wrapped where they go to a terminal: whatever else reads them wants them whole."""
    most = columns_of_terminal(stream)
    found = (pieces for line in lines for pieces in (fitted(line, most) if most else [line.pieces]))
    return "".join(f"{''.join(text for text, _ in pieces)}\n" for pieces in found)


def width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def fitting(text: str, cells: int) -> int:
    """How many characters of a text fit into some cells."""
    if _NARROW.fullmatch(text, 0, max(0, min(len(text), cells + 1))):
        return max(0, min(len(text), cells))
    taken = length = 0
    for character in text:
        taken += width(character)
        if taken > cells:
            break
        length += 1
    while length and width(text[:length]) > cells:  # together some are wider than one by one
        length -= 1
    return length


def fitting_end(text: str, cells: int) -> int:
    """How many of the last characters of a text fit into some cells."""
    length = fitting(text[::-1], cells)
    while length and width(text[len(text) - length :]) > cells:
        length -= 1
    return length


def fitted(line: Line, most: int) -> Iterator[tuple[Piece, ...]]:
    """A line, wrapped by words onto as many as it takes; words that are too long are broken.

    Args:
        line: the line, without a line end.
        most: how many columns there are.
    """
    text = "".join(piece for piece, _ in line.pieces)
    if line.is_whole or width(text) <= most:
        yield line.pieces
        return
    indent = min(line.indent, most // 2)
    for number, (start, end) in enumerate(_breaks(text, most, indent)):
        pieces = tuple(_cut(line.pieces, start, end))
        yield ((" " * indent, ""), *pieces) if number else pieces


def _breaks(text: str, most: int, indent: int) -> Iterator[tuple[int, int]]:
    """Where each of the lines of a text begins and ends; the blanks between them are left out."""
    start = end = taken = 0
    for match in _WORD.finditer(text):
        word = match[0]
        if taken + width(word) > most and text[start:end].strip():
            yield start, end
            word = word.lstrip(" ")
            start, taken = match.end() - len(word), indent
        while taken + width(word) > most:
            # At least one character, however narrow the medium is.
            length = max(1, fitting(word, most - taken))
            at = match.end() - len(word) + length
            yield start, at
            word = word[length:]
            start, taken = at, indent
        taken += width(word)
        end = match.end()
    if start < end:
        yield start, end


def _cut(pieces: tuple[Piece, ...], start: int, end: int) -> Iterator[Piece]:
    """What some pieces hold between two offsets."""
    at = 0
    for text, style in pieces:
        part = text[max(0, start - at) : max(0, end - at)]
        if part:
            yield part, style
        at += len(text)
