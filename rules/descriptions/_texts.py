"""Descriptions, made comparable."""

import re

from frameworklint.framework import Framework
from frameworklint.identifiers import Citation
from frameworklint.page import Text
from frameworklint.span import Span

_TOKEN = re.compile(r"<[^<>]*>|\w+|[^\w\s,.;|/\\·•–—-]")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_CLOSING = re.compile(r"(?:[\s,.;|/\\·•–—)\]}”’»\"'!?-]|</\w+>|<br\s*/?>)*")


def without_row_numbers(raw: str, framework: Framework) -> str:
    """A description without the row numbers with which older trees begin it."""
    number = framework.kinds.conventions.row_number
    if not re.search(number, raw):
        return raw
    return re.sub(rf"(?:^|(?<=, )){number}(?:[ \u00a0]|$)", "", raw)


def folded(text: Text | None, framework: Framework) -> str:
    """A description with white space folded, row numbers left out and tags kept."""
    return "" if text is None else " ".join(without_row_numbers(text.raw, framework).split())


def bare(text: Text | None, framework: Framework) -> str:
    """A description as running text: without tags, citations and row numbers, blanks folded."""
    if text is None:
        return ""
    raw = text.raw
    cuts = [(tag.span, " " if tag.name == "br" else "") for tag in text.content.tags]
    for citation in text.citations:
        start, end = citation.span.start - text.start, citation.span.end - text.start
        cuts.append((Span(start, end + _length_of_name(citation, framework)), ""))
    for span, instead in sorted(cuts, reverse=True):
        raw = raw[: span.start] + instead + raw[span.end :]
    return " ".join(without_row_numbers(raw, framework).split())


def _length_of_name(citation: Citation, framework: Framework) -> int:
    """How far the cited page's name reaches behind the ID; 0 where another text follows."""
    page = framework.by_id.get(citation.id)
    if page is None or not page.name or not citation.cited_name.startswith(page.name):
        return 0
    return citation.follows.index(page.name) + len(page.name)


def words(text: Text, framework: Framework) -> list[str]:
    """What a description consists of, but for what joins descriptions in one cell.

    That is white space, line breaks, commas and other separators, and row numbers.
    """
    found = _TOKEN.findall(text.raw)
    joints = {word for word in set(found) if _is_joint(word, framework)}
    return [word for word in found if word not in joints]


def word_spans(text: Text, framework: Framework) -> list[Span]:
    """Where those words stand in the raw text."""
    found = _TOKEN.finditer(text.raw)
    return [Span(*match.span()) for match in found if not _is_joint(match[0], framework)]


def _is_joint(word: str, framework: Framework) -> bool:
    if word.startswith("<"):
        return _BREAK.fullmatch(word) is not None
    return re.fullmatch(framework.kinds.conventions.row_number, word) is not None


def after_joint(raw: str, start: int, framework: Framework) -> int:
    """Where the next description begins, when the one before has its last token at `start`."""
    match = _CLOSING.match(raw, start)
    at = match.end() if match else start
    number = re.compile(rf"{framework.kinds.conventions.row_number}\s*").match(raw, at)
    return number.end() if number else at
