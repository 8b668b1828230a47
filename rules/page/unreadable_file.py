"""FW001 unreadable-file."""

from collections.abc import Iterator

from frameworklint.api import Framework, Place, Severity, rule


@rule("FW001", Severity.ERROR, fold="page", hides_all_but=())
def unreadable_file(framework: Framework) -> Iterator[Place]:
    """The file could not be read as a page, or as a workbook."""
    for page in [*framework.pages, *framework.workbook.unreadable]:
        if page.unreadable:
            yield Place(
                page=page,
                span=page.span,
                message=f"This file {page.unreadable}",
                # The reason may name a line, which is no part of what is at fault.
                cause="unreadable",
                subject=page.path.rpartition("/")[2],
            )
