"""FW403 uncited-technique."""

from collections import Counter
from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework, Listing
from frameworklint.registry import rule

_NAMED_CITATIONS = 3


@rule("FW403", Severity.ERROR, yields_to=("FW401",))
def uncited_technique(framework: Framework) -> Iterator[Place]:
    """A description cites techniques, but not the one under which it is listed."""
    for listing in framework.listings:
        if listing.text is None or not listing.owner:
            continue
        cited = _cited(listing, framework)
        if not cited or listing.subject in cited:
            continue
        yield Place(
            page=listing.page,
            span=listing.text.span,
            message=_message(listing, cited, framework),
            cause=f"{listing.owner} {listing.subject}",
            subject=listing.subject,
        )


def _cited(listing: Listing, framework: Framework) -> Counter[str]:
    """How often the description cites each ID of the subject's kind, as it was meant."""
    kind = framework.kinds.of_id(listing.subject)
    assert listing.text is not None
    ids = [citation.id for citation in listing.text.citations]
    return Counter(found for found in ids if kind is not None and kind.is_id(found))


def _message(listing: Listing, cited: Counter[str], framework: Framework) -> str:
    subject = listing.subject
    name = _name(subject, framework) or (
        listing.row.listed_name if listing.listed == subject else ""
    )
    said = ", ".join(
        _times(found, count, framework) for found, count in cited.most_common(_NAMED_CITATIONS)
    )
    more = f" and {len(cited) - _NAMED_CITATIONS} more" if len(cited) > _NAMED_CITATIONS else ""
    message = f"The text of {listing.owner} cites {said}{more}, "
    parent = subject.rpartition(".")[0]
    assert listing.text is not None
    if parent and parent in cited:
        message += f"but of {subject} {name}, under which it stands, only the parent {parent}"
    elif name and name.casefold() in listing.text.plain.casefold():
        message += f'but {subject}, under which it stands, only by its name "{name}"'
    else:
        message += f'but neither {subject} nor "{name}", under which it stands'
    meant = _likely_meant(listing, cited)
    named = f"{meant} {_name(meant, framework)}".strip()
    return message + (f"; {named} is likely meant" if meant else "")


def _times(found: str, count: int, framework: Framework) -> str:
    name = _name(found, framework)
    times = {1: "", 2: " twice"}.get(count, f" {count} times")
    return f"{found}{times}" + (f" ({name})" if name else "")


def _name(found: str, framework: Framework) -> str:
    page = framework.by_id.get(found)
    return page.name if page else ""


def _likely_meant(listing: Listing, cited: Counter[str]) -> str:
    """The cited ID that was likely meant: the only one, or the only one with the same parent."""
    if len(cited) == 1:
        return next(iter(cited))
    parent = listing.subject.partition(".")[0]
    siblings = [found for found in cited if found.partition(".")[0] == parent and "." in found]
    return siblings[0] if len(siblings) == 1 else ""
