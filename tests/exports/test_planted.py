"""One defect of each kind, planted in the real bundle, list and matrix: it is found at its place,
and nothing else.
"""

import json
from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import pytest

from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.selection.comparison import Known

from ..conftest import corpus, findings_of
from ..memory_tree import MemoryTree

FOLDER = "generated_files/DISARM_STIX"
BUNDLE = f"{FOLDER}/DISARM.json"
CSV = "generated_files/red_framework_ids.csv"
BLUE_CSV = "generated_files/blue_framework_ids.csv"
HTML = "generated_files/disarm_red_framework_clickable.html"
RULES = ("FW751", "FW752", "FW753", "FW754", "FW755", "FW756", "FW805")
NONE = "identity--00000000-0000-4000-8000-000000000000"
Edit = Callable[[str], str]


def swap(old: str, new: str) -> Edit:
    """Replace a text that stands there once."""

    def edit(text: str) -> str:
        assert text.count(old) == 1, text.count(old)
        return text.replace(old, new)

    return edit


def everywhere(old: str, new: str) -> Edit:
    """Replace a text wherever it stands."""

    def edit(text: str) -> str:
        assert old in text
        return text.replace(old, new)

    return edit


def in_object(found: str, old: str, new: str) -> Edit:
    """Replace a text in the object that stands for a page."""

    def edit(text: str) -> str:
        at = text.index(f'"external_id": "{found}"')
        start = text.rindex("\n        {", 0, at)
        end = text.index("\n        }", at)
        assert text.count(old, start, end) == 1
        return text[:start] + text[start:end].replace(old, new) + text[end:]

    return edit


def edited_objects(how: Callable[[list[dict[str, Any]]], Any]) -> Edit:
    """Change the list of objects."""

    def edit(text: str) -> str:
        content = json.loads(text)
        how(content["objects"])
        return json.dumps(content, indent=4)

    return edit


def without(found: str) -> Edit:
    """Take out the object that stands for a page, and what refers to it."""

    def how(objects: list[dict[str, Any]]) -> None:
        (one,) = [o for o in objects if f'"external_id": "{found}"' in json.dumps(o)]
        objects[:] = [o for o in objects if one["id"] not in json.dumps(o)]

    return edited_objects(how)


def again(found: str, edit: tuple[str, str] = ("", ""), **changes: str) -> Edit:
    """Add the object that stands for a page once more, with some changes."""

    def how(objects: list[dict[str, Any]]) -> None:
        (one,) = [o for o in objects if f'"external_id": "{found}"' in json.dumps(o)]
        objects.append({**json.loads(json.dumps(one).replace(*edit)), **changes})

    return edited_objects(how)


KEY = "attack-pattern--00000000-0000-4000-8000-00000000000a"
TACTIC_KEY = "x-mitre-tactic--00000000-0000-4000-8000-00000000000b"


@dataclass(frozen=True)
class Plant:
    """A defect.

    Attributes:
        rule: the rule that finds it.
        path: the file.
        edit: what is changed there.
        shown: with what the text at its place begins.
        message: what is said of it.
        more: what else the rule says of the same defect.
        beside: other rules that find it too, and why.
    """

    rule: str
    path: str
    edit: Edit
    shown: str
    message: str
    more: tuple[str, ...] = ()
    beside: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.rule} {self.message}"


def relationship_of(objects: list[dict[str, Any]], found: str) -> int:
    """The index of the object that names the parent of a technique."""
    (key,) = [o["id"] for o in objects if f'"external_id": "{found}"' in json.dumps(o)]
    return next(n for n, one in enumerate(objects) if one.get("source_ref") == key)


