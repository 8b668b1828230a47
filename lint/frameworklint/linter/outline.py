"""What the rules of a page can see beside it, and where the change of a state reaches.

A rule that judges one page at a time sees the page, its neighbors, and the names of all others. Of
two states that differ on a few pages, all pages but these and their neighbors look alike to it.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import chain
from typing import NamedTuple, TypeVar

from frameworklint.digests import combined
from frameworklint.framework.framework import Framework
from frameworklint.page.page import Page
from frameworklint.workbook.sheet import Sheet
from frameworklint.workbook.workbook import Workbook

_MOST = 100  # changed pages and rows of which it is worth to find out what they reach
_T = TypeVar("_T")
_Rows = Mapping[str, Mapping[tuple[str, ...], tuple[int, ...]]]


class Outline(NamedTuple):
    """A state of a framework as the rules of a page see it.

    Attributes:
        names: what they see of all: the files, the form of the workbook and its sheets of what has
            no pages, what each page is called.
        ids: the ID of each page by path, empty for files without one.
        texts: the digest of each page's text by path.
        neighbors: by path, the IDs of the pages that a page links to, lists, names in a field or,
            as an index, in a table, or is a part of.
        rows: what stands in the rows of each sheet that describes pages, or lists them, each with
            how many rows before it have its ID: the first of them is printed.
    """

    names: tuple[object, ...]
    ids: Mapping[str, str]
    texts: Mapping[str, str]
    neighbors: Mapping[str, frozenset[str]]
    rows: _Rows

    @classmethod
    def of(cls, framework: Framework, like: "Outline | None" = None) -> "Outline":
        """The outline of a state; of what is the same in another, `like`, that is taken."""
        names = _names(framework)
        known = like if like is not None and like.names == names else None
        neighbors = {
            page.path: known.neighbors[page.path]
            if known and known.texts[page.path] == page.digest
            else frozenset(_neighbors(page, framework))
            for page in framework.pages
        }
        return cls(
            names,
            {page.path: page.id for page in framework.pages},
            {page.path: page.digest for page in framework.pages},
            neighbors,
            _shared(framework, _rows),
        )

    @property
    def is_whole(self) -> bool:
        """Whether it is of the form in which it was kept: a file of the cache may hold anything."""
        kinds = {type(value) for value in self.neighbors.values()}
        rows = {type(value) for value in self.rows.values()}
        same = self.texts.keys() == self.ids.keys() == self.neighbors.keys()
        return same and kinds <= {frozenset} and rows <= {dict}

    def reached(self, before: "Outline", pattern: str) -> set[str] | None:
        """The paths of the pages that do not look as in another state, they or what is around them.

        None where that can be any page.

        Args:
            before: the other state.
            pattern: a regular expression for IDs.
        """
        if self.names != before.names:
            return None
        rows = _changed(self.rows, before.rows)
        changed = {path for path, text in self.texts.items() if text != before.texts[path]}
        if len(changed) + len(rows) > _MOST or not all(self.ids[path] for path in changed):
            return None  # what lists all pages, or is none, may be seen from everywhere
        ids = {self.ids[path] for path in changed}
        for row in rows:
            named = re.findall(pattern, "\t".join(row))
            if not named:
                return None  # it is not known what refers to it
            ids.update(named)
        changed = {path for path, wanted in self.ids.items() if wanted in ids}
        near = {one for path in changed for one in self.neighbors[path] | before.neighbors[path]}
        return {
            path
            for path, wanted in self.ids.items()
            if wanted in ids or wanted in near or not ids.isdisjoint(self.neighbors[path])
        }


def _names(framework: Framework) -> tuple[object, ...]:
    kinds, paths, workbook = framework.kinds, framework.paths, framework.workbook
    pages = [
        (page.path, page.id, page.name, page.kind and page.kind.name, page.unreadable)
        for page in framework.pages
    ]
    layouts = sorted((kind, layout.name) for kind, layout in framework.layouts.items())
    sheets = [(name, sheet.page.path, sheet.columns) for name, sheet in workbook.sheets.items()]
    described = [frozenset(workbook.records(kind)) for kind in kinds.records]
    others = _shared(framework, _others)
    unread = [(page.path, page.unreadable) for page in workbook.unreadable]
    return (
        pages,
        layouts,
        framework.orphans,
        framework.judged_kinds,
        paths.files,
        paths.submodules,
        sheets,
        described,
        others,
        unread,
    )


def _neighbors(page: Page, framework: Framework) -> Iterator[str]:
    for _, other in framework.links.to_pages(page):
        yield other.id
    for listing in framework.listings.of(page):
        yield listing.listed
    for field in page.fields:
        for citation in field.value.citations:
            yield citation.id
    yield from _entries(page)
    whole, dot, _ = page.id.rpartition(".")
    if dot:
        yield whole


def _entries(page: Page) -> Iterator[str]:
    """The IDs that an index or a matrix names: it tells of them though no link leads there."""
    if page.kind is None or page.kind.is_record:
        return
    for row in page.rows():
        for cell in row.cells[:1] if page.kind.role == "index" else row.cells:
            linked, said, _ = cell.entry
            yield from (linked, said)


def _shared(framework: Framework, find: Callable[[Workbook], _T]) -> _T:
    """What is found in a workbook, once for all states that have it."""
    workbook = framework.workbook
    return framework.shelf.shared(f"{find.__name__} {id(workbook)}", lambda: find(workbook))


def _rows(workbook: Workbook) -> _Rows:
    of_pages = _of_pages(workbook)
    return {name: _numbered(sheet) for name, sheet in workbook.sheets.items() if name in of_pages}


def _numbered(sheet: Sheet) -> Mapping[tuple[str, ...], tuple[int, ...]]:
    """The rows of a sheet, each with how many before it have the same ID."""
    found: dict[tuple[str, ...], tuple[int, ...]] = {}
    known = Counter[str]()
    for number, texts in sheet.rows.items():
        row, own = tuple(texts), sheet.text(number, sheet.id_column)
        found[row] = (*found.get(row, ()), known[own])
        known[own] += bool(own)
    return found


def _others(workbook: Workbook) -> list[str]:
    """The digests of the sheets of what has no pages."""
    of_pages = _of_pages(workbook)
    return [
        combined(chain.from_iterable([str(number), *row] for number, row in sheet.rows.items()))
        for name, sheet in workbook.sheets.items()
        if name not in of_pages
    ]


def _of_pages(workbook: Workbook) -> set[str]:
    """The sheets that describe pages, or list them."""
    kinds = workbook.kinds
    described = {kind.workbook.sheet for kind in kinds.records if kind.workbook}
    return described | {relation.sheet for relation in kinds.workbook.relations}


def _changed(rows: _Rows, before: _Rows) -> Sequence[tuple[str, ...]]:
    """The rows that stand in one of two workbooks only."""
    if rows is before:
        return ()
    pairs = ((lines, before[sheet]) for sheet, lines in rows.items())
    return [row for here, there in pairs for row, _ in here.items() ^ there.items()]
