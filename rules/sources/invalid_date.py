"""FW602 invalid-date."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._references import Source, as_date, references

_YEAR_FIRST = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:[T ]00:00(?::00)?)?")
_FORM = "YYYY/MM/DD"


@rule("FW602", Severity.ERROR, yields_to=("FW106",))
def invalid_date(page: Page, framework: Framework) -> Iterator[Place]:
    """A publication date is no date, or lies in the future."""
    for reference in references(page, framework):
        if reference.date is None:
            continue
        published = reference.published
        if published is None:
            fault = _fault(reference)
        elif published > framework.today:
            fault = f"The publication date `{reference.date.raw}` lies in the future"
        else:
            continue
        yield Place(
            page=page,
            span=reference.date.span,
            message=fault,
            # One row of the spreadsheet is printed on every incident that names the source.
            cause=f"{reference.named} {reference.date.raw}",
            subject=reference.date.raw,
        )


def _fault(reference: Source) -> str:
    written = reference.date.raw if reference.date else ""
    if not written:
        return f"The publication date of `{reference.named}` is missing"
    match = _YEAR_FIRST.fullmatch(written)
    meant = as_date(*match.groups()) if match else None
    if meant is not None:
        likely = f"`{meant:%Y/%m/%d}` is likely meant"
        return f"The publication date `{written}` is not written {_FORM}; {likely}"
    if match:
        return f"The publication date `{written}` is not a day of the calendar ({_FORM})"
    return f"The publication date `{written}` is not a date ({_FORM})"
