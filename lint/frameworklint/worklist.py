"""The command `worklist`: what to change in the workbook, cell by cell, as a table."""

import csv
import io
import os
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from frameworklint import streams
from frameworklint.cells import Cell, SheetPage
from frameworklint.check import FAILED, OK, CheckRun
from frameworklint.errors import UsageError
from frameworklint.findings import Finding, Place
from frameworklint.options import Options
from frameworklint.provenance import Provenance

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


def worklist(options: Options) -> int:
    """Write what there is to change in the workbook.

    Returns:
        The exit code: 0, whatever there is to change.

    Raises:
        UsageError: the run can not be carried out, there is no workbook, or the list can not be
            written.
    """
    run = CheckRun(options)
    findings = run.findings()
    assert run.framework is not None
    if not run.framework.workbook_paths:
        raise UsageError(f"{run.root} holds no workbook, so there is nothing to list")
    text = rendered(entries(findings, run.framework.provenance), options.output_format or "csv")
    if options.output:
        _write(options.output, text)
    else:
        streams.say(text)
    for crash in run.crashes:
        streams.note(f"frameworklint: {crash}\n")
    return FAILED if run.crashes else OK


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
    source = provenance.source_of(finding)
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


def _write(path: str, text: str) -> None:
    """Write the list; the mark at its start tells spreadsheet programs that it is UTF-8."""
    try:
        with open(path, "w", encoding="utf-8-sig", newline="") as file:
            file.write(text)
    except OSError as error:
        raise UsageError(f"can not write {os.path.relpath(path)!r}: {error.strerror}") from error
