"""FW310 duplicate-name."""

from collections import defaultdict
from collections.abc import Iterator

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
        for number, page in enumerate(pages):
            earlier = next((p for p in pages[:number] if _is_confusable(page, p)), None)
            if earlier is None or page.name_text is None:
                continue
            yield Place(
                page=page,
                span=page.name_text.span,
                message=f"{page.id} has the same name as {titled(earlier)}",
                cause=f"{kind} {name}",
                subject=page.id,
                also=(Related(earlier, earlier.top, f"{earlier.id} has this name too"),),
            )


def _is_confusable(page: Page, other: Page) -> bool:
    """Whether both are top-level, or have one parent, or one summary.

    A sub-technique may bear the name of a technique, or of another one's sub-technique.
    """
    if _parent(page) == _parent(other):
        return True
    summary, others = summary_of(page), summary_of(other)
    return bool(summary and others and summary.raw) and (
        comparable(summary.plain) == comparable(others.plain) if summary and others else False
    )


def _parent(page: Page) -> str:
    return page.id.partition(".")[0] if "." in page.id else ""
