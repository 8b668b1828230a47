"""What differs between two states of the workbooks: rows added, removed and changed.

Rows are the same where their IDs are; where a row has none, or got another, where it holds the
same, begins with the same words, or stands between the same rows. That a row moved is no change.
"""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import NamedTuple

from frameworklint.errors import UnreadableFileError
from frameworklint.kinds.kind import Kinds
from frameworklint.page.names import folded
from frameworklint.source.cell_names import letters
from frameworklint.source.files import Tree
from frameworklint.workbook import reader
from frameworklint.workbook.files import WorkbookFiles
from frameworklint.workbook.workbook import SIZE_LIMIT

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
_WORDS = 5  # by which a row without an ID is known again
_LONGEST_KEY = 60  # characters
_FEW = 2  # columns with a name, below which a sheet is no table but a text


class CellChange(NamedTuple):
    """A cell before and after; empty where there was or is none.

    Attributes:
        column: the name of the column, or its letters.
    """

    column: str
    old: str
    new: str


class RowChange(NamedTuple):
    """A row that a change adds, removes or changes.

    Attributes:
        kind: `added`, `removed` or `changed`.
        key: what names the row: its ID, else its first words.
        row: its 1-based number, in the new state where it is there.
        cells: the cells that differ, in the order of the columns.
    """

    kind: str
    key: str
    row: int
    cells: tuple[CellChange, ...]


class SheetChange(NamedTuple):
    """A sheet in which something differs.

    Attributes:
        file, sheet: where.
        kind: `added` or `removed` for a whole sheet, else `changed`.
        columns: the names of columns that are there in one state only, each with `added` or
            `removed`.
        rows: the rows that differ, in the order of the new state, removed ones last.
    """

    file: str
    sheet: str
    kind: str
    columns: tuple[tuple[str, str], ...]
    rows: tuple[RowChange, ...]

    def count(self, kind: str) -> int:
        """How many rows are added, removed or changed."""
        return sum(row.kind == kind for row in self.rows)


class WorkbookChanges(NamedTuple):
    """What differs between two states of the workbooks.

    Attributes:
        sheets: in the order of the files and their sheets.
        files: how many workbooks of either state were compared.
        notices: which file of which state can not be read, and why, as sentences.
    """

    sheets: list[SheetChange]
    files: int
    notices: list[str]


class Table:
    """A sheet as a table.

    Attributes:
        columns: the names of the columns, in order.
        rows: the cells of each row that holds anything, by the name of the column.
        numbers: the 1-based numbers of these rows.
    """

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        numbered = [(number, row) for number, row in enumerate(rows, 1) if any(row)]
        head = numbered[0][1] if numbered else []
        width = max((len(row) for _, row in numbered), default=0)
        is_table = sum(map(bool, head)) >= _FEW
        names = [_name(text, n, is_table) for n, text in enumerate(_padded(head, width), 1)]
        # A column without a name and without a text is none: a sheet is as wide as its widest row.
        filled = {at for _, row in numbered for at, text in enumerate(row) if text}
        used = {at: name for at, name in enumerate(_unique(names)) if at in filled}
        self.columns = list(used.values())
        if is_table:
            numbered = numbered[1:]
        self.numbers = [number for number, _ in numbered]
        self.rows = [
            {name: row[at] if at < len(row) else "" for at, name in used.items()}
            for _, row in numbered
        ]


def _name(text: str, column: int, is_table: bool) -> str:
    return folded(text) if is_table and text.strip() else letters(column)


def _unique(names: Iterable[str]) -> Iterable[str]:
    seen: set[str] = set()
    for column, name in enumerate(names, 1):
        unique = f"{name} ({letters(column)})" if name in seen else name
        seen.add(unique)
        yield unique


def _padded(row: Sequence[str], width: int) -> list[str]:
    return [*row, *[""] * (width - len(row))]


Tables = dict[tuple[str, str], Table]


