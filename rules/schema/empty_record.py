"""FW110 empty-record."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule


@rule("FW110", Severity.WARNING)
def empty_record(page: Page, framework: Framework) -> Iterator[Place]:
    """All fields that describe a page are empty at once."""
    kind = page.kind
    if kind is None or not kind.descriptive or page.path in framework.orphans:
        return
    fields = [page.field(label) for label in kind.descriptive]
    values = [field.value for field in fields if field is not None]
    if len(values) < len(fields) or any(re.search(r"\w", value.plain) for value in values):
        return
    labels = "none of these: " + ", ".join(f"`{label}`" for label in kind.descriptive)
    yield Place(
        page=page,
        span=values[0].span,
        message=f"This {kind.noun} gives {labels}",
        many=f"{{n}} {kind.plural} give {labels}",
        cause=kind.name,
        subject=page.id,
    )
