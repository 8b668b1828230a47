"""Cells of a workbook, and sheets as findings see them."""

from collections import Counter
from collections.abc import Iterable
from functools import cached_property
from itertools import groupby
from typing import NamedTuple

from frameworklint.digests import combined
from frameworklint.page.names import folded
from frameworklint.page.page import Page
from frameworklint.source.cell_names import letters
from frameworklint.source.span import Lines, Span
from frameworklint.workbook.compare import quoted

_WIDTH = 16_385  # one more than a sheet has columns, so that a span may end behind the last
_HEIGHT = 1_048_577
_LONGEST_ID = 300  # characters; real: 185, of an address
_WORDS = 40  # characters of a row that help to find it


class SheetLines(Lines):
    """Turns offsets on a sheet into the numbers of row and column."""

    def position(self, offset: int) -> tuple[int, int]:
        """The 1-based row and column."""
        row, column = divmod(offset % (_WIDTH * _HEIGHT), _WIDTH)
        return row, column or 1


class SheetPage(Page):
    """A sheet as findings see it: a page whose lines are rows, and whose columns are columns."""

    def __init__(self, path: str, sheet: "Sheet | None" = None, number: int = 0) -> None:
        super().__init__(path, "")
        self.lines = SheetLines("")
        self.sheet = sheet
        self.number = number
        self.key = sheet.name if sheet else path

    @property
    def rank(self) -> int:
        """Before all pages: what is printed from a cell is fixed there."""
        return -1

    @property
    def label(self) -> str:
        """The file and the sheet."""
        return f"{self.path} › {self.sheet.name}" if self.sheet else self.path

    @property
    def top(self) -> Span:
        """Where a finding about the sheet as a whole is shown."""
        return self.span_of(self.sheet.header if self.sheet else 1, 1)

    @property
    def span(self) -> Span:
        """The first cell; a sheet has no end worth naming."""
        return self.top

    def locator(self, span: Span) -> str:
        """The cell, such as `D52`."""
        row, column = self.lines.position(span.start)
        return f"{letters(column)}{row}"

    def where(self, span: Span) -> str:
        """The file, the sheet and the cell."""
        return f"{self.label} › {self.locator(span)}" if self.sheet else self.path

    def called(self, span: Span) -> str:
        """The file, the sheet, the row and the column, by what stays when rows are moved."""
        if self.sheet is None:
            return self.path
        row, column = self.lines.position(span.start)
        names = (self.label, self.sheet.row_name(row), self.sheet.column_name(column))
        return " › ".join(filter(None, names))

    def anchor(self, span: Span) -> str:
        """The row's ID and the column's name: they stay when rows are moved."""
        if self.sheet is None:
            return ""
        row, column = self.lines.position(span.start)
        row_key = "".join(self.sheet.row_key(row).split())
        return f"row {row_key} column {self.sheet.column_name(column)}"

    def shown(self, span: Span) -> str:
        """The text of the cell."""
        return self.sheet.text_at(*self.lines.position(span.start)) if self.sheet else ""

    def cell_at(self, span: Span) -> "Cell | None":
        """The cell at a span, where the file could be read."""
        if self.sheet is None:
            return None
        row, column = self.lines.position(span.start)
        return Cell(self, row, column, self.sheet.text_at(row, column))

    def span_of(self, row: int, column: int) -> Span:
        """The span of a cell."""
        start = (self.number * _HEIGHT + row) * _WIDTH + column
        return Span(start, start + 1)


class Cell(NamedTuple):
    """A cell below the header.

    Attributes:
        page: the sheet as a page.
        row, column: 1-based, as a spreadsheet program shows them.
        text: what the generator prints.
    """

    page: SheetPage
    row: int
    column: int
    text: str

    @property
    def cell(self) -> "Cell":
        """Itself: where it is printed whole, it is a part of what is printed."""
        return self

    @property
    def name(self) -> str:
        """The name in the spreadsheet program, such as `D52`."""
        return f"{letters(self.column)}{self.row}"

    @property
    def span(self) -> Span:
        """Where findings show it."""
        return self.page.span_of(self.row, self.column)

    @property
    def sheet_name(self) -> str:
        """The name of the sheet."""
        return self.page.sheet.name if self.page.sheet else ""

    @property
    def where(self) -> str:
        """The file's name, the sheet and the cell."""
        return f"{self.page.path.rpartition('/')[2]} › {self.sheet_name} › {self.name}"

    @property
    def column_name(self) -> str:
        """The name of the column."""
        return self.page.sheet.column_name(self.column) if self.page.sheet else ""

    @property
    def row_key(self) -> str:
        """What names the row whatever its number: its ID."""
        return self.page.sheet.row_key(self.row) if self.page.sheet else ""

    @property
    def row_name(self) -> str:
        """The row as messages name it."""
        return self.page.sheet.row_name(self.row) if self.page.sheet else ""

    @property
    def anchor(self) -> str:
        """What names the cell in its sheet whatever its row: the row's ID, the column's name."""
        return self.page.anchor(self.span)

    @property
    def content_anchor(self) -> str:
        """What names the cell whatever its row and the row's ID; empty where nothing does."""
        sheet = self.page.sheet
        key = sheet.content_key(self.row) if sheet else ""
        return f"like {key} column {sheet.column_name(self.column)}" if sheet and key else ""


class Sheets(NamedTuple):
    """Sheets as they are read from a file.

    Attributes:
        rows: by the sheet's name, as text, the first row of the sheet first.
        share: what share the workbook takes of what one may hold.
        names: of all sheets, in their order.
    """

    rows: dict[str, list[list[str]]]
    share: float
    names: tuple[str, ...]