def changes(
    kinds: Kinds, old: Tree, new: Tree, is_excluded: Callable[[str], bool]
) -> WorkbookChanges:
    """What differs between the workbooks of two states.

    A sheet that is in another file now is the same sheet. Of a workbook that can not be read in one
    state, nobody knows what became of its sheets: it is not compared.

    Args:
        kinds: where the workbooks lie, and which columns hold the IDs.
        old, new: the states.
        is_excluded: whether a path is not read.
    """
    reasons: tuple[dict[str, str], dict[str, str]] = ({}, {})
    states = zip((old, new), reasons, strict=True)
    contents = [_contents(kinds, tree, is_excluded, why) for tree, why in states]
    same = {path for path, content in contents[0].items() if contents[1].get(path) == content}
    tables = [_tables(c, same, why) for c, why in zip(contents, reasons, strict=True)]
    unread = reasons[0].keys() | reasons[1].keys()
    # What one state does not tell is neither added nor removed.
    before, after = ({at: it[at] for at in it if at[0] not in unread} for it in tables)
    found = []
    renamed = {_renamed(at, before, after): at for at in before}
    for at, table in after.items():
        earlier = before.get(renamed.pop(at, at))
        found.append(_sheet_change(kinds, at, earlier, table))
    found += [_sheet_change(kinds, at, before[at], None) for at in renamed.values()]
    differing = sorted((change for change in found if change), key=lambda change: change[:1])
    compared = (contents[0].keys() | contents[1].keys()) - unread
    notices = [
        f"{path} is not compared: {when} the change it {reason}"
        for when, why in zip(("before", "after"), reasons, strict=True)
        for path, reason in why.items()
    ]
    return WorkbookChanges(differing, len(compared), notices)


def _contents(
    kinds: Kinds, tree: Tree, is_excluded: Callable[[str], bool], unread: dict[str, str]
) -> dict[str, bytes]:
    """The workbooks of a state; of those that can not be read, `unread` takes the reasons."""
    found = {}
    for path in WorkbookFiles.among(tree.paths(), kinds.workbook).paths:
        if is_excluded(path):
            continue
        try:
            found[path] = tree.read(path, SIZE_LIMIT)
        except UnreadableFileError as error:
            unread[path] = str(error)
    return found


def _tables(contents: Mapping[str, bytes], same: set[str], unread: dict[str, str]) -> Tables:
    """The sheets of the workbooks that differ, by file and name."""
    found: Tables = {}
    for path, content in contents.items():
        if path in same:
            continue
        try:
            sheets = reader.read(content, path.rpartition(".")[2].lower(), None).rows
        except UnreadableFileError as error:
            unread[path] = str(error)
            continue
        found |= {(path, name): Table(rows) for name, rows in sheets.items()}
    return found


def _renamed(at: tuple[str, str], before: Tables, after: Tables) -> tuple[str, str]:
    """Where a sheet is now: in its file, else in the only other one that got such a sheet."""
    if at in after:
        return at
    found = [other for other in after if other[1] == at[1] and other not in before]
    return found[0] if len(found) == 1 else at


def _sheet_change(
    kinds: Kinds, at: tuple[str, str], old: Table | None, new: Table | None
) -> SheetChange | None:
    file, sheet = at
    kind = ADDED if old is None else REMOVED if new is None else CHANGED
    before, after = old or Table([]), new or Table([])
    columns = [(name, REMOVED) for name in before.columns if name not in after.columns]
    columns += [(name, ADDED) for name in after.columns if name not in before.columns]
    if kind != CHANGED:
        columns = []
    rows = _row_changes(_id_column(kinds, sheet, before, after), before, after)
    if not rows and not columns and kind == CHANGED:
        return None
    return SheetChange(file, sheet, kind, tuple(columns), tuple(rows))


def _id_column(kinds: Kinds, sheet: str, old: Table, new: Table) -> str:
    """The column that names the rows: the one that the schemas name, else the first, if it can."""
    for kind in kinds.records:
        if kind.workbook and kind.workbook.sheet == sheet and kind.workbook.id in new.columns:
            return kind.workbook.id
    first = next(iter(new.columns or old.columns), "")
    for table in (old, new):
        texts = [row[first] for row in table.rows if row.get(first)]
        if 2 * len(texts) < len(table.rows) or 2 * len(set(texts)) < len(texts):
            return ""
    return first


