"""A page as its schema sees it."""

import re

from frameworklint.kinds.ids import INVISIBLE
from frameworklint.page.page import Page

# Blanks, visible or not, also as entities, comments, and tags that show nothing by themselves.
_SHOWS_NOTHING = re.compile(
    rf"(?:[\s{INVISIBLE}]|&(?:nbsp|#160|#xa0|#8203);|<!--[^<>]*-->"
    r"|</?(?:b|br|em|i|p|span|strong|u)\b[^<>]*>)*+",
    re.IGNORECASE,
)


def shows_nothing(raw: str) -> bool:
    """Whether a text shows nothing to a reader: blanks, comments and tags alone."""
    return _SHOWS_NOTHING.fullmatch(raw) is not None


def flat_record(page: Page) -> dict[str, str]:
    """The first of each field and table of a page by its label, tables with `| ` before it."""
    record = {
        "type": page.word,
        "id": page.title_id.raw if page.title_id else "",
        "name": page.name,
    }
    for field in page.fields:
        raw = field.value.raw
        record.setdefault(field.label, "" if shows_nothing(raw) else raw)
    for table in page.tables:
        record.setdefault(f"| {table.key}", table.header)
    return record
