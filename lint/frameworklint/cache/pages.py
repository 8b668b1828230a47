"""What stands where on pages that an earlier run has read."""

import json
from contextlib import suppress
from io import BytesIO

from frameworklint.cache.plain_objects import PlainObjects
from frameworklint.cache.store import Cache
from frameworklint.kinds.kind import Kind
from frameworklint.page.page import Page

_FILE = "pages"
_AS_MANY = 20  # pages are kept in the time that it takes to read one


class PageCache:
    """Pages by their content: those that the last run has used, and those of this one.

    Attributes:
        store: where they are kept.
        added: how many contents were not known.
    """

    def __init__(self, store: Cache) -> None:
        """Take up what the last run left."""
        self.store = store
        self.added = 0
        self._objects: PlainObjects | None = None
        self._known = _parts(store.read_bytes(_FILE))
        self._used: dict[str, bytes | Page] = {}

    def open(self, objects: PlainObjects) -> None:
        """Learn how pages are written and read."""
        self._objects = objects

    def recall(self, content: str, path: str, source: str, kind: Kind | None) -> Page | None:
        """The page whose content has that name; see `PlainObjects.page`."""
        known = self._used.get(content) or self._known.get(content)
        if self._objects is None or known is None:
            return None
        if isinstance(known, Page):
            known = self._objects.written(known)
        with suppress(Exception):  # whatever a damaged cache does, the page is read anew
            page = self._objects.page(known, path, source, kind)
            self._used[content] = known
            return page
        return None

    def add(self, content: str, page: Page) -> None:
        """Take up a page that was not known."""
        self.added += 1
        self._used[content] = page

    def save(self) -> None:
        """Leave the pages that this run has used for the next one, with what was found on them.

        Where only few of them are others than in the last run, what that left stays as it is: it
        takes less time to read those again.
        """
        changed = len(self._used.keys() ^ self._known.keys())
        if self._objects is None or changed * _AS_MANY <= len(self._known):
            return
        content, lengths = BytesIO(), {}
        for name, page in self._used.items():
            part = self._objects.written(page) if isinstance(page, Page) else page
            lengths[name] = content.write(part)
        content.write(b"\n" + json.dumps(lengths, separators=(",", ":")).encode())
        self.store.write_bytes(_FILE, content.getbuffer())


def _parts(content: bytes) -> dict[str, bytes]:
    """The parts that were written, by name; none where something else was."""
    parts, at, end = {}, 0, content.rfind(b"\n")
    with suppress(ValueError, TypeError, AttributeError, RecursionError):
        for name, length in json.loads(content[end + 1 :]).items():
            parts[name] = content[at : at + length]
            at += length
    return parts if at == end else {}
