"""What makes two descriptions differ."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from frameworklint.api import Framework, Span, Text, folded, tags

_EVIDENCE = 60
_MOST_DIFFERENCES = 50  # between two texts that are nearly the same; real: 4
_WORD = re.compile(r"<[^<>]+>|[^\s<]+|<")


class TextDifference(NamedTuple):
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


def first_difference(text: Text, model: Text, framework: Framework) -> TextDifference:
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
    return TextDifference(here, there, text.at(Span(start, end)), len(differing))


def all_differences(text: Text, model: Text, framework: Framework) -> list[tuple[Span, Span]]:
    """Where two descriptions differ, on both sides, without what the differing words share.

    Nothing where they differ in very many places.
    """
    from rapidfuzz.distance import Levenshtein

    own, others = words(text, framework), words(model, framework)
    codes = [
        code
        for code in Levenshtein.opcodes([word[0] for word in own], [word[0] for word in others])
        if code.tag != "equal"
    ]
    found = []
    for code in codes if len(codes) <= _MOST_DIFFERENCES else ():
        here = _stretch(text, own, code.src_start, code.src_end)
        there = _stretch(model, others, code.dest_start, code.dest_end)
        here, there = _apart(text, here, model, there)
        found.append((_or_partner(text, here, model, there), _or_partner(model, there, text, here)))
    return found


def differing_words(text: Text, model: Text, framework: Framework) -> tuple[set[str], set[str]]:
    """The words that stand on one side only where two descriptions differ, without punctuation."""
    from rapidfuzz.distance import Levenshtein

    own, others = ([word[0] for word in words(side, framework)] for side in (text, model))
    here: set[str] = set()
    there: set[str] = set()
    for code in Levenshtein.opcodes(own, others):
        if code.tag != "equal":
            here.update(_bare(own[code.src_start : code.src_end]))
            there.update(_bare(others[code.dest_start : code.dest_end]))
    return here - there, there - here


def _bare(found: Iterable[str]) -> Iterator[str]:
    for word in found:
        yield from re.findall(r"\w[\w.]*\b", word.casefold())


def _stretch(text: Text, found: list[re.Match[str]], start: int, end: int) -> Span:
    """Where some words stand in the raw text; for none the blank before the next one."""
    if start < end:
        return Span(found[start].start(), found[end - 1].end())
    before = found[start - 1].end() if start else 0
    return Span(before, found[start].start() if start < len(found) else len(text.raw))


def _apart(text: Text, here: Span, model: Text, there: Span) -> tuple[Span, Span]:
    """What of two stretches differs, in the file: what both begin and end with is left out."""
    from rapidfuzz.distance import Postfix, Prefix

    one, other = text.raw[slice(*here)], model.raw[slice(*there)]
    start = Prefix.similarity(one, other)
    end = Postfix.similarity(one[start:], other[start:])
    return (
        text.at(Span(here.start + start, here.end - end)),
        model.at(Span(there.start + start, there.end - end)),
    )


def _or_partner(text: Text, span: Span, other: Text, across: Span) -> Span:
    """Where a tag is all that a text lacks, its partner there: it now stands alone."""
    lacking = other.raw[across.start - other.start : across.end - other.start].strip()
    tag = next(tags(lacking), None)
    if tag is None or tag.span != (0, len(lacking)):
        return span
    if text.raw[span.start - text.start : span.end - text.start].strip():
        return span
    partners = [
        partner.span
        for partner in text.tags
        if partner.name == tag.name and partner.closing != tag.closing
    ]
    if tag.closing:
        partners = [found for found in reversed(partners) if found.end <= span.start]
    else:
        partners = [found for found in partners if found.start >= span.end]
    return partners[0] if partners else span


def words(text: Text, framework: Framework) -> list[re.Match[str]]:
    """The words and tags of a description, row numbers left out."""
    number = re.compile(framework.kinds.conventions.row_number)
    found = list(_WORD.finditer(text.raw))
    if not number.search(text.raw):
        return found
    return [match for match in found if not number.fullmatch(match[0])]


def _shown(text: Text, found: list[re.Match[str]], start: int, end: int) -> str:
    """Some words as they stand in the text, with their neighbors."""
    around = found[max(start - 1, 0) : end + 1]
    shown = folded(text.raw[around[0].start() : around[-1].end()]) if around else ""
    return f"`{shown if len(shown) <= _EVIDENCE else shown[:_EVIDENCE] + '…'}`"
