"""FW106 wrong-columns."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule

from ._errors import errors, span_of


@rule("FW106", Severity.ERROR, fold="page")
def wrong_columns(page: Page, framework: Framework) -> Iterator[Place]:
    """A table's columns are not those that the kind asks for."""
    for error in errors(page, "const", of_tables=True):
        table = page.table(error.name)
        header = table.header if table else ""
        yield Place(
            page=page,
            span=span_of(page, error.key),
            message=f"The columns are `{header}`, not `{error.expected}`",
            cause=f"{error.name} {header}",
            subject=error.name,
        )
