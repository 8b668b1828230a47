"""The files that others load, read when they are first asked for.

Which file holds what stands in `schemas/exports.json`.
"""

from collections.abc import Mapping

from frameworklint.errors import UnreadableFileError
from frameworklint.exports import json_text
from frameworklint.exports.export_page import ExportPage
from frameworklint.exports.limits import SIZE_LIMIT
from frameworklint.exports.objects import ObjectExport
from frameworklint.kinds.exports import ExportAnnotation
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import Tree


class Exports:
    """The exports of a tree.

    Attributes:
        objects: those that hold objects.
        unreadable: a page for each that could not be read, which says why.
    """

    def __init__(self, kinds: Kinds, tree: Tree, paths: Mapping[str, ExportAnnotation]) -> None:
        self._kinds = kinds
        self.objects: list[ObjectExport] = []
        self.unreadable: list[ExportPage] = []
        for path, annotation in paths.items():
            try:
                self._read(path, annotation, tree.read(path, SIZE_LIMIT))
            except UnreadableFileError as error:
                page = ExportPage(path, annotation)
                page.unreadable = str(error)
                self.unreadable.append(page)

    def _read(self, path: str, annotation: ExportAnnotation, content: bytes) -> None:
        found = json_text.read(content, annotation.objects)
        self.objects.append(ObjectExport(path, annotation, found, self._kinds))
