"""Elements of a part of a workbook, with the bytes in which they are written."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple
from xml.etree import ElementTree
from xml.parsers import expat

_ATTRIBUTE = re.compile(r"""\s+([\w:.-]+)\s*=\s*("[^"]*"|'[^']*')""")
_OPENING = re.compile(rb"""<[^\s/>]+(?:[^>"']|"[^"]*"|'[^']*')*>""")


class UnwritableCellError(Exception):
    """A cell that can not be changed without touching more than it; the message says why."""


class Element(NamedTuple):
    """An element of a part.

    Attributes:
        start, end: the 0-based offsets of its first byte, and behind its last.
        name: its name as it is written, with its prefix.
        attributes: as they are written, values with their quotation marks.
        content: the element as a tree.
    """

    start: int
    end: int
    name: str
    attributes: dict[str, str]
    content: ElementTree.Element

    @property
    def prefix(self) -> str:
        """What stands before the names of elements, such as `x:`."""
        return self.name[: self.name.find(":") + 1]


def local(name: str) -> str:
    """The name of an element or an attribute without its prefix or namespace."""
    return re.split("[:}]", name)[-1]


def elements(part: bytes, is_wanted: Callable[[str, Mapping[str, str]], bool]) -> Iterator[Element]:
    """The wanted elements of a part, in its order.

    Args:
        part: the part, in UTF-8.
        is_wanted: asked of each element, by its local name and its attributes.

    Raises:
        UnwritableCellError: the part is not written as workbooks are.
    """
    if part.startswith((b"\xfe\xff", b"\xff\xfe")) or b"<!DOCTYPE" in part[:1000]:
        raise UnwritableCellError("the sheet is encoded in a way that workbooks are not")
    scan = _Scan(is_wanted)
    try:
        scan.parser.Parse(part, True)
    except expat.ExpatError as error:
        raise UnwritableCellError(f"the sheet is damaged: {error}") from error
    root = _OPENING.match(part, scan.root)
    for start, closing in scan.found:
        opening = _OPENING.match(part, start)
        if root is None or opening is None:
            raise UnwritableCellError("the sheet is damaged")
        end = opening.end() if opening[0].endswith(b"/>") else part.index(b">", closing) + 1
        yield _element(part[start:end], opening[0], root[0], start)


class _Scan:
    """Where the wanted elements begin, and where their closing tags do."""

    def __init__(self, is_wanted: Callable[[str, Mapping[str, str]], bool]) -> None:
        self.found: list[tuple[int, int]] = []
        self.root = -1
        self._is_wanted = is_wanted
        self._open: list[int] = []  # the depths of wanted elements
        self._depth = 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._depth += 1
        if self.root < 0:
            self.root = self.parser.CurrentByteIndex
        if self._is_wanted(name.rpartition(":")[2], attributes):
            self.found.append((self.parser.CurrentByteIndex, -1))
            self._open.append(self._depth)

    def _end(self, name: str) -> None:
        if self._open and self._open[-1] == self._depth:
            self._open.pop()
            self.found[-1] = (self.found[-1][0], self.parser.CurrentByteIndex)
        self._depth -= 1


def _element(written: bytes, opening: bytes, root: bytes, start: int) -> Element:
    name = opening[1:].decode().split()[0].rstrip("/>")
    attributes = {match[1]: match[2] for match in _ATTRIBUTE.finditer(opening.decode())}
    around = root[:-2].rstrip() + b">" if root.endswith(b"/>") else root
    closing = b"</" + re.split(rb"[\s/>]", root[1:])[0] + b">"
    content = ElementTree.fromstring(around + written + closing)[0]
    return Element(start, start + len(written), name, attributes, content)
