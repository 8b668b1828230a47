"""How a field is printed: a form of text and columns in braces, as the schemas give it."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from frameworklint.workbook.printed import Part, Piece
from frameworklint.workbook.workbook import Record, Workbook

_COLUMN = re.compile(r"\{(\w+)((?:\.\w+)*)\}")


class _Part(NamedTuple):
    """A column of a form, with the text before it and the steps that lead on from its cell."""

    before: str
    column: str
    steps: list[str]


@lru_cache
def _parts(form: str) -> tuple[list[_Part], str]:
    """The columns of a form, and the text behind the last."""
    found, at = [], 0
    for match in _COLUMN.finditer(form):
        found.append(_Part(form[at : match.start()], match[1], match[2].split(".")[1:]))
        at = match.end()
    return found, form[at:]


@lru_cache
def columns(form: str) -> frozenset[str]:
    """The columns that a form names."""
    return frozenset(part.column for part in _parts(form)[0])


def pieces(form: str, record: Record, workbook: Workbook) -> Iterator[Part | None]:
    """What the generator prints for a row of the workbook: the cells, and what is between them;
    None where that can not be read.
    """
    parts, rest = _parts(form)
    for before, column, steps in parts:
        if before:
            yield Piece(before)
        cell = record.cell(column)
        piece: Part | None = cell
        for step in steps:
            piece = _step(piece, step, workbook) if piece else None
        yield piece
    if rest:
        yield Piece(rest)


def _step(piece: Part, step: str, workbook: Workbook) -> Part | None:
    if step == "first":
        return Piece(piece.text.split(" ")[0], piece.cell)
    if step == "parent":
        return Piece(piece.text.rpartition(".")[0])
    kind = workbook.kinds.of_id(piece.text)
    if kind is not None and not workbook.knows_names(kind):
        return None
    cell = workbook.name_cell(piece.text)
    return cell or Piece("")
