"""Setting the texts of cells in a workbook: nothing else of the file changes."""

import posixpath
import re
import zipfile
from collections.abc import Mapping
from io import BytesIO
from typing import NamedTuple
from xml.etree import ElementTree

from frameworklint.source.cell_names import letters
from frameworklint.workbook.writing.archive import exchanged
from frameworklint.workbook.writing.elements import Element, UnwritableCellError, elements, local
from frameworklint.workbook.writing.strings import SPACE, TextEdit, edited, inline

_REFERENCE = re.compile(r"([A-Z]+)([0-9]+)", re.IGNORECASE)
_TEXTS = {"s", "inlineStr", "str"}  # the types of cells that hold a text


class CellChange(NamedTuple):
    """What becomes of a cell's text.

    Attributes:
        old: what it reads.
        edits: the changes, over offsets of `old`, none of which overlaps another.
    """

    old: str
    edits: tuple[TextEdit, ...]

    @property
    def new(self) -> str:
        """What it reads then."""
        return edited(self.old, self.edits)


# By sheet, and by 1-based row and column.
Changes = Mapping[str, Mapping[tuple[int, int], CellChange]]


def with_changes(content: bytes, changes: Changes) -> bytes:
    """A workbook with other texts in some cells.

    A changed cell holds its text by itself, with the style that it had, so that no other cell with
    the same text changes. Every part of the file but the sheets concerned stays as it is.

    Args:
        content: the workbook, an .xlsx file.
        changes: what becomes of which cells.

    Raises:
        UnwritableCellError: a cell can not be changed without changing more; nothing was.
    """
    with zipfile.ZipFile(BytesIO(content)) as archive:
        parts = _sheet_parts(archive)
        strings = _SharedStrings(archive, parts.get("", ""))
        changed = {}
        for name, cells in changes.items():
            if name not in parts:
                raise UnwritableCellError(f"the workbook has no sheet {name!r}")
            changed[parts[name]] = _patched(archive.read(parts[name]), name, cells, strings)
    return exchanged(content, changed)


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """The parts of the sheets by name, and that of the shared strings under an empty one."""
    (main,) = _targets(archive, "", "officeDocument").values()
    known = {name.lower(): name for name in archive.namelist()}
    by_id = _targets(archive, main, "")
    found = {}
    for sheet in ElementTree.fromstring(archive.read(known[main.lower()])).iter():
        if local(sheet.tag) == "sheet":
            own = next(value for key, value in sheet.attrib.items() if key.endswith("}id"))
            found[sheet.attrib["name"]] = known.get(by_id[own].lower(), by_id[own])
    for target in _targets(archive, main, "sharedStrings").values():
        found[""] = known.get(target.lower(), target)
    return found


def _targets(archive: zipfile.ZipFile, part: str, kind: str) -> dict[str, str]:
    """The parts to which one refers, by the reference's ID."""
    folder, name = posixpath.split(part)
    relations = ElementTree.fromstring(archive.read(posixpath.join(folder, f"_rels/{name}.rels")))
    return {
        relation.attrib["Id"]: posixpath.normpath(
            posixpath.join("/", folder, relation.attrib["Target"])
        ).lstrip("/")
        for relation in relations
        if relation.attrib["Type"].endswith(f"/{kind}" if kind else "")
        and relation.attrib.get("TargetMode") != "External"
    }


class _SharedStrings:
    """The texts that cells share, found when one is asked for."""

    def __init__(self, archive: zipfile.ZipFile, part: str) -> None:
        self._content = archive.read(part) if part else b""

    def wanted(self, numbers: set[int]) -> dict[int, ElementTree.Element]:
        """The texts of some numbers."""
        if not numbers:
            return {}
        count = -1

        def is_wanted(name: str, _: Mapping[str, str]) -> bool:
            nonlocal count
            count += name == "si"
            return name == "si" and count in numbers

        found = elements(self._content, is_wanted)
        return dict(zip(sorted(numbers), (one.content for one in found), strict=False))


def _patched(
    part: bytes, sheet: str, changes: Mapping[tuple[int, int], CellChange], strings: _SharedStrings
) -> bytes:
    """A sheet's part with other texts in some cells."""
    finder = _Finder(changes)
    found = list(elements(part, finder.is_wanted))
    cells = dict(zip(finder.found, found, strict=True))
    shared = strings.wanted({_number(cell) for cell in found if _type(cell) == "s"})
    pieces, at = [], 0
    for place in finder.found:
        cell = cells[place]
        try:
            pieces += [part[at : cell.start], _cell(cell, changes[place], shared).encode()]
        except UnwritableCellError as error:
            name = f"{sheet} › {letters(place[1])}{place[0]}"
            raise UnwritableCellError(f"{name}: {error}") from error
        at = cell.end
    if missing := [place for place in changes if place not in cells]:
        name = f"{sheet} › {letters(missing[0][1])}{missing[0][0]}"
        raise UnwritableCellError(f"{name}: the sheet has no such cell")
    return b"".join([*pieces, part[at:]])


class _Finder:
    """Finds the cells to change, by their places; those without a name stand behind one another."""

    def __init__(self, changes: Mapping[tuple[int, int], CellChange]) -> None:
        self.found: list[tuple[int, int]] = []
        self._changes = changes
        self._row = self._column = 0

    def is_wanted(self, name: str, attributes: Mapping[str, str]) -> bool:
        """Whether an element is a cell to change."""
        if name == "row":
            self._row, self._column = int(attributes.get("r", self._row + 1)), 0
        elif name == "c":
            match = _REFERENCE.fullmatch(attributes.get("r", ""))
            self._column = _column(match[1]) if match else self._column + 1
            place = (int(match[2]) if match else self._row), self._column
            if place in self._changes:
                self.found.append(place)
                return True
        return False


def _column(name: str) -> int:
    number = 0
    for letter in name.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _type(cell: Element) -> str:
    return cell.content.attrib.get("t", "")


def _children(cell: Element) -> dict[str, ElementTree.Element]:
    return {local(child.tag): child for child in cell.content}


def _number(cell: Element) -> int:
    return int(_children(cell)["v"].text or "")


def _cell(cell: Element, change: CellChange, shared: Mapping[int, ElementTree.Element]) -> str:
    """A cell as it is written with its new text."""
    children = _children(cell)
    if "f" in children:
        raise UnwritableCellError("the cell holds a formula")
    if _type(cell) not in _TEXTS and (children or change.old):
        raise UnwritableCellError("the cell holds no text, but a number or a date")
    attributes = {name: value for name, value in cell.attributes.items() if name != "t"}
    text = inline(_text(cell, children, shared), change.old, change.edits, cell.prefix)
    if change.new:
        attributes["t"] = '"inlineStr"'
    listed = "".join(f" {name}={value}" for name, value in attributes.items())
    extensions = children.keys() - {"v", "is"}
    if extensions:
        raise UnwritableCellError("the cell holds more than a text")
    return f"<{cell.name}{listed}>{text}</{cell.name}>" if change.new else f"<{cell.name}{listed}/>"


def _text(
    cell: Element,
    children: Mapping[str, ElementTree.Element],
    shared: Mapping[int, ElementTree.Element],
) -> ElementTree.Element | None:
    """What holds the text of a cell."""
    if _type(cell) == "s":
        return shared[_number(cell)]
    if _type(cell) == "inlineStr":
        return children.get("is")
    if "v" not in children:
        return None
    text = ElementTree.Element("is")
    ElementTree.SubElement(text, "t", {SPACE: "preserve"}).text = children["v"].text
    return text
