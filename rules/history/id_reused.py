"""FW802 id-reused."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._similarity import is_same_name, is_same_text, summary_of, work_on

# How much is compared for one change; two summaries as long as the longest need nearly half.
_MOST_WORK = 300_000_000_000


@rule("FW802", Severity.ERROR)
def id_reused(framework: Framework, *, similarity: int = 60) -> Iterator[Place]:
    """An ID stands for something else than before."""
    left = _MOST_WORK
    for page, before in _renamed(framework):
        summary, earlier = summary_of(page), summary_of(before)
        left -= work_on(summary, earlier)
        if left < 0 or is_same_text(summary, earlier, similarity):
            continue
        assert page.name_text is not None
        yield Place(
            page=page,
            span=page.name_text.span,
            message=f"{page.id} was `{before.name}` and is `{page.name}` now, with another summary",
            cause=page.id,
            subject=page.id,
        )


def _renamed(framework: Framework) -> Iterator[tuple[Page, Page]]:
    """The pages that have another name than before, and a summary, as they are and were."""
    for page in framework.records:
        before = framework.base.by_id.get(page.id) if framework.base else None
        if before is None or page.name_text is None or page.kind is not before.kind:
            continue
        if is_same_name(page.name, before.name):
            continue
        if summary_of(page) and summary_of(before):
            yield page, before
