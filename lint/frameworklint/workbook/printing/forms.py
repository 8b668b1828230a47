"""How a field is printed: a form of text and columns in braces, as the schemas give it."""

import re
from collections.abc import Iterator

from frameworklint.workbook.printed import Piece
from frameworklint.workbook.workbook import Record, Workbook

_COLUMN = re.compile(r"\{(\w+)((?:\.\w+)*)\}")


def columns(form: str) -> set[str]:
    """The columns that a form names."""
    return {match[1] for match in _COLUMN.finditer(form)}


def pieces(form: str, record: Record, workbook: Workbook) -> Iterator[Piece | None]:
    """What the generator prints for a row of the workbook: the cells, and what is between them;
    None where that can not be read.
    """
    at = 0
    for match in _COLUMN.finditer(form):
        yield Piece(form[at : match.start()])
        piece: Piece | None = Piece((cell := record.cell(match[1])).text, cell)
        for step in match[2].split(".")[1:]:
            piece = _step(piece, step, workbook) if piece else None
        yield piece
        at = match.end()
    yield Piece(form[at:])


def _step(piece: Piece, step: str, workbook: Workbook) -> Piece | None:
    if step == "first":
        return piece._replace(text=piece.text.split(" ")[0])
    if step == "parent":
        return Piece(piece.text.rpartition(".")[0])
    kind = workbook.kinds.of_id(piece.text)
    if kind is not None and not workbook.knows_names(kind):
        return None
    cell = workbook.name_cell(piece.text)
    return Piece(cell.text, cell) if cell else Piece("")
