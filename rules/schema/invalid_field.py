"""FW103 invalid-field."""

from collections.abc import Iterator

from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.page import Page
from frameworklint.registry import rule

from ._errors import errors, span_of

_KEYWORDS = ("pattern", "enum", "const")
_EVIDENCE = 60


@rule("FW103", Severity.ERROR)
def invalid_field(page: Page, framework: Framework) -> Iterator[Place]:
    """A value does not have the form that its field asks for."""
    for keyword in _KEYWORDS:
        for error in errors(page, keyword, of_tables=False):
            value = page.record().get(error.key, "")
            asked = error.hint or f"`{error.expected}`"
            label = "title" if error.key == "name" else error.key
            shown = value if len(value) <= _EVIDENCE else value[:_EVIDENCE] + "…"
            yield Place(
                page=page,
                span=span_of(page, error.key),
                message=f"{label} is `{shown}`, not {asked}",
                many=f"{label} is `{shown}` on {{n}} pages, not {asked}",
                cause=f"{page.kind.name if page.kind else ''} {error.key} {value}",
                subject=error.key,
            )
