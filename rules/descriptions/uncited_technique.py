"""FW403 uncited-technique."""

import re
from collections import Counter
from collections.abc import Iterator

from frameworklint.api import (
    Fix,
    Framework,
    Listing,
    Location,
    Page,
    Place,
    Severity,
    enumerated,
    rule,
)

from ..workbook._proposals import retargeted
from ._rows import reference_of
from ._texts import cited_spots

_NAMED_CITATIONS = 3
_WORD = re.compile(r"\w")
_MANY = 4  # of one incident


@rule(
    "FW403",
    Severity.ERROR,
    beside=("FW404", "FW407"),
    explains=("FW407",),
    source="listing",
)
def uncited_technique(page: Page, framework: Framework) -> Iterator[Place]:
    """A description cites techniques, but not the one under which it is listed."""
    for listing, cited in framework.memo.of_page(_uncited, page):
        assert listing.text is not None
        meant = _likely_meant(listing, cited)
        yield Place(
            page=page,
            span=listing.text.span,
            message=_message(listing, cited, meant, framework),
            cause=f"{listing.owner} {listing.subject}",
            subject=listing.subject,
            block=_block(listing.owner, framework),
            explained=_explained(listing, meant, framework),
            fixes=() if _is_named(listing, cited, framework) else _fixes(listing, meant, framework),
        )


def meant_instead(page: Page, framework: Framework) -> set[str]:
    """The IDs that are likely meant in the place of others that a page lists."""
    (first,) = framework.memo.of_page(_first_by_meant, page)
    return first.keys() - {""}


def _fixes(listing: Listing, meant: str, framework: Framework) -> tuple[Fix, ...]:
    """The ID that is likely meant, in the row of the text."""
    reference = reference_of(listing, framework) if meant else None
    edit = retargeted(reference, meant) if reference else None
    title = f"write {meant} instead of {listing.subject}"
    return (Fix((edit,), title=title),) if edit else ()


def _block(owner: str, framework: Framework) -> str:
    """What names an incident with many such texts, whose findings are shown together."""
    page = framework.by_id.get(owner)
    subjects = framework.memo.of_page(_uncited_subjects, page) if page else ()
    return f"the texts of {owner}" if len(subjects) >= _MANY else ""


def _uncited_subjects(page: Page, framework: Framework) -> set[str]:
    """The techniques under which a text of an incident stands that cites others only."""
    uncited = framework.memo.of_page(_uncited, page)
    return {listing.subject for listing, _ in uncited if listing.owner == page.id}


def _uncited(page: Page, framework: Framework) -> Iterator[tuple[Listing, Counter[str]]]:
    """The rows of a page whose text cites others than what they list, and what it cites."""
    for listing in framework.listings.of(page):
        if listing.text is not None and listing.owner:
            cited = _cited(listing, framework)
            if cited and listing.subject not in cited:
                yield listing, cited


def _cited(listing: Listing, framework: Framework) -> Counter[str]:
    """How often the description cites each ID of the subject's kind, as it was meant."""
    assert listing.text is not None
    ids = [citation.id for citation in listing.text.cited]
    kind = framework.kinds.of_id(listing.subject) if ids else None
    return Counter(found for found in ids if kind is not None and kind.is_id(found))


def _explained(listing: Listing, meant: str, framework: Framework) -> tuple[Location, ...]:
    """Where an incident cites what it will list once the row has the ID that is meant.

    Where that ID is meant in several rows, the first of them speaks for all texts, and each other
    for its own: else every row would name every other.
    """
    page = framework.by_id.get(listing.owner)
    if page is None or not meant:
        return ()
    (first,) = framework.memo.of_page(_first_by_meant, page)
    is_first = first.get(meant, listing.subject) == listing.subject
    return cited_spots(page, None if is_first else listing.subject, meant, framework)


def _first_by_meant(page: Page, framework: Framework) -> Iterator[dict[str, str]]:
    """By the ID that is likely meant, or an empty string, what the first row lists instead."""
    uncited = framework.memo.of_page(_uncited, page)
    yield {_likely_meant(row, cited): row.subject for row, cited in reversed(uncited)}


def _message(listing: Listing, cited: Counter[str], meant: str, framework: Framework) -> str:
    assert listing.text is not None
    subject = listing.subject
    name = _subject_name(listing, framework)
    named = f"{subject} {name}".strip()
    message = f"The text of {listing.owner} cites {_enumerated(cited)}, "
    parent = subject.rpartition(".")[0]
    if parent and parent in cited:
        message += f"but not {named}, under which it stands, only its parent {parent}"
    elif _is_named(listing, cited, framework):
        return message + f'but {subject}, under which it stands, only by its name "{name}"'
    elif name:
        message += f'but neither {subject} nor "{name}", under which it stands'
    else:
        message += f"but not {subject}, under which it stands"
    return (
        f"{message}; likely meant: {meant} {_name(meant, framework)}".rstrip() if meant else message
    )


def _is_named(listing: Listing, cited: Counter[str], framework: Framework) -> bool:
    """Whether a text has the name of what it is listed under, so that its row is likely right."""
    assert listing.text is not None
    name = _subject_name(listing, framework)
    is_by_parent = listing.subject.rpartition(".")[0] in cited
    return bool(name) and not is_by_parent and _holds(listing.text.plain, name)


def _subject_name(listing: Listing, framework: Framework) -> str:
    """The name of what a text is listed under, or where that has no page, what the row prints."""
    printed = listing.row.listed_name if listing.listed == listing.subject else ""
    return _name(listing.subject, framework) or printed


def _holds(text: str, name: str) -> bool:
    """Whether a name stands in a text, in any letter case, as words of their own."""
    text, name = f" {text.lower()} ", name.lower()
    at = text.find(name, 1)
    while at >= 0:
        around = text[at - 1] + text[at + len(name)]
        if not _WORD.search(around):
            return True
        at = text.find(name, at + 1)
    return False


def _enumerated(cited: Counter[str]) -> str:
    times = {1: "", 2: " twice"}
    said = [
        found + times.get(count, f" {count} times")
        for found, count in cited.most_common(_NAMED_CITATIONS)
    ]
    if len(cited) > len(said):
        said.append(f"{len(cited) - len(said)} more")
    return enumerated(said)


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
