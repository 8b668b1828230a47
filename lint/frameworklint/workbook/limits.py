"""What a workbook may hold: judged before it is read, for then it is too late.

The reader copies a shared string into every cell that uses it, and keeps room for every cell
between the first and the last. So what it would deliver is counted first, part by part and without
keeping any of it: by expat, which takes only what is well-formed. A sheet that nobody wants is
neither unpacked nor given to the reader.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple
from xml.parsers import expat

from frameworklint.errors import UnreadableFileError
from frameworklint.source.cell_names import letters

UNPACKED_LIMIT = 150_000_000  # real: 38 million
CELL_LIMIT = 2_000_000  # real: 16,000 in the largest sheet
CHARACTER_LIMIT = 10_000_000  # of all cells; real: 600,000
LONGEST_TEXT = 32_767  # of a cell, says Excel; real: 5,371
TAG_LIMIT = 3_000_000  # real: 140,000 beside cells and rows that hold nothing
_PARTS_LIMIT = 10_000
_CHUNK = 1 << 16
_LONGEST_TAG = 1 << 19
_ROW_COST = 8  # cells: what a row takes beside its cells
_MACROS = "application/vnd.ms-excel.sheet.macroEnabled"
_SHEETS = re.compile(r"(?:work|chart|dialog|macro)sheets/(?!\Z)")  # not the folder itself
_OF_SHEETS = re.compile(r"sheets/_rels/")  # to what they link, and what is drawn on them
_FOLDER = "xl"
_LISTS = (f"{_FOLDER}/workbook.xml", f"{_FOLDER}/_rels/workbook.xml.rels")
_MOST_LISTED = 10_000  # sheets and parts; real: 30
_NUMBER = re.compile(r"\s*[0-9]{1,9}\s*", re.ASCII)
_REFERENCE = re.compile(r"([A-Za-z]{1,3})([0-9]{1,7})")
# Runs of cells and rows that have a style and nothing else: nine of ten bytes of real workbooks.
# They name their place, and so does what follows, which therefore stands where it did without them.
# Nobody reads them: what is counted without them is what the reader is given.
_ROW_BEGINS = b'<row r="'
_HOLDS = re.compile(rb"</(?!row>)")  # what holds something is closed by its own tag
# A value stands in an element `v` or `is`, and `sheetData` ends all rows: where these letters are
# not, none of them is, and one letter is looked for ten times as fast as several.
_LETTERS = (b"v", b"i", b"D")
_EMPTY = (
    rb'<(?:c r="[^<>/]{1,200}+/>|row r="[^<>/]{1,300}+(?:/>|>(?:<c r="[^<>/]{1,200}+/>)*+</row>))'
    rb'(?=<(?:c|row) r="|</row>|</sheetData>)'
)
_NOTHING = re.compile(rb"%b(?:%b)*+" % (_EMPTY, _EMPTY))
_KEPT_AS_IT_IS = 8_000_000  # bytes of the parts that are kept without packing them


class Small(NamedTuple):
    """A workbook that is small enough to be read.

    Attributes:
        archive: the workbook with the wanted sheets, without their cells that hold nothing.
        share: what share of the limits it takes, from 0 to 1.
    """

    archive: BinaryIO
    share: float


def small(archive: zipfile.ZipFile, wanted: Collection[str] | None = None) -> Small:
    """Refuse an archive that is no workbook, or one that is too large once it is read.

    Args:
        archive: the archive.
        wanted: the names of the sheets that will be read; None for all.

    Returns:
        What is left to read, which is all that was counted.

    Raises:
        UnreadableFileError: with the reason.
    """
    parts = archive.infolist()
    if len(parts) > _PARTS_LIMIT or sum(part.file_size for part in parts) > UNPACKED_LIMIT:
        raise _too_large()
    by_name = {_name(part): part for part in parts}
    if len(by_name) < len(parts):
        raise _damaged("two parts have one name")
    is_workbook = any(name.startswith(f"{_FOLDER}/") for name in by_name)
    if "[content_types].xml" not in by_name or not is_workbook:
        raise UnreadableFileError("is a ZIP archive, but no .xlsx workbook")
    count, kept = _Count(), io.BytesIO()
    lists = [_ListReading(count) for _ in _LISTS]
    with zipfile.ZipFile(kept, "w", compresslevel=1) as rest:
        for name, reading in zip(_LISTS, lists, strict=True):
            if name in by_name:
                _read_part(archive, by_name.pop(name), reading, rest)
        sheets, ways = (reading.listed for reading in lists)
        unwanted = set() if wanted is None else _unwanted(sheets, dict(ways), wanted)
        # The sheets say which of the shared strings they use, and so come after those.
        for name in sorted(by_name, key=lambda name: not name.endswith("/sharedstrings.xml")):
            is_read = name.endswith((".xml", ".rels")) or _SHEETS.search(name)
            if is_read and name not in unwanted and not _OF_SHEETS.search(name):
                _read_part(archive, by_name[name], _PartReading(count), rest)
    kept.seek(0)
    return Small(kept, count.share)


def _read_part(
    archive: zipfile.ZipFile, part: zipfile.ZipInfo, reading: "_PartReading", rest: zipfile.ZipFile
) -> None:
    """Read a part whole: what is declared of its size may be a lie, and its sum is checked."""
    copy = zipfile.ZipInfo(part.filename)
    if rest.start_dir + part.file_size > _KEPT_AS_IT_IS:
        copy.compress_type = zipfile.ZIP_DEFLATED
    with archive.open(part) as file, rest.open(copy, "w") as target:
        while chunk := file.read(_CHUNK):
            target.write(reading.feed(chunk))
    reading.close()


def _name(part: zipfile.ZipInfo) -> str:
    return part.filename.replace("\\", "/").lower()


class _Count:
    """What the parts hold together.

    Attributes:
        lengths: how many characters each shared string has.
    """

    def __init__(self) -> None:
        self.lengths: list[int] = []
        self._bytes = 0
        self._tags = 0
        self._cells = 0
        self._characters = 0

    @property
    def share(self) -> float:
        """What share of the limits is taken, by what comes nearest to its limit."""
        return max(
            self._bytes / UNPACKED_LIMIT,
            self._tags / TAG_LIMIT,
            self._cells / CELL_LIMIT,
            self._characters / CHARACTER_LIMIT,
        )

    def add_bytes(self, number: int) -> None:
        """Count what is unpacked."""
        self._bytes += number
        if self._bytes > UNPACKED_LIMIT:
            raise _too_large()

    def add_tags(self, number: int) -> None:
        """Count tags of XML: they, not bytes, are what takes time."""
        self._tags += number
        if self._tags > TAG_LIMIT:
            raise UnreadableFileError(
                f"holds more than {TAG_LIMIT:,} XML tags: delete empty rows, columns and sheets"
            )

    def add_cells(self, rows: int, columns: int, known: int) -> int:
        """Count the cells of a sheet down to the last that holds a value; `known` are counted."""
        cells = rows * (columns + _ROW_COST)
        self._cells += cells - known
        if self._cells > CELL_LIMIT:
            raise UnreadableFileError(
                f"has a sheet of up to {rows:,} rows and {columns:,} columns: delete the values"
                " that stand far from the others"
            )
        return cells

    def add_text(self, length: int, row: int, column: int) -> None:
        """Count what a cell delivers."""
        if length > LONGEST_TEXT:
            raise UnreadableFileError(
                f"holds {length:,} characters in cell {letters(column)}{row}, where a spreadsheet"
                f" program takes {LONGEST_TEXT:,} at most: shorten the text"
            )
        self._characters += length
        if self._characters > CHARACTER_LIMIT:
            raise UnreadableFileError(
                f"holds more than {CHARACTER_LIMIT:,} characters in its cells"
            )


class _PartReading:
    """Reads an XML part as the reader of workbooks does, and counts what that will deliver."""

    def __init__(self, count: _Count) -> None:
        self._count = count
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.buffer_size = _CHUNK
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._parser.StartCdataSectionHandler = self._quotation
        self._fed = 0
        self._inside: list[str] = []  # of the elements that matter, those that are open
        self._row = self._column = 0  # where the cell that is open stands
        self._last_row = self._last_column = 0  # the farthest that hold a value
        self._cells = 0  # how many there are between the first and those
        self._type = ""
        self._length = 0
        self._index = ""

    def feed(self, chunk: bytes) -> bytes:
        """Read on; returns what is left of the chunk without the cells that hold nothing."""
        self._count.add_bytes(len(chunk))
        chunk = _NOTHING.sub(b"", _without_rows(chunk))
        self._count.add_tags(chunk.count(b"<"))
        self._fed += len(chunk)
        self._parser.Parse(chunk, False)
        if self._fed - self._parser.CurrentByteIndex > _LONGEST_TAG:
            raise _damaged("an XML tag has no end")
        return chunk

    def close(self) -> None:
        """Read to the end."""
        self._parser.Parse(b"", True)
        del self._parser  # it calls this object, and so would keep its buffer

    def _doctype(self, *_: Any) -> None:
        raise UnreadableFileError("declares XML entities, as no spreadsheet program does")

    def _quotation(self) -> None:
        if self._inside:  # it could hold what is taken for nothing, and no program writes it
            raise _damaged("a cell holds a CDATA section")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        name = name.rpartition(":")[2] if ":" in name else name
        if name in ("sheetData", "si") or (name in ("row", "c", "v", "is") and self._inside):
            if name in self._inside:
                raise _damaged(f"an element `{name}` stands in another")
            self._inside.append(name)
            if name == "row":
                self._row = _number(attributes["r"]) if "r" in attributes else self._row + 1
                self._column = 0
            elif name == "c":
                self._start_cell(attributes)
            elif name != "sheetData":
                self._length, self._index = 0, ""
        elif name == "Override" and _MACROS in attributes.get("ContentType", ""):
            raise UnreadableFileError("holds macros: save the workbook as .xlsx without macros")

    def _start_cell(self, attributes: Mapping[str, str]) -> None:
        self._type = attributes.get("t", "")
        reference = attributes.get("r")
        if reference is None:
            self._column += 1
            return
        match = _REFERENCE.fullmatch(reference)
        if match is None:
            raise _damaged("a cell has no place")
        self._row, self._column = int(match[2]), _column(match[1])

    def _text(self, text: str) -> None:
        if self._inside and self._inside[-1] in ("v", "is", "si"):
            self._length += len(text)
            self._index = self._index + text if len(self._index) < _CHUNK else ""

    def _end(self, name: str) -> None:
        name = name.rpartition(":")[2] if ":" in name else name
        if not self._inside or self._inside[-1] != name:
            return
        self._inside.pop()
        if name == "si":
            self._count.lengths.append(self._length)
        elif name in ("v", "is"):
            self._end_value(name)

    def _end_value(self, name: str) -> None:
        length = self._length
        if self._type == "s" and name == "v":
            number = _number(self._index)
            if number >= len(self._count.lengths):
                raise _damaged("a cell holds a text that is missing")
            length = self._count.lengths[number]
        self._count.add_text(length, self._row, self._column)
        if self._row > self._last_row or self._column > self._last_column:
            self._last_row = max(self._last_row, self._row)
            self._last_column = max(self._last_column, self._column)
            self._cells = self._count.add_cells(self._last_row, self._last_column, self._cells)


class _ListReading(_PartReading):
    """Reads the part that lists the sheets, or the one that lists where those are.

    Attributes:
        listed: the references' IDs, each with a name, or a way; several may have one ID.
    """

    def __init__(self, count: _Count) -> None:
        super().__init__(count)
        self.listed: list[tuple[str, str]] = []

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        super()._start(name, attributes)
        known = {key.rpartition(":")[2].lower(): value for key, value in attributes.items()}
        if "id" in known and len(self.listed) < _MOST_LISTED:
            self.listed.append((known["id"], known.get("name") or known.get("target", "")))


def _unwanted(
    sheets: Iterable[tuple[str, str]], ways: Mapping[str, str], wanted: Collection[str]
) -> set[str]:
    """The parts of the sheets that nobody wants, and of nothing else."""
    parts: dict[bool, set[str]] = {True: set(), False: set()}
    for own, name in sheets:
        part = posixpath.normpath(posixpath.join(f"/{_FOLDER}", ways.get(own, "")))
        parts[name in wanted].add(part.lstrip("/").lower())
    return {part for part in parts[False] - parts[True] if _SHEETS.search(part)}


def _without_rows(chunk: bytes) -> bytes:
    """A chunk without the rows in its midst, where not one of them holds anything.

    A thousand of them end most real sheets, a million some.
    """
    first, last = chunk.find(_ROW_BEGINS), chunk.rfind(_ROW_BEGINS)
    is_nothing = first < last and (
        all(chunk.find(letter, first, last) < 0 for letter in _LETTERS)
        or not _HOLDS.search(chunk, first, last)
    )
    if is_nothing:
        return chunk[:first] + chunk[last:]
    return chunk


@lru_cache
def _column(letters: str) -> int:
    """The number of the column that has these letters."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise _damaged("a number is none")
    return int(text)


def _damaged(why: str) -> UnreadableFileError:
    return UnreadableFileError(f"is no .xlsx workbook, or a damaged one: {why}")


def _too_large() -> UnreadableFileError:
    return UnreadableFileError(f"is larger than {UNPACKED_LIMIT:,} bytes once unpacked")
