"""What was found out about contents, by this run and the last."""

from collections.abc import Callable
from typing import Any, TypeVar

from frameworklint.cache import Cache

_Found = TypeVar("_Found")
_FILE = "contents.json"


class Memory:
    """Answers by the digest of what was asked about.

    Attributes:
        used: the answers of this run, as JSON values.
        fresh: how many of them had to be worked out.
    """

    def __init__(self, known: Any = None) -> None:
        self._known = known if isinstance(known, dict) else {}
        self.used: dict[str, Any] = {}
        self.fresh = 0

    @classmethod
    def of(cls, cache: Cache) -> "Memory":
        """What the last run left."""
        return cls(cache.read(_FILE))

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
            except (TypeError, ValueError, KeyError, IndexError, AttributeError):
                pass  # no value of ours
        found = work()
        self.fresh += 1
        self.used[key] = to_json(found)
        return found

    def keep(self, cache: Cache) -> None:
        """Leave what was used for the next run, unless that is what the last one left.

        All is forgotten then: it takes as much room as the pages themselves.
        """
        if self.fresh or self.used.keys() != self._known.keys():
            cache.write(_FILE, self.used)
        self._known, self.used = {}, {}
