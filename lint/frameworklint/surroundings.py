"""What a page rule may look at, so that it need not be asked where none of that has changed.

A page rule sees its page; those that the page names, or that name it; and of all others only what
a directory tells: their paths, IDs and names, and which of them nothing links to.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from frameworklint.digests import digest
from frameworklint.framework import LINK_TARGETS
from frameworklint.page import Page, Text

if TYPE_CHECKING:
    from frameworklint.framework import Framework

_UNSURE = "?"


def directory(framework: "Framework", options: Mapping[str, Mapping[str, Any]]) -> str:
    """The digest of what any rule may know of all pages, and of the rules and their options."""
    orphans = framework.orphans
    pages = [
        (
            page.path,
            page.id,
            page.name,
            page.kind.name if page.kind else "",
            page.path in orphans,
            page.unreadable,
        )
        for page in framework.pages
    ]
    layouts = {name: layout.name for name, layout in framework.layouts.items()}
    folders = [(kind.name, kind.folder, kind.file) for kind in framework.kinds.all]
    files = sorted(framework.files)
    settings = {code: dict(given) for code, given in options.items()}
    known = [pages, layouts, folders, framework.home, files, settings]
    return digest(json.dumps(known, sort_keys=True, default=list).encode())


def around(changed: Sequence[Page], before: Sequence[Page], framework: "Framework") -> set[str]:
    """The paths of the pages from which a rule sees that some pages have changed.

    Args:
        changed: these pages.
        before: the same pages as they were.
        framework: all pages.
    """
    paths = {page.path for page in changed}
    found = set(paths)
    for page in (*changed, *before):
        found.update(_named_pages(page, framework))
    for page in framework.pages:
        if not paths.isdisjoint(_named_pages(page, framework)):
            found.add(page.path)
    return found


def is_sure(page: Page) -> bool:
    """Whether what a page names does not depend on the names of other pages."""
    return _UNSURE not in page.fact(named_by)


def is_known(page: Page) -> bool:
    """Whether it is known what a page names, without its text."""
    is_known = page.knows(named_by) and page.facts.get(LINK_TARGETS) is not None
    return is_known and is_sure(page)


def _named_pages(page: Page, framework: "Framework") -> Iterator[str]:
    for file in page.kind.listed_on if page.kind else ():
        index = framework.index_page(file)
        if index is not None:
            yield index.path
    for target in framework.targets_of(page):
        if target.path in framework.by_path:
            yield target.path
    for name in (*page.fact(named_by), page.id):  # two files may have one ID
        for other in framework.with_id(name):
            yield other.path


def named_by(page: Page) -> list[str]:
    """The IDs by which a page names others, beside its links, where rules follow them there.

    `?` stands among them where it depends on the names of pages what is an ID.
    """
    kind = page.kind
    found = {known for row in page.rows() for known in (row.listed_id, row.shown_id)}
    for field in page.fields:
        role = kind.fields.get(field.label) if kind else None
        if role is not None or (kind and field.label == kind.parent):
            found.add(field.value.leading_id(field.value.raw))
        if role is not None and not role.stage:
            found.update(_cited(field.value))
    if kind is not None and not kind.is_record:
        for row in page.rows():
            for cell in row.cells:
                is_plain = "[" not in cell.raw and "<" not in cell.raw  # as most, and quicker read
                found.update([cell.leading_id(cell.raw)] if is_plain else cell.entry[:2])
    return sorted(found - {""})


def _cited(value: Text) -> Iterator[str]:
    yield from (citation.id for citation in value.citations if not citation.malformed)
    if value.context.readers.ids.depends_on_names(value.raw):
        yield _UNSURE
