"""Whose a text is that several incidents have: what else they say tells it."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from frameworklint.api import Framework, Listing, Page

from ._shared import Rows, Shared

_WORD = re.compile(r"\w{4,}")
_RARE = 20  # a word is rare where at most one incident in so many has it
_MORE = 3  # by how many rare words the owner must surpass the others at least


class Owners:
    """Tells whose the shared texts are."""

    def __init__(
        self, by_text: Mapping[str, Rows], shared: Collection[Shared], framework: Framework
    ) -> None:
        """Collect what every incident says beside the texts that it shares with another.

        Args:
            by_text: all descriptions.
            shared: what several incidents have.
            framework: the framework.
        """
        in_common = {text for each in shared for text in each.texts}
        own: dict[str, set[str]] = {}
        for text, rows in by_text.items() if shared else ():
            words = set() if text in in_common else _words([text])
            for owner in rows:
                own.setdefault(owner, set()).update(words)
        for owner, words in own.items():
            page = framework.by_id.get(owner)
            words |= _words(_about(page)) if page else set()
        incidents = Counter(word for words in own.values() for word in words)
        most = max(1, len(own) // _RARE)
        self._rare = {
            owner: {word for word in words if incidents[word] <= most}
            for owner, words in own.items()
        }

    def owner(self, shared: Shared) -> str:
        """The incident to which a shared text belongs, or an empty string where nobody can say."""
        owners = [owner for owner, rows in shared.rows.items() if _prints_it(owner, rows)]
        words = _words([shared.words])
        scores = Counter({owner: len(words & self._rare[owner]) for owner in owners or shared.rows})
        (first, best), *others = scores.most_common(2)
        second = others[0][1] if others else 0
        return first if not others or best >= max(2 * second, second + _MORE) else ""


def _prints_it(owner: str, rows: Iterable[Listing]) -> bool:
    """Whether the incident's own page has the text; if one has, the others only look like it."""
    return any(listing.page.id == owner for listing in rows)


def _about(page: Page) -> Iterator[str]:
    """What a page says of its incident: title, summary and sources."""
    yield page.name
    summary = page.field(page.kind.summary) if page.kind else None
    if summary is not None:
        yield summary.value.plain
    for table in page.tables if page.kind else ():
        assert page.kind is not None
        if page.kind.table_annotation(table.key).sources:
            yield from (cell.raw for row in table.rows for cell in row.cells)


def _words(texts: Iterable[str]) -> set[str]:
    return {word for text in texts for word in _WORD.findall(text.casefold())}
