"""What was found out about pages, by this run and the last."""

import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from frameworklint.cache import Cache

_FILE = "contents.json"


class Remembered:
    """What is known of a page's content.

    Attributes:
        parts: what stands where on it, as `page_memory` writes it.
        facts: what follows from it, by the name of what was asked, as JSON values; None for what
            is not known.
    """

    __slots__ = ("facts", "parts")

    def __init__(self, parts: str, facts: dict[str, Any]) -> None:
        self.parts = parts
        self.facts = facts


class Memory:
    """What is known of pages by their content, and which rules have nothing to say on them.

    Attributes:
        fresh: how many contents were not known.
    """

    def __init__(self, known: str = "") -> None:
        """Take up what was known.

        Args:
            known: what `written` gave; any other text is as good as none.
        """
        self._known: dict[str, Remembered] = {}
        self._known_views: dict[str, str] = {}
        # What another frameworklint wrote is refused before, so it is whole or not ours.
        with suppress(TypeError, ValueError, KeyError, AttributeError, RecursionError):
            self._known, self._known_views = _read(known)
        self._used: dict[str, Remembered] = {}
        self._views: dict[str, str] | None = None
        self.fresh = 0

    @classmethod
    def of(cls, cache: Cache) -> "Memory":
        """What the last run left."""
        return cls(cache.read_text(_FILE))

    def recall(self, content: str) -> Remembered | None:
        """What is known of a content."""
        found = self._used.get(content) or self._known.get(content)
        if found is not None:
            self._used[content] = found
        return found

    def keep_content(self, content: str, parts: str) -> Remembered:
        """Take up a content that was not known."""
        self.fresh += 1
        found = self._used[content] = Remembered(parts, {})
        return found

    def heard(self, view: str) -> str | None:
        """The codes of the rules that had something to say, by view; None for a new view."""
        return self._known_views.get(view)

    def keep_views(self, views: Mapping[str, str]) -> None:
        """Take up which rules were heard, by view, in place of what the last run left."""
        self._views = dict(views)

    def written(self) -> str:
        """What the next run is to know: what was used in this one.

        The first line is a JSON object, each other one holds the parts of a page, likewise in JSON:
        most of them are never asked for.
        """
        names = sorted({name for known in self._used.values() for name in known.facts})
        facts = [list(map(known.facts.get, names)) for known in self._used.values()]
        views = self._known_views if self._views is None else self._views
        first = {"contents": list(self._used), "names": names, "facts": facts, "views": views}
        parts = [known.parts for known in self._used.values()]
        return "\n".join([json.dumps(first, separators=(",", ":")), *parts])

    def keep(self, cache: Cache) -> None:
        """Leave it for the next run."""
        cache.write_text(_FILE, self.written())


def _read(text: str) -> tuple[dict[str, Remembered], dict[str, str]]:
    """What `Memory.written` wrote: contents and views."""
    head, *parts = text.split("\n")
    first = json.loads(head)
    contents = {}
    for content, values, part in zip(first["contents"], first["facts"], parts, strict=True):
        contents[content] = Remembered(part, dict(zip(first["names"], values, strict=True)))
    return contents, dict(first["views"].items())
