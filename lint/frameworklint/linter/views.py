"""What the rules of a page can see, and those of a whole state, as digests.

A rule that judges one page at a time sees the page, its neighbors, and the names of all others. Of
two states that differ on a few pages, all pages but these and their neighbors look alike to it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import NamedTuple
from weakref import WeakKeyDictionary

from frameworklint.digests import combined
from frameworklint.framework.framework import Framework
from frameworklint.page.page import Page
from frameworklint.workbook.sheet import Sheet
from frameworklint.workbook.workbook import Workbook

_NO_ID = ""


class Views(NamedTuple):
    """A state of a framework as its rules see it.

    Attributes:
        pages: by path, the digest of all that a rule sees that judges the page: it, its neighbors
            (the pages that it links to, lists, names in a field or, as an index, in a table, or is
            a part of, and the pages of which it is one), the rows of the workbook that name one of
            them, what each page is called, and all texts without an ID.
        whole: the digest of all pages and the workbook.
    """

    pages: Mapping[str, str]
    whole: str


class Viewer:
    """Looks at states, and at what is the same in two of them once.

    Attributes:
        seen: how the pages of all states look.
        named: whom each of them names, by its path, its text and what all are called.
    """

    def __init__(self, named: Mapping[str, frozenset[str]]) -> None:
        """Look at nothing yet; `named` is what was known of earlier states."""
        self.seen: set[str] = set()
        self.named: dict[str, frozenset[str]] = {}
        self._named = named
        self._names_of: WeakKeyDictionary[Framework, str] = WeakKeyDictionary()
        self._whole_of: WeakKeyDictionary[Framework, str] = WeakKeyDictionary()
        self._fields_of: WeakKeyDictionary[Framework, str] = WeakKeyDictionary()
        self._views_of: dict[str, Views] = {}
        self._said: dict[Page, str] = {}

    def names(self, framework: Framework) -> str:
        """The digest of what all rules see of a state: each view holds it."""
        if framework not in self._names_of:
            self._names_of[framework] = _names(framework)
        return self._names_of[framework]

    def views(self, framework: Framework) -> Views:
        """How a state looks."""
        if framework not in self._whole_of:
            self._whole_of[framework] = self._whole(framework)
        whole = self._whole_of[framework]
        if whole not in self._views_of:
            self._views_of[whole] = found = Views(self._pages(framework), whole)
            self.seen.update(found.pages.values())
        return self._views_of[whole]

    def fields(self, framework: Framework) -> str:
        """The digest of what each page is called, and of all but the tables of records."""
        if framework not in self._fields_of:
            for page in set(framework.pages) - self._said.keys():
                self._said[page] = _outside_tables(page)
            said = map(self._said.__getitem__, framework.pages)
            self._fields_of[framework] = combined([self.names(framework), *said])
        return self._fields_of[framework]

    def _whole(self, framework: Framework) -> str:
        workbooks = framework.shelf.names(framework.tree, framework.workbook_paths)
        texts = chain.from_iterable((page.path, page.digest) for page in framework.pages)
        names = self.names(framework)
        return combined([names, *texts, *chain.from_iterable(sorted(workbooks.items()))])

    def _pages(self, framework: Framework) -> Mapping[str, str]:
        names = self.names(framework)
        named = {page: self._neighbors(page, framework, names) for page in framework.pages}
        around: dict[str, set[str]] = defaultdict(set)
        for page, ids in named.items():
            around[page.id] |= ids
            for other in ids:
                around[other].add(page.id)
        contents = _contents(framework)
        views = {}
        for page in framework.pages:
            near = {*around[page.id], page.id} if page.id else named[page]
            seen = chain.from_iterable((other, contents.get(other, "")) for other in sorted(near))
            views[page.path] = combined([names, page.path, *seen])
        return views

    def _neighbors(self, page: Page, framework: Framework, names: str) -> frozenset[str]:
        key = f"{names} {page.digest} {page.path}"
        found = self.named.get(key) or self._named.get(key)
        if found is None:
            found = frozenset(_neighbors(page, framework))
        self.named[key] = found
        return found


def _names(framework: Framework) -> str:
    """The digest of what all rules see: the names of all, and what no page is named by."""
    paths, workbook = framework.paths, framework.workbook
    pages = (
        (
            *(page.path, page.id, page.name, page.kind.name if page.kind else "", page.unreadable),
            # Out of a framework a link to a folder shows its README, which may have any ID.
            "" if page.id and paths.home is not None else page.digest,
        )
        for page in framework.pages
    )
    sheets = [(name, sheet.page.path, sheet.columns) for name, sheet in workbook.sheets.items()]
    described = [sorted(workbook.records(kind)) for kind in framework.kinds.records]
    unread = [(page.path, page.unreadable) for page in workbook.unreadable]
    layouts = sorted((kind, layout.name) for kind, layout in framework.layouts.items())
    sets = (framework.orphans, framework.judged_kinds, paths.files, paths.submodules)
    learned = sorted(framework.readers.ids.learned)
    return combined(
        [
            *chain.from_iterable(pages),
            repr(
                (
                    framework.workbook_files,
                    sheets,
                    described,
                    unread,
                    layouts,
                    learned,
                    *map(sorted, sets),
                )
            ),
            *_rows(framework).get(_NO_ID, ()),
        ]
    )


def _outside_tables(page: Page) -> str:
    """The digest of what a record says in its title and fields, and which of them are faulty; of
    any other page that of its text. A link's definition reaches all of its page.
    """
    if page.kind is None or not page.kind.is_record or page.definitions:
        return page.digest
    name = page.name_text.raw if page.name_text else ""
    faulty = " ".join(error.key for error in page.schema_errors)
    said = chain.from_iterable((field.label, field.value.raw) for field in page.fields)
    return combined([name, faulty, *said])


def _contents(framework: Framework) -> Mapping[str, str]:
    """By ID, the digest of the texts of its pages and of the rows that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for page in framework.pages:
        found[page.id].append(page.digest)
    digests = framework.shelf.shared(
        f"rows by ID {id(framework.workbook)}",
        lambda: {wanted: combined(rows) for wanted, rows in _rows(framework).items()},
    )
    for wanted, digest in digests.items():
        found[wanted].append(digest)
    return {wanted: " ".join(parts) for wanted, parts in found.items() if wanted}


