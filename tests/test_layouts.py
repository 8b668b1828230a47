"""A layout's short way to a valid record agrees with jsonschema."""

from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from frameworklint import kinds
from frameworklint.kinds import Layout

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


@given(_records())
def test_surely_valid_is_what_jsonschema_calls_valid(case: tuple[Layout, dict[str, str]]) -> None:
    layout, record = case
    valid = Draft202012Validator(layout.schema).is_valid(record)
    assert layout.is_surely_valid(record) == valid
    assert bool(layout.errors(record)) == (not valid)


def test_a_schema_with_other_keywords_is_left_to_jsonschema() -> None:
    schema = {
        "type": "object",
        "required": ["name"],
        "properties": {"name": {"type": "string", "maxLength": 3}},
        "additionalProperties": False,
    }
    layout = Layout("2030", schema)
    assert not layout.is_surely_valid({"name": "x"})
    assert layout.errors({"name": "x"}) == []
    assert [error.keyword for error in layout.errors({"name": "long"})] == ["maxLength"]
