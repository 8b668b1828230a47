"""From the pages back to the workbook: which cells a text was printed from, and where they differ.

The generator prints a cell at many places. `printed_texts` finds the places of a page that print
one, `differences` those that say something else than the workbook.
"""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from functools import cached_property
from sys import intern

from frameworklint.kinds.annotations import Relation
from frameworklint.kinds.kind import Kind
from frameworklint.page.page import Page, Row, Table
from frameworklint.page.text import Text
from frameworklint.source.span import Cover, Span
from frameworklint.workbook.compare import contrast
from frameworklint.workbook.origins import Origins
from frameworklint.workbook.printed import PrintDifference, PrintedText
from frameworklint.workbook.printed_tables import PrintContext, PrintedTable
from frameworklint.workbook.printing import forms
from frameworklint.workbook.references import Reference, References
from frameworklint.workbook.workbook import Record, Workbook

_FEW = 30  # texts, as nearly all parts of a page have: to try each needs no order
_Found = Iterator[PrintedText | PrintDifference]


class _Part:
    """A part of a page that is printed from the workbook, compared when it is first asked for."""

    def __init__(self, place: Span | None, found: _Found, provenance: "Provenance | None") -> None:
        """Compare nothing yet.

        Args:
            place: where it stands; None for all that stands in no table of a relation.
            found: finds what is printed, and what is not.
            provenance: tells where that differs; None where it is known not to.
        """
        self._place = place
        self._find = found
        self._provenance = provenance
        self._at: dict[Span, list[PrintedText]] = {}

    @cached_property
    def _found(self) -> tuple[list[PrintedText], list[PrintDifference]]:
        texts: list[PrintedText] = []
        differences: list[PrintDifference] = []
        for found in self._find:
            if not isinstance(found, PrintedText):
                differences.append(found)
                continue
            texts.append(found)
            if self._provenance and not found.agrees:
                differences += self._provenance.difference(found)
        return texts, differences

    @property
    def texts(self) -> list[PrintedText]:
        """The texts that are printed."""
        return self._found[0]

    @property
    def differences(self) -> list[PrintDifference]:
        """Where it says something else than the workbook."""
        return self._found[1]

    @cached_property
    def _cover(self) -> Cover[int]:
        return Cover((printed.span, number) for number, printed in enumerate(self.texts))

    def at(self, span: Span) -> list[PrintedText]:
        """The texts that overlap a span, in their order; whoever asks once asks again."""
        if span not in self._at:
            self._at[span] = list(self._search(span))
        return self._at[span]

    def _search(self, span: Span) -> Iterator[PrintedText]:
        place = self._place
        if place and (span.end < place.start or place.end < span.start):
            return iter(())
        if len(self.texts) <= _FEW:
            return (printed for printed in self.texts if printed.span.overlaps(span))
        return (self.texts[number] for number in sorted(self._cover.at(span)))


class Provenance:
    """Where the pages of a framework come from.

    Attributes:
        agreeing: the paths of pages that are known to say what the workbook says.
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
        self._parts: dict[tuple[Page, bool], list[_Part]] = like._parts if like and is_alike else {}
        self._relations: dict[str, list[Relation]] = {}

    def printed_texts(self, page: Page) -> list[PrintedText]:
        """The texts of a page that are printed from cells."""
        return [printed for part in self._of(page) for printed in part.texts]

    def printed_at(self, page: Page, span: Span) -> list[PrintedText]:
        """Those of them that overlap a span, in the order of the page."""
        return [printed for part in self._of(page) for printed in part.at(span)]

    def references_at(self, page: Page, span: Span) -> list[Reference]:
        """What the rows refer to that print a text at a span, where it says what they say."""
        found = (printed for printed in self.printed_at(page, span) if printed.agrees)
        return [reference for printed in found for reference in printed.references]

    def differences(self, page: Page) -> list[PrintDifference]:
        """Where a page says something else than the workbook."""
        if page.path in self.agreeing:
            return []
        return [found for part in self._of(page) for found in part.differences]

    def _of(self, page: Page) -> list[_Part]:
        key = page, self._pages.get(page.id) is page
        if key not in self._parts:
            judge = None if page.path in self.agreeing else self
            self._parts[key] = [_Part(place, found, judge) for place, found in self._read(page)]
        return self._parts[key]

    def _read(self, page: Page) -> Iterator[tuple[Span | None, _Found]]:
        kind = page.kind
        if not self.workbook.sheets or kind is None or page.unreadable or page.repeats:
            return
        if not kind.is_record:
            yield None, self._index(page, kind)
            return
        record = self.workbook.records(kind).get(page.id)
        if record is None or self._pages.get(page.id) is not page:
            return
        yield None, self._fields(page, kind, record)
        for relation in self._relations_of(kind):
            table = page.table(relation.tables[kind.name])
            if table is not None:
                yield table.span, self._table(page, kind, relation, table)

    def _table(self, page: Page, kind: Kind, relation: Relation, table: Table) -> _Found:
        context = PrintContext(self.workbook, self._references, self._origins, self._pages)
        yield from PrintedTable(context, page, kind, relation, table).read()

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

    # Title and fields.

    def _fields(self, page: Page, kind: Kind, record: Record) -> Iterator[PrintedText]:
        role = kind.workbook
        assert role is not None
        if page.name_text is not None and role.name in record.sheet.columns:
            cell = record.cell(role.name)
            span, shown = _extent(page, page.name_text, cell.text)
            shown = page.name if span == page.name_text.span else shown
            yield PrintedText(page, span, shown, (cell,), what="the title", value=span)
        strange = _strange(page)
        for label, form in role.fields.items():
            field = page.field(label)
            if field is None or not forms.columns(form) <= record.sheet.columns.keys():
                continue
            pieces = tuple(forms.pieces(form, record, self.workbook))
            if None not in pieces:
                known = tuple(piece for piece in pieces if piece)
                expected = "".join([piece.text for piece in known])
                value, shown = _extent(page, field.value, expected)
                span = Span(field.label_span.start, value.end)
                value = _printed_whole(page, value, strange) if strange else value
                yield PrintedText(page, span, shown, known, what=intern(f"`{label}`"), value=value)

    # Index and matrix pages.

    def _index(self, page: Page, kind: Kind) -> Iterator[PrintedText]:
        for table in page.tables:
            for row in table.rows:
                if kind.role == "index" and table.key:
                    yield from self._entry(page, kind, table, row)
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
                what = intern(f"the column `{column.raw}`")
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

    def difference(self, spot: PrintedText) -> Iterator[PrintDifference]:
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
        *(Span(field.label_span.start, field.value.span.end) for field in fields),
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
