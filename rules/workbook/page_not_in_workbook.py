"""FW703 page-not-in-workbook."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Related, Severity, rule


@rule(
    "FW703",
    Severity.ERROR,
    explains=("FW752", "FW756"),
    judges="files",
    until_printed=True,
)
def page_not_in_workbook(page: Page, framework: Framework) -> Iterator[Place]:
    """A page's ID stands in no row of the sheet from which such pages are printed."""
    role = page.kind.workbook if page.kind and page.id else None
    if role is None or not framework.workbook_paths or page.path in framework.orphans:
        return
    workbook = framework.workbook
    if not workbook.has(role.sheet, role.id) or page.unreadable:
        return
    assert page.kind is not None
    known = workbook.records(page.kind)
    if page.id in known or not known:  # where no row has an ID, that is what is wrong
        return
    cell = workbook.sheets[role.sheet].header_cell(role.id)
    yield Place(
        page=page,
        span=page.top,
        message=f"No row of the sheet `{role.sheet}` has the ID {page.id}",
        cause=page.id,
        subject=page.id,
        also=(Related(cell.page, cell.span, f"the column of the IDs of {page.kind.plural}"),),
    )
