"""FW103 invalid-field."""

import re
from collections.abc import Iterator

from frameworklint.api import (
    Framework,
    Kind,
    Page,
    Place,
    Severity,
    flat_record,
    folded,
    rule,
    shortened,
)

from ._errors import errors, span_of

_KEYWORDS = ("pattern", "enum", "const")
_EVIDENCE = 60


@rule("FW103", Severity.ERROR, yields_to=("FW306", "FW503"))
def invalid_field(page: Page, framework: Framework) -> Iterator[Place]:
    """A value does not have the form that its field asks for."""
    if page.kind is None:
        return
    for keyword in _KEYWORDS:
        for error in errors(page, keyword, of_tables=False):
            value = folded(flat_record(page).get(error.key, ""))
            asked = error.hint or f"`{error.expected}`"
            label = "title" if error.key == "name" else f"field `{error.key}`"
            shown = shortened(value, _EVIDENCE)
            said = f"The {label} is `{shown}`" if value else f"The {label} is empty"
            should = f"it should be {asked}{_column(page.kind, error.key)}"
            yield Place(
                page=page,
                span=span_of(page, error.key),
                message=f"{said}; {should}",
                many=f"{said} on {{n}} pages; {should}",
                cause=f"{page.kind.name} {error.key} {value}",
                subject=error.key,
            )


def _column(kind: Kind, key: str) -> str:
    """Which column of the workbook prints a field, or the name in the title."""
    role = kind.workbook
    if role is None:
        return ""
    form = f"{{{role.name}}}" if key == "name" else role.fields.get(key, "")
    columns = dict.fromkeys(re.findall(r"{(\w+)", form))
    names = " and ".join(f"`{column}`" for column in columns)
    return f" (sheet `{role.sheet}`, {names})" if columns else ""
