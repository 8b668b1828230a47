"""Whether objects follow the JSON Schemas of a format, such as STIX 2.1.

jsonschema takes half a millisecond for an object of 15 properties. What it says of one follows
from the object's form: which properties it has, and of each text which of the schemas' patterns,
words and lengths it fits. The objects of an export have few forms, and each is checked once.
"""

import json
import os
import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from functools import cache
from typing import Any

from frameworklint import resources
from frameworklint.exports.form_error import FormError
from frameworklint.exports.json_text import Way
from frameworklint.exports.limits import FORM_LIMIT, LONGEST_TEXT, MISFIT_LIMIT
from frameworklint.kinds.exports import SchemasAnnotation
from frameworklint.kinds.quick_schema import QuickSchema, UnknownKeywordError

# Patterns that take exponential time, and what is equal and does not: (a+)+ and a+.
_EQUAL = {"([a-z][a-z0-9]*)+": "[a-z][a-z0-9]*"}
_LENGTHS = frozenset({"minLength", "maxLength"})
# The keywords whose faults `_words` says in words of their own.
_SAID = frozenset(
    {"required", "enum", "const", "type", "pattern", "format", "minItems", "minLength"}
    | {"minProperties", "additionalProperties"}
)


class TooManyFormsError(Exception):
    """So many objects differ in form that to check each would take too long."""

    def __init__(self) -> None:
        super().__init__(f"is not checked, as more than {FORM_LIMIT:,} objects before it differ")


class SchemaCheck:
    """Holds objects against the schemas of a folder."""

    def __init__(self, annotation: SchemasAnnotation) -> None:
        """Check nothing yet."""
        self._schemas = _loaded(annotation.folder)
        self._noun = annotation.noun
        self._other = annotation.other
        self._validators: dict[str, Any] = {}
        self._forms: dict[str, _Forms] = {}
        self._known: dict[Any, list[FormError]] = {}
        self._left = MISFIT_LIMIT

    def errors(self, kind: str, content: Mapping[str, Any]) -> list[FormError]:
        """What is wrong with an object.

        Args:
            kind: its type.
            content: what it holds.

        Raises:
            TooManyFormsError: too many were checked already.
            RecursionError: it is nested too deeply.
        """
        name = kind if self._schemas.is_type(kind) else self._other
        if name not in self._forms:
            self._forms[name] = self._schemas.forms(name)
        form = name, self._forms[name].of(content)
        found = self._known.get(form)
        if found is None:
            if len(self._known) >= FORM_LIMIT:
                raise TooManyFormsError
            found = self._known[form] = self._check(name, content)
        return found

    def _check(self, name: str, content: Mapping[str, Any]) -> list[FormError]:
        long = next(_long_texts(content, ()), None)
        if long is not None:
            return [FormError(long, "maxLength", f"holds more than {LONGEST_TEXT:,} characters")]
        with suppress(UnknownKeywordError):
            if self._schemas.quick(name).fits(content):
                return []
        size = _size(content)
        if size > self._left:
            words = f"is not what {self._noun} allows; too much is wrong to say what"
            return [FormError((), "forms", words)]
        self._left -= size
        if name not in self._validators:
            self._validators[name] = self._schemas.validator(name)
        errors = sorted(self._validators[name].iter_errors(content), key=_rank)
        found: dict[tuple[Way, str], FormError] = {}
        for error in errors:
            way, keyword = tuple(error.absolute_path), str(error.validator)
            words = _words(error, self._noun)
            # What is missing in a value is told beside what the value itself is: all of it, as
            # the schema of a type and the one that all types share each demand their own.
            key = way, words if keyword == "required" else ""
            found.setdefault(key, FormError(way, keyword, words))
        return list(found.values())


def _rank(error: Any) -> tuple[list[str], bool]:
    """By the place, and first what words can be found for: of each value, only that is told."""
    return [str(step) for step in error.absolute_path], error.validator not in _SAID


def _size(value: Any) -> int:
    """How many values there are in a value, with itself."""
    inside = value.values() if isinstance(value, dict) else value
    return 1 + sum(map(_size, inside)) if isinstance(value, dict | list) else 1


def _long_texts(value: Any, way: tuple[str | int, ...]) -> Iterator[Way]:
    if isinstance(value, str):
        if len(value) > LONGEST_TEXT:
            yield way
    elif isinstance(value, dict):
        for key, inside in value.items():
            yield from [way] if len(key) > LONGEST_TEXT else _long_texts(inside, (*way, key))
    elif isinstance(value, list):
        for index, inside in enumerate(value):
            yield from _long_texts(inside, (*way, index))


