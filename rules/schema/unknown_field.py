"""FW104 unknown-field."""

from collections.abc import Iterator

from frameworklint.api import Field, Framework, Page, Place, Severity, Span, rule

from ._names import wrong_names


@rule("FW104", Severity.WARNING, fold="page")
def unknown_field(page: Page, framework: Framework) -> Iterator[Place]:
    """A field that the kind does not have, or one that stands twice."""
    if page.kind is not None:
        names, labels = [field.label for field in page.fields], map(_label, page.fields)
        yield from wrong_names(page, framework, names, labels, of_tables=False)


def _label(field: Field) -> Span:
    return field.label_span
