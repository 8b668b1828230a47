"""FW102 empty-field."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._errors import errors


@rule("FW102", Severity.WARNING, fold="page")
def empty_field(page: Page, framework: Framework) -> Iterator[Place]:
    """A field that must hold text is empty."""
    for error in errors(page, "minLength", of_tables=False):
        field = page.field(error.key)
        yield Place(
            page=page,
            span=field.label_span if field else page.top,
            message=f"The field `{error.key}` is empty",
            cause=error.key,
            subject=error.key,
        )
