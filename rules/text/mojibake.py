"""FW504 mojibake."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice

from frameworklint.api import Edit, Fix, Framework, Page, Place, Severity, Span, rule

from ._passages import CellText, passages

# What the second and later bytes of a UTF-8 character become in the usual wrong encodings.
_LATER = (
    r"\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc\u0402-\u040f"
    r"\u0451-\u045f\u0490\u0491\u2013-\u2026\u2030\u2039\u203a\u20ac\u2116\u2122"
)
# Text that may be mojibake; only such text is worth ftfy, whose import alone takes 0.1 s. The last
# character is what is looked for, as few others can be it.
_SUSPECT = re.compile(
    rf"[{_LATER}\ufffd](?:(?<=[\u0080-\u009f\ufffd])"
    rf"|(?<=[\u00c2-\u00df\u0100-\u017f\u0391-\u03ab\u0412-\u042f\u221a][{_LATER}])"
    rf"|(?<=[^\W\d_a-zA-Z][{_LATER}]{{2}})|(?<=\u00e2\u20ac))"
)
# A closing quotation mark, whose last byte is none in Windows-1252 and gets lost. Before another
# mark it may be a dash or an apostrophe, whose last byte became that mark.
_CLOSING = re.compile("(?<=\\S)\u00e2\u20ac(?![\\w\"'\u2018-\u201d-])")
# A question mark that a program put in the place of an apostrophe that it could not write.
_APOSTROPHE = re.compile(r"\?(?<=[A-Za-z]\?)(?=(?:s|t|re|ve|ll|d|m)(?![\w/=&?.-]\w|\w))")
_ADDRESS = re.compile(r"[/=@]|\w\.\w")
_WORD = re.compile(r"[^ \t\r\n<>|\[\](),;]+")
_MOST_WORDS = 3_000  # words of a page that may be mojibake; real: none
_LOST = "\ufffd"


@rule("FW504", Severity.WARNING, explains=("FW408",))
def mojibake(page: Page, framework: Framework) -> Iterator[Place]:
    """A text was read in the wrong encoding."""
    source = page.source
    if not _APOSTROPHE.search(source) and (source.isascii() or not _SUSPECT.search(source)):
        return
    left = _MOST_WORDS
    for passage in passages(page, framework):
        suspects = _suspects(passage.text.raw, left)
        left -= len(suspects)
        garbled = list(_garbled(suspects))
        if not garbled:
            continue
        span, word, meant = garbled[0]
        how = "written" if _has_lost_apostrophe(word) else "read"
        more = f" ({len(garbled)} such words here)" if len(garbled) > 1 else ""
        yield Place(
            page=page,
            span=passage.text.at(span),
            message=f"`{word}` was {how} in the wrong encoding: {meant}{more}",
            cause=f"{passage.cell} {word}",
            elements=_numbered(passage, [word for _, word, _ in garbled]),
            subject=word,
            fixes=_fixes(passage, [span for span, *_ in garbled]),
        )


def _numbered(passage: CellText, words: Iterable[str]) -> tuple[str, ...]:
    """What names each of the words: what is garbled beside what was before is new."""
    seen: Counter[str] = Counter()
    names = []
    for word in words:
        seen[word] += 1
        names.append(f"{passage.cell} {word} {seen[word]}")
    return tuple(names)


def _fixes(passage: CellText, spans: Iterable[Span]) -> tuple[Fix, ...]:
    """The fix that writes what was meant; of a word that lost a character nobody knows it."""
    words = {span: passage.text.raw[slice(*span)] for span in spans}
    edits = tuple(
        Edit(passage.page, passage.text.at(span), _mended(word))
        for span, word in words.items()
        if _LOST not in word and _LOST not in _mended(word) and not _has_lost_apostrophe(word)
    )
    return (Fix(edits, is_safe=True),) if edits else ()


@lru_cache(maxsize=4096)
def _mended(word: str) -> str:
    from ftfy import fix_encoding
    from ftfy.fixes import fix_c1_controls

    return _CLOSING.sub("\u201d", fix_c1_controls(fix_encoding(word)))


def _suspects(raw: str, most: int) -> list[re.Match[str]]:
    """The first words that may be mojibake."""
    found = (
        match
        for match in _WORD.finditer(raw)
        if _SUSPECT.search(match[0]) or _has_lost_apostrophe(match[0])
    )
    return list(islice(found, most))


def _has_lost_apostrophe(word: str) -> bool:
    return _APOSTROPHE.search(word) is not None and not _ADDRESS.search(word)


def _garbled(words: Iterable[re.Match[str]]) -> Iterator[tuple[Span, str, str]]:
    """Those of some words that are mojibake, each with what is meant."""
    for match in words:
        meant = _mended(match[0])
        if _LOST in match[0]:
            yield Span(*match.span()), match[0], "a character is lost"
        elif _has_lost_apostrophe(match[0]):
            meant = _APOSTROPHE.sub("\u2019", meant)
            yield Span(*match.span()), match[0], f"`{meant}` is likely meant"
        elif meant != match[0]:
            yield Span(*match.span()), match[0], f"`{meant}` is likely meant"
