"""A tree in which some files have other contents: what it would be after some fixes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from frameworklint import digests
from frameworklint.errors import UnreadableFileError
from frameworklint.fixes.targets import Target
from frameworklint.page.page import Page
from frameworklint.source.cell_names import letters
from frameworklint.source.files import SIZE_LIMIT, Tree
from frameworklint.workbook import reader
from frameworklint.workbook.sheet import Cell
from frameworklint.workbook.workbook import SIZE_LIMIT as WORKBOOK_LIMIT
from frameworklint.workbook.writing.cells import CellChange, with_changes
from frameworklint.workbook.writing.elements import UnwritableCellError
from frameworklint.workbook.writing.strings import TextEdit, edited


class Overlay(Tree):
    """The files of a tree, some with another content.

    Attributes:
        below: the tree.
        contents: the other contents by path.
    """

    def __init__(self, below: Tree, contents: Mapping[str, bytes] | None = None) -> None:
        self.below = below
        self.contents = dict(contents or {})
        self.notice = below.notice

    def paths(self) -> Iterable[str]:
        """The paths of all files, and of folders whose name ends like a Markdown file's."""
        return self.below.paths()

    def submodules(self) -> Iterable[str]:
        """The paths of the folders whose files git keeps in another repository."""
        return self.below.submodules()

    def read(self, path: str, limit: int = SIZE_LIMIT) -> bytes:
        """The content of a file of at most `limit` bytes.

        Raises:
            UnreadableFileError: with the reason.
        """
        return self.contents[path] if path in self.contents else self.below.read(path, limit)

    def blob_of(self, path: str, content: bytes, limit: int = SIZE_LIMIT) -> str:
        """What git calls a content that `read` gave."""
        if path in self.contents:
            return digests.blob_name(content)
        return self.below.blob_of(path, content, limit)


def with_targets(tree: Overlay, targets: Iterable[Target]) -> Overlay:
    """The tree after some edits.

    Args:
        tree: the files.
        targets: the edits, none of which overlaps another.

    Raises:
        UnwritableCellError: a cell can not be changed without changing more.
    """
    pages, cells = _edits(targets)
    contents = dict(tree.contents)
    for path, sheets in cells.items():
        contents[path] = _workbook(tree.read(path, WORKBOOK_LIMIT), sheets)
    for page, edits in pages.items():
        contents[page.path] = _page(tree.read(page.path), edits)
    return Overlay(tree.below, contents)


CellChanges = dict[str, dict[str, dict[tuple[int, int], CellChange]]]  # by workbook and sheet


def _edits(targets: Iterable[Target]) -> tuple[dict[Page, list[TextEdit]], CellChanges]:
    """What is changed of pages, and of cells."""
    pages: dict[Page, list[TextEdit]] = defaultdict(list)
    by_cell: dict[Cell, list[TextEdit]] = defaultdict(list)
    for target in targets:
        edit = TextEdit(*target.span, target.new)
        if target.cell is None:
            pages[target.page].append(edit)
        else:
            by_cell[target.cell].append(edit)
    cells: CellChanges = {}
    for cell, edits in by_cell.items():
        sheet = cells.setdefault(cell.page.path, {}).setdefault(cell.sheet_name, {})
        sheet[cell.row, cell.column] = CellChange(cell.text, tuple(edits))
    return pages, cells


def _page(content: bytes, edits: Sequence[TextEdit]) -> bytes:
    text = content.decode("utf-8")
    mark = len(text) - len(text.removeprefix("\ufeff"))
    moved = [TextEdit(one.start + mark, one.end + mark, one.new) for one in edits]
    return edited(text, moved).encode()


def _workbook(content: bytes, changes: Mapping[str, Mapping[tuple[int, int], CellChange]]) -> bytes:
    """A workbook with other texts in some cells, read again: nothing else reads otherwise.

    Raises:
        UnwritableCellError: it does.
    """
    try:
        new = with_changes(content, changes)
        sheets = frozenset(changes)
        before = reader.read(content, "xlsx", sheets).rows
        after = reader.read(new, "xlsx", sheets).rows
    except UnreadableFileError as error:
        raise UnwritableCellError(f"the changed workbook would be damaged: {error}") from error
    for name, cells in changes.items():
        expected = [list(row) for row in before[name]]
        for (row, column), change in cells.items():
            if expected[row - 1][column - 1] != change.old:
                raise UnwritableCellError(f"{name} › {letters(column)}{row}: it reads otherwise")
            expected[row - 1][column - 1] = change.new
        if [list(row) for row in after[name]] != expected:
            raise UnwritableCellError(f"the sheet {name} would read otherwise than it should")
    return new
