"""FW601 missing-source."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule
from frameworklint.span import Span

from ._references import Reference, references, source_table


@rule("FW601", Severity.WARNING, fold="page")
def missing_source(page: Page, framework: Framework) -> Iterator[Place]:
    """An incident names no source."""
    table = source_table(page)
    if table is None or page.kind is None or any(row.broken for row in table.rows):
        return
    if f"| {table.key}" not in framework.layouts[page.kind.name].properties:
        return
    if any(_says_something(reference) for reference in references(page)):
        return
    yield Place(
        page=page,
        span=Span(table.columns[0].span.start, table.columns[-1].span.end),
        message=f"{page.id} names no source: a reader can not check it",
        cause=table.key,
        subject=page.id,
    )


def _says_something(reference: Reference) -> bool:
    """Whether a reference names a source, be it a book, or at least its copy in an archive."""
    cells = [cell for cell in (reference.link, reference.archive) if cell is not None]
    shown = [link.text for cell in cells for link in cell.content.links]
    shown += [cell.raw for cell in cells if not cell.content.links]
    return any(c.isalnum() for text in shown for c in text)
