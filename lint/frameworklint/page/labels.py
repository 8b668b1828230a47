"""The labels of fields: bold text with a colon."""

import re
from collections.abc import Iterator
from functools import lru_cache

from frameworklint.kinds.kind import Kind

_BREAKS = r"(?:<br\s*+/?+>\s*+){1,20}+"  # each is tried from each on: more would take long
# A label is bold, and its colon stands inside or right after the bold. It begins a line, a list
# item or what follows a <br>; elsewhere bold text with a colon is running text.
_LABEL = r"\*\*(?P<{0}label>{1})(?:[ \t]*:[ \t]*\*\*|\*\*[ \t]*:)"
_ANY_LABEL = _LABEL.format("", r"[^*\n:]+?")
_LEADING_LABEL = rf"(?:^[ \t]*(?:[*+-][ \t]+)?|{_BREAKS}){_ANY_LABEL}"


def name(label: re.Match[str]) -> str:
    """A label without bold, bullet and colon."""
    return (label["label"] or label["known_label"]).strip()


def group(label: re.Match[str]) -> str:
    """The group of a label's match that holds its name."""
    return "label" if label["label"] is not None else "known_label"


class Labels:
    """Finds the labels of a kind's fields.

    Attributes:
        known: the labels that the kind has.
    """

    def __init__(self, kind: Kind | None) -> None:
        self.known: frozenset[str] = kind.labels if kind else frozenset()
        self._pattern = _pattern(kind)

    def between(self, source: str, start: int, end: int) -> Iterator[re.Match[str]]:
        """The labels between two offsets of a text."""
        while label := self._next(source, start, end):
            # Behind a <br>, bold text that is not even nearly a label of the kind is text.
            if not label[0].startswith("<") or name(label) in self.known or self._is_near(label):
                yield label
            start = label.end()

    def count(self, source: str, start: int, end: int) -> int:
        """How many labels that the kind has stand between two offsets."""
        return sum(name(label) in self.known for label in self.between(source, start, end))

    def at(self, line: str) -> re.Match[str] | None:
        """The label with which a line begins."""
        return self._pattern.match(line)

    def _next(self, source: str, start: int, end: int) -> re.Match[str] | None:
        """The first label between two offsets, looked for from the first line with bold text on."""
        bold = source.find("**", start, end)
        if bold < 0:
            return None
        if not source[start:bold].rstrip().endswith(">"):  # as a <br> before it does
            start = max(start, source.rfind("\n", start, bold) + 1)
        return self._pattern.search(source, start, end)

    def _is_near(self, label: re.Match[str]) -> bool:
        from difflib import get_close_matches

        return bool(get_close_matches(name(label), self.known, 1, 0.8))


@lru_cache
def _pattern(kind: Kind | None) -> re.Pattern[str]:
    pattern = _LEADING_LABEL
    if kind is not None and kind.labels:
        # A label that the kind knows is one wherever it stands, so that several fields can
        # share a line.
        known = "|".join(re.escape(label) for label in sorted(kind.labels))
        pattern += rf"|(?<=\s){_LABEL.format('known_', known)}"
    return re.compile(pattern, re.MULTILINE)
