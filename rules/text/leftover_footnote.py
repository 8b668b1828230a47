"""FW509 leftover-footnote."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Span, Text, rule

from ._passages import passages
from ._running import running_text
from ._spelling import Speller

# A word of small letters, but for its first, and a number; no part of a name, handle or address.
_STUCK = re.compile(
    r"(?<![\w@#./&=?%$“\"'‘’_-])(?P<word>[A-Za-z][a-z]{3,30})(?P<number>\d{1,3})(?![\w@/”\"'’_-]|\.\w)"
)
_DIGIT_BEHIND = re.compile(r"\d(?<=[a-z]\d)")  # digits are rarer than letters: far quicker
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
_NEAR = 24  # characters
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
        for span, stem in framework.memo.of_text(_stuck, passage.text):
            if not framework.memo.of_tree(Speller).is_usual(stem):
                continue
            written = passage.text.raw[slice(*span)]
            word = written.rstrip("0123456789")
            yield Place(
                page=page,
                span=passage.text.at(span),
                message=f"`{written}`: the number of a footnote is stuck to `{word}`",
                cause=f"{passage.cell} {written}",
                subject=written,
            )


def _stuck(text: Text, framework: Framework) -> list[tuple[Span, str]]:
    """Where a number is stuck to a word, and the word."""
    if not (_DIGIT_BEHIND.search(text.raw) and _STUCK.search(text.raw)):
        return []
    raw, found = running_text(text), []
    for match in _STUCK.finditer(raw):
        is_name = _NAMES.search(raw, max(0, match.start() - _NEAR), match.start())
        if match["word"].lower() not in _NUMBERED and not is_name:
            found.append((Span(*match.span()), match["word"]))
    return found
