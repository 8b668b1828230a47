"""An earlier worklist brought up to date: its lines point at where their rows are now."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from frameworklint.errors import UnreadableFileError, UsageError
from frameworklint.report.worklist import WorklistEntry
from frameworklint.source.reading import read_named_file
from frameworklint.suggestions import nearest

SIZE_LIMIT = 50_000_000  # bytes; of a list that was saved by a spreadsheet program
_DONE = "no longer applies"
_Key = tuple[str, str, str, str, str]


class Update(NamedTuple):
    """A list brought up to date.

    Attributes:
        entries: the lines of the earlier list, then those that are new.
        moved: how many of its lines name another cell now.
        done: how many of its lines no longer apply; their note says so.
        new: how many lines it lacked.
    """

    entries: list[WorklistEntry]
    moved: int
    done: int
    new: int


def read(path: str) -> list[WorklistEntry]:
    """The lines of an earlier list, saved by whichever spreadsheet program.

    Raises:
        UsageError: the file can not be read, or is no worklist.
    """
    try:
        text = read_named_file(path, SIZE_LIMIT).decode("utf-8-sig")
    except UnreadableFileError as error:
        raise UsageError(f"can not read the worklist: {path} {error}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"can not read the worklist {path}: save it as CSV in UTF-8") from error
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    try:
        lines = list(csv.DictReader(io.StringIO(text), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise UsageError(f"can not read the worklist {path}: {error}") from error
    _demand_columns(path, first.strip("\r").split(delimiter))
    return [
        WorklistEntry(**{name: line.get(name) or "" for name in WorklistEntry._fields})
        for line in lines
        if line.get("rule")
    ]


def _demand_columns(path: str, columns: Sequence[str]) -> None:
    found = [column.strip('"') for column in columns]
    for name in WorklistEntry._fields:
        if name not in found:
            near = nearest(name, found)
            hint = f" (is it {near!r}?)" if near else ""
            raise UsageError(f"{path} is no worklist: it has no column {name!r}{hint}")


def updated(
    earlier: Iterable[WorklistEntry], now: Sequence[WorklistEntry], whole: Iterable[WorklistEntry]
) -> Update:
    """An earlier list with the cells of today.

    A line is known by its file, sheet, row ID, column and rule; of several on one cell, those that
    say the same come first.

    Args:
        earlier: its lines.
        now: those of a list of today.
        whole: the same with those that the baseline leaves out: they still apply, and are not new.
    """
    known, others = _by_key(now), _by_key(whole)
    for entry in now:
        _taken(others[_key(entry)], entry.what)
    lines = list(earlier)
    matches: list[WorklistEntry | None] = [_taken(known[_key(old)], old.what) for old in lines]
    for those in (known, others):
        for number, old in enumerate(lines):
            if matches[number] is None and those[_key(old)]:
                matches[number] = those[_key(old)].pop(0)
    found, moved, done = [], 0, 0
    for old, match in zip(lines, matches, strict=True):
        done += match is None
        moved += match is not None and match.cell != old.cell
        found.append(_stale(old) if match is None else match)
    new = [entry for entries in known.values() for entry in entries]
    return Update([*found, *new], moved, done, len(new))


def _by_key(entries: Iterable[WorklistEntry]) -> dict[_Key, list[WorklistEntry]]:
    found: dict[_Key, list[WorklistEntry]] = defaultdict(list)
    for entry in entries:
        found[_key(entry)].append(entry)
    return found


def _key(entry: WorklistEntry) -> _Key:
    """What a line is known by; the first words of a row without an ID may have changed."""
    row = entry.row_id.partition(" (`")[0]
    return entry.file, entry.sheet, row, entry.column, entry.rule.partition(" ")[0]


def _taken(entries: list[WorklistEntry], what: str) -> WorklistEntry | None:
    """The first that says the same, which is taken out."""
    for entry in entries:
        if entry.what == what:
            entries.remove(entry)
            return entry
    return None


def _stale(entry: WorklistEntry) -> WorklistEntry:
    """A line that no longer applies: nothing points at a cell that may hold anything now."""
    note = entry.note
    if not note.startswith(_DONE):
        note = f"{_DONE}: {note}" if note else _DONE
    return entry._replace(cell="", proposed="", note=note)
