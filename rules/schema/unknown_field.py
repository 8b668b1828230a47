"""FW104 unknown-field."""

from collections.abc import Iterator

from frameworklint.findings import Place, Related, Severity
from frameworklint.framework import Framework
from frameworklint.page import Field, Page
from frameworklint.registry import rule

from ._errors import missing_names, near_spelling, unknown_names


@rule("FW104", Severity.WARNING, fold="page")
def unknown_field(page: Page, framework: Framework) -> Iterator[Place]:
    """A field that the kind does not have, or one that stands twice."""
    if page.kind is None:
        return
    unknown = set(unknown_names(page, of_tables=False))
    missing = missing_names(page, of_tables=False)
    first: dict[str, Field] = {}
    for field in page.fields:
        label = field.label
        earlier = first.setdefault(label, field)
        also: tuple[Related, ...] = ()
        if label in unknown:
            message = f"No {page.kind.noun} has a field `{label}`"
            meant = near_spelling(label, missing) if missing else ""
            message += f"; did you mean `{meant}`?" if meant else ""
        elif earlier is not field:
            message = f"The field `{label}` stands twice"
            also = (Related(page, earlier.label_span, "the first one"),)
        else:
            continue
        yield Place(
            page=page,
            span=field.label_span,
            message=message,
            cause=label,
            subject=label,
            also=also,
        )
