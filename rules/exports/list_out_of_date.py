"""FW756 list-out-of-date."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from frameworklint.api import (
    Framework,
    Kind,
    Location,
    Page,
    Place,
    Related,
    Severity,
    Span,
    Template,
    comparable,
    quoted,
    rule,
)

from ..references._pages import titled
from ._pages import is_behind, lacks_page, lacks_row, stage

if TYPE_CHECKING:
    from frameworklint.api import GridCell, GridExport


@rule("FW756", Severity.ERROR, judges="files", sees="all", until_printed=True)
def list_out_of_date(framework: Framework) -> Iterator[Place]:
    """A list of IDs or a clickable matrix lacks an ID, or has it in a wrong place or by another
    name.
    """
    exports = framework.exports
    if exports is None:
        return
    for export in exports.grids:
        for kind, cells in ((export.heads, export.head_cells), (export.kind, export.cells)):
            if kind.name in framework.judged_kinds:
                known = {cell.id for cell in cells}
                missing = [page for page in _pages(kind, framework) if page.id not in known]
                unknown = [cell for cell in cells if not _is_of(cell.id, kind, framework)]
                meant = _meant(unknown, missing)
                yield from _missing(export, kind, missing, meant.values(), framework)
                yield from _unknown(export, kind, unknown, meant, framework)
                yield from _twice(export, kind, cells)
        yield from _columns(export, framework)
        yield from _entries(export, framework)
        for cell in [*export.head_cells, *export.cells, *export.entries]:
            yield from _names(export, cell, framework)


def _is_of(page_id: str, kind: Kind, framework: Framework) -> bool:
    page = framework.page_of(page_id)
    return page is not None and page.kind is kind


def _meant(unknown: "list[GridCell]", missing: list[Page]) -> "dict[GridCell, Page]":
    """Which missing page is meant by a cell with a wrong ID: that of the same ID but for the
    letter case, or of the same name. What fits several pages or cells tells nothing.
    """
    pages: dict[str, list[Page]] = defaultdict(list)
    for page in missing:
        for said in (page.id, page.name):
            pages[comparable(said).casefold()].append(page)
    cells: dict[str, list[GridCell]] = defaultdict(list)
    for cell in unknown:
        for said in filter(None, (cell.id, cell.name)):
            cells[comparable(said).casefold()].append(cell)
    return {
        same[0]: pages[said][0]
        for said, same in cells.items()
        if len(same) == len(pages.get(said, ())) == 1
    }


def _missing(
    export: "GridExport",
    kind: Kind,
    pages: list[Page],
    meant: Collection[Page],
    framework: Framework,
) -> Iterator[Place]:
    """Pages that the table does not name, not even by a wrong ID."""
    for page in pages:
        if page not in meant:
            message = f"The {kind.noun} {titled(page)} is missing"
            many = f"{{n}} {kind.plural} are missing from the {_noun(export)}: {_remedy(export)}"
            said = stage(page, export.heads.name, framework) if kind is export.kind else None
            head = export.head_by_id.get(said.text) if said else None
            span = (head or export.head_cells[0]).span
            place = _place(
                export, span, message, page.id, f"{kind.name} missing", many, (page, page.top)
            )
            yield _following(place, lacks_row(page, framework))


def _pages(kind: Kind, framework: Framework) -> Iterator[Page]:
    for page in framework.records:
        if page.kind is kind and framework.page_of(page.id) is page:
            yield page


def _unknown(
    export: "GridExport",
    kind: Kind,
    cells: "list[GridCell]",
    meant: "dict[GridCell, Page]",
    framework: Framework,
) -> Iterator[Place]:
    """IDs of pages that there are not."""
    for cell in cells:
        page = meant.get(cell)
        shown = cell.id if kind.is_id(cell.id) else quoted(cell.text)
        hint = f"; {titled(page)} is missing, and seems to be meant" if page else ""
        message = f"No {kind.noun} has the ID {shown}{hint}"
        many = f"{{n}} IDs in the {_noun(export)} are those of no {kind.noun}"
        at = (page, page.top) if page else None
        place = _place(export, cell.span, message, cell.id, f"{kind.name} unknown", many, at)
        yield _following(place, lacks_page(cell.id, kind, framework))


def _twice(export: "GridExport", kind: Kind, cells: "list[GridCell]") -> Iterator[Place]:
    first: dict[str, GridCell] = {}
    for cell in cells:
        other = first.setdefault(cell.id, cell)
        if other is not cell and kind.is_id(cell.id):
            message = f"{cell.id} stands twice in the table"
            many = f"{{n}} {kind.plural} stand twice in the {_noun(export)}"
            yield _place(
                export,
                cell.span,
                message,
                cell.id,
                f"{kind.name} twice",
                many,
                (export.page, other.span),
            )


def _columns(export: "GridExport", framework: Framework) -> Iterator[Place]:
    """IDs that stand in another column than that of their page, but for those that have none."""
    is_judged = export.heads.name in framework.judged_kinds
    heads = _pages(export.heads, framework) if is_judged else ()
    missing = {page.id for page in heads} - export.head_by_id.keys()
    for cell in export.cells:
        page = framework.page_of(cell.id)
        said = stage(page, export.heads.name, framework) if page else None
        head = export.head_by_column.get(cell.column)
        if page is None or said is None or (head and head.id == said.text):
            continue
        if said.text in missing:
            continue
        under = f"under {head.id}" if head else "under nothing"
        message = f"{titled(page)} stands {under}, but belongs to {said.text}"
        many = f"{{n}} {export.kind.plural} stand under another {export.heads.noun} than their own"
        at = (page, said.span)
        place = _place(export, cell.span, message, cell.id, "column", many, at)
        yield _following(place, (at,) if is_behind(page, said.span, framework) else ())


def _entries(export: "GridExport", framework: Framework) -> Iterator[Place]:
    """What the table has and the list beside it has not, and the reverse.

    An ID that no page has, or that is missing from the table, is told as that.
    """
    if not export.grid.entries:
        return
    pages = {page.id for page in _pages(export.kind, framework)}
    is_judged = export.kind.name in framework.judged_kinds
    element = f"`<{export.grid.entries}>`"
    many = f"{{n}} {export.kind.plural} have no {element}, or no cell in the table"
    for cell in export.cells:
        is_told = is_judged and cell.id not in pages
        if cell.id not in export.entry_ids and export.kind.is_id(cell.id) and not is_told:
            message = f"{cell.id} has no {element}: nothing is shown when it is clicked"
            yield _place(export, cell.span, message, cell.id, "entry", many)
    for entry in export.entries:
        is_told = is_judged and entry.id in pages
        if entry.id not in export.ids and export.kind.is_id(entry.id) and not is_told:
            message = f"{entry.id} has an {element}, but no cell in the table"
            yield _place(export, entry.span, message, entry.id, "entry", many)


def _names(export: "GridExport", cell: "GridCell", framework: Framework) -> Iterator[Place]:
    """Names that are not the page's."""
    page = framework.page_of(cell.id)
    if page is None or page.unreadable or not cell.name:
        return
    if comparable(cell.name) == comparable(page.name):
        return
    message = f"{page.id} is called {quoted(cell.name)}, and {quoted(page.name)} on its page"
    many = f"{{n}} names in the {_noun(export)} are not those of the pages: {_remedy(export)}"
    span = page.name_text.span if page.name_text else page.top
    place = _place(export, cell.span, message, cell.id, "name", many, (page, span))
    yield _following(place, ((page, span),) if is_behind(page, span, framework) else ())


def _following(place: Place, faults: tuple[Location, ...]) -> Place:
    """A place that follows from what the workbook and the page do not agree on, if anything."""
    return place._replace(faults=faults, templates=()) if faults else place


def _noun(export: "GridExport") -> str:
    return export.annotation.noun


def _remedy(export: "GridExport") -> str:
    return export.annotation.remedy


def _place(
    export: "GridExport",
    span: Span,
    message: str,
    subject: str,
    what: str,
    many: str,
    compared: Location | None = None,
) -> Place:
    template = Template(f"{export.page.key} {what}", many, 0, subject, least=2)
    return Place(
        page=export.page,
        span=span,
        message=message,
        cause=f"{export.page.key} {subject} {what}",
        subject=subject,
        also=(Related(*compared, "what it is compared with"),) if compared else (),
        templates=(template,),
    )
