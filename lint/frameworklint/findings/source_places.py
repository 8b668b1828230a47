"""From the places of a state to those of the files: a page as it is, else the cell behind it."""

from collections.abc import Iterator

from frameworklint.findings.source_cells import cells_at
from frameworklint.framework.framework import Framework
from frameworklint.framework.printed import PrintedFramework, PrintedPage
from frameworklint.linter.fix import Edit, Fix
from frameworklint.linter.place import Location, Place, Related
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.printing.cell_spans import cell_spans
from frameworklint.workbook.sheet import Cell, SheetPage


class SourcePlaces:
    """Finds where the places of a state stand in the files."""

    def __init__(self, state: Framework) -> None:
        self._state = state
        self._printed = state.printed if isinstance(state, PrintedFramework) else {}
        self._origin = state.origin if isinstance(state, PrintedFramework) else state
        self._has_workbook = bool(state.workbook_paths and state.workbook.sheets)
        # What is explained, in a state and in the files: by number, kept lest another gets that.
        self._known: dict[int, tuple[tuple[Location, ...], tuple[Location, ...]]] = {}

    def source_place(self, rule: Rule, place: Place) -> Place | None:
        """A place as it stands in the files, with its cells; None where it stands nowhere."""
        if not self._has_workbook:
            return place
        if isinstance(place.page, SheetPage):
            cell = place.page.cell_at(place.span)
            return place._replace(cells=(cell,) if cell else ())
        if rule.judges == "print" and self._names_a_change(place):
            return None
        found = self._printed.get(place.page.path)
        place = self._with_sources(place) if self._printed else place
        if found is None:
            cells = cells_at(self._origin.provenance, place.page, place.span, rule.source)
            return place._replace(cells=cells) if cells != place.cells else place
        is_read = not found.page.unreadable
        on_page = self._on_original(rule, place, found) if is_read else None
        return on_page or (None if rule.judges == "print" else self._in_cell(rule, place))

    def _names_a_change(self, place: Place) -> bool:
        """Whether a place names one that changes: how the generator prints it is not known."""
        return any(
            found.original_span(other.span) is None
            for other in place.also
            if (found := self._printed.get(other.page.path))
        )

    def _with_sources(self, place: Place) -> Place:
        """The place, with all that it names as it stands in the files."""
        return place._replace(
            also=tuple(self._related(place.also)),
            compared=tuple(self._related(place.compared)),
            faults=tuple(self._locations(place.faults)),
            differences=tuple(
                (here, there)
                for one, other in place.differences
                if (here := self._location(*one)) and (there := self._location(*other))
            ),
            explained=place.explained and self._explained(place.explained),
            fixes=tuple(filter(None, map(self._fix, place.fixes))),
        )

    def _fix(self, fix: Fix) -> Fix | None:
        """What a fix changes in the files; None where that is not known of all its edits."""
        edits = [self._edit(edit) for edit in fix.edits]
        known = tuple(edit for edit in edits if edit)
        return fix._replace(edits=known) if len(known) == len(edits) else None

    def _edit(self, edit: Edit) -> Edit | None:
        found = self._printed.get(edit.page.path)
        if found is None or edit.cell or isinstance(edit.page, SheetPage):
            return edit
        span = found.original_span(edit.span)
        if span is not None and found.original is not None:
            return edit._replace(page=found.original, span=span)
        printed = self._state.provenance.printed_at(edit.page, edit.span)
        cells = [within for one in printed for within in cell_spans(one, edit.span)]
        return Edit.of_cell(cells[0].cell, cells[0].span, edit.new) if len(cells) == 1 else None

    def _related(self, related: tuple[Related, ...]) -> Iterator[Related]:
        for one in related:
            if at := self._location(one.page, one.span):
                yield Related(*at, one.message)

    def _explained(self, locations: tuple[Location, ...]) -> tuple[Location, ...]:
        """As `_locations`, once for all places that share them, which then share the result."""
        if id(locations) not in self._known:
            self._known[id(locations)] = locations, tuple(self._locations(locations))
        return self._known[id(locations)][1]

    def _locations(self, locations: tuple[Location, ...]) -> Iterator[Location]:
        return filter(None, (self._location(*one) for one in locations))

    def _location(self, page: Page, span: Span) -> Location | None:
        found = self._printed.get(page.path)
        if found is None or isinstance(page, SheetPage):
            return page, span
        original = found.original_span(span)
        if original is not None and found.original is not None:
            return found.original, original
        cell = self._cell(page, span)
        return (cell.page, cell.span) if cell else None

    def _on_original(self, rule: Rule, place: Place, found: PrintedPage) -> Place | None:
        span = found.original_span(place.span)
        if span is None or found.original is None:
            return None
        if found.changes(_concerned(rule, found.original, span)):
            return None
        return place._replace(
            page=found.original,
            span=span,
            covers=place.covers and found.original_span(place.covers),
            cells=cells_at(self._state.provenance, place.page, place.span, rule.source),
        )

    def _in_cell(self, rule: Rule, place: Place) -> Place | None:
        cells = cells_at(self._state.provenance, place.page, place.span, rule.source)
        first = next(iter(cells), None) or self._own_cell(place.page)
        if first is None:
            return None
        return place._replace(
            page=first.page,
            span=first.span,
            covers=None,
            cells=cells or (first,),
            within=self._within(place.page, place.span, first),
            printed=(place.page, place.span),
        )

    def _within(self, page: Page, span: Span, cell: Cell) -> Span | None:
        for printed in self._state.provenance.printed_at(page, span):
            for known, within in cell_spans(printed, span):
                if known == cell:
                    return within
        return None

    def _cell(self, page: Page, span: Span) -> Cell | None:
        cells = cells_at(self._state.provenance, page, span, "text")
        return next(iter(cells), None) or self._own_cell(page)

    def _own_cell(self, page: Page) -> Cell | None:
        """The cell that stands for a page as a whole: its row's ID, or the head of its sheet's."""
        kind, workbook = page.kind, self._state.workbook
        if kind is None:
            return None
        if page.id and (cell := workbook.id_cell(page.id)):
            return cell
        described = workbook.kinds.by_name[kind.of].workbook if kind.of else None
        sheet = workbook.sheets.get(described.sheet if described else kind.sheet)
        return sheet.header_cell(described.id if described else "") if sheet else None


def _concerned(rule: Rule, page: Page, span: Span) -> Span:
    """What of a page a place is about: the text around it, its row, or all of a table."""
    row = page.row_at(span)
    if row is not None:
        cells = (cell.span for cell in row.cells if cell.span.covers(span))
        return next(cells, row.span) if rule.source == "text" else row.span
    if (table := page.table_at(span)) is not None:
        return table.span
    labeled = page.field_at(span)
    if labeled is not None:
        return labeled.span
    return page.title.span if page.title and page.title.span.covers(span) else span
