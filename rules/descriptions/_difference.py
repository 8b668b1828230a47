"""What makes two descriptions differ."""

import re
from typing import NamedTuple

from frameworklint.framework import Framework
from frameworklint.page import Text
from frameworklint.span import Span

_EVIDENCE = 60
_WORD = re.compile(r"<[^<>]+>|[^\s<]+|<")


class Difference(NamedTuple):
    """Where two texts first part.

    Attributes:
        here, there: the words of each, with their neighbors, quoted.
        span: where, in the first text.
        number: in how many places the texts differ.
    """

    here: str
    there: str
    span: Span
    number: int


def first_difference(text: Text, model: Text, framework: Framework) -> Difference:
    """The first difference between two descriptions that are not equal."""
    from rapidfuzz.distance import Levenshtein

    own, others = words(text, framework), words(model, framework)
    codes = Levenshtein.opcodes([word[0] for word in own], [word[0] for word in others])
    differing = [code for code in codes if code.tag != "equal"] or list(codes)
    first = differing[0]
    here = _shown(text, own, first.src_start, first.src_end)
    there = _shown(model, others, first.dest_start, first.dest_end)
    # Where words are missing, the finding stands at the word that follows, or at the last one.
    last = len(own) - 1
    start = own[min(first.src_start, last)].start()
    end = own[min(max(first.src_start, first.src_end - 1), last)].end()
    return Difference(here, there, text.at(Span(start, end)), len(differing))


def words(text: Text, framework: Framework) -> list[re.Match[str]]:
    """The words and tags of a description, row numbers left out."""
    number = re.compile(framework.kinds.conventions.row_number)
    return [match for match in _WORD.finditer(text.raw) if not number.fullmatch(match[0])]


def _shown(text: Text, found: list[re.Match[str]], start: int, end: int) -> str:
    """Some words as they stand in the text, with their neighbors."""
    around = found[max(start - 1, 0) : end + 1]
    shown = " ".join(text.raw[around[0].start() : around[-1].end()].split()) if around else ""
    return f"`{shown if len(shown) <= _EVIDENCE else shown[:_EVIDENCE] + '…'}`"
