"""Texts and passages that several incidents have."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.api import Framework, Listing

from ._passages import clusters, common_passages
from ._printed import printed_rows
from ._texts import bare, folded

Rows = dict[str, list[Listing]]  # the listings that print a text, by the text's owner


class Shared(NamedTuple):
    """What several incidents have.

    Attributes:
        words: the shared words.
        texts: the texts that hold them.
        whole: whose whole text that is.
        rows: all listings with it.
    """

    words: str
    texts: list[str]
    whole: set[str]
    rows: Rows


def rows_by_text(framework: Framework) -> dict[str, Rows]:
    """The listings that print a description, by the description as running text."""
    found: dict[str, Rows] = defaultdict(lambda: defaultdict(list))
    known: dict[str, str] = {}
    for listing in (found for page in framework.records for found in framework.listings.of(page)):
        if not listing.owner or listing.text is None or listing.page.path in framework.orphans:
            continue
        for row in _joined_rows(listing, framework) or [listing]:
            raw = row.text.raw if row.text else ""
            if raw not in known:
                known[raw] = bare(row.text, framework)
            found[known[raw]][listing.owner].append(listing)
    return found


def _joined_rows(listing: Listing, framework: Framework) -> list[Listing]:
    """The owner's rows of which a cell is the join, where it is one of several."""
    if listing.page.id == listing.owner:
        return []
    if len(framework.listings.told_apart(listing.owner, listing.subject)) < 2:
        return []
    rows, _, joined = printed_rows(listing, framework)
    return rows if folded(listing.text, framework) == joined else []


def shared_texts(by_text: dict[str, Rows], min_length: int, min_text: int) -> Iterator[Shared]:
    """The texts and passages that several owners have; see `common_passages` for the lengths."""
    texts, owners = list(by_text), list(map(frozenset, by_text.values()))
    for cluster in clusters(list(common_passages(texts, owners, min_length, min_text))):
        words = {texts[p.one][p.start : p.start + p.length] for p in cluster}
        whole: set[str] = set()
        rows: Rows = defaultdict(list)
        indexes = sorted({index for p in cluster for index in (p.one, p.other)})
        for index in indexes:
            if any(texts[index] == passage for passage in words):
                whole |= owners[index]
            for owner, listings in by_text[texts[index]].items():
                rows[owner] += listings
        shortest = min(words, key=lambda passage: (len(passage), passage))
        yield Shared(shortest, [texts[index] for index in indexes], whole, rows)
