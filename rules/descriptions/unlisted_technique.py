"""FW407 unlisted-technique."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from frameworklint.api import Citation, Framework, Listing, Page, Place, Severity, rule

_NAMED = 10  # parts of a technique that a message names; real: 1


@rule("FW407", Severity.WARNING, yields_to=("FW302",))
def unlisted_technique(page: Page, framework: Framework) -> Iterator[Place]:
    """An incident's text cites a technique that its page does not list."""
    listings = [one for one in framework.listings.of(page) if one.owner == page.id]
    listed = {listing.subject for listing in listings}
    parts: dict[str, list[str]] = defaultdict(list)  # by their parents
    for found in sorted(listed):
        parts[found.partition(".")[0]].append(found)
    for listing in listings:
        for citation in _cited(listing, framework).values() if listing.text else ():
            if citation.id not in listed:
                hint = _listed_kin(citation.id, listed, parts.get(citation.id, []))
                yield _place(listing, citation, hint, framework)


def _cited(listing: Listing, framework: Framework) -> dict[str, Citation]:
    """The first citation of each technique in a text; unknown IDs are unknown-id's."""
    assert listing.text is not None
    kind = framework.kinds.of_id(listing.subject)
    found: dict[str, Citation] = {}
    for citation in listing.text.citations:
        if kind is None or citation.malformed or not kind.is_id(citation.id):
            continue
        if kind.name in framework.judged_kinds and framework.page_of(citation.id) is None:
            continue
        found.setdefault(citation.id, citation)
    return found


def _place(listing: Listing, citation: Citation, hint: str, framework: Framework) -> Place:
    cited = framework.by_id.get(citation.id)
    named = f"{citation.id} {cited.name}" if cited else citation.id
    owner = listing.owner
    return Place(
        page=listing.page,
        span=citation.span,
        message=f"{owner} cites {named}, but does not list it{hint}",
        many=f"{owner} cites {named} in {{n}} rows, but does not list it{hint}",
        cause=f"{owner} {citation.id}",
        subject=citation.id,
    )


def _listed_kin(cited: str, listed: set[str], parts: Sequence[str]) -> str:
    """What a message says of a technique's parent or parts, where these are listed."""
    parent = cited.rpartition(".")[0]
    if parent in listed:
        return f"; only its parent {parent} is listed"
    more = f" and {len(parts) - _NAMED} more" if len(parts) > _NAMED else ""
    return f"; only parts of it are listed: {', '.join(parts[:_NAMED])}{more}" if parts else ""
