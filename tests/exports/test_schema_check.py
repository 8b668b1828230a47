"""Objects are judged as jsonschema judges them, and in reasonable time, whatever they hold."""

import copy
import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

from frameworklint import resources
from frameworklint.exports.limits import FORM_LIMIT, LONGEST_TEXT
from frameworklint.exports.schema_check import SchemaCheck, TooManyFormsError
from frameworklint.kinds.exports import SchemasAnnotation

from ..conftest import corpus

STIX = Path(resources.folder("schemas")) / "stix-2.1"
FILES = {path.stem: json.loads(path.read_text("utf-8")) for path in STIX.rglob("*.json")}
U = "00000000-0000-4000-8000-000000000001"
COMMON = {"spec_version": "2.1", "created": "2024-05-06T07:08:09.123Z"}
COMMON["modified"] = COMMON["created"]
GOOD: list[dict[str, Any]] = [
    {
        **COMMON,
        "type": "attack-pattern",
        "id": f"attack-pattern--{U}",
        "name": "Spread Rumors",
        "kill_chain_phases": [{"kill_chain_name": "disarm", "phase_name": "plan"}],
        "external_references": [
            {"source_name": "DISARM", "external_id": "T0001", "url": "https://example.org/"}
        ],
        "object_marking_refs": [f"marking-definition--{U}"],
        "x_mitre_platforms": ["Linux"],
        "x_mitre_is_subtechnique": False,
        "confidence": 50,
    },
    {
        **COMMON,
        "type": "relationship",
        "id": f"relationship--{U}",
        "relationship_type": "subtechnique-of",
        "source_ref": f"attack-pattern--{U}",
        "target_ref": f"attack-pattern--{U}",
    },
    {
        "type": "marking-definition",
        "spec_version": "2.1",
        "id": f"marking-definition--{U}",
        "created": "2024-05-06T07:08:09.123Z",
        "definition_type": "statement",
        "definition": {"statement": "CC-BY-SA-4.0"},
    },
    {**COMMON, "type": "identity", "id": f"identity--{U}", "name": "DISARM Foundation"},
    {**COMMON, "type": "x-mitre-matrix", "id": f"x-mitre-matrix--{U}", "tactic_refs": ["a"]},
]
ODD: st.SearchStrategy[Any] = st.sampled_from(
    [
        *(None, True, 0, -1, 1.5, 101, "", "x", "capec", "CAPEC-1", "tlp", "2.0", "action"),
        *([], {}, [1], [None], ["x"], {"x": 1}, f"identity--{U}", f"bundle--{U}"),
        *("2024-05-06T07:08Z", {"x-y-ext": {}}, {"x-y-ext": {"abc": 1}}, {"toplevel": 1}),
    ]
)
BOOLEANS: st.SearchStrategy[Any] = st.booleans()
KEYS = st.sampled_from(
    [
        *("type", "id", "created", "name", "kill_chain_phases", "external_references", "x", "X_y"),
        *("severity", "extensions", "granular_markings", "definition", "labels", "a_bin", "b_hex"),
    ]
)


def check() -> SchemaCheck:
    return SchemaCheck(SchemasAnnotation("stix-2.1", "STIX 2.1", "core"))


def official(name: str, content: Any) -> bool:
    """What jsonschema says of an object."""
    registry: Any = Registry().with_resources(
        (one["$id"], DRAFT202012.create_resource(one)) for one in FILES.values()
    )
    return Draft202012Validator(FILES[name], registry=registry).is_valid(content)


@pytest.mark.parametrize("content", GOOD, ids=lambda content: content["type"])
def test_a_right_object_has_no_errors(content: dict[str, Any]) -> None:
    assert check().errors(content["type"], content) == []


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(GOOD), st.lists(st.tuples(KEYS, ODD), min_size=1, max_size=2), st.data())
def test_a_changed_object_is_judged_as_jsonschema_does(
    right: dict[str, Any], changes: list[tuple[str, Any]], data: st.DataObject
) -> None:
    content = copy.deepcopy(right)
    for key, value in changes:
        place = content
        lists = [value for value in content.values() if isinstance(value, list) and value]
        inner = [value[0] for value in lists if isinstance(value[0], dict) and value[0]]
        if inner and data.draw(BOOLEANS):
            place = inner[-1]
            key = data.draw(st.sampled_from(sorted(place)))
        place[key] = value
        if data.draw(BOOLEANS):
            place.pop(key)
    name = right["type"] if right["type"] in FILES else "core"
    mine = check()
    assert mine.errors(right["type"], right) == []  # so that a form is known
    assert (mine.errors(right["type"], content) == []) == official(name, content)


