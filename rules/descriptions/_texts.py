"""Descriptions, made comparable."""

import re

from frameworklint.framework import Framework
from frameworklint.page import Text
from frameworklint.span import Span


def without_row_numbers(raw: str, framework: Framework) -> str:
    """A description without the row numbers with which older trees begin it."""
    number = framework.kinds.conventions.row_number
    return re.sub(rf"(?:^|(?<=, )){number}[ \u00a0]", "", raw)


def folded(text: Text | None, framework: Framework) -> str:
    """A description with white space folded, row numbers left out and tags kept."""
    return "" if text is None else " ".join(without_row_numbers(text.raw, framework).split())


def bare(text: Text | None, framework: Framework) -> str:
    """A description as running text: without tags, cited IDs and row numbers, blanks folded."""
    if text is None:
        return ""
    raw = text.raw
    cuts = [(tag.span, " " if tag.name == "br" else "") for tag in text.content.tags]
    cuts += [(Span(c.span.start - text.start, c.span.end - text.start), "") for c in text.citations]
    for span, instead in sorted(cuts, reverse=True):
        raw = raw[: span.start] + instead + raw[span.end :]
    return " ".join(without_row_numbers(raw, framework).split())
