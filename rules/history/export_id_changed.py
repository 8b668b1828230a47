"""FW805 export-id-changed."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from frameworklint.api import Framework, Place, Severity, rule

from ..exports._consequences import references_to

if TYPE_CHECKING:
    from frameworklint.api import ObjectExport


@rule("FW805", Severity.ERROR, judges="files", sees="all", explains=("FW755",))
def export_id_changed(framework: Framework) -> Iterator[Place]:
    """An object is known to other programs by another identifier than before."""
    base = framework.base
    if base is None or framework.exports is None or base.exports is None:
        return
    before = {export.page.key: export for export in base.exports.objects}
    for export in framework.exports.objects:
        if export.page.key in before:
            yield from _places(export, before[export.page.key])


def _places(export: "ObjectExport", before: "ObjectExport") -> Iterator[Place]:
    kinds = export.kinds
    units = tuple((kind.noun, kind.plural) for kind in kinds)
    known = export.annotation
    withdrawn = {one.key for one in export.objects if one.annotation is None}
    for page_id, same in export.by_id.items():
        earlier = {one.key for one in before.by_id.get(page_id, ()) if one.key}
        now = {one.key for one in same}
        one = next((one for one in same if one.key not in earlier), same[0])
        # That of two objects one is gone, or one is new, is another matter, and whoever loads one
        # that is said to be withdrawn has the new one alone.
        if not earlier or earlier & (now | withdrawn):
            continue
        if not one.key or len(export.by_key[one.key]) > 1:
            continue  # invalid-export says it
        yield Place(
            page=one.page,
            span=one.span(known.key),
            message=f"{one.label}: the {known.key_noun} was `{min(earlier)}` before, so whoever"
            f" loaded that {known.noun} gets it twice",
            many=f"{{sums}} have another {known.key_noun} than before, so whoever"
            f" loaded that {known.noun} gets them twice",
            cause=export.page.key,
            subject=page_id,
            explained=references_to(export, earlier),
            amounts=tuple(int(kind is one.kind) for kind in kinds),
            units=units,
            note=f"correct what writes the file, then {known.remedy}",
        )
