"""FW404 foreign-description."""

from collections import Counter
from collections.abc import Iterator, Sequence

from frameworklint.api import (
    Framework,
    Listing,
    Place,
    Related,
    Severity,
    digest,
    enumerated,
    rule,
    shortened,
    some_of,
)

from ._owners import Owners
from ._shared import Shared, rows_by_text, shared_texts

_EVIDENCE = 60
_NAMED = 10  # owners that a message names; real: 3
_LABELED = 3  # incidents that have a short text on a row of their own: it is a label


@rule("FW404", Severity.ERROR, explains=("FW408",))
def foreign_description(
    framework: Framework, *, min_length: int = 200, min_text_length: int = 100
) -> Iterator[Place]:
    """A description, or a long passage of it, is another incident's."""
    by_text = rows_by_text(framework)
    found = [
        shared
        for shared in shared_texts(by_text, min_length, min_text_length)
        if not _is_label(shared, min_length)
    ]
    owners = Owners(by_text, found, framework)
    seen: Counter[tuple[str, str]] = Counter()
    for shared in found:
        rightful = owners.owner(shared)
        if not rightful:
            yield from _undecided(shared, sorted(shared.rows), seen)
        for owner in sorted(shared.rows.keys() - {rightful}) if rightful else ():
            yield from _foreign(shared, owner, rightful, seen, framework)


def _is_label(shared: Shared, min_length: int) -> bool:
    """Whether it is what several incidents call one technique, each on its own page.

    Older trees print such labels; a description says which techniques it is about.
    """
    listings = [listing for rows in shared.rows.values() for listing in rows]
    if len(shared.words) >= min_length or len({listing.subject for listing in listings}) > 1:
        return False
    own = {listing.owner for listing in listings if listing.page.id == listing.owner}
    cites = any(listing.text is not None and listing.text.cited for listing in listings)
    return not cites and len(own & shared.whole) >= _LABELED


def _foreign(
    shared: Shared, owner: str, rightful: str, seen: Counter[tuple[str, str]], framework: Framework
) -> Iterator[Place]:
    """The places where an incident has a text that is another's."""
    others = shared.rows[rightful]
    witness = next((other for other in others if other.page.id == other.owner), others[0])
    where = "" if witness.page.id == rightful else f", as {witness.page.id} prints it"
    what = f"The text under {owner} is" if owner in shared.whole else _passage(shared, owner)
    cause = digest(shared.words)
    message = f"{what} that of {_named(rightful, framework)}{where}"
    also = (_related(witness, f"the same text, of {witness.owner}"),)
    for listing in shared.rows[owner]:
        assert listing.text is not None
        yield Place(
            page=listing.page,
            span=listing.text.span,
            message=message,
            # The shared text is the fault, whoever is its owner: that can change with other texts.
            cause=cause,
            elements=_elements(listing, seen),
            subject=listing.listed,
            also=also,
        )


def _undecided(
    shared: Shared, owners: Sequence[str], seen: Counter[tuple[str, str]]
) -> Iterator[Place]:
    """The places where several incidents have a text, and nobody can say whose it is."""
    names = some_of(owners, _NAMED) if len(owners) > _NAMED else enumerated(owners)
    what = "text" if shared.whole.issuperset(owners) else f"passage, `{_opening(shared)}`"
    message = f"{names} have the same {what}; it can belong to one of them only"
    cause = digest(shared.words)
    for owner in owners:
        for listing in shared.rows[owner]:
            assert listing.text is not None
            yield Place(
                page=listing.page,
                span=listing.text.span,
                message=message,
                cause=cause,
                elements=_elements(listing, seen),
                subject=listing.listed,
            )


def _elements(listing: Listing, seen: Counter[tuple[str, str]]) -> tuple[str]:
    """What names the fault whatever the text, which an edit of one copy cuts shorter: its number
    among those of the row.
    """
    seen[row := (listing.page.path, listing.listed)] += 1
    return (f"{listing.owner} {seen[row]}",)


def _passage(shared: Shared, owner: str) -> str:
    return f"In the text under {owner}, the passage `{_opening(shared)}` is"


def _opening(shared: Shared) -> str:
    return shortened(shared.words.strip(), _EVIDENCE)


def _named(owner: str, framework: Framework) -> str:
    page = framework.by_id.get(owner)
    return f"{owner} {page.name}".strip() if page else owner


def _related(listing: Listing, message: str) -> Related:
    return Related(listing.page, listing.text.span if listing.text else listing.row.span, message)
