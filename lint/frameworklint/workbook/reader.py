"""Reading the sheets of a workbook file, whatever the file holds."""

import datetime
import io
import zipfile
from typing import Any, BinaryIO

from frameworklint.errors import UnreadableFileError
from frameworklint.workbook import limits
from frameworklint.workbook.sheet import Sheets

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read(content: bytes, ending: str, wanted: frozenset[str] | None) -> Sheets:
    """The wanted sheets of a workbook, or all of them.

    Hidden sheets are read like others, and rows above the first that holds anything are kept, so
    that rows have the numbers that a spreadsheet program shows.

    Raises:
        UnreadableFileError: the file is no workbook that can be read; the message says why.
    """
    _demand_workbook(content, ending)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            small = limits.small(archive, wanted)
        rows, names = _read_sheets(small.archive, wanted)
        return Sheets(rows, small.share, names)
    except (UnreadableFileError, MemoryError, KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:  # of a damaged file, and a panic of the library is no Exception
        is_encrypted = isinstance(error, RuntimeError) and "encrypted" in str(error)
        raise UnreadableFileError(
            "is protected with a password: save the workbook without one"
            if is_encrypted
            else "is no .xlsx workbook, or a damaged one; a spreadsheet program may be able to"
            f" repair it ({error})"
        ) from error


def _read_sheets(
    archive: BinaryIO, wanted: frozenset[str] | None
) -> tuple[dict[str, list[list[str]]], tuple[str, ...]]:
    from python_calamine import CalamineWorkbook

    known: dict[str, str] = {}  # the reader makes a new text for every cell
    with CalamineWorkbook.from_filelike(archive) as book:
        names = tuple(book.sheet_names)
        read = [name for name in names if wanted is None or name in wanted]
        return {name: _rows(book, name, known) for name in read}, names


def _rows(book: Any, name: str, known: dict[str, str]) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return []
    left = [""] * sheet.start[1]  # `iter_rows` leaves out empty columns, not empty rows, before all
    rows = []
    for values in sheet.iter_rows():
        texts = map(printed, values)
        rows.append([*left, *(known.setdefault(text, text) for text in texts)])
    return rows


def printed(value: Any) -> str:
    """A cell's value as text: dates as 2019-02-24, whole numbers without a fraction."""
    if isinstance(value, datetime.datetime):
        return str(value.date()) if value.time() == datetime.time() else str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _demand_workbook(content: bytes, ending: str) -> None:
    """Refuse what does not begin like an .xlsx file."""
    if ending != "xlsx":
        raise UnreadableFileError(f"is a .{ending} file: save the workbook as .xlsx")
    if not content:
        raise UnreadableFileError("is empty (0 bytes)")
    if content.startswith(b"version https://git-lfs"):
        raise UnreadableFileError("is a pointer of Git LFS: run `git lfs pull`")
    if content.startswith(_OLE):
        raise UnreadableFileError(
            "is protected with a password, or an old .xls file: save it as .xlsx without a password"
        )
