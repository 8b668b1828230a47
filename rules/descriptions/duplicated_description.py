"""FW401 duplicated-description."""

import re
from collections import Counter
from collections.abc import Iterator

from frameworklint.api import (
    Fix,
    Framework,
    Listing,
    Page,
    Place,
    Related,
    Severity,
    Span,
    Text,
    digest,
    replaced,
    rule,
)

from ._copies import repeated_row, repetition
from ._printed import printed_rows
from ._texts import after_joint, word_spans

# What joins copies, at the end of the text before the second.
_JOINT = re.compile(r"(?:\s|,|<br\s*/?>)+\Z", re.IGNORECASE)


@rule("FW401", Severity.ERROR)
def duplicated_description(
    page: Page, framework: Framework, *, min_length: int = 4
) -> Iterator[Place]:
    """The same description stands twice or more in one cell."""
    seen: Counter[str] = Counter()
    for listing in framework.listings.of(page):
        if listing.text is None:
            continue
        copies = framework.memo.of_text(repetition, listing.text) or repeated_row(
            listing, framework
        )
        if not copies or len("".join(copies.words)) < min_length:
            continue
        spans = word_spans(listing.text, framework)
        first = after_joint(listing.text.raw, spans[copies.second - 1].end, framework)
        last = spans[copies.second + len(copies.words) - 1].end
        whose = listing.owner or listing.listed
        seen[listing.listed] += 1
        times = {2: "twice"}.get(copies.number, f"{copies.number} times")
        yield Place(
            page=page,
            span=listing.text.at(Span(first, last)),
            message=f"The description of {whose} stands {times} in this cell",
            cause=f"{whose} {digest(*copies.words)}",
            # It stays the same fault where all copies are edited alike, as in their one cell.
            elements=(f"{whose} {seen[listing.listed]}",),
            subject=listing.listed,
            also=_doubled_rows(listing, framework),
            covers=listing.text.span,
            fixes=_without_copies(listing.text, first, page),
        )


def _without_copies(text: Text, second: int, page: Page) -> tuple[Fix, ...]:
    """The fix that leaves one copy, where a cell is nothing but exact copies side by side."""
    one = _JOINT.sub("", text.raw[:second])
    if not one or not _are_copies(text.raw, one):
        return ()
    rest = text.at(Span(len(one), len(text.raw)))
    return (replaced(page, rest, "", is_safe=True, title="delete the copy"),)


def _are_copies(raw: str, one: str) -> bool:
    parts = raw.split(one)
    return not parts[0] and not parts[-1] and all(map(_JOINT.fullmatch, parts[1:-1]))


def _doubled_rows(listing: Listing, framework: Framework) -> tuple[Related, ...]:
    """The owner's rows for this pair that hold the same text."""
    rows, texts, _ = printed_rows(listing, framework)
    return tuple(
        Related(row.page, row.row.cells[0].span, f"{row.listed} is listed here with this text")
        for row, text in zip(rows, texts, strict=True)
        if row.page is not listing.page and texts.count(text) > 1
    )
