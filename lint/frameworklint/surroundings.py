"""What a page rule may look at, as one digest: where that is as before, the rule sees the same.

A page rule sees its page; those that the page names, or that name it; and of all others only what
a directory tells: their paths, IDs and names, and which of them nothing links to.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from frameworklint.digests import digest
from frameworklint.page import Page, Text

if TYPE_CHECKING:
    from frameworklint.framework import Framework

_UNSURE = "?"


def directory(framework: "Framework", options: Mapping[str, Mapping[str, Any]]) -> str:
    """The digest of what any rule may know of all pages, and of what else it follows from."""
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
    today = str(framework.today)
    settings = {code: dict(given) for code, given in options.items()}
    known = [pages, layouts, folders, framework.home, files, today, settings]
    return digest(json.dumps(known, sort_keys=True, default=list).encode("utf-8", "surrogatepass"))


def views(framework: "Framework", known: str) -> dict[str, str]:
    """What names all that a rule can see from a page, by the page's path.

    Args:
        framework: the pages.
        known: what `directory` gave.

    Returns:
        No page of which it can not be told what it names.
    """
    near = neighbors(framework)
    contents = {page.path: page.content or "unreadable" for page in framework.pages}
    found = {}
    for page in framework.pages:
        if page.content and _UNSURE not in page.fact(named_by):
            around = sorted([contents[path] for path in near[page.path]])
            seen = "\0".join([known, page.path, contents[page.path], *around])
            found[page.path] = digest(seen.encode("utf-8", "surrogatepass"))
    return found


def neighbors(framework: "Framework") -> dict[str, set[str]]:
    """The paths of the pages that a page names or that name it, by its path."""
    near = {page.path: set(_named_pages(page, framework)) for page in framework.pages}
    for path, named in list(near.items()):
        for other in list(named):
            near[other].add(path)
    return near


def _named_pages(page: Page, framework: "Framework") -> Iterator[str]:
    pages, named = framework.by_path, page.fact(named_by)
    for file in page.kind.listed_on if page.kind else ():
        index = framework.index_page(file)
        if index is not None:
            yield index.path
    for target in framework.targets_of(page):
        if target.path in pages:
            yield target.path
        else:
            # Where the way is wrong, the file's name tells what is meant.
            named = [*named, target.path.rpartition("/")[2].removesuffix(".md")]
    for name in named:
        for other in framework.with_id(name):
            yield other.path


def named_by(page: Page) -> list[str]:
    """The IDs by which a page names others, beside its links, where rules follow them there.

    `?` stands among them where it depends on the names of pages what is an ID.
    """
    kind = page.kind
    found = {known for row in page.rows() for known in (row.listed_id, row.shown_id)}
    for field in page.fields:
        if kind is not None and (field.label in kind.fields or field.label == kind.parent):
            found.update(_cited(field.value))
    if kind is not None and not kind.is_record:
        found |= {_leading_id(cell) for row in page.rows() for cell in row.cells}
    return sorted(found - {""})


def _cited(value: Text) -> Iterator[str]:
    yield value.leading_id(value.raw)
    yield from (citation.id for citation in value.citations if not citation.malformed)
    if value.context.readers.ids.depends_on_names(value.raw):
        yield _UNSURE


def _leading_id(cell: Text) -> str:
    if cell.raw[:1] not in ("[", "<"):
        return cell.leading_id(cell.raw)
    links = cell.content.links
    return cell.leading_id(links[0].text if links else cell.plain)
