"""FW404 foreign-description."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.findings import Place, Related, Severity
from frameworklint.framework import Framework, Listing
from frameworklint.registry import rule

from ._texts import bare

# Blocks of 8 words at every 8th word of a text: a passage of 15 words or more holds a whole block.
_WORDS = 8


class _Described(NamedTuple):
    """A listing and the words of its text."""

    listing: Listing
    words: list[str]


class _Passage(NamedTuple):
    """What two texts have in common: first words and number of words."""

    first: int
    other_first: int
    length: int

    def swapped(self) -> "_Passage":
        """The same passage, seen from the other text."""
        return _Passage(self.other_first, self.first, self.length)


@rule("FW404", Severity.ERROR)
def foreign_description(framework: Framework, *, min_length: int = 200) -> Iterator[Place]:
    """A description, or a long passage of it, is another incident's."""
    described = [
        _Described(listing, bare(listing.text, framework).split())
        for listing in framework.listings
        if listing.text is not None and listing.owner
    ]
    for shared in _shared_passages(described, min_length).values():
        yield from _places(shared, framework)


def _shared_passages(
    described: list[_Described], min_length: int
) -> dict[tuple[str, str, str], dict[str, list[Listing]]]:
    """Passages that texts of two owners have in common: the listings of each owner.

    The key is the two owners and the passage's first words.
    """
    found: dict[tuple[str, str, str], dict[str, list[Listing]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for one, other, passage in _common_passages(described, min_length):
        opening = " ".join(one.words[passage.first : passage.first + _WORDS])
        by_owner = found[one.listing.owner, other.listing.owner, opening]
        for text in (one, other):
            if text.listing not in by_owner[text.listing.owner]:
                by_owner[text.listing.owner].append(text.listing)
    return found


def _common_passages(
    described: list[_Described], min_length: int
) -> Iterator[tuple[_Described, _Described, _Passage]]:
    """Pairs of texts of two owners with a passage of `min_length` characters in common."""
    blocks: dict[str, list[tuple[_Described, int]]] = defaultdict(list)
    for text in described:
        for at in range(0, len(text.words) - _WORDS + 1, _WORDS):
            blocks[" ".join(text.words[at : at + _WORDS])].append((text, at))
    for text in described:
        seen: set[int] = set()
        for at in range(len(text.words) - _WORDS + 1):
            for other, other_at in blocks.get(" ".join(text.words[at : at + _WORDS]), ()):
                if other.listing.owner == text.listing.owner or id(other) in seen:
                    continue
                passage = _extended(text.words, at, other.words, other_at)
                words = text.words[passage.first : passage.first + passage.length]
                if len(" ".join(words)) >= min_length:
                    seen.add(id(other))
                    if not _is_lead_in(passage, text.words, other.words):
                        pair = sorted([text, other], key=lambda d: d.listing.owner)
                        swapped = pair[0] is other
                        yield pair[0], pair[1], passage.swapped() if swapped else passage


def _extended(words: list[str], at: int, other: list[str], other_at: int) -> _Passage:
    first, other_first = at, other_at
    while first and other_first and words[first - 1] == other[other_first - 1]:
        first, other_first = first - 1, other_first - 1
    end, other_end = at, other_at
    while end < len(words) and other_end < len(other) and words[end] == other[other_end]:
        end, other_end = end + 1, other_end + 1
    return _Passage(first, other_first, end - first)


def _is_lead_in(passage: _Passage, words: list[str], other: list[str]) -> bool:
    """Whether both texts begin with the passage and then go their own ways."""
    begins_both = passage.first == 0 and passage.other_first == 0
    return begins_both and passage.length < len(words) and passage.length < len(other)


def _places(shared: dict[str, list[Listing]], framework: Framework) -> Iterator[Place]:
    first, second = sorted(shared)
    own = {owner: _own_rows(shared[owner]) for owner in (first, second)}
    if own[first] == own[second]:
        yield from _undecided(shared[second], first, shared[first], framework)
        return
    right, wrong = (first, second) if own[first] > own[second] else (second, first)
    witness = min(shared[right], key=lambda listing: listing.page.id != right)
    for listing in shared[wrong]:
        yield _place(listing, right, witness, framework)


def _own_rows(listings: list[Listing]) -> int:
    """In how many rows of its own page the owner has the text."""
    return sum(listing.page.id == listing.owner for listing in listings)


def _place(listing: Listing, right: str, witness: Listing, framework: Framework) -> Place:
    assert listing.text is not None
    page = framework.by_id.get(right)
    name = f" {page.name}" if page else ""
    where = "" if witness.page.id == right else f", as {witness.page.id} prints it"
    return Place(
        page=listing.page,
        span=listing.text.span,
        message=f"The text under {listing.owner} is that of {right}{name}{where}",
        cause=f"{listing.owner} {listing.subject} {right}",
        subject=listing.listed,
        also=(_related(witness, f"the same text, of {right}"),),
    )


def _undecided(
    listings: list[Listing], other: str, others: list[Listing], framework: Framework
) -> Iterator[Place]:
    for listing in listings:
        assert listing.text is not None
        yield Place(
            page=listing.page,
            span=listing.text.span,
            message=f"{listing.owner} and {other} have the same text; one of them is not its owner",
            cause=f"{listing.owner} {other} {listing.subject}",
            subject=listing.listed,
            also=(_related(others[0], f"the same text, of {other}"),),
        )


def _related(listing: Listing, message: str) -> Related:
    return Related(listing.page, listing.text.span if listing.text else listing.row.span, message)
