"""Descriptions that stand more than once in a cell."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from frameworklint.api import Framework, Listing, Text

from ._texts import words

_WORD = re.compile(r"<[^<>]*|\w+")  # or a tag
_BEGINNING = 200
# How many words are compared for each word of a cell, real: 1.5; more only where words repeat.
_MOST_COMPARED = 50
_LONG = 20  # a shorter description may stand in another by chance


class Copies(NamedTuple):
    """Equal descriptions in a cell: their words, where the second begins, how many there are."""

    words: list[str]
    second: int
    number: int


def repetition(text: Text, framework: Framework) -> Copies | None:
    """The copies of which a cell consists, if it is nothing but copies."""
    if not _has_words_twice(text.raw, framework):
        return None
    found = words(text, framework)
    whole = "\0".join(found) + "\0"
    length = (whole + whole).find(whole, 1)
    if length >= len(whole):
        return None
    copy = whole[: length - 1].split("\0")
    return Copies(copy, len(copy), len(found) // len(copy))


def _has_words_twice(raw: str, framework: Framework) -> bool:
    """Whether the words of a text's beginning come back, as all words of copies do."""
    words = _WORD.findall(raw, 0, _BEGINNING)[:-1]  # the last may be cut
    words.sort(key=len, reverse=True)  # long ones tell soonest
    is_row_number = re.compile(framework.kinds.conventions.row_number).match
    return all(raw.count(word) > 1 or word.startswith("<") or is_row_number(word) for word in words)


def repeated_row(listing: Listing, framework: Framework) -> Copies | None:
    """The copies of one of the owner's descriptions in a cell that joins several of them."""
    assert listing.text is not None
    if listing.page.id == listing.owner:
        return None  # the cell is one description
    pair = listing.owner, listing.subject
    if any(len(text.raw) >= len(listing.text.raw) for text in _descriptions(*pair, framework)):
        return None  # or less than one
    rows = framework.memo.of_pair(_rows_by_word, *pair)
    found = tuple(words(listing.text, framework)) if rows else ()
    for text, starts in _starts(found, rows).items():
        if len(starts) > 1:
            return Copies(list(text), starts[1], len(starts))
    return None


def _descriptions(owner: str, subject: str, framework: Framework) -> list[Text]:
    """The owner's descriptions of one subject."""
    rows = framework.listings.told_apart(owner, subject)
    return [row.text for row in rows if row.text is not None]


def _rows_by_word(
    owner: str, subject: str, framework: Framework
) -> dict[str, list[tuple[str, ...]]]:
    """The words of those that are long enough, the longest first, by their first word."""
    texts = {tuple(words(text, framework)) for text in _descriptions(owner, subject, framework)}
    by_word: dict[str, list[tuple[str, ...]]] = defaultdict(list)
    for text in sorted(texts, key=len, reverse=True):
        if len("".join(text)) >= _LONG:
            by_word[text[0]].append(text)
    return by_word


def _starts(
    found: tuple[str, ...], by_word: Mapping[str, Sequence[tuple[str, ...]]]
) -> dict[tuple[str, ...], list[int]]:
    """Where each of some texts begins, the longest that fits taken first."""
    starts: dict[tuple[str, ...], list[int]] = defaultdict(list)
    at, left = 0, _MOST_COMPARED * len(found)
    while at < len(found) and left > 0:
        length = 1
        for text in by_word.get(found[at], ()):
            left -= len(text) + 1
            if found[at : at + len(text)] == text:
                starts[text].append(at)
                length = len(text)
                break
        at += length
    return starts
