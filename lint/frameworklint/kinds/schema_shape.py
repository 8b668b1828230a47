"""Whether each file of a schema folder has the keys and values that `annotations.json` asks for."""

import json
import os
import re
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker, SchemaError, ValidationError

from frameworklint import resources
from frameworklint.kinds.schema_files import (
    EXPORTS,
    FRAMEWORK,
    WORKBOOK,
    Problem,
    SchemaFiles,
    nearest,
)
from frameworklint.suggestions import did_you_mean

_FORMATS, _LAYOUT_FORMATS = FormatChecker(()), FormatChecker(())
_NO_REGEX = (re.error, OverflowError, RecursionError)
_TYPES = {
    "array": "a list",
    "boolean": "true or false",
    "integer": "a whole number",
    "null": "null",
    "number": "a number",
    "object": "an object",
    "string": "a text",
}
# What JSON Schema gives a meaning: what jsonschema checks, and what only tells something.
_TELLING = (
    "$anchor $comment $defs $id $schema contentEncoding contentMediaType contentSchema default"
    " deprecated description else examples maxContains minContains readOnly then title writeOnly"
)
_KEYWORDS = {*Draft202012Validator.VALIDATORS, *_TELLING.split(" ")}


@_LAYOUT_FORMATS.checks("regex", raises=_NO_REGEX)
def _is_regex(value: object) -> bool:
    return not isinstance(value, str) or bool(re.compile(value))


@_FORMATS.checks("regex", raises=_NO_REGEX)
def _is_part_of_regex(value: object) -> bool:
    # Rules put these into longer ones, where `(?i)` has no place.
    return not isinstance(value, str) or bool(re.compile(f"(?:{value})"))


def problems(files: SchemaFiles) -> Iterator[Problem]:
    """What is wrong with each file, the key that is unknown before the one that is missing."""
    for path, content in files.items():
        errors = sorted(_validator(_form_of(path)).iter_errors(content), key=_order)
        yield from (Problem(path, tuple(error.absolute_path), in_words(error)) for error in errors)
        if not errors:
            for name, layout in content.get("$defs", {}).items():
                yield from _problems_of_layout(path, name, layout)


def _form_of(path: str) -> str:
    """The definition in `annotations.json` that a file follows."""
    if path in (FRAMEWORK, WORKBOOK, EXPORTS):
        return path.replace(".json", "-file")
    return "kind-file" if path.startswith("kinds/") else "index-file"


@cache
def _validator(form: str) -> Any:
    with open(os.path.join(resources.folder("schemas"), "annotations.json"), encoding="utf-8") as f:
        definitions = json.load(f)["$defs"]
    schema = {"$ref": f"#/$defs/{form}", "$defs": definitions}
    return Draft202012Validator(schema, format_checker=_FORMATS)


def _order(error: ValidationError) -> tuple[bool, list[str]]:
    return error.validator != "additionalProperties", [str(key) for key in error.absolute_path]


def in_words(error: ValidationError | SchemaError) -> str:
    """What is wrong, in words."""
    value: Any = error.instance
    asked: Any = error.validator_value
    schema: Any = error.schema
    shown = _shown(value)
    match error.validator:
        case "additionalProperties":
            known: Mapping[str, Any] = schema["properties"]
            unknown = next(key for key in value if key not in known)
            free = known.keys() - value.keys() or known
            return f"there is no key {unknown!r}{nearest(unknown, free, 'keys')}"
        case "required" | "dependentRequired":
            return f"the key {_missing(value, asked)!r} is missing"
        case "type":
            types = [asked] if isinstance(asked, str) else asked
            return f"it must be {' or '.join(_TYPES[name] for name in types)}, not {shown}"
        case "enum":
            return f"it must be one of {', '.join(asked)}, not {shown}"
        case "anyOf":  # asked by JSON Schema of `type` only
            return f"{shown} is no type that JSON Schema knows"
        case "minLength" | "minItems" | "minProperties":
            return "it must not be empty"
        case "minimum" | "maximum":
            side = "least" if error.validator == "minimum" else "most"
            return f"it must be at {side} {asked}, not {shown}"
        case "format":
            return f"{shown} is no regular expression"
        case "pattern" if "description" in schema:
            return f"{shown} does not have the form that is asked for: {schema['description']}"
    return error.message


def _missing(value: Mapping[str, Any], asked: Any) -> str:
    """The first key that is missing: of a list, or of those that a key that is there asks for."""
    keys: list[str] = asked
    if isinstance(asked, Mapping):
        keys = [key for given, keys in asked.items() if given in value for key in keys]
    return next(key for key in keys if key not in value)


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, default=str)  # TOML has dates
    return text if len(text) <= 60 else f"{text[:59]}…"


# A layout is a JSON Schema of its own, in which anything may stand that JSON Schema knows.


def _problems_of_layout(path: str, name: str, layout: Mapping[str, Any]) -> Iterator[Problem]:
    where: tuple[str | int, ...] = ("$defs", name)
    properties = {("properties", key): value for key, value in layout["properties"].items()}
    for place, schema in [((), layout), *properties.items()]:
        for keyword in sorted(schema.keys() - _KEYWORDS):
            text = f"JSON Schema has no key {keyword!r}{did_you_mean(keyword, sorted(_KEYWORDS))}"
            yield Problem(path, (*where, *place), text)
    try:
        Draft202012Validator.check_schema(layout, format_checker=_LAYOUT_FORMATS)
    except SchemaError as error:
        yield Problem(path, (*where, *error.absolute_path), in_words(error))
    for keys in _references(layout, ()):
        yield Problem(path, (*where, *keys), "a layout can not refer to other schemas")
    for key in layout["required"]:
        if key not in layout["properties"]:
            text = f"{key!r} is required, but not one of the properties"
            yield Problem(path, (*where, "required"), text + _near_property(key, layout))


def _references(schema: Any, keys: tuple[str | int, ...]) -> Iterator[tuple[str | int, ...]]:
    """The places of references, which lead nowhere from a layout that stands alone."""
    if isinstance(schema, list):
        schema = dict(enumerate(schema))
    if isinstance(schema, dict):
        for key, value in schema.items():
            if key in ("$ref", "$dynamicRef"):
                yield (*keys, key)
            yield from _references(value, (*keys, key))


def _near_property(key: str, layout: Mapping[str, Any]) -> str:
    free = layout["properties"].keys() - set(layout["required"])
    return nearest(key, free, "free ones") if free else ""
