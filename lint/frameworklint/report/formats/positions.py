"""Positions as the formats of other programs want them."""

import os
from typing import NamedTuple
from urllib.parse import quote

from frameworklint.page.page import Page
from frameworklint.report.report import Report
from frameworklint.source.span import Span


class Position(NamedTuple):
    """A span by lines and columns: 1-based, in code points, the end exclusive.

    `path` starts at git's top level.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int

    @property
    def uri(self) -> str:
        """The path as a relative URI; the bytes of a name that is not UTF-8 stay what they are."""
        return quote(os.fsencode(self.path))


def position(report: Report, page: Page, span: Span) -> Position:
    """Where a span stands."""
    start, end = page.lines.position(span.start), page.lines.position(span.end)
    return Position(report.git_prefix + page.path, *start, *end)
