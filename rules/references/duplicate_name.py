"""FW310 duplicate-name."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.api import (
    Framework,
    Page,
    Place,
    Related,
    Severity,
    Text,
    comparable,
    folded,
    rule,
)

from ._pages import entry_id, is_judged, summary_of


class _Bearer(NamedTuple):
    """What has a name: a page, or an entry of an index whose entries have no pages."""

    page: Page
    id: str
    text: Text


@rule("FW310", Severity.WARNING, sees="fields", explains=("FW752", "FW755"))
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
            shown = folded(first.text.raw)
            yield Place(
                page=named.page,
                span=named.text.span,
                message=f"{named.id} has the same name{_too(named, first)} as {first.id} {shown}",
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


def _too(one: _Bearer, other: _Bearer) -> str:
    """What a message says where two pages have the same summary as well."""
    summaries = [summary_of(bearer.page) for bearer in (one, other)]
    texts = [comparable(text.plain).casefold() for text in summaries if text and text.raw]
    return " and the same summary" if len(texts) == 2 and texts[0] == texts[1] else ""
