"""What one run works out and the next need not, under keys that tell all that it follows from."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar, cast

from frameworklint.cache import plain_objects
from frameworklint.cache.store import Cache

_T = TypeVar("_T")


class Kept:
    """Values by key: those that the last run has used, and those of this one."""

    def __init__(self, store: Cache | None = None, name: str = "", by: str = "") -> None:
        """Take up what the last run left.

        Args:
            store: where values are kept, if they are.
            name: under what name.
            by: what tells how they are worked out; of those by another nothing is taken up.
        """
        self._store, self._name, self._by = store, name, by
        self._known: dict[str, Any] = {}
        self._used: dict[str, Any] = {}
        with suppress(Exception):  # whatever a damaged cache holds, all is worked out anew
            if store and (content := store.read_bytes(name)):
                known_by, known = plain_objects.read(content)
                self._known = dict(known) if known_by == by else {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._used or self._known)

    def get(self, key: str) -> Any:
        """The value under a key; None where there is none."""
        value = self._used.get(key)
        if value is None:
            value = self._known.get(key)
            if value is not None:
                self._used[key] = value
        return value

    def put(self, key: str, value: Any) -> None:
        """Keep a value of Python's own types under a key."""
        self._used[key] = value

    def once(self, key: str, make: Callable[[], _T]) -> _T:
        """The value under a key, which is made where there is none."""
        value = self.get(key)
        if value is None:
            value = make()
            self.put(key, value)
        return cast(_T, value)

    def save(self) -> None:
        """Leave what this run has used for the next one, if that differs."""
        if self._store and self._used != self._known:
            content = plain_objects.written((self._by, self._used))
            self._store.write_bytes(self._name, content)
