"""IDs of pages: their form, how they are cited in running text, and what nearly is one."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from frameworklint.span import Span

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>|]+")
_NAME_LIMIT = 160


class IdForm(NamedTuple):
    """The form of a kind's IDs: a prefix, digits, and for some a dot and the digits of a part."""

    prefix: str
    digits: int
    part: int = 0

    @property
    def pattern(self) -> str:
        """A regular expression for exactly these IDs."""
        part = rf"(?:\.\d{{{self.part}}})?" if self.part else ""
        return rf"{self.prefix}\d{{{self.digits}}}{part}"

    @property
    def near(self) -> str:
        """A regular expression for what a hand meant as one of these IDs."""
        if self.part:
            return rf"{self.prefix}\d{{{self.digits - 1},{self.digits + 1}}}(?:[.:]\d{{1,4}})?"
        if self.digits > 3:
            return rf"{self.prefix}\d{{{self.digits - 1},{self.digits + 1}}}"
        return rf"{self.prefix}\d{{{self.digits}}}"

    def repaired(self, written: str) -> str | None:
        """The ID that `written` means, or None where it can not be one.

        Missing zeros are put back, superfluous ones taken away.
        """
        number, _, part = written[len(self.prefix) :].replace(":", ".").partition(".")
        if len(number.lstrip("0")) > self.digits:
            return None
        repaired = self.prefix + number.lstrip("0").zfill(self.digits)
        if not part:
            return repaired
        if not self.part or len(part.lstrip("0")) > self.part:
            return None
        return f"{repaired}.{part.lstrip('0').zfill(self.part)}"


class Citation(NamedTuple):
    """An ID in running text, at offsets of the string it was found in.

    Attributes:
        id: the ID that is meant.
        written: what stands there; other than `id` where it is malformed.
        span: the ID as written.
        follows: the text that follows, up to 160 characters, where a name may stand.
    """

    id: str
    written: str
    span: Span
    follows: str

    @property
    def malformed(self) -> bool:
        """Whether what stands there is not quite an ID."""
        return self.id != self.written

    @property
    def cited_name(self) -> str:
        """What follows a colon or a blank after the ID, or nothing."""
        match = re.match(r"\s*:\s+|\s+", self.follows)
        return self.follows[match.end() :] if match else ""


class IdReader:
    """Finds IDs, each distinct string searched once."""

    def __init__(self, forms: Iterable[IdForm]) -> None:
        # The longest prefix first: TA01 is a tactic, not a technique `T` with a strange number.
        self.forms = sorted(forms, key=lambda form: -len(form.prefix))
        exact = "|".join(form.pattern for form in self.forms)
        near = "|".join(form.near for form in self.forms)
        self._exact = re.compile(exact)
        self._first = re.compile(rf"\s*(?P<id>{exact})(?![\w.:]\d|\w)")
        self._near = re.compile(rf"(?<![\w.\-/#@])(?:{near})(?!\w|[.:]\d|-\d)")
        self._known: dict[str, tuple[Citation, ...]] = {}

    def is_id(self, text: str) -> bool:
        """Whether the text is a well-formed ID of some kind."""
        return self._exact.fullmatch(text) is not None

    def leading_id(self, text: str) -> str:
        """The well-formed ID that the text begins with, or an empty string."""
        match = self._first.match(text)
        return match["id"] if match else ""

    def citations(self, text: str, hidden: Iterable[Span] = ()) -> tuple[Citation, ...]:
        """The IDs in a text. `hidden` are spans that are no running text, such as links."""
        known = self._known.get(text)
        if known is None:
            known = self._known[text] = tuple(self._search(text, hidden))
        return known

    def _search(self, text: str, hidden: Iterable[Span]) -> Iterable[Citation]:
        if not self._near.search(text):
            return
        covered = [*hidden, *(Span(*match.span()) for match in _ADDRESS.finditer(text))]
        for match in self._near.finditer(text):
            span = Span(*match.span())
            if any(cover.overlaps(span) for cover in covered):
                continue
            written = match[0]
            meant = written if self._exact.fullmatch(written) else self._meant(written)
            if meant is not None:
                yield Citation(meant, written, span, text[span.end : span.end + _NAME_LIMIT])

    def _meant(self, written: str) -> str | None:
        form = next(f for f in self.forms if re.fullmatch(f.near, written))
        return form.repaired(written)
