"""A schema folder of a user's own: what is wrong with it is said with file and key."""

import copy
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frameworklint import resources
from frameworklint.errors import UsageError
from frameworklint.findings.lint import lint
from frameworklint.kinds.load import built, demand_valid, load, load_own
from frameworklint.kinds.schema_files import SchemaFiles, read_files
from frameworklint.source.own_files import OwnFiles

from ..conftest import framework_of
from ..scratch import CommandLine, Repository
from ..workbooks import books, printed, small

SCHEMAS = Path(resources.folder("schemas"))
OURS = read_files(str(SCHEMAS))
ANNOTATIONS: dict[str, Any] = json.loads((SCHEMAS / "annotations.json").read_text("utf-8"))

KIND, INDEX = "kinds/technique.json", "indexes/techniques_index.json"
FRAMEWORK, WORKBOOK, EXPORTS = "framework.json", "workbook.json", "exports.json"

Keys = tuple[str | int, ...]
Edit = Callable[[SchemaFiles], None]


def at(files: SchemaFiles, path: str, keys: Keys) -> Any:
    """What stands at a place."""
    found = files[path]
    for key in keys:
        found = found[key]
    return found


def put(path: str, *keys: str | int, value: Any) -> Edit:
    """Put a value at a place."""

    def edit(files: SchemaFiles) -> None:
        at(files, path, keys[:-1])[keys[-1]] = value

    return edit


def leave_out(path: str, *keys: str | int) -> Edit:
    """Leave a key out."""
    return lambda files: at(files, path, keys[:-1]).pop(keys[-1])


def rename(path: str, *keys: str | int, new: str) -> Edit:
    """Give a key another name."""

    def edit(files: SchemaFiles) -> None:
        around = at(files, path, keys[:-1])
        items = list(around.items())
        around.clear()
        around.update((new if key == keys[-1] else key, value) for key, value in items)

    return edit


def remove_file(path: str) -> Edit:
    """Leave a file out."""
    return lambda files: files.pop(path)


def edited(*edits: Edit) -> SchemaFiles:
    """Our own files with some edits."""
    files = copy.deepcopy(OURS)
    for edit in edits:
        edit(files)
    return files


def refusal(files: SchemaFiles) -> str:
    """Why the files can not be used, or an empty string."""
    try:
        demand_valid(files, "own")
    except UsageError as error:
        return str(error)
    return ""


# Our own folder.


def test_our_own_folder_is_one_that_a_user_may_have() -> None:
    assert refusal(OURS) == ""
    assert (
        load_own(SCHEMAS.name, OwnFiles(str(SCHEMAS.parent))).by_name.keys()
        == load().by_name.keys()
    )


