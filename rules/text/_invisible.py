"""Characters that nobody sees, or tells from a blank."""

import re
import unicodedata
from collections.abc import Iterator

from frameworklint.api import Cover, Fix, Framework, Page, Place, Span, Text, replaced

from ._passages import CellText, home_of, passages

NO_BREAK = "\u00a0\u2007\u202f"
_MARKS = "\u061c\u200c\u200d\u200e\u200f"
_OTHERS = "\u00ad\u180e\u200b\u2028-\u202e\u2060-\u206f\ufeff"
# Those of U+0080 to U+009F are text in a wrong encoding, which mojibake reports.
_CONTROLS = "\x01-\x08\x0b\x0c\x0e-\x1f\x7f"
_INVISIBLE = re.compile(rf"([{NO_BREAK}{_MARKS}{_OTHERS}{_CONTROLS}])\1*")
_CONTROL = frozenset(chr(code) for code in (*range(0x20), 0x7F))
_SPACES = "\x0b\x0c\u2028\u2029"  # that part words
_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_EDGES = frozenset(" \t\f\v")  # what is no part of a text where it stands around it
_JOINER = "\u200d"
_EMOJI = ("So", "Sk", "Mn", "Me")
_RIGHT_TO_LEFT = ("R", "AL")
_WORD = re.compile(r"[^\s|<>`]{1,24}")
_NEAR = 200  # characters: what stands further away tells nothing of a character


def places(page: Page, framework: Framework, *, running: bool) -> Iterator[Place]:
    """Where such characters stand.

    Args:
        page: the page.
        framework: the framework.
        running: whether to find no-break spaces in running text, or all else.
    """
    found = [
        (text, home_of(passage, framework), spans)
        for passage, text, everything in framework.memo.of_page(_found, page)
        if (spans := _of_sort(passage, text, everything, running=running))
    ]
    own = sum(len(spans) for _, home, spans in found if home is page)
    what = "no-break spaces" if running else "invisible characters"
    more = f"; {own} {what} stand on this page" if own > 1 else ""
    for text, home, spans in found:
        for span in spans:
            code = f"U+{ord(text.raw[span.start]):04X}"
            message = _message(text.raw, span, code)
            yield Place(
                page=page,
                span=text.at(span),
                message=message,
                many=f"{message}{more}",
                cause=f"{home.key} {'no-break' if running else 'invisible'}",
                subject=code,
                fixes=_fixes(page, text, span),
            )


def _found(page: Page, framework: Framework) -> Iterator[tuple[CellText, Text, list[Span]]]:
    """The passages with such characters: each with its text, edges included, and where."""
    source = page.source
    if not _INVISIBLE.search(source):
        return
    for passage in passages(page, framework):
        text = _with_edges(passage.text, source)
        raw = text.raw
        spans = []
        for match in _INVISIBLE.finditer(raw):
            before, after = _around(raw, *match.span())
            by_number = match[1] in NO_BREAK and _is_row_number(before, after, framework)
            if not (by_number or _belongs(match[1], before, after)):
                spans.append(Span(*match.span()))
        if spans:
            yield passage, text, spans


def _with_edges(text: Text, source: str) -> Text:
    """A text with the controls that stand around it."""
    start, end = text.span
    while source[start - 1 : start] in _EDGES:
        start -= 1
    while source[end : end + 1] in _EDGES:
        end += 1
    if end - start == len(text.raw):
        return text
    raw = source[start:end]
    is_plain = not _INVISIBLE.search(raw[: text.start - start] + raw[text.span.end - start :])
    return text if is_plain else Text(raw, start, text.context)


def _of_sort(passage: CellText, text: Text, spans: list[Span], *, running: bool) -> list[Span]:
    """Those that are no-break spaces in running text, or all others."""
    may_run = _is_running(passage) and any(character in text.raw for character in NO_BREAK)
    if not may_run:
        return [] if running else spans
    targets = Cover((link.target_span, True) for link in text.links)
    return [
        span
        for span in spans
        if (text.raw[span.start] in NO_BREAK and not any(targets.at(text.at(span)))) is running
    ]


def _is_running(passage: CellText) -> bool:
    """Whether it is running text: no ID, name or title, nor the address of a source."""
    kind, row = passage.page.kind, passage.row
    if passage.label == "title" or kind is None or passage.label in kind.fields:
        return False
    if row is None:
        return True
    sources = kind.table_annotation(row.table.key).sources
    if passage.label in (sources.get("link"), sources.get("archive")):
        return False
    return not (passage.text is row.cells[0] and row.listed_id)


def _around(raw: str, start: int, end: int) -> tuple[str, str]:
    """What stands near a stretch of a text: before it, and behind it."""
    return raw[max(0, start - _NEAR) : start], raw[end : end + _NEAR]


def _is_row_number(before: str, after: str, framework: Framework) -> bool:
    """Whether a row number of an older tree stands beside a spot."""
    number = framework.kinds.conventions.row_number
    return bool(re.search(rf"(?:{number})\s*$", before) or re.match(rf"\s*(?:{number})", after))


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
    name = unicodedata.name(character, _unnamed(character)).lower()
    article = "An" if name[0] in "aeiou" else "A"
    effect = "looks like a blank" if character in NO_BREAK else "nobody sees"
    where = _where(*_around(raw, *span))
    return f"{article} {name} ({code}), which {effect}, stands {where}"


def _fixes(page: Page, text: Text, span: Span) -> tuple[Fix, ...]:
    """What a reader sees stays as it is; where that is unclear, several readings."""
    character, at = text.raw[span.start], text.at(span)
    before = text.raw[max(0, span.start - 1) : span.start]
    after = text.raw[span.end : span.end + 1]
    is_inside = bool(before.strip()) and bool(after.strip())
    if character in NO_BREAK or character in _SPACES:
        return (replaced(page, at, " " if is_inside else "", is_safe=True),)
    if character in _DIRECTIONS:
        return (replaced(page, at, "", is_safe=False, title="delete it"),)
    if character in _CONTROL and before.isalnum() and after.isalnum():
        return (
            replaced(page, at, "", is_safe=False, title="delete it"),
            replaced(page, at, "-", is_safe=False, title="write a hyphen"),
        )
    return (replaced(page, at, "", is_safe=True, title="delete it"),)


def _unnamed(character: str) -> str:
    """What to call a character without a name: a control character, or one to come."""
    is_control = unicodedata.category(character) == "Cc"
    return "control character" if is_control else "unassigned character"


def _where(before: str, after: str) -> str:
    """The words around a spot; tags, addresses and other invisible characters passed over."""
    left, right = (_WORD.findall(_bare(text)) for text in (before, after))
    if left and right:
        return f"between `{left[-1]}` and `{right[0]}`"
    return f"after `{left[-1]}`" if left else f"before `{right[0]}`" if right else "alone"


def _bare(text: str) -> str:
    return _INVISIBLE.sub(" ", re.sub(r"<[^<>]*>|\]\([^()\s]*\)?", " ", text))
