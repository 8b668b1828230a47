"""FW753 leftover-export-file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frameworklint.api import Framework, Place, Related, Severity, quoted, rule

if TYPE_CHECKING:
    from frameworklint.api import FolderFile, ObjectExport

_MOST_GROUPS = 10  # that a message counts one by one; real: 6


@rule("FW753", Severity.WARNING, judges="files", sees="all")
def leftover_export_file(framework: Framework) -> Iterator[Place]:
    """A file beside an export holds an object that the export does not have."""
    exports = framework.exports
    if exports is None:
        return
    for export in (export for export in exports.objects if export.objects):
        # What an object refers to is no leftover, but missing from the export.
        missing = {key for _, _, key in export.dangling}
        left = [file for file in exports.leftovers(export) if file.key not in missing]
        yield from _places(export, left)


def _places(export: "ObjectExport", left: "list[FolderFile]") -> Iterator[Place]:
    groups = sorted({file.group for file in left})
    if len(groups) > _MOST_GROUPS:
        groups = []
    units = tuple((quoted(group), quoted(group)) for group in groups)
    noun = export.annotation.noun
    many = f"{{n}} files hold objects that the {noun} does not have" + (
        ": {sums}" if groups else ""
    )
    amounts = {group: tuple(int(group == other) for other in groups) for group in groups}
    compared = Related(export.page, export.list_span, f"the objects of the {noun}")
    for file in left:
        yield Place(
            page=file.page,
            span=file.page.top,
            message=f"The file holds an object that the {noun} does not have",
            many=many,
            cause=export.page.key,
            subject=file.page.stem,
            also=(compared,),
            amounts=amounts.get(file.group, ()),
            units=units,
            note="run the exporter if the object is lost there; else delete the file",
        )
