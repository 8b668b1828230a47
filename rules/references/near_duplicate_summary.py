"""FW314 near-duplicate-summary."""

from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.api import Framework, Page, Place, Related, Severity, Text, comparable, rule

from ._pages import summary_of, titled


class _Summary(NamedTuple):
    """The summary of a page, and its words."""

    page: Page
    text: Text
    words: tuple[str, ...]


@rule("FW314", Severity.WARNING)
def near_duplicate_summary(framework: Framework, *, min_words: int = 8) -> Iterator[Place]:
    """A summary stands whole in the summary of a page of another family."""
    holders: dict[tuple[str, ...], list[_Summary]] = defaultdict(list)
    summaries = list(_summaries(framework, min_words))
    starts = {summary.words[:min_words] for summary in summaries}
    for summary in summaries:
        for at in range(len(summary.words) - min_words + 1):
            if (found := summary.words[at : at + min_words]) in starts:
                holders[found].append(summary)
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
        text = summary_of(page)
        words = tuple(comparable(text.plain).casefold().split()) if text else ()
        if text and len(words) >= min_words and page.path not in framework.orphans:
            yield _Summary(page, text, words)


def _stands_in(part: _Summary, whole: _Summary) -> bool:
    is_other = part.page.kind is whole.page.kind and _family(part.page) != _family(whole.page)
    # duplicate-summary reports what is the same.
    if not is_other or len(part.words) >= len(whole.words):
        return False
    text, longer = " ".join(part.words).rstrip("."), " ".join(whole.words)
    at = f" {longer}".find(f" {text}")
    return at >= 0 and not longer[at + len(text) :][:1].isalnum()


def _family(page: Page) -> str:
    return page.id.partition(".")[0]
