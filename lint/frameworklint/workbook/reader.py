"""Reading the sheets of a workbook file, whatever the file holds."""

import datetime
import io
import re
import zipfile
from functools import lru_cache
from typing import Any

from frameworklint.errors import UnreadableFileError

_UNPACKED_LIMIT = 400_000_000
_CELL_LIMIT = 8_000_000
_PARTS_LIMIT = 10_000
_CHUNK = 1 << 20
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled"
_LAST_VALUE = re.compile(rb".*<(?:\w+:)?c[ \t\r\n][^>]*?\br=[\"']([A-Z]+)([0-9]+)[\"']", re.DOTALL)
_FAR = [(re.compile(rb"\br=[\"'][A-Z]{%d}[0-9]" % n), 26**n) for n in (3, 2)]


@lru_cache(maxsize=4)  # a base and the tree mostly hold the same workbooks
def read(content: bytes, ending: str, wanted: frozenset[str]) -> dict[str, list[list[str]]]:
    """The rows of the wanted sheets, as text, the first row of the sheet first.

    Hidden sheets are read like others, and rows above the first that holds anything are kept, so
    that rows have the numbers that a spreadsheet program shows.

    Raises:
        UnreadableFileError: the file is no workbook that can be read; the message says why.
    """
    _demand_workbook(content, ending)
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {name: _rows(book, name) for name in book.sheet_names if name in wanted}
    except UnreadableFileError:
        raise
    except BaseException as error:  # a panic of the library is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, MemoryError)):
            raise
        raise UnreadableFileError(
            "is a damaged workbook; a spreadsheet program may be able to repair it"
        ) from error


def _rows(book: Any, name: str) -> list[list[str]]:
    sheet = book.get_sheet_by_name(name)
    if sheet.start is None:
        return []
    rows = sheet.to_python(skip_empty_area=False)
    return [[printed(value) for value in row] for row in rows]


def printed(value: Any) -> str:
    """A cell's value as text: dates as 2019-02-24, whole numbers without a fraction."""
    if isinstance(value, datetime.datetime):
        return str(value.date()) if value.time() == datetime.time() else str(value)
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _demand_workbook(content: bytes, ending: str) -> None:
    """Refuse what is no plain .xlsx file, or too large once unpacked."""
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
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _demand_parts(archive)
    except (zipfile.BadZipFile, EOFError, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(f"is no .xlsx workbook, or a damaged one: {error}") from error
    except RuntimeError as error:  # what zipfile raises for encrypted parts
        raise UnreadableFileError(f"is protected: {error}") from error


def _demand_parts(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _PARTS_LIMIT or sum(part.file_size for part in parts) > _UNPACKED_LIMIT:
        raise _too_large()
    names = {part.filename.lower() for part in parts}
    if "[content_types].xml" not in names or not any(n.startswith("xl/") for n in names):
        raise UnreadableFileError("is a ZIP archive, but no .xlsx workbook")
    left = _UNPACKED_LIMIT
    for part in parts:
        content = _unpacked(archive, part, left)
        left -= len(content)
        name = part.filename.lower()
        if name == "[content_types].xml" and _MACROS.encode() in content:
            raise UnreadableFileError("holds macros: save the workbook as .xlsx without macros")
        if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
            raise UnreadableFileError("declares XML entities, as no spreadsheet program does")
        if name.startswith("xl/") and name.endswith(".xml"):
            _demand_small_area(content)


def _unpacked(archive: zipfile.ZipFile, part: zipfile.ZipInfo, limit: int) -> bytes:
    """The content of a part: what is declared may be a lie, and is checked against a sum."""
    chunks = []
    with archive.open(part) as file:
        while chunk := file.read(_CHUNK):
            limit -= len(chunk)
            if limit < 0:
                raise _too_large()
            chunks.append(chunk)
    return b"".join(chunks)


def _demand_small_area(content: bytes) -> None:
    """Refuse a sheet with a value so far out that all cells before it would fill the memory."""
    end = max(content.rfind(b"</v>"), content.rfind(b"</is>"), content.rfind(b":v>"))
    if end < 0:
        return
    last = _LAST_VALUE.match(content[max(0, end - 100_000) : end])
    rows = int(last[2]) if last else 1
    if rows * 26 * 26 * 26 <= _CELL_LIMIT:
        return
    columns = next((most for far, most in _FAR if far.search(content, 0, end)), 26)
    if rows * columns > _CELL_LIMIT:
        raise UnreadableFileError(
            f"has a sheet of up to {rows:,} rows and {columns:,} columns: delete the values that"
            " stand far from the others"
        )


def _too_large() -> UnreadableFileError:
    return UnreadableFileError(f"is larger than {_UNPACKED_LIMIT:,} bytes once unpacked")
