"""A MISP galaxy is compared with the pages as the STIX bundle is, by what the schemas say of it."""

import json
from typing import Any

import pytest

from frameworklint.kinds.kind import Kinds

from ..builders import clean
from ..conftest import findings_of, framework_of

GALAXY = "clusters/disarm-techniques.json"
REFS = "https://example.org/generated_pages/techniques/{}.md"


def galaxy(kinds: Kinds) -> dict[str, Any]:
    """What MISP's generator makes of the techniques of the clean example."""
    framework = framework_of(kinds, clean())
    values: list[dict[str, Any]] = []
    for page in framework.records:
        tactic = page.field("Tactic")
        summary = page.field("Summary")
        if page.kind and page.kind.name == "technique" and tactic and summary:
            values.append(
                {
                    "uuid": f"00000000-0000-5000-8000-{len(values):012}",
                    "value": page.name,
                    "description": summary.value.raw,
                    "meta": {
                        "external_id": page.id,
                        "kill_chain": [f"tactics:{tactic.value.raw.partition(' ')[2]}"],
                        "refs": [REFS.format(page.id)],
                    },
                    "related": [{"dest-uuid": "00000000-0000-5000-8000-9", "type": "blocked-by"}],
                }
            )
    return {"authors": ["DISARM Project"], "type": "disarm-techniques", "values": values}


def said(kinds: Kinds, content: dict[str, Any]) -> list[str]:
    framework = framework_of(kinds, {**clean(), GALAXY: json.dumps(content, indent=2)})
    return [f"{one.rule.code} {one.message}" for one in findings_of(framework, "FW75")]


def test_a_galaxy_that_agrees_is_silent(schema_kinds: Kinds) -> None:
    content = galaxy(schema_kinds)
    assert len(content["values"]) > 3
    assert said(schema_kinds, content) == []


@pytest.mark.parametrize(
    ("way", "value", "expected"),
    [
        (("value",), "Else", "FW751 T0097 Else: the name is `Else`, but "),
        (("description",), "Else.", "the summary is `Else.`, but "),
        (("meta", "kill_chain"), ["tactics:Else"], "no tactic is called `Else`"),
        (("meta", "kill_chain"), ["tactics:select channels and affordances"], "the tactic is TA07"),
        (
            ("meta", "refs"),
            [REFS.format("T0001")],
            "FW751 T0097 Present Persona: the address ",
        ),
        (("meta", "external_id"), "T9999", "FW752 T9999 "),
        (("revoked",), True, "FW752 T0097 Present Persona is withdrawn by `revoked`, but "),
        (("uuid",), "00000000-0000-5000-8000-000000000001", "another object has the UUID"),
        (("uuid",), "T0097", "FW755 T0097 Present Persona: `uuid` does not have the form `UUID`"),
        (("uuid",), None, "FW755 T0097 Present Persona: `uuid` must be of the type `string`"),
        (("meta", "refs"), REFS.format("T0097"), "`meta.refs` must be of the type `array`"),
    ],
)
def test_what_differs_is_found(
    schema_kinds: Kinds, way: tuple[str, ...], value: Any, expected: str
) -> None:
    content = galaxy(schema_kinds)
    (place,) = [one for one in content["values"] if one["meta"]["external_id"] == "T0097"]
    for key in way[:-1]:
        place = place[key]
    place[way[-1]] = value
    found = said(schema_kinds, content)
    assert any(expected in message for message in found), found
    assert len(found) == 1, found
