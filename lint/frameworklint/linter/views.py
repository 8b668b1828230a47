"""What the rules of a page can see, and those of a whole state, as digests.

A rule that judges one page at a time sees the page, its neighbors, and the names of all others. Of
two states that differ on a few pages, all pages but these and their neighbors look alike to it.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import chain
from typing import TypeVar
from weakref import WeakKeyDictionary

from frameworklint.cache.kept import Kept
from frameworklint.digests import combined
from frameworklint.framework.framework import Framework
from frameworklint.linter.rule import Sees
from frameworklint.page.page import Page
from frameworklint.workbook.sheet import Sheet
from frameworklint.workbook.workbook import Workbook

_T = TypeVar("_T")
_NO_ID = ""


class Viewer:
    """Looks at states, and at what is the same in two of them once."""

    def __init__(self, kept: Kept) -> None:
        """Look at nothing yet; in `kept` stands what was seen of a page before."""
        self._kept = kept
        self._states: WeakKeyDictionary[Framework, dict[str, str]] = WeakKeyDictionary()
        self._pages_of: dict[str, Mapping[str, str]] = {}

    def names(self, framework: Framework) -> str:
        """The digest of what all rules see of a state: every other digest holds it."""
        return self._digest(framework, "names", lambda: _names(framework))

    def state(self, framework: Framework, sees: Sees) -> str:
        """The digest of what a rule sees of a state as a whole, which says what it `sees`: all but
        the tables of records, the workbook, else the whole tree.
        """
        parts = {"fields": self._fields, "workbook": _workbooks, "tree": _tree}
        part = "tree" if sees == "neighbors" else sees
        names = self.names(framework)
        return self._digest(framework, part, lambda: combined([names, *parts[part](framework)]))

    def pages(self, framework: Framework) -> Mapping[str, str]:
        """The digests of all that a rule sees that judges a page, by path: it, its neighbors (the
        pages that it links to, lists, names in a field or, as an index, in a table, or is a part
        of, and the pages of which it is one), the rows of the workbook that name one of them, and
        all texts without an ID.
        """
        whole = self.state(framework, "tree")
        if whole not in self._pages_of:
            self._pages_of[whole] = self._pages(framework)
        return self._pages_of[whole]

    def _digest(self, framework: Framework, of: str, make: Callable[[], str]) -> str:
        known = self._states.setdefault(framework, {})
        if of not in known:
            known[of] = make()
        return known[of]

    def _each(
        self, framework: Framework, what: str, see: Callable[[Page], _T]
    ) -> Mapping[Page, _T]:
        """What is to be seen of each page, where it follows from its text and from all names."""
        names = self.names(framework)
        return {
            page: self._kept.once(f"{what} {names} {page.path} {page.digest}", partial(see, page))
            for page in framework.pages
        }

    def _fields(self, framework: Framework) -> Iterable[str]:
        return self._each(framework, "fields", _outside_tables).values()

    def _pages(self, framework: Framework) -> Mapping[str, str]:
        names = self.names(framework)
        named = self._each(framework, "named", partial(_neighbors, framework=framework))
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


def _names(framework: Framework) -> str:
    """The digest of what all rules see: the names of all, and what no page is named by."""
    paths, workbook = framework.paths, framework.workbook
    pages = [
        (
            *(page.path, page.id, page.name, page.kind and page.kind.name, page.unreadable),
            # Out of a framework a link to a folder shows its README, which may have any ID.
            "" if page.id and paths.home is not None else page.digest,
        )
        for page in framework.pages
    ]
    sheets = [(name, sheet.page.path, sheet.columns) for name, sheet in workbook.sheets.items()]
    described = [sorted(workbook.records(kind)) for kind in framework.kinds.records]
    unread = [(page.path, page.unreadable) for page in workbook.unreadable]
    layouts = sorted((kind, layout.name) for kind, layout in framework.layouts.items())
    sets = (framework.orphans, framework.judged_kinds, paths.files, paths.submodules)
    named = (pages, framework.workbook_files, sheets, described, unread, layouts)
    learned = framework.readers.ids.learned
    whole = repr((*named, sorted(learned), *map(sorted, sets)))
    return combined([whole, _rows(framework).get(_NO_ID, "")])


def _tree(framework: Framework) -> Iterator[str]:
    for page in framework.pages:
        yield from (page.path, page.digest)
    yield from _workbooks(framework)


def _workbooks(framework: Framework) -> Iterable[str]:
    names = framework.shelf.names(framework.tree, framework.workbook_paths)
    return chain.from_iterable(sorted(names.items()))


def _outside_tables(page: Page) -> str:
    """The digest of what a page says in its title and fields, and of what is wrong with it."""
    if page.definitions:  # which reach all texts of the page
        return page.digest
    name = page.name_text.raw if page.name_text else ""
    faulty = " ".join(error.key for error in page.schema_errors)
    said = chain.from_iterable((field.label, field.value.raw) for field in page.fields)
    return combined([name, faulty, *said])


def _contents(framework: Framework) -> Mapping[str, str]:
    """By ID, the digests of the texts of its pages and of the rows that name it."""
    found: dict[str, list[str]] = defaultdict(list)
    for page in framework.pages:
        found[page.id].append(page.digest)
    for wanted, digest in _rows(framework).items():
        found[wanted].append(digest)
    return {wanted: " ".join(parts) for wanted, parts in found.items() if wanted}


def _neighbors(page: Page, framework: Framework) -> frozenset[str]:
    """The IDs that a page names: they follow from its text, and from what all are called."""
    return frozenset(_named(page, framework))


def _named(page: Page, framework: Framework) -> Iterator[str]:
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


def _rows(framework: Framework) -> Mapping[str, str]:
    """The digests of the rows that name an ID, by the ID; that of all other rows by none."""
    workbook, shelf, ids = framework.workbook, framework.shelf, framework.readers.ids.pattern
    of = [ids, repr(framework.workbook_files), *_workbooks(framework)]
    make = partial(_rows_by_id, workbook, re.compile(ids))
    return shelf.shared(f"rows {id(workbook)}", lambda: shelf.kept("rows", of, make))


def _rows_by_id(workbook: Workbook, ids: re.Pattern[str]) -> Mapping[str, str]:
    kinds = workbook.kinds
    of_pages = {kind.workbook.sheet for kind in kinds.records if kind.workbook}
    of_pages |= {relation.sheet for relation in kinds.workbook.relations}
    found: dict[str, list[str]] = defaultdict(list)
    for name, sheet in workbook.sheets.items():
        for row in _numbered(name, sheet, by_id=name in of_pages):
            named = set(ids.findall(row)) if name in of_pages else ()
            for wanted in named or (_NO_ID,):
                found[wanted].append(row)
    return {wanted: combined(rows) for wanted, rows in found.items()}


def _numbered(name: str, sheet: Sheet, *, by_id: bool) -> Iterable[str]:
    """The rows of a sheet; each with how many before it have its ID, for the first is printed."""
    known = Counter[str]()
    for number, texts in sheet.rows.items():
        own = sheet.text(number, sheet.id_column)
        yield repr((name, known[own] if by_id else number, texts))
        known[own] += bool(own)
