"""FW314 near-duplicate-summary."""

from collections.abc import Iterator
from sys import intern
from typing import NamedTuple

from frameworklint.api import Framework, Page, Place, Related, Severity, Text, rule

from ._pages import said_in_summary, summary_of, titled

_MARKS = ".,;:!?"
_MOST = 100  # summaries that hold the beginning of one, and are compared with it


class _Summary(NamedTuple):
    """The summary of a page, and its words, without the marks behind them, apart and as a text."""

    page: Page
    text: Text
    words: tuple[str, ...]
    said: str


@rule("FW314", Severity.WARNING, sees="fields")
def near_duplicate_summary(framework: Framework, *, min_words: int = 8) -> Iterator[Place]:
    """A summary stands whole in the summary of a page of another family."""
    summaries = list(_summaries(framework, min_words))
    holders = _holders(summaries, min_words)
    for summary in summaries:
        for holder in holders[summary.words[:min_words]]:
            if _stands_in(summary, holder):
                yield Place(
                    page=summary.page,
                    span=summary.text.span,
                    message=f"The whole summary stands in that of {titled(holder.page)}",
                    cause=f"{summary.page.id} {holder.page.id}",
                    subject=summary.page.id,
                    also=(Related(holder.page, holder.text.span, "the longer summary"),),
                )
                break


def _summaries(framework: Framework, min_words: int) -> Iterator[_Summary]:
    for page in framework.records:
        text, said = summary_of(page), said_in_summary(page, framework)
        words = tuple([intern(word.rstrip(_MARKS)) for word in said.split()])
        if text and len(words) >= min_words and page.path not in framework.orphans:
            yield _Summary(page, text, words, f" {' '.join(words)} ")


def _holders(summaries: list[_Summary], length: int) -> dict[tuple[str, ...], list[_Summary]]:
    """By the words that a summary begins with, the first summaries that hold those."""
    holders: dict[tuple[str, ...], list[_Summary]]
    holders = {summary.words[:length]: [] for summary in summaries}
    firsts = {summary.words[0] for summary in summaries}
    for summary in summaries:
        for at in [at for at, word in enumerate(summary.words) if word in firsts]:
            found = holders.get(summary.words[at : at + length])
            if found is None or len(found) == _MOST or (found and found[-1] is summary):
                continue
            found.append(summary)
    return holders


def _stands_in(part: _Summary, whole: _Summary) -> bool:
    is_other = part.page.kind is whole.page.kind and _family(part.page) != _family(whole.page)
    # duplicate-summary reports what is the same.
    if not is_other or len(part.words) >= len(whole.words):
        return False
    return part.said in whole.said


def _family(page: Page) -> str:
    return page.id.partition(".")[0]