class Sheet:
    """A sheet with a header.

    Attributes:
        name: its name.
        page: the sheet as a page.
        header: the row of the column names.
        columns: the number of each column, by name.
        rows: the rows below the header, down to the last that holds anything, by column number.
        id_column: the name of the column that tells the rows apart; the first, where none is known
            to.
    """

    def __init__(
        self, path: str, name: str, number: int, rows: Iterable[list[str]], id_column: str = ""
    ) -> None:
        self.name = name
        self.page = SheetPage(path, self, number)
        numbered = [(n, row) for n, row in enumerate(rows, start=1)]
        while numbered and not any(numbered[-1][1]):
            numbered.pop()
        head = next((entry for entry in numbered if any(entry[1])), (1, []))
        self.header = head[0]
        self.columns: dict[str, int] = {}
        for column, text in enumerate(head[1], 1):
            if text:
                self.columns.setdefault(text, column)
        self.rows = {n: row for n, row in numbered if n > self.header}
        self.id_column = id_column or next(iter(self.columns), "")

    @cached_property
    def digest(self) -> str:
        """The digest of where it stands and all that it holds."""
        place = self.page.path, self.page.number, self.name, self.header
        return combined([repr((*place, self.columns, self.id_column, self.rows))])

    def row_digest(self, row: int) -> str:
        """The digest of all that a row holds; of rows that hold the same, that of the sheet."""
        is_one_of_a_kind = row in self.rows and self._alike[tuple(self.rows[row])] == 1
        return combined(self.rows[row]) if is_one_of_a_kind else self.digest

    @cached_property
    def _alike(self) -> Counter[tuple[str, ...]]:
        """How many rows hold the same."""
        return Counter(map(tuple, self.rows.values()))

    def cell(self, row: int, column: str) -> Cell:
        """The cell in a column of that name; in a column that the sheet lacks it is empty."""
        number = self.columns.get(column, 0)
        return Cell(self.page, row, number or 1, self.text_at(row, number))

    def text(self, row: int, column: str) -> str:
        """The text of the cell in a column of that name."""
        return self.text_at(row, self.columns.get(column, 0))

    def header_cell(self, column: str) -> Cell:
        """The cell that names a column."""
        return Cell(self.page, self.header, self.columns.get(column, 1), column)

    def text_at(self, row: int, column: int) -> str:
        """The text of a cell."""
        values = self.rows.get(row, ())
        return values[column - 1] if 0 < column <= len(values) else ""

    def column_name(self, column: int) -> str:
        """The name of a column, or its letters."""
        return next((name for name, n in self.columns.items() if n == column), letters(column))

    def row_key(self, row: int) -> str:
        """What names a row whatever its number: its ID, else where it stands beside one that has
        an ID; white space around and inside an ID is folded."""
        return self._row_keys.get(row, "")

    def row_name(self, row: int) -> str:
        """A row as messages name it: its ID, else its neighbor and its first words."""
        key = self.row_key(row)
        if not key or self._id_at(row):
            return key if len(key) <= _LONGEST_ID else f"{key[: _LONGEST_ID - 1]}…"
        words = next((folded(text) for text in self.rows[row] if text.strip()), "")
        return f"{key} ({quoted(words, _WORDS)})" if words else key

    def content_key(self, row: int) -> str:
        """What names a row whatever its ID: all else that it holds, and its number among rows that
        hold the same, by their IDs; empty for a row that holds nothing else."""
        return self._content_keys.get(row, "")

    @cached_property
    def _content_keys(self) -> dict[int, str]:
        own = self.columns.get(self.id_column, 0)
        seen: Counter[str] = Counter()
        found: dict[int, str] = {}
        # By the IDs, lest a copy that is put above a row takes the row's name.
        for row, texts in sorted(self.rows.items(), key=lambda item: (self._id_at(item[0]), item)):
            rest = [f"{column} {text}" for column, text in enumerate(texts) if text]
            if own and self.text_at(row, own):
                rest.remove(f"{own - 1} {self.text_at(row, own)}")
            if rest:
                key = combined(rest)
                found[row] = f"{key} {seen[key]}"
                seen[key] += 1
        return found

    @cached_property
    def _row_keys(self) -> dict[int, str]:
        """The keys of all rows."""
        found: dict[int, str] = {}
        last = ""
        for has_id, group in groupby(self.rows, key=lambda row: bool(self._id_at(row))):
            rows = list(group)
            if has_id:
                found |= {row: self._id_at(row) for row in rows}
                last = found[rows[-1]]
            elif last:
                found |= {row: _beside(n, f"below {last}") for n, row in enumerate(rows, 1)}
            else:
                after = next(filter(None, map(self._id_at, self.rows)), "")
                numbers = range(len(rows), 0, -1) if after else range(1, len(rows) + 1)
                side = f"above {after}" if after else ""
                found |= {row: _beside(n, side) for n, row in zip(numbers, rows, strict=True)}
        return found

    def _id_at(self, row: int) -> str:
        """The ID of a row, without the white space that does not belong there."""
        column = self.columns.get(self.id_column)
        return "".join(self.text_at(row, column).split()) if column else ""


def _beside(number: int, side: str) -> str:
    """A row without an ID, by how far it is from the next one that has an ID."""
    counted = "row" if side and number == 1 else f"{_ordinal(number)} row"
    return f"the {counted} {side}".rstrip()


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{'th' if number % 100 in (11, 12, 13) else ending}"
