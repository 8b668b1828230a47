"""What was found out about pages, by this run and the last."""

import json
from contextlib import suppress
from typing import Any, NamedTuple

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


class Heard(NamedTuple):
    """Where rules had something to say.

    Attributes:
        today: the date of the run, if something asked for it, else empty.
        directory: what `surroundings.directory` said of all pages.
        contents: what names the content of each page, by path.
        codes: the rules that had something to say of a page, by path. Pages are left out where it
            is not known what rules see from them.
        quiet: what a rule over the whole framework saw that had nothing to say, by code.
    """

    today: str
    directory: str
    contents: dict[str, str]
    codes: dict[str, str]
    quiet: dict[str, str]


class Memory:
    """What is known of pages by their content, and where rules had something to say.

    Attributes:
        heard: where they had in the last run, or None.
        fresh: how many contents were not known.
    """

    def __init__(self, known: str = "") -> None:
        """Take up what was known.

        Args:
            known: what `written` gave; any other text is as good as none.
        """
        self._known: dict[str, Remembered] = {}
        self.heard: Heard | None = None
        # What another frameworklint wrote is refused before, so it is whole or not ours.
        with suppress(TypeError, ValueError, KeyError, AttributeError, RecursionError):
            self._known, self.heard = _read(known)
        self._used: dict[str, Remembered] = {}
        self.fresh = 0

    @classmethod
    def of(cls, cache: Cache) -> "Memory":
        """What the last run left."""
        return cls(cache.read_text(_FILE))

    def facts(self, content: str) -> dict[str, Any]:
        """What the last run knew to follow from a content."""
        known = self._known.get(content)
        return known.facts if known else {}

    def recall(self, content: str) -> Remembered | None:
        """What is known of a content of this run."""
        found = self._used.get(content) or self._known.get(content)
        if found is not None:
            self._used[content] = found
        return found

    def keep_content(self, content: str, parts: str) -> Remembered:
        """Take up a content that was not known."""
        self.fresh += 1
        found = self._used[content] = Remembered(parts, {})
        return found

    def written(self) -> str:
        """What the next run is to know: what was used in this one, and where rules were heard last.

        The first line is a JSON object, each other one holds the parts of a page, likewise in JSON:
        most of them are never asked for.
        """
        names = sorted({name for known in self._used.values() for name in known.facts})
        first = {
            "contents": list(self._used),
            "names": names,
            "facts": [list(map(known.facts.get, names)) for known in self._used.values()],
            "heard": self.heard,
        }
        parts = [known.parts for known in self._used.values()]
        return "\n".join([json.dumps(first, separators=(",", ":")), *parts])

    def keep(self, cache: Cache) -> None:
        """Leave it for the next run."""
        cache.write_text(_FILE, self.written())


def _read(text: str) -> tuple[dict[str, Remembered], Heard | None]:
    """What `Memory.written` wrote."""
    head, *parts = text.split("\n")
    first = json.loads(head)
    contents = {}
    for content, values, part in zip(first["contents"], first["facts"], parts, strict=True):
        contents[content] = Remembered(part, dict(zip(first["names"], values, strict=True)))
    return contents, Heard(*first["heard"]) if first["heard"] else None
