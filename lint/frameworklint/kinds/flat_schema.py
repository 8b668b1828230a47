"""What jsonschema says of a flat record, without importing it where the schema is a plain one.

jsonschema takes a twentieth of a whole run to import, and then longer over a record than all rules
take over its page. The schemas of a framework use a few keywords only, whose meaning for an object
of strings is plain (JSON Schema 2020-12, Validation, sections 6.1.1 to 6.1.3, 6.3 and 6.5.3; Core,
sections 10.3.2.1 and 10.3.2.3). A schema with any other keyword is jsonschema's own affair.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

_OBJECT = frozenset({"description", "type", "required", "properties", "additionalProperties"})
_TEXT = frozenset({"description", "examples", "type", "const", "enum", "minLength", "pattern"})
_Check = Callable[[str], bool]


class Error(NamedTuple):
    """A disagreement between a record and its schema.

    Attributes:
        keyword: the keyword that failed.
        key: the record's key, or an empty string where the keyword concerns the whole record.
        value: the keyword's value in the schema.
    """

    keyword: str
    key: str
    value: Any


class FlatSchema:
    """The schema of a flat object of strings."""

    def __init__(self, schema: Mapping[str, Any]) -> None:
        self._schema = schema

    def errors(self, record: Mapping[str, str]) -> Iterator[Error]:
        """What jsonschema says against a record, in its order."""
        if self.is_plain:
            return self._plain_errors(record)
        return (
            Error(str(error.validator), str(next(iter(error.path), "")), error.validator_value)
            for error in self._validator.iter_errors(record)
        )

    @cached_property
    def is_plain(self) -> bool:
        """Whether no keyword is beyond this module."""
        schema = self._schema
        if schema.keys() - _OBJECT or schema.get("type", "object") != "object":
            return False
        if schema.get("additionalProperties", False) is not False:
            return False
        texts = schema.get("properties", {}).values()
        return all(
            isinstance(text, Mapping)
            and not text.keys() - _TEXT
            and text.get("type", "string") == "string"
            for text in texts
        )

    @cached_property
    def _validator(self) -> Any:
        from jsonschema import Draft202012Validator

        return Draft202012Validator(self._schema)

    @cached_property
    def _checks(self) -> dict[str, list[tuple[str, Any, _Check]]]:
        """The checks of each property: keyword, value, whether a string has what it asks for."""
        return {
            key: [
                (word, value, _CHECKS[word](value))
                for word, value in text.items()
                if word in _CHECKS
            ]
            for key, text in self._schema.get("properties", {}).items()
        }

    def _plain_errors(self, record: Mapping[str, str]) -> Iterator[Error]:
        for keyword, value in self._schema.items():
            if keyword == "required":
                yield from (Error(keyword, "", value) for key in value if key not in record)
            elif keyword == "properties":
                yield from self._errors_of_values(record)
            elif keyword == "additionalProperties" and record.keys() - self._checks.keys():
                yield Error(keyword, "", value)

    def _errors_of_values(self, record: Mapping[str, str]) -> Iterator[Error]:
        for key, checks in self._checks.items():
            text = record.get(key)
            if text is not None:
                for keyword, value, holds in checks:
                    if not holds(text):
                        yield Error(keyword, key, value)


def _has_pattern(pattern: str) -> _Check:
    search = re.compile(pattern).search
    return lambda text: search(text) is not None


_CHECKS: dict[str, Callable[[Any], _Check]] = {
    "const": lambda const: lambda text: text == const,
    "enum": lambda values: lambda text: text in values,
    "minLength": lambda shortest: lambda text: len(text) >= shortest,
    "pattern": _has_pattern,
}