def _neighbors(page: Page, framework: Framework) -> Iterator[str]:
    for _, other in framework.links.to_pages(page):
        yield other.id
    for listing in framework.listings.of(page):
        yield listing.listed
    for field in page.fields:
        yield field.value.leading_id(field.value.raw)
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


def _rows(framework: Framework) -> Mapping[str, list[str]]:
    """What stands in the rows that name an ID, by the ID; all other rows by none."""
    workbook = framework.workbook
    ids = re.compile(framework.readers.ids.pattern)
    return framework.shelf.shared(f"rows {id(workbook)}", lambda: _rows_by_id(workbook, ids))


def _rows_by_id(workbook: Workbook, ids: re.Pattern[str]) -> Mapping[str, list[str]]:
    kinds = workbook.kinds
    of_pages = {kind.workbook.sheet for kind in kinds.records if kind.workbook}
    of_pages |= {relation.sheet for relation in kinds.workbook.relations}
    found: dict[str, list[str]] = defaultdict(list)
    for name, sheet in workbook.sheets.items():
        for row in _numbered(name, sheet, by_id=name in of_pages):
            named = set(ids.findall(row)) if name in of_pages else ()
            for wanted in named or (_NO_ID,):
                found[wanted].append(row)
    return found


def _numbered(name: str, sheet: Sheet, *, by_id: bool) -> Iterable[str]:
    """The rows of a sheet; each with how many before it have its ID, for the first is printed."""
    known = Counter[str]()
    for number, texts in sheet.rows.items():
        own = sheet.text(number, sheet.id_column)
        yield repr((name, known[own] if by_id else number, texts))
        known[own] += bool(own)
