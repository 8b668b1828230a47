"""From files to pages: as the base has them, as they are remembered, else as they are read."""

from collections.abc import Iterable, Mapping

from frameworklint.cache.pages import PageCache
from frameworklint.cache.plain_objects import PlainObjects
from frameworklint.errors import UnreadableFileError
from frameworklint.kinds.kind import Kind, Kinds
from frameworklint.markdown import limits
from frameworklint.page.page import Page
from frameworklint.page.reader import read_page
from frameworklint.page.text import Readers
from frameworklint.source.files import Tree
from frameworklint.source.reading import decoded


class Loader:
    """Loads the pages of a framework."""

    def __init__(
        self,
        kinds: Kinds,
        home: str | None,
        readers: Readers,
        known: PageCache | None,
        base: Mapping[str, Page],
    ) -> None:
        """Load nothing yet.

        Args:
            kinds: what the schemas say.
            home: the folder that holds the page folders, if there is one.
            readers: for what stands inside texts.
            known: the pages that an earlier run has read, if anything is kept of them.
            base: the pages of another state by path; equal ones stand in both.
        """
        self._kinds = kinds
        self._home = home
        self._readers = readers
        self._known = known
        self._base = base
        if known:
            known.open(PlainObjects(readers))

    def held(self, tree: Tree, paths: Iterable[str]) -> dict[str, Page]:
        """Those of some pages that are known by what git holds at their path, which is not read."""
        if self._home is None:  # only its text says of which kind a page is
            return {}
        found = {}
        for path in paths:
            name = tree.held(path)
            if name and (page := self._recalled(path, name, self._kind_of(path, b""))):
                page.id = self._id_of(page)
                found[path] = page
        return found

    def read(self, tree: Tree, path: str) -> Page:
        """The page at a path; where it can not be read, it is empty and says why."""
        try:
            content = tree.read(path)
            page = self._page(path, content, tree.blob_of(path, content))
        except Exception as error:  # whatever one page does to a parser, the others are read
            page = Page(path, "", self._kind_of(path, b""))
            page.unreadable = _reason(error)
        page.id = self._id_of(page)
        return page

    def read_text(self, path: str, text: str) -> Page:
        """The page of a text that no file holds; where it can not be read, it is empty."""
        kind = self._kind_of(path, text.encode("utf-8", "surrogatepass"))
        try:
            page = read_page(path, text, kind, self._readers, self._kinds.conventions)
        except Exception as error:  # whatever a cell does to a parser, the other pages are read
            page = Page(path, "", kind)
            page.unreadable = _reason(error)
        page.id = self._id_of(page)
        return page

    def _page(self, path: str, content: bytes, name: str) -> Page:
        kind = self._kind_of(path, content)
        if page := self._recalled(path, name, kind):
            return page
        page = read_page(path, decoded(content), kind, self._readers, self._kinds.conventions)
        page.digest = name
        if self._known:
            self._known.add(self._key(path, name, kind), page)
        return page

    def _recalled(self, path: str, name: str, kind: Kind | None) -> Page | None:
        """The page of a content by its name, if the base has it there, or an earlier run had it."""
        before = self._base.get(path)
        if before is not None and _is_same(before, name, kind):
            return before
        if self._known is None:
            return None
        return self._known.recall(self._key(path, name, kind), path, kind)

    def _key(self, path: str, name: str, kind: Kind | None) -> str:
        """All that a page follows from but the schemas: with a user's own, nothing is kept."""
        file = path.rpartition("/")[2]
        return f"{name} {kind.name if kind else ''} {self._home is None} {file}"

    def _kind_of(self, path: str, content: bytes) -> Kind | None:
        folder, _, name = path.rpartition("/")
        if self._home is None:
            word = decoded(content).lstrip("\n# ").partition(" ")[0]
            return next((kind for kind in self._kinds.records if kind.word == word), None)
        parent, _, last = folder.rpartition("/")
        if last and parent == self._home:
            return self._kinds.by_folder.get(last)
        return self._kinds.by_file.get(name) if folder == self._home else None

    def _id_of(self, page: Page) -> str:
        """The file's name where it is an ID of the kind: one lost title must not cascade."""
        kind = page.kind
        if kind is None or not kind.is_record:
            return ""
        if kind.is_id(page.stem):
            return page.stem
        title_id = page.title_id.raw if self._home is None and page.title_id else ""
        return title_id if kind.is_id(title_id) else ""


def _is_same(page: Page, name: str, kind: Kind | None) -> bool:
    """Whether a page of the base is the one that another state has at its path."""
    return not page.unreadable and page.kind is kind and page.digest == name


def _reason(error: Exception) -> str:
    """Why a page could not be read, in words for the user."""
    if isinstance(error, RecursionError):
        error = limits.too_deep()
    if isinstance(error, UnreadableFileError):
        return str(error)
    said = f"{type(error).__name__}: {error}".rstrip(": ")
    return f"can not be read: frameworklint fails on it ({said}). Please report this page"
