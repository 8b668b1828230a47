"""The worklist: what to change in the workbook, cell by cell, as a table."""

import csv
import io
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.findings.source_cells import source_of
from frameworklint.linter.place import Place
from frameworklint.workbook.provenance import Provenance
from frameworklint.workbook.sheet import Cell, SheetPage

_FORMULA = ("=", "+", "-", "@", "\t", "\n", "＝", "＋", "－", "＠")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


class Entry(NamedTuple):
    """A line of the list: a cell, what is wrong, and what it should hold where that is certain."""

    file: str
    sheet: str
    cell: str
    rule: str
    what: str
    now: str
    proposed: str
    note: str


def entries(findings: Iterable[Finding], provenance: Provenance) -> list[Entry]:
    """The cells that findings concern, in the order of the workbook.

    A finding that follows from another in the list is left out: it is mended with that.
    """
    findings = list(findings)
    shown = {finding.fingerprint for finding in findings}
    found: dict[tuple[str, int, int, int], dict[Entry, None]] = {}
    for finding in findings:
        if shown.intersection(finding.follows):
            continue
        for cell, entry in _entries(finding, provenance):
            at = (cell.page.path, cell.page.number, cell.row, cell.column)
            found.setdefault(at, {})[entry] = None
    return [entry for at in sorted(found) for entry in found[at]]


def _entries(finding: Finding, provenance: Provenance) -> Iterator[tuple[Cell, Entry]]:
    own = [place for place in finding.places if isinstance(place.page, SheetPage)]
    for place in own:
        assert isinstance(place.page, SheetPage)
        if cell := place.page.cell_at(place.span):
            yield cell, _entry(cell, finding, place)
    if own:
        return
    source = source_of(finding, provenance)
    for cell in source.cells:
        yield cell, _entry(cell, finding)
    for cell in source.differing:
        note = "the page differs from this cell: run the generator first"
        yield cell, _entry(cell, finding)._replace(note=note)


def _entry(cell: Cell, finding: Finding, place: Place | None = None) -> Entry:
    what = place.message if place else finding.message
    proposed, note = (place.proposed, place.note) if place else ("", "")
    rule = f"{finding.rule.code} {finding.rule.name}"
    return Entry(cell.page.path, cell.sheet_name, cell.name, rule, what, cell.text, proposed, note)


def rendered(found: Iterable[Entry], form: str = "csv") -> str:
    """The list as CSV, or with tabs, as a spreadsheet program takes it from the clipboard."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter="\t" if form == "tsv" else ",", lineterminator="\n")
    writer.writerow(Entry._fields)
    writer.writerows([harmless(value) for value in entry] for entry in found)
    return buffer.getvalue()


def harmless(text: str) -> str:
    """A text that no spreadsheet program runs: an apostrophe before what begins a formula.

    Line ends are line feeds, as in a cell; what a terminal would obey is left out.
    """
    text = _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    return f"'{text}" if text.startswith(_FORMULA) else text
