"""The files of a schema folder, and the messages about what is wrong with one."""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from frameworklint import suggestions
from frameworklint.errors import UnreadableFileError, UsageError
from frameworklint.source.reading import inside, read_own_file
from frameworklint.suggestions import did_you_mean

SIZE_LIMIT = 2_000_000  # bytes of a schema
FRAMEWORK, WORKBOOK, KINDS, INDEXES = "framework.json", "workbook.json", "kinds", "indexes"

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


def read_files(folder: str, root: str = "") -> SchemaFiles:
    """Read the files of a schema folder; others than these may lie beside them.

    Args:
        folder: the folder.
        root: the root of the framework that carries it, out of which no link may lead; empty for
            the folder that frameworklint brings.

    Raises:
        UsageError: the folder or a file is missing, or can not be read as JSON.
    """
    _demand_folder(folder, root)
    paths = [FRAMEWORK, *_present(folder, [WORKBOOK])]
    for name in (KINDS, INDEXES):
        files = sorted(file for file in _listed(folder, name) if file.endswith(".json"))
        paths += [f"{name}/{file}" for file in files]
    return {path: _read(folder, path, root) for path in paths}


def _demand_folder(folder: str, root: str) -> None:
    """Refuse a folder that is none, or that a link of the framework's would have us read."""
    name = os.path.relpath(folder)
    try:
        if root:
            inside(folder, os.path.realpath(root))
    except (UnreadableFileError, ValueError) as error:  # a ValueError is a path that holds a NUL
        raise UsageError(f"can not use the schemas {name!r}: the folder {error}") from error
    if not os.path.isdir(folder):
        raise UsageError(f"there is no folder {name!r}, which the setting `schemas` names")


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


def _present(folder: str, paths: list[str]) -> list[str]:
    return [path for path in paths if os.path.lexists(os.path.join(folder, path))]


def _listed(folder: str, name: str) -> list[str]:
    try:
        return os.listdir(os.path.join(folder, name))
    except OSError as error:
        raise UsageError(_unreadable(folder, name, error).message(folder)) from error


def _read(folder: str, path: str, root: str) -> Any:
    try:
        text = _content(os.path.join(folder, path), root).decode("utf-8")
        return json.loads(text, parse_float=_number)
    except UnreadableFileError as error:
        problem = Problem(path, (), f"it {error}")
    except OSError as error:
        problem = _unreadable(folder, path, error)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        problem = Problem(path, (), f"this is no JSON: {error.msg} ({place})")
    except UnicodeDecodeError as error:
        problem = Problem(path, (), f"this is no text in UTF-8: {error.reason}")
    except RecursionError:
        problem = Problem(path, (), "it is nested too deeply")
    except ValueError as error:  # such as a number of too many digits
        problem = Problem(path, (), f"this is no JSON: {error}")
    raise UsageError(problem.message(folder))


def _content(path: str, root: str) -> bytes:
    """The content of a schema; one that a framework carries can be a link to anything."""
    if root and os.path.lexists(path):
        return read_own_file(path, root, SIZE_LIMIT)
    with open(path, "rb") as file:
        return file.read()


def _number(text: str) -> float:
    """A number with a point or an exponent; JSON Schema takes 4.0 for the whole number 4."""
    number = float(text)
    return int(number) if number.is_integer() else number


def _unreadable(folder: str, path: str, error: OSError) -> Problem:
    if not isinstance(error, FileNotFoundError):
        return Problem(path, (), f"can not be read: {error.strerror}")
    near = suggestions.nearest(path, os.listdir(folder), cutoff=0.8)
    hint = f"; is it {near!r}?" if near else ""
    needed = f"a schema folder holds {FRAMEWORK}, {KINDS}/ and {INDEXES}/"
    return Problem(path, (), f"it is missing{hint or f': {needed}'}")
