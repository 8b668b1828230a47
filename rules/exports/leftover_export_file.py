"""FW753 leftover-export-file."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frameworklint.api import Framework, Place, Severity, rule

if TYPE_CHECKING:
    from frameworklint.api import FolderFile, ObjectExport

_MOST_GROUPS = 10  # that a message counts one by one; real: 6


@rule("FW753", Severity.WARNING, judges="files")
def leftover_export_file(framework: Framework) -> Iterator[Place]:
    """A file beside an export holds an object that the export does not have."""
    exports = framework.exports
    if exports is None:
        return
    for export in exports.objects:
        yield from _places(export, exports.leftovers(export))


def _places(export: "ObjectExport", left: "list[FolderFile]") -> Iterator[Place]:
    if not left:
        return
    groups = sorted({file.group for file in left})
    if len(groups) > _MOST_GROUPS:
        groups = []
    counted = [f"{{sum{number}}} `{group}`" for number, group in enumerate(groups)]
    noun = export.annotation.noun
    amounts = {group: tuple(int(group == other) for other in groups) for group in groups}
    message = f"The file holds an object that the {noun} does not have"
    many = f"{{n}} files hold objects that the {noun} does not have" + _listed(counted)
    for file in left:
        yield Place(
            page=file.page,
            span=file.page.top,
            message=message,
            many=many,
            cause=export.page.key,
            subject=file.page.stem,
            amounts=amounts.get(file.group, ()),
        )


def _listed(parts: list[str]) -> str:
    """Parts of a sum, as the end of a message."""
    if not parts:
        return ""
    return f": {' and '.join(filter(None, [', '.join(parts[:-1]), parts[-1]]))}"
