"""The framework: all pages of a tree, indexed once, before any rule runs."""

import datetime
from collections import defaultdict
from collections.abc import Callable
from copy import copy
from functools import cached_property

from frameworklint.cache.pages import PageCache
from frameworklint.framework.links import Links
from frameworklint.framework.listings import Listings
from frameworklint.framework.loader import Loader
from frameworklint.framework.memo import Memo
from frameworklint.framework.paths import Paths
from frameworklint.framework.sources import Sources
from frameworklint.framework.unprinted import Unprinted, Waiting
from frameworklint.kinds.kind import Kinds
from frameworklint.kinds.layouts import Layout
from frameworklint.markdown.inline import InlineReader
from frameworklint.page.citations import IdReader
from frameworklint.page.flat_record import flat_record
from frameworklint.page.names import comparable, folded
from frameworklint.page.page import LONGEST_NAME, Page
from frameworklint.page.text import Readers
from frameworklint.source.files import Tree, is_markdown
from frameworklint.terminal.progress import Tell, silent
from frameworklint.workbook.files import Shelf
from frameworklint.workbook.provenance import Provenance

NO_KNOWN_KIND = "no page of a known kind: only links and text were checked"


class Framework(Sources):
    """All pages of one state of a framework.

    Attributes:
        pages: the Markdown files in the order of their paths, unreadable ones included.
        readers: what reads the inside of their texts.
        links, listings: how the pages name one another.
        memo: what the rules of a family work out once.
        layouts: the layout of each kind that has pages.
        base: the state that this one is compared with, if any.
        today_asked: whether anything asked for the date of the run.
        before: the state of which this one is a draft that nobody has printed yet, if it is one.
        waiting: what changed in the workbook since the pages were printed, once that is known.
    """

    def __init__(
        self,
        kinds: Kinds,
        tree: Tree,
        *,
        today: datetime.date | None = None,
        base: "Framework | None" = None,
        is_excluded: Callable[[str], bool] = lambda path: False,
        tell: Tell = silent,
        known: PageCache | None = None,
    ) -> None:
        """Read the pages of a tree and index them.

        Args:
            kinds: what the schemas say.
            tree: the files.
            today: the date of the run; the current one by default.
            base: the state to compare with; pages with the same text are not read again.
            is_excluded: whether the file at a path exists, but is not read.
            tell: learns how many pages are read.
            known: the pages that an earlier run has read, if anything is kept of them.
        """
        self.kinds = kinds
        self.base = base
        self.before: Framework | None = None
        self.tree = tree
        self.is_excluded = is_excluded
        self.today_asked = False
        self._today = today or datetime.datetime.now(datetime.UTC).date()
        self.waiting = Waiting()
        self.paths = Paths(tree.paths(), kinds, tree.submodules())
        shared = base.readers if base else None
        self.readers: Readers = shared or Readers(InlineReader(), IdReader(kinds.id_forms), {})
        self.shelf = (
            base.shelf if base else Shelf(known.store if known else None, self.readers.strings)
        )
        self.pages = self._read_pages(known, tell)
        self.layouts = _elected_layouts(kinds, self.pages)
        self.readers.ids.learn({found: page.name for found, page in self.by_id.items()})
        self.links: Links = Links(self.by_path, self.paths, base.links if base else None)
        self.listings = Listings(self.by_id, self.with_id)
        self.memo: Memo[Framework] = Memo(self)

    @property
    def today(self) -> datetime.date:
        """The date of the run, in UTC; never ask within work that is done once for several."""
        self.memo.asked.add("beyond")
        self.today_asked = True
        return self._today

    def _read_pages(self, known: PageCache | None, tell: Tell) -> list[Page]:
        base = self.base
        before = base.by_path if base and base.paths.home == self.paths.home else {}
        loader = Loader(self.kinds, self.paths.home, self.readers, known, before)
        paths = sorted(
            path for path in self.paths.files if is_markdown(path) and self.is_read(path)
        )
        held = loader.held(self.tree, paths)
        unread = [path for path in paths if path not in held]
        self.tree.preload([*unread, *self.export_files], weighed=self.workbook_paths)
        pages = []
        for path in paths:
            page = held.get(path) or loader.read(self.tree, path)
            page.key = page.id or self.paths.below_home(path)
            pages.append(page)
            tell("reading pages", len(pages), len(paths))
        return pages

    def learn_names(self) -> None:
        """Let the readers know the names that the workbook has for IDs, where pages differ.

        Names tell what is meant as an ID. All states that are compared share the readers and with
        them all names: what nearly is an ID is read alike in all of them, so that a change is not
        blamed for what it leaves as it is. So names are learned before any rule runs.
        """
        # Without a workbook there are no records, and nothing is read.
        names = {
            wanted: folded(cell.text)[:LONGEST_NAME]
            for kind in self.kinds.records
            for wanted in self.workbook.records(kind)
            if kind.is_id(wanted) and (cell := self.workbook.name_cell(wanted))
        }
        self.readers.ids.learn(names)

    @cached_property
    def provenance(self) -> Provenance:
        """Which cells of the workbook the pages' texts come from."""
        like = self.base.provenance if self.base and self.base.workbook is self.workbook else None
        return Provenance(self.workbook, self.references, self.by_id, like)

    @cached_property
    def unprinted(self) -> Unprinted:
        """What the workbook says and the pages that something links to do not."""
        pages = [page for page in self.pages if page.path not in self.orphans]
        return Unprinted(self.workbook, self.provenance, pages, self.by_id, self.paths)

    # The pages, indexed when first asked for.

    @cached_property
    def by_path(self) -> dict[str, Page]:
        """The pages by path."""
        return {page.path: page for page in self.pages}

    @cached_property
    def records(self) -> list[Page]:
        """The pages with an ID, by path; of unreadable ones nothing else is known."""
        return [page for page in self.pages if page.id]

    @cached_property
    def by_id(self) -> dict[str, Page]:
        """The pages by ID. Of several with one ID, the one whose file has that name."""
        found: dict[str, Page] = {}
        for page in self.records:
            if page.id not in found or page.stem == page.id:
                found[page.id] = page
        return found

    def with_id(self, wanted: str) -> list[Page]:
        """All pages with an ID, by path."""
        return self._by_any_id.get(wanted, [])

    @cached_property
    def _by_any_id(self) -> dict[str, list[Page]]:
        found: dict[str, list[Page]] = defaultdict(list)
        for page in self.records:
            found[page.id].append(page)
        return dict(found)

    def page_of(self, listed_id: str) -> Page | None:
        """The page with an ID, unless nothing links to it."""
        page = self.by_id.get(listed_id)
        return None if page is None or page.path in self.orphans else page

    @cached_property
    def by_name(self) -> dict[str, dict[str, Page]]:
        """The pages of each kind by name, comparable and in small letters; without orphans."""
        found: dict[str, dict[str, Page]] = {kind.name: {} for kind in self.kinds.records}
        for page in self.records:
            if page.kind and page.name and self.page_of(page.id) is page:
                found[page.kind.name][comparable(page.name).casefold()] = page
        return found

    @cached_property
    def index_pages(self) -> list[Page]:
        """The index, matrix and table pages."""
        return [page for page in self.pages if page.kind and not page.kind.is_record]

    def index_page(self, file: str) -> Page | None:
        """The index or matrix page with a file name, if the framework has it."""
        home = self.paths.home
        return None if home is None else self.by_path.get(f"{home}/{file}".lstrip("/"))

    @cached_property
    def judged_kinds(self) -> frozenset[str]:
        """The kinds whose index page is in the tree: only there is it known which pages exist."""
        return frozenset(
            page.kind.of
            for page in self.index_pages
            if page.kind and page.kind.role == "index" and page.kind.of
        )

    @cached_property
    def orphans(self) -> frozenset[str]:
        """The paths of pages of a judged kind that no other page links to."""
        return frozenset(
            page.path
            for page in self.records
            if page.kind
            and page.kind.name in self.judged_kinds
            and all(source == page.path for source in self.links.sources.get(page.path, ()))
        )

    def knows_targets_of(self, page: Page) -> bool:
        """Whether it is known what stands around a page: not for a lone page of a framework."""
        return self.paths.home is not None or page.kind is None


