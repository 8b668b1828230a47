"""The cells of the workbook that a finding's text was printed from."""

from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.printed import PrintedText
from frameworklint.workbook.printing.cell_spans import cell_spans
from frameworklint.workbook.provenance import Provenance
from frameworklint.workbook.sheet import Cell, SheetPage

_MOST_CELLS = 100  # of one text, that a finding there names: there may be thousands of both


class SourceCells(NamedTuple):
    """Where the text of a finding comes from.

    Attributes:
        cells: the cells that print it.
        differing: cells from which the page differs.
    """

    cells: tuple[Cell, ...] = ()
    differing: tuple[Cell, ...] = ()


def source_of(finding: Finding, provenance: Provenance) -> SourceCells:
    """The cells that the text of a finding was printed from."""
    cells: dict[Cell, None] = {}
    differing: dict[Cell, None] = {}
    for place in finding.places:
        cells.update(dict.fromkeys(place.cells))
        if isinstance(place.page, SheetPage) or not provenance.differences(place.page):
            continue
        for printed in provenance.printed_at(place.page, place.span):
            if not printed.agrees:
                wanted = _touched(printed, place.span, finding.rule.source)
                differing.update(dict.fromkeys(wanted))
    return SourceCells(tuple(cells), tuple(cell for cell in differing if cell not in cells))


def cells_at(provenance: Provenance, page: Page, span: Span, source: str) -> tuple[Cell, ...]:
    """The cells that a page prints at a span as they are.

    Args:
        provenance: where the pages come from.
        page, span: the place.
        source: which cells a finding there names, see `Rule`.
    """
    found = (printed for printed in provenance.printed_at(page, span) if printed.agrees)
    return tuple(dict.fromkeys(cell for one in found for cell in _touched(one, span, source)))


def _touched(printed: PrintedText, span: Span, source: str) -> list[Cell]:
    """The cells that a finding at a span is about; of several in one text those that it touches."""
    cells = _wanted(printed, source)
    if source != "text" or len(cells) < 2:
        return cells
    return list(dict.fromkeys(one.cell for one in cell_spans(printed, span))) or cells


def _wanted(printed: PrintedText, source: str) -> list[Cell]:
    """The cells of a printed text that a finding is about."""
    references = printed.references[:_MOST_CELLS]
    if source == "text" or not references:
        return printed.cells[:_MOST_CELLS]
    rows = list(dict.fromkeys(one.text_cell for one in references if one.relation.text))
    if source == "row" and len(rows) == len(references):
        return rows
    return list(dict.fromkeys([*rows, *(one.target_cell for one in references)]))
