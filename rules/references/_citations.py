"""IDs in running text, and the names that stand behind them."""

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from frameworklint.api import (
    Citation,
    Framework,
    Kind,
    Page,
    Place,
    Span,
    Text,
    begins_with_name,
    comparable,
    folded,
)

# A name may hold words in parentheses, as `Images (Deepfakes)`; a remark in them is no part of it.
_ASIDE = r"\((?![A-Z]+\d)[A-Z][^():;<>|\n]*\)"
_INSIDE = r"(?:[^,;.():<>|\n]|:(?=\w))"  # of a name
_TAGS = r"(?:\s*</?(?!br\b)[A-Za-z][^<>]*>)*+"
_NAME = re.compile(
    rf"[*_]*{_TAGS}\s*(?P<mark>:|-|–)?[*_]*\s+{_TAGS}[*_]*+"
    rf"(?P<name>(?:{_INSIDE}|(?<=\w ){_ASIDE})*(?:(?!\s){_INSIDE}|(?<=\w ){_ASIDE}))"
)
# What names write without a capital.
_SMALL_WORDS = frozenset(
    {"a", "across", "against", "an", "and", "as", "at", "by", "for", "from", "in", "into"}
    | {"of", "on", "or", "the", "through", "to", "under", "via", "with"}
)
_ALIKE = 88
# Names with what stands behind IDs, in equal parts for all pages, so that what is said of one does
# not follow from others; real: 778.
_MOST_COMPARED = 20_000_000
_EVIDENCE = 60


class Cited(NamedTuple):
    """An ID in running text of a page.

    Attributes:
        text: the field's value, the cell or the note that holds it.
        citation: the ID, at offsets of the text.
        is_list: whether the text is a field that lists pages by ID and name.
    """

    text: Text
    citation: Citation
    is_list: bool

    @property
    def located(self) -> Citation:
        """The ID, at offsets of the page."""
        return self.citation.moved(self.text.start)


class CitedName(NamedTuple):
    """What stands behind an ID where a name may stand.

    Attributes:
        mark: the colon or dash between the ID and the name, or an empty string.
        shown: the name up to the first mark that may end it.
        span: that name, at offsets of what follows the ID.
        rest: the name and the text that follows it, comparable.
    """

    mark: str
    shown: str
    span: Span
    rest: str


def cited(page: Page, framework: Framework) -> list[Cited]:
    """The IDs in running text of a page.

    Index and matrix pages copy other pages' text, but for those of what has no pages. Tactic and
    parent are no running text: rules of their own judge them.
    """
    return framework.memo.of_page(_cited, page)


def _cited(page: Page, framework: Framework) -> Iterator[Cited]:
    if page.kind is None or page.kind.is_copy:
        return
    for text, is_list in _running_texts(page):
        for citation in text.cited:
            yield Cited(text, citation, is_list)


def _running_texts(page: Page) -> Iterator[tuple[Text, bool]]:
    assert page.kind is not None
    if page.title_id and page.name_text:
        yield page.name_text, False
    for field in page.fields:
        role = page.kind.fields.get(field.label)
        if role is None or not (role.stage or field.label == page.kind.parent):
            yield field.value, role is not None
    for row in page.rows():
        for cell in row.cells:
            yield cell, False
    for note in page.notes:
        yield note, False


def place_of(page: Page, citation: Citation, message: str, many: str) -> Place:
    """Where an ID is cited; the same ID has the same fault wherever it stands."""
    written = citation.written
    return Place(
        page=page, span=citation.span, message=message, many=many, cause=written, subject=written
    )


@lru_cache(maxsize=1024)
def name_behind(follows: str) -> CitedName | None:
    """What stands where a name may stand, in the text that follows an ID."""
    match = _NAME.match(follows)
    if match is None:
        return None
    start = match.start("name")
    # What emphasizes a name is no part of it, and stays where the name is corrected.
    name = match["name"][: _name_length(match["name"])].rstrip("*_ ")
    span, shown = Span(start, start + len(name)), folded(name)
    if not shown:
        return None
    return CitedName(match["mark"] or "", shown, span, comparable(follows[start:]))


def _name_length(text: str) -> int:
    """How much of a text is written like a name, or where it has no capitals, as long as one."""
    end = 0
    is_title = text.lstrip("\"'“‘*_#@(")[:1].isupper()
    for word in re.finditer(r"\([^()]*\)|\S+", text):
        is_small = word[0] in _SMALL_WORDS
        goes_on = is_title and word[0].islower() and not is_small
        if end and (goes_on or word.end() > _EVIDENCE):
            break
        if not (end and is_small):
            end = word.end()
    return end


def kind_of(citation: Citation, framework: Framework) -> Kind | None:
    """The kind whose ID is cited, well-formed or not."""
    return framework.kinds.by_form.get(citation.form)


def page_named(name: CitedName | None, kind: Kind | None, framework: Framework) -> Page | None:
    """The page of a kind that has the name that stands behind an ID; of several, the longest."""
    return page_beginning(name.rest, kind, framework) if name and kind else None


def page_beginning(text: str, kind: Kind, framework: Framework) -> Page | None:
    """The page of a kind with whose name a comparable text begins; of several, the longest."""
    pages = framework.by_name[kind.name]
    text = text.casefold()
    for length in framework.memo.of_all(_lengths)[kind.name]:
        if text[:length] in pages and begins_with_name(text, text[:length]):
            return pages[text[:length]]
    return None


def _lengths(framework: Framework) -> Mapping[str, list[int]]:
    """How long the pages' names of each kind are, the longest first."""
    return {
        kind: sorted(set(map(len, filter(None, pages))), reverse=True)
        for kind, pages in framework.by_name.items()
    }


def page_nearly_named(
    name: CitedName | None, kind: Kind | None, framework: Framework, page: Page
) -> Page | None:
    """The page of a kind that nearly has the name that stands behind an ID on a page."""
    if name is None or kind is None:
        return None
    shown = comparable(name.shown).casefold()
    return framework.by_name[kind.name].get(
        framework.memo.of_all(_NearNames).near(shown, kind, page)
    )


class _NearNames:
    """Finds the pages' names that are similar to others, each of these looked for once."""

    def __init__(self, framework: Framework) -> None:
        self._names = {kind: list(pages) for kind, pages in framework.by_name.items()}
        self._known: dict[tuple[str, str], str] = {}
        self._left = dict.fromkeys(framework.by_path, _MOST_COMPARED // len(framework.pages))

    def near(self, shown: str, kind: Kind, page: Page) -> str:
        """The most similar name of a page of a kind, or an empty string.

        Args:
            shown: the name that is looked for.
            kind: the kind.
            page: the page on which it stands: after so many comparisons for it, none is found.
        """
        names = self._names[kind.name]
        self._left[page.path] -= len(names)
        if self._left[page.path] < 0:
            return ""
        if (shown, kind.name) not in self._known:
            self._known[shown, kind.name] = _nearest(shown, names)
        return self._known[shown, kind.name]


def _nearest(shown: str, names: Sequence[str]) -> str:
    from rapidfuzz import fuzz, process

    near = process.extractOne(shown, names, scorer=fuzz.ratio, score_cutoff=_ALIKE)
    return near[0] if near else ""
