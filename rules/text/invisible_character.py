"""FW503 invisible-character."""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from frameworklint.api import Framework, Page, Place, Severity, Span, rule

from ._passages import Passage, home_of, passages

_NO_BREAK = "\u00a0\u2007\u202f"
_MARKS = "\u061c\u200c\u200d\u200e\u200f"
_OTHERS = "\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff"
_INVISIBLE = re.compile(rf"([{_NO_BREAK}{_MARKS}{_OTHERS}])\1*")
_JOINER = "\u200d"
_EMOJI = ("So", "Sk", "Mn", "Me")
_RIGHT_TO_LEFT = ("R", "AL")
_WORD = re.compile(r"[^\s|<>`]{1,24}")
_NEAR = 200  # characters: what stands further away tells nothing of a character


@rule("FW503", Severity.WARNING, explains=("FW408",))
def invisible_character(page: Page, framework: Framework) -> Iterator[Place]:
    """A cell or a field holds a character that nobody sees or tells from a blank."""
    if page.source.isascii():
        return
    found = [(each, home_of(each, framework), spans) for each, spans in _found(page, framework)]
    own = sum(len(spans) for _, home, spans in found if home is page)
    more = f"; {own} invisible characters stand on this page" if own > 1 else ""
    for passage, home, spans in found:
        for span in spans:
            code = f"U+{ord(passage.text.raw[span.start]):04X}"
            message = _message(passage.text.raw, span, code)
            yield Place(
                page=page,
                span=passage.text.at(span),
                message=message,
                many=f"{message}{more}",
                cause=f"{home.key} invisible",
                subject=code,
            )


def _found(page: Page, framework: Framework) -> Iterator[tuple[Passage, list[Span]]]:
    """The passages with such characters, and where these stand."""
    for passage in passages(page, framework):
        raw = passage.text.raw
        if raw.isascii() or not _is_suspect(raw):
            continue
        spans = []
        for match in _INVISIBLE.finditer(raw):
            before, after = _around(raw, *match.span())
            if not (_is_row_number(before, framework) or _belongs(match[1], before, after)):
                spans.append(Span(*match.span()))
        if spans:
            yield passage, spans


def _around(raw: str, start: int, end: int) -> tuple[str, str]:
    """What stands near a stretch of a text: before it, and behind it."""
    return raw[max(0, start - _NEAR) : start], raw[end : end + _NEAR]


@lru_cache(maxsize=4096)
def _is_suspect(raw: str) -> bool:
    return _INVISIBLE.search(raw) is not None


def _is_row_number(before: str, framework: Framework) -> bool:
    """Whether the text so far ends with the row number of an older tree."""
    return re.search(rf"{framework.kinds.conventions.row_number}$", before) is not None


def _belongs(character: str, before: str, after: str) -> bool:
    """Whether the character does its work: joins emoji, or guides right-to-left text."""
    if character == _JOINER and before and after:
        categories = unicodedata.category(before[-1]), unicodedata.category(after[0])
        if categories[0] in _EMOJI and categories[1] == "So":
            return True
    return character in _MARKS and (_is_right_to_left(before[::-1]) or _is_right_to_left(after))


def _is_right_to_left(text: str) -> bool:
    """Whether the first letter of a text belongs to a script that runs from right to left."""
    letter = next((c for c in text if c.isalpha()), "")
    return bool(letter) and unicodedata.bidirectional(letter) in _RIGHT_TO_LEFT


def _message(raw: str, span: Span, code: str) -> str:
    character = raw[span.start]
    name = unicodedata.name(character, "unassigned character").lower()
    article = "An" if name[0] in "aeiou" else "A"
    effect = "looks like a blank" if character in _NO_BREAK else "nobody sees"
    where = _where(*_around(raw, *span))
    return f"{article} {name} ({code}), which {effect}, stands {where}"


def _where(before: str, after: str) -> str:
    """The words around a spot, tags and other invisible characters passed over."""
    left, right = (_WORD.findall(_bare(text)) for text in (before, after))
    if left and right:
        return f"between `{left[-1]}` and `{right[0]}`"
    return f"after `{left[-1]}`" if left else f"before `{right[0]}`" if right else "alone"


def _bare(text: str) -> str:
    return _INVISIBLE.sub(" ", re.sub(r"<[^<>]*>", " ", text))
