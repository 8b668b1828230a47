"""FW104 unknown-field."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._names import wrong_names


@rule("FW104", Severity.WARNING, fold="page")
def unknown_field(page: Page, framework: Framework) -> Iterator[Place]:
    """A field that the kind does not have, or one that stands twice."""
    if page.kind is not None:
        found = [(field.label, field.label_span) for field in page.fields]
        yield from wrong_names(page, framework, found, of_tables=False)
