"""FW006 repeated-page."""

from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule


@rule("FW006", Severity.ERROR, fold="page")
def repeated_page(page: Page, framework: Framework) -> Iterator[Place]:
    """The page stands more than once in its file."""
    if not page.repeats:
        return
    first, *later = page.repeats
    count = len(page.repeats) + 1
    yield Place(
        page=page,
        span=first.span,
        message=f"The page stands {count} times in this file; a copy begins here",
        cause="repeated",
        subject=first.raw.strip(),
        also=tuple(Related(page, text.span, "another copy begins here") for text in later),
        covers=page.span,
    )
