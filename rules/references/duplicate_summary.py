"""FW312 duplicate-summary."""

from collections import defaultdict
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Related, Severity, comparable, digest, rule

from ._pages import is_judged, said_in_summary, summary_of, titled


@rule("FW312", Severity.WARNING, yields_to=("FW505",), sees="fields")
def duplicate_summary(framework: Framework) -> Iterator[Place]:
    """Two pages of a kind have the same summary."""
    same: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in framework.records:
        summary = summary_of(page)
        if page.kind and summary and summary.raw and page.path not in framework.orphans:
            same[page.kind.name, said_in_summary(page, framework)].append(page)
    for (kind, said), (first, *others) in same.items():
        for page in others:
            if is_judged(page, framework) and _name(page) == _name(first):
                continue  # duplicate-name says that both are the same
            summary, original = summary_of(page), summary_of(first)
            assert summary is not None
            assert original is not None
            yield Place(
                page=page,
                span=summary.span,
                message=f"{page.id} has the same summary as {titled(first)}",
                many=f"{{n}} pages have the same summary as {titled(first)}",
                cause=f"{kind} {digest(said)}",
                # It stays the same fault where all copies are edited alike.
                elements=(f"{kind} copy",),
                subject=page.id,
                also=(Related(first, original.span, f"the summary of {first.id}"),),
            )


def _name(page: Page) -> str:
    return comparable(page.name).casefold()
