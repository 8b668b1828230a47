"""The framework: all pages of a tree, indexed once, before any rule runs."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from frameworklint import targets
from frameworklint.identifiers import IdReader
from frameworklint.inline import InlineReader, Link
from frameworklint.kinds import Kind, Kinds, Layout
from frameworklint.page import Page, Readers, Row, Table, Text
from frameworklint.reader import read_page
from frameworklint.source import MARKDOWN_ENDINGS, Tree, UnreadableFileError
from frameworklint.targets import Target


class Listing(NamedTuple):
    """A row by which one page lists another.

    Attributes:
        page, table, row: where it stands.
        listed: the ID of the page that the row names.
        text: why it is listed, where the table has a column for that and the row is whole.
        owner: the ID of the page whose text that is, or an empty string.
        subject: the ID of the page that the text is about, or an empty string.
    """

    page: Page
    table: Table
    row: Row
    listed: str
    text: Text | None
    owner: str
    subject: str


class Framework:
    """All pages of one state of a framework.

    Attributes:
        kinds: what the schemas say.
        files: the paths of all files; `folders` those of all folders.
        home: the folder that holds the page folders, `""` for the root, None outside a framework.
        pages: the Markdown files in the order of their paths, unreadable ones included.
        layouts: the layout of each kind that has pages.
        notices: what the user should know of the run, beside findings.
    """

    def __init__(self, kinds: Kinds, tree: Tree) -> None:
        self.kinds = kinds
        self.files = frozenset(tree.paths())
        self.folders = frozenset(_folders(self.files))
        self.notices: list[str] = []
        self._listings_by_path: dict[str, list[Listing]] = {}
        self.readers = Readers(InlineReader(), IdReader(kinds.id_forms))
        self.home = self._find_home()
        self.pages = [self._read(tree, path) for path in sorted(self.files) if _is_markdown(path)]
        self.layouts: dict[str, Layout] = {}
        self._check_schemas()

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

    def _kind_of(self, path: str, source: str) -> Kind | None:
        folder, _, name = path.rpartition("/")
        if self.home is None:
            word = source.lstrip("\n# ").partition(" ")[0]
            return next((kind for kind in self.kinds.records if kind.word == word), None)
        parent, _, last = folder.rpartition("/")
        if last and parent == self.home:
            return self.kinds.by_folder.get(last)
        return self.kinds.by_file.get(name) if folder == self.home else None

    def _read(self, tree: Tree, path: str) -> Page:
        try:
            content = tree.read(path)
            source = _decoded(content)
            kind = self._kind_of(path, source)
            page = read_page(path, source, kind, self.readers, self.kinds.conventions)
        except UnreadableFileError as error:
            page = Page(path, "", self._kind_of(path, ""))
            page.unreadable = str(error)
        except RecursionError:
            page = Page(path, "", self._kind_of(path, ""))
            page.unreadable = "is nested too deep: lists, quotations or emphasis within each other"
        page.id = self._id_of(page)
        page.key = page.id or path.removeprefix(f"{self.home}/" if self.home else "")
        return page

    def _id_of(self, page: Page) -> str:
        """The file's name where it is an ID of the kind: one lost title must not cascade."""
        kind = page.kind
        if kind is None or not kind.is_record:
            return ""
        if kind.is_id(page.stem):
            return page.stem
        title_id = page.title_id.raw if page.title_id else ""
        return title_id if self.home is None and kind.is_id(title_id) else ""

    def _check_schemas(self) -> None:
        by_kind: dict[str, list[Page]] = defaultdict(list)
        for page in self.pages:
            if page.kind and not page.unreadable:
                by_kind[page.kind.name].append(page)
        for name, pages in by_kind.items():
            layout = self.kinds.by_name[name].layout_of(pages)
            self.layouts[name] = layout
            for page in pages:
                page.schema_errors = layout.errors(page.record())

    # Indexes. Each is built when first asked for.

    @cached_property
    def by_path(self) -> dict[str, Page]:
        """The pages by path."""
        return {page.path: page for page in self.pages}

    @cached_property
    def records(self) -> list[Page]:
        """The readable pages with an ID, in the order of their paths."""
        return [page for page in self.pages if page.id and not page.unreadable]

    @cached_property
    def by_id(self) -> dict[str, Page]:
        """The pages by ID. Of several with one ID, the one whose file has that name."""
        found: dict[str, Page] = {}
        for page in self.records:
            if page.id not in found or page.stem == page.id:
                found[page.id] = page
        return found

    @cached_property
    def index_pages(self) -> list[Page]:
        """The index, matrix and table pages."""
        return [page for page in self.pages if page.kind and not page.kind.is_record]

    @cached_property
    def by_folded_path(self) -> dict[str, str]:
        """The paths of all files and folders by the path in lower case."""
        return {path.lower(): path for path in sorted(self.files | self.folders)}

    @cached_property
    def links(self) -> dict[str, list[tuple[Link, Target]]]:
        """The links of each page with where they lead, by the page's path."""
        return {
            page.path: [(link, targets.resolve(link.target, page.path)) for link in page.links()]
            for page in self.pages
        }

    @cached_property
    def linked_from(self) -> dict[str, set[str]]:
        """The paths of the pages that link to a path by a link that leads there."""
        found: dict[str, set[str]] = defaultdict(set)
        for path, links in self.links.items():
            for _, target in links:
                if target.form == "relative" and target.path in self.files:
                    found[target.path].add(path)
        return found

    @cached_property
    def listings(self) -> list[Listing]:
        """Every row of a record page that lists another page, in the order of the pages."""
        return [listing for page in self.records for listing in self.listings_of(page)]

    def listings_of(self, page: Page) -> list[Listing]:
        """The rows of one page that list another page."""
        found = self._listings_by_path.get(page.path)
        if found is None:
            found = self._listings_by_path[page.path] = list(self._listings(page))
        return found

    def _listings(self, page: Page) -> Iterator[Listing]:
        for table in page.tables if page.kind else ():
            assert page.kind is not None
            role = page.kind.table_role(table.key)
            if not role.lists:
                continue
            for row in table.rows:
                if not row.listed_id:
                    continue
                own = role.text_of == page.kind.name
                owner, subject = (page.id, row.listed_id) if own else (row.listed_id, page.id)
                if not role.text_of:
                    owner = subject = ""
                text = row.cell(role.description) if role.description else None
                yield Listing(page, table, row, row.listed_id, text, owner, subject)

    @cached_property
    def evidence(self) -> dict[tuple[str, str], list[Listing]]:
        """The listings with an owner, by (owner, subject): both pages' rows for one pair."""
        found: dict[tuple[str, str], list[Listing]] = defaultdict(list)
        for listing in self.listings:
            if listing.owner:
                found[listing.owner, listing.subject].append(listing)
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

    def exists(self, path: str) -> bool:
        """Whether a file or a folder stands at a path."""
        return path in self.files or path in self.folders or path == ""

    def page_of(self, listed_id: str) -> Page | None:
        """The page with an ID, unless nothing links to it."""
        page = self.by_id.get(listed_id)
        return None if page is None or page.path in self.orphans else page


def _is_markdown(path: str) -> bool:
    return path.lower().endswith(MARKDOWN_ENDINGS)


def _folders(files: frozenset[str]) -> set[str]:
    found: set[str] = set()
    for path in files:
        folder = path.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _decoded(content: bytes) -> str:
    if b"\0" in content:
        line = content[: content.index(b"\0")].count(b"\n") + 1
        raise UnreadableFileError(f"holds a NUL byte on line {line}: it is no text file")
    try:
        return content.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        byte = content[error.start]
        raise UnreadableFileError(f"is not UTF-8: byte 0x{byte:02X} on line {line}") from error
