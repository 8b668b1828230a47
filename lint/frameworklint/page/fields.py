"""The labeled values of a page."""

import re
from collections.abc import Callable
from sys import intern

from frameworklint.page import labels
from frameworklint.page.labels import Labels
from frameworklint.page.page import Field, Page
from frameworklint.page.source_text import SourceText
from frameworklint.page.text import Text
from frameworklint.source.span import Span

_BLANK_LINE = re.compile(r"(?<=\S)[ \t\r]*\n[ \t\r]*\n")

KeepNote = Callable[[int, int], None]
EndOfValue = Callable[[Text], int]


class FieldReader:
    """Reads the fields of a page."""

    def __init__(
        self,
        page: Page,
        file: SourceText,
        known: Labels,
        keep_note: KeepNote,
        end_of_value: EndOfValue,
    ) -> None:
        """Read nothing yet.

        Args:
            page: where the fields are kept.
            file: the file's text.
            known: finds the labels.
            keep_note: keeps what stands between two offsets as a note.
            end_of_value: tells where a line ends a value that is meant as something else, or -1.
        """
        self.page = page
        self.file = file
        self.labels = known
        self._keep_note = keep_note
        self._end_of_value = end_of_value

    def read(self, start: int, end: int) -> None:
        """Read the labeled values between two offsets; text before the first label is a note."""
        matches = list(self.labels.between(self.file.source, start, end))
        ends = [match.start() for match in matches] + [end]
        self._keep_note(start, ends[0])
        for match, value_end in zip(matches, ends[1:], strict=True):
            label = intern(labels.name(match))
            value = self.file.text(match.end(), value_end)
            if self.page.kind and label != self.page.kind.summary:
                # Only a summary runs over blank lines; below another field they begin a note.
                blank = _BLANK_LINE.search(self.file.source, *value.span)
                if blank:
                    self._keep_note(blank.end(), value_end)
                    value_end = blank.start()
                    value = self.file.text(match.end(), value_end)
            stop = self._end_of_value(value)
            if stop >= 0:
                self._keep_note(stop, value_end)
                value = self.file.text(match.end(), stop)
            if not value.raw:
                value.start = match.end()
            span = Span(*match.span(labels.group(match)))
            self.page.fields.append(Field(label, span, value))
