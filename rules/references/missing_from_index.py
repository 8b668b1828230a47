"""FW308 missing-from-index."""

from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule

from ._pages import entries, titled


@rule("FW308", Severity.ERROR, fold="page")
def missing_from_index(framework: Framework) -> Iterator[Place]:
    """An index or matrix page does not list a page that it must list."""
    for index in framework.index_pages:
        if index.kind is None or index.unreadable or _lacks_its_table(index):
            continue
        # Where link and text name two pages, link-id-mismatch asks which of them is meant.
        listed = {found for entry in entries(index, framework) for found in (entry.id, entry.said)}
        for page in framework.records:
            if page.id not in listed and _must_list(index, page, framework):
                yield Place(
                    page=page,
                    span=page.top,
                    message=f"{index.kind.file} does not list {titled(page)}",
                    cause=index.kind.file,
                    subject=page.id,
                    also=(Related(index, index.top, f"{page.id} is missing here"),),
                )


def _lacks_its_table(index: Page) -> bool:
    """Whether the table itself is gone, which missing-table says once."""
    missing = (e for e in index.schema_errors if e.keyword == "required" and e.is_table)
    return not index.tables and any(missing)


def _must_list(index: Page, page: Page, framework: Framework) -> bool:
    if page.kind is None or index.kind is None or page.path in framework.orphans:
        return False
    return (
        index.kind.file in page.kind.listed_on
        and page.kind.name in framework.judged_kinds
        and framework.by_id.get(page.id) is page
    )
