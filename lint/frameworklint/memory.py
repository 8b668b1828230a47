"""What mistletoe and jsonschema said of contents, this run and the last."""

from collections.abc import Callable
from typing import Any, TypeVar

from frameworklint.cache import Cache

_Found = TypeVar("_Found")
_FILE = "contents.json"


class Memory:
    """Answers by the digest of what was asked about.

    Attributes:
        used: the answers of this run, as JSON values.
        fresh: how many of them had to be worked out, for tests that count work.
    """

    def __init__(self, known: dict[str, Any] | None = None) -> None:
        self._known = known or {}
        self.used: dict[str, Any] = {}
        self.fresh = 0

    def recall(
        self,
        key: str,
        work: Callable[[], _Found],
        to_json: Callable[[_Found], Any],
        from_json: Callable[[Any], _Found],
    ) -> _Found:
        """An answer: as it is known, else worked out.

        Args:
            key: the digest of everything that the answer follows from.
            work: works it out.
            to_json: the answer as a JSON value.
            from_json: the answer from that value.
        """
        known = self.used.get(key, self._known.get(key))
        if known is not None:
            try:
                found = from_json(known)
                self.used[key] = known
                return found
            except (TypeError, ValueError, KeyError, AttributeError):
                pass  # no value of ours
        found = work()
        self.fresh += 1
        self.used[key] = to_json(found)
        return found

    @property
    def differs(self) -> bool:
        """Whether what was used is not what was known."""
        return self.fresh > 0 or self.used.keys() != self._known.keys()


class Memories:
    """What is remembered of a framework's files.

    Attributes:
        blocks: the blocks of each text.
        errors: what the schemas say against records.
    """

    def __init__(self, known: Any = None) -> None:
        known = known if isinstance(known, dict) else {}
        self.blocks = Memory(_table(known.get("blocks")))
        self.errors = Memory(_table(known.get("errors")))

    @classmethod
    def of(cls, cache: Cache | None) -> "Memories":
        """Those that the last run left."""
        return cls(cache.read(_FILE) if cache else None)

    def keep(self, cache: Cache) -> None:
        """Leave them for the next run."""
        if self.blocks.differs or self.errors.differs:
            cache.write(_FILE, {"blocks": self.blocks.used, "errors": self.errors.used})


def _table(known: Any) -> dict[str, Any]:
    return known if isinstance(known, dict) else {}
