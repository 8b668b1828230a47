"""FW408 diverging-description."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from frameworklint.findings import Place, Related, Severity, digest
from frameworklint.framework import Framework, Listing
from frameworklint.page import Page
from frameworklint.registry import rule

from ._difference import all_differences, first_difference
from ._texts import folded


@rule("FW408", Severity.WARNING)
def diverging_description(
    page: Page, framework: Framework, *, min_ratio: float = 90
) -> Iterator[Place]:
    """Two rows of an incident have nearly the same description."""
    groups: dict[str, list[Listing]] = defaultdict(list)
    for listing in framework.listings_of(page):
        if listing.text is not None and listing.owner == page.id:
            text = folded(listing.text, framework).replace("> ", ">").replace(" <", "<")
            groups[text].append(listing)
    groups.pop("", None)
    # The larger group is likely right; of equal ones the one that comes first.
    ranked = sorted(groups, key=lambda text: -len(groups[text]))
    for rank, text in enumerate(ranked):
        model = _nearest(text, ranked[:rank], min_ratio)
        for listing in groups[text] if model else ():
            yield _place(listing, groups[model][0], framework)


def _nearest(text: str, models: Sequence[str], min_ratio: float) -> str:
    """The first of some texts that is nearly the same, or an empty string."""
    if not models:
        return ""
    from rapidfuzz import fuzz

    # No two texts are more alike than their lengths are.
    alike = [
        model
        for model in models
        if 200 * min(len(text), len(model)) >= min_ratio * (len(text) + len(model))
    ]
    near = (model for model in alike if fuzz.ratio(text, model, score_cutoff=min_ratio))
    return next(near, "")


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
