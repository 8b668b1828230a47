"""FW709 waiting-for-generator."""

from collections.abc import Iterator

from frameworklint.api import Cell, Framework, Place, Related, Severity, rule

_TOLD = "run the generator"


@rule("FW709", Severity.WARNING, until_printed=True, judges="files", sees="all")
def waiting_for_generator(framework: Framework) -> Iterator[Place]:
    """Cells changed since the pages were printed."""
    spots: dict[Cell, Related] = {}
    for difference in framework.unprinted.differences if framework.waiting.differences else ():
        if difference in framework.waiting.differences:
            spot = Related(difference.page, difference.span, difference.message)
            spots.setdefault(difference.cell, spot)
    for wanted in framework.unprinted.records if framework.waiting.records else ():
        cell = framework.workbook.id_cell(wanted)
        if cell and wanted in framework.waiting.records:
            yield _place(cell, ())
    for cell, spot in spots.items():
        yield _place(cell, (spot,))


def _place(cell: Cell, also: tuple[Related, ...]) -> Place:
    what = f"`{cell.column_name}` of {cell.row_key}"
    return Place(
        page=cell.page,
        span=cell.span,
        message=f"{what} changed since the pages were printed: {_TOLD}",
        many=f"{{n}} cells changed since the pages were printed: {_TOLD}",
        cause="waiting",
        subject=cell.row_key,
        also=also,
        note=_TOLD,
    )
