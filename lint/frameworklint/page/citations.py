"""IDs of pages in running text, and what nearly is one."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from frameworklint.kinds.ids import GAP, INVISIBLE, LOOKALIKES, IdForm
from frameworklint.page.names import begins_with_name, comparable, folded
from frameworklint.source.span import Covered, Span

_ADDRESS = re.compile(r"(?:https?://|www\.)[^\s<>|]+")
_BEFORE_NAME = re.compile(r"\s*:\s+|\s+")
# Digits before a colon and a blank: an ID that lost its letters, if that page's name follows. What
# stands before them is looked at behind the first, as digits are quick to find.
_BARE = re.compile(r"\d(?<![\w.,:/$#@+-]\d)\d{3,}(?:\.\d+)?(?=:\s)")
_FOLLOWING = 160
_LONGEST = 16
_MOST_NAMED = 20  # pages with one name, among which the one that is meant is looked for; real: 2
# Before an ID stands no letter, digit or part of a file name, an address or another number; an
# underscore may be emphasis. A hyphen or a slash is looked at in `IdReader._begins`.
_BEFORE = r"(?<![^\W_])(?<![.#@$])(?<!\w_)"
# After an ID stands no letter or digit, nor what makes it a part number or a file's name.
_AFTER = r"(?!\w|[.:]\d|-\d|(?-i:\.[a-z]))"
# The first digit of a number, behind a letter, or behind what can stand between both in an ID.
_FIRST_DIGIT = re.compile(rf"\d(?:(?<=[^\W\d_]\d)|(?<=[^\W\d_][ \u00a0._{INVISIBLE}-]\d))")


def _addresses(text: str) -> list[Span]:
    """Addresses on the web that are no links."""
    if "://" not in text and "www." not in text:
        return []
    return [Span(*match.span()) for match in _ADDRESS.finditer(text)]


class Citation(NamedTuple):
    """An ID in running text, at offsets of the string it was found in.

    Attributes:
        id: the ID that is meant; empty where it is malformed and no ID comes near it.
        written: what stands there; other than `id` where it is malformed.
        span: the ID as written.
        follows: the text that follows, up to 160 characters, where a name may stand.
        form: the form of the ID.
    """

    id: str
    written: str
    span: Span
    follows: str
    form: IdForm

    def moved(self, by: int) -> "Citation":
        """The citation that many characters further on."""
        found, written, span, follows, form = self
        return Citation(found, written, span.moved(by), follows, form)

    @property
    def malformed(self) -> bool:
        """Whether what stands there is not quite an ID."""
        return self.id != self.written

    @property
    def cited_name(self) -> str:
        """What follows a colon or a blank after the ID, or nothing."""
        match = _BEFORE_NAME.match(self.follows)
        return self.follows[match.end() :] if match else ""


class IdReader:
    """Finds IDs, each distinct string searched once.

    Attributes:
        forms: the forms of all kinds' IDs.
        pattern: a regular expression for exactly the IDs of these forms.
    """

    def __init__(self, forms: Iterable[IdForm]) -> None:
        # The longest prefix first: TA01 is a tactic, not a technique `T` with a strange number.
        self.forms = sorted(forms, key=lambda form: -len(form.prefix))
        self.pattern = exact = "|".join(form.pattern for form in self.forms)
        # Which group has matched tells the form.
        each = "|".join(f"({form.pattern})" for form in self.forms)
        near = "|".join(f"({form.near})" for form in self.forms)
        self._exact = re.compile(each)
        self._first = re.compile(rf"\s*(?P<id>{exact})(?![\w.:]\d|\w)")
        self._whole = re.compile(rf"(?:{each}){_AFTER}")
        self._last = re.compile(rf"(?:{exact})\Z")
        self._near = re.compile(rf"{_BEFORE}(?:{near}){_AFTER}", re.IGNORECASE)
        # What all of them begin like, and the digit with which that ends: both are far quicker to
        # look for.
        letters = {form.prefix[0] + LOOKALIKES.get(form.prefix[0], "") for form in self.forms}
        first = "".join(letters)
        most = max((1, *(len(form.prefix) - 1 for form in self.forms)))
        longest = max((0, *(form.longest_number for form in self.forms)))
        self._likely = re.compile(
            rf"[{first}{first.lower()}][^\W\d_]{{0,{most}}}(?:{GAP}|[._-])?[OoIiLl]*\d"
        )
        self._before_digit = 1 + most + 1 + longest  # how far back the first letter can stand
        self._leading: dict[str, str] = {}
        self._ids: dict[str, str] = {}  # with the name that was taken up last
        self._names: dict[tuple[str, IdForm], set[str]] = defaultdict(set)
        self._lengths: dict[str, set[int]] = defaultdict(set)  # of names by their first word
        self._known: dict[str, dict[str, tuple[Citation, ...]]] = defaultdict(dict)

    def learn(self, names: Mapping[str, str]) -> None:
        """Take up the names of pages by ID: they tell what is meant as an ID."""
        new = {found: name for found, name in names.items() if self._ids.get(found) != name}
        if not new:
            return
        self._ids.update(new)
        for found, name in new.items():
            if match := self._exact.fullmatch(found):
                known = comparable(name).casefold()
                self._names[known, self._form_of(match)].add(found)
                self._lengths[_first_word(known)].add(len(known))
        self._known.clear()

    @property
    def learned(self) -> frozenset[tuple[str, str]]:
        """The names that were taken up, each with an ID that has it."""
        return frozenset((name, found) for (name, _), ids in self._names.items() for found in ids)

    def is_id(self, text: str) -> bool:
        """Whether the text is a well-formed ID of some kind."""
        return self._exact.fullmatch(text) is not None

    def leading_id(self, text: str) -> str:
        """The well-formed ID that the text begins with, or an empty string."""
        known = self._leading.get(text)
        if known is None:
            match = self._first.match(text)
            known = self._leading[text] = match["id"] if match else ""
        return known

    def cut(self, text: str) -> tuple[str, str]:
        """The well-formed ID that a text begins with, and what follows, white space folded."""
        found = self.leading_id(text)
        return found, folded(text).removeprefix(found).lstrip(" :")

    def known_citations(self, text: str, form: str) -> tuple[Citation, ...] | None:
        """What `citations` found in a text that is read like this, if it was asked already."""
        return self._known[form].get(text)

    def citations(
        self,
        text: str,
        hidden: Iterable[Span] = (),
        *,
        form: str = "markdown",
        is_known: bool = True,
    ) -> tuple[Citation, ...]:
        """The IDs in a text.

        Args:
            text: the text.
            hidden: spans that are no running text, such as links.
            form: how the text is read.
            is_known: whether `hidden` follows from text and form, so that the answer can be kept.
        """
        if not is_known:
            return tuple(self._search(text, hidden))
        known = self._known[form]
        found = known.get(text)
        if found is None:
            found = known[text] = tuple(self._search(text, hidden))
        return found

    def _search(self, text: str, hidden: Iterable[Span]) -> list[Citation]:
        bare = list(self._bare(text)) if ": " in text else []
        first = self._next(text, 0)
        if first is None and not bare:
            return []  # as in most texts: then nobody asks what is hidden
        hidden = list(hidden)
        found = list(self._near_ids(text, first, hidden))
        if bare:
            covered = Covered([*hidden, *_addresses(text), *(one.span for one in found)])
            found += [one for one in bare if not covered.overlaps(one.span)]
            found.sort(key=lambda citation: citation.span)
        return found

    def _bare(self, text: str) -> Iterator[Citation]:
        """The IDs that lost their letters."""
        for match in _BARE.finditer(text):
            start, end = match.span()
            follows = text[end : end + _FOLLOWING]
            for form in self.forms:
                meant = form.prefix + match[0]
                if meant in self._ids and any(meant in ids for ids in self._named(follows, form)):
                    yield Citation(meant, match[0], Span(start, end), follows, form)

    def _near_ids(
        self, text: str, match: re.Match[str] | None, hidden: Iterable[Span]
    ) -> Iterator[Citation]:
        """What is nearly an ID, from the first on."""
        covered = Covered([*hidden, *_addresses(text)])
        while match is not None:
            citation = self._citation(text, match) if self._begins(text, match.start()) else None
            if citation and covered.overlaps(citation.span):
                citation = None
            if citation:
                yield citation
            match = self._next(text, citation.span.end if citation else match.start() + 1)

    def _next(self, text: str, at: int) -> re.Match[str] | None:
        """What is nearly an ID, from an offset on."""
        for digit in _FIRST_DIGIT.finditer(text, at):
            end = digit.end()
            at = max(at, end - 1 - self._before_digit)
            while likely := self._likely.search(text, at, end):
                match = self._near.match(text, likely.start())
                if match is not None:
                    return match
                at = likely.start() + 1
        return None

    def _begins(self, text: str, at: int) -> bool:
        """Whether an ID can begin there: after a hyphen or a slash only behind another ID."""
        if text[at - 1 : at] not in ("-", "/"):
            return True
        return self._last.search(text, max(0, at - 1 - _LONGEST), at - 1) is not None

    def _citation(self, text: str, match: re.Match[str]) -> Citation | None:
        """What the longest reading of a match means, else its well-formed beginning."""
        start, end = match.span()
        written = match[0]
        meant: str | None = written
        form = self._form_of(match)
        if not self._exact.fullmatch(written):
            meant = self._meant(written, form, text[end : end + _FOLLOWING])
        if meant is None:
            exact = self._whole.match(text, start)
            if exact is None:
                return None
            end = exact.end()
            written = meant = exact[0]
            form = self._form_of(exact)
        return Citation(meant, written, Span(start, end), text[end : end + _FOLLOWING], form)

    def _form_of(self, match: re.Match[str]) -> IdForm:
        """The form of what has matched."""
        return self.forms[int(match.lastindex or 0) - 1]

    def _meant(self, written: str, form: IdForm, follows: str) -> str | None:
        """The ID that is meant, empty where it is unclear which; None for what is none."""
        meant = form.repaired(written)
        named = self._named(follows, form)
        is_named = any(meant in found for found in named)
        if not is_named and meant not in self._ids and sum(map(len, named)) <= _MOST_NAMED:
            # The name tells which ID is meant: `T0097.13: Activist Persona`
            like = [found for ids in named for found in ids if form.is_like(written, found)]
            if len(like) == 1:
                return like[0]
        is_sure = is_named or form.is_unmistakable(written)
        return meant if is_sure or (meant in self._ids and form.is_compact(written)) else None

    def _named(self, follows: str, form: IdForm) -> list[set[str]]:
        """The IDs of that form whose page's name follows, by the names that do."""
        cited = comparable(follows.lstrip(" \u00a0:-–")).casefold()
        lengths = self._lengths.get(_first_word(cited), ())
        beginnings = (cited[:length] for length in sorted(lengths) if length <= len(cited))
        return [
            self._names[name, form]
            for name in beginnings
            if (name, form) in self._names and begins_with_name(cited, name)
        ]


def _first_word(text: str) -> str:
    match = re.search(r"\w+", text)
    return match[0] if match else ""
