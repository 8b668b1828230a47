"""What lies beside the pages: the workbooks from which they are printed, and the exports."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from frameworklint.framework.paths import Paths
from frameworklint.kinds.exports import ExportAnnotation, export_paths
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import Tree
from frameworklint.workbook.files import Shelf, WorkbookFiles
from frameworklint.workbook.references import References
from frameworklint.workbook.workbook import Workbook

if TYPE_CHECKING:
    from frameworklint.exports.exports import Exports


class Sources:
    """The files of a framework that are no pages, each read when first asked for.

    Attributes:
        kinds: what the schemas say.
        tree: the files.
        paths: the files and folders.
        is_excluded: whether the file at a path exists, but is not read.
        shelf: the workbooks that were read, which states with equal ones share.
    """

    kinds: Kinds
    tree: Tree
    paths: Paths
    is_excluded: Callable[[str], bool]
    shelf: Shelf

    @cached_property
    def workbook_files(self) -> WorkbookFiles:
        """The workbooks beside the pages, and which of them the generator reads."""
        files = (path for path in self.paths.files if not self.paths.is_of_another(path))
        return WorkbookFiles.among(files, self.kinds.workbook, self.is_excluded)

    @property
    def workbook_paths(self) -> list[str]:
        """The paths of the workbooks that are read."""
        return self.workbook_files.paths

    def is_read(self, path: str) -> bool:
        """Whether the file at a path is read: it is neither excluded nor of another framework."""
        return not (self.is_excluded(path) or self.paths.is_of_another(path))

    @cached_property
    def workbook(self) -> Workbook:
        """The sheets of the workbooks; none where there are none."""
        key = repr((self.workbook_files, self.shelf.names(self.tree, self.workbook_paths)))
        return self.shelf.shared(
            key, lambda: Workbook(self.kinds, self.tree, self.workbook_files, self.shelf)
        )

    @cached_property
    def references(self) -> References:
        """What the workbook's rows refer to."""
        return self.shelf.shared(f"{id(self.workbook)}", lambda: References(self.workbook))

    @property
    def unreadable(self) -> dict[str, str]:
        """Why workbooks and exports could not be read, by path."""
        exports = self.exports.unreadable if self.exports else []
        return {page.path: page.unreadable for page in [*self.workbook.unreadable, *exports]}

    @property
    def readable(self) -> set[str]:
        """The paths of the workbooks and exports that could be read."""
        exports = [page.path for page in self.exports.pages] if self.exports else []
        return {*self.workbook_paths, *exports} - self.unreadable.keys()

    @cached_property
    def export_files(self) -> dict[str, ExportAnnotation]:
        """What the schemas say of the files that others load, by path."""
        return export_paths(filter(self.is_read, self.paths.files), self.kinds.exports)

    @cached_property
    def exports(self) -> "Exports | None":
        """What the files hold that others load; None where there are none."""
        if not self.export_files:
            return None
        from frameworklint.exports.exports import Exports  # which other runs do not need

        return Exports(self.kinds, self.tree, self.export_files, self.shelf.shared)