def _elected_layouts(kinds: Kinds, pages: list[Page]) -> dict[str, Layout]:
    """The layout of each kind that has pages, by which they are held against its schema."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for index, page in enumerate(pages):
        if page.kind and not page.unreadable:
            by_kind[page.kind.name].append(index)
    found = {}
    for name, of_kind in by_kind.items():
        best = (_best_layout(pages[index]) for index in of_kind)
        layout = found[name] = kinds.by_name[name].elected_layout(best)
        for index in of_kind:
            pages[index] = held_against(layout, pages[index])
    return found


def held_against(layout: Layout, page: Page) -> Page:
    """A page with its faults against a layout; a copy, where another state has it with another."""
    if page.layout is layout:
        return page
    if page.layout is not None:
        page = copy(page)
    page.layout = layout
    if page.layout_name != layout.name:  # else an earlier run has compared it
        page.layout_name = layout.name
        page.schema_errors = layout.errors(flat_record(page))
    return page


def _best_layout(page: Page) -> int:
    """The index of the layout that a page speaks for, or -1."""
    # That a page without any field or table lacks more of the newest layout says nothing.
    is_telling = page.kind and len(page.kind.layouts) > 1 and (page.fields or page.tables)
    return page.kind.best_layout(flat_record(page)) if page.kind and is_telling else -1


def notices_of(framework: Framework) -> list[str]:
    """What the user should know of a run over a framework, beside findings."""
    others = _others(framework.paths, framework.is_excluded)
    return [*others, *(_unknown_kinds(framework) or _missing_indexes(framework))]


def _others(paths: Paths, is_excluded: Callable[[str], bool]) -> list[str]:
    """What the user should know of other frameworks beside this one."""
    return [
        f"{folder} holds a framework of its own ({home}), which is not checked here:"
        f" run `frameworklint check {folder}`"
        for folder, home in paths.others.items()
        if not is_excluded(f"{folder}/")
    ]


def _unknown_kinds(framework: Framework) -> list[str]:
    """What the user should know of a tree in which no page has a kind."""
    if not framework.pages or any(page.kind for page in framework.pages):
        return []
    return [NO_KNOWN_KIND]


def _missing_indexes(framework: Framework) -> list[str]:
    """What the user should know of the indexes that a framework lacks.

    Where the workbook describes what they would list, it is known without them.
    """
    kinds, home = framework.kinds, framework.paths.home
    present = {page.kind.name for page in framework.records if page.kind}
    missing = [
        kind
        for kind in kinds.all
        if kind.role == "index"
        and kind.of in present - framework.judged_kinds
        and not framework.workbook.records(kinds.by_name[kind.of])
    ]
    if not missing or home is None:
        return []
    files = ", ".join(f"{home}/{kind.file}".lstrip("/") for kind in missing)
    plurals = ", ".join(kinds.by_name[kind.of].plural for kind in missing)
    return [
        f"without {files} it is not known which pages belong to the framework: "
        f"references to {plurals} are not checked"
    ]
