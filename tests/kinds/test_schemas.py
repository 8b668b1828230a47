"""The schemas are valid, name only what exists, and ask only what a rule reports."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from frameworklint import resources
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kind, Kinds
from frameworklint.kinds.layouts import Layout, SchemaError
from frameworklint.linter.place import Place
from frameworklint.linter.registry import all_rules
from frameworklint.page.page import Page
from frameworklint.page.reader import read_page

from ..conftest import framework_of

SCHEMAS = Path(resources.folder("schemas"))
OFFICIAL = SCHEMAS / "stix-2.1"  # as their publisher has them, with the license beside them
FILES = sorted(set(SCHEMAS.rglob("*.json")) - set(OFFICIAL.rglob("*.json")))
PAGES = sorted((SCHEMAS / "kinds").iterdir()) + sorted((SCHEMAS / "indexes").iterdir())
ANNOTATIONS = {"type", "description", "title", "examples", "properties"}


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return data


def keys(kind: Kind) -> set[str]:
    """The keys of a record of the kind in any layout."""
    return {key for layout in kind.layouts for key in layout.properties}


def columns(kind: Kind, table: str) -> set[str]:
    """The columns that a table has in any layout."""
    headers = [layout.properties.get(f"| {table}", {}).get("const", "") for layout in kind.layouts]
    return {column for header in headers for column in header.split(" | ")}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_schema_is_valid(path: Path) -> None:
    schema = read(path)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == Draft202012Validator.META_SCHEMA["$id"]
    assert schema["$id"].endswith(path.relative_to(SCHEMAS).as_posix())
    assert schema["title"]
    assert schema["description"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_layout_is_closed_and_plain(path: Path) -> None:
    layouts = read(path)["$defs"]
    assert all(re.fullmatch(r"\d{4}", name) for name in layouts)
    for layout in layouts.values():
        assert layout["additionalProperties"] is False
        assert set(layout["required"]) <= layout["properties"].keys()
        assert not {"anyOf", "oneOf", "format"} & set(_words(layout))


def _words(schema: Any) -> Iterator[str]:
    if isinstance(schema, dict):
        for key, value in schema.items():
            yield key
            yield from _words(value)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_value_is_asked_one_thing_and_hinted_at_in_words(path: Path) -> None:
    for layout in read(path)["$defs"].values():
        for key, asked in layout["properties"].items():
            assert len(asked.keys() - ANNOTATIONS) <= 1, key
            if "pattern" in asked:
                assert asked["pattern"].startswith("^")
                assert asked["pattern"].endswith("$")
            if "pattern" in asked or "enum" in asked:
                assert asked["description"], key
            examples = asked.get("examples", [])
            for example in examples:
                Draft202012Validator(asked).validate(example)
            assert not examples or any(example in asked["description"] for example in examples)


# What the annotations name.


def test_listed_mirrored_and_cited_kinds_exist(schema_kinds: Kinds) -> None:
    for kind in schema_kinds.records:
        cited = [role.cites for role in kind.fields.values()]
        listed = [role.lists for role in kind.tables.values() if role.lists]
        owners = [role.text_of for role in kind.tables.values() if role.text_of]
        for name in cited + listed + owners:
            assert schema_kinds.by_name[name].is_record, (kind.name, name)


def test_annotated_fields_and_tables_are_those_of_a_layout(schema_kinds: Kinds) -> None:
    for kind in schema_kinds.records:
        assert kind.fields.keys() <= keys(kind), kind.name
        assert {f"| {table}" for table in kind.tables} <= keys(kind), kind.name
        for label in (kind.summary, kind.parent, kind.year):
            assert not label or label in keys(kind), (kind.name, label)


def test_mirror_of_a_table_is_a_table_or_field_of_the_listed_kind(schema_kinds: Kinds) -> None:
    for kind in schema_kinds.records:
        for table, role in kind.tables.items():
            for mirror in role.mirror:
                listed = schema_kinds.by_name[role.lists]
                back = listed.tables.get(mirror)
                named = back.lists if back else listed.fields[mirror].cites
                assert named == kind.name, (kind.name, table, mirror)


def test_mirror_of_a_field_is_a_table_that_lists_the_kind(schema_kinds: Kinds) -> None:
    for kind in schema_kinds.records:
        for label, role in kind.fields.items():
            if role.mirror:
                cited = schema_kinds.by_name[role.cites]
                assert cited.tables[role.mirror].lists == kind.name, (kind.name, label)


def test_description_and_source_columns_are_in_the_header(schema_kinds: Kinds) -> None:
    for kind in schema_kinds.records:
        for table, role in kind.tables.items():
            named = {role.description} - {""} | set(role.sources.values())
            assert named <= columns(kind, table), (kind.name, table)


def test_text_belongs_to_one_of_the_two_kinds(schema_kinds: Kinds) -> None:
    for kind in schema_kinds.records:
        for table, role in kind.tables.items():
            assert role.text_of in ("", kind.name, role.lists), (kind.name, table)


def test_pages_that_must_list_a_kind_exist(schema_kinds: Kinds) -> None:
    for kind in schema_kinds.records:
        assert kind.listed_on
        for file in kind.listed_on:
            page = schema_kinds.by_file[file]
            assert page.role in ("index", "matrix"), (kind.name, file)


def test_index_lists_a_kind_that_is_listed_on_it(schema_kinds: Kinds) -> None:
    indexes = [kind for kind in schema_kinds.all if not kind.is_record]
    assert {page.role for page in indexes} == {"index", "matrix", "table"}
    for page in indexes:
        if page.of and page.role in ("index", "matrix"):
            assert page.file in schema_kinds.by_name[page.of].listed_on, page.name


def test_index_columns_are_in_the_header_and_copy_fields_that_exist(schema_kinds: Kinds) -> None:
    for page in schema_kinds.all:
        named = page.columns.keys() | page.endings.keys() | page.cites.keys()
        headers = {column for key in keys(page) for column in columns(page, key[2:])}
        assert named <= headers, page.name
        for labels in [*page.columns.values(), *page.endings.values()]:
            # What has no pages has a name all the same.
            known = keys(schema_kinds.by_name[page.of]) if page.of else {"name"}
            assert known & ({labels} if isinstance(labels, str) else set(labels)), page.name
        assert all(schema_kinds.by_name[cited].is_record for cited in page.cites.values())


def test_index_page_is_named_and_titled_as_its_schema_says(schema_kinds: Kinds) -> None:
    for page in schema_kinds.all:
        if not page.is_record:
            assert page.file == f"{page.name}.md"
            assert {layout.properties["name"]["const"] for layout in page.layouts} == {page.title}


def test_every_record_kind_has_an_index(schema_kinds: Kinds) -> None:
    listed = {page.of for page in schema_kinds.all if page.role == "index" and page.of}
    assert listed == {kind.name for kind in schema_kinds.records}


def test_no_id_is_one_of_two_kinds(schema_kinds: Kinds) -> None:
    for kind in schema_kinds.records:
        form = kind.id_form
        assert form is not None
        first = form.prefix + "1".zfill(form.digits)
        assert [other.name for other in schema_kinds.records if other.is_id(first)] == [kind.name]
        assert schema_kinds.of_id(first) is kind


def test_folders_and_title_words_tell_kinds_apart(schema_kinds: Kinds) -> None:
    for found in (
        [kind.folder for kind in schema_kinds.records],
        [kind.word for kind in schema_kinds.records],
        [kind.file for kind in schema_kinds.all if kind.file],
    ):
        assert len(set(found)) == len(found)
        assert all(found)


def test_workbook_relations_name_kinds_tables_and_columns_that_exist(schema_kinds: Kinds) -> None:
    assert schema_kinds.workbook.relations
    for relation in schema_kinds.workbook.relations:
        for role in (relation.source, relation.target):
            assert role.kind in schema_kinds.by_name or role.sheet, relation.key
        for name, table in relation.tables.items():
            kind = schema_kinds.by_name[name]
            assert f"| {table}" in keys(kind), relation.key


# What the layouts ask.


def asked() -> list[tuple[str, str, str]]:
    """Kind, key and keyword of everything that a layout asks."""
    found = set()
    for path in PAGES:
        for layout in read(path)["$defs"].values():
            for key, schema in layout["properties"].items():
                found |= {(path.stem, key, word) for word in schema.keys() - ANNOTATIONS}
            found |= {(path.stem, key, "required") for key in layout["required"]}
            found.add((path.stem, "Other", "additionalProperties"))
            found.add((path.stem, "| Other", "additionalProperties"))
    return sorted(found)


@pytest.fixture(scope="module")
def one_of_each(schema_kinds: Kinds) -> Framework:
    """A framework with a page of every kind."""
    ids = {
        kind.name: kind.id_form.prefix + "1".zfill(kind.id_form.digits)
        for kind in schema_kinds.records
        if kind.id_form
    }
    records = {f"{kind.folder}/{ids[kind.name]}.md": "" for kind in schema_kinds.records}
    indexes = {kind.file: "" for kind in schema_kinds.all if kind.file}
    return framework_of(schema_kinds, records | indexes)


def accuse(page: Page, framework: Framework, error: SchemaError) -> None:
    """Let the schema have something against a page."""
    assert page.kind is not None
    page.layout = framework.layouts[page.kind.name]
    page.schema_errors = (error,)


def _places(page: Page, framework: Framework) -> list[tuple[str, Place]]:
    rules = [rule for rule in all_rules() if rule.is_page_rule and rule.code.startswith("FW1")]
    return [(rule.code, place) for rule in rules for place in rule.check(page, framework)]


# A wrong word in a title is FW002, a wrong title of an index page FW103; `id` has no keyword.
ELSEWHERE = {"type", "id"}


def test_every_keyword_is_one_that_a_rule_reads(
    schema_kinds: Kinds, one_of_each: Framework
) -> None:
    assert one_of_each.layouts.keys() == schema_kinds.by_name.keys()
    unread = set()
    for name, key, keyword in asked():
        kind = schema_kinds.by_name[name]
        column = key.removeprefix("| ") if key.startswith("| ") else "Other"
        source = f"# x\n\n**Other**: a\n\n| {column} |\n| - |\n"
        page = read_page("x.md", source, kind, one_of_each.readers, schema_kinds.conventions)
        accuse(page, one_of_each, SchemaError(keyword, key, "x", "x"))
        if not _places(page, one_of_each):
            unread.add((keyword, key))
    assert {key for _, key in unread} <= ELSEWHERE


@pytest.mark.parametrize(
    ("keyword", "record", "code"),
    [
        ("required", {}, "FW101"),
        ("minLength", {"a": ""}, "FW102"),
        ("pattern", {"a": "b"}, "FW103"),
        ("enum", {"a": "b"}, "FW103"),
        ("const", {"a": "b"}, "FW103"),
    ],
)
def test_validator_speaks_the_words_that_rules_read(
    one_of_each: Framework, keyword: str, record: dict[str, str], code: str
) -> None:
    value: dict[str, Any] = {"minLength": 1, "pattern": "^a$", "enum": ["a"], "const": "a"}
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {keyword: value[keyword]} if keyword in value else {}},
        "additionalProperties": False,
    }
    layout = Layout("2025", schema)
    (error,) = layout.errors(record)
    assert (error.keyword, error.key) == (keyword, "a")
    page = Page("x.md", "# x\n", one_of_each.kinds.by_name["technique"])
    accuse(page, one_of_each, error)
    assert [found for found, _ in _places(page, one_of_each)] == [code]


# Which layout a tree has.

OLD = (
    "# Technique T{n:04}: Name\n\n* **Summary**: a\n\n* **Belongs to tactic stage**: TA01\n\n"
    "| Incident | Descriptions given for this incident |\n| - | - |\n\n"
    "| Counters | Response types |\n| - | - |\n"
)
NEW = (
    "# Technique T{n:04}: Name\n\n**Summary**: a\n\n**Tactic**: TA01 b\n\n"
    "| Associated Technique | Description |\n| - | - |\n\n"
    "| Incident | Descriptions given for this incident |\n| - | - |\n\n"
    "| Counters | Response types |\n| - | - |\n"
)


def layout_of(kinds: Kinds, *sources: str) -> str:
    files = {f"techniques/T{n:04}.md": s.format(n=n) for n, s in enumerate(sources, start=1)}
    return framework_of(kinds, files).layouts["technique"].name


def test_layout_is_the_one_that_most_pages_fit(schema_kinds: Kinds) -> None:
    assert layout_of(schema_kinds, NEW, NEW, OLD) == "2025"
    assert layout_of(schema_kinds, NEW, OLD, OLD) == "2023"


def test_newest_layout_is_chosen_on_a_tie(schema_kinds: Kinds) -> None:
    assert layout_of(schema_kinds, NEW, OLD) == "2025"
    assert layout_of(schema_kinds, OLD, NEW) == "2025"


def test_page_with_a_fault_still_votes(schema_kinds: Kinds) -> None:
    assert layout_of(schema_kinds, OLD.replace("* **Summary**: a\n\n", ""), OLD, NEW) == "2023"


def test_page_with_nothing_but_its_title_does_not_vote(schema_kinds: Kinds) -> None:
    bare = "# Technique T{n:04}: Name\n\nA note.\n"
    assert layout_of(schema_kinds, bare) == "2025"
    assert layout_of(schema_kinds, bare, bare, NEW) == "2025"
    assert layout_of(schema_kinds, bare, bare, OLD) == "2023"
    assert layout_of(schema_kinds, f"{bare}\n**name**: a\n") == "2023"


@given(st.lists(st.sampled_from([OLD, NEW]), max_size=6), st.integers(1, 6))
def test_bare_pages_change_no_layout(schema_kinds: Kinds, sources: list[str], bare: int) -> None:
    only_titles = ["# Technique T{n:04}: Name\n"] * bare
    newest = sources.count(NEW) >= sources.count(OLD)
    assert layout_of(schema_kinds, *only_titles, *sources) == ("2025" if newest else "2023")


def test_layout_is_chosen_for_each_kind(schema_kinds: Kinds) -> None:
    incident = (
        "# Incident I00001: a\n\n* **Summary:** a\n\n| Reference | Pub Date | Authors | Org |"
        " Archive |\n|-|-|-|-|-|\n\n| Technique | Description given for this incident |\n|-|-|\n"
    )
    framework = framework_of(
        schema_kinds,
        {"techniques/T0001.md": OLD.format(n=1), "incidents/I00001.md": incident},
    )
    assert framework.layouts["technique"].name == "2023"
    assert framework.layouts["incident"].name == "2025"


def test_page_that_departs_from_the_layout_of_its_tree_is_in_error(schema_kinds: Kinds) -> None:
    sources = {f"techniques/T{n:04}.md": NEW.format(n=n) for n in (1, 2)}
    framework = framework_of(schema_kinds, {**sources, "techniques/T0003.md": OLD.format(n=3)})
    first, second, third = framework.pages
    assert first.schema_errors == second.schema_errors == ()
    assert {(error.keyword, error.key) for error in third.schema_errors} == {
        ("required", "Tactic"),
        ("required", "| Associated Technique"),
        ("additionalProperties", "Belongs to tactic stage"),
    }


def test_real_trees_have_the_layouts_of_their_time(
    framework_2025: Framework, framework_2023: Framework
) -> None:
    for name in ("technique", "incident"):
        assert framework_2025.layouts[name].name == "2025"
        assert framework_2023.layouts[name].name == "2023"


def test_real_pages_fit_their_layout(real_framework: Framework) -> None:
    techniques = [page for page in real_framework.records if page.id.startswith("T0")]
    assert len(techniques) > 300
    at_fault = [page.path for page in techniques if page.schema_errors]
    assert len(at_fault) <= len(techniques) / 20
