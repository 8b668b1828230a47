"""FW704 workbook-row-without-page."""

from collections.abc import Iterator

from frameworklint.api import (
    Framework,
    Kind,
    Location,
    Place,
    Record,
    Related,
    Severity,
    folded,
    rule,
)

from ._columns import is_left_empty
from ._malformed_ids import malformed_id
from ._rows_without_id import rows_without_id

_TOLD_OF_PAGES = ("FW002", "FW203", "FW301", "FW401", "FW403", "FW404", "FW405", "FW601")
_TOLD_OF_FILES = ("FW701", "FW702", "FW703", "FW706", "FW708", "FW752", "FW755", "FW756")
_EXPLAINED = (*_TOLD_OF_PAGES, *_TOLD_OF_FILES)


@rule("FW704", Severity.ERROR, explains=_EXPLAINED, judges="files", sees="all", until_printed=True)
def workbook_row_without_page(framework: Framework) -> Iterator[Place]:
    """A row of the workbook has no page of its own, or no ID, or what is none."""
    if not framework.workbook_paths:
        return
    for kind in framework.kinds.records:
        role = kind.workbook
        if role is None or not framework.workbook.has(role.sheet, role.id):
            continue
        sheet = framework.workbook.sheets[role.sheet]
        if is_left_empty(sheet, role.id):
            continue
        has_pages = any(page.kind is kind for page in framework.records)
        for row in sheet.rows:
            record = Record(sheet, row)
            text = record.cell(role.id).text
            if not (wanted := text.strip()):
                yield _without_id(record, kind, framework)
            elif not kind.is_id(text) and (malformed := malformed_id(record, kind, framework)):
                yield malformed
            elif has_pages and _is_missing(wanted, framework) and not _has_blanks(text):
                yield _without_page(record, kind, wanted)
    yield from rows_without_id(framework)


def _has_blanks(text: str) -> bool:
    """Whether white space stands in or around an ID, which blank-in-workbook-id reports."""
    return any(map(str.isspace, text))


def _is_missing(wanted: str, framework: Framework) -> bool:
    """Whether there is no page, and it is no change that only waits for the generator."""
    return wanted not in framework.by_id and wanted not in framework.waiting.records


def _without_page(record: Record, kind: Kind, wanted: str) -> Place:
    assert kind.workbook is not None
    cell = record.cell(kind.workbook.id)
    name = folded(record.cell(kind.workbook.name).text)
    return Place(
        page=cell.page,
        span=cell.span,
        message=f"The {kind.noun} {wanted} {name}".rstrip() + " has no page",
        cause=wanted,
        subject=wanted,
        note="run the generator",
    )


def _without_id(record: Record, kind: Kind, framework: Framework) -> Place:
    assert kind.workbook is not None
    cell = record.cell(kind.workbook.id)
    stub = framework.by_path.get(_stub_path(kind, framework))
    said = f"the generator prints a page `{kind.folder}/.md`"
    return Place(
        page=cell.page,
        span=cell.span,
        message=f"A row of {cell.sheet_name} without an ID, {cell.row_name}: {said}",
        many=f"{{n}} rows of {cell.sheet_name} have no ID: {said}",
        cause=f"{kind.name} without ID",
        subject=cell.sheet_name,
        note="delete the row, or give it an ID",
        explained=framework.memo.of_all(_at_stubs)[kind.name],
        also=(Related(stub, stub.top, "the page without an ID"),) if stub else (),
    )


def _stub_path(kind: Kind, framework: Framework) -> str:
    """The page that the generator prints for rows without an ID."""
    return "/".join(filter(None, (framework.paths.home, kind.folder, ".md")))


def _at_stubs(framework: Framework) -> dict[str, tuple[Location, ...]]:
    """Of each kind the links to that page, and its top: all rows without an ID share them."""
    return {kind.name: tuple(_at_stub(kind, framework)) for kind in framework.kinds.records}


def _at_stub(kind: Kind, framework: Framework) -> Iterator[Location]:
    path = _stub_path(kind, framework)
    for source in sorted(framework.links.sources.get(path, ())):
        page = framework.by_path[source]
        for link, target in framework.links.of(page):
            if target.path == path:
                yield page, link.span
    if stub := framework.by_path.get(path):
        yield stub, stub.top
