"""From the pages back to the workbook: which cells a text was printed from, and where they differ.

The generator prints a cell at many places. `spots` finds the places of a page that print a cell,
`differences` those that say something else than the workbook.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from frameworklint.kinds import Kind
from frameworklint.page import Page, Row, Table, Text
from frameworklint.roles import Relation
from frameworklint.span import Span
from frameworklint.workbook import Cell, Record, Reference, SheetPage, Workbook

if TYPE_CHECKING:
    from frameworklint.findings import Finding
    from frameworklint.framework import Framework

_COLUMN = re.compile(r"\{(\w+)((?:\.\w+)*)\}")
_SHOWN, _LEAD = 60, 20
_MIDNIGHT = re.compile(r"(?<=\d) 00:00:00$")


class Piece(NamedTuple):
    """A part of what the generator prints: a cell's text, or what it puts between cells."""

    text: str
    cell: Cell | None = None


class Spot(NamedTuple):
    """A text of a page that is printed from cells.

    Attributes:
        page, span: where.
        shown: what the page says.
        pieces: what the workbook says.
        references: the rows of a relation that the text's table row stands for.
        any_order: whether the pieces may stand in another order.
        what: the field, column or part of the page, for messages.
    """

    page: Page
    span: Span
    shown: str
    pieces: tuple[Piece, ...]
    references: tuple[Reference, ...] = ()
    any_order: bool = False
    what: str = ""

    @property
    def expected(self) -> str:
        """What the workbook says."""
        return "".join(piece.text for piece in self.pieces)

    @property
    def cells(self) -> list[Cell]:
        """The cells that are printed here."""
        return list(dict.fromkeys(piece.cell for piece in self.pieces if piece.cell))

    @property
    def agrees(self) -> bool:
        """Whether the page says what the workbook says, white space folded."""
        if same(self.shown, self.expected):
            return True
        return self.any_order and not self.unprinted and not self.foreign

    @property
    def unprinted(self) -> list[Piece]:
        """The cells whose text is not here."""
        return _split(self.shown, self.pieces)[0]

    @property
    def foreign(self) -> str:
        """The text that comes from none of the cells."""
        return _split(self.shown, self.pieces)[1]

    @property
    def culprit(self) -> Cell | None:
        """The cell from which the page differs; the first, where it can not be told."""
        if self.any_order:
            return next((piece.cell for piece in self.unprinted if piece.cell), None)
        for index, piece in enumerate(self.pieces):
            if piece.cell and self._differs_only_in(index):
                return piece.cell
        return next(iter(self.cells), None)

    def _differs_only_in(self, index: int) -> bool:
        before = folded("".join(piece.text for piece in self.pieces[:index]))
        after = folded("".join(piece.text for piece in self.pieces[index + 1 :]))
        text = folded(self.shown)
        fits = len(before) + len(after) <= len(text)
        return fits and text.startswith(before) and text.endswith(after)


class Difference(NamedTuple):
    """A place of a page that says something else than the workbook.

    Attributes:
        cell: the cell from which the page differs.
        page, span: where.
        message: what the page says.
        expected: what the cell holds.
    """

    cell: Cell
    page: Page
    span: Span
    message: str
    expected: str


class Source(NamedTuple):
    """Where the text of a finding comes from.

    Attributes:
        cells: the cells that print it.
        differing: cells from which the page differs.
    """

    cells: tuple[Cell, ...] = ()
    differing: tuple[Cell, ...] = ()


def folded(text: str) -> str:
    """A text with white space folded."""
    return " ".join(text.split())


def same(shown: str, expected: str) -> bool:
    """Whether a page's text is a cell's, white space folded and numbers without a fraction."""
    if folded(shown) == folded(expected):
        return True
    return _plain(shown) == _plain(expected)


def _plain(text: str) -> str:
    return _MIDNIGHT.sub("", folded(text).removesuffix(".0"))


