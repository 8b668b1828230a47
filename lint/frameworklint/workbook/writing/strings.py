"""The text of a cell as a workbook writes it: in one piece or in several with formats of their own.

Characters that XML can not hold are written as `_x000D_`, and so is what only looks like it.
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from frameworklint.workbook.writing.elements import UnwritableCellError, local

SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_UNIT = re.compile(r"_x([0-9A-Fa-f]{4})_|.", re.DOTALL)
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


class TextEdit(NamedTuple):
    """What stands between two 0-based offsets of a text, `end` exclusive, becomes `new`."""

    start: int
    end: int
    new: str


def edited(text: str, edits: Iterable[TextEdit]) -> str:
    """A text after edits of which none overlaps another."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.new + text[edit.end :]
    return text


class _Unit(NamedTuple):
    """A character: the number of its run, how it is written, and what it is."""

    run: int
    written: str
    character: str


def inline(
    content: ElementTree.Element | None, old: str, edits: Sequence[TextEdit], prefix: str
) -> str:
    """A text after edits, as the content of a cell of its own: an `is` element.

    Args:
        content: the `si` or `is` element that holds the text; None where there is none.
        old: what it reads.
        edits: the changes, over offsets of `old`.
        prefix: what stands before names of elements.

    Raises:
        UnwritableCellError: it reads otherwise, or holds what would be lost.
    """
    formats, units = _read(content)
    if "".join(unit.character for unit in units) != old:
        raise UnwritableCellError("its text is written in a way that is not understood")
    for edit in sorted(edits, reverse=True):
        at = min(edit.start, len(units) - 1)
        run = units[at].run if units else 0
        units[edit.start : edit.end] = [_Unit(run, written(edit.new), edit.new)]
    texts = [
        "".join(unit.written for unit in units if unit.run == run) for run in range(len(formats))
    ]
    return f"<{prefix}is>{''.join(_runs(formats, texts, prefix))}</{prefix}is>"


def written(text: str) -> str:
    """A new text as XML holds it, escapes of XML apart."""
    escaped = _LOOKS_ESCAPED.sub("_x005F_", text)
    return _CONTROL.sub(lambda match: f"_x{ord(match[0]):04X}_", escaped)


def _read(
    content: ElementTree.Element | None,
) -> tuple[list[ElementTree.Element | None], list[_Unit]]:
    """The formats of the runs of a text, and its characters."""
    formats: list[ElementTree.Element | None] = []
    units: list[_Unit] = []
    for child in content if content is not None else ():
        name = local(child.tag)
        if name == "phoneticPr":
            continue
        if name not in ("t", "r"):
            raise UnwritableCellError("it holds notes on how its text is read, which would be lost")
        parts = list(child) if name == "r" else [child]
        found = {local(part.tag): part for part in parts}
        if not found.keys() <= {"rPr", "t"}:
            raise UnwritableCellError("it is formatted in a way that is not understood")
        text = _kept(found["t"]) if "t" in found else ""
        units += [_Unit(len(formats), *_unit(match)) for match in _UNIT.finditer(text)]
        formats.append(found.get("rPr"))
    return formats or [None], units


def _kept(element: ElementTree.Element) -> str:
    """The text of an element: blanks around it count only where it says so."""
    text = element.text or ""
    return text if element.get(SPACE) == "preserve" else text.strip(" \t\r\n")


def _unit(match: re.Match[str]) -> tuple[str, str]:
    return match[0], chr(int(match[1], 16)) if match[1] else match[0]


def _runs(
    formats: Sequence[ElementTree.Element | None], texts: Sequence[str], prefix: str
) -> Iterable[str]:
    is_plain = len(formats) == 1 and formats[0] is None
    for form, text in zip(formats, texts, strict=True):
        if not text and not is_plain:
            continue
        element = f'<{prefix}t xml:space="preserve">{escape(text)}</{prefix}t>'
        if is_plain:
            yield element
        else:
            yield f"<{prefix}r>{_format(form, prefix)}{element}</{prefix}r>"


def _format(element: ElementTree.Element | None, prefix: str) -> str:
    """The format of a run as XML; the same names and values as before."""
    if element is None:
        return ""
    attributes = ""
    for name, value in element.attrib.items():
        if "}" in name:
            raise UnwritableCellError("it is formatted in a way that is not understood")
        attributes += f" {name}={quoteattr(value)}"
    name = f"{prefix}{local(element.tag)}"
    inside = "".join(_format(child, prefix) for child in element)
    return f"<{name}{attributes}>{inside}</{name}>" if inside else f"<{name}{attributes}/>"
