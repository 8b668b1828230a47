"""The files of a schema folder, and the messages about what is wrong with one."""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from frameworklint import suggestions
from frameworklint.errors import UnreadableFileError, UsageError
from frameworklint.source.own_files import OwnFiles
from frameworklint.suggestions import did_you_mean

SIZE_LIMIT = 2_000_000  # bytes of a schema
FRAMEWORK, WORKBOOK, EXPORTS = "framework.json", "workbook.json", "exports.json"
KINDS, INDEXES = "kinds", "indexes"

# The content of each file, by its path in the folder: `kinds/technique.json`.
SchemaFiles = dict[str, Any]


class Problem(NamedTuple):
    """What is wrong with a schema folder.

    Attributes:
        file: the path of the file in the folder.
        keys: the way to the place in the file, from the outermost key.
        text: what is wrong there.
    """

    file: str
    keys: tuple[str | int, ...]
    text: str

    def message(self, folder: str) -> str:
        """The problem as a message, for a folder as the user names it."""
        path = os.path.join(os.path.relpath(folder), *self.file.split("/"))
        return ": ".join(filter(None, [path, ".".join(map(str, self.keys)), self.text]))


class _OurFiles(OwnFiles):
    """The files that frameworklint brings, wherever it is installed and by whatever links."""

    def has_folder(self, path: str) -> bool:
        """Whether a folder stands at a path."""
        return os.path.isdir(self.full(path))

    def read(self, path: str, limit: int) -> bytes:
        """The content of a file."""
        with open(self.full(path), "rb") as file:
            return file.read()


def read_files(folder: str, own: OwnFiles | None = None) -> SchemaFiles:
    """Read the files of a schema folder; others than these may lie beside them.

    Args:
        folder: the folder.
        own: the files of the framework that carries it, and from whose root the folder is named;
            None for the folder that frameworklint brings.

    Raises:
        UsageError: the folder or a file is missing, or can not be read as JSON.
    """
    if own is None:
        own, folder = _OurFiles(folder), "."
    _demand_folder(folder, own)
    optional = (WORKBOOK, EXPORTS)
    paths = [FRAMEWORK, *(name for name in optional if own.has(f"{folder}/{name}"))]
    for name in (KINDS, INDEXES):
        files = sorted(file for file in _listed(folder, name, own) if file.endswith(".json"))
        paths += [f"{name}/{file}" for file in files]
    return {path: _read(folder, path, own) for path in paths}


def _demand_folder(folder: str, own: OwnFiles) -> None:
    """Refuse a folder that is none, or that a link of the framework's would have us read."""
    try:
        is_there = own.has_folder(folder)
    except (UnreadableFileError, ValueError) as error:  # a ValueError is a path that holds a NUL
        raise UsageError(
            f"can not use the schemas {_shown(folder, own)!r}: the folder {error}"
        ) from error
    if not is_there:
        raise UsageError(
            f"there is no folder {_shown(folder, own)!r}, which the setting `schemas` names"
        )


def _shown(folder: str, own: OwnFiles) -> str:
    return os.path.relpath(own.full(folder))


def by_name(files: SchemaFiles, folder: str) -> Iterator[tuple[str, str, Any]]:
    """Name, path and content of the files in `kinds` or `indexes`."""
    for path, content in files.items():
        parent, _, file = path.rpartition("/")
        if parent == folder:
            yield file.removesuffix(".json"), path, content


def nearest(name: str, known: Iterable[str], plural: str) -> str:
    """What the user may have meant by a name that is not known, as the end of a message."""
    names = sorted(known)
    listed = f"; the {plural} are {', '.join(names)}" if names else f"; there are no {plural}"
    return did_you_mean(name, names) or listed


def _listed(folder: str, name: str, own: OwnFiles) -> list[str]:
    if not own.has(f"{folder}/{name}"):
        raise UsageError(_missing(folder, name, own))
    try:
        return own.names(f"{folder}/{name}")
    except UnreadableFileError as error:
        problem = Problem(name, (), f"it {error}")
        raise UsageError(problem.message(own.full(folder))) from error


def _read(folder: str, path: str, own: OwnFiles) -> Any:
    if not own.has(f"{folder}/{path}"):
        raise UsageError(_missing(folder, path, own))
    try:
        text = own.read(f"{folder}/{path}", SIZE_LIMIT).decode("utf-8")
        return json.loads(text, parse_float=_number)
    except UnreadableFileError as error:
        problem = Problem(path, (), f"it {error}")
    except OSError as error:
        problem = Problem(path, (), f"can not be read: {error.strerror}")
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        problem = Problem(path, (), f"this is no JSON: {error.msg} ({place})")
    except UnicodeDecodeError as error:
        problem = Problem(path, (), f"this is no text in UTF-8: {error.reason}")
    except RecursionError:
        problem = Problem(path, (), "it is nested too deeply")
    except ValueError as error:  # such as a number of too many digits
        problem = Problem(path, (), f"this is no JSON: {error}")
    raise UsageError(problem.message(own.full(folder)))


def _number(text: str) -> float:
    """A number with a point or an exponent; JSON Schema takes 4.0 for the whole number 4."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _missing(folder: str, path: str, own: OwnFiles) -> str:
    near = suggestions.nearest(path, own.names(folder), cutoff=0.8)
    hint = f"; is it {near!r}?" if near else ""
    needed = f"a schema folder holds {FRAMEWORK}, {KINDS}/ and {INDEXES}/"
    problem = Problem(path, (), f"it is missing{hint or f': {needed}'}")
    return problem.message(own.full(folder))
