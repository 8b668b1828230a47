"""A schema folder of a user's own: what is wrong in it is said with file, key and nearest name."""

import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.kinds import annotations, load
from frameworklint.kinds.ids import IdForm
from frameworklint.kinds.kind import Conventions, _KindFields
from frameworklint.kinds.schema_folder import SchemaFolderError, language
from frameworklint.kinds.schema_names import demand_valid

from ..conftest import TOP, Files, findings_of, framework_of
from ..workbooks import books, printed, small

SCHEMAS = TOP / "schemas"
INCIDENT, INDEX = "kinds/incident.json", "indexes/incidents_index.json"
Keys = tuple[str | int, ...]
GONE = object()
EMPTY: Any = {"required": [], "properties": {}}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the schemas that frameworklint brings."""
    return copied(tmp_path)


def copied(tmp_path: Path) -> Path:
    """A copy of what a schema folder needs."""
    folder = tmp_path / "own"
    shutil.copytree(SCHEMAS, folder, dirs_exist_ok=True)
    for name in ("annotations", "report", "settings"):
        (folder / f"{name}.json").unlink()
    return folder


def change(folder: Path, path: str, keys: Keys, value: Any) -> None:
    """Change, add or (with `GONE`) delete a value in a schema file."""
    file = folder / path
    content = json.loads(file.read_text("utf-8"))
    *way, last = keys
    part = content
    for key in way:
        part = part[key]
    if value is GONE:
        del part[last]
    else:
        part[last] = value
    file.write_text(json.dumps(content), "utf-8")


def fault(folder: Path) -> str:
    """What is said against a schema folder."""
    with pytest.raises(SchemaFolderError) as error:
        demand_valid(str(folder))
    return str(error.value)


def test_schemas_of_frameworklint_are_valid(folder: Path) -> None:
    demand_valid(str(folder))
    assert [kind.name for kind in load.load(str(folder)).all]


TABLE: Keys = ("x-kind", "tables", "Technique")
LAYOUT: Keys = ("$defs", "2025")
RELATION: Keys = ("x-workbook", "relations", 0)


@pytest.mark.parametrize(
    ("path", "keys", "value", "message"),
    [
        # Keys.
        (INCIDENT, (*TABLE, "list"), "technique", "there is no key 'list' here; did you mean 'li"),
        (INCIDENT, ("x-kind", "fodler"), "x", "there is no key 'fodler' here; did you mean 'fol"),
        (INCIDENT, ("x-kinds",), {}, "there is no key 'x-kinds' here; did you mean 'x-kind'?"),
        (INCIDENT, ("x-kind", "folder"), GONE, "x-kind: the key 'folder' is missing"),
        (INCIDENT, ("x-kind",), GONE, "kinds/incident.json: the key 'x-kind' is missing"),
        (INCIDENT, (*LAYOUT, "required"), GONE, "$defs.2025: the key 'required' is missing"),
        (INDEX, ("x-page", "role"), GONE, "x-page: the key 'role' is missing"),
        ("framework.json", ("x-framework", "marker"), GONE, "the key 'marker' is missing"),
        ("workbook.json", (*RELATION, "to"), GONE, "relations.0: the key 'to' is missing"),
        (
            "workbook.json",
            (*RELATION, "to"),
            {"column": "x"},
            "workbook.json: x-workbook.relations.0.to: the key 'kind' or 'sheet' is missing",
        ),
        # Values.
        (
            INCIDENT,
            ("x-kind", "rank"),
            "0",
            'x-kind.rank: the value must be a whole number, not "0',
        ),
        (INCIDENT, ("x-kind", "id", "prefix"), "i?", "'i?' does not have the form ^[A-Z]+$"),
        (INCIDENT, ("x-kind", "id", "digits"), 0, "x-kind.id.digits: 0 is less than"),
        (INCIDENT, ("x-kind", "noun"), "", "x-kind.noun: the value is empty"),
        (INCIDENT, ("x-kind",), [], "x-kind: the value must be an object, not []"),
        (INCIDENT, ("$defs",), {}, "$defs: the value is empty"),
        (INCIDENT, ("$defs", "new"), EMPTY, "'new' does not have the form"),
        (
            INDEX,
            ("x-page", "role"),
            "indx",
            "'indx' is not one of 'index', 'matrix', 'table'; did y",
        ),
        ("framework.json", ("x-framework", "marker"), "", "x-framework.marker: the value is empty"),
        (
            "framework.json",
            ("x-framework", "row_number"),
            "(",
            "'(' is no regular expression: miss",
        ),
        # What a layout asks.
        (INCIDENT, (*LAYOUT, "properties", "Region"), True, "Region: the value must be an object"),
        (INCIDENT, (*LAYOUT, "properties", "Region"), {"pattern": "("}, "is no regular expression"),
        (
            INCIDENT,
            (*LAYOUT, "properties", "Region"),
            {"type": "text"},
            "must be 'string', not 'te",
        ),
        (INCIDENT, (*LAYOUT, "properties", "Region"), {"patern": "x"}, "did you mean 'pattern'?"),
        (INCIDENT, (*LAYOUT, "required", 3), "Sumary", "no key 'Sumary'; did you mean 'Summary'?"),
        # Names.
        (INCIDENT, (*TABLE, "lists"), "tecnique", "there is no kind 'tecnique'; did you mean 'tec"),
        (
            INCIDENT,
            (*TABLE, "mirror"),
            ["Incidents"],
            "mirror.0: there is no field or table 'Incide",
        ),
        (INCIDENT, (*TABLE, "description"), "Why", "description: there is no column 'Why'"),
        (INCIDENT, ("x-kind", "summary"), "Sumary", "there is no field 'Sumary'; did you mean 'Su"),
        (INCIDENT, ("x-kind", "listed_on", 0), "index.md", "there is no index page 'index.md'"),
        (
            INCIDENT,
            ("x-kind", "tables", "Techniques"),
            {},
            "there is no table 'Techniques'; did yo",
        ),
        (INDEX, ("x-page", "of"), "incidents", "there is no kind 'incidents'; did you mean 'incid"),
        (INDEX, ("x-page", "columns", "name"), ["nam"], "no field 'nam'; did you mean 'name'?"),
        (INDEX, ("x-page", "columns", "titel"), ["name"], "there is no column 'titel'"),
        ("workbook.json", (*RELATION, "from", "kind"), "event", "there is no kind 'event'"),
        (
            "workbook.json",
            (*RELATION, "tables", "incident"),
            "Techniques",
            "tables.incident: there is no table 'Techniques'; did you mean 'Technique'?",
        ),
        # What tells schemas apart.
        (
            INCIDENT,
            ("x-kind", "folder"),
            "techniques",
            "kinds/technique.json: x-kind.folder: 'tech",
        ),
        (INCIDENT, ("x-kind", "id"), {"prefix": "T", "digits": 4}, "'T0000' is that of kinds/inci"),
    ],
)
def test_fault_is_said_with_file_and_key(
    folder: Path, path: str, keys: Keys, value: Any, message: str
) -> None:
    if keys == (*LAYOUT, "required", 3):
        change(folder, path, (*LAYOUT, "required"), ["type", "id", "name", "x"])
    change(folder, path, keys, value)
    said = fault(folder)
    assert message in said
    assert said.startswith(path) or "is that of" in said


@pytest.mark.parametrize(
    ("damage", "message"),
    [
        (lambda own: (own / "framework.json").unlink(), "framework.json can not be read: No such"),
        (lambda own: shutil.rmtree(own / "kinds"), "the folder kinds can not be read: No such"),
        (lambda own: shutil.rmtree(own / "indexes"), "the folder indexes can not be read: No su"),
        (lambda own: [p.unlink() for p in (own / "kinds").iterdir()], "kinds holds no schema"),
        (
            lambda own: (own / INCIDENT).write_text('{\n"a": ,}'),
            "json, line 2, column 6: this is no",
        ),
        (lambda own: (own / INCIDENT).write_bytes(b'{"\xff"'), "kinds/incident.json is no JSON"),
        (lambda own: (own / INCIDENT).write_text("[]"), "kinds/incident.json must hold an object"),
        (
            lambda own: shutil.copy(own / INDEX, own / "indexes" / "incident.json"),
            "indexes/incident.json: the name of the file: 'incident' is that of kinds/incident.j",
        ),
        (
            lambda own: shutil.copy(own / INDEX, own / "indexes" / "other.json"),
            "indexes/other.json: x-page.file: 'incidents_index.md' is that of",
        ),
    ],
)
def test_damaged_folder(folder: Path, damage: Callable[[Path], object], message: str) -> None:
    damage(folder)
    assert message in fault(folder)


def test_folder_without_workbook_or_indexes_of_a_kind(folder: Path) -> None:
    (folder / "workbook.json").unlink()
    demand_valid(str(folder))
    assert load.load(str(folder)).workbook.relations == ()


def places(value: Any, keys: Keys = ()) -> Iterator[Keys]:
    """The way to every value inside one."""
    if isinstance(value, dict | list):
        parts = value.items() if isinstance(value, dict) else enumerate(value)
        for key, part in parts:
            yield (*keys, key)
            yield from places(part, (*keys, key))


ALL = [
    (path.relative_to(SCHEMAS).as_posix(), keys)
    for path in [SCHEMAS / "framework.json", SCHEMAS / "workbook.json", *SCHEMAS.glob("*/*.json")]
    for keys in places(json.loads(path.read_text("utf-8")))
]


FILES: Files = {**printed(small()), **books(small())}


@settings(max_examples=60)
@given(st.sampled_from(ALL), st.sampled_from([GONE, "x", "", 7, True, None, [], ["x"], {}]))
def test_whatever_is_changed_is_refused_or_works(
    tmp_path_factory: pytest.TempPathFactory, place: tuple[str, Keys], value: Any
) -> None:
    folder = copied(tmp_path_factory.mktemp("schemas"))
    change(folder, *place, value)
    try:
        demand_valid(str(folder))
    except SchemaFolderError:
        return
    framework = framework_of(load.load(str(folder)), FILES)
    findings_of(framework)  # in which no rule may crash


# The language and the engine know the same words.


@pytest.mark.parametrize(
    ("definition", "known"),
    [
        ("field", annotations.FieldRole),
        ("table", annotations.TableRole),
        ("sheet", annotations.SheetRole),
        ("column", annotations.ColumnRole),
        ("relation", annotations.Relation),
        ("workbook", annotations.WorkbookRole),
        ("framework", Conventions),
        ("id", IdForm),
        ("kind", _KindFields),
        ("page", _KindFields),
    ],
)
def test_words_are_those_that_the_engine_reads(definition: str, known: Any) -> None:
    described = language()["$defs"][definition]
    renamed = {"from": "source", "to": "target"} if definition == "relation" else {}
    renamed |= {"id": "id_form"} if definition == "kind" else {}
    words = {renamed.get(word, word) for word in described["properties"]}
    assert words <= set(known._fields)
    if known is not _KindFields:
        assert words == set(known._fields)
    required = {renamed.get(word, word) for word in described.get("required", ())}
    assert words - required <= set(known._field_defaults)
    for word, value in described["properties"].items():
        if "default" in value:
            assert value["default"] == known._field_defaults[renamed.get(word, word)]


def test_every_word_of_a_kind_is_described() -> None:
    words = {word for name in ("kind", "page") for word in language()["$defs"][name]["properties"]}
    assert (words - {"id"}) | {"name", "layouts", "id_form"} == set(_KindFields._fields)
