"""FW607 date-contradiction."""

import datetime
import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Related, Severity, rule

from ._references import archived, as_date, references, split

# A whole day, but no part of a longer number: 2024/06/21, 2024-06-21, 20240621.
_DAY = re.compile(
    r"(?<!\d)(?P<year>(?:19|20)\d{2})(?P<gap>[/-]|)(?P<month>\d{2})(?P=gap)(?P<day>\d{2})(?![\da-zA-Z])"
)


@rule("FW607", Severity.WARNING, yields_to=("FW106", "FW602"), beside=("FW605",))
def date_contradiction(page: Page, framework: Framework) -> Iterator[Place]:
    """The address of a source holds another day than its publication date."""
    for reference in references(page, framework):
        published, days = reference.published, _days(reference.address)
        if published is None or not days or published in days:
            continue
        assert reference.date is not None
        assert reference.link is not None
        written = reference.date.raw
        yield Place(
            page=page,
            span=reference.date.span,
            message=f"Published `{written}`, but the address says {days[0]:%Y/%m/%d}",
            cause=f"{reference.address} {written}",
            subject=written,
            also=(Related(page, reference.link.span, "the address"),),
        )


def _days(address: str) -> list[datetime.date]:
    """The days that the path of an address holds; in an archive's that of the original."""
    path = split(archived(address)[1] or address).path
    days = (as_date(match["year"], match["month"], match["day"]) for match in _DAY.finditer(path))
    return [day for day in days if day is not None]