def test_our_own_folder_is_read_without_jsonschema() -> None:
    script = (
        "import sys; from frameworklint.kinds.load import load; load(); "
        "print('jsonschema' in sys.modules)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert run.stdout == "False\n"


def definitions(schema: Any) -> Iterator[dict[str, Any]]:
    """Every schema inside a schema: of properties, further properties and items."""
    yield schema
    inside = [*schema.get("properties", {}).values(), schema.get("additionalProperties")]
    for further in [*inside, schema.get("items")]:
        if isinstance(further, dict):
            yield from definitions(further)


@pytest.mark.parametrize("name", ANNOTATIONS["$defs"])
def test_every_key_is_described_and_no_other_is_allowed(name: str) -> None:
    for schema in definitions(ANNOTATIONS["$defs"][name]):
        if "$ref" in schema:
            assert schema["$ref"].removeprefix("#/$defs/") in ANNOTATIONS["$defs"]
            continue
        assert schema["description"].endswith("."), schema
        is_json_schema = schema["description"].startswith(("One way", "What a text"))
        if schema["type" if "type" in schema else "enum"] == "object" and not is_json_schema:
            assert "additionalProperties" in schema
        assert set(schema.get("required", [])) <= schema.get("properties", {}).keys()


def test_every_definition_is_used() -> None:
    text = json.dumps(ANNOTATIONS)
    for name in ANNOTATIONS["$defs"]:
        assert name.endswith("-file") or f'"#/$defs/{name}"' in text


# What is wrong, where.


FIELDS, TABLES = ("x-kind", "fields"), ("x-kind", "tables")
RELATION = ("x-workbook", "relations", 0)
EXPORT = ("x-exports", "files", 0)
LAYOUT = ("$defs", "2025")

WRONG = {
    # Keys.
    "key-misspelled": (
        rename(KIND, *FIELDS, "Tactic", "cites", new="citse"),
        "kinds/technique.json: x-kind.fields.Tactic: there is no key 'citse'; did you mean 'cites'",
    ),
    "key-unknown": (
        put(KIND, *FIELDS, "Tactic", "zzz", value=1),
        "kinds/technique.json: x-kind.fields.Tactic: there is no key 'zzz'; the keys are ",
    ),
    "key-missing": (
        leave_out(KIND, "x-kind", "id", "prefix"),
        "kinds/technique.json: x-kind.id: the key 'prefix' is missing",
    ),
    "annotation-misspelled": (
        rename(KIND, "x-kind", new="x-kid"),
        "kinds/technique.json: there is no key 'x-kid'; did you mean 'x-kind'?",
    ),
    "annotation-of-another-file": (
        rename(INDEX, "x-page", new="x-kind"),
        "indexes/techniques_index.json: there is no key 'x-kind'; the keys are $comment, x-page",
    ),
    "file-of-another-form": (
        lambda files: files.update({FRAMEWORK: []}),
        "framework.json: it must be an object, not []",
    ),
    # Values.
    "text-for-a-number": (
        put(KIND, "x-kind", "id", "digits", value="4"),
        'kinds/technique.json: x-kind.id.digits: it must be a whole number, not "4"',
    ),
    "truth-for-a-number": (
        put(KIND, "x-kind", "rank", value=True),
        "kinds/technique.json: x-kind.rank: it must be a whole number, not true",
    ),
    "no-digits": (
        put(KIND, "x-kind", "id", "digits", value=0),
        "kinds/technique.json: x-kind.id.digits: it must be at least 1, not 0",
    ),
    "too-many-digits": (
        put(KIND, "x-kind", "id", "digits", value=10),
        "kinds/technique.json: x-kind.id.digits: it must be at most 9, not 10",
    ),
    "prefix-with-a-bracket": (
        put(KIND, "x-kind", "id", "prefix", value="T["),
        'x-kind.id.prefix: "T[" does not have the form that is asked for: The letters with which',
    ),
    "text-for-a-list": (
        put(KIND, "x-kind", "listed_on", value="techniques_index.md"),
        'x-kind.listed_on: it must be a list, not "techniques_index.md"',
    ),
    "text-for-a-truth": (
        put(KIND, *FIELDS, "Tactic", "named", value="yes"),
        'x-kind.fields.Tactic.named: it must be true or false, not "yes"',
    ),
    "role-misspelled": (
        put(INDEX, "x-page", "role", value="indx"),
        'x-page.role: it must be one of index, matrix, table, not "indx"',
    ),
    "marker-empty": (
        put(FRAMEWORK, "x-framework", "marker", value=""),
        "framework.json: x-framework.marker: it must not be empty",
    ),
    "regex-broken": (
        put(FRAMEWORK, "x-framework", "row_number", value="IT("),
        'framework.json: x-framework.row_number: "IT(" is no regular expression',
    ),
    "regex-valid-only-alone": (
        put(FRAMEWORK, "x-framework", "other_ids", "before", value="(?i)had"),
        'x-framework.other_ids.before: "(?i)had" is no regular expression',
    ),
    "regex-too-large": (
        put(FRAMEWORK, "x-framework", "row_number", value="a{99999999999}"),
        "x-framework.row_number: \"a{99999999999}\" is no regular expression",
    ),
    "cell-form-broken": (
        put(KIND, "x-kind", "workbook", "fields", "Summary", value="{summary"),
        'x-kind.workbook.fields.Summary: "{summary" does not have the form that is asked for: A te',
    ),
    "cell-step-misspelled": (
        put(KIND, "x-kind", "workbook", "fields", "Summary", value="{summary.nmae}"),
        'x-kind.workbook.fields.Summary: "{summary.nmae}" does not have the form',
    ),
    "neither-kind-nor-sheet": (
        put(WORKBOOK, *RELATION, "from", value={"column": "incident_id"}),
        "x-workbook.relations.0.from: one of the keys 'kind' and 'sheet' is needed",
    ),
    # Layouts.
    "no-layouts": (
        put(KIND, "$defs", value={}),
        "kinds/technique.json: $defs: it must not be empty",
    ),
    "layout-that-is-none": (
        put(KIND, *LAYOUT, value=True),
        "kinds/technique.json: $defs.2025: it must be an object, not true",
    ),
    "layout-without-required": (
        leave_out(KIND, *LAYOUT, "required"),
        "kinds/technique.json: $defs.2025: the key 'required' is missing",
    ),
    "keyword-misspelled": (
        rename(KIND, *LAYOUT, "properties", "Tactic", "pattern", new="patern"),
        "$defs.2025.properties.Tactic: JSON Schema has no key 'patern'; did you mean 'pattern'?",
    ),
    "keyword-unknown": (
        put(KIND, *LAYOUT, "zzz", value=1),
        "kinds/technique.json: $defs.2025: JSON Schema has no key 'zzz'",
    ),
    "pattern-broken": (
        put(KIND, *LAYOUT, "properties", "Tactic", "pattern", value="("),
        '$defs.2025.properties.Tactic.pattern: "(" is no regular expression',
    ),
    "property-that-is-none": (
        put(KIND, *LAYOUT, "properties", "Tactic", value=True),
        "$defs.2025.properties.Tactic: it must be an object, not true",
    ),
    "header-that-is-a-list": (
        put(KIND, *LAYOUT, "properties", "| Incident", "const", value=["Incident"]),
        '$defs.2025.properties.| Incident.const: it must be a text, not ["Incident"]',
    ),
    "type-that-is-none": (
        put(KIND, *LAYOUT, "properties", "Tactic", "type", value="txt"),
        '$defs.2025.properties.Tactic.type: "txt" is no type that JSON Schema knows',
    ),
    "length-below-zero": (
        put(KIND, *LAYOUT, "properties", "Summary", "minLength", value=-1),
        "$defs.2025.properties.Summary.minLength: it must be at least 0, not -1",
    ),
    "reference": (
        put(KIND, *LAYOUT, "properties", "Tactic", value={"allOf": [{"$ref": "#/nowhere"}]}),
        "$defs.2025.properties.Tactic.allOf.0.$ref: a layout can not refer to other schemas",
    ),
    "required-of-no-property": (
        rename(KIND, *LAYOUT, "properties", "Summary", new="Sumary"),
        "$defs.2025.required: 'Summary' is required, but not one of the properties; did you mean "
        "'Sumary'?",
    ),
    # Names.
    "no-kind": (
        lambda files: [files.pop(path) for path in list(files) if path.startswith("kinds/")],
        "kinds: there is no kind: each is a file such as technique.json",
    ),
    "cited-kind": (
        put(KIND, *FIELDS, "Tactic", "cites", value="tactics"),
        "x-kind.fields.Tactic.cites: there is no kind 'tactics'; did you mean 'tactic'?",
    ),
    "cited-kind-is-an-index": (
        put(KIND, *FIELDS, "Tactic", "cites", value="techniques_index"),
        "x-kind.fields.Tactic.cites: there is no kind 'techniques_index'; did you mean 'technique'",
    ),
    "field-of-no-layout": (
        rename(KIND, *FIELDS, "Tactic", new="Tactics"),
        "x-kind.fields.Tactics: there is no field 'Tactics'; did you mean 'Tactic'?",
    ),
    "summary-of-no-layout": (
        put(KIND, "x-kind", "summary", value="Sumary"),
        "x-kind.summary: there is no field 'Sumary'; did you mean 'Summary'?",
    ),
    "descriptive-field-of-no-layout": (
        put("kinds/incident.json", "x-kind", "descriptive", 1, value="Year"),
        "x-kind.descriptive.1: there is no field 'Year'",
    ),
    "printed-field-of-no-layout": (
        rename(KIND, "x-kind", "workbook", "fields", "Summary", new="Sumary"),
        "x-kind.workbook.fields.Sumary: there is no field 'Sumary'; did you mean 'Summary'?",
    ),
    "mirror-of-a-field": (
        put(KIND, *FIELDS, "Tactic", "mirror", value="Technique"),
        "x-kind.fields.Tactic.mirror: there is no table of tactic 'Technique'; did you mean 'Techn",
    ),
    "table-of-no-layout": (
        rename(KIND, *TABLES, "Incident", new="Incidents"),
        "x-kind.tables.Incidents: there is no table 'Incidents'; did you mean 'Incident'?",
    ),
    "listed-kind": (
        put(KIND, *TABLES, "Incident", "lists", value="incidents"),
        "x-kind.tables.Incident.lists: there is no kind 'incidents'; did you mean 'incident'?",
    ),
    "kind-of-a-text": (
        put(KIND, *TABLES, "Incident", "text_of", value="incidents"),
        "x-kind.tables.Incident.text_of: there is no kind 'incidents'; did you mean 'incident'?",
    ),
    "mirror-of-a-table": (
        put(KIND, *TABLES, "Incident", "mirror", value=["Techniques"]),
        "x-kind.tables.Incident.mirror.0: there is no table or field of incident 'Techniques'; did",
    ),
    "mirror-without-kind": (
        leave_out(KIND, *TABLES, "Incident", "lists"),
        "x-kind.tables.Incident.mirror: a table that lists no kind has no mirror: the key 'lists' ",
    ),
    "column-of-a-table": (
        put(KIND, *TABLES, "Associated Technique", "description", value="Descriptions"),
        "x-kind.tables.Associated Technique.description: there is no column 'Descriptions'; did yo",
    ),
    "column-of-sources": (
        put("kinds/incident.json", *TABLES, "Reference", "sources", "org", value="Orgs"),
        "kinds/incident.json: x-kind.tables.Reference.sources.org: there is no column 'Orgs'; did",
    ),
    "index-that-no-schema-has": (
        put(KIND, "x-kind", "listed_on", value=["technique_index.md"]),
        "x-kind.listed_on.0: there is no index or matrix page 'technique_index.md'; did you mean "
        "'techniques_index.md'?",
    ),
    "index-that-is-only-a-table": (
        put(KIND, "x-kind", "listed_on", value=["metatechniques_by_responsetype_table.md"]),
        "x-kind.listed_on.0: there is no index or matrix page 'metatechniques_by_responsetype_tab",
    ),
    "index-of-no-kind": (
        put(INDEX, "x-page", "of", value="techniques"),
        "techniques_index.json: x-page.of: there is no kind 'techniques'; did you mean 'technique'",
    ),
    "column-of-an-index": (
        rename(INDEX, "x-page", "columns", "summary", new="sumary"),
        "x-page.columns.sumary: there is no column 'sumary'; did you mean 'summary'?",
    ),
    "copied-field": (
        put(INDEX, "x-page", "columns", "summary", value=["Sumary"]),
        "x-page.columns.summary.0: there is no field of technique 'Sumary'; did you mean 'Summary'",
    ),
    "copied-without-kind": (
        leave_out(INDEX, "x-page", "of"),
        "x-page.columns: a page that lists no kind copies no fields: the key 'of' is missing",
    ),
    "cited-on-an-index": (
        put("indexes/detections_index.json", "x-page", "cites", "tactic", value="tactics"),
        "x-page.cites.tactic: there is no kind 'tactics'; did you mean 'tactic'?",
    ),
    "related-kind": (
        put(WORKBOOK, *RELATION, "to", "kind", value="techniques"),
        "workbook.json: x-workbook.relations.0.to.kind: there is no kind 'techniques'; did you mea",
    ),
    "related-to-nothing": (
        leave_out(WORKBOOK, *RELATION, "to", "kind"),
        "x-workbook.relations.0.to: one of the keys 'kind' and 'sheet' is needed",
    ),
    "related-to-a-sheet-without-noun": (
        leave_out(WORKBOOK, "x-workbook", "relations", 2, "to", "noun"),
        "x-workbook.relations.2.to: the key 'noun' is missing",
    ),
    "names-of-no-kind": (
        put(WORKBOOK, "x-workbook", "relations", 2, "named", value=True),
        "x-workbook.relations.2.named: only IDs of a kind have names: the key 'kind' is missing in",
    ),
    "printed-on-no-kind": (
        rename(WORKBOOK, *RELATION, "tables", "incident", new="incidents"),
        "x-workbook.relations.0.tables.incidents: there is no kind 'incidents'; did you mean 'inci",
    ),
    "printed-in-no-table": (
        put(WORKBOOK, *RELATION, "tables", "incident", value="Techniques"),
        "x-workbook.relations.0.tables.incident: there is no table of incident 'Techniques'; did y",
    ),
    "printed-column": (
        rename(WORKBOOK, "x-workbook", "relations", 2, "columns", "Org", new="Orgs"),
        "x-workbook.relations.2.columns.Orgs: there is no column 'Orgs'; did you mean 'Org'?",
    ),
    "columns-of-no-table": (
        leave_out(WORKBOOK, "x-workbook", "relations", 2, "tables"),
        "x-workbook.relations.2.columns: what is printed in no table has no columns: the key 'tabl",
    ),
    "exported-kind": (
        put(EXPORTS, *EXPORT, "describes", 0, "kind", value="techniques"),
        "exports.json: x-exports.files.0.describes.0.kind: there is no kind 'techniques'; did you",
    ),
    "exported-field": (
        put(EXPORTS, *EXPORT, "describes", 0, "texts", "name", "fields", value=["Sumary"]),
        "x-exports.files.0.describes.0.texts.name.fields.0: there is no field 'Sumary'; did you me",
    ),
    "exported-stage": (
        put(EXPORTS, *EXPORT, "describes", 0, "cites", 0, "kind", value="tactics"),
        "x-exports.files.0.describes.0.cites.0.kind: there is no kind 'tactics'; did you mean 'tac",
    ),
    "exported-part": (
        put(EXPORTS, *EXPORT, "parts", 0, "kind", value="techniques"),
        "x-exports.files.0.parts.0.kind: there is no kind 'techniques'; did you mean 'technique'?",
    ),
    "exported-heads": (
        put(EXPORTS, "x-exports", "files", 1, "grid", "heads", value="tactics"),
        "x-exports.files.1.grid.heads: there is no kind 'tactics'; did you mean 'tactic'?",
    ),
    "export-without-objects": (
        leave_out(EXPORTS, *EXPORT, "objects"),
        "x-exports.files.0: a file of the form json needs the key 'objects'",
    ),
    "export-without-grid": (
        leave_out(EXPORTS, "x-exports", "files", 1, "grid"),
        "x-exports.files.1: a file of the form csv needs the key 'grid'",
    ),
    "export-without-type": (
        leave_out(EXPORTS, *EXPORT, "type"),
        "x-exports.files.0: the key 'type' is missing, by which the schema of an object is chosen",
    ),
    "export-of-another-form": (
        put(EXPORTS, *EXPORT, "form", value="xml"),
        'x-exports.files.0.form: it must be one of json, csv, html, not "xml"',
    ),
    "export-with-schemas-of-elsewhere": (
        put(EXPORTS, *EXPORT, "schemas", "folder", value="../.."),
        'x-exports.files.0.schemas.folder: it must be one of stix-2.1, misp, not "../.."',
    ),
    # What is claimed twice.
    "folder-twice": (
        put(KIND, "x-kind", "folder", value="tactics"),
        "kinds/technique.json: x-kind.folder: kinds/tactic.json has the same folder 'tactics'",
    ),
    "word-twice": (
        put(KIND, "x-kind", "word", value="Tactic"),
        "kinds/technique.json: x-kind.word: kinds/tactic.json has the same word 'Tactic'",
    ),
    "id-twice": (
        put(KIND, "x-kind", "id", value={"prefix": "TA", "digits": 2}),
        "kinds/technique.json: x-kind.id: kinds/tactic.json has the same id",
    ),
    "file-twice": (
        put(INDEX, "x-page", "file", value="tasks_index.md"),
        "techniques_index.json: x-page.file: indexes/tasks_index.json has the same file 'tasks_ind",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("edit", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_file_and_key(edit: Edit, said: str) -> None:
    message = refusal(edited(edit))
    assert said in message
    assert message.startswith("own" + os.sep)


VALID = {
    "no-workbook": remove_file(WORKBOOK),
    "no-rank": leave_out(KIND, "x-kind", "rank"),
    "listed-nowhere": leave_out(KIND, "x-kind", "listed_on"),
    "citing-nothing": leave_out("kinds/incident.json", "x-kind", "fields"),
    "tables-without-meaning": leave_out("kinds/incident.json", "x-kind", "tables", "Reference"),
    "keyword-of-json-schema": put(KIND, *LAYOUT, "dependentRequired", value={"id": ["name"]}),
    "table-of-any-columns": put(KIND, *LAYOUT, "properties", "| Incident", value={}),
    "pattern-with-a-flag-and-a-group": put(
        KIND, *LAYOUT, "properties", "Tactic", "pattern", value="(?i)^(?P<id>ta\\d{2}) .+$"
    ),
    "layout-of-another-year": rename(KIND, *LAYOUT, new="2026"),
}


@pytest.mark.parametrize("edit", VALID.values(), ids=VALID)
def test_what_a_user_may_do_is_accepted(edit: Edit) -> None:
    assert refusal(edited(edit)) == ""


# Any key may be the one that is wrong.


def ways(content: Any, keys: Keys = ()) -> Iterator[Keys]:
    """The way to every key in a file."""
    if isinstance(content, dict):
        for key, value in content.items():
            yield (*keys, key)
            yield from ways(value, (*keys, key))
    elif isinstance(content, list):
        for number, value in enumerate(content):
            yield from ways(value, (*keys, number))


PLACES = [(path, keys) for path, content in OURS.items() for keys in ways(content)]
SHEETS = small()
TREE: dict[str, str | bytes] = {**printed(SHEETS), **books(SHEETS)}


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(place=st.sampled_from(PLACES), new=st.sampled_from(["", "x", "-", "name", "cites"]))
def test_any_key_that_is_renamed_or_removed_is_named_or_does_no_harm(
    place: tuple[str, Keys], new: str
) -> None:
    path, keys = place
    if new:
        files = edited(rename(path, *keys, new=f"{keys[-1]}{new}"))
    else:
        files = edited(leave_out(path, *keys))
    message = refusal(files)
    if message:
        file, said = message.split(": ", 1)
        assert file.replace(os.sep, "/").removeprefix("own/") in OURS
        # Where a key is gone, what counts on it may be named instead.
        assert re.match(
            r"x-(kind|page|framework|workbook|exports)\b|\$defs[.:]|there is no key |the key ", said
        )
        assert str(keys[-1]) in said or not new or keys[-2:-1] == ("$defs",)
    else:
        assert lint(framework_of(built(files), TREE)).crashes == []


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(
    place=st.sampled_from(PLACES),
    value=st.sampled_from([None, True, 3, -1, 2.5, "", "(", "x", [], [1], [""], {}, {"x": 1}]),
)
def test_any_value_is_refused_or_does_no_harm(place: tuple[str, Keys], value: Any) -> None:
    path, keys = place
    files = edited(put(path, *keys, value=value))
    message = refusal(files)
    if message:
        assert message.startswith("own" + os.sep)
    else:
        assert lint(framework_of(built(files), TREE)).crashes == []


# The files.


@pytest.fixture
def own(repository: Repository) -> Path:
    """A schema folder of the framework's own, which the settings name."""
    shutil.copytree(SCHEMAS, repository.folder / "own")
    repository.write({"frameworklint.toml": 'schemas = "own"\n'})
    return repository.folder / "own"


def said(frameworklint: CommandLine, *arguments: str) -> str:
    """What a run says that can not use the schemas."""
    run = frameworklint("check", *arguments)
    assert (run.code, run.out) == (2, "")
    return run.err.removeprefix("frameworklint: ").rstrip("\n")


def test_a_copy_of_our_schemas_finds_the_same(
    repository: Repository, frameworklint: CommandLine
) -> None:
    before = frameworklint.json()
    shutil.copytree(SCHEMAS, repository.folder / "own")
    repository.write({"frameworklint.toml": 'schemas = "own"\n'})
    assert frameworklint.json() == before


def test_the_path_is_the_one_from_where_the_user_stands(
    own: Path, frameworklint: CommandLine
) -> None:
    path = own / "kinds" / "technique.json"
    text = path.read_text("utf-8").replace('"cites"', '"citse"', 1)
    path.write_text(text, "utf-8")
    problem = "x-kind.fields.Tactic: there is no key 'citse'; did you mean 'cites'?"
    assert said(frameworklint) == f"{Path('own/kinds/technique.json')}: {problem}"
    frameworklint.folder = own / "kinds"
    assert said(frameworklint, str(own.parent)) == f"{Path('../kinds/technique.json')}: {problem}"


@pytest.mark.parametrize(
    ("name", "new", "told"),
    [
        (".", None, "there is no folder 'own', which the setting `schemas` names"),
        ("framework.json", None, "it is missing: a schema folder holds framework.json, kinds/ and"),
        ("framework.json", "framwork.json", "it is missing; is it 'framwork.json'?"),
        ("kinds", "kind", "it is missing; is it 'kind'?"),
        ("indexes", "index", "it is missing; is it 'index'?"),
    ],
)
def test_a_file_or_folder_that_is_missing(
    own: Path, frameworklint: CommandLine, name: str, new: str | None, told: str
) -> None:
    if new:
        (own / name).rename(own / new)
    elif (own / name).is_dir():
        shutil.rmtree(own / name)
    else:
        (own / name).unlink()
    assert said(frameworklint).startswith(told if name == "." else f"{Path('own') / name}: {told}")


@pytest.mark.parametrize("name", ["framework.json", "workbook.json", "kinds/technique.json"])
@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "this is no JSON: Expecting value (line 1, column 1)"),
        (b'{"a": 1,\n}', "this is no JSON: "),
        (b"\xff", "this is no text in UTF-8: invalid start byte"),
        (b"[" * 100_000, "it is nested too deeply"),
        (b"null", "it must be an object, not null"),
    ],
    ids=["empty", "broken", "other-encoding", "nested", "no-object"],
)
def test_a_file_that_can_not_be_read(
    own: Path, frameworklint: CommandLine, name: str, content: bytes, told: str
) -> None:
    (own / name).write_bytes(content)
    assert said(frameworklint).startswith(f"{Path('own') / name}: {told}")


def test_a_folder_in_place_of_a_file(own: Path, frameworklint: CommandLine) -> None:
    (own / "kinds" / "x.json").mkdir()
    name = Path("own/kinds/x.json")
    assert said(frameworklint) == f"{name}: it is a folder, not a file"


def test_other_files_may_lie_beside(own: Path, frameworklint: CommandLine) -> None:
    for path in ("README.md", "kinds/README.md", "other.json"):
        (own / path).write_text("not of ours", "utf-8")
    assert frameworklint("check").code == 1


def test_a_whole_number_may_be_written_with_a_point(own: Path, frameworklint: CommandLine) -> None:
    before = frameworklint.json()
    path = own / "kinds" / "technique.json"
    text = path.read_text("utf-8")
    path.write_text(
        text.replace('"digits": 4', '"digits": 4.0').replace('"part": 3', '"part": 3e0')
    )
    assert path.read_text("utf-8") != text
    assert frameworklint.json() == before