def test_objects_of_one_form_are_checked_once() -> None:
    mine = check()
    for number in range(FORM_LIMIT * 2):
        uuid = f"{number:08}-0000-4000-8000-000000000001"
        content = {**GOOD[3], "id": f"identity--{uuid}", "name": f"Name {number}"}
        assert mine.errors("identity", content) == []
    for number in range(FORM_LIMIT - 1):
        mine.errors("identity", {**GOOD[3], f"x_{number}": 1})
    with pytest.raises(TooManyFormsError):
        mine.errors("identity", {**GOOD[3], "x_one_more": 1})


def test_a_text_that_is_too_long_is_told() -> None:
    (error,) = check().errors("identity", {**GOOD[3], "name": "x" * (LONGEST_TEXT + 1)})
    assert (error.way, error.keyword) == (("name",), "maxLength")


def _patterns() -> set[str]:
    loaded = SchemaCheck(SchemasAnnotation("stix-2.1", "STIX 2.1", "core"))._schemas
    text = json.dumps([loaded[name] for name in loaded])
    found = set(re.findall(r'"pattern": ("(?:[^"\\]|\\.)*")', text))
    found |= set(re.findall(r'("\^(?:[^"\\]|\\.)*"): \{', text))
    return {json.loads(pattern) for pattern in found}


@pytest.mark.parametrize("pattern", sorted(_patterns()))
def test_no_pattern_takes_long(pattern: str) -> None:
    compiled = re.compile(pattern)
    start = time.process_time()
    for part in (
        "a",
        "a1",
        "-a",
        "ab-",
        "0",
        "aaaaa1aaa-",
        ":a",
        "A",
        "T00:00:00.000",
        "\\\\",
        "?",
    ):
        for head in ("", "x--", "cpe:2.3:a:", "en-"):
            compiled.search(head + part * 2_000 + "!")
    assert time.process_time() - start < 1


def test_quicker_patterns_are_equal() -> None:
    slow, quick = r"^([a-z][a-z0-9]*)+(-[a-z0-9]+)*\-?$", r"^[a-z][a-z0-9]*(-[a-z0-9]+)*\-?$"
    assert slow in {json.loads(p) for p in re.findall(r'"pattern": (".*?")[,\n]', _core())}
    assert quick in _patterns()
    for number in range(4**6):
        text = "".join("a1-B"[number // 4**at % 4] for at in range(6)).rstrip("B")
        assert bool(re.search(slow, text)) == bool(re.search(quick, text)), text


def _core() -> str:
    return (STIX / "common" / "core.json").read_text("utf-8")


def test_the_license_stands_beside_the_schemas() -> None:
    assert "OASIS Open" in (STIX / "LICENSE").read_text("utf-8")


@pytest.mark.slow
def test_the_official_validator_agrees(tmp_path: Path) -> None:
    """It imports for seconds, and is a judge only."""
    from stix2validator import ValidationOptions, validate_instance

    content = (corpus("disarm-2025-02") / "generated_files/DISARM_STIX/DISARM.json").read_bytes()
    objects = json.loads(content)["objects"]
    options = ValidationOptions(version="2.1", disabled="all")
    kinds = {one["type"]: one for one in objects}
    for right in kinds.values():
        # It does not judge what has no type or no identifier.
        for key in (None, "created", "spec_version", "name", "external_references"):
            one = {name: value for name, value in right.items() if name != key}
            mine = check().errors(one["type"], one)
            theirs = validate_instance(one, options)
            assert (mine == []) == theirs.is_valid, (right["type"], key, theirs.errors)
