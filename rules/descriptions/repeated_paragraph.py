"""FW402 repeated-paragraph."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator

from frameworklint.api import (
    Fix,
    Framework,
    Listing,
    Page,
    Place,
    Severity,
    Span,
    Text,
    digest,
    folded,
    replaced,
    rule,
    shortened,
)

from ._texts import without_row_numbers

_QUOTATION_MARKS = "\"'‘’“”«»"
_EVIDENCE = 60
_BREAK = re.compile(r"\s*(?:<br\s*/?>\s*)+", re.IGNORECASE)


@rule("FW402", Severity.WARNING, yields_to=("FW401",), explains=("FW408",))
def repeated_paragraph(
    page: Page, framework: Framework, *, min_length: int = 40
) -> Iterator[Place]:
    """A paragraph stands twice in one description."""
    for listing in framework.listings.of(page):
        text = listing.text
        if text is None or framework.memo.of_text(_repeated_length, text) < min_length:
            continue
        for paragraph, copies in _paragraphs(text, min_length, framework).items():
            if len(copies) == 1:
                continue
            allowed = _rows_holding(paragraph, listing, framework)
            if len(copies) > allowed:
                yield _place(listing, copies, allowed, digest(paragraph))


def _place(listing: Listing, copies: list[Text], allowed: int, content: str) -> Place:
    copy = copies[allowed]
    owner, subject = listing.owner or listing.page.id, listing.subject or listing.listed
    shown = shortened(copy.plain, _EVIDENCE)
    return Place(
        page=listing.page,
        span=copy.span,
        message=f"The text of {owner} under {subject} holds a paragraph twice: `{shown}`",
        many=f"The text of {owner} holds a paragraph twice: `{shown}`",
        cause=f"{owner} {content}",
        subject=listing.listed,
        fixes=_without(copy, copies[allowed - 1], listing.page),
    )


def _without(copy: Text, before: Text, page: Page) -> tuple[Fix, ...]:
    """The fix that deletes a paragraph, where the same stands right before it."""
    said = before.raw.strip()
    between = page.source[before.start + len(before.raw.rstrip()) : copy.start]
    if copy.raw.strip() != said or not _BREAK.fullmatch(between) or "<" in said:
        return ()
    end = copy.start + len(copy.raw.rstrip())
    span = Span(before.start + len(before.raw.rstrip()), end)
    return (replaced(page, span, "", is_safe=True, title="delete the copy"),)


def _repeated_length(text: Text, framework: Framework) -> int:
    """How long the longest paragraph is that stands in a text more than once."""
    if "<" not in text.raw or not _breaks(text):
        return 0
    paragraphs = _paragraphs(text, 1, framework).items()
    return max((len(says) for says, copies in paragraphs if len(copies) > 1), default=0)


def _breaks(text: Text) -> list[Span]:
    """Where the paragraphs of a text end."""
    return [tag.span for tag in text.content.tags if tag.name == "br"]


def _paragraphs(text: Text, min_length: int, framework: Framework) -> dict[str, list[Text]]:
    """The long paragraphs of a text by what they say, tags and quotation marks left out."""
    breaks = _breaks(text)
    starts = [0, *(span.end for span in breaks)]
    ends = [*(span.start for span in breaks), len(text.raw)]
    found: dict[str, list[Text]] = defaultdict(list)
    for start, end in zip(starts, ends, strict=True):
        part = Text(text.raw[start:end], text.start + start, text.context)
        says = without_row_numbers(part.plain, framework)
        for mark in _QUOTATION_MARKS:
            says = says.replace(mark, "")
        says = folded(says)
        if len(says) >= min_length:
            found[says].append(part)
    return found


def _rows_holding(paragraph: str, listing: Listing, framework: Framework) -> int:
    """How often the cell may hold a paragraph: once for each of the rows that it joins."""
    if listing.page.id == listing.owner:
        return 1
    rows = framework.memo.of_pair(_rows_by_paragraph, listing.owner, listing.subject)
    return max(1, rows[paragraph])


def _rows_by_paragraph(owner: str, subject: str, framework: Framework) -> Counter[str]:
    """In how many of the owner's rows each paragraph stands."""
    rows = framework.listings.of_owner(owner, subject)
    texts = [row.text for row in rows if row.text is not None]
    return Counter(says for text in texts for says in _paragraphs(text, 1, framework))
