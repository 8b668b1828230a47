"""Objects in a JSON text, each with its place: `json` says where none of them stands.

The text is decoded object by object with the decoder of the standard library, which tells where
each one ends. A value inside an object is looked for only when a finding is about it.
"""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, NoReturn

from frameworklint.errors import UnreadableFileError
from frameworklint.exports.limits import (
    OBJECT_LIMIT,
    demand_few_values,
    depth_limited,
)
from frameworklint.source.reading import decoded
from frameworklint.source.span import Lines, Span

_BLANKS = re.compile(r"[ \t\n\r]*")
_SIGNS = re.compile(r"[ \t\n\r,:]*")  # what stands between values
_PLAIN = json.JSONDecoder()
# A text, which is passed over, or what the decoder takes for a number and does not read.
_ODD = re.compile(r'"(?:[^"\\]|\\.)*+"|(NaN|-?Infinity|(?<![0-9.eE+-])-?[0-9]{4301,}+(?![.eE]))')

_MESSAGE_END = re.compile(r"(?: starting)? at$|: *$")

# The way to a value inside another: keys of objects and 0-based indexes of lists.
Way = Sequence[str | int]


class BrokenTextError(UnreadableFileError):
    """A JSON text can not be read on.

    Attributes:
        text: the text.
        at: where it can not be read on.
    """

    def __init__(self, text: str, at: int, reason: str) -> None:
        line, column = Lines(text).position(at)
        super().__init__(f"can not be read at line {line}, column {column}: {reason}")
        self.text = text
        self.at = at


class LocatedObject(NamedTuple):
    """An object of a list, with its place.

    Attributes:
        span: where it stands in the text.
        content: what it holds.
        repeated: the keys that stand twice in it, or twice in an object inside.
    """

    span: Span
    content: dict[str, Any]
    repeated: tuple[str, ...] = ()


class JsonList(NamedTuple):
    """A JSON text that holds a list of objects.

    Attributes:
        text: the text, without a byte order mark.
        span: where the list begins.
        objects: the objects.
        beside: what stands beside the list, by key.
    """

    text: str
    span: Span
    objects: tuple[LocatedObject, ...]
    beside: dict[str, Any]


def read(content: bytes, key: str) -> JsonList:
    """The objects of the list that a JSON object holds under a key.

    Raises:
        UnreadableFileError: it is no such text, or over the limits; the message says why.
    """
    text = decoded(content)
    demand_few_values(text)
    with depth_limited():
        return _read(text, key)


def _read(text: str, key: str) -> JsonList:
    cursor = _Cursor(text)
    span: Span | None = None
    objects: list[LocatedObject] = []
    beside: dict[str, Any] = {}
    for name in cursor.members():
        if name != key:
            beside[name] = cursor.value()
            continue
        if span is not None:  # of which programs read the last, or the first
            cursor.refuse(f"a list `{key}` is there already")
        span = Span(cursor.at, cursor.at + 1)
        for _ in cursor.elements():
            objects.append(_object(cursor, len(objects)))
    cursor.demand_end()
    if span is None:
        raise UnreadableFileError(f"has no list `{key}`")
    return JsonList(text, span, tuple(objects), beside)


def _object(cursor: "_Cursor", number: int) -> LocatedObject:
    if number >= OBJECT_LIMIT:
        raise UnreadableFileError(f"holds more than {OBJECT_LIMIT:,} objects")
    start = cursor.at
    cursor.repeated.clear()
    content = cursor.value()
    if not isinstance(content, dict):
        cursor.at = start
        cursor.refuse("an object is expected here")
    return LocatedObject(Span(start, cursor.at), content, tuple(dict.fromkeys(cursor.repeated)))


