"""What a change does to the spreadsheets, for people and as JSON."""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from frameworklint.terminal.escaping import (
    json_text,
    markdown,
    markdown_code,
    spelled_blanks,
    visible,
)
from frameworklint.wording import plural
from frameworklint.workbook.diff import (
    ADDED,
    CHANGED,
    REMOVED,
    CellChange,
    RowChange,
    SheetChange,
    WorkbookChanges,
)

_SIGNS = {ADDED: "+", REMOVED: "-", CHANGED: "~"}
_TOKEN = re.compile(r"[\s⏎]+|\w+|[^\w\s]")
_MOST_TOKENS = 20_000  # of two texts, of which a longer one is marked as a whole
_SHORT = 2  # characters between two differences that are shown as one
_AROUND = 40  # characters that are shown on each side of a difference
_LONGEST = 300  # characters of a text that is shown whole


class Piece(NamedTuple):
    """A part of a text, before and after; the same where nothing differs."""

    old: str
    new: str

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return self.old == self.new


def on_one_line(text: str) -> str:
    """A cell's text with a sign for each line end."""
    return text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "⏎")


def pieces(old: str, new: str) -> list[Piece]:
    """Two texts cut where they begin and cease to differ, at the ends of words."""
    old, new = on_one_line(old), on_one_line(new)
    one, other = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(one) + len(other) > _MOST_TOKENS or not old or not new:
        return [Piece(old, new)]
    from rapidfuzz.distance import Indel

    found: list[Piece] = []
    for code in Indel.opcodes(one, other):
        old = "".join(one[code.src_start : code.src_end])
        _add(found, Piece(old, "".join(other[code.dest_start : code.dest_end])))
    return found


def _add(found: list[Piece], piece: Piece) -> None:
    """Add a piece; what differs on both sides of next to nothing is one difference."""
    if not piece.is_same:
        if found and not found[-1].is_same:
            piece = _joined(found.pop(), piece)
        elif len(found) > 1 and found[-1].is_same and len(found[-1].old) <= _SHORT:
            between = found.pop()
            piece = _joined(_joined(found.pop(), between), piece)
    found.append(piece)


def _joined(one: Piece, other: Piece) -> Piece:
    return Piece(one.old + other.old, one.new + other.new)


