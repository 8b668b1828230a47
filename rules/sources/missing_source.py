"""FW601 missing-source."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Span, rule

from ._references import references, source_table


@rule("FW601", Severity.WARNING, fold="page")
def missing_source(page: Page, framework: Framework) -> Iterator[Place]:
    """An incident names no source."""
    table = source_table(page)
    if table is None or page.kind is None or any(row.broken for row in table.rows):
        return
    if f"| {table.key}" not in framework.layouts[page.kind.name].properties:
        return
    if any(reference.says_something for reference in references(page, framework)):
        return
    yield Place(
        page=page,
        span=Span(table.columns[0].span.start, table.columns[-1].span.end),
        message=f"The {page.kind.noun} names no source: a reader can not check it",
        cause=table.key,
        subject=page.id,
    )
