"""A workbook as text, of which line by line differs what differs in the workbook.

No row has a number: where one is added, all others stay as they are.
"""

from collections.abc import Iterator
from hashlib import sha256

from frameworklint.errors import UnreadableFileError
from frameworklint.report.workbook_changes import on_one_line
from frameworklint.terminal.escaping import visible
from frameworklint.workbook import reader
from frameworklint.workbook.diff import Table


def plain_text(content: bytes) -> str:
    """The cells of all sheets, one a line below a line for each row.

    Args:
        content: what the file holds; of what is no workbook that can be read, the text says why.
    """
    if not content:
        return ""
    try:
        sheets = reader.read(content, "xlsx", None).rows
    except UnreadableFileError as error:
        return f"this file {error}\nSHA-256 {sha256(content).hexdigest()}\n"
    return "".join(line for name, rows in sheets.items() for line in _sheet(name, Table(rows)))


def _sheet(name: str, table: Table) -> Iterator[str]:
    yield f"=== {visible(name)}\n"
    for row in table.rows:
        first = next(text for text in row.values() if text)
        yield f"--- {visible(' '.join(first.split()))[:80]}\n"
        for column, text in row.items():
            if text:
                yield f"{visible(column)}: {visible(on_one_line(text))}\n"
    yield "\n"
