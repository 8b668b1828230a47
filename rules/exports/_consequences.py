"""What follows in an export from an object that is missing, or is another than before."""

from collections import defaultdict
from collections.abc import Collection
from itertools import chain
from typing import TYPE_CHECKING

from frameworklint.api import Framework, Kind, Location, Page

from ._pages import cited_ids, judged, stage

if TYPE_CHECKING:
    from frameworklint.api import ObjectExport


def keys_before(export: "ObjectExport", page_id: str, framework: Framework) -> set[str]:
    """The keys of the objects that stood for a page at the base, if there is one."""
    base = framework.base.exports if framework.base else None
    for before in base.objects if base else ():
        if before.page.key == export.page.key:
            return {one.key for one in before.by_id.get(page_id, ())}
    return set()


def follows_from_missing(
    export: "ObjectExport", kind: Kind, pages: Collection[Page], framework: Framework
) -> tuple[Location, ...]:
    """Where an export shows that the objects of some pages of a kind are missing."""
    ids = {page.id for page in pages}
    lost = {key for page_id in ids for key in keys_before(export, page_id, framework)}
    meant = {key for _, _, key in export.dangling if _is_key_of(key, kind, export)}
    if len(meant) <= len(ids):  # else the exporter has lost others too
        lost |= meant
    named = (nameless_stages(export, page_id, framework) for page_id in sorted(ids))
    return (*references_to(export, lost), *chain.from_iterable(named))


def _is_key_of(key: str, kind: Kind, export: "ObjectExport") -> bool:
    return any(
        known.keys and key.startswith(known.keys)
        for known in export.annotation.describes
        if known.kind == kind.name
    )


def references_to(export: "ObjectExport", keys: Collection[str]) -> tuple[Location, ...]:
    """Where objects refer to others that an export does not have, by the keys of those."""
    known = (export.dangling_by_key.get(key, ()) for key in sorted(keys))
    return tuple((one.page, one.span(way)) for one, way in chain.from_iterable(known))


def nameless_stages(
    export: "ObjectExport", page_id: str, framework: Framework
) -> tuple[Location, ...]:
    """Where an export calls a page by a name that it has for none of its objects."""
    return tuple(framework.memo.of_all(_nameless_stages).get((export.page.path, page_id), ()))


def _nameless_stages(framework: Framework) -> dict[tuple[str, str], list[Location]]:
    """Where objects name what no object is called: by the export, and by the ID of the page that
    is meant, since the page of the object belongs to it.
    """
    found: dict[tuple[str, str], list[Location]] = defaultdict(list)
    for export, one, page in judged(framework):
        for cited in one.annotation.cites if one.annotation else ():
            said = stage(page, cited.kind, framework)
            ways = cited_ids(export, one, cited, framework) if said else ()
            for way in [way for way, _, known in ways if not known]:
                found[export.page.path, said.text if said else ""].append((one.page, one.span(way)))
    return found
