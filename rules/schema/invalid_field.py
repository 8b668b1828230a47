"""FW103 invalid-field."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

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
            value = " ".join(page.record().get(error.key, "").split())
            asked = error.hint or f"`{error.expected}`"
            label = "title" if error.key == "name" else f"field `{error.key}`"
            shown = value if len(value) <= _EVIDENCE else value[:_EVIDENCE] + "…"
            said = f"The {label} is `{shown}`" if value else f"The {label} is empty"
            yield Place(
                page=page,
                span=span_of(page, error.key),
                message=f"{said}; it should be {asked}",
                many=f"{said} on {{n}} pages; it should be {asked}",
                cause=f"{page.kind.name} {error.key} {value}",
                subject=error.key,
            )
