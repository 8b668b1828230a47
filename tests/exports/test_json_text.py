"""JSON is read as `json` reads it, and each value is found where it stands."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.errors import UnreadableFileError
from frameworklint.exports.json_text import Locator, Way, read

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-9, 9) | st.text(max_size=9),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=5,
)
OBJECTS = st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=4), max_size=4)
BESIDE = st.dictionaries(st.text(max_size=5).filter(lambda key: key != "objects"), VALUES)
LAYOUTS = st.sampled_from(
    [
        {},
        {"indent": 4},
        {"separators": (",", ":")},
        {"indent": 1, "separators": (" ,", "\t:\r\n"), "ensure_ascii": False},
    ]
)


def ways(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[Way, Any]]:
    """All values inside a value, each with the way to it."""
    yield way, value
    inside = value.items() if isinstance(value, dict) else ()
    for key, one in enumerate(value) if isinstance(value, list) else inside:
        yield from ways(one, (*way, key))


@settings(max_examples=30)
@given(OBJECTS, BESIDE, BESIDE, LAYOUTS, st.sampled_from(["", "\ufeff"]))
def test_every_value_is_found_where_it_stands(
    objects: list[Any], before: dict[str, Any], behind: dict[str, Any], layout: Any, mark: str
) -> None:
    text = json.dumps({**before, "objects": objects, **behind}, **layout)
    found = read((mark + text).encode("utf-8", "surrogatepass"), "objects")
    assert [one.content for one in found.objects] == objects
    assert found.beside == {**before, **behind}
    assert found.text[found.span.start] == "["
    locator = Locator(found.text)
    for one in found.objects:
        for way, value in ways(one.content):
            span = locator.locate(one.span.start, way)
            assert json.loads(found.text[slice(*span)]) == value


@settings(max_examples=50)
@given(st.text('{}[]",:\\ntfau0123e-.x \n', max_size=40))
def test_what_json_refuses_is_refused(text: str) -> None:
    text = f'{{"objects": [{text}]}}'
    try:
        expected = json.loads(text, parse_constant=lambda name: 1 / 0)["objects"]
        is_right = all(isinstance(one, dict) for one in expected)
    except (ValueError, ZeroDivisionError):
        is_right = False
    if is_right:
        assert [one.content for one in read(text.encode(), "objects").objects] == expected
    else:
        with pytest.raises(UnreadableFileError):
            read(text.encode(), "objects")


def test_keys_that_stand_twice_are_told_of_their_object() -> None:
    text = '{"objects": [{"a": 1}, {"b": {"c": 1, "c": 2}, "d": 1, "d": 2}, {"a": 1}]}'
    found = read(text.encode(), "objects").objects
    assert [one.repeated for one in found] == [(), ("c", "d"), ()]


def test_a_way_is_followed_as_far_as_it_goes() -> None:
    text = '{"a": {"b": [1, {"c": 2}]}}'
    locate = Locator(text).locate
    assert text[slice(*locate(0, ("a", "b", 1, "x")))] == '{"c": 2}'
    assert text[slice(*locate(0, ("a", "b", 7)))] == '[1, {"c": 2}]'
    assert text[slice(*locate(0, ("a", 0)))] == '{"b": [1, {"c": 2}]}'
