"""FW109 float-year."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

_FLOAT_YEAR = re.compile(r"\d{4}\.0")


@rule("FW109", Severity.INFO, judges="print")
def float_year(page: Page, framework: Framework) -> Iterator[Place]:
    """A year is printed as a decimal number."""
    if page.kind is None or not page.kind.year:
        return
    field = page.field(page.kind.year)
    if field is None or not _FLOAT_YEAR.fullmatch(field.value.raw):
        return
    yield Place(
        page=page,
        span=field.value.span,
        message=f"The year is printed as `{field.value.raw}`",
        many=f"On {{n}} pages the year is printed as a decimal number, such as `{field.value.raw}`",
        cause="float year",
        subject=field.label,
    )
