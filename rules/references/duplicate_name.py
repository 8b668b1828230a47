"""FW310 duplicate-name."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.api import Framework, Page, Place, Related, Severity, Text, comparable, rule

from ._pages import entry_id, is_judged


class _Bearer(NamedTuple):
    """What has a name: a page, or an entry of an index whose entries have no pages."""

    page: Page
    id: str
    text: Text


@rule("FW310", Severity.WARNING)
def duplicate_name(framework: Framework) -> Iterator[Place]:
    """Two pages of a kind, or two entries that have no pages, have one name."""
    same: dict[tuple[str, str], dict[str, _Bearer]] = defaultdict(dict)
    for kind, named in [*_pages(framework), *_entries(framework)]:
        name = comparable(named.text.raw).casefold()
        if name:
            same[kind, name].setdefault(named.page.path + named.id, named)
    for (kind, name), alike in same.items():
        first, *others = alike.values()
        for named in others:
            if named.id == first.id:
                continue  # duplicate-id, or repeated-index-entry, says it
            shown = " ".join(first.text.raw.split())
            yield Place(
                page=named.page,
                span=named.text.span,
                message=f"{named.id} has the same name as {first.id} {shown}",
                cause=f"{kind} {name}",
                subject=named.id,
                also=(Related(first.page, first.text.span, f"{first.id} has this name too"),),
            )


def _pages(framework: Framework) -> Iterator[tuple[str, _Bearer]]:
    for page in framework.records:
        if page.kind and page.name_text and is_judged(page, framework):
            yield page.kind.name, _Bearer(page, page.id, page.name_text)


def _entries(framework: Framework) -> Iterator[tuple[str, _Bearer]]:
    for page in framework.index_pages:
        if page.kind is None or page.kind.role != "index" or page.kind.of:
            continue
        names = [column for column, labels in page.kind.columns.items() if "name" in labels]
        for row in page.rows():
            for cell in filter(None, map(row.cell, names)):
                yield page.kind.name, _Bearer(page, entry_id(row), cell)