class _Schemas(Mapping[str, Any]):
    """The schemas of a folder by name, read when they are first asked for."""

    def __init__(self, folder: str) -> None:
        top = os.path.join(resources.folder("schemas"), folder)
        self._paths = {
            file.removesuffix(".json"): os.path.join(parent, file)
            for parent, _, files in os.walk(top)
            for file in files
            if file.endswith(".json")
        }
        self._contents: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        """The content of a schema."""
        if name not in self._contents:
            with open(self._paths[name], encoding="utf-8") as file:
                self._contents[name] = json.loads(_quick(file.read()))
        return self._contents[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def is_type(self, name: str) -> bool:
        """Whether there is a schema of a type of objects."""
        return name in self._paths and _is_of_type(self[name], name)

    def validator(self, name: str) -> Any:
        """What checks objects by a schema, and says what is wrong."""
        from jsonschema import Draft202012Validator
        from referencing import Registry
        from referencing.jsonschema import DRAFT202012

        registry: Any = Registry().with_resources(
            (content["$id"], DRAFT202012.create_resource(content)) for content in self.values()
        )
        return Draft202012Validator(self[name], registry=registry)

    def quick(self, name: str) -> QuickSchema:
        """What says in less time that an object fits."""
        return QuickSchema(self, name)

    def forms(self, name: str) -> "_Forms":
        """What tells the forms of objects apart by a schema, and by those that it refers to."""
        reached, left = set[str](), [name]
        while left:
            at = left.pop()
            if at in self._paths and at not in reached:
                reached.add(at)
                left += _references(self[at])
        return _Forms({at: self[at] for at in sorted(reached)})


class _Forms:
    """The forms of values: two of one form are judged alike by some schemas.

    A text is judged by the patterns that its key, or that of its list, leads to.
    """

    def __init__(self, schemas: Mapping[str, Any]) -> None:
        self._schemas = schemas
        self._asked = list(_asked(list(schemas.values())))
        self._words = frozenset(_fixed(self._asked))
        self._lengths = sorted({value for key, value in self._asked if key in _LENGTHS})
        self._patterns: dict[str, list[re.Pattern[str]]] = {}
        self._classes: dict[tuple[str, str], Any] = {}

    def of(self, value: Any, key: str = "") -> Any:
        """The form of a value that stands under a key."""
        if isinstance(value, str):
            return self._classes.get((key, value)) or self._class(key, value)
        if isinstance(value, dict):
            return tuple([(name, self.of(inside, name)) for name, inside in value.items()])
        if isinstance(value, list):
            return (len(value), *[self.of(inside, key) for inside in value])
        return type(value).__name__, value

    def _class(self, key: str, text: str) -> Any:
        """Which words, patterns and lengths of the schemas a text fits."""
        found: Any = text
        if text not in self._words:
            if key not in self._patterns:
                self._patterns[key] = [re.compile(one) for one in sorted(self._patterns_at(key))]
            fits = [bool(one.search(text[:LONGEST_TEXT])) for one in self._patterns[key]]
            found = (*fits, *[len(text) >= n for n in self._lengths], len(text) > LONGEST_TEXT)
        self._classes[key, text] = found
        return found

    def _patterns_at(self, key: str) -> set[str]:
        """The patterns by which a text under a key can be judged."""
        found: set[str] = set()
        for keyword, asked in self._asked:
            if not isinstance(asked, dict):
                continue
            if keyword == "properties" and key in asked:
                found |= self._reached(asked[key], set())
            elif keyword == "patternProperties":
                for pattern, inside in asked.items():
                    if re.search(pattern, key):
                        found |= self._reached(inside, set())
            elif keyword == "additionalProperties":
                found |= self._reached(asked, set())
        return found

    def _reached(self, schema: Any, seen: set[str]) -> set[str]:
        """The patterns in a schema, and in those to which it refers."""
        asked = list(_asked(schema))
        found = set(_patterns(asked))
        for keyword, value in asked:
            if keyword == "$ref" and isinstance(value, str) and value not in seen:
                seen.add(value)
                # Which file a reference within a file is about is not known here: it may be any.
                name = value.partition("#")[0].rpartition("/")[2].removesuffix(".json")
                inside = self._schemas.get(name, list(self._schemas.values()))
                found |= self._reached(inside, seen)
        return found


_loaded = cache(_Schemas)


def _quick(text: str) -> str:
    for slow, quick in _EQUAL.items():
        text = text.replace(slow, quick)
    return text


def _is_of_type(schema: Any, name: str) -> bool:
    """Whether a schema says that it is that of a type."""
    if isinstance(schema, dict):
        own = schema.get("properties", {}).get("type", {})
        parts = [*schema.get("allOf", ()), *schema.get("oneOf", ())]
        return own.get("enum") == [name] or any(_is_of_type(part, name) for part in parts)
    return False


def _asked(schema: Any) -> Iterator[tuple[str, Any]]:
    """All keywords of a schema with what they ask; names of properties among them do no harm."""
    if isinstance(schema, list):
        for inside in schema:
            yield from _asked(inside)
    elif isinstance(schema, dict):
        for key, value in schema.items():
            if key != "propertyNames":  # the form of an object holds the names themselves
                yield key, value
                yield from _asked(value)


def _references(schema: Any) -> Iterator[str]:
    """The names of the schemas to which a schema refers."""
    for key, value in _asked(schema):
        if key == "$ref" and isinstance(value, str):
            yield value.partition("#")[0].rpartition("/")[2].removesuffix(".json")


def _patterns(asked: list[tuple[str, Any]]) -> Iterator[str]:
    """The patterns of texts; those of keys tell no forms apart, in which the keys stand."""
    for key, value in asked:
        if key == "pattern" and isinstance(value, str):
            yield value


def _fixed(asked: list[tuple[str, Any]]) -> Iterator[str]:
    for key, value in asked:
        values = value if key == "enum" else [value] if key == "const" else ()
        yield from (one for one in values if isinstance(one, str))


def _words(error: Any, noun: str) -> str:
    """What is wrong with a value, in words that follow its name."""
    value, asked = error.instance, error.validator_value
    match error.validator:
        case "required":
            missing = [f"`{key}`" for key in asked if key not in value]
            return f"lacks {' and '.join(filter(None, [', '.join(missing[:-1]), missing[-1]]))}"
        case "enum" | "const":
            return f"is none of the values that {noun} knows there"
        case "type":
            return f"must be of the type `{asked}`"
        case "pattern" | "format":
            what = error.schema.get("title", "")
            form = f"`{what}`" if what else "that is asked for there"
            return f"does not have the form {form} of {noun}"
        case "minItems" | "minLength" | "minProperties":
            return "is empty"
        case "additionalProperties":
            return f"has a property whose name {noun} does not allow"
    return f"is not what {noun} allows there"
