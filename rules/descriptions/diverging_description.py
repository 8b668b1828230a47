"""FW408 diverging-description."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from frameworklint.api import Framework, Listing, Page, Place, Related, Severity, digest, rule

from ._difference import all_differences, differing_words, first_difference
from ._texts import folded

# How many pairs of characters are compared on a page; the longest real page needs 0.3 billion.
_MOST_WORK = 30_000_000_000
_MOST_TEXTS = 100  # how many descriptions of a page are compared; real: 9


@rule("FW408", Severity.WARNING)
def diverging_description(
    page: Page, framework: Framework, *, min_ratio: float = 90.0
) -> Iterator[Place]:
    """Two rows of an incident have nearly the same description."""
    groups: dict[str, list[Listing]] = defaultdict(list)
    for listing in framework.listings.of(page):
        if listing.text is not None and listing.owner == page.id:
            text = folded(listing.text, framework).replace("> ", ">").replace(" <", "<")
            groups[text].append(listing)
    groups.pop("", None)
    # The larger group is likely right; of equal ones the one that comes first.
    ranked = sorted(groups, key=lambda text: -len(groups[text]))[:_MOST_TEXTS]
    left = _MOST_WORK
    for rank, text in enumerate(ranked):
        model, left = _nearest(text, _as_long(text, ranked[:rank], min_ratio), min_ratio, left)
        for listing in groups[text] if model else ():
            if not _tells_apart(listing, groups[model][0], framework):
                yield _place(listing, groups[model][0], framework)


def _tells_apart(listing: Listing, model: Listing, framework: Framework) -> bool:
    """Whether the texts differ only where the names of what they are listed under differ."""
    assert listing.text is not None
    assert model.text is not None
    one, other = (_name_words(each.subject, framework) for each in (listing, model))
    here, there = differing_words(listing.text, model.text, framework)
    differ = bool(here or there)
    return differ and _are_forms(here, one - other) and _are_forms(there, other - one)


def _name_words(subject: str, framework: Framework) -> set[str]:
    page = framework.by_id.get(subject)
    name = page.name if page else ""
    return {subject.casefold(), *re.findall(r"\w+", name.casefold())}


def _are_forms(found: set[str], names: set[str]) -> bool:
    """Whether all words are some of a name's, or the singular or plural of one."""
    return all(any(word.rstrip("s") == name.rstrip("s") for name in names) for word in found)


def _as_long(text: str, models: Sequence[str], min_ratio: float) -> list[str]:
    """Those of some texts whose length allows that they are nearly the same."""
    return [
        model
        for model in models
        if 200 * min(len(text), len(model)) >= min_ratio * (len(text) + len(model))
    ]


def _nearest(text: str, models: Sequence[str], min_ratio: float, left: int) -> tuple[str, int]:
    """The first of some texts that is nearly the same, or an empty string; the work left then."""
    if not models:
        return "", left
    from rapidfuzz import fuzz

    for model in models:
        left -= len(text) * len(model)
        if left < 0:
            break
        if fuzz.ratio(text, model, score_cutoff=min_ratio):
            return model, left
    return "", left


def _place(listing: Listing, model: Listing, framework: Framework) -> Place:
    assert listing.text is not None
    assert model.text is not None
    difference = first_difference(listing.text, model.text, framework)
    n = difference.number
    places = "in one place" if n == 1 else f"in {n} places, first"
    parts = f"{difference.here} here, {difference.there} there"
    return Place(
        page=listing.page,
        span=difference.span,
        message=f"The text differs from that under {model.subject} only {places}: {parts}",
        cause=f"{listing.owner} {digest(difference.here, difference.there)}",
        subject=listing.listed,
        differences=tuple(
            ((listing.page, here), (model.page, there))
            for here, there in all_differences(listing.text, model.text, framework)
        ),
        also=(Related(model.page, model.text.span, f"the text under {model.subject}"),),
    )
