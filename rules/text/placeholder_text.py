"""FW505 placeholder-text."""

import re
from collections.abc import Iterator
from functools import lru_cache

from frameworklint.api import Framework, Page, Place, Severity, Span, Text, rule, without_tags

from ._passages import CellText, passages

_TO_DO = re.compile(
    r"(?:\A\W*|[\[(])(?:TODO|TBD|TBA|FIXME)\b|\b(?:TODO|TBD|TBA|FIXME):|(?i:\blorem ipsum\b)"
)
# One of them stands in every text that the pattern finds.
_MARKS = ("TODO", "TBD", "TBA", "FIXME", "orem ", "OREM ")
_ZEROS = re.compile(r"00(?<=[A-Z]00)0*(?!\d)")
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
        *("tbd", "tba", "tbc", "todo", "to do", "to be determined", "to be confirmed"),
        *("placeholder", "xxx"),
    ),
) -> Iterator[Place]:
    """A placeholder stands where text belongs."""
    for passage in passages(page, framework):
        if passage.label != "title" and not _may_hold(passage.text.raw, words):
            continue
        text = page.name_text if passage.label == "title" and page.name_text else passage.text
        whole = _placeholder(text, words) or _dash(passage, page)
        found = [whole] if whole else [*_to_do(text), *_zero_ids(text, framework)]
        if not found or _is_no_text(passage, page, framework):
            continue
        where = "in the title" if passage.label == "title" else f"under {passage.label}"
        for span in found:
            written = page.source[slice(*span)]
            yield Place(
                page=page,
                span=span,
                message=f"`{written}` {where} is a placeholder",
                cause=f"{passage.cell} {written}",
                subject=written,
            )


@lru_cache(maxsize=4096)
def _may_hold(raw: str, words: tuple[str, ...]) -> bool:
    """Whether it is worth looking for a placeholder in a text; most texts stand on many pages."""
    if len(raw) <= _LONG and (raw in _DASHES or _is_placeholder(raw, words)):
        return True
    return any(map(raw.__contains__, _MARKS)) or _ZEROS.search(raw) is not None


def _is_placeholder(raw: str, words: tuple[str, ...]) -> bool:
    shown = without_tags(raw).casefold()
    parts = [part.strip(" \u00a0()[].") for part in shown.split(",")]
    return any(parts) and all(part in words for part in parts if part)


def _placeholder(text: Text, words: tuple[str, ...]) -> Span | None:
    """A text that is nothing but a placeholder."""
    is_whole = len(text.raw) <= _LONG and _is_placeholder(text.raw, words)
    return text.span if is_whole else None


def _zero_ids(text: Text, framework: Framework) -> Iterator[Span]:
    """The cited IDs of zeros that no page has."""
    if _ZEROS.search(text.raw):
        for citation in text.citations:
            is_other = citation.malformed or citation.id in framework.by_id
            if not is_other and not re.search(r"[1-9]", citation.id):
                yield citation.span


def _to_do(text: Text) -> Iterator[Span]:
    """What says in a longer text that something is to be written."""
    match = _TO_DO.search(text.raw)
    if match:
        yield text.at(Span(*match.span()))


def _dash(passage: CellText, page: Page) -> Span | None:
    """A dash or the like as the whole summary or description; elsewhere it says "unknown"."""
    is_summary = page.kind is not None and passage.label == page.kind.summary
    if (is_summary or passage.listing is not None) and passage.text.raw in _DASHES:
        return passage.text.span
    return None


def _is_no_text(passage: CellText, page: Page, framework: Framework) -> bool:
    """Whether the schema asks for more than text there: then invalid-field judges the value."""
    if page.kind is None:
        return True
    asked = framework.layouts[page.kind.name].properties.get(passage.label, {})
    return "pattern" in asked or "enum" in asked
