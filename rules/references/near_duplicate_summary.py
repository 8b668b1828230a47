"""FW314 near-duplicate-summary."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.api import Framework, Page, Place, Related, Severity, Text, comparable, rule

from ._pages import summary_of, titled

_MARKS = ".,;:!?"


class _Summary(NamedTuple):
    """The summary of a page, and its words, without the marks behind them."""

    page: Page
    text: Text
    words: tuple[str, ...]


@rule("FW314", Severity.WARNING)
def near_duplicate_summary(framework: Framework, *, min_words: int = 8) -> Iterator[Place]:
    """A summary stands whole in the summary of a page of another family."""
    holders: dict[tuple[str, ...], list[_Summary]] = defaultdict(list)
    summaries = list(_summaries(framework, min_words))
    for summary in summaries:
        for words in _runs(summary, min_words):
            holders[words].append(summary)
    for summary in summaries:
        # Who holds the whole holds its rarest words.
        rarest = min(_runs(summary, min_words), key=lambda words: len(holders[words]))
        for holder in holders[rarest]:
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
        text = summary_of(page)
        said = comparable(text.plain).casefold().split() if text else ()
        words = tuple(word.rstrip(_MARKS) for word in said)
        if text and len(words) >= min_words and page.path not in framework.orphans:
            yield _Summary(page, text, words)


def _runs(summary: _Summary, length: int) -> Iterator[tuple[str, ...]]:
    """Each stretch of so many words."""
    for at in range(len(summary.words) - length + 1):
        yield summary.words[at : at + length]


def _stands_in(part: _Summary, whole: _Summary) -> bool:
    is_other = part.page.kind is whole.page.kind and _family(part.page) != _family(whole.page)
    # duplicate-summary reports what is the same.
    if not is_other or len(part.words) >= len(whole.words):
        return False
    return f" {' '.join(part.words)} " in f" {' '.join(whole.words)} "


def _family(page: Page) -> str:
    return page.id.partition(".")[0]
