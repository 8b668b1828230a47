"""Which part of a file is the page's own, where a generator appended the page to itself."""

import re
from bisect import bisect_left
from collections.abc import Callable
from itertools import pairwise

from frameworklint.markdown.tokens import Leaf
from frameworklint.page.page import Page
from frameworklint.page.source_text import HEADING, SourceText
from frameworklint.page.text import Text
from frameworklint.source.span import Span

TITLE = re.compile(
    # `T0001:002: Name` is no name that begins with a number, but a colon for the dot of an ID.
    r"(?P<word>[^\W\d]\w*+(?: ++\w++)*?) ++(?P<id>[^\s:]*+(?::\d{1,3}(?=:))?)"
    r"[ \t]*+:[ \t]*+(?P<name>.*)"
)
_COPIES = 20  # how many of a page's copies in one file are compared

Headings = list[tuple[Leaf, Text]]
Fullness = Callable[[int, int], int]


class CopyFinder:
    """Finds the copies of a page in its file."""

    def __init__(
        self, page: Page, file: SourceText, headings: Headings, fullness: Fullness
    ) -> None:
        """Find nothing yet.

        Args:
            page: the page; its title and markers are known.
            file: the file's text.
            headings: the headings, each with its text.
            fullness: tells how many tables and fields of the kind stand between two lines.
        """
        self.page = page
        self.file = file
        self.headings = headings
        self._fullness = fullness

    def own_part(self, body: int) -> tuple[int, int]:
        """The lines of the page's own content: of several copies the fullest, up to its marker."""
        starts, cuts, repeats = [body], [], []
        title_id = self.page.title_id.raw if self.page.title_id else ""
        for line, text, match in self._later_titles(body):
            cuts.append(line)
            if match["id"] in (title_id, self.page.stem):
                repeats.append(text)
                starts.append(self.file.line_at(text.span.end) + 1)
        self.page.repeats = tuple(repeats)
        cuts.append(len(self.file.texts))
        parts = [
            (start, self._part_end(start, cuts[bisect_left(cuts, start)]))
            for start in starts[:_COPIES]
        ]
        if len(parts) == 1:
            return parts[0]
        own = max(parts, key=lambda part: self._fullness(*part))
        self._keep_copies(body, starts.index(own[0]))
        return own

    def _keep_copies(self, body: int, own: int) -> None:
        """Note where the copies stand that are not read as the page."""
        begins = [self.file.offset(body), *(text.start for text in self.page.repeats)]
        ends = [*begins[1:], len(self.file.source)]
        spans = [Span(*edges) for edges in zip(begins, ends, strict=True)]
        self.page.copies = (*spans[:own], *spans[own + 1 :])

    def _later_titles(self, body: int) -> list[tuple[int, Text, re.Match[str]]]:
        """The titles of the page's kind below the first: line, text and parts."""
        found = [
            (leaf.first, text)
            for leaf, text in self.headings
            if leaf.level == 1 and leaf.first >= body > 0
        ]
        for marker in self.page.markers:
            # A generator that finds no marker takes the old page for a note, and puts it here.
            line = self.file.line_at(marker.start)
            opening = HEADING.match(self.file.source, marker.end, self.file.end(line))
            if opening and body > 0:
                text = self.file.text(opening.end(), self.file.end(line))
                found.append((line, text))
        titles = [(line, text, TITLE.fullmatch(text.raw)) for line, text in found]
        return sorted(
            (
                (line, text, match)
                for line, text, match in titles
                if match and match["word"] == self.page.word
            ),
            key=lambda title: title[0],
        )

    def _part_end(self, first: int, after: int) -> int:
        """The line of the marker: of several the first below which no content stands."""
        lines = [self.file.line_at(marker.start) for marker in self.page.markers]
        marked = [line for line in lines if first <= line < after]
        for line, following in pairwise(marked):
            if not self._fullness(line + 1, following):
                return line
        return marked[-1] if marked else after
