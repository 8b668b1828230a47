"""FW507 missing-separator."""

import re
from collections.abc import Iterator
from functools import lru_cache

from frameworklint.api import Citation, Framework, Page, Place, Severity, Span, Text, rule

from ._passages import passages

# A name that is no page's: words with capitals, and small words between them.
_NAME = (
    r"(?::\s+(?:(?:[A-Z][^\s,;:.<>()]*|a|an|and|by|for|in|of|on|or|the|to|with)\s+)*?"
    r"[A-Z][^\s,;:.<>()]*?)?"
)
# An ID, well-formed or not, and one, which has a digit behind a letter.
_TWO = re.compile(r"\D*+\d.*[^\W\d_]\d", re.DOTALL)
_BOTH = "a comma and a blank are"


@rule("FW507", Severity.WARNING, explains=("FW408",))
def missing_separator(page: Page, framework: Framework) -> Iterator[Place]:
    """Two citations run together."""
    for passage in passages(page, framework):
        # What a title cites nobody else asks; it is not looked for in each.
        if passage.label == "title" and not _TWO.match(passage.text.raw):
            continue
        if not framework.memo.of_text(_has_any, passage.text):
            continue
        for citation, match in _run_together(passage.text, framework):
            between = Span(match.start("between"), match.end())
            yield Place(
                page=page,
                span=passage.text.at(between.moved(citation.span.end)),
                message=_message(citation, match),
                cause=f"{passage.cell} {citation.id} {match['id']}",
                subject=match["id"],
            )


@lru_cache
def _following(ids: str) -> re.Pattern[str]:
    """A name, if there is one, and what follows it where another citation does."""
    return re.compile(rf"(?P<name>{_NAME})(?P<between>\s*)(?P<id>{ids})(?!\w)")


def _has_any(text: Text, framework: Framework) -> bool:
    return any(_run_together(text, framework))


def _run_together(text: Text, framework: Framework) -> Iterator[tuple[Citation, re.Match[str]]]:
    """The citations that another follows without a comma."""
    following = _following(framework.readers.ids.pattern)
    for citation in text.cited:
        page = framework.by_id.get(citation.id)
        name = 0
        said = citation.cited_name.casefold()
        if page is not None and said.startswith(page.name[: len(said) + 1].casefold()):
            name = len(citation.follows) - len(citation.cited_name) + len(page.name)
        match = following.match(citation.follows, name)
        if match is not None and not (name and match["name"]):
            yield citation, match


def _message(citation: Citation, match: re.Match[str]) -> str:
    lacks = "a comma is" if match["between"] else _BOTH
    shown = f"{citation.written}{citation.follows[: match.end()]}"
    return f"Two citations run together in `{shown}`: between them {lacks} missing"
