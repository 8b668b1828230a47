"""FW602 invalid-date."""

import datetime
import re
from collections.abc import Iterator
from contextlib import suppress

from frameworklint.api import Framework, Page, Place, Severity, rule

from ._references import Source, as_date, references

_YEAR_FIRST = re.compile(r"(\d{4})\D(\d{1,2})\D(\d{1,2})(?:[T ]00:00(?::00)?)?")
_YEAR_LAST = re.compile(r"(\d{1,2})([./-])(\d{1,2})\2(\d{4})")
_EIGHT_DIGITS = re.compile(r"(\d{4})(\d\d)(\d\d)")
_IN_WORDS = ("%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%B %d %Y", "%b %d %Y")
_LONGEST = len("30 September 2024") + 3  # what is longer is no date in words
# A day as spreadsheets count it: ECMA-376, part 1, section 18.17.4.1, the 1900 date system.
_SERIAL = re.compile(r"\d{5}")
_DAY_ZERO = datetime.date(1899, 12, 30)
_FORM = "YYYY/MM/DD"


@rule("FW602", Severity.ERROR, yields_to=("FW106",))
def invalid_date(page: Page, framework: Framework) -> Iterator[Place]:
    """A publication date is no date, or lies in the future."""
    for reference in references(page, framework):
        if reference.date is None:
            continue
        published = reference.published
        if published is None:
            fault = _fault(reference, framework.today)
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


def _fault(reference: Source, today: datetime.date) -> str:
    written = reference.date.raw if reference.date else ""
    if not written:
        return f"The publication date of `{reference.named}` is missing"
    shown = f"The publication date `{written}`"
    days = _readings(written)
    if days:
        readings = " or ".join(f"`{day:%Y/%m/%d}`" for day in days)
        likely = "is meant" if len(days) > 1 else "is likely meant"
        return f"{shown} is not written {_FORM}; {readings} {likely}"
    if days is not None:
        return f"{shown} is not a day of the calendar ({_FORM})"
    if _SERIAL.fullmatch(written):
        day = _DAY_ZERO + datetime.timedelta(int(written))
        if datetime.date(2000, 1, 1) <= day <= today:
            kept = "the number by which spreadsheets keep a day"
            return f"{shown} is {kept}; `{day:%Y/%m/%d}` is likely meant"
    return f"{shown} is not a date ({_FORM})"


def _readings(written: str) -> list[datetime.date] | None:
    """The days that a date in another form may mean, for with slashes the month may come first;
    none where the calendar lacks them, and None where it has no form of a date.
    """
    for form in (_YEAR_FIRST, _EIGHT_DIGITS):
        if match := form.fullmatch(written):
            return _days(match.groups())
    if match := _YEAR_LAST.fullmatch(written):
        first, gap, second, year = match.groups()
        orders = [(year, second, first), (year, first, second)]
        return _days(*(orders[:1] if gap == "." else orders))
    return _in_words(written) if len(written) <= _LONGEST else None


def _days(*dates: tuple[str, ...]) -> list[datetime.date]:
    """Those that are in the calendar, each once."""
    days = (as_date(*date) for date in dates)
    return list(dict.fromkeys(day for day in days if day is not None))


def _in_words(written: str) -> list[datetime.date] | None:
    for form in _IN_WORDS:
        with suppress(ValueError):
            return [datetime.datetime.strptime(written, form).date()]
    return None
