"""Positions as the formats of other programs want them."""

import os
from typing import NamedTuple
from urllib.parse import quote

from frameworklint.findings.finding import Finding
from frameworklint.page.page import Page
from frameworklint.report.report import Report
from frameworklint.source.span import Span
from frameworklint.wording import and_more
from frameworklint.workbook.sheet import SheetPage

_LONGEST_KEY = 80  # characters of a row's ID that stand behind the name of a cell


class Position(NamedTuple):
    """A span by lines and columns: 1-based, in code points, the end exclusive.

    `path` starts at git's top level. A workbook has no lines: there it is the beginning, and what
    is said of it names the cell.
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
    if isinstance(page, SheetPage):
        return Position(report.git_prefix + page.path, 1, 1, 1, 1)
    start, end = page.lines.position(span.start), page.lines.position(span.end)
    return Position(report.git_prefix + page.path, *start, *end)


def said(report: Report, finding: Finding) -> str:
    """What is wrong, with the cell where it stands, or from which the page's text was printed."""
    page, span = finding.place.page, finding.place.span
    if isinstance(page, SheetPage):
        return f"{cell_path(page, span)}: {finding.message}" if page.sheet else finding.message
    cells = report.source(finding).cells
    if not cells:
        return finding.message
    cell = cell_path(cells[0].page, cells[0].span) + and_more(len(cells) - 1)
    return f"{finding.message} (source: {cell})"


def cell_path(page: SheetPage, span: Span) -> str:
    """The file's name, the sheet, and the cell with its row's ID."""
    row, _ = page.lines.position(span.start)
    where = page.where(span).rpartition("/")[2]
    key = page.sheet.row_key(row) if page.sheet else ""
    return f"{where} ({key})" if 0 < len(key) <= _LONGEST_KEY else where
