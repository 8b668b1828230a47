"""FW311 orphan-page."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule


@rule(
    "FW311",
    Severity.WARNING,
    hides_all_but=("FW0", "FW201", "FW202", "FW203", "FW206", "FW207"),
)
def orphan_page(page: Page, framework: Framework) -> Iterator[Place]:
    """No index, matrix or other page links to the page."""
    if page.path not in framework.orphans:
        return
    yield Place(
        page=page,
        span=page.top,
        message="No index, matrix or other page links to this page",
        many=f"No index, matrix or other page links to {{n}} pages of `{page.folder}/`",
        cause=page.kind.name if page.kind else page.folder,
        subject=page.id,
        covers=page.span,
    )
