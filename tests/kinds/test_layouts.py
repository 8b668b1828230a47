"""What is said of a record without jsonschema is what jsonschema says."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from frameworklint.kinds import load as kinds
from frameworklint.kinds.flat_schema import Error, FlatSchema
from frameworklint.kinds.layouts import Layout

KINDS = kinds.load()
LAYOUTS = [layout for kind in KINDS.all for layout in kind.layouts]
VALUES = ["", "x", "2016", "2016.0", "TA01", "TA01 Plan", "M001 - X", "S001, S002", "incident"]


@st.composite
def _records(draw: st.DrawFn) -> tuple[Layout, dict[str, str]]:
    layout = draw(st.sampled_from(LAYOUTS))
    record = {
        key: schema.get("const", draw(st.sampled_from(VALUES)))
        for key, schema in layout.properties.items()
        if key in layout.required or draw(st.booleans())
    }
    changed = draw(st.dictionaries(st.sampled_from([*record, "Unknown"]), st.sampled_from(VALUES)))
    dropped = draw(st.sets(st.sampled_from(sorted(record)), max_size=1))
    return layout, {k: v for k, v in (record | changed).items() if k not in dropped}


def _said_by_jsonschema(schema: dict[str, Any], record: dict[str, str]) -> list[Error]:
    return [
        Error(str(error.validator), str(next(iter(error.path), "")), error.validator_value)
        for error in Draft202012Validator(schema).iter_errors(record)
    ]


@given(_records())
def test_a_layout_finds_what_jsonschema_finds(case: tuple[Layout, dict[str, str]]) -> None:
    layout, record = case
    assert FlatSchema(layout.schema).is_plain
    assert list(FlatSchema(layout.schema).errors(record)) == _said_by_jsonschema(
        layout.schema, record
    )


_TEXTS = st.text(st.sampled_from("aé.1 \n"), max_size=3)
_PATTERNS = st.sampled_from(["^a", "a$", "^$", "[1é]", "^(a|1)+$", "", ".", r"\S", "^a\n?$"])
_PROPERTY = st.fixed_dictionaries(
    {},
    optional={
        "type": st.just("string"),
        "const": _TEXTS | st.integers() | st.none(),
        "enum": st.lists(_TEXTS | st.integers(), max_size=3, unique=True),
        "minLength": st.integers(0, 3),
        "pattern": _PATTERNS,
        "description": _TEXTS,
        "examples": st.lists(_TEXTS),
    },
)
_KEYS = st.sampled_from(["a", "b", "| c", "d"])


@st.composite
def _schemas(draw: st.DrawFn) -> dict[str, Any]:
    parts = {
        "type": "object",
        "required": draw(st.lists(_KEYS, unique=True)),
        "properties": draw(st.dictionaries(_KEYS, _PROPERTY)),
        "additionalProperties": False,
        "description": "x",
    }
    wanted = draw(st.lists(st.sampled_from(sorted(parts)), unique=True))
    return {keyword: parts[keyword] for keyword in wanted}


@given(_schemas(), st.dictionaries(_KEYS, _TEXTS))
def test_any_plain_schema_says_what_jsonschema_says(
    schema: dict[str, Any], record: dict[str, str]
) -> None:
    assert FlatSchema(schema).is_plain
    assert list(FlatSchema(schema).errors(record)) == _said_by_jsonschema(schema, record)


@pytest.mark.parametrize(
    "change",
    [
        {"minProperties": 3},
        {"type": "array"},
        {"additionalProperties": {"minLength": 9}},
        {"properties": {"a": {"maxLength": 0}}},
        {"properties": {"a": {"type": "number"}}},
        {"properties": {"a": {"type": ["string", "null"], "minLength": 9}}},
        {"properties": {"a": {"$ref": "#/$defs/long"}}, "$defs": {"long": {"minLength": 9}}},
        {"$schema": "https://json-schema.org/draft/2020-12/schema", "required": ["z"]},
    ],
)
def test_a_schema_with_other_keywords_is_left_to_jsonschema(change: dict[str, Any]) -> None:
    schema = {"type": "object", "required": ["a"], "properties": {"b": {}}} | change
    record = {"a": "x", "b": "y"}
    assert not FlatSchema(schema).is_plain
    found = list(FlatSchema(schema).errors(record))
    assert found == _said_by_jsonschema(schema, record)
    assert found


def test_a_layout_with_other_keywords_is_left_to_jsonschema() -> None:
    schema = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "maxLength": 3}},
        "additionalProperties": False,
    }
    layout = Layout("2030", schema)
    assert not FlatSchema(schema).is_plain
    assert layout.errors({"name": "x"}) == ()
    assert [error.keyword for error in layout.errors({"name": "long"})] == ["maxLength"]
