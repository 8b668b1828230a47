"""FW001 unreadable-file."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule


@rule("FW001", Severity.ERROR, fold="page", hides_all_but=())
def unreadable_file(page: Page, framework: Framework) -> Iterator[Place]:
    """The file could not be read as a page."""
    if page.unreadable:
        yield Place(
            page=page,
            span=page.span,
            message=f"This file {page.unreadable}",
            cause=page.unreadable,
            subject=page.path,
        )
