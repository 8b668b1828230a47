"""A tree in which some files have other contents: what it would be after some fixes."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from frameworklint import digests
from frameworklint.errors import UnreadableFileError
from frameworklint.fixes.targets import Target, Targets
from frameworklint.page.page import Page
from frameworklint.source.cell_names import letters
from frameworklint.source.files import SIZE_LIMIT, Tree
from frameworklint.workbook import reader
from frameworklint.workbook.workbook import SIZE_LIMIT as WORKBOOK_LIMIT
from frameworklint.workbook.writing.cells import CellChange, with_changes
from frameworklint.workbook.writing.elements import UnwritableCellError
from frameworklint.workbook.writing.strings import TextEdit, edited


class Overlay(Tree):
    """The files of a tree, some with another content.

    Attributes:
        below: the tree.
        contents: the other contents by path, with what the generator will print of changed cells.
        written: those contents that are to be written, without that.
    """

    def __init__(
        self,
        below: Tree,
        contents: Mapping[str, bytes] | None = None,
        written: Mapping[str, bytes] | None = None,
    ) -> None:
        self.below = below
        self.contents = dict(contents or {})
        self.written = dict(written or {})
        self.notice = below.notice

    def paths(self) -> Iterable[str]:
        """The paths of all files, and of folders whose name ends like a Markdown file's."""
        return self.below.paths()

    def read(self, path: str, limit: int = SIZE_LIMIT) -> bytes:
        """The content of a file of at most `limit` bytes.

        Raises:
            UnreadableFileError: with the reason.
        """
        return self.contents[path] if path in self.contents else self.below.read(path, limit)

    def digest(self, path: str, content: bytes) -> str:
        """The digest of a content that `read` gave."""
        if path in self.contents:
            return digests.content_digest(content)
        return self.below.digest(path, content)


class _Changes(NamedTuple):
    """What changes in the files.

    Attributes:
        cells: by workbook and sheet.
        own: edits of what is written by hand on pages.
        prints: edits of what pages print of changed cells.
    """

    cells: dict[str, dict[str, dict[tuple[int, int], CellChange]]]
    own: dict[Page, list[TextEdit]]
    prints: dict[Page, list[TextEdit]]


def with_targets(tree: Overlay, targets: Iterable[Target], where: Targets) -> Overlay:
    """The tree after some edits, and what the generator will then print of the cells that change.

    Args:
        tree: the files.
        targets: the edits, none of which overlaps another.
        where: which page prints which cell.

    Raises:
        UnwritableCellError: a cell can not be changed without changing more.
    """
    changes = _changes(list(targets), where)
    contents, written = dict(tree.contents), dict(tree.written)
    for path, sheets in changes.cells.items():
        contents[path] = written[path] = _workbook(tree.read(path, WORKBOOK_LIMIT), sheets)
    for page in {**changes.own, **changes.prints}:
        own, before = changes.own.get(page, []), tree.read(page.path)
        contents[page.path] = _page(before, [*own, *changes.prints.get(page, [])])
        if own:
            real = tree.written.get(page.path) or tree.below.read(page.path)
            # What is written by hand stands behind all that is printed.
            by = len(real.decode()) - len(before.decode())
            moved = [TextEdit(one.start + by, one.end + by, one.new) for one in own]
            written[page.path] = _page(real, moved)
    return Overlay(tree.below, contents, written)


def _changes(targets: list[Target], where: Targets) -> _Changes:
    by_cell: dict[tuple[str, int, int, int], list[Target]] = defaultdict(list)
    found = _Changes({}, defaultdict(list), defaultdict(list))
    for target in targets:
        if target.cell is None:
            found.own[target.page].append(TextEdit(*target.span, target.new))
            continue
        by_cell[target.place].append(target)
        for page, span in where.prints(target):
            found.prints[page].append(TextEdit(*span, target.new))
    for group in by_cell.values():
        cell = group[0].cell
        assert cell is not None
        edits = tuple(TextEdit(*one.span, one.new) for one in group)
        sheets = found.cells.setdefault(cell.page.path, {}).setdefault(cell.sheet_name, {})
        sheets[cell.row, cell.column] = CellChange(cell.text, edits)
    return found


def _page(content: bytes, edits: list[TextEdit]) -> bytes:
    text = content.decode("utf-8")
    mark = len(text) - len(text.removeprefix("\ufeff"))
    unique = _apart(edits)
    return edited(
        text, [TextEdit(one.start + mark, one.end + mark, one.new) for one in unique]
    ).encode()


def _apart(edits: Iterable[TextEdit]) -> list[TextEdit]:
    """Edits without those that are there twice or overlap an earlier one."""
    found: list[TextEdit] = []
    for edit in sorted(set(edits)):
        if not found or (edit.start >= found[-1].end and edit[:2] != found[-1][:2]):
            found.append(edit)
    return found


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
