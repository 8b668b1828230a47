"""How much a page is still the same."""

import re

from frameworklint.api import Framework, Page

from ..references import _pages

_WORD = re.compile(r"\w+")
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
    """Whether one text is nearly the other, or still holds it."""
    from rapidfuzz import fuzz

    one, other = one.casefold(), other.casefold()
    return fuzz.ratio(one, other) >= threshold or fuzz.partial_ratio(one, other) >= 90


def successor(removed: Page, framework: Framework, threshold: int) -> Page | None:
    """The page that likely took the place of a removed one: with its name, or with its summary."""
    from rapidfuzz import fuzz, process

    before = framework.base.by_id if framework.base else {}
    candidates = [page for page in framework.records if page.kind is removed.kind]
    # Of two that fit as well, the one that is new.
    candidates.sort(key=lambda page: page.id in before)
    name, summary = removed.name.casefold(), summary_of(removed).casefold()
    heir = next((page for page in candidates if page.name.casefold() == name), None)
    if heir or not summary:
        return heir
    texts = [summary_of(page).casefold() for page in candidates]
    best = process.extractOne(summary, texts, scorer=fuzz.ratio, score_cutoff=threshold)
    return candidates[best[2]] if best else None
