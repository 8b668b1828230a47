"""FW105 missing-table."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule

from ._errors import missing_names, near_spelling, unknown_names


@rule("FW105", Severity.ERROR, fold="page")
def missing_table(page: Page, framework: Framework) -> Iterator[Place]:
    """A table that the kind requires is absent."""
    if page.kind is None:
        return
    unknown = unknown_names(page, of_tables=True)
    for name in missing_names(page, of_tables=True):
        # A misspelled first column is reported where it stands, by unknown-table.
        if unknown and near_spelling(name, unknown):
            continue
        table = f"The table `{name}`" if name else "The table"
        whose = f"every {page.kind.noun}" if page.kind.is_record else "this page"
        yield Place(
            page=page,
            span=page.top,
            message=f"{table} is missing, which {whose} has, if only its header",
            cause=name,
            subject=name,
        )
