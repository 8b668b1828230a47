"""FW309 index-entry-differs."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from frameworklint.findings import Place, Related, Severity, digest
from frameworklint.framework import Framework
from frameworklint.identifiers import comparable
from frameworklint.page import Page, Text
from frameworklint.registry import rule

from ._difference import difference
from ._pages import Entry, entries, read_cited, stages

_SHORT = 60
_FLOAT_YEAR = re.compile(r"\b(\d{4})\.0\b")


class _Pair(NamedTuple):
    """What a cell says, and what the page says of the same; `of` names the page."""

    wrong: str
    right: str
    source: Page
    of: str = "its page"
    of_many: str = "their pages say"

    @classmethod
    def of_names(cls, cited: str, wrong: str, named: Page) -> "_Pair":
        """The name that is printed of a page, and its own."""
        of = f"the page of {named.id}"
        id_ = f"{cited} " if cited else ""
        return cls(f"{id_}{wrong}", f"{id_}{named.name}", named, of, f"{of} says")


@rule("FW309", Severity.WARNING)
def index_entry_differs(page: Page, framework: Framework) -> Iterator[Place]:
    """An index or matrix says something else of a page than the page itself."""
    kind = page.kind
    if kind is None or kind.is_record:
        return
    heads = _heads(page, framework) if kind.role == "matrix" else {}
    for entry in entries(page, framework):
        listed = framework.page_of(entry.id)
        # Where link and text name two pages, link-id-mismatch asks which of them is meant.
        if listed is not None and entry.said in ("", entry.id):
            yield from _wrong_name(page, entry, listed)
            yield from _wrong_head(page, entry, listed, heads, framework)
            for column, labels in kind.columns.items():
                yield from _wrong_column(page, entry, listed, column, labels, framework)
            for column, labels in kind.endings.items():
                yield from _wrong_ending(page, entry, listed, column, labels)
    for column, cited_kind in kind.cites.items():
        for row in page.rows():
            cell = row.cell(column)
            if cell is not None and row.cells[0].plain:
                said = row.cells[0].plain.split()[0]
                yield from _wrong_citation(page, cell, said, cited_kind, framework)


def _is_faulty(listed: Page, key: str) -> bool:
    """Whether the schema has said already that a page's field, or its name, is wrong."""
    return any(error.key == key for error in listed.schema_errors)


def _wrong_name(page: Page, entry: Entry, listed: Page) -> Iterator[Place]:
    if _is_faulty(listed, "name"):
        return
    if entry.name and listed.name and entry.name != comparable(listed.name):
        pair = _Pair.of_names(entry.id, entry.name, listed)
        yield _place(page, entry.cell, entry.id, pair, entry.name, comparable(listed.name))


def _heads(page: Page, framework: Framework) -> dict[int, Entry]:
    """What heads the columns of a matrix, by the column's number."""
    found: dict[int, Entry] = {}
    for entry in entries(page, framework):
        head = framework.kinds.of_id(entry.id)
        if head is not None and page.kind is not None and head.name != page.kind.of:
            found.setdefault(entry.column, entry)
    return found


def _wrong_head(
    page: Page, entry: Entry, listed: Page, heads: dict[int, Entry], framework: Framework
) -> Iterator[Place]:
    """A cell of a matrix under another head than the page names."""
    head = heads.get(entry.column)
    known = {entry.id for entry in heads.values()}
    for field, _ in stages(listed):
        own = read_cited(field.value.plain, framework)
        if _is_faulty(listed, field.label):
            continue
        if head is not None and own.id in known and own.id != head.id:
            pair = _Pair(head.cell.plain, field.value.plain, listed)
            yield _place(page, entry.cell, entry.id, pair, head.id, own.id)


def _wrong_column(
    page: Page,
    entry: Entry,
    listed: Page,
    column: str,
    labels: Sequence[str],
    framework: Framework,
) -> Iterator[Place]:
    cell = entry.row.cell(column)
    if cell is None:
        return
    if "name" in labels:
        wrong, right = comparable(cell.plain), comparable(listed.name)
        if right and wrong != right and not _is_faulty(listed, "name"):
            pair = _Pair.of_names("", cell.plain, listed)
            yield _place(page, cell, entry.id, pair, wrong, right)
        return
    field = next((f for f in map(listed.field, labels) if f is not None), None)
    if field is None or field.value.raw == cell.raw or _folded(field.value) == _folded(cell):
        return
    if _is_faulty(listed, field.label):
        return
    pair = _Pair(cell.plain, field.value.plain, listed)
    role = listed.kind.fields.get(field.label) if listed.kind else None
    cited, own = read_cited(cell.plain, framework), read_cited(field.value.plain, framework)
    if role is None or len(field.value.citations) > 1 or not (cited.id and own.id):
        yield _place(page, cell, entry.id, pair, _folded(cell), _folded(field.value))
    elif cited.id != own.id:
        yield _place(page, cell, entry.id, pair, cited.id, own.id)
    elif cited.name != own.name:
        yield from _wrong_citation(page, cell, entry.id, role.cites, framework)


def _wrong_citation(
    page: Page, cell: Text, said_of: str, kind: str, framework: Framework
) -> Iterator[Place]:
    """A cell that prints the ID of a page with another name than the page has."""
    cited = read_cited(cell.plain, framework)
    named = framework.page_of(cited.id) if cited.id else None
    if named is None or not cited.name or named.kind is not framework.kinds.by_name[kind]:
        return
    if named.name and cited.name != comparable(named.name):
        pair = _Pair.of_names(cited.id, cited.name, named)
        yield _place(page, cell, said_of, pair, cited.name, comparable(named.name))


def _wrong_ending(
    page: Page, entry: Entry, listed: Page, column: str, labels: Sequence[str]
) -> Iterator[Place]:
    cell = entry.row.cell(column)
    field = next((f for f in map(listed.field, labels) if f is not None), None)
    if cell is None or field is None or not cell.raw or _is_faulty(listed, field.label):
        return
    if not _folded(field.value).endswith(_folded(cell)):
        pair = _Pair(cell.plain, field.value.plain, listed)
        yield _place(page, cell, entry.id, pair, _folded(cell), _folded(field.value))


def _folded(text: Text) -> str:
    """A text for comparing; float-year reports a year that is printed as `2016.0`."""
    return _FLOAT_YEAR.sub(r"\1", comparable(text.plain).removeprefix("- "))


def _place(page: Page, cell: Text, said_of: str, pair: _Pair, wrong: str, right: str) -> Place:
    parts = pair[:2]
    if max(map(len, parts)) > _SHORT:
        parts = difference(*parts)
    here, there = (f"`{part}`" if part else "nothing" for part in parts)
    is_own = pair.source.id == said_of
    of = "its page" if is_own else pair.of
    first = f", first that of {said_of}," if is_own and said_of not in pair.wrong else ""
    return Place(
        page=page,
        span=cell.span,
        message=f"The entry of {said_of} says {here}, {of} says {there}",
        many=f"{{n}} entries{first} say {here}, {pair.of_many} {there}",
        cause=f"{digest(wrong)} {digest(right)}",
        subject=said_of,
        also=(Related(pair.source, pair.source.top, f"the page of {pair.source.id}"),),
    )
