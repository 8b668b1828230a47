"""FW206 link-case-mismatch."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule


@rule("FW206", Severity.ERROR, fold="page")
def link_case_mismatch(page: Page, framework: Framework) -> Iterator[Place]:
    """A link leads to a file that exists only in another letter case."""
    for link, target in framework.links[page.path]:
        if target.form != "relative" or framework.exists(target.path):
            continue
        existing = framework.by_folded_path.get(target.path.lower())
        if existing is None:
            continue
        yield Place(
            page=page,
            span=link.target_span,
            message=f"`{target.path}` does not exist; `{existing}` does, in other letter case",
            cause=target.path,
            subject=link.target,
        )
