"""The framework: all pages of a tree, indexed once, before any rule runs."""

import datetime
import posixpath
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from frameworklint import targets
from frameworklint.identifiers import IdReader, comparable
from frameworklint.inline import InlineReader, Link
from frameworklint.kinds import Kinds
from frameworklint.layouts import Layout
from frameworklint.listings import Listing, Listings
from frameworklint.loader import Loader
from frameworklint.memory import PageCache
from frameworklint.page import Page, Readers, Row, Text
from frameworklint.progress import Tell, silent
from frameworklint.source import Tree, is_markdown
from frameworklint.targets import Target
from frameworklint.workbook import Workbook, workbook_paths

if TYPE_CHECKING:
    from frameworklint.provenance import Provenance

_T = TypeVar("_T")
_UNKNOWN = object()


class Framework:
    """All pages of one state of a framework.

    Attributes:
        kinds: what the schemas say.
        files: the paths of all files; `folders` those of all folders.
        home: the folder that holds the page folders, `""` for the root, None outside a framework.
        pages: the Markdown files in the order of their paths, unreadable ones included.
        layouts: the layout of each kind that has pages.
        notices: what the user should know of the run, beside findings.
        asks_for_today: whether something asked for the date of the run.
        base: the state that this one is compared with, if any.
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
            tell: is told how many pages are read.
            known: the pages that an earlier run has read, if anything is kept of them.
        """
        self.kinds = kinds
        self._tree = tree
        self._is_excluded = is_excluded
        self._today = today or datetime.datetime.now(datetime.UTC).date()
        self.asks_for_today = False
        self.base = base
        self.files = frozenset(tree.paths())
        self.folders = frozenset(_folders(self.files))
        self.notices: list[str] = []
        self._links_by_path: dict[str, list[tuple[Link, Target]]] = {}
        self._listings_by_path: dict[str, Listings] = {}
        self._worked_out: dict[tuple[Callable[..., Any], str], list[Any]] = {}
        self._worked_out_in: dict[tuple[Callable[..., Any], str, str], Any] = {}
        self.readers: Readers = (
            base.readers if base else Readers(InlineReader(), IdReader(kinds.id_forms), {})
        )
        self.home = self._find_home()
        loader = Loader(kinds, self.home, self.readers, known, base.by_path if base else {})
        paths = [path for path in sorted(self.files) if is_markdown(path) and not is_excluded(path)]
        self.pages: list[Page] = []
        for path in paths:
            page = loader.read(tree, path)
            page.key = page.id or self.below_home(path)
            self.pages.append(page)
            tell("reading pages", len(self.pages), len(paths))
        self.readers.ids.learn({found: page.name for found, page in self.by_id.items()})
        self.layouts: dict[str, Layout] = {}
        self._find_layouts()
        self._notice_missing_indexes()

    @property
    def today(self) -> datetime.date:
        """The date of the run, in UTC."""
        self.asks_for_today = True
        return self._today

    # Files and pages.

    def _find_home(self) -> str | None:
        """The folder that holds the page folders: the conventional one, the root, the highest."""
        home = self.kinds.conventions.home
        if home in self.folders:
            return home
        found = set()
        for path in self.files:
            folder, _, name = path.rpartition("/")
            parent, _, last = folder.rpartition("/")
            kind = self.kinds.by_folder.get(last)
            if kind is not None and kind.is_id(name.rpartition(".")[0]):
                found.add(parent)
        return min(found, key=lambda path: (path.count("/") + bool(path), path), default=None)

    def _find_layouts(self) -> None:
        by_kind: dict[str, list[Page]] = defaultdict(list)
        for page in self.pages:
            if page.kind and not page.unreadable:
                by_kind[page.kind.name].append(page)
        for name, pages in by_kind.items():
            votes = map(_best_layout, pages)
            layout = self.layouts[name] = self.kinds.by_name[name].elected_layout(votes)
            for page in pages:
                page.layout = layout
                page.schema_errors = layout.errors(page.record())

    def _notice_missing_indexes(self) -> None:
        present = {page.kind.name for page in self.records if page.kind}
        missing = [
            kind
            for kind in self.kinds.all
            if kind.role == "index" and kind.of in present - self.judged_kinds
        ]
        if not missing or self.home is None:
            return
        files = ", ".join(f"{self.home}/{kind.file}".lstrip("/") for kind in missing)
        plurals = ", ".join(self.kinds.by_name[kind.of].plural for kind in missing)
        self.notices.append(
            f"without {files} it is not known which pages belong to the framework: "
            f"references to {plurals} are not checked"
        )

    # Indexes. Each is built when first asked for.

    def worked_out(self, work: "Callable[[Page, Framework], Iterable[_T]]", page: Page) -> list[_T]:
        """What some work finds on a page, done once for all rules of a family that ask for it."""
        key = work, page.path
        found = self._worked_out.get(key)
        if found is None:
            found = self._worked_out[key] = list(work(page, self))
        return found

    def worked_out_in(self, work: "Callable[[Text, Framework], _T]", text: Text) -> _T:
        """What some work finds in a text, done once for all texts that are the same.

        Most descriptions stand on several pages. What is found must not tell where.
        """
        if text.context.definitions:
            return work(text, self)
        key = work, text.raw, text.context.form
        found = self._worked_out_in.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = self._worked_out_in[key] = work(text, self)
        return cast(_T, found)

    def forget(self) -> None:
        """Forget what the rules of a family have asked for: it takes much memory."""
        self._worked_out.clear()
        self._worked_out_in.clear()

    @cached_property
    def workbook_paths(self) -> list[str]:
        """The paths of the workbooks from which the pages are printed."""
        found = workbook_paths(self.files, self.kinds.workbook.folder)
        return [path for path in found if not self._is_excluded(path)]

    @cached_property
    def workbook(self) -> Workbook:
        """The sheets of the workbooks, read when first asked for; none where there are none."""
        return Workbook(self.kinds, self._tree, self.workbook_paths)

    @cached_property
    def provenance(self) -> "Provenance":
        """Which cells of the workbook the pages' texts come from."""
        from frameworklint.provenance import Provenance

        return Provenance(self)

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
        return None if self.home is None else self.by_path.get(f"{self.home}/{file}".lstrip("/"))

    @cached_property
    def by_folded_path(self) -> dict[str, str]:
        """The paths of all files and folders, these with and without `/`, by it in lower case."""
        folders = {f"{folder}/" for folder in self.folders}
        return {path.lower(): path for path in sorted(self.files | self.folders | folders)}

    def links_of(self, page: Page) -> list[tuple[Link, Target]]:
        """The links of a page with where they lead."""
        found = self._links_by_path.get(page.path)
        if found is None:
            resolve = targets.resolve
            found = [(link, resolve(link.target, page.path)) for link in page.links]
            self._links_by_path[page.path] = found
        return found

    def linked_pages(self, page: Page) -> Iterator[tuple[Link, Page]]:
        """The links of a page that lead to a page with an ID, and that page."""
        for link, target in self.links_of(page):
            other = self.by_path.get(target.path) if target.form == "relative" else None
            if other is not None and other.id:
                yield link, other

    @cached_property
    def linked_from(self) -> dict[str, set[str]]:
        """The paths of the pages that link to a path by a link that leads there."""
        found: dict[str, set[str]] = defaultdict(set)
        for page in self.pages:
            for _, target in self.links_of(page):
                if target.form == "relative" and target.path in self.files:
                    found[target.path].add(page.path)
        return found

    def listings_of(self, page: Page) -> list[Listing]:
        """The rows of one page that list another page."""
        return self._listings(page).all

    def listing_of(self, page: Page, row: Row) -> Listing | None:
        """The listing of a row of a page, if it lists another page."""
        return self._listings(page).by_row.get(row)

    def evidence(self, owner: str, subject: str) -> list[Listing]:
        """Both pages' rows for one pair, in the order of the pages: what the owner says of it."""
        pages = self.with_id(owner)
        if subject != owner:
            pages = sorted(pages + self.with_id(subject), key=lambda page: page.path)
        pair = owner, subject
        return [listing for page in pages for listing in self._listings(page).by_pair.get(pair, ())]

    def own_evidence(self, owner: str, subject: str) -> list[Listing]:
        """Of those, the rows on the owner's own page."""
        pages, pair = self.with_id(owner), (owner, subject)
        return [listing for page in pages for listing in self._listings(page).by_pair.get(pair, ())]

    def _listings(self, page: Page) -> Listings:
        found = self._listings_by_path.get(page.path)
        if found is None:
            found = self._listings_by_path[page.path] = Listings(page, self.by_id)
        return found

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
            and not self.linked_from.get(page.path, set()) - {page.path}
        )

    def knows_targets_of(self, page: Page) -> bool:
        """Whether it is known what stands around a page: not for a lone page of a framework."""
        return self.home is not None or page.kind is None

    def below_home(self, path: str) -> str:
        """The way to a path from the folder that holds the page folders, whatever its name."""
        if not self.home:
            return path
        if path.startswith(f"{self.home}/"):
            return path.removeprefix(f"{self.home}/")
        return posixpath.relpath(path, self.home)

    def exists(self, path: str) -> bool:
        """Whether a file or a folder stands at a path; behind a `/` at its end only a folder."""
        return path in self.files or path.removesuffix("/") in self.folders or path == ""

    def page_of(self, listed_id: str) -> Page | None:
        """The page with an ID, unless nothing links to it."""
        page = self.by_id.get(listed_id)
        return None if page is None or page.path in self.orphans else page


def _best_layout(page: Page) -> int:
    """The index of the layout that a page speaks for, or -1."""
    # That a page without any field or table lacks more of the newest layout says nothing.
    is_telling = page.kind and len(page.kind.layouts) > 1 and (page.fields or page.tables)
    return page.kind.best_layout(page.record()) if page.kind and is_telling else -1


def _folders(files: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found
