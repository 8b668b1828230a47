"""FW204 link-id-mismatch."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule

from ._named import named_links


@rule("FW204", Severity.ERROR, fold="page")
def link_id_mismatch(page: Page, framework: Framework) -> Iterator[Place]:
    """A link's text names one ID, its target is the page of another."""
    for found in named_links(page, framework):
        if found.id == found.target.id:
            continue
        yield Place(
            page=page,
            span=found.link.span,
            message=f"The link says {found.id}, but leads to {found.target.id} {found.target.name}",
            cause=f"{found.id} {found.target.id}",
            subject=found.id,
        )
