"""Where the fragments of links lead on a page."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html import unescape
from itertools import pairwise
from typing import NamedTuple
from unicodedata import category

from frameworklint.api import Framework, Link, Page, Tag, Target, Text

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_README = "readme"
_OWN = "user-content-"  # what GitHub puts before the anchors of a page
# What leads somewhere on every page: its top (HTML, "select the indicated part"), lines of its
# source (GitHub), words of its text (URL Fragment Text Directives).
_ALWAYS_THERE = re.compile(r"(?:top|L\d+(?:C\d+)?(?:-L\d+(?:C\d+)?)?|:~:.*)?", re.IGNORECASE)
# Letters in circles and squares are symbols, but count as letters (Unicode, "Other_Alphabetic").
_LETTERS = re.compile(
    "[\u24b6-\u24e9\U0001f130-\U0001f149\U0001f150-\U0001f169\U0001f170-\U0001f189]"
)


class Fragment(NamedTuple):
    """A link to a heading or another anchor that a page does not have.

    Attributes:
        link: the link.
        name: what follows `#`, decoded.
        page: the page that the link leads to.
        meant: the anchor of that page which differs in letter case or marks alone, or nothing.
        is_case: whether it differs in letter case alone.
    """

    link: Link
    name: str
    page: Page
    meant: str
    is_case: bool

    def where(self, page: Page) -> str:
        """The page that the link leads to, in words on the page that holds the link."""
        return "this page" if self.page is page else f"`{self.page.path}`"


def unknown_fragments(page: Page, framework: Framework) -> list[Fragment]:
    """The links of a page whose fragment is no anchor, letter by letter, where they lead."""
    return framework.memo.of_page(_unknown_fragments, page)


def _unknown_fragments(page: Page, framework: Framework) -> Iterator[Fragment]:
    for link, target in framework.links.of(page):
        name = target.fragment
        if target.form not in ("relative", "fragment") or _ALWAYS_THERE.fullmatch(name):
            continue
        other = _page_at(target, framework)
        if other is None or other.unreadable or link.target.strip() == "#":
            continue
        anchors = anchors_of(other, framework)
        if name.removeprefix(_OWN) in anchors.known:
            continue
        same = anchors.by_lower_case.get(name.lower().removeprefix(_OWN), "")
        meant = same or anchors.by_slug.get(slug(name), "")
        yield Fragment(link, name, other, meant, bool(same))


def _page_at(target: Target, framework: Framework) -> Page | None:
    """The page that a reader sees at a target: of a folder its README."""
    path = target.path
    if path in framework.by_path:
        return framework.by_path[path]
    if target.form != "relative" or not framework.paths.exists(path):
        return None
    readme = f"{path.rstrip('/')}/{_README}.md".lstrip("/")
    return framework.by_path.get(framework.paths.by_folded_path.get(readme.lower(), ""))


class Anchors(NamedTuple):
    """The fragments that lead somewhere on a page; and one of them by what all like it become."""

    known: frozenset[str]
    by_slug: dict[str, str]
    by_lower_case: dict[str, str]


def anchors_of(page: Page, framework: Framework) -> Anchors:
    """The fragments that lead somewhere on a page: headings as GitHub names them, HTML anchors."""
    return framework.memo.of_page(_anchors, page)[0]


def _anchors(page: Page, framework: Framework) -> Iterator[Anchors]:
    # The box in which GitHub shows a README has an anchor of its own.
    found = {_README} if page.stem.lower() == _README else set()
    headings = [(heading.start, heading.shown) for heading in page.headings]
    for text in page.texts():
        for tag in text.content.tags:
            found.update(_anchors_of_tag(tag))
        headings += _html_headings(text)
    found |= _numbered(slug(heading) for _, heading in sorted(headings))
    anchors = sorted(found)
    by_slug = {slug(anchor): anchor for anchor in anchors}
    yield Anchors(frozenset(found), by_slug, {anchor.lower(): anchor for anchor in anchors})


def _anchors_of_tag(tag: Tag) -> Iterator[str]:
    for attribute in tag.attributes:
        if attribute.name == "id" or (attribute.name == "name" and tag.name == "a"):
            yield unescape(attribute.value)


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
            yield opening.span.start, unescape(re.sub(r"<[^<>]*+>", "", inside))


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
    if group == "So":
        return _LETTERS.match(character) is not None
    return group[0] in "LM" or group in ("Nd", "Nl", "Pc")
