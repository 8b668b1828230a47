"""Where a fragment leads on a page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category

from frameworklint.api import Framework, Page, Text

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})


class Anchors(NamedTuple):
    """The fragments that lead somewhere on a page; and one of them by what all like it become."""

    known: frozenset[str]
    by_slug: dict[str, str]


def anchors_of(page: Page, framework: Framework) -> Anchors:
    """The fragments that lead somewhere on a page: headings as GitHub names them, HTML anchors."""
    return framework.memo.of_page(_anchors, page)[0]


def _anchors(page: Page, framework: Framework) -> Iterator[Anchors]:
    found: set[str] = set()
    headings = [(heading.start, heading.shown) for heading in page.headings]
    for text in page.texts():
        for tag in text.content.tags:
            found.update(a.value for a in tag.attributes if a.name in ("id", "name"))
        headings += _html_headings(text)
    found |= _numbered(slug(heading) for _, heading in sorted(headings))
    yield Anchors(frozenset(found), {slug(anchor): anchor for anchor in sorted(found)})


def _numbered(slugs: Iterable[str]) -> set[str]:
    """The anchors of headings: of equal ones the later get the next number that is not in use."""
    used: Counter[str] = Counter()
    for anchor in slugs:
        unused = anchor
        while unused in used:
            used[anchor] += 1
            unused = f"{anchor}-{used[anchor]}"
        used[unused] = 0
    return set(used)


def _html_headings(text: Text) -> Iterator[tuple[int, str]]:
    """Headings written in HTML: where they begin, and what a reader sees."""
    tags = [tag for tag in text.tags if tag.name in _HEADINGS]
    for opening, closing in pairwise(tags):
        if not opening.closing and closing.closing:
            inside = text.raw[opening.span.end - text.start : closing.span.start - text.start]
            yield opening.span.start, re.sub(r"<[^<>]*+>", "", inside)


def slug(heading: str) -> str:
    """The fragment of a heading.

    GitHub takes the text as it is shown, in lower case, drops what is no letter, mark, number,
    hyphen, underscore or blank, and makes blanks hyphens (html-pipeline's TOC filter, which
    github-slugger follows).
    """
    kept = (c for c in heading.lower() if c in "- " or _is_of_word(c))
    return "".join(kept).replace(" ", "-")


def _is_of_word(character: str) -> bool:
    group = category(character)
    return group[0] in "LM" or group in ("Nd", "Nl", "Pc")
