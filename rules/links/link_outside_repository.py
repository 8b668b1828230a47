"""FW207 link-outside-repository."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule


@rule("FW207", Severity.ERROR, fold="page")
def link_outside_repository(page: Page, framework: Framework) -> Iterator[Place]:
    """A link leaves the repository, or begins at the root of the disk or the site."""
    if not framework.knows_targets_of(page):
        return
    for link, target in framework.links[page.path]:
        if target.form == "outside":
            fault = f"`{link.target}` leads out of the repository"
        elif target.form == "absolute":
            fault = f"`{link.target}` is absolute: it begins with `/`, not at this page"
        else:
            continue
        yield Place(
            page=page,
            span=link.target_span,
            message=fault,
            cause=link.target,
            subject=link.target,
        )
