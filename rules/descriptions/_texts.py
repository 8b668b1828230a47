"""Descriptions, made comparable."""

import re
from collections import defaultdict
from collections.abc import Iterator

from frameworklint.api import Citation, Framework, Location, Page, Span, Text, shows_nothing
from frameworklint.api import folded as with_folded_blanks

_MOST_SPOTS = 50  # of one ID on a page; real: 18
# No longer text is made of tags and blanks only.
_LONG = 120
_TOKEN = re.compile(r"<[^<>]*>|\w+|[^\w\s,.;|/\\·•–—-]")
_CLOSING = re.compile(r"(?:[\s,.;|/\\·•–—)\]}”’»\"'!?-]|</\w+>|<br\s*/?>)*")


def folded(text: Text | None, framework: Framework) -> str:
    """A description with white space folded, row numbers left out and tags kept."""
    return "" if text is None else framework.memo.of_text(_folded, text)


def _folded(text: Text, framework: Framework) -> str:
    return with_folded_blanks(without_row_numbers(text.raw, framework))


def without_row_numbers(raw: str, framework: Framework) -> str:
    """A description without the row numbers with which older trees begin it."""
    return framework.kinds.conventions.without_row_numbers(raw)


def is_missing(text: Text | None, framework: Framework) -> bool:
    """Whether there is no text but tags, comments and row numbers."""
    if text is None or len(text.raw) > _LONG:
        return text is None
    # Where descriptions that say nothing are joined, commas are left.
    return shows_nothing(without_row_numbers(text.plain, framework).strip(" ,"))


def bare(text: Text | None, framework: Framework) -> str:
    """A description as running text: without tags, citations and row numbers, blanks folded."""
    if text is None:
        return ""
    raw = text.raw
    cuts = [(tag.span, " " if tag.name == "br" else "") for tag in text.content.tags]
    for citation in text.cited:
        start, end = citation.span
        cuts.append((Span(start, end + _length_of_name(citation, framework)), ""))
    parts, at = [], 0
    for span, instead in sorted(cuts):
        parts += [raw[at : span.start], instead]
        at = max(at, span.end)
    return with_folded_blanks(without_row_numbers("".join([*parts, raw[at:]]), framework))


def _length_of_name(citation: Citation, framework: Framework) -> int:
    """How far the cited page's name reaches behind the ID; 0 where another text follows."""
    page = framework.by_id.get(citation.id)
    if page is None or not page.name or not citation.cited_name.startswith(page.name):
        return 0
    return citation.follows.index(page.name) + len(page.name)


def cited_spots(
    page: Page, subject: str | None, wanted: str, framework: Framework
) -> tuple[Location, ...]:
    """Where the descriptions on a page cite an ID, of one subject or of all; the first of them."""
    (spots,) = framework.memo.of_page(_cited_spots, page)
    return tuple(spots.get((subject, wanted), ())[:_MOST_SPOTS])


def _cited_spots(
    page: Page, framework: Framework
) -> Iterator[dict[tuple[str | None, str], list[Location]]]:
    found: dict[tuple[str | None, str], list[Location]] = defaultdict(list)
    for listing in framework.listings.of(page):
        for citation in listing.text.citations if listing.text else ():
            spot = page, citation.span
            found[None, citation.id].append(spot)
            found[listing.subject, citation.id].append(spot)
    yield found


def words(text: Text, framework: Framework) -> list[str]:
    """What a description consists of, but for what joins descriptions in one cell.

    That is white space, line breaks, commas and other separators, and row numbers.
    """
    is_joint = _joint(framework.kinds.conventions.row_number).fullmatch
    return [word for word in _TOKEN.findall(text.raw) if not is_joint(word)]


def word_spans(text: Text, framework: Framework) -> list[Span]:
    """Where those words stand in the raw text."""
    is_joint = _joint(framework.kinds.conventions.row_number).fullmatch
    return [Span(*match.span()) for match in _TOKEN.finditer(text.raw) if not is_joint(match[0])]


def _joint(row_number: str) -> re.Pattern[str]:
    return re.compile(rf"(?i:<br\s*/?>)|(?:{row_number})")


def after_joint(raw: str, start: int, framework: Framework) -> int:
    """Where the next description begins, when the one before has its last token at `start`."""
    match = _CLOSING.match(raw, start)
    at = match.end() if match else start
    number = re.compile(rf"{framework.kinds.conventions.row_number}\s*").match(raw, at)
    return number.end() if number else at
