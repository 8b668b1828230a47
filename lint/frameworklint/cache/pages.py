"""What stands where on pages that an earlier run has read."""

import json
from contextlib import suppress

from frameworklint.cache.store import Cache

_FILE = "contents.json"


class PageCache:
    """The parts of pages by their content: those of the last run, and those of this one.

    Attributes:
        store: where it is kept, if it is.
        added: how many contents were not known.
    """

    def __init__(self, written: str = "", store: Cache | None = None) -> None:
        """Take up what the last run left.

        Args:
            written: what `text` gave; any other text is as good as none.
            store: where it is kept, if it is.
        """
        self.store = store
        self._known: dict[str, str] = {}
        self._used: dict[str, str] = {}
        self.added = 0
        with suppress(ValueError, TypeError, RecursionError):
            head, *parts = written.split("\n")
            self._known = dict(zip(json.loads(head), parts, strict=True))

    @classmethod
    def of(cls, store: Cache) -> "PageCache":
        """What the last run left."""
        return cls(store.read_text(_FILE), store)

    def recall(self, content: str) -> str | None:
        """The parts of a page whose content has that name, as `page_json.written` gave them."""
        parts = self._used.get(content) or self._known.get(content)
        if parts is not None:
            self._used[content] = parts
        return parts

    def add(self, content: str, parts: str) -> None:
        """Take up the parts of a page that was not known."""
        self.added += 1
        self._used[content] = parts

    def text(self) -> str:
        """What this run has used, for the next one: the names, then the parts of each in a line."""
        names = json.dumps(list(self._used), separators=(",", ":"))
        return "\n".join([names, *self._used.values()])

    def save(self) -> None:
        """Leave it for the next run."""
        if self.store is not None and self._used != self._known:
            self.store.write_text(_FILE, self.text())
