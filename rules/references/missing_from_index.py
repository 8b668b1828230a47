"""FW308 missing-from-index."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Related, Severity, rule

from ._pages import ids_listed, titled


@rule("FW308", Severity.ERROR, fold="page", judges="print")
def missing_from_index(page: Page, framework: Framework) -> Iterator[Place]:
    """An index or matrix page does not list a page that it must list."""
    if page.kind is None or not _is_to_be_listed(page, framework):
        return
    for file in page.kind.listed_on:
        index = framework.index_page(file)
        if index is None or index.unreadable or page.id in ids_listed(index, framework):
            continue
        if not _lacks_its_table(index):
            yield Place(
                page=page,
                span=page.top,
                message=f"{file} does not list {titled(page)}",
                cause=file,
                subject=page.id,
                also=(Related(index, index.top, f"{page.id} is missing here"),),
            )


def _lacks_its_table(index: Page) -> bool:
    """Whether the table itself is gone, which missing-table says once."""
    missing = (e for e in index.schema_errors if e.keyword == "required" and e.is_table)
    return not index.tables and any(missing)


def _is_to_be_listed(page: Page, framework: Framework) -> bool:
    return (
        page.kind is not None
        and page.kind.name in framework.judged_kinds
        and page.path not in framework.orphans
        and framework.by_id.get(page.id) is page
    )