def _split(shown: str, pieces: Iterable[Piece]) -> tuple[list[Piece], str]:
    """The pieces with a cell that a text lacks, and what is left of the text without the others."""
    rest = folded(shown)
    missing = []
    for piece in sorted(pieces, key=lambda piece: -len(piece.text)):
        text = folded(piece.text)
        if piece.cell is None or not text:
            continue
        if text in rest:
            rest = rest.replace(text, "\0", 1)
        else:
            missing.append(piece)
    return missing, rest.replace("\0", " ").strip(", ")


class Provenance:
    """Where the pages of a framework come from."""

    def __init__(self, framework: "Framework") -> None:
        self._framework = framework
        self.workbook: Workbook = framework.workbook
        self._found: dict[str, tuple[list[Spot], list[Difference]]] = {}

    def spots(self, page: Page) -> list[Spot]:
        """The texts of a page that are printed from cells."""
        return self._of(page)[0]

    def differences(self, page: Page) -> list[Difference]:
        """Where a page says something else than the workbook."""
        return self._of(page)[1]

    def _of(self, page: Page) -> tuple[list[Spot], list[Difference]]:
        if page.path not in self._found:
            spots: list[Spot] = []
            differences: list[Difference] = []
            for found in self._read(page):
                if isinstance(found, Spot):
                    spots.append(found)
                    differences += self._difference(found)
                else:
                    differences.append(found)
            self._found[page.path] = spots, differences
        return self._found[page.path]

    def _read(self, page: Page) -> Iterator[Spot | Difference]:
        kind = page.kind
        if not self.workbook.sheets or kind is None or page.unreadable or page.repeats:
            return
        if not kind.is_record:
            yield from self._index(page, kind)
            return
        record = self.workbook.records(kind).get(page.id)
        if record is None or self._framework.by_id.get(page.id) is not page:
            return
        yield from self._fields(page, kind, record)
        for relation in self._framework.kinds.workbook.relations:
            table = page.table(relation.tables.get(kind.name, "\0"))
            if table is not None and self._is_read(relation):
                yield from _Listing(self, page, kind, relation, table).read()

    def has_page(self, wanted: str) -> bool:
        """Whether the thing with an ID has a page."""
        return wanted in self._framework.by_id

    def _is_read(self, relation: Relation) -> bool:
        columns = (relation.source.column, relation.target.column, relation.text)
        targets = self.workbook.targets(relation.target)
        return bool(targets) and self.workbook.has(relation.sheet, *filter(None, columns))

    # Title and fields.

    def _fields(self, page: Page, kind: Kind, record: Record) -> Iterator[Spot]:
        role = kind.workbook
        assert role is not None
        if page.name_text is not None and role.name in record.sheet.columns:
            cell = record.cell(role.name)
            yield Spot(
                page, page.name_text.span, page.name, (Piece(cell.text, cell),), what="the title"
            )
        for label, form in role.fields.items():
            field = page.field(label)
            columns = {match[1] for match in _COLUMN.finditer(form)}
            if field is None or not columns <= record.sheet.columns.keys():
                continue
            span = Span(field.label_span.start, field.value.span.end)
            pieces = tuple(self._pieces(form, record))
            yield Spot(page, span, field.value.raw, pieces, what=f"`{label}`")

    def _pieces(self, form: str, record: Record) -> Iterator[Piece]:
        at = 0
        for match in _COLUMN.finditer(form):
            yield Piece(form[at : match.start()])
            piece = Piece((cell := record.cell(match[1])).text, cell)
            for step in match[2].split(".")[1:]:
                piece = self._step(piece, step)
            yield piece
            at = match.end()
        yield Piece(form[at:])

    def _step(self, piece: Piece, step: str) -> Piece:
        if step == "first":
            return piece._replace(text=piece.text.split(" ")[0])
        if step == "parent":
            return Piece(piece.text.rpartition(".")[0])
        cell = self.workbook.name_cell(piece.text)
        return Piece(cell.text, cell) if cell else Piece("")

    # Index and matrix pages.

    def _index(self, page: Page, kind: Kind) -> Iterator[Spot]:
        for table in page.tables:
            for row in table.rows:
                if kind.role == "index" and table.key:
                    yield from self._entry(page, kind, table, row)
                elif kind.role == "matrix":
                    yield from self._boxes(page, row)

    def _entry(self, page: Page, kind: Kind, table: Table, row: Row) -> Iterator[Spot]:
        if row.broken or not row.cells:
            return
        listed = row.listed_id or row.cells[0].plain
        record = self.workbook.described(kind.sheet, table.key, listed) if kind.sheet else None
        if kind.of:
            record = self.workbook.records(self._framework.kinds.by_name[kind.of]).get(listed)
        if record is None:
            return
        for column, text in zip(table.columns[1:], row.cells[1:], strict=False):
            if column.raw in record.sheet.columns:
                cell = record.cell(column.raw)
                what = f"the column `{column.raw}`"
                pieces = (Piece(cell.text, cell),)
                yield Spot(page, text.span, text.raw, pieces, what=what)

    def _boxes(self, page: Page, row: Row) -> Iterator[Spot]:
        for text in row.cells:
            shown = text.plain
            listed, _, name = shown.partition(" ")
            cell = self.workbook.name_cell(listed)
            if cell is not None:
                yield Spot(page, text.span, name, (Piece(cell.text, cell),), what="the matrix")

    # Differences.

    def _difference(self, spot: Spot) -> Iterator[Difference]:
        if spot.agrees:
            return
        cell = spot.culprit
        foreign = spot.foreign if spot.any_order else ""
        if cell is None and foreign and spot.references:
            relation = spot.references[0].relation
            source = spot.references[0].source
            cell = self.origin_of_text(relation, source, foreign)
            cell = cell or spot.references[0].text_cell
        if cell is None:
            return
        shown, expected = contrast(foreign or spot.shown, cell.text)
        yield Difference(cell, spot.page, spot.span, f"{spot.what} says {shown}", expected)

    def origin_of_text(self, relation: Relation, source: str, text: str) -> Cell | None:
        """The cell that lost a text which a page prints under that source."""
        sheet = self.workbook.sheets[relation.sheet]
        texts = self._by_text(relation)
        known = [row for known in texts if known in folded(text) for row in texts[known]]
        for row in known:
            if sheet.cell(row, relation.source.column).text == source:
                return sheet.cell(row, relation.target.column)
        return sheet.cell(known[0], relation.source.column) if known else None

    def origin_of_row(self, relation: Relation, source: str) -> Cell | None:
        """The cell that does not name any more what a page lists for that source."""
        sheet = self.workbook.sheets[relation.sheet]
        for row in sheet.rows:
            if sheet.cell(row, relation.source.column).text == source:
                return sheet.cell(row, relation.target.column)
        return None

    def _by_text(self, relation: Relation) -> dict[str, list[int]]:
        key = f"{relation.sheet}.{relation.text}"
        if key not in self._texts:
            found: dict[str, list[int]] = defaultdict(list)
            sheet = self.workbook.sheets[relation.sheet]
            for row in sheet.rows if relation.text else ():
                if text := folded(sheet.cell(row, relation.text).text):
                    found[text].append(row)
            self._texts[key] = found
        return self._texts[key]

    @cached_property
    def _texts(self) -> dict[str, dict[str, list[int]]]:
        return {}

    @cached_property
    def listed(self) -> dict[tuple[str, bool, str], dict[str, list[Reference]]]:
        """The printed references by relation, side and own ID, then by the other's ID.

        The side is True for pages of the source.
        """
        found: dict[tuple[str, bool, str], dict[str, list[Reference]]] = {}
        for one in self.workbook.references:
            if one.printed:
                key = one.relation.key
                sides = ((True, one.source, one.target), (False, one.target, one.source))
                for side, own, other in sides:
                    found.setdefault((key, side, own), {}).setdefault(other, []).append(one)
        return found

    # Findings.

    def source_of(self, finding: "Finding") -> Source:
        """The cells that the text of a finding was printed from."""
        cells: dict[Cell, None] = {}
        differing: dict[Cell, None] = {}
        for place in finding.places:
            if isinstance(place.page, SheetPage) and (cell := place.page.cell_at(place.span)):
                cells[cell] = None
            for spot in self._at(place.page, place.span):
                found = _wanted(spot, finding.rule.source)
                (cells if spot.agrees else differing).update(dict.fromkeys(found))
        return Source(tuple(cells), tuple(cell for cell in differing if cell not in cells))

    def _at(self, page: Page, span: Span) -> list[Spot]:
        return [spot for spot in self.spots(page) if spot.span.overlaps(span)]


