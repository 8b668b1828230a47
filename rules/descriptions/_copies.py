"""Descriptions that stand more than once in a cell."""

import re
from collections import defaultdict
from typing import NamedTuple

from frameworklint.api import Framework, Listing, Text

from ._printed import own_rows
from ._texts import words

_WORD = re.compile(r"\w+")
_BEGINNING = 200
_LONG = 20  # a shorter description may stand in another by chance


class Copies(NamedTuple):
    """Equal descriptions in a cell: their words, where the second begins, how many there are."""

    words: list[str]
    second: int
    number: int


def repetition(text: Text, framework: Framework) -> Copies | None:
    """The copies of which a cell consists, if it is nothing but copies."""
    if not _has_word_twice(text.raw, framework):
        return None
    found = words(text, framework)
    whole = "\0".join(found) + "\0"
    length = (whole + whole).find(whole, 1)
    if length >= len(whole):
        return None
    copy = whole[: length - 1].split("\0")
    return Copies(copy, len(copy), len(found) // len(copy))


def _has_word_twice(raw: str, framework: Framework) -> bool:
    """Whether the longest word of a text's beginning comes back, as all words of copies do."""
    is_row_number = re.compile(framework.kinds.conventions.row_number).match
    words = [word for word in _WORD.findall(raw, 0, _BEGINNING) if not is_row_number(word)]
    return not words or raw.count(max(words, key=len)) > 1


def repeated_row(listing: Listing, framework: Framework) -> Copies | None:
    """The copies of one of the owner's descriptions in a cell that joins several of them."""
    assert listing.text is not None
    if listing.page.id == listing.owner:
        return None  # the cell is one description
    rows = [row.text for row in own_rows(listing, framework) if row.text is not None]
    if any(len(row.raw) >= len(listing.text.raw) for row in rows):
        return None  # or less than one
    found = words(listing.text, framework)
    texts = [text for row in rows if len("".join(text := words(row, framework))) >= _LONG]
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    at = 0
    while texts and at < len(found):
        fitting = [text for text in texts if found[at : at + len(text)] == text]
        text = max(fitting, key=len, default=[])
        starts[tuple(text)].append(at)
        at += len(text) or 1
    doubled = (text for text, spots in starts.items() if text and len(spots) > 1)
    copy = next(doubled, None)
    return Copies(list(copy), starts[copy][1], len(starts[copy])) if copy else None
