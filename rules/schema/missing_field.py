"""FW101 missing-field."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule

from ._errors import missing_names, near_spelling, unknown_names


@rule("FW101", Severity.ERROR, fold="page")
def missing_field(page: Page, framework: Framework) -> Iterator[Place]:
    """A field that the kind requires is absent."""
    unknown = unknown_names(page, of_tables=False)
    for label in missing_names(page, of_tables=False):
        # A misspelled label is reported where it stands, by unknown-field.
        if unknown and near_spelling(label, unknown):
            continue
        noun = page.kind.noun if page.kind else "page"
        yield Place(
            page=page,
            span=page.top,
            message=f"The field `{label}` is missing, which every {noun} has",
            cause=label,
            subject=label,
        )
