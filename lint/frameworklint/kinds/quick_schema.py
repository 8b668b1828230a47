"""Whether a value fits a JSON Schema, for the keywords that those of formats and settings use.

To import jsonschema takes more time than to check a whole export. It is asked only where something
does not fit, for then it says what; a test holds both to the same verdicts.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

Schemas = Mapping[str, Any]
_SAYS_NOTHING = frozenset(
    {"$schema", "$id", "$comment", "title", "description", "definitions", "format", "examples"}
    | {"default"}
    | {"then", "else"}  # which are read with `if`
)


class UnknownKeywordError(Exception):
    """A schema has a keyword of which nothing is known here."""


class QuickSchema:
    """A schema that may refer to others."""

    def __init__(self, schemas: Schemas, name: str) -> None:
        """Read nothing yet.

        Args:
            schemas: the contents of schema files by name, without folder and ending.
            name: the name of the file.
        """
        self._schemas = schemas
        self._name = name
        self._at = name  # in which file the schema stands that is being read

    def fits(self, value: Any) -> bool:
        """Whether a value fits the schema.

        Raises:
            UnknownKeywordError: nobody knows here.
        """
        self._at = self._name
        return self._fits(self._schemas[self._name], value)

    def _fits(self, schema: Any, value: Any) -> bool:
        if isinstance(schema, bool):
            return schema
        return all(
            self._keyword(key, asked, schema, value)
            for key, asked in schema.items()
            if key not in _SAYS_NOTHING
        )

    def _keyword(self, key: str, asked: Any, schema: Any, value: Any) -> bool:
        if key in _ON_TEXTS:
            return not isinstance(value, str) or _ON_TEXTS[key](asked, value)
        if key in _ON_NUMBERS:
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return not is_number or _ON_NUMBERS[key](asked, value)
        if key in _ON_LISTS:
            return not isinstance(value, list) or _ON_LISTS[key](self, asked, value)
        if key in _ON_OBJECTS:
            return not isinstance(value, dict) or _ON_OBJECTS[key](self, asked, value, schema)
        if key in _ON_ALL:
            return _ON_ALL[key](self, asked, value, schema)
        raise UnknownKeywordError(key)

    # What holds for any value.

    def _ref(self, asked: str, value: Any, schema: Any) -> bool:
        file, _, fragment = asked.partition("#")
        before = self._at
        self._at = file.rpartition("/")[2].removesuffix(".json") or before
        try:
            found = self._schemas[self._at]
            for step in fragment.split("/")[1:]:
                found = found[step]
            return self._fits(found, value)
        finally:
            self._at = before

    def _type(self, asked: Any, value: Any, schema: Any) -> bool:
        return any(_TYPES[name](value) for name in ([asked] if isinstance(asked, str) else asked))

    def _enum(self, asked: list[Any], value: Any, schema: Any) -> bool:
        if not all(isinstance(known, str) for known in asked):
            raise UnknownKeywordError("enum")
        return value in asked

    def _all_of(self, asked: list[Any], value: Any, schema: Any) -> bool:
        return all(self._fits(part, value) for part in asked)

    def _any_of(self, asked: list[Any], value: Any, schema: Any) -> bool:
        return any(self._fits(part, value) for part in asked)

    def _one_of(self, asked: list[Any], value: Any, schema: Any) -> bool:
        return sum(self._fits(part, value) for part in asked) == 1

    def _not(self, asked: Any, value: Any, schema: Any) -> bool:
        return not self._fits(asked, value)

    def _if(self, asked: Any, value: Any, schema: Any) -> bool:
        return self._fits(schema.get("then" if self._fits(asked, value) else "else", True), value)

    # What holds for lists and for objects.

    def _items(self, asked: Any, value: list[Any]) -> bool:
        return all(self._fits(asked, one) for one in value)

    def _contains(self, asked: Any, value: list[Any]) -> bool:
        return any(self._fits(asked, one) for one in value)

    def _properties(self, asked: Schemas, value: dict[str, Any], schema: Any) -> bool:
        return all(self._fits(part, value[key]) for key, part in asked.items() if key in value)

    def _pattern_properties(self, asked: Schemas, value: dict[str, Any], schema: Any) -> bool:
        return all(
            self._fits(part, inside)
            for pattern, part in asked.items()
            for key, inside in value.items()
            if re.search(pattern, key)
        )

    def _additional(self, asked: Any, value: dict[str, Any], schema: Any) -> bool:
        named, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
        return all(
            self._fits(asked, inside)
            for key, inside in value.items()
            if key not in named and not any(re.search(pattern, key) for pattern in patterns)
        )

    def _names(self, asked: Any, value: dict[str, Any], schema: Any) -> bool:
        return all(self._fits(asked, key) for key in value)


def _is_integer(value: Any) -> bool:
    if isinstance(value, bool):
        return False
    return isinstance(value, int) or (isinstance(value, float) and value.is_integer())


_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "array": lambda value: isinstance(value, list),
    "boolean": lambda value: isinstance(value, bool),
    "integer": _is_integer,
    "null": lambda value: value is None,
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "object": lambda value: isinstance(value, dict),
    "string": lambda value: isinstance(value, str),
}
_ON_TEXTS: Mapping[str, Callable[[Any, str], bool]] = {
    "pattern": lambda asked, value: re.search(asked, value) is not None,
    "minLength": lambda asked, value: len(value) >= asked,
    "maxLength": lambda asked, value: len(value) <= asked,
}
_ON_NUMBERS: Mapping[str, Callable[[Any, Any], bool]] = {
    "minimum": lambda asked, value: value >= asked,
    "maximum": lambda asked, value: value <= asked,
}
_ON_LISTS: Mapping[str, Callable[[QuickSchema, Any, list[Any]], bool]] = {
    "items": QuickSchema._items,
    "contains": QuickSchema._contains,
    "minItems": lambda _, asked, value: len(value) >= asked,
    "maxItems": lambda _, asked, value: len(value) <= asked,
}
_ON_OBJECTS: Mapping[str, Callable[[QuickSchema, Any, dict[str, Any], Any], bool]] = {
    "properties": QuickSchema._properties,
    "patternProperties": QuickSchema._pattern_properties,
    "additionalProperties": QuickSchema._additional,
    "propertyNames": QuickSchema._names,
    "required": lambda _, asked, value, schema: all(key in value for key in asked),
    "minProperties": lambda _, asked, value, schema: len(value) >= asked,
}
_ON_ALL: Mapping[str, Callable[[QuickSchema, Any, Any, Any], bool]] = {
    "$ref": QuickSchema._ref,
    "type": QuickSchema._type,
    "enum": QuickSchema._enum,
    "allOf": QuickSchema._all_of,
    "anyOf": QuickSchema._any_of,
    "oneOf": QuickSchema._one_of,
    "not": QuickSchema._not,
    "if": QuickSchema._if,
}
