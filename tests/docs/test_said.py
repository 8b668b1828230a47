"""The documents name everything that there is, and what they have users copy works."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from frameworklint import COMMANDS, HOMEPAGE
from frameworklint.commands.options import FORMATS
from frameworklint.kinds.kind import Kinds
from frameworklint.selection.settings_schema import schema

from ..scratch import CLEAN, TOP, CommandLine, Repository
from .documents import README, bash, blocks
from .generated import layers

ADOPTING, CI, FORMATS_PAGE, SETTINGS, SCHEMAS, ARCHITECTURE = (
    TOP / "docs" / f"{name}.md"
    for name in ("adopting", "ci", "formats", "settings", "schemas", "architecture")
)


def rows(document: Path, heading: str) -> list[str]:
    """The first cells of a table, without backquotes."""
    text = document.read_text("utf-8")
    lines = text[text.index(f"| {heading} |") :].split("\n\n")[0].splitlines()[2:]
    return [line.split("|")[1].strip(" `") for line in lines]


def loaded(text: str) -> Any:
    """The content of a YAML text."""
    return yaml.safe_load(text)


def test_every_command_is_named() -> None:
    assert rows(FORMATS_PAGE, "Command") == list(COMMANDS)


def test_every_format_is_named() -> None:
    assert rows(FORMATS_PAGE, "Format") == list(FORMATS)


def test_every_setting_has_a_section() -> None:
    headings = re.findall(r"^## `([a-z-]+)`$", SETTINGS.read_text("utf-8"), re.MULTILINE)
    assert headings == list(schema()["properties"])


def test_every_kind_whose_folder_can_be_set_is_named(schema_kinds: Kinds) -> None:
    text = SETTINGS.read_text("utf-8")
    kinds = ", ".join(sorted(f"`{kind.name}`" for kind in schema_kinds.records))
    assert kinds in text


def test_every_layer_is_explained() -> None:
    wanted = [layer for line in layers() for layer in line]
    assert rows(ARCHITECTURE, "Layer") == wanted


def test_every_keyword_that_a_rule_reads_is_explained() -> None:
    asked = {
        keyword
        for folder in ("kinds", "indexes")
        for path in sorted((TOP / "schemas" / folder).glob("*.json"))
        for layout in json.loads(path.read_text("utf-8"))["$defs"].values()
        for value in layout["properties"].values()
        for keyword in value
    }
    assert asked - {"description", "examples", "type"} == set(rows(SCHEMAS, "Keyword"))


def test_every_input_of_the_action_is_explained() -> None:
    action = loaded((TOP / "action.yml").read_text("utf-8"))
    assert rows(CI, "Input") == list(action["inputs"])
    assert rows(CI, "Output") == list(action["outputs"])


@pytest.mark.parametrize("document", [README, ADOPTING], ids=lambda path: path.name)
def test_hook_is_the_one_that_this_repository_offers(document: Path) -> None:
    first, *more = [loaded(block.content) for block in blocks(document, "yaml")]
    (repository,) = first["repos"]
    offered = loaded((TOP / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert repository["repo"] == HOMEPAGE
    assert [entry["id"] for entry in repository["hooks"]] == ["frameworklint"]
    named = {entry["id"] for part in (repository, *more) for entry in part["hooks"]}
    assert named <= {entry["id"] for entry in offered}
    assert document != ADOPTING or named == {entry["id"] for entry in offered}


def test_workflow_uses_the_action_of_this_repository() -> None:
    workflow = loaded(blocks(CI, "yaml")[0].content)
    used = [step["uses"] for step in workflow["jobs"]["frameworklint"]["steps"]]
    assert HOMEPAGE.removeprefix("https://github.com/") + "@REVISION" in used
    assert (TOP / "action.yml").is_file()


def test_job_for_gitlab_runs(tmp_path: Path) -> None:
    install, check = loaded(blocks(CI, "yaml")[1].content)["frameworklint"]["script"]
    assert f'"git+{HOMEPAGE}@REVISION"' in install
    repository = Repository(tmp_path / "framework")
    repository.fill(CLEAN)
    run = bash(check, repository.folder, TOP)
    assert run.returncode == 0, run.stdout + run.stderr
    assert (repository.folder / "gl-code-quality-report.json").is_file()
    assert (repository.folder / "frameworklint.xml").is_file()


def test_first_settings_do_what_is_said(repository: Repository, frameworklint: CommandLine) -> None:
    before = {finding["rule"]: finding["severity"] for finding in frameworklint.json()}
    repository.write({"frameworklint.toml": blocks(SETTINGS, "toml")[0].content})
    after = {finding["rule"]: finding["severity"] for finding in frameworklint.json()}
    assert before.keys() - after.keys() == {"FW205", "FW303"}
    assert after.keys() <= before.keys()
    assert (before["FW102"], after["FW102"]) == ("warning", "error")
