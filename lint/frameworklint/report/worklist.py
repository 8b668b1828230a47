"""The worklist: what to change in the workbook, a row for each cell and rule."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from frameworklint.findings.finding import Finding
from frameworklint.findings.source_cells import source_of
from frameworklint.fixes.offers import Reading, readings
from frameworklint.fixes.targets import Target, Targets
from frameworklint.linter.place import Place
from frameworklint.report.grouping import following_of
from frameworklint.terminal.escaping import LONGEST_CELL
from frameworklint.wording import plural
from frameworklint.workbook.provenance import Provenance
from frameworklint.workbook.sheet import Cell, SheetPage
from frameworklint.workbook.writing.strings import TextEdit, edited

SAFE, SUGGESTED = "safe", "suggested"
_SAID = 5  # messages of one cell that its row tells
_WAITS = "the page differs from this cell: run the generator first"


class WorklistEntry(NamedTuple):
    """A row of the list: a cell, what is wrong there, and what it should hold.

    For a file that is written anew, `sheet` is empty, and `cell` the first place in the file.

    Attributes:
        file, sheet: where.
        row_id: what names the cell's row, which stays when other rows are added or deleted.
        column: the name of its column.
        cell: where both are now, such as `D52`.
        severity, rule: of the finding.
        what: what is wrong.
        now: the cell's text.
        proposed: what it should hold, where there is one reading.
        proposal: `safe`, `suggested`, or empty.
        note: what is known beside it.
    """

    file: str
    sheet: str
    row_id: str
    column: str
    cell: str
    severity: str
    rule: str
    what: str
    now: str
    proposed: str
    proposal: str
    note: str


class _Item(NamedTuple):
    """What one finding says of a cell."""

    cell: Cell
    finding: Finding
    what: str
    readings: tuple[Reading, ...]
    note: str


def entries(findings: Sequence[Finding], where: Targets, known: Provenance) -> list[WorklistEntry]:
    """The cells that findings concern, in the order of the workbook; behind them the files to be
    written anew.

    A finding that follows from others in the list is left out: it is fixed with them.

    Args:
        findings: the findings.
        where: where fixes are written.
        known: which cells the pages were printed from.
    """
    items = {finding.fingerprint: list(_items(finding, where, known)) for finding in findings}
    exported = {finding.fingerprint: _exported(finding) for finding in findings}
    listed = [one for one in findings if items[one.fingerprint] or exported[one.fingerprint]]
    for following in following_of(listed).values():
        for finding in following:
            del items[finding.fingerprint], exported[finding.fingerprint]
    rows: dict[tuple[str, int, int, int, str], list[_Item]] = {}
    for item in (item for found in items.values() for item in found):
        page, code = item.cell.page, item.finding.rule.code
        at = (page.path, page.number, item.cell.row, item.cell.column, code)
        rows.setdefault(at, []).append(item)
    cells = [_entry(rows[at]) for at in sorted(rows)]
    return cells + [entry for entry in exported.values() if entry]


def _exported(finding: Finding) -> WorklistEntry | None:
    """A finding about a file that is not changed by hand, but written anew."""
    page = finding.place.page
    if not page.remedy:
        return None
    severity, rule = finding.severity.value, f"{finding.rule.code} {finding.rule.name}"
    at = page.locator(finding.place.span)
    where = (page.path, "", "", "", at)
    note = finding.place.note or page.remedy
    return WorklistEntry(*where, severity, rule, finding.message, "", "", "", note)


def _items(finding: Finding, where: Targets, known: Provenance) -> Iterator[_Item]:
    """What a finding says of each of its cells: those to change where a fix is offered."""
    if finding.place.page.remedy:
        return
    offered = tuple(readings(finding, where))
    own = [place for place in finding.places if isinstance(place.page, SheetPage)]
    for place in own:
        assert isinstance(place.page, SheetPage)
        if cell := place.page.cell_at(place.span):
            fixes = _concerning(cell, offered) or _by_hand(place)
            yield _Item(cell, finding, place.message, fixes, place.note)
    if any(place.printed is None for place in own):
        return  # a finding about the workbook itself
    known_cells = {cell for place in own for cell in place.cells}
    targets = [target.cell for one in offered for target in one.targets if target.cell is not None]
    changed = dict.fromkeys(targets)
    source = source_of(finding, known)
    columns = {(cell.page.key, cell.column) for cell in changed}
    others = [
        cell
        for cell in source.cells
        if cell not in changed and (not changed or (cell.page.key, cell.column) in columns)
    ]
    for cell in [cell for cell in [*changed, *others] if cell not in known_cells]:
        yield _Item(cell, finding, finding.message, _concerning(cell, offered), "")
    if not changed:
        for cell in source.differing:
            yield _Item(cell, finding, finding.message, (), _WAITS)


def _concerning(cell: Cell, offered: Iterable[Reading]) -> tuple[Reading, ...]:
    """What of some readings changes a cell."""
    found = []
    for one in offered:
        targets = tuple(target for target in one.targets if target.cell == cell)
        if targets:
            found.append(one._replace(targets=targets))
    return tuple(found)


def _by_hand(place: Place) -> tuple[Reading, ...]:
    return tuple(Reading(fix.title, False, ()) for fix in place.fixes if not fix.edits)


def _entry(items: Sequence[_Item]) -> WorklistEntry:
    """The row of a cell and a rule."""
    cell, finding = items[0].cell, items[0].finding
    proposed, proposal = _proposed(items)
    notes = [item.note for item in items if item.note]
    if not proposed:
        notes += [
            " or ".join(dict.fromkeys(reading.short for reading in item.readings))
            for item in items
            if item.readings
        ]
    return WorklistEntry(
        file=cell.page.path,
        sheet=cell.sheet_name,
        row_id=cell.row_name,
        column=cell.column_name,
        cell=cell.name,
        severity=finding.severity.value,
        rule=f"{finding.rule.code} {finding.rule.name}",
        what=_joined(item.what for item in items),
        now=cell.text,
        proposed=proposed,
        proposal=proposal,
        note=_joined(notes),
    )


def _proposed(items: Sequence[_Item]) -> tuple[str, str]:
    """What a cell should hold where each of its faults has at most one reading, and how sure."""
    single = [item.readings[0] for item in items if len(item.readings) == 1]
    targets: list[Target] = []
    for target in dict.fromkeys(target for one in single for target in one.targets):
        if not any(target.span.overlaps(other.span) for other in targets):
            targets.append(target)
    if not targets:
        return "", ""
    new = edited(items[0].cell.text, [TextEdit(*one.span, one.new) for one in targets])
    if len(new) > LONGEST_CELL:
        return "", ""
    return new, SAFE if all(one.is_safe for one in single) else SUGGESTED


def _joined(texts: Iterable[str]) -> str:
    unique = list(dict.fromkeys(texts))
    left = len(unique) - _SAID
    more = [f"and {left} more"] if left > 0 else []
    return "; ".join([*unique[:_SAID], *more])


def summary(found: Sequence[WorklistEntry]) -> str:
    """What the list holds, in one line."""
    cells = len({entry[:3] for entry in found})
    kinds = Counter(entry.proposal for entry in found)
    parts = [
        f"{plural(len(found), 'row')} of {plural(cells, 'cell')}",
        f"{kinds[SAFE]:,} with a safe fix, for `frameworklint fix`, if it brings nothing else",
        f"{kinds[SUGGESTED]:,} with a suggestion",
        f"{kinds['']:,} for a person to decide",
    ]
    return f"{parts[0]}: {', '.join(parts[1:])}"