def _shown(found: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces as they are shown: of long texts that are the same, what is near a difference."""
    for number, piece in enumerate(found):
        if piece.is_same:
            text = _near(piece.old, number > 0, number < len(found) - 1)
            yield Piece(text, text)
        else:
            yield Piece(spelled_blanks(_cut(piece.old)), spelled_blanks(_cut(piece.new)))


def _near(text: str, is_behind: bool, is_before: bool) -> str:
    start = text[:_AROUND] if is_behind else ""
    end = text[-_AROUND:] if is_before else ""
    return text if len(text) <= len(start) + len(end) + _SHORT else f"{start}…{end}"


def _cut(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


# The forms.


def rendered(changes: WorkbookChanges, form: str) -> str:
    """The changes as `text`, `markdown` or `json`."""
    if form == "json":
        return _json(changes)
    return "".join(_markdown(changes) if form == "markdown" else _text(changes))


def markdown_section(changes: WorkbookChanges, limit: int) -> str:
    """A section of a job's summary.

    Args:
        changes: the changes.
        limit: how many bytes the section may have; what is too much is counted.
    """
    parts: list[str] = []
    size = 0
    for part in _markdown(changes):
        size += len(part.encode("utf-8", "replace"))
        if size > limit:
            count = sum(len(sheet.rows) for sheet in changes.sheets)
            listed = sum(part.startswith("- ") for part in parts)
            parts.append(f"\n… and {plural(count - listed, 'more row')}\n")
            break
        parts.append(part)
    return "".join(parts)


def verdict(changes: WorkbookChanges) -> str:
    """What differs, in one line."""
    if not changes.sheets:
        return f"{plural(changes.files, 'workbook')} compared: nothing differs"
    return (
        f"{plural(changes.files, 'workbook')} compared: {plural(len(changes.sheets), 'sheet')}"
        f" with {_counts(changes.sheets)}"
    )


def _counts(sheets: Sequence[SheetChange]) -> str:
    counts = {kind: sum(sheet.count(kind) for sheet in sheets) for kind in _SIGNS}
    parts = [f"{plural(count, 'row')} {kind}" for kind, count in counts.items() if count]
    return ", ".join(parts) or "no row of the same columns changed"


def _heading(sheet: SheetChange) -> str:
    whole = f"the sheet is {sheet.kind}; " if sheet.kind != CHANGED else ""
    columns = "".join(f"; column {name} {kind}" for name, kind in sheet.columns)
    return f"{whole}{_counts([sheet])}{columns}"


def _text(changes: WorkbookChanges) -> Iterator[str]:
    for sheet in changes.sheets:
        yield f"{visible(f'{sheet.file} › {sheet.sheet}: {_heading(sheet)}')}\n"
        for row in sheet.rows:
            yield f"  {_SIGNS[row.kind]} {visible(row.key)} (row {row.row})\n"
            for cell in row.cells:
                yield f"      {visible(cell.column)}: {visible(_marked(row, cell))}\n"
        yield "\n"
    yield f"{verdict(changes)}\n"


def _marked(row: RowChange, cell: CellChange) -> str:
    """A cell's text, its differences marked as git does it."""
    if row.kind != CHANGED:
        return _cut(on_one_line(cell.new or cell.old))
    marked = []
    for piece in _shown(pieces(cell.old, cell.new)):
        if piece.is_same:
            marked.append(piece.old)
        else:
            old, new = piece
            marked.append((f"[-{old}-]" if old else "") + (f"{{+{new}+}}" if new else ""))
    return "".join(marked)


def _markdown(changes: WorkbookChanges) -> Iterator[str]:
    yield f"### What this change does to the spreadsheets\n\n{markdown(verdict(changes))}\n"
    for notice in dict.fromkeys(changes.notices):
        yield f"\n{markdown(notice)}\n"
    for sheet in changes.sheets:
        where = markdown_code(f"{sheet.file} › {sheet.sheet}")
        yield f"\n**`{where}`**: {markdown(_heading(sheet))}\n\n"
        for row in sheet.rows:
            cells = [_markdown_cell(row, cell) for cell in row.cells]
            yield f"- {row.kind} **{markdown(row.key)}** (row {row.row})\n{''.join(cells)}"
    yield "\n"


def _markdown_cell(row: RowChange, cell: CellChange) -> str:
    column = f"  - `{markdown_code(cell.column)}`: "
    if row.kind != CHANGED:
        return f"{column}{markdown(_cut(on_one_line(cell.new or cell.old)))}\n"
    marked = []
    for piece in _shown(pieces(cell.old, cell.new)):
        if piece.is_same:
            marked.append(markdown(piece.old))
        else:
            marked.append(f"<del>{markdown(piece.old)}</del>" if piece.old else "")
            marked.append(f"<ins>{markdown(piece.new)}</ins>" if piece.new else "")
    return f"{column}{''.join(marked)}\n"


def _json(changes: WorkbookChanges) -> str:
    sheets = [
        {
            "file": sheet.file,
            "sheet": sheet.sheet,
            "change": sheet.kind,
            "columns": [{"column": name, "change": kind} for name, kind in sheet.columns],
            "rows": [
                {
                    "change": row.kind,
                    "key": row.key,
                    "row": row.row,
                    "cells": [cell._asdict() for cell in row.cells],
                }
                for row in sheet.rows
            ],
        }
        for sheet in changes.sheets
    ]
    return json_text({"sheets": sheets, "notices": changes.notices}, indent=1)
