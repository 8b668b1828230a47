"""FW312 duplicate-summary."""

from collections import defaultdict
from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity, digest
from frameworklint.framework import Framework
from frameworklint.identifiers import comparable
from frameworklint.page import Page
from frameworklint.registry import rule

from ._pages import summary_of, titled


@rule("FW312", Severity.INFO)
def duplicate_summary(framework: Framework) -> Iterator[Place]:
    """Two pages of a kind have the same summary."""
    same: dict[tuple[str, str], list[Page]] = defaultdict(list)
    for page in framework.records:
        summary = summary_of(page)
        if page.kind and summary and summary.raw and page.path not in framework.orphans:
            same[page.kind.name, comparable(summary.plain).casefold()].append(page)
    for (kind, text), (first, *others) in same.items():
        for page in others:
            summary, original = summary_of(page), summary_of(first)
            assert summary is not None
            assert original is not None
            yield Place(
                page=page,
                span=summary.span,
                message=f"{page.id} has the same summary as {titled(first)}",
                many=f"{{n}} pages have the same summary as {titled(first)}",
                cause=f"{kind} {digest(text)}",
                subject=page.id,
                also=(Related(first, original.span, f"the summary of {first.id}"),),
            )
