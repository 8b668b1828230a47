"""FW305 listing-text-differs."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from frameworklint.api import Framework, Listing, Page, Place, Related, Severity, Span, rule

from ..descriptions._texts import folded, is_missing
from ._difference import difference, differing_words, words_of
from ._pages import is_judged

# FW407 and FW409 say only what a text cites: they explain no difference between two texts.
_FW4 = ("FW401", "FW402", "FW403", "FW404", "FW405", "FW408")

_JOINT = ", "
_WORD = re.compile(r"\w+|[^\w\s]")


@rule("FW305", Severity.WARNING, yields_to=("FW108", "FW3", *_FW4, "FW5"), judges="print")
def listing_text_differs(page: Page, framework: Framework) -> Iterator[Place]:
    """A cell is not what the other page's rows for the same pair say, joined."""
    if framework.by_id.get(page.id) is not page:
        return  # duplicate-id says which page has the ID
    described = [found for found in framework.listings.of(page) if found.subject == page.id]
    for owner, subject in dict.fromkeys((found.owner, found.subject) for found in described):
        listings = framework.listings.of_pair(owner, subject)
        if any(_is_broken(listing) for listing in listings):
            continue
        rows = [listing for listing in listings if listing.page.id == owner]
        cells = [listing for listing in listings if listing.page.id == subject]
        if len(cells) > 1:
            cells, rows = _unmatched(cells, rows, framework), _unmatched(rows, cells, framework)
        if not rows or len(cells) != 1:
            continue
        (cell,) = cells
        if cell.page is not page:
            continue
        texts = [folded(row.text, framework) for row in rows]
        expected, found = _JOINT.join(texts), folded(cell.text, framework)
        # Where a text is missing, missing-description says so.
        if _is_same(found, texts) or any(
            is_missing(listing.text, framework) for listing in listings
        ):
            continue
        if not (is_judged(page, framework) and is_judged(rows[0].page, framework)):
            continue
        here, there = difference(found, expected)
        spots, others = differing_words(words_of([cell], framework), words_of(rows, framework))
        yield Place(
            page=page,
            span=Span(spots[0].span.start, spots[-1].span.end) if spots else cell.row.span,
            message=f"{subject} says `{here}` about {owner}, whose own page says `{there}`",
            cause=f"{owner} {subject}",
            subject=owner,
            also=tuple(_said(row) for row in rows),
            compared=tuple(_compared(rows, texts, others)),
            words=_on_one_side(found, expected),
        )


def _is_same(found: str, texts: Sequence[str]) -> bool:
    """Whether a cell holds some texts, in whatever order, and nothing else."""
    if found == _JOINT.join(texts):
        return True
    if len(found) != len(_JOINT.join(texts)):
        return False
    for text in sorted(texts, key=len, reverse=True):
        if text not in found:
            return False
        found = found.replace(text, "\0", 1)
    return set(found.split(_JOINT)) == {"\0"}


def _on_one_side(text: str, other: str) -> tuple[str, ...]:
    """The words and marks that stand in one of two texts more often than in the other."""
    here, there = (Counter(_WORD.findall(said)) for said in (text, other))
    return tuple(sorted((here - there) | (there - here)))


def _unmatched(
    some: Sequence[Listing], others: Sequence[Listing], framework: Framework
) -> list[Listing]:
    """The listings whose text none of the others has."""
    texts = {folded(other.text, framework) for other in others}
    return [listing for listing in some if folded(listing.text, framework) not in texts]


def _said(row: Listing) -> Related:
    span = row.text.span if row.text else row.row.span
    return Related(row.page, span, f"what {row.owner} says about {row.subject}")


def _compared(
    rows: Sequence[Listing], texts: Sequence[str], others: Sequence[Related]
) -> Sequence[Related]:
    """Where a finding of another rule would explain the difference."""
    if len(set(texts)) < len(texts):  # duplicate-row points at the first cell
        return [_said(row)._replace(span=row.row.span) for row in rows]
    return others


def _is_broken(listing: Listing) -> bool:
    return bool(listing.row.broken) or listing.text is None
