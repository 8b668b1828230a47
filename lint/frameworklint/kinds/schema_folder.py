"""Checks a schema folder before it is used, as a user's own may hold anything.

`schemas/annotations.json` says what may stand in its files. What one file says of another, such as
the name of a kind, is checked in `schema_names`.
"""

import json
import os
import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache
from typing import TYPE_CHECKING, Any

from frameworklint import resources

if TYPE_CHECKING:
    from jsonschema.exceptions import ValidationError

FRAMEWORK, WORKBOOK = "framework.json", "workbook.json"
_DEFINITIONS = {"kinds": "kind-file", "indexes": "index-file"}
_TYPES = {
    "object": "an object",
    "array": "a list",
    "string": "a string",
    "integer": "a whole number",
    "boolean": "`true` or `false`",
}
# What is misspelled is said before what is therefore missing.
_FIRST = ("additionalProperties", "required")

Files = dict[str, dict[str, Any]]


class SchemaFolderError(ValueError):
    """A schema folder can not be used; the message names the file, the key and what is wrong."""


def read(folder: str) -> Files:
    """The schema files of a folder by path, each in the form that is asked of it.

    Raises:
        SchemaFolderError: a file is missing, is no JSON, or holds what it may not hold.
    """
    files: Files = {FRAMEWORK: _read(folder, FRAMEWORK)}
    if os.path.exists(os.path.join(folder, WORKBOOK)):
        files[WORKBOOK] = _read(folder, WORKBOOK)
    for name in _DEFINITIONS:
        files |= {path: _read(folder, path) for path in _paths(folder, name)}
    for path, content in files.items():
        _demand_form(path, content)
    return files


def _paths(folder: str, name: str) -> list[str]:
    """The schema files in a folder of kinds or of indexes."""
    try:
        found = sorted(os.listdir(os.path.join(folder, name)))
    except OSError as error:
        raise SchemaFolderError(f"the folder {name} can not be read: {error.strerror}") from error
    paths = [f"{name}/{file}" for file in found if file.endswith(".json")]
    if not paths and name == "kinds":
        raise SchemaFolderError("the folder kinds holds no schema")
    return paths


def _read(folder: str, path: str) -> dict[str, Any]:
    try:
        with open(os.path.join(folder, path), encoding="utf-8") as file:
            content = json.load(file)
    except OSError as error:
        raise SchemaFolderError(f"{path} can not be read: {error.strerror}") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise SchemaFolderError(f"{path}, {where}: this is no JSON: {error.msg}") from error
    except (UnicodeDecodeError, RecursionError) as error:
        raise SchemaFolderError(f"{path} is no JSON: {error}") from error
    if not isinstance(content, dict):
        raise SchemaFolderError(f"{path} must hold an object")
    return content


@cache
def language() -> dict[str, Any]:
    """What may stand in the files, as a JSON Schema."""
    path = os.path.join(resources.folder("schemas"), "annotations.json")
    with open(path, encoding="utf-8") as file:
        content: dict[str, Any] = json.load(file)
    return content


def _demand_form(path: str, content: Mapping[str, Any]) -> None:
    from jsonschema import Draft202012Validator, FormatChecker

    folder = path.partition("/")[0]
    definition = _DEFINITIONS.get(folder, f"{path.removesuffix('.json')}-file")
    schema = {"$ref": f"#/$defs/{definition}", "$defs": language()["$defs"]}
    validator = Draft202012Validator(schema, format_checker=FormatChecker(["regex"]))
    error = min(validator.iter_errors(content), key=_order, default=None)
    if error is not None:
        raise SchemaFolderError(f"{path}: {_message(error)}")


def _order(error: "ValidationError") -> tuple[int, list[str]]:
    rank = _FIRST.index(error.validator) if error.validator in _FIRST else len(_FIRST)
    return rank, [str(part) for part in error.absolute_path]


def _message(error: "ValidationError") -> str:
    """What is wrong, with the way to the key."""
    keys = list(error.absolute_path)
    problem = _problem(error)
    return f"{way(keys)}: {problem}" if keys else problem


def way(keys: Iterable[str | int]) -> str:
    """The way to a key: `x-kind.tables.Incident`."""
    return ".".join(str(key) for key in keys)


def _problem(error: "ValidationError") -> str:
    value: Any = error.instance
    wanted: Any = error.validator_value
    schema: Any = error.schema
    if error.validator == "additionalProperties":
        known = schema.get("properties", {})
        unknown = next(key for key in value if key not in known)
        return f"there is no key {unknown!r} here{nearest(unknown, known)}"
    if error.validator == "required":
        missing = next(key for key in wanted if key not in value)
        return f"the key {missing!r} is missing"
    if error.validator == "enum":
        return f"{value!r} is not one of {', '.join(map(repr, wanted))}{nearest(value, wanted)}"
    if error.validator == "const":
        return f"the value must be {wanted!r}, not {value!r}"
    if error.validator == "type":
        return f"the value must be {_TYPES[wanted]}, not {json.dumps(value, ensure_ascii=False)}"
    if error.validator == "format":
        return f"{value!r} is no regular expression: {_fault_of(value)}"
    if error.validator == "pattern":
        return f"{value!r} does not have the form {wanted}"
    if error.validator in ("minLength", "minItems", "minProperties"):
        return "the value is empty"
    return error.message


def _fault_of(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        return str(error)
    return "it can not be compiled"


def nearest(name: object, known: Iterable[str]) -> str:
    """A hint at the most similar of some names, or an empty string."""
    near = get_close_matches(str(name), list(known), n=1, cutoff=0.5)
    return f"; did you mean {near[0]!r}?" if near else ""
