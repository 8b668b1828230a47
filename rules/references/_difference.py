"""Where two texts part."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from frameworklint.api import Framework, Listing, Related, Span, shortened

_EVIDENCE = 60
_SLIP = 200
_ADDITION = 40
_ALIKE = 50
_EDITS = 2
_TOKEN = re.compile(r"\w+|\W")
_NUMBER = re.compile(r"\d+")


class PrintDifference(NamedTuple):
    """What differs between two texts, from the first word that does to the last."""

    here: str
    there: str


def difference(here: str, there: str) -> PrintDifference:
    """What differs between two texts, with a word before and behind it, cut where it is long."""
    words, others = _words(here), _words(there)
    first, last = _alike(words, others)
    return PrintDifference(_shown(words, first, last), _shown(others, first, last))


@lru_cache(maxsize=64)
def _words(text: str) -> list[str]:
    """The words of a text; an index can hold many cells against one long field."""
    return text.split()


def _alike(words: Sequence[str], others: Sequence[str]) -> tuple[int, int]:
    """How many words are the same at the beginning, and how many at the end."""
    limit = min(len(words), len(others))
    first = next((i for i in range(limit) if words[i] != others[i]), limit)
    rest = limit - first
    last = next((i for i in range(rest) if words[-1 - i] != others[-1 - i]), rest)
    return first, last


def _shown(words: list[str], first: int, last: int) -> str:
    end = min(len(words) - max(last - 1, 0), first + _EVIDENCE)  # more would not be shown
    return shortened(" ".join(words[max(first - 1, 0) : end]), _EVIDENCE)


Word = tuple[Listing, re.Match[str]]


def edit_of(here: str, there: str) -> str:
    """What turns one text into another where that is one edit, such as a lost separator; numbers
    are all the same. Empty where it is none, as between texts that have little in common.
    """
    if not (here and there):
        return "all" if here else "nothing" if there else ""
    from rapidfuzz.distance import Indel

    words, others = _TOKEN.findall(here), _TOKEN.findall(there)
    steps = Indel.opcodes(words, others)
    changes = {
        (
            "".join(words[step.src_start : step.src_end]),
            "".join(others[step.dest_start : step.dest_end]),
        )
        for step in steps
        if step.tag != "equal"
    }
    if len(changes) > _EDITS or all(step.tag != "equal" for step in steps):
        return ""
    return " ".join(sorted({_NUMBER.sub("0", f"{old}>{new}") for old, new in changes}))


def words_of(listings: Sequence[Listing], framework: Framework) -> list[Word]:
    """The words of some descriptions, with their listings; row numbers are left out."""
    number = re.compile(framework.kinds.conventions.row_number)
    found: list[Word] = []
    for listing in listings:
        raw = listing.text.raw if listing.text else ""
        matches = re.finditer(r"\S+", raw)
        if number.search(raw):
            matches = (match for match in matches if not number.fullmatch(match[0]))
        found += ((listing, match) for match in matches)
    return found


def differing_words(
    words: Sequence[Word], others: Sequence[Word]
) -> tuple[list[Related], list[Related]]:
    """The words of two texts in which a slip would explain that the texts differ.

    Where a whole passage is missing, or is another, that is its first word: no slip in a passage
    explains that the passage stands on one side only. A comma may join two descriptions.
    """
    from rapidfuzz import fuzz

    here, there = ([match[0].rstrip(",") for _, match in side] for side in (words, others))
    first, last = _alike(here, there)
    sides = (words[first : len(words) - last], others[first : len(others) - last])
    limit = _SLIP if all(sides) else _ADDITION
    is_short = all(sum(len(match[0]) + 1 for _, match in side) <= limit for side in sides)
    is_slip = is_short and fuzz.ratio(" ".join(here), " ".join(there)) >= _ALIKE
    return _spots(words, sides[0], first, is_slip), _spots(others, sides[1], first, is_slip)


def _spots(
    words: Sequence[Word], found: Sequence[Word], first: int, is_slip: bool
) -> list[Related]:
    if found or not words:
        return [_at(word) for word in (found if is_slip else found[:1])]
    before = _at(words[max(first, 1) - 1])
    return [before._replace(span=Span(before.span.end - 1, before.span.end))]


def _at(word: Word) -> Related:
    listing, match = word
    assert listing.text is not None
    return Related(listing.page, listing.text.at(Span(*match.span())), match[0])
