"""FW505 placeholder-text."""

import re
from collections.abc import Iterator
from functools import lru_cache

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page, Text
from frameworklint.registry import rule
from frameworklint.span import Span

from ._passages import Passage, passages

_TO_DO = re.compile(
    r"(?:\A\W*|[\[(])(?:TODO|TBD|TBA|FIXME)\b|\b(?:TODO|TBD|TBA|FIXME):|(?i:\blorem ipsum\b)"
)
# One of them stands in every text that the pattern finds.
_MARKS = ("TODO", "TBD", "TBA", "FIXME", "orem ", "OREM ")
_DASHES = frozenset({"-", "--", "–", "—", "?", "...", "…"})
# A longer text is none of the words, not even some of them with commas between.
_LONG = 60


@rule("FW505", Severity.WARNING, explains=("FW408",))
def placeholder_text(
    page: Page,
    framework: Framework,
    *,
    words: tuple[str, ...] = (
        *("nan", "none", "null", "n/a", "#n/a", "#ref!", "#value!", "#name?"),
        *("tbd", "tba", "todo", "to do", "to be determined", "placeholder", "xxx"),
    ),
) -> Iterator[Place]:
    """A placeholder stands where text belongs."""
    known = frozenset(words)
    has_to_do = any(mark in page.source for mark in _MARKS)
    for passage in passages(page, framework):
        if len(passage.text.raw) > _LONG and not has_to_do:
            continue
        text = page.name_text if passage.label == "title" and page.name_text else passage.text
        found = _placeholder(text, known, framework) or _dash(passage, page)
        if found is None and has_to_do:
            found = _to_do(text)
        if found is None or _is_no_text(passage, page, framework):
            continue
        where = "in the title" if passage.label == "title" else f"under {passage.label}"
        written = page.source[slice(*found)]
        yield Place(
            page=page,
            span=found,
            message=f"`{written}` {where} is a placeholder",
            cause=f"{passage.cell} {written}",
            subject=written,
        )


@lru_cache(maxsize=4096)
def _is_placeholder(raw: str, words: frozenset[str]) -> bool:
    parts = {part.strip(" \u00a0()[].") for part in raw.casefold().split(",")} - {""}
    return bool(parts) and parts <= words


def _placeholder(text: Text, words: frozenset[str], framework: Framework) -> Span | None:
    """A text that is nothing but a placeholder."""
    if len(text.raw) <= _LONG:
        if _is_placeholder(text.raw, words):
            return text.span
        if text.raw.endswith("00") and _is_zero_id(text.raw, framework):
            return text.span
    return None


def _is_zero_id(written: str, framework: Framework) -> bool:
    return framework.readers.ids.is_id(written) and not re.search(r"[1-9]", written)


def _to_do(text: Text) -> Span | None:
    """What says in a longer text that something is to be written."""
    match = _TO_DO.search(text.raw)
    return text.at(Span(*match.span())) if match else None


def _dash(passage: Passage, page: Page) -> Span | None:
    """A dash or the like as the whole summary or description; elsewhere it says "unknown"."""
    is_summary = page.kind is not None and passage.label == page.kind.summary
    if (is_summary or passage.listing is not None) and passage.text.raw in _DASHES:
        return passage.text.span
    return None


def _is_no_text(passage: Passage, page: Page, framework: Framework) -> bool:
    """Whether the schema asks for more than text there: then invalid-field judges the value."""
    if page.kind is None:
        return True
    asked = framework.layouts[page.kind.name].properties.get(passage.label, {})
    return "pattern" in asked or "enum" in asked
