"""The files that others load, read when they are first asked for.

Which file holds what stands in `schemas/exports.json`.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Protocol, TypeVar

from frameworklint.errors import UnreadableFileError
from frameworklint.exports import json_text
from frameworklint.exports.export_page import ExportPage
from frameworklint.exports.folder_files import FolderFile, leftovers
from frameworklint.exports.form_error import FormError
from frameworklint.exports.grids import GridExport
from frameworklint.exports.limits import SIZE_LIMIT
from frameworklint.exports.objects import ExportedObject, ObjectExport, text_of
from frameworklint.kinds.exports import ExportAnnotation
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import Tree
from frameworklint.source.span import Span

_T = TypeVar("_T")


class Shared(Protocol):
    """Gives what was made once under a key, which tells all that it is made of."""

    def __call__(self, key: str, make: Callable[[], _T]) -> _T: ...


class Exports:
    """The exports of a tree.

    Attributes:
        objects: those that hold objects.
        grids: those that hold a table of IDs.
        unreadable: a page for each that could not be read, which says why.
    """

    def __init__(
        self, kinds: Kinds, tree: Tree, paths: Mapping[str, ExportAnnotation], shared: Shared
    ) -> None:
        """Read them.

        Args:
            kinds: what the schemas say.
            tree: the files.
            paths: the files that are exports.
            shared: gives what states with equal exports share, else what is made of them.
        """
        self._kinds = kinds
        self._tree = tree
        self._shared = shared
        self.objects: list[ObjectExport] = []
        self.grids: list[GridExport] = []
        self.unreadable: list[ExportPage] = []
        for path, annotation in paths.items():
            try:
                self._read(path, annotation, tree.read(path, SIZE_LIMIT))
            except UnreadableFileError as error:
                self.unreadable.append(_unreadable(path, annotation, error))

    @property
    def pages(self) -> list[ExportPage]:
        """All exports as findings see them, in the order of their paths."""
        grids = [export.page for export in self.grids]
        pages = [*(export.page for export in self.objects), *grids, *self.unreadable]
        return sorted(pages, key=lambda page: page.path)

    def gone(self, now: "Exports | None") -> list[ExportPage]:
        """Those of which another state has no file any more: pages without a text."""
        left = {page.key for page in now.pages} if now else set()
        lost = [page for page in self.pages if page.key not in left]
        return [ExportPage(page.path, page.annotation) for page in lost]

    def leftovers(self, export: ObjectExport) -> list[FolderFile]:
        """The files beside an export that hold an object which it does not have."""
        return list(leftovers(export, self._tree.paths())) if export.annotation.files else []

    def form_errors(self, export: ObjectExport) -> Sequence[tuple[ExportedObject, FormError]]:
        """Where objects of an export do not follow the JSON Schemas of its format.

        Where they differ so much that to check all would take too long, that is the last error.
        """
        return self._shared(f"forms of {id(export)}", lambda: list(_form_errors(export)))

    def _read(self, path: str, annotation: ExportAnnotation, content: bytes) -> None:
        key = f"{path} {self._tree.blob_of(path, content, SIZE_LIMIT)}"
        if annotation.grid is not None:
            make_grid = partial(GridExport, path, annotation, content, self._kinds)
            self.grids.append(self._shared(key, make_grid))
            return

        def make() -> ObjectExport:
            found = json_text.read(content, annotation.objects)
            return ObjectExport(path, annotation, found, self._kinds)

        self.objects.append(self._shared(key, make))


def _form_errors(export: ObjectExport) -> Iterator[tuple[ExportedObject, FormError]]:
    schemas = export.annotation.schemas
    if schemas is None:
        return
    from frameworklint.exports.schema_check import SchemaCheck, TooManyFormsError

    check = SchemaCheck(schemas)
    for one in export.objects:
        try:
            kind = text_of(one.content.get(export.annotation.type))
            yield from ((one, error) for error in check.errors(kind, one.content))
        except TooManyFormsError as error:
            yield one, FormError((), "forms", str(error))
            return
        except RecursionError:
            yield one, FormError((), "depth", "is nested too deeply to be checked")


def _unreadable(path: str, annotation: ExportAnnotation, error: UnreadableFileError) -> ExportPage:
    """A page that says why an export can not be read."""
    if not isinstance(error, json_text.BrokenTextError):
        page = ExportPage(path, annotation)
    else:
        page = ExportPage(path, annotation, error.text)
        page.fault = page.named(Span(error.at, min(error.at + 1, len(error.text))), "file")
    page.unreadable = str(error)
    return page
