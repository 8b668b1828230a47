"""What stands where on pages that an earlier run has read."""

from contextlib import suppress

from frameworklint.cache.plain_objects import PlainObjects, placed
from frameworklint.cache.store import Cache
from frameworklint.kinds.kind import Kind
from frameworklint.page.page import Page

_FILE = "pages"
_AS_MANY = 20  # pages are kept in the time that it takes to read one


class PageCache:
    """Pages by their content: those that the last run has used, and those of this one.

    Attributes:
        store: where they are kept.
    """

    def __init__(self, store: Cache) -> None:
        """Take up nothing yet."""
        self.store = store
        self._objects: PlainObjects | None = None
        self._known: dict[str, Page] = {}
        self._used: dict[str, Page] = {}

    def open(self, objects: PlainObjects) -> None:
        """Take up what the last run left, once; `objects` says how pages are written and read."""
        if self._objects is None:
            self._objects = objects
            with suppress(Exception):  # whatever a damaged cache does, the pages are read anew
                self._known = objects.read(self.store.read_bytes(_FILE))

    def recall(self, content: str, path: str, kind: Kind | None) -> Page | None:
        """The page whose content has that name; see `placed`."""
        page = self._known.get(content)
        if self._objects and (other := self._used.get(content)):  # at another path
            page = self._objects.read(self._objects.written({content: other}))[content]
        if page is None:
            return None
        self._used.setdefault(content, page)
        return placed(page, path, kind)

    def add(self, content: str, page: Page) -> None:
        """Take up a page that was not known."""
        self._used[content] = page

    def save(self) -> None:
        """Leave the pages that this run has used for the next one, with what was found on them.

        Where only few of them are others than in the last run, what that left stays as it is: it
        takes less time to read those again.
        """
        changed = len(self._used.keys() ^ self._known.keys())
        if self._objects and changed * _AS_MANY > len(self._known):
            self.store.write_bytes(_FILE, *self._objects.pieces(self._used))
