"""FW310 duplicate-name."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from frameworklint.api import Framework, Page, Place, Related, Severity, comparable, rule

from ._pages import is_judged, summary_of, titled


@rule("FW310", Severity.WARNING)
def duplicate_name(framework: Framework) -> Iterator[Place]:
    """Two pages of a kind have one name, and nothing else tells them apart."""
    same: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in framework.records:
        if page.kind and page.name and is_judged(page, framework):
            same[page.kind.name, comparable(page.name).casefold()].append(page)
    for (kind, name), pages in same.items():
        for page, earlier in _confusable(pages):
            if page.name_text is None:
                continue
            yield Place(
                page=page,
                span=page.name_text.span,
                message=f"{page.id} has the same name as {titled(earlier)}",
                cause=f"{kind} {name}",
                subject=page.id,
                also=(Related(earlier, earlier.top, f"{earlier.id} has this name too"),),
            )


def _confusable(pages: Sequence[Page]) -> Iterator[tuple[Page, Page]]:
    """The pages of one name that are both top-level, or have one parent, or one summary.

    A sub-technique may bear the name of a technique, or of another one's sub-technique. Of several
    earlier pages it is the first.
    """
    first: dict[tuple[str, str], int] = {}
    for number, page in enumerate(pages) if len(pages) > 1 else ():
        keys = [("parent", _parent(page))]
        summary = summary_of(page)
        if summary and summary.raw:
            keys.append(("summary", comparable(summary.plain)))
        earlier = min(first.setdefault(key, number) for key in keys)
        if earlier != number:
            yield page, pages[earlier]


def _parent(page: Page) -> str:
    return page.id.partition(".")[0] if "." in page.id else ""
