"""The worklist as a file: a table of text, or a workbook with links to the cells."""

import csv
import io
import os
import posixpath
import zipfile
from collections.abc import Sequence
from urllib.parse import quote

from frameworklint.report.worklist import WorklistEntry
from frameworklint.terminal.escaping import LONGEST_CELL, table_cell
from frameworklint.wording import plural
from frameworklint.workbook.writing.archive import exchanged

_MOST = 5_000_000  # characters of the list; real: 600,000
_LINKS = "xl/worksheets/_rels/sheet1.xml.rels"
_WIDTHS = (20, 18, 14, 14, 7, 9, 24, 60, 60, 60, 10, 40)


def rendered(found: Sequence[WorklistEntry], delimiter: str = ",") -> tuple[str, int]:
    """The list as CSV, or with tabs, as a spreadsheet program takes it from the clipboard.

    Returns:
        The list, and how many rows it lacks because it would be too long.
    """
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\n")
    writer.writerow(WorklistEntry._fields)
    for number, entry in enumerate(found):
        if buffer.tell() > _MOST:
            left_out = len(found) - number
            writer.writerow(_end(left_out))
            return buffer.getvalue(), left_out
        writer.writerow([table_cell(value) for value in entry])
    return buffer.getvalue(), 0


def _end(left_out: int) -> WorklistEntry:
    note = f"{plural(left_out, 'more line')} not listed: fix these first"
    return WorklistEntry._make([*[""] * (len(WorklistEntry._fields) - 1), note])


def workbook(found: Sequence[WorklistEntry], way: str) -> bytes:
    """The list as a workbook: one sheet, its header frozen, with filters and links to the cells.

    Args:
        found: the rows.
        way: from the folder of the file to the framework's root.
    """
    import datetime

    from xlsxwriter import Workbook

    buffer = io.BytesIO()
    book = Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": datetime.datetime(2000, 1, 1)})  # the same list, the same file
    sheet = book.add_worksheet("worklist")
    bold, link = book.add_format({"bold": True}), book.get_default_url_format()
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    for column, (name, width) in enumerate(zip(WorklistEntry._fields, _WIDTHS, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(0, column, name, bold)
    for row, entry in enumerate(found, start=1):
        for column, value in enumerate(entry):
            sheet.write_string(row, column, value[:LONGEST_CELL], wrapped)
        place = f"#{_quoted(entry.sheet)}!{entry.cell}" if entry.sheet else ""
        address = f"external:{_linked(way, entry.file)}{place}"
        sheet.write_url(row, WorklistEntry._fields.index("cell"), address, link, entry.cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, max(len(found), 1), len(WorklistEntry._fields) - 1)
    book.close()
    return _with_slashes(buffer.getvalue())


def _linked(way: str, file: str) -> str:
    """The address of a file from the folder of the list, as a link writes it."""
    path = posixpath.join(way.replace(os.sep, "/"), file)
    return "".join(quote(one) if one.isascii() else one for one in path)


def _quoted(sheet: str) -> str:
    doubled = sheet.replace("'", "''")
    return f"'{doubled}'"


def _with_slashes(book: bytes) -> bytes:
    """A workbook of XlsxWriter whose links lead to files on every system: it writes backslashes."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        if _LINKS not in archive.namelist():
            return book
        links = archive.read(_LINKS)
    return exchanged(book, {_LINKS: links.replace(b"\\", b"/")})
