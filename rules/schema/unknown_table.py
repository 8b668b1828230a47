"""FW107 unknown-table."""

from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page, Table
from frameworklint.registry import rule

from ._errors import missing_names, near_spelling, unknown_names


@rule("FW107", Severity.WARNING, fold="page")
def unknown_table(page: Page, framework: Framework) -> Iterator[Place]:
    """A table that the kind does not have, or one that stands twice."""
    if page.kind is None:
        return
    unknown = set(unknown_names(page, of_tables=True))
    missing = missing_names(page, of_tables=True)
    first: dict[str, Table] = {}
    for table in page.tables:
        earlier = first.setdefault(table.key, table)
        span = table.columns[0].span if table.columns else table.span
        also: tuple[Related, ...] = ()
        if table.key in unknown:
            message = f"No {page.kind.noun or 'such page'} has a table `{table.key}`"
            meant = near_spelling(table.key, missing) if missing else ""
            message += f"; did you mean `{meant}`?" if meant else ""
        elif earlier is not table:
            message = f"The table `{table.key}` stands twice"
            also = (Related(page, earlier.span, "the first one"),)
        else:
            continue
        yield Place(
            page=page,
            span=span,
            message=message,
            cause=table.key,
            subject=table.key,
            also=also,
        )