class Locator:
    """Finds values in a JSON text that could be read; what it passed it need not read again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._known: dict[int, _Children] = {}
        self._ends: dict[int, int] = {}

    def locate(self, start: int, way: Way) -> Span:
        """Where a value stands, or as much of the way to it as there is.

        Args:
            start: where the outermost value begins.
            way: the way from there.
        """
        at = start
        for step in way:
            if at not in self._known:
                self._known[at] = _Children(self._text, at)
            inside = self._known[at].start(step)
            if inside is None:
                break
            at = inside
        if at not in self._ends:
            self._ends[at] = _PLAIN.raw_decode(self._text, at)[1]
        return Span(at, self._ends[at])


class _Children:
    """Where the values inside an object or a list begin, in a text that could be read."""

    def __init__(self, text: str, at: int) -> None:
        self._text = text
        self._form = text[at]
        self._at = at + 1
        self._starts: dict[str | int, int] = {}

    def start(self, wanted: str | int) -> int | None:
        """Where the value under a key or an index begins, if there is one."""
        while self._form in "{[" and wanted not in self._starts:
            at = self._behind_signs(self._at)
            if self._text[at] in "]}":
                break
            name: str | int = len(self._starts)
            if self._form == "{":
                name, at = _PLAIN.raw_decode(self._text, at)
                at = self._behind_signs(at)
            self._starts.setdefault(name, at)
            self._at = _PLAIN.raw_decode(self._text, at)[1]
        return self._starts.get(wanted)

    def _behind_signs(self, at: int) -> int:
        match = _SIGNS.match(self._text, at)
        return match.end() if match else at


class _Cursor:
    """Reads a JSON text from the front.

    Attributes:
        text: the text.
        at: where it is to be read on.
        repeated: the keys that stood twice in an object of the values that were read.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.repeated: list[str] = []
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._paired, parse_constant=_refuse_constant
        )
        self._skip()

    def _paired(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            seen: set[str] = set()
            for key, _ in pairs:
                self.repeated += [key] if key in seen else []
                seen.add(key)
        return found

    def _skip(self) -> None:
        match = _BLANKS.match(self.text, self.at)
        self.at = match.end() if match else self.at

    def _takes(self, character: str) -> bool:
        """Read a character if it stands here, and the blanks behind it."""
        if not self.text.startswith(character, self.at):
            return False
        self.at += 1
        self._skip()
        return True

    def value(self) -> Any:
        """Read the value that stands here."""
        try:
            found, self.at = self._decoder.raw_decode(self.text, self.at)
        except json.JSONDecodeError as error:
            self.at = error.pos
            message = _MESSAGE_END.sub("", error.msg)
            self.refuse(f"{message[:1].lower()}{message[1:]}")
        except ValueError as error:  # a number of too many digits, or what is no number
            odd = (match for match in _ODD.finditer(self.text, self.at) if match[1])
            self.at = next((match.start() for match in odd), self.at)
            self.refuse(str(error).partition(":")[0])
        return found

    def members(self) -> Iterator[str]:
        """Read the object that stands here: each key; its value is to be read then."""
        if not self._takes("{"):
            self.refuse("an object is expected here")
        while not self._takes("}"):
            if not self.text.startswith('"', self.at):
                self.refuse("a key in quotation marks is expected here")
            key = self.value()
            self._skip()
            if not self._takes(":"):
                self.refuse("a `:` is expected here")
            yield key
            self._end_of_entry("}")

    def elements(self) -> Iterator[int]:
        """Read the list that stands here: each index; the value is to be read then."""
        if not self._takes("["):
            self.refuse("a list is expected here")
        number = 0
        while not self._takes("]"):
            yield number
            number += 1
            self._end_of_entry("]")

    def _end_of_entry(self, closing: str) -> None:
        self._skip()
        if self._takes(","):
            if self.text.startswith(closing, self.at):
                self.refuse("a value is expected here")
        elif not self.text.startswith(closing, self.at):
            self.refuse(f"a `,` or a `{closing}` is expected here")

    def demand_end(self) -> None:
        """Refuse what stands behind the text's value."""
        self._skip()
        if self.at < len(self.text):
            self.refuse("nothing more is expected here")

    def refuse(self, reason: str) -> NoReturn:
        """Say why the text can not be read on.

        Raises:
            BrokenTextError: always.
        """
        raise BrokenTextError(self.text, self.at, reason)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"JSON knows no `{name}`")
