"""FW107 unknown-table."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Span, Table, rule

from ._names import wrong_names


@rule("FW107", Severity.WARNING, fold="page")
def unknown_table(page: Page, framework: Framework) -> Iterator[Place]:
    """A table that the kind does not have, or one that stands twice."""
    if page.kind is not None:
        found = [(table.key, _header(table)) for table in page.tables]
        yield from wrong_names(page, framework, found, of_tables=True)


def _header(table: Table) -> Span:
    return table.columns[0].span if table.columns else table.span