OLD_KEY = "x-mitre-tactic--b03163eb-7e81-4fed-9819-641bf7c99507"
LEFT = {"FW753": "the file of the object is left"}
PHASE = '"phase_name": "plan-objectives"'
PLANTS = [
    # The bundle.
    Plant(
        "FW751",
        BUNDLE,
        in_object("T0002", '"name": "Facilitate', '"name": "Help'),
        '"Help State Propaganda"',
        "the name is `Help State Propaganda`, but `Facilitate State Propaganda` on the page",
    ),
    Plant(
        "FW751",
        BUNDLE,
        in_object("T0002", "Organise citizens", "Citizens"),
        '"Citizens around',
        "T0002 Facilitate State Propaganda: the summary is",
    ),
    Plant(
        "FW751",
        BUNDLE,
        in_object("T0002", PHASE, '"phase_name": "plan-strategy"'),
        '"plan-strategy"',
        "the tactic is TA01 `plan-strategy`, but TA02 on the page",
    ),
    Plant(
        "FW751",
        BUNDLE,
        edited_objects(lambda objects: objects.pop(relationship_of(objects, "T0151.004"))),
        "{",
        "T0151.004 Chat Platform: the parent is missing, but T0151 on the page",
        beside=LEFT,
    ),
    Plant("FW751", BUNDLE, in_object("T0002", "/T0002.md", "/T0003.md"), '"https:', "the address"),
    Plant(
        "FW752",
        BUNDLE,
        without("T0002"),
        "[",
        "No object of the STIX bundle stands for the technique T0002 Facilitate State Propaganda",
        beside=LEFT,
    ),
    Plant(
        "FW752",
        BUNDLE,
        again("T0002", id=KEY, edit=('"external_id": "T0002"', '"external_id": "T9999"')),
        '"T9999"',
        "no technique of the framework has the ID T9999",
    ),
    Plant(
        "FW753",
        f"{FOLDER}/identity/{NONE}.json",
        lambda text: "{}",
        "",
        "The file holds an object that the STIX bundle does not have",
    ),
    Plant(
        "FW754",
        BUNDLE,
        in_object("TA01", '"source_name": "DISARM"', '"source_name": "misp"'),
        '"misp"',
        "TA01 Plan Strategy: `source_name` is `misp`, and not `DISARM`",
    ),
    Plant(
        "FW755",
        BUNDLE,
        in_object("T0002", '"modified": "2024-11-22T', '"modified": "2024-11-2T'),
        '"2024-11-2T',
        "`modified` does not have the form",
    ),
    Plant(
        "FW755",
        BUNDLE,
        in_object("T0002", PHASE, '"phase_name": "plan-objective"'),
        '"plan-objective"',
        "no tactic is called `plan-objective`",
    ),
    Plant(
        "FW755",
        BUNDLE,
        in_object("T0002", "identity--f1a0f560-2d9e-4c5d-bf47-7e96e805de82", NONE),
        f'"{NONE}"',
        f"`created_by_ref` names `{NONE}`, which no object is",
    ),
    Plant(
        "FW755",
        BUNDLE,
        again("T0002", id=KEY),
        '"T0002"',
        "another object stands for the technique T0002 too",
    ),
    Plant(
        "FW755",
        BUNDLE,
        again("T0002"),
        '"attack-pattern--70717452-f7e3-4ce8-956f-39a4d34c5cfb"',
        "another object has the STIX identifier",
    ),
    Plant(
        "FW755",
        BUNDLE,
        in_object("T0002", '"name": ', '"name": "x", "name": '),
        "{",
        "the key `name` stands twice in one object",
    ),
    Plant(
        "FW805",
        BUNDLE,
        everywhere(OLD_KEY, TACTIC_KEY),
        f'"{TACTIC_KEY}"',
        f"TA01 Plan Strategy: the STIX identifier was `{OLD_KEY}` before",
        beside=LEFT,
    ),
    # The lists of IDs.
    Plant(
        "FW756",
        CSV,
        swap("T0073,T0002,", "T0073,,"),
        "TA02",
        "The technique T0002 Facilitate State Propaganda is missing",
    ),
    Plant(
        "FW756",
        CSV,
        swap(",T0039,T0047", ",T0047,T0039"),
        "T0047",
        "T0047 ",
        ("T0039 Bait Influencer stands under TA18, but belongs to TA17",),
    ),
    Plant(
        "FW756",
        BLUE_CSV,
        swap("C00006,", "C00006 C00009,"),
        "C00006 C00009",
        "C00006 is called `C00009`",
    ),
    # The clickable matrices.
    Plant(
        "FW756",
        HTML,
        swap(">T0002 Facilitate", ">T0002 Help"),
        "T0002 Help",
        "T0002 is called `Help State Propaganda`, and `Facilitate State Propaganda` on its page",
    ),
    Plant(
        "FW756",
        HTML,
        swap('style="display:none">T0150: Asset Origin</li>', ">Asset Origin</li>"),
        "T0150 Asset Origin",
        "T0150 has no `<li>`: nothing is shown when it is clicked",
    ),
    Plant(
        "FW756",
        HTML,
        swap("<td>TA18 Drive Online Harms</td>", "<td>TA19 Drive Online Harms</td>"),
        "TA19",
        "No tactic has the ID TA19",
        ("The tactic TA18 Drive Online Harms is missing", "stands under TA19"),
    ),
]


class Unchanged(NamedTuple):
    """The real framework without its workbooks, and what is known of its exports."""

    files: Mapping[str, bytes]
    framework: Framework
    known: Known


@pytest.fixture(scope="module")
def unchanged(schema_kinds: Kinds) -> Unchanged:
    tree = corpus("disarm-2025-02")
    files = {
        path.relative_to(tree).as_posix(): path.read_bytes()
        for path in sorted(tree.rglob("*"))
        if path.is_file() and path.suffix in (".md", ".json", ".csv", ".html")
    }
    framework = Framework(schema_kinds, MemoryTree(files))
    return Unchanged(files, framework, Known.of(findings_of(framework, *RULES)))


def with_exports(framework: Framework, files: Mapping[str, bytes]) -> Framework:
    """The same pages, which need not be read again, with other exports."""
    other = copy(framework)
    other.__dict__.pop("exports", None)
    other.tree = MemoryTree(files)
    return other


@pytest.mark.slow
@pytest.mark.parametrize("plant", PLANTS, ids=str)
def test_planted_defect_is_found(plant: Plant, schema_kinds: Kinds, unchanged: Unchanged) -> None:
    text = plant.edit(unchanged.files.get(plant.path, b"").decode())
    files = {**unchanged.files, plant.path: text.encode()}
    framework = with_exports(unchanged.framework, files)
    framework.base = unchanged.framework
    parts = map(unchanged.known.new_part, findings_of(framework, *RULES))
    new = [part for part in parts if part is not None]
    said = [f"{one.rule.code} {one.place.message}" for one in new]
    assert {one.rule.code for one in new} == {plant.rule, *plant.beside}, said
    own_rule = [one for one in new if one.rule.code == plant.rule]
    (own,) = [one for one in own_rule if plant.message in one.place.message]
    (place,) = own.places
    assert place.page.path == plant.path
    assert place.page.source[slice(*place.span)].startswith(plant.shown)
    others = [one.place.message for one in own_rule if one is not own]
    assert all(any(part in message for part in plant.more) for message in others), others


def test_every_rule_about_exports_has_a_plant() -> None:
    assert {plant.rule for plant in PLANTS} == set(RULES)
