"""What was found out about pages, by this run and the last."""

from collections.abc import Mapping
from typing import Any

from frameworklint.cache import Cache

_FILE = "contents.json"


class Remembered:
    """What is known of a page's content.

    Attributes:
        parts: what stands where on it, as `page_memory` writes it.
        facts: what follows from it, by the name of what was asked, as JSON values.
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

    def __init__(self, known: Any = None) -> None:
        """Take up what `to_json` gave.

        Args:
            known: its value; any other is as good as none.
        """
        self._known: dict[str, Remembered] = {}
        self._known_views: dict[str, str] = {}
        try:
            self._take_up(known)
        except (TypeError, ValueError, KeyError, AttributeError):
            self._known, self._known_views = {}, {}
        self._used: dict[str, Remembered] = {}
        self._views: dict[str, str] | None = None
        self.fresh = 0

    def _take_up(self, known: Any) -> None:
        names = known["facts"]
        for content, (parts, *facts) in known["pages"].items():
            found = {
                name: fact for name, fact in zip(names, facts, strict=True) if fact is not None
            }
            self._known[content] = Remembered(parts, found)
        self._known_views = dict(known["views"].items())

    @classmethod
    def of(cls, cache: Cache) -> "Memory":
        """What the last run left."""
        return cls(cache.read(_FILE))

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

    def to_json(self) -> Any:
        """What the next run is to know: what was used in this one."""
        names = sorted({name for known in self._used.values() for name in known.facts})
        return {
            "facts": names,
            "pages": {
                content: [known.parts, *map(known.facts.get, names)]
                for content, known in self._used.items()
            },
            "views": self._known_views if self._views is None else self._views,
        }

    def keep(self, cache: Cache) -> None:
        """Leave it for the next run."""
        cache.write(_FILE, self.to_json())
