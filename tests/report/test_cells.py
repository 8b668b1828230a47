"""Every format names file, sheet and cell in words: a workbook has no lines to point at."""

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from ..builders import PLATFORM_TEXT, clean, hold, sheets_of_clean, swap_all, workbooks_of
from ..scratch import CommandLine, Repository
from ..workbooks import DATA, FOLDER

SARIF = Path(__file__).parents[1] / "data" / "sarif-2.1.0-rtm.5.json"
LIST = f"{DATA} › incidenttechniques › D2 (IT00000001)"
TEXT = f"{DATA} › incidenttechniques › B2 (IT00000001)"
LOSES = "I00201 loses T0151: the generator takes the blank before an ID for a part of it"


@pytest.fixture
def broken(repository: Repository) -> Repository:
    """A workbook that loses a reference, and a text with a dead link that is printed twice."""
    sheets = sheets_of_clean()
    row = sheets["incidenttechniques"][0]
    row |= {"technique_ids": f"{row['technique_ids']}, T0151", "name": f"{row['name']} [x](no.md)"}
    pages = clean(swap_all(PLATFORM_TEXT, f"{PLATFORM_TEXT} [x](no.md)"))
    hold(repository, pages | workbooks_of(sheets))
    return repository


def report(frameworklint: CommandLine, form: str) -> str:
    run = frameworklint("check", "--select", "FW201,FW702", "--output-format", form)
    assert run.code == 1, run.err
    return run.out


@pytest.mark.usefixtures("broken")
def test_annotations_name_the_cell(frameworklint: CommandLine) -> None:
    found = report(frameworklint, "github")
    assert f"::error file={FOLDER}/{DATA},line=1,endLine=1,col=1," in found
    assert f"::{LIST}: {LOSES}%0Afix: " in found
    assert re.search(
        rf"::error file=generated_pages/.*line=\d+.*\(source: {re.escape(TEXT)}", found
    )


@pytest.mark.usefixtures("broken")
def test_gitlab_names_the_cell(frameworklint: CommandLine) -> None:
    issues = {issue["check_name"]: issue for issue in json.loads(report(frameworklint, "gitlab"))}
    lost, link = issues["dropped-reference"], issues["broken-link"]
    assert lost["description"] == f"FW702 dropped-reference: {LIST}: {LOSES}"
    assert lost["location"] == {"path": f"{FOLDER}/{DATA}", "lines": {"begin": 1, "end": 1}}
    assert link["description"].endswith(f"(source: {TEXT})")


@pytest.mark.usefixtures("broken")
def test_junit_names_the_cell(frameworklint: CommandLine) -> None:
    top = ElementTree.fromstring(report(frameworklint, "junit").encode())
    cases = {case.attrib["name"][:5]: case[0] for case in top.iter("testcase")}
    lost = cases["FW702"]
    assert lost.attrib["message"] == f"{LIST}: {LOSES}"
    assert lost.text == f"{FOLDER}/{DATA} › incidenttechniques › D2: {LOSES}"


@pytest.mark.usefixtures("broken")
def test_the_summary_names_the_cell(frameworklint: CommandLine) -> None:
    found = report(frameworklint, "markdown")
    assert f"- **error** `{FOLDER}/{DATA} › incidenttechniques › D2`: {LOSES}\n" in found
    assert f"printed from `{DATA} › incidenttechniques › B2`" in found


@pytest.mark.usefixtures("broken")
def test_code_scanning_gets_a_legal_region_and_the_cell(frameworklint: CommandLine) -> None:
    log = json.loads(report(frameworklint, "sarif"))
    schema = json.loads(SARIF.read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(log)
    results = {result["ruleId"]: result for result in log["runs"][0]["results"]}
    lost: dict[str, Any] = results["FW702"]
    assert lost["message"]["text"] == f"{LIST}: {LOSES}"
    (place,) = lost["locations"]
    assert place["physicalLocation"]["region"] == dict.fromkeys(
        ("startLine", "startColumn", "endLine", "endColumn"), 1
    )
    assert place["logicalLocations"] == [{"name": "D2", "fullyQualifiedName": LIST, "kind": "cell"}]
    assert results["FW201"]["message"]["text"].endswith(f"(source: {TEXT})")
    assert "logicalLocations" not in results["FW201"]["locations"][0]


@pytest.mark.usefixtures("broken")
def test_no_program_is_told_to_write_text_into_a_workbook(frameworklint: CommandLine) -> None:
    offered = [f for f in frameworklint.json() if f["fix"] and f["path"].endswith(".xlsx")]
    assert offered
    log = json.loads(frameworklint("check", "--output-format", "sarif").out)
    results = log["runs"][0]["results"]
    changes = [c for r in results for fix in r.get("fixes", ()) for c in fix["artifactChanges"]]
    assert not [c for c in changes if c["artifactLocation"]["uri"].endswith(".xlsx")]


@pytest.mark.usefixtures("broken")
def test_a_baseline_names_the_row(frameworklint: CommandLine, broken: Repository) -> None:
    assert frameworklint("baseline").code == 0
    entries = (broken.folder / "frameworklint-baseline.jsonl").read_text("utf-8").splitlines()
    named = {entry["rule"]: entry["page"] for entry in map(json.loads, entries)}
    assert named["FW702"] == f"{FOLDER}/{DATA} › incidenttechniques › IT00000001 › technique_ids"
    assert frameworklint("check").out.count("nothing found") == 1


def test_a_baseline_holds_whatever_the_number_of_the_row_and_says_what_is_gone(
    frameworklint: CommandLine, repository: Repository
) -> None:
    sheets = sheets_of_clean()
    for row in sheets["incidenttechniques"][:2]:
        row["technique_ids"] += ", T0151"
    repository.write(workbooks_of(sheets))
    chosen = ("--select", "FW702,FW903", "--output-format", "concise")
    assert frameworklint("baseline").code == 0
    first, *others = sheets["incidenttechniques"]
    sheets["incidenttechniques"] = [*others, first]
    repository.write(workbooks_of(sheets))
    assert frameworklint("check", *chosen).out == ""
    for row in (first, others[0]):
        row["technique_ids"] = row["technique_ids"].removesuffix(", T0151")
    repository.write(workbooks_of(sheets))
    found = frameworklint("check", *chosen).out
    assert "FW903" in found
    assert f"{FOLDER}/{DATA} › incidenttechniques › IT00000001 › technique_ids" in found
