"""From the pages back to the workbook: which cells a text was printed from, and where they differ.

The generator prints a cell at many places. `printed_at` finds the places of a page that print
one, `differences` those that say something else than the workbook.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

from frameworklint.kinds.annotations import Relation, SheetAnnotation
from frameworklint.kinds.kind import Kind
from frameworklint.page.page import Page, Row, Table
from frameworklint.page.text import Text
from frameworklint.source.span import Cover, Span
from frameworklint.workbook.compare import contrast
from frameworklint.workbook.origins import Origins
from frameworklint.workbook.printed import PrintDifference, PrintedText
from frameworklint.workbook.printed_tables import EVERYWHERE, PrintContext, PrintedTable
from frameworklint.workbook.printing import forms
from frameworklint.workbook.references import Reference, References
from frameworklint.workbook.workbook import Record, Workbook

_FEW = 100  # texts of a page, as nearly all pages have: to try each needs no order
_Found = tuple[list[PrintedText], list[PrintDifference]]
_NOTHING: _Found = [], []


class Provenance:
    """Where the pages of a framework come from.

    Attributes:
        agreeing: the paths of pages that are known to agree.
    """

    def __init__(
        self,
        workbook: Workbook,
        references: References,
        pages: Mapping[str, Page],
        like: "Provenance | None" = None,
    ) -> None:
        """Compare nothing yet.

        Args:
            workbook: the sheets.
            references: what their rows refer to.
            pages: the framework's pages by ID.
            like: that of another state with the same workbook: they share what they find out of
                the same pages.
        """
        self.workbook = workbook
        self.agreeing: Collection[str] = ()
        self._references = references
        self._pages = pages
        self._origins = Origins(workbook)
        # What is found follows from the page, the IDs that have one, and whether this has its own.
        is_alike = like is not None and like._pages.keys() == pages.keys()
        self._found: dict[tuple[Page, bool], _Found] = like._found if like and is_alike else {}
        self._covers: dict[str, Cover[int]] = {}
        self._relations: dict[str, list[Relation]] = {}

    def printed_at(self, page: Page, span: Span) -> list[PrintedText]:
        """The texts of a page that are printed from cells and overlap a span, in their order."""
        texts = [] if page.path in self.agreeing else self._of(page)[0]
        if not texts:
            read = (one for one in self._read(page, span) if isinstance(one, PrintedText))
            return [printed for printed in read if printed.span.overlaps(span)]
        cover = self._covers.get(page.path)
        if cover is None:
            numbered = ((printed.span, number) for number, printed in enumerate(texts))
            cover = self._covers[page.path] = Cover(numbered)
        return [texts[number] for number in sorted(cover.at(span))]

    def references_at(self, page: Page, span: Span) -> list[Reference]:
        """What the rows refer to that print a text at a span, where it says what they say."""
        found = (printed for printed in self.printed_at(page, span) if printed.agrees)
        return [reference for printed in found for reference in printed.references]

    def agrees(self, page: Page) -> bool:
        """Whether a page says what the workbook says, each text within its field or row."""
        return page.path in self.agreeing or self._of(page) == ([], [])

    def differences(self, page: Page) -> list[PrintDifference]:
        """Where a page says something else than the workbook."""
        return [] if page.path in self.agreeing else self._of(page)[1]

    def _of(self, page: Page) -> _Found:
        key = page, self._pages.get(page.id) is page
        if key not in self._found:
            spots: list[PrintedText] = []
            differences: list[PrintDifference] = []
            for found in self._read(page):
                if isinstance(found, PrintedText):
                    spots.append(found)
                    if not found.agrees:
                        differences += self._difference(found)
                else:
                    differences.append(found)
            kept = [] if _is_read_again(page, spots) else spots
            self._found[key] = (kept, differences) if kept or differences else _NOTHING
        return self._found[key]

    def _read(self, page: Page, at: Span = EVERYWHERE) -> Iterator[PrintedText | PrintDifference]:
        """What a page prints; where only what overlaps a span is wanted, that and maybe more."""
        kind = page.kind
        if kind is None or not kind.is_record:
            yield from self._rows(page, page.rows() if at is EVERYWHERE else _rows_at(page, at))
            return
        if not self.workbook.sheets or page.unreadable or page.repeats:
            return
        record, role = self.workbook.records(kind).get(page.id), kind.workbook
        if record is None or role is None or self._pages.get(page.id) is not page:
            return
        yield from _fields(page, record, role, self.workbook, at)
        if not page.tables or at.end < page.tables[0].span.start:
            return
        context = PrintContext(self.workbook, self._references, self._origins, self._pages)
        for relation in self._relations_of(kind):
            table = page.table(relation.tables[kind.name])
            if table is not None and table.span.overlaps(at):
                yield from PrintedTable(context, page, kind, relation, table).read(at)

    def _relations_of(self, kind: Kind) -> list[Relation]:
        """The relations that can be read, and that pages of a kind print."""
        if kind.name not in self._relations:
            known = self.workbook.kinds.workbook.relations
            self._relations[kind.name] = [
                one for one in known if kind.name in one.tables and self._is_read(one)
            ]
        return self._relations[kind.name]

    def _is_read(self, relation: Relation) -> bool:
        columns = (relation.source.column, relation.target.column, relation.text)
        targets = self.workbook.targets(relation.target)
        return bool(targets) and self.workbook.has(relation.sheet, *filter(None, columns))

    # Index and matrix pages.

    def _rows(self, page: Page, rows: Iterable[Row]) -> Iterator[PrintedText]:
        """What some rows of an index or a matrix print."""
        kind = page.kind
        if not self.workbook.sheets or kind is None or page.unreadable or page.repeats:
            return
        for row in rows:
            if kind.role == "index" and row.table.key:
                yield from self._entry(page, kind, row.table, row)
            elif kind.role in ("matrix", "table"):
                yield from self._boxes(page, row)

    def _entry(self, page: Page, kind: Kind, table: Table, row: Row) -> Iterator[PrintedText]:
        if row.broken or not row.cells:
            return
        listed = row.listed_id or row.cells[0].plain
        record = self.workbook.described(kind.sheet, table.key, listed) if kind.sheet else None
        if kind.of:
            record = self.workbook.records(self.workbook.kinds.by_name[kind.of]).get(listed)
        if record is None:
            return
        for column, text in zip(table.columns[1:], row.cells[1:], strict=False):
            if column.raw in record.sheet.columns:
                cell = record.cell(column.raw)
                what = f"the column `{column.raw}`"
                pieces, span = (cell,), text.span
                yield PrintedText(page, span, text.raw, pieces, what=what, value=span)

    def _boxes(self, page: Page, row: Row) -> Iterator[PrintedText]:
        for text in row.cells:
            shown = text.plain
            listed, _, name = shown.partition(" ")
            cell = self.workbook.name_cell(listed)
            if cell is not None:
                span = text.span
                yield PrintedText(
                    page,
                    span,
                    name,
                    (cell,),
                    what="the matrix",
                    value=span,
                    written=_renamed(text.raw, name, cell.text) if name != cell.text else "",
                )

    # Differences.

    def _difference(self, spot: PrintedText) -> Iterator[PrintDifference]:
        """Where a text says something else than its cells."""
        cell = spot.culprit
        foreign = spot.foreign if spot.any_order else ""
        if cell is None and foreign and spot.references:
            relation = spot.references[0].relation
            source = spot.references[0].source
            cell = self._origins.of_text(relation, source, foreign)
            cell = cell or spot.references[0].text_cell
        if cell is None:
            return
        shown, expected = contrast(foreign or spot.shown, cell.text)
        said = f"{spot.what} says {shown}"
        if shown == expected:  # of several cells with one text, all but some are printed
            said = f"{spot.what} says it {spot.times(cell.text)} only"
        yield PrintDifference(cell, spot.page, spot.span, said, expected, spot.edit)


def _fields(
    page: Page, record: Record, role: SheetAnnotation, workbook: Workbook, at: Span
) -> Iterator[PrintedText]:
    """The title and the fields of a page that overlap a span, beside its row."""
    start, end = at
    sheet, title = record.sheet, page.name_text
    if title and title.start <= end and start <= title.end and role.name in sheet.columns:
        cell = record.cell(role.name)
        span, shown = _extent(page, title, cell.text)
        yield PrintedText(page, span, shown, (cell,), what="the title", value=span)
    if not page.fields or page.fields[-1].value.end < start:
        return
    strange = None
    for label, form in role.fields.items():
        field = page.field(label)
        if field is None or field.label_span.start > end or field.value.end < start:
            continue
        if not forms.columns(form) <= sheet.columns.keys():
            continue
        strange = _strange(page) if strange is None else strange
        pieces = tuple(forms.pieces(form, record, workbook))
        if None not in pieces:
            known = tuple(piece for piece in pieces if piece)
            expected = "".join([piece.text for piece in known])
            value, shown = _extent(page, field.value, expected)
            span = Span(field.label_span.start, value.end)
            value = _printed_whole(page, value, strange) if strange else value
            yield PrintedText(page, span, shown, known, what=f"`{label}`", value=value)


def _is_read_again(page: Page, texts: Sequence[PrintedText]) -> bool:
    """Whether those of its texts that overlap a span are found as soon as they are kept: each row
    of an index stands for itself, and few texts that do not go on behind their fields are near.
    """
    is_index = page.kind is not None and not page.kind.is_record
    return is_index or (len(texts) <= _FEW and not any("\n" in one.shown for one in texts))


def _rows_at(page: Page, span: Span) -> list[Row]:
    """The rows of a page that overlap a span."""
    if (row := page.row_at(span)) is not None:
        return [row]
    tables = (table for table in page.tables if table.span.overlaps(span))
    return [row for table in tables for row in table.rows if row.span.overlaps(span)]


def _extent(page: Page, text: Text, expected: str) -> tuple[Span, str]:
    """A text with its place; all that is printed of what begins as it does, if its lines go on as
    more than that: as a field, a table, a title."""
    whole = expected.strip() if "\n" in expected else ""
    is_printed = "\n" in whole and page.source.startswith(whole, text.start)
    if is_printed and len(whole) > len(text.raw):
        return Span(text.start, text.start + len(whole)), whole
    return text.span, text.raw


def _strange(page: Page) -> list[Span]:
    """What stands on a page beside its fields and tables: where cells held such, it is printed."""
    known = page.layout.properties if page.layout else {}
    if not known:
        return []
    fields = (field for field in page.fields if field.label not in known)
    return [
        *(field.span for field in fields),
        *(table.span for table in page.tables if f"| {table.key}" not in known),
        *page.markers[:-1],
    ]


def _printed_whole(page: Page, value: Span, strange: Sequence[Span]) -> Span:
    """A value with what is strange behind it: a cell held it, and the generator prints it anew."""
    at = value.end
    ends = (
        *(field.label_span.start for field in page.fields),
        *(t.span.start for t in page.tables),
    )
    limit = min(
        (start for start in ends if start >= at and not _begins(start, strange)), default=at
    )
    return Span(
        value.start, max((one.end for one in strange if at <= one.start < limit), default=at)
    )


def _begins(start: int, spans: Sequence[Span]) -> bool:
    return any(span.start == start for span in spans)


def _renamed(raw: str, name: str, new: str) -> str:
    """A box of a matrix with another name; its link, with the same words, is before that."""
    words = r"\s+".join(re.escape(word) for word in name.split())
    places = [match.span() for match in re.finditer(words, raw)] if words else []
    if not places:
        return raw
    start, end = places[-1]
    return f"{raw[:start]}{new}{raw[end:]}"
