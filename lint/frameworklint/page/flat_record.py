"""A page as its schema sees it."""

import re

from frameworklint.kinds.ids import INVISIBLE
from frameworklint.page.page import Page

# Blanks, visible or not, and tags that show nothing by themselves.
_SHOWS_NOTHING = re.compile(
    rf"(?:[\s{INVISIBLE}]|</?(?:b|br|em|i|p|span|strong|u)\b[^<>]*>)*+", re.IGNORECASE
)


def flat_record(page: Page) -> dict[str, str]:
    """The first of each field and table of a page by its label, tables with `| ` before it."""
    record = {
        "type": page.word,
        "id": page.title_id.raw if page.title_id else "",
        "name": page.name,
    }
    for field in page.fields:
        raw = field.value.raw
        record.setdefault(field.label, "" if _SHOWS_NOTHING.fullmatch(raw) else raw)
    for table in page.tables:
        record.setdefault(f"| {table.key}", table.header)
    return record
