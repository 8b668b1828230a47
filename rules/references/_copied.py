"""What index and matrix pages copy of other pages, held against those pages."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from frameworklint.api import Field, Framework, Page, Span, Text, comparable

from ._pages import IndexEntry, entries, read_cited, stages, uneven_rows

_FLOAT_YEAR = re.compile(r"\b(\d{4})\.0\b")


class Mismatch(NamedTuple):
    """A cell that says something else than a page.

    Attributes:
        cell: where it stands.
        said_of: the ID of which the row or the cell tells.
        source, own: the page that says it otherwise, and where.
        here, there: what the cell and the page say, as messages show it.
        wrong, right: the least that differs, comparable.
        is_name: whether it is the name of the source.
    """

    cell: Text
    said_of: str
    source: Page
    here: str
    there: str
    wrong: str
    right: str
    own: Span
    is_name: bool = False


def mismatches(page: Page, framework: Framework) -> Iterator[Mismatch]:
    """Where an index or matrix page says something else of pages than they do."""
    assert page.kind is not None
    heads = _heads(page, framework) if page.kind.role == "matrix" else {}
    known = {entry.id for entry in heads.values()}
    for entry in entries(page, framework):
        listed = framework.page_of(entry.id)
        # Where link and text name two pages, link-id-mismatch reports it.
        if listed is not None and entry.said in ("", entry.id):
            if entry.name:
                yield from _name(entry.cell, entry.id, entry.id, entry.name, listed)
            if head := heads.get(entry.column):
                yield from _head(entry, listed, head, known, framework)
            for column, labels in page.kind.columns.items():
                yield from _column(entry, listed, column, labels, framework)
            for column, labels in page.kind.endings.items():
                yield from _ending(entry, listed, column, labels)
    for column, cited_kind in page.kind.cites.items():
        for row in page.rows():
            cell = row.cell(column)
            if cell is not None and row.cells[0].plain:
                said_of = row.cells[0].plain.split()[0]
                yield from _citation(cell, said_of, cited_kind, framework)


def _heads(page: Page, framework: Framework) -> dict[int, IndexEntry]:
    """What heads the columns of a matrix, by the column's number."""
    found: dict[int, IndexEntry] = {}
    uneven = set(uneven_rows(page, framework))  # heads of columns that are not theirs: broken-row
    for entry in entries(page, framework):
        if entry.row in uneven:
            continue
        head = framework.kinds.of_id(entry.id)
        if head is not None and page.kind is not None and head.name != page.kind.of:
            found.setdefault(entry.column, entry)
    return found


def _head(
    entry: IndexEntry, listed: Page, head: IndexEntry, known: set[str], framework: Framework
) -> Iterator[Mismatch]:
    """A cell of a matrix under another of its heads than the page names."""
    for field, _ in stages(listed):
        if listed.field(field.label) is not field:
            continue  # unknown-field says that it stands twice
        own = read_cited(field.value.plain, framework)
        is_other = own.id in known and own.id != head.id
        if is_other and not _is_faulty(listed, field.label):
            here, there = head.cell.plain, field.value.plain
            yield Mismatch(
                entry.cell, entry.id, listed, here, there, head.id, own.id, field.value.span
            )


def _column(
    entry: IndexEntry, listed: Page, column: str, labels: Sequence[str], framework: Framework
) -> Iterator[Mismatch]:
    cell = entry.row.cell(column)
    if cell is None:
        return
    if "name" in labels:
        yield from _name(cell, entry.id, "", cell.plain, listed)
        return
    field = _field(listed, labels)
    if field is None or field.value.raw == cell.raw:
        return
    if _folded(cell) != _folded(field.value):
        found = list(_value(cell, entry.id, listed, field, framework))
        yield from found if found and not _is_faulty(listed, field.label) else ()


def _value(
    cell: Text, said_of: str, listed: Page, field: Field, framework: Framework
) -> Iterator[Mismatch]:
    """A cell that is not the value of a field; of an ID with a name, the part that differs."""
    here, there = cell.plain, field.value.plain
    role = listed.kind.fields.get(field.label) if listed.kind else None
    cited, own = read_cited(here, framework), read_cited(there, framework)
    if role is None or not (cited.id and own.id) or len(field.value.cited) > 1:
        parts = _folded(cell), _folded(field.value)
        yield Mismatch(cell, said_of, listed, here, there, *parts, field.value.span)
    elif cited.id != own.id:
        yield Mismatch(cell, said_of, listed, here, there, cited.id, own.id, field.value.span)
    elif cited.name != own.name:
        yield from _citation(cell, said_of, role.cites, framework)


def _citation(cell: Text, said_of: str, kind: str, framework: Framework) -> Iterator[Mismatch]:
    """A cell that prints the ID of a page with another name than the page has."""
    cited = read_cited(cell.plain, framework)
    named = framework.page_of(cited.id) if cited.id else None
    if named is not None and cited.name and named.kind is framework.kinds.by_name[kind]:
        yield from _name(cell, said_of, cited.id, cited.name, named)


def _name(cell: Text, said_of: str, cited: str, name: str, named: Page) -> Iterator[Mismatch]:
    """A name that is printed of a page, behind its ID where that is cited, and is not its own."""
    wrong, right = comparable(name), comparable(named.name)
    if right and wrong != right and not _is_faulty(named, "name"):
        here, there = f"{cited} {name}".lstrip(), f"{cited} {named.name}".lstrip()
        yield Mismatch(cell, said_of, named, here, there, wrong, right, named.top, is_name=True)


def _ending(
    entry: IndexEntry, listed: Page, column: str, labels: Sequence[str]
) -> Iterator[Mismatch]:
    cell, field = entry.row.cell(column), _field(listed, labels)
    if cell is None or field is None or not cell.raw:
        return
    wrong, right = _folded(cell), _folded(field.value)
    if not right.endswith(wrong) and not _is_faulty(listed, field.label):
        here, there = cell.plain, field.value.plain
        yield Mismatch(cell, entry.id, listed, here, there, wrong, right, field.value.span)


def _field(page: Page, labels: Sequence[str]) -> Field | None:
    """The first field that has one of some labels."""
    for label in labels:
        field = page.field(label)
        if field is not None:
            return field
    return None


def _is_faulty(page: Page, key: str) -> bool:
    """Whether the schema has said already that a page's field, or its name, is wrong."""
    return any(error.key == key for error in page.schema_errors)


def _folded(text: Text) -> str:
    """A text for comparing; float-year reports a year that is printed as `2016.0`."""
    return _without_float_year(text.plain)


def _without_float_year(plain: str) -> str:
    return _FLOAT_YEAR.sub(r"\1", comparable(plain).removeprefix("- "))
