"""How much a page is still the same."""

import re
from collections import defaultdict

from frameworklint.api import Framework, Page

from ..references import _pages

_WORD = re.compile(r"\w+")
LONGEST = 4_000  # characters of a summary that are compared; real: 3,726
_MOST_COMPARED = 30_000_000_000  # pairs of characters of summaries, for removed pages
_SHORT = 3  # so many letters have words such as `of` and `the`


def summary_of(page: Page) -> str:
    """The text of the summary, without tags."""
    summary = _pages.summary_of(page)
    return summary.plain if summary else ""


def is_same_name(one: str, other: str) -> bool:
    """Whether two names are spellings of one: the words of one are all in the other's."""
    from rapidfuzz import fuzz

    words, others = _words(one), _words(other)
    return words <= others or others <= words or fuzz.ratio(one.casefold(), other.casefold()) >= 90


def shares_a_word(one: str, other: str) -> bool:
    """Whether two names have a word in common that says something."""
    return bool({word for word in _words(one) & _words(other) if len(word) > _SHORT})


def _words(name: str) -> frozenset[str]:
    return frozenset(word.removesuffix("s") for word in _WORD.findall(name.casefold()))


def is_same_text(one: str, other: str, threshold: int) -> bool:
    """Whether one text is nearly the other, or still holds it; of long ones the beginnings."""
    from rapidfuzz import fuzz

    one, other = one[:LONGEST].casefold(), other[:LONGEST].casefold()
    is_near = fuzz.ratio(one, other, score_cutoff=threshold) >= threshold
    return is_near or fuzz.partial_ratio(one, other, score_cutoff=90) >= 90


def work_on(one: str, other: str) -> int:
    """How many characters are compared to find whether one text holds the other."""
    shorter, longer = sorted((min(len(one), LONGEST), min(len(other), LONGEST)))
    return shorter * shorter * (shorter + longer)


class Successors:
    """Finds the pages that likely took the place of removed ones."""

    def __init__(self, framework: Framework) -> None:
        before = framework.base.by_id if framework.base else {}
        # Of two that fit as well, the one that is new.
        pages = sorted(framework.records, key=lambda page: page.id in before)
        self._pages: dict[str, list[Page]] = defaultdict(list)
        self._by_name: dict[tuple[str, str], Page] = {}
        for page in pages:
            if page.kind is not None:
                self._pages[page.kind.name].append(page)
                self._by_name.setdefault((page.kind.name, page.name.casefold()), page)
        self._summaries: dict[str, list[str]] = {}
        self._left = _MOST_COMPARED

    def of(self, removed: Page, threshold: int) -> Page | None:
        """The page with a removed one's name, or with its summary."""
        if removed.kind is None:
            return None
        kind = removed.kind.name
        heir = self._by_name.get((kind, removed.name.casefold()))
        summary = _compared(removed)
        if heir or not summary:
            return heir
        if kind not in self._summaries:
            self._summaries[kind] = [_compared(page) for page in self._pages[kind]]
        return self._with_summary(summary, kind, threshold)

    def _with_summary(self, summary: str, kind: str, threshold: int) -> Page | None:
        from rapidfuzz import fuzz, process

        texts = self._summaries[kind]
        self._left -= len(summary) * sum(map(len, texts))
        if self._left < 0:
            return None
        best = process.extractOne(summary, texts, scorer=fuzz.ratio, score_cutoff=threshold)
        return self._pages[kind][best[2]] if best else None


def _compared(page: Page) -> str:
    return summary_of(page)[:LONGEST].casefold()