def _wanted(spot: Spot, source: str) -> list[Cell]:
    """The cells of a spot that a finding is about."""
    rows = list(dict.fromkeys(one.text_cell for one in spot.references if one.relation.text))
    if source == "text" or not spot.references:
        return spot.cells
    if source == "row" and len(rows) == len(spot.references):
        return rows
    return list(dict.fromkeys([*rows, *(one.target_cell for one in spot.references)]))


def quoted(text: str, most: int = _SHOWN) -> str:
    """A text in backquotes, cut where it is long; a word for an empty one."""
    text = folded(text).replace("`", "'")
    return f"`{text[: most - 1]}…`" if len(text) > most else f"`{text}`" if text else "nothing"


def contrast(shown: str, expected: str) -> tuple[str, str]:
    """Two texts in backquotes, long ones cut around the first difference."""
    texts = folded(shown), folded(expected)
    pairs = zip(*texts, strict=False)
    alike = next((n for n, (one, other) in enumerate(pairs) if one != other), min(map(len, texts)))
    start = max(0, alike - _LEAD) if max(map(len, texts)) > _SHOWN else 0
    cut = "…" if start else ""
    first, second = (quoted(cut + text[start:]) for text in texts)
    return first, second


def _short(listed: str) -> str:
    return listed if len(listed) <= _SHOWN else f"{listed[: _SHOWN - 1]}…"


