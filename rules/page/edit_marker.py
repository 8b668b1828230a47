"""FW005 edit-marker."""

from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule


@rule("FW005", Severity.ERROR, fold="page", yields_to=("FW006",))
def edit_marker(page: Page, framework: Framework) -> Iterator[Place]:
    """The line below which notes may stand is missing, or stands more than once."""
    if page.kind is None or not page.kind.is_record or len(page.markers) == 1:
        return
    marker = framework.kinds.conventions.marker
    if page.markers:
        first, *later = page.markers
        yield Place(
            page=page,
            span=later[0],
            message=f"The line `{marker}` stands {len(page.markers)} times",
            cause="repeated",
            subject=marker,
            also=tuple(Related(page, span, "here too") for span in (first, *later[1:])),
        )
        return
    yield Place(
        page=page,
        span=page.lines.span(len(page.lines) - 1),
        message=f"The line `{marker}` is missing",
        cause="missing",
        subject=marker,
    )
