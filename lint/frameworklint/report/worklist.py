"""The worklist: what to change in the workbook, cell by cell, as a table."""

import csv
import io
from collections.abc import Iterator, Sequence
from itertools import chain
from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.findings.source_cells import source_of
from frameworklint.linter.place import Place
from frameworklint.report.grouping import following_of
from frameworklint.report.report import plural
from frameworklint.terminal.escaping import LONGEST_CELL, table_cell
from frameworklint.workbook.provenance import Provenance
from frameworklint.workbook.sheet import Cell, SheetPage

_MOST = 5_000_000  # characters of the list; real: 600,000


class WorklistEntry(NamedTuple):
    """A line of the list: a cell, what is wrong, and what it should hold where that is certain.

    For a file that is written anew, `sheet` is empty, and `cell` the first place in the file.

    Attributes:
        row_id: what names the cell's row, which stays when other rows are added or deleted.
        column: the name of its column.
        cell: where both are now, such as `D52`.
    """

    file: str
    sheet: str
    row_id: str
    column: str
    cell: str
    rule: str
    what: str
    now: str
    proposed: str
    note: str


def entries(findings: Sequence[Finding], provenance: Provenance) -> list[WorklistEntry]:
    """The cells that findings concern, in the order of the workbook; behind them the files to be
    written anew.

    A finding that follows from others in the list is left out: it is fixed with them.
    """
    lines = {finding.fingerprint: list(_entries(finding, provenance)) for finding in findings}
    exported = {finding.fingerprint: _exported(finding) for finding in findings}
    listed = [one for one in findings if lines[one.fingerprint] or exported[one.fingerprint]]
    for following in following_of(listed).values():
        for finding in following:
            del lines[finding.fingerprint], exported[finding.fingerprint]
    found: dict[tuple[str, int, int, int], dict[WorklistEntry, None]] = {}
    for cell, entry in chain.from_iterable(lines.values()):
        at = (cell.page.path, cell.page.number, cell.row, cell.column)
        found.setdefault(at, {})[entry] = None
    cells = [entry for at in sorted(found) for entry in found[at]]
    return cells + [entry for entry in exported.values() if entry]


def _exported(finding: Finding) -> WorklistEntry | None:
    """A finding about a file that is not changed by hand, but written anew."""
    page = finding.place.page
    if not page.remedy:
        return None
    rule = f"{finding.rule.code} {finding.rule.name}"
    at = page.locator(finding.place.span)
    return WorklistEntry(page.path, "", "", "", at, rule, finding.message, "", "", page.remedy)


def _entries(finding: Finding, provenance: Provenance) -> Iterator[tuple[Cell, WorklistEntry]]:
    if finding.place.page.remedy:
        return
    own = [place for place in finding.places if isinstance(place.page, SheetPage)]
    for place in own:
        assert isinstance(place.page, SheetPage)
        if cell := place.page.cell_at(place.span):
            yield cell, _entry(cell, finding, place)
    if any(place.printed is None for place in own):
        return  # a finding about the workbook itself
    known = {cell for place in own for cell in place.cells}
    source = source_of(finding, provenance)
    for cell in source.cells:
        if cell not in known:
            yield cell, _entry(cell, finding)
    for cell in source.differing:
        note = "the page differs from this cell: run the generator first"
        yield cell, _entry(cell, finding)._replace(note=note)


def _entry(cell: Cell, finding: Finding, place: Place | None = None) -> WorklistEntry:
    what = place.message if place else finding.message
    proposed, note = (place.proposed, place.note) if place else ("", "")
    if len(proposed) > LONGEST_CELL:
        proposed, note = "", note or "the text to put there is longer than a cell may be"
    rule = f"{finding.rule.code} {finding.rule.name}"
    return WorklistEntry(
        file=cell.page.path,
        sheet=cell.sheet_name,
        row_id=cell.row_name,
        column=cell.column_name,
        cell=cell.name,
        rule=rule,
        what=what,
        now=cell.text,
        proposed=proposed,
        note=note,
    )


def rendered(found: Sequence[WorklistEntry], form: str = "csv") -> tuple[str, int]:
    """The list as CSV, or with tabs, as a spreadsheet program takes it from the clipboard.

    Returns:
        The list, and how many lines it lacks because it would be too long.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
    writer.writerow(WorklistEntry._fields)
    for number, entry in enumerate(found):
        if buffer.tell() > _MOST:
            left_out = len(found) - number
            writer.writerow(_end(left_out))
            return buffer.getvalue(), left_out
        writer.writerow([table_cell(value) for value in entry])
    return buffer.getvalue(), 0


def _end(left_out: int) -> WorklistEntry:
    note = f"{plural(left_out, 'more line')} not listed: fix these first"
    return WorklistEntry._make([*[""] * (len(WorklistEntry._fields) - 1), note])
