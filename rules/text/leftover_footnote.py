"""FW509 leftover-footnote."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Span, Text, rule

from ._passages import passages
from ._spelling import Speller

# A word of small letters, but for its first, and a number; no part of a name, handle or address.
_STUCK = re.compile(
    r"(?<![\w@#./&=?%$“\"'‘’_-])(?P<word>[A-Za-z][a-z]{3,30})(?P<number>\d{1,3})(?![\w@/”\"'’_-]|\.\w)"
)
# What has a number by rights.
_NUMBERED = frozenset(
    (
        *("annex", "appendix", "article", "chapter", "class", "covid", "day", "episode", "figure"),
        *("formula", "grade", "group", "item", "layer", "level", "line", "model", "number"),
        *("option", "page", "paragraph", "part", "phase", "point", "question", "round", "season"),
        *("section", "series", "stage", "step", "table", "team", "tier", "type", "unit"),
        *("version", "volume", "wave", "week", "windows"),
    )
)
# A handle follows.
_NAMES = re.compile(
    r"(?:accounts?|alias|called|channels?|groups?|handles?|known as|names?|named|nicknames?|pages?"
    r"|profiles?|pseudonyms?|usernames?|users?)[\s:,]*$",
    re.IGNORECASE,
)


@rule("FW509", Severity.WARNING)
def leftover_footnote(page: Page, framework: Framework) -> Iterator[Place]:
    """The number of a footnote is stuck to a word."""
    for passage in passages(page, framework):
        for span in framework.memo.of_text(_stuck, passage.text):
            written = passage.text.raw[slice(*span)]
            word = written.rstrip("0123456789")
            yield Place(
                page=page,
                span=passage.text.at(span),
                message=f"`{written}`: the number of a footnote is stuck to `{word}`",
                cause=f"{passage.cell} {written}",
                subject=written,
            )


def _stuck(text: Text, framework: Framework) -> list[Span]:
    matches = list(_STUCK.finditer(text.raw))
    if not matches:
        return []
    speller = framework.memo.once(Speller)
    hidden = [*(link.span for link in text.content.links), *text.content.code]
    hidden += [tag.span for tag in text.content.tags]
    return [
        span
        for match in matches
        if (span := Span(*match.span())) and not any(span.overlaps(other) for other in hidden)
        if match["word"].lower() not in _NUMBERED and speller.is_usual(match["word"])
        if not _NAMES.search(text.raw, max(0, match.start() - 24), match.start())
    ]
