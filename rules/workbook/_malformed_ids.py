"""Rows whose ID has not the form of their kind: what cites the right one does not find them."""

import re
from collections import defaultdict
from collections.abc import Iterator

from frameworklint.api import (
    INVISIBLE,
    Cell,
    Framework,
    Kind,
    Location,
    Place,
    Record,
    comparable,
    folded,
    rewritten,
)

from ..history._mentions import mentions
from ..references._id_forms import foreign_letter, wanted_form


def malformed_id(record: Record, kind: Kind, framework: Framework) -> Place | None:
    """The ID of a row that is none of its kind; None where it is one, but for blanks."""
    assert kind.workbook is not None
    cell = record.cell(kind.workbook.id)
    if kind.id_form is None or kind.is_id("".join(cell.text.split())):
        return None
    name = folded(record.cell(kind.workbook.name).text)
    named = f" ({name})" if name else ""
    meant = _meant(cell.text, kind, framework) or _lost(name, kind, framework)
    return Place(
        page=cell.page,
        span=cell.span,
        message=f"`{folded(cell.text)}`{named} is no ID{_fault(cell.text, meant, kind, framework)}",
        cause=cell.text,
        subject=cell.text,
        note=f"write {meant}" if meant else "give the row an ID",
        fixes=(rewritten(cell, meant, is_safe=False, title=f"write {meant}"),) if meant else (),
        explained=tuple(_explained(record, meant, kind, framework)),
    )


def _meant(written: str, kind: Kind, framework: Framework) -> str:
    """The ID that is likely meant, unless another row has it."""
    assert kind.id_form is not None
    meant = "".join(character for character in written if character not in INVISIBLE)
    if not kind.is_id(meant):
        is_near = re.fullmatch(kind.id_form.near, written, re.IGNORECASE)
        meant = kind.id_form.repaired(written) if is_near else ""
    return "" if meant in framework.workbook.records(kind) else meant


def _lost(name: str, kind: Kind, framework: Framework) -> str:
    """The ID of the one page that has the name, and no row."""
    found = framework.memo.of_all(_without_rows).get((kind.name, comparable(name)), [])
    return found[0] if len(found) == 1 else ""


def _without_rows(framework: Framework) -> dict[tuple[str, str], list[str]]:
    """The IDs of pages that no row has, by kind and name."""
    found: dict[tuple[str, str], list[str]] = defaultdict(list)
    for page in framework.records:
        if page.kind and page.id and page.id not in framework.workbook.records(page.kind):
            found[page.kind.name, comparable(page.name)].append(page.id)
    return found


def _fault(written: str, meant: str, kind: Kind, framework: Framework) -> str:
    assert kind.id_form is not None
    other = framework.kinds.of_id(written)
    if other is not None:
        return f" of {kind.plural}, but of {other.plural}"
    hidden = ": it holds a character that nobody sees" if set(written) & set(INVISIBLE) else ""
    hint = f"; {meant} is likely meant" if meant else wanted_form(kind.id_form)
    return f"{hidden or foreign_letter(written)}{hint}"


def _explained(record: Record, meant: str, kind: Kind, framework: Framework) -> Iterator[Location]:
    """What is wrong only because of it; where none is meant, it may be no row of a page at all."""
    assert kind.workbook is not None
    yield from due_to_id(record.cell(kind.workbook.id), meant, kind, framework)
    if not meant:
        yield from framework.memo.of_all(_by_row).get((record.sheet.name, record.row), ())


def due_to_id(cell: Cell, meant: str, kind: Kind, framework: Framework) -> Iterator[Location]:
    """What is wrong because a row has an ID that is none: the page that is printed for it, and the
    page and all mentions of the ID that is meant, which no row has.
    """
    yield cell.page, cell.span
    for name in filter(None, (cell.text, meant)):
        path = "/".join(filter(None, (framework.paths.home, kind.folder, f"{name}.md")))
        if page := framework.by_path.get(path):
            yield page, page.top
    if meant:
        yield from framework.memo.of_all(_by_id).get(meant, ())


def _by_id(framework: Framework) -> dict[str, list[Location]]:
    """Where each ID is named, in the columns that refer to rows and in texts and links."""
    found: dict[str, list[Location]] = defaultdict(list)
    for one in framework.references.all:
        found[one.target].append((one.target_cell.page, one.target_cell.span))
        found[one.source].append((one.source_cell.page, one.source_cell.span))
    for mention in mentions(framework):
        found[mention.id].append((mention.page, mention.span))
    return found


def _by_row(framework: Framework) -> dict[tuple[str, int], list[Location]]:
    """The cells of each row that refer to other rows."""
    found: dict[tuple[str, int], list[Location]] = defaultdict(list)
    for one in framework.references.all:
        found[one.sheet.name, one.row].append((one.target_cell.page, one.target_cell.span))
    return found
