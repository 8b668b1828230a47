"""No export takes long or brings down a run, whatever it holds: it is read, or refused by name."""

import json
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from frameworklint.exports.limits import SIZE_LIMIT
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import WorkTree

from ..conftest import Files, findings_of, framework_of, write

BUNDLE = "generated_files/DISARM_STIX/DISARM.json"
CSV = "generated_files/red_framework_ids.csv"
HTML = "generated_files/disarm_red_framework_clickable.html"
PAGE = {"generated_pages/techniques/T0001.md": "# Technique T0001: Spread Rumors\n"}
ID = "T0002.001"
DEEP = 100_000
REFUSED: dict[str, tuple[str | bytes, str]] = {
    "deep lists": ('{"objects": [' + "[" * DEEP, "nested too deeply"),
    "deep objects": ('{"objects": [' + '{"a":' * DEEP, "nested too deeply"),
    "a million objects": ('{"objects": [' + "{}," * 999_999 + "{}]}", "more than 1,000,000 values"),
    "too many objects": ('{"objects": [' + "{}," * 50_000 + "{}]}", "more than 50,000 objects"),
    "NaN": ('{"objects": [{"a": "\\"NaN", "b": [NaN]}]}', "column 35: JSON knows no `NaN`"),
    "infinite": ('{"objects": [], "a": -Infinity}', "column 22: JSON knows no `-Infinity`"),
    "two lists": ('{"objects": [], "objects": []}', "a list `objects` is there already"),
    "a long number": (
        '{"objects": [{"a": ' + "9" * 5_000 + ".1,\n" + '"b": ' + "9" * 5_000 + "}]}",
        "at line 2, column 6: Exceeds the limit (4300 digits) for integer string conversion",
    ),
    "no UTF-8": (b'{"objects": [{"a":\n"\xff"}]}', "is not UTF-8: byte 0xFF on line 2"),
    "no text": (b'{"objects":\0 []}', "holds a NUL byte on line 1"),
    "nothing": ("", "at line 1, column 1: an object is expected here"),
    "blanks": (" " * 100_000, "column 100001"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_read_is_refused_with_a_reason(schema_kinds: Kinds, name: str) -> None:
    content, reason = REFUSED[name]
    files: Files = {**PAGE, BUNDLE: content}
    (finding,) = findings_of(framework_of(schema_kinds, files), "FW75")
    assert (finding.rule.code, finding.place.page.path) == ("FW755", BUNDLE)
    assert reason in finding.message


def test_a_bundle_of_100_megabytes_is_not_read(schema_kinds: Kinds, tmp_path: Path) -> None:
    write(tmp_path, {**PAGE, BUNDLE: ""})
    with (tmp_path / BUNDLE).open("r+b") as file:
        file.truncate(100_000_000)
    framework = Framework(schema_kinds, WorkTree(str(tmp_path)))
    (finding,) = findings_of(framework, "FW75")
    assert finding.message == f"The STIX bundle is larger than {SIZE_LIMIT:,} bytes"


ODD = {
    "nested as deeply as is read": {"id": "x", "extensions": "DEEP"},
    "a type that takes a slow pattern long": {"type": "a" * 240 + "!", "id": "x"},
    "a key that takes it long": {"type": "x-y", "extensions": {"a" * 240 + "!": {}}},
    "a long key": {"type": "identity", "a" * 200_000: 1},
    "a long text": {"type": "identity", "name": "x" * 200_000},
    "half a character": {"type": "\ud800", "id": "\udfff", "name": "\ud800"},
    "types of no text": {"type": ["identity"], "id": {}, "name": 1, "created_by_ref": [[1]]},
    "a schema's name as type": {"type": "core", "id": "x"},
    "a bundle in a bundle": {"type": "bundle", "id": "x", "objects": [{"type": "bundle"}]},
    "an ID of no text": {"type": "attack-pattern", "external_references": [{"external_id": [1]}]},
    "a list of lists": {"type": "attack-pattern", "kill_chain_phases": [[[{"phase_name": "x"}]]]},
    "many references": {"type": "x-y", "a_refs": [f"b--{number}" for number in range(5_000)]},
    "many keys": {f"{number}_ref": "x" for number in range(5_000)},
    "nothing": {},
}


@pytest.mark.parametrize("name", ODD)
def test_what_can_be_read_is_judged(schema_kinds: Kinds, name: str) -> None:
    deep = '{"abc": ' * 400 + "1" + "}" * 400
    text = json.dumps({"objects": [ODD[name], ODD[name]]}).replace('"DEEP"', deep)
    framework = framework_of(schema_kinds, {**PAGE, BUNDLE: text})
    found = findings_of(framework, "FW75")
    assert {finding.place.page.path for finding in found} == {BUNDLE}
    assert "FW755" in {finding.rule.code for finding in found}
    assert all(len(finding.message) <= 1_000 for finding in found)


@pytest.mark.parametrize("key", ["external_references", "kill_chain_phases", "a_refs"])
def test_no_depth_that_is_read_brings_down_a_rule(schema_kinds: Kinds, key: str) -> None:
    for depth in range(600, 1_000, 5):
        one = json.dumps({"type": "attack-pattern", "id": "x", key: "DEEP"})
        deep = one.replace('"DEEP"', "[" * depth + "]" * depth)
        framework = framework_of(schema_kinds, {**PAGE, BUNDLE: '{"objects": [' + deep + "]}"})
        assert {finding.rule.code for finding in findings_of(framework, "FW75")} == {"FW755"}


def _technique(number: int) -> dict[str, object]:
    source = {"source_name": "DISARM", "external_id": f"T{number:04}"}
    return {"type": "attack-pattern", "id": f"a--{number}", "external_references": [source]}


def _parts() -> list[dict[str, object]]:
    one = {"type": "relationship", "relationship_type": "subtechnique-of", "target_ref": "a--1"}
    return [{**one, "source_ref": f"gone--{number}"} for number in range(12_000)]


LARGE: dict[str, Callable[[], list[dict[str, object]]]] = {
    "parts that are missing": lambda: [_technique(1), *_parts()],
    "what does not fit": lambda: [{**_technique(1), "external_references": [{}] * 40_000}],
}


@pytest.mark.parametrize("name", LARGE)
def test_time_does_not_grow_with_the_square(schema_kinds: Kinds, name: str) -> None:
    child = "# Technique T0002.001: Post\n\n**Parent Technique:** T0002 Like\n"
    pages = {**PAGE, "generated_pages/techniques/T0002.001.md": child}
    objects = [_technique(2), {**_technique(3), "external_references": [{"external_id": ID}]}]
    text = json.dumps({"objects": [*objects, *LARGE[name]()]})
    framework = framework_of(schema_kinds, {**pages, BUNDLE: text})
    start = time.process_time()
    assert findings_of(framework, "FW75")
    assert time.process_time() - start < 10


def test_what_is_no_number_is_pointed_at_behind_many_digits(schema_kinds: Kinds) -> None:
    fine = ["1" * 4_299 + ".5", "1." + "1" * 5_000, "1e-" + "1" * 5_000]
    text = f'{{"objects": [], "a": [{",".join(fine * 600)},\n{"1" * 4_301}]}}'
    framework = framework_of(schema_kinds, {**PAGE, BUNDLE: text})
    start = time.process_time()
    (finding,) = findings_of(framework, "FW755")
    assert "at line 2, column 1:" in finding.message
    assert time.process_time() - start < 5


def test_keys_that_stand_twice_are_told_in_time(schema_kinds: Kinds) -> None:
    keys = ",".join(f'"{number}": 1, "{number}": 2' for number in range(20_000))
    framework = framework_of(schema_kinds, {**PAGE, BUNDLE: '{"objects": [{' + keys + "}]}"})
    start = time.process_time()
    assert findings_of(framework, "FW755")
    assert time.process_time() - start < 10


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (CSV, "TA01\n" + "," * 300_000),
        (CSV, "TA01\n" * 300_000),
        (HTML, "<table><tr><td>TA01" + "<tr><td>T0001" * 150_000),
        (CSV, "\n" * 300_000),
        (HTML, "<" * 300_000),
    ],
)
def test_large_tables_are_refused(schema_kinds: Kinds, path: str, content: str) -> None:
    (finding,) = findings_of(framework_of(schema_kinds, {**PAGE, path: content}), "FW75")
    assert finding.rule.code == "FW755"
    assert "holds more than 200,000" in finding.message


@pytest.mark.parametrize(
    ("path", "content"),
    [
        (CSV, 'TA01\n"' + 'a""' * 20_000),
        (CSV, "TA01,TA01\n" + '"' * 20_001),
        (HTML, "<table><tr><td>TA01<tr><td" + " a" * 20_000),
        (HTML, "<table>" * 2_000 + "<td>TA01<tr>" + "<td>T0001<li>" * 2_000),
    ],
)
def test_odd_tables_are_read(schema_kinds: Kinds, path: str, content: str) -> None:
    findings_of(framework_of(schema_kinds, {**PAGE, path: content}), "FW75")


def test_a_link_out_of_the_repository_is_not_followed(schema_kinds: Kinds, tmp_path: Path) -> None:
    write(tmp_path, {"secret.json": '{"objects": []}', **{f"r/{k}": v for k, v in PAGE.items()}})
    link = tmp_path / "r" / BUNDLE
    link.parent.mkdir(parents=True)
    link.symlink_to(tmp_path / "secret.json")
    framework = Framework(schema_kinds, WorkTree(str(tmp_path / "r")))
    (finding,) = findings_of(framework, "FW75")
    assert finding.message == (
        "The STIX bundle is a symbolic link that leads out of the repository"
    )
