"""FW802 id-reused."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._similarity import is_same_name, is_same_text, summary_of


@rule("FW802", Severity.ERROR)
def id_reused(page: Page, framework: Framework, *, similarity: int = 60) -> Iterator[Place]:
    """An ID stands for something else than before."""
    before = framework.base.by_id.get(page.id) if framework.base and page.id else None
    if before is None or page.name_text is None or page.kind is not before.kind:
        return
    summary, earlier = summary_of(page), summary_of(before)
    if not summary or not earlier or is_same_name(page.name, before.name):
        return
    if is_same_text(summary, earlier, similarity):
        return
    yield Place(
        page=page,
        span=page.name_text.span,
        message=f"{page.id} was `{before.name}` and is `{page.name}` now, with another summary",
        cause=page.id,
        subject=page.id,
    )