def _row_changes(column: str, old: Table, new: Table) -> list[RowChange]:
    pairs = _pairs(column, old, new)
    columns = _compared(old, new, pairs)
    found = []
    for at, row in enumerate(new.rows):
        if at not in pairs:
            cells = [CellChange(name, "", text) for name, text in row.items() if text]
            found.append(_change(ADDED, column, row, new.numbers[at], cells))
            continue
        before = old.rows[pairs[at]]
        cells = [CellChange(name, before.get(name, ""), row.get(name, "")) for name in columns]
        differing = [cell for cell in cells if cell.old != cell.new]
        if differing:
            found.append(_change(CHANGED, column, row, new.numbers[at], differing))
    kept = set(pairs.values())
    for at, row in enumerate(old.rows):
        if at not in kept:
            cells = [CellChange(name, text, "") for name, text in row.items() if text]
            found.append(_change(REMOVED, column, row, old.numbers[at], cells))
    return found


def _compared(old: Table, new: Table, pairs: Mapping[int, int]) -> list[str]:
    """The columns of which the cells are shown: not those that only got another name."""

    def texts(table: Table, names: Iterable[str], rows: Iterable[int]) -> dict[str, Hashable]:
        held = [table.rows[at] for at in rows]
        return {name: tuple(row[name] for row in held) for name in names}

    gone = texts(old, (name for name in old.columns if name not in new.columns), pairs.values())
    come = texts(new, (name for name in new.columns if name not in old.columns), pairs)
    renamed = {*gone.values()} & {*come.values()}
    return [name for name in new.columns if come.get(name) not in renamed] + [
        name for name, held in gone.items() if held not in renamed
    ]


def _change(
    kind: str, column: str, row: Mapping[str, str], number: int, cells: Sequence[CellChange]
) -> RowChange:
    key = folded(row.get(column, "")) or _first_words(row)
    key = key if len(key) <= _LONGEST_KEY else f"{key[: _LONGEST_KEY - 1]}…"
    return RowChange(kind, key, number, tuple(cells))


def _first_words(row: Mapping[str, str]) -> str:
    """The first words of the longest text of a row."""
    return " ".join(max(row.values(), key=len, default="").split()[:_WORDS])


def _pairs(column: str, old: Table, new: Table) -> dict[int, int]:
    """Which row of the new state is which of the old one, by their indexes."""
    pairs: dict[int, int] = {}

    def pair(name: Callable[[Mapping[str, str]], Hashable]) -> None:
        """Pair what is not paired yet and has the same name, the first with the first."""
        taken = set(pairs.values())
        waiting: dict[Hashable, list[int]] = defaultdict(list)
        for at, row in enumerate(old.rows):
            if at not in taken and (known := name(row)):
                waiting[known].append(at)
        for at, row in enumerate(new.rows):
            if at not in pairs and (others := waiting.get(name(row))):
                pairs[at] = others.pop(0)

    shared = [name for name in new.columns if name in old.columns]

    def content(row: Mapping[str, str]) -> Hashable:
        return tuple(row[name] for name in shared)

    if column:  # of rows with one ID, those that hold the same are the same
        pair(lambda row: row.get(column) and (row[column], content(row)))
        pair(lambda row: row.get(column))
    pair(content)
    pair(_beginning)
    _pair_neighbors(pairs, old, new, shared)
    return pairs


def _beginning(row: Mapping[str, str]) -> str:
    """The first words of a row, where they are enough to know it by."""
    words = _first_words(row)
    return words if len(words.split()) == _WORDS else ""


def _pair_neighbors(pairs: dict[int, int], old: Table, new: Table, shared: Sequence[str]) -> None:
    """Pair rows that stand behind the same row and hold mostly the same."""
    taken = set(pairs.values())
    for at, row in enumerate(new.rows):
        before = pairs.get(at - 1) if at else -1
        if at in pairs or before is None or before + 1 in taken or before + 1 >= len(old.rows):
            continue
        other = old.rows[before + 1]
        filled = [name for name in shared if row[name] or other[name]]
        if 2 * sum(row[name] == other[name] for name in filled) >= len(filled) > 0:
            pairs[at] = before + 1
            taken.add(before + 1)
