"""FW313 summary-repeats-name."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, comparable, rule

from ._pages import said_in_summary, summary_of


@rule("FW313", Severity.INFO, fold="page")
def summary_repeats_name(page: Page, framework: Framework) -> Iterator[Place]:
    """The summary is only the name."""
    summary = summary_of(page)
    if summary is None or not page.name:
        return
    said = said_in_summary(page, framework).rstrip(".")
    if said != comparable(page.name).rstrip(".").casefold():
        return
    yield Place(
        page=page,
        span=summary.span,
        message=f"The summary only repeats the name `{page.name}`",
        cause="summary",
        subject=page.id,
    )
