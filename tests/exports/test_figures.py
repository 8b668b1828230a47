"""The rules find in the real exports what a few lines of plain Python find in the files."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from frameworklint.findings.finding import Finding
from frameworklint.findings.template import with_common_faults
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import WorkTree

from ..conftest import corpus, findings_of
from ..memory_tree import MemoryTree

FOLDER = "generated_files/DISARM_STIX"
BUNDLE = f"{FOLDER}/DISARM.json"
RULES = ("FW751", "FW752", "FW753", "FW754", "FW755", "FW756")


@pytest.fixture(scope="module")
def tree() -> Path:
    return corpus("disarm-2025-02")


@pytest.fixture(scope="module")
def framework(schema_kinds: Kinds, tree: Path) -> Framework:
    return Framework(schema_kinds, WorkTree(str(tree)))


@pytest.fixture(scope="module")
def found(framework: Framework) -> dict[str, Finding]:
    """What is told of the exports: by rule, as each has one finding at most."""
    findings = with_common_faults(findings_of(framework, *RULES))
    assert len({finding.rule.code for finding in findings}) == len(findings)
    return {finding.rule.code: finding for finding in findings}


def bundle(path: Path) -> list[dict[str, Any]]:
    objects: list[dict[str, Any]] = json.loads(path.read_text("utf-8"))["objects"]
    return objects


def page_id(content: dict[str, Any]) -> str:
    return str(content.get("external_references", [{}])[0].get("external_id", ""))


def summary(page: str) -> str:
    match = re.search(r"\*\*Summary:?\*\*:?(.*?)\n\n\*\*", page, re.DOTALL)
    return " ".join(match[1].split()) if match else ""


def test_summaries_of_the_release_before(tree: Path, found: dict[str, Finding]) -> None:
    pages = tree / "generated_pages" / "techniques"
    old = [
        page_id(one)
        for one in bundle(tree / BUNDLE)
        if one["type"] == "attack-pattern"
        and " ".join(one["description"].split())
        != summary((pages / f"{page_id(one)}.md").read_text("utf-8"))
    ]
    assert len(old) == 26
    finding = found["FW751"]
    assert sorted(place.subject for place in finding.places) == sorted(old)
    assert finding.message == (
        "26 summaries in the STIX bundle are not those of the pages, such as that of T0085.001:"
        " run the exporter"
    )


def test_files_that_the_bundle_does_not_hold(tree: Path, found: dict[str, Finding]) -> None:
    held = {one["id"] for one in bundle(tree / BUNDLE)}
    left = [path for path in (tree / FOLDER).glob("*/*.json") if path.stem not in held]
    counts = Counter(path.parent.name for path in left)
    assert counts == {"attack-pattern": 236, "relationship": 954, "x-mitre-tactic": 7}
    finding = found["FW753"]
    places = {place.page.path for place in finding.places}
    assert places == {path.relative_to(tree).as_posix() for path in left}
    for kind, count in counts.items():
        assert f"{count} `{kind}`" in finding.message


def test_namespaces_of_another_framework(tree: Path, found: dict[str, Finding]) -> None:
    techniques = [one for one in bundle(tree / BUNDLE) if one["type"] == "attack-pattern"]
    chains = {one["kill_chain_phases"][0]["kill_chain_name"] for one in techniques}
    sources = {one["external_references"][0]["source_name"] for one in techniques}
    assert (len(techniques), chains, sources) == (391, {"mitre-attack"}, {"mitre-attack"})
    finding = found["FW754"]
    assert {place.subject for place in finding.places} == {"mitre-attack"}
    assert len(finding.places) == 391
    assert "`kill_chain_name`" in finding.message
    assert "`source_name`" in finding.message


def test_identifiers_that_changed(tree: Path, schema_kinds: Kinds, framework: Framework) -> None:
    now, before = bundle(tree / BUNDLE), bundle(corpus("stix-2024-08") / "DISARM.json")
    keys = {page_id(one): one["id"] for one in before if page_id(one)}
    named = [one for one in now if page_id(one) in keys]
    changed = Counter(one["type"] for one in named if keys[page_id(one)] != one["id"])
    counts = Counter(one["type"] for one in named)
    assert (changed["attack-pattern"], counts["attack-pattern"]) == (81, 297)
    assert (changed["x-mitre-tactic"], counts["x-mitre-tactic"]) == (2, 16)
    old = (corpus("stix-2024-08") / "DISARM.json").read_bytes()
    framework.base = Framework(schema_kinds, MemoryTree({BUNDLE: old}))
    (finding,) = findings_of(framework, "FW805")
    framework.base = None
    assert len(finding.places) == 83
    assert finding.message.startswith("81 techniques and 2 tactics have another STIX identifier")


def test_what_agrees_is_not_told(tree: Path, found: dict[str, Finding]) -> None:
    """Names, tactics and parents of all 391 techniques, all lists, and two pages without links."""
    objects = bundle(tree / BUNDLE)
    assert sum(one["type"] == "attack-pattern" for one in objects) == 391
    assert {place.page.key for place in found["FW751"].places} == {BUNDLE}
    assert found.keys() == {"FW751", "FW753", "FW754"}