class _Listing:
    """A table of a page beside the rows of the workbook that it prints."""

    def __init__(
        self, provenance: Provenance, page: Page, kind: Kind, relation: Relation, table: Table
    ) -> None:
        self.provenance = provenance
        self.workbook = provenance.workbook
        self.page = page
        self.relation = relation
        self.table = table
        self.is_source = relation.source.kind == kind.name
        self.expected = provenance.listed.get((relation.key, self.is_source, page.id), {})

    def read(self) -> Iterator[Spot | Difference]:
        """The spots of the rows, and the rows that one side lacks."""
        yield from self._header()
        rows: dict[str, list[Row]] = defaultdict(list)
        broken = False
        for row in self.table.rows:
            listed = self._listed(row)
            broken = broken or bool(row.broken and not listed)
            rows[listed].append(row)
        for listed, found in rows.items():
            whole = [row for row in found if not row.broken]
            references = self.expected.get(listed, [])
            if listed and len(whole) == len(found):
                yield from self._matched(listed, whole, references)
            elif references:
                yield from (self._broken(listed, row, references) for row in found)
        for listed, references in self.expected.items():
            if listed not in rows and not broken and self._has_page(listed):
                yield self._missing(listed, references[0])

    def _header(self) -> Iterator[Spot]:
        """The table as a whole, where a cell of the page's own row holds the list."""
        record = self.workbook.record(self.page.id)
        if self.is_source and record and record.sheet.name == self.relation.sheet:
            cell = record.cell(self.relation.target.column)
            span = Span(self.table.columns[0].span.start, self.table.columns[-1].span.end)
            yield Spot(self.page, span, cell.text, (Piece(cell.text, cell),))

    def _broken(self, listed: str, row: Row, references: list[Reference]) -> Spot:
        """A row that is no row of its table: another rule's finding, printed from these cells."""
        cells = [one.text_cell for one in references if self.relation.text]
        record = self._record(listed)
        if not cells and record:
            cells = [record.cell(column) for column in self.relation.columns.values()]
        pieces = tuple(Piece(cell.text, cell) for cell in cells)
        return Spot(self.page, row.span, "".join(cell.text for cell in cells), pieces)

    def _has_page(self, listed: str) -> bool:
        return not self.relation.target.kind or self.provenance.has_page(listed)

    def _listed(self, row: Row) -> str:
        if self.relation.target.kind or not row.cells:
            return row.listed_id
        links = row.cells[0].content.links
        return links[0].target if links else row.cells[0].plain

    def _matched(
        self, listed: str, rows: list[Row], references: list[Reference]
    ) -> Iterator[Spot | Difference]:
        if not references:
            for row in rows:
                yield from self._extra(listed, row)
            return
        for row in rows:
            yield from self._named(listed, row, references)
            if self.relation.text and not self.is_source:
                yield self._text_spot(row, references, any_order=True)
        if self.relation.text and self.is_source:
            yield from self._row_by_row(listed, rows, references)

    def _row_by_row(
        self, listed: str, rows: list[Row], references: list[Reference]
    ) -> Iterator[Spot | Difference]:
        """The texts of rows with one ID: equal ones are matched first, the others in order."""
        left = list(references)
        pending = []
        for row in rows:
            text = self._description(row)
            hit = next((r for r in left if text and same(text.raw, r.text_cell.text)), None)
            if hit is None:
                pending.append(row)
                continue
            left.remove(hit)
            yield self._text_spot(row, [hit])
        for row in pending:
            if left:
                yield self._text_spot(row, [left.pop(0)])
            else:
                yield from self._extra(listed, row)
        for reference in left:
            yield self._missing(listed, reference)

    def _description(self, row: Row) -> Text | None:
        """The cell that holds the relation's text: the second."""
        return row.cells[1] if len(row.cells) > 1 else None

    def _text_spot(self, row: Row, references: list[Reference], any_order: bool = False) -> Spot:
        text = self._description(row)
        pieces: list[Piece] = []
        for reference in references:
            pieces += [Piece(", ")] if pieces else []
            pieces.append(Piece(reference.text_cell.text, reference.text_cell))
        span, shown = (text.span, text.raw) if text else (row.span, "")
        what = f"the text under {self._listed(row)}"
        return Spot(self.page, span, shown, tuple(pieces), tuple(references), any_order, what)

    def _named(self, listed: str, row: Row, references: list[Reference]) -> Iterator[Spot]:
        """The spots of the first cell and of the columns that print the listed thing's row."""
        cell = self.workbook.name_cell(listed) if self.relation.target.kind else None
        if cell is None:
            cell = references[0].target_cell
            pieces = (Piece(listed, cell),)
            shown = listed
        else:
            pieces, shown = (Piece(cell.text, cell),), row.listed_name
        found = tuple(references)
        yield Spot(self.page, row.cells[0].span, shown, pieces, found, what=f"the link to {listed}")
        record = self._record(listed)
        for label, column in self.relation.columns.items():
            text = row.cell(label)
            if text is not None and record is not None and column in record.sheet.columns:
                cell = record.cell(column)
                links = text.content.links
                said = links[0].target if links else text.raw
                what = f"`{label}` of {listed}"
                yield Spot(self.page, text.span, said, (Piece(cell.text, cell),), what=what)

    def _record(self, listed: str) -> Record | None:
        role = self.relation.target if self.is_source else self.relation.source
        return self.workbook.targets(role).get(listed)

    def _extra(self, listed: str, row: Row) -> Iterator[Difference]:
        """A row of the page that the workbook lacks, though it knows the thing that is listed."""
        if self.relation.target.kind and self._record(listed) is None:
            return
        source = self.page.id if self.is_source else listed
        text = self._description(row) if self.relation.text else None
        cell = None
        if text is not None and text.raw:
            cell = self.provenance.origin_of_text(self.relation, source, text.raw)
        cell = cell or self.provenance.origin_of_row(self.relation, source)
        cell = cell or self._own_cell()
        if cell is not None:
            message = f"the table `{self.table.key}` lists {_short(listed)}"
            yield Difference(cell, self.page, row.cells[0].span, message, quoted(cell.text))

    def _own_cell(self) -> Cell | None:
        kind = self.page.kind
        record = self.workbook.record(self.page.id)
        return record.cell(kind.workbook.id) if kind and kind.workbook and record else None

    def _missing(self, listed: str, reference: Reference) -> Difference:
        """A row of the workbook that the page lacks."""
        span = self.table.columns[0].span
        cell = reference.target_cell
        message = f"the table `{self.table.key}` does not list {_short(listed)}"
        return Difference(cell, self.page, span, message, quoted(cell.text))
