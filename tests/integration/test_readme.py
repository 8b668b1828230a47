"""README.md says what is true: its commands run, its outputs and its table are current."""

import os
import re
import subprocess
import sysconfig
from pathlib import Path
from typing import Any

import pytest
import yaml

from frameworklint import HOMEPAGE
from frameworklint.linter import registry
from frameworklint.linter import rule_page as rulepage

from ..conftest import TOP
from ..scratch import ENVIRONMENT, EXAMPLE, CommandLine, Repository, copy_project

README = TOP / "README.md"
TEXT = README.read_text("utf-8")
BLOCK = re.compile(r"^```(?P<form>\w+)\n(?P<content>.*?)^```$", re.MULTILINE | re.DOTALL)
TABLE = re.compile(r"(?<=<!-- rules -->\n).*(?=<!-- /rules -->)", re.DOTALL)


def blocks(form: str) -> list[str]:
    """The contents of all fenced blocks of one form."""
    return [block["content"] for block in BLOCK.finditer(TEXT) if block["form"] == form]


COMMANDS = [line for block in blocks("sh") for line in block.splitlines()]
INSTALL, TEST = (line for line in COMMANDS if not line.startswith("frameworklint "))


def bash(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a line as it stands, where `frameworklint` is the one under test."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), ENVIRONMENT["PATH"]])
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env={**ENVIRONMENT, "PATH": path},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A git checkout of the project."""
    checkout = Repository(tmp_path_factory.mktemp("readme") / "frameworklint")
    copy_project(checkout.folder)
    checkout.commit("frameworklint")
    return checkout.folder


def current(checkout: Path) -> str:
    """README as it should be."""
    text = TABLE.sub(lambda _: rule_table(), TEXT)
    command = ""

    def run_again(block: re.Match[str]) -> str:
        nonlocal command
        if block["form"] == "text":
            return f"```text\n{bash(command, checkout).stdout.rstrip()}\n```"
        command = block["content"].strip() if block["form"] == "sh" else command
        return block[0]

    return BLOCK.sub(run_again, text)


def rule_table() -> str:
    """The table of all rules."""
    lines = ["| Code | Name | Severity | What it finds |", "| --- | --- | --- | --- |"]
    for rule in registry.all_rules():
        page = os.path.relpath(rule.page_path, TOP).replace(os.sep, "/")
        summary = rulepage.summary(rule).replace("|", "\\|")
        lines.append(f"| [{rule.code}]({page}) | {rule.name} | {rule.severity} | {summary} |")
    return "\n".join(lines) + "\n"


def test_table_and_outputs_are_current(checkout: Path, request: pytest.FixtureRequest) -> None:
    wanted = current(checkout)
    if request.config.getoption("--update-readme") and wanted != TEXT:
        assert not os.environ.get("CI"), "README is never rewritten in CI"
        README.write_text(wanted, "utf-8")
        pytest.skip("rewritten; read it before you commit it")
    assert wanted == TEXT, (
        "`pytest --update-readme tests/integration/test_readme.py` writes it anew"
    )


@pytest.mark.parametrize("command", [line for line in COMMANDS if line not in (INSTALL, TEST)])
def test_command_runs_as_it_stands(command: str, checkout: Path) -> None:
    run = bash(command, checkout)
    assert run.returncode in (0, 1), run.stderr
    assert run.stderr == ""


@pytest.mark.slow
def test_installing_and_checking_the_example_on_a_fresh_machine(tmp_path: Path) -> None:
    copy_project(tmp_path)
    run = bash(INSTALL, tmp_path)
    assert run.returncode == 1, run.stderr
    assert "FW404 foreign-description" in run.stdout


def test_ci_finds_the_command_that_runs_all_tests() -> None:
    script = (TOP / ".ci" / "run").read_text("utf-8")
    search = re.search(r"grep -E '(?P<pattern>.+)' README\.md", script)
    assert search
    found = [line for line in TEXT.splitlines() if re.search(search["pattern"], line)]
    assert found == [TEST]


def loaded(block: str) -> Any:
    """The content of a YAML block."""
    return yaml.safe_load(block)


def test_hook_and_action_are_those_that_this_repository_offers() -> None:
    hook, workflow, script = map(loaded, blocks("yaml"))
    offered = loaded((TOP / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (repository,) = hook["repos"]
    assert repository["repo"] == HOMEPAGE
    assert [entry["id"] for entry in repository["hooks"]] == [entry["id"] for entry in offered]
    used = [step["uses"] for step in workflow["jobs"]["frameworklint"]["steps"]]
    assert HOMEPAGE.removeprefix("https://github.com/") + "@REVISION" in used
    assert (TOP / "action.yml").is_file()
    assert f'"git+{HOMEPAGE}@REVISION"' in script["frameworklint"]["script"][0]


def test_command_of_other_systems_runs(checkout: Path) -> None:
    *_, script = map(loaded, blocks("yaml"))
    run = bash(script["frameworklint"]["script"][-1], checkout / "examples" / "clean")
    assert run.returncode == 0, run.stdout + run.stderr


def test_settings_do_what_is_said(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    framework = Repository(tmp_path / "framework")
    framework.fill(EXAMPLE)
    frameworklint = CommandLine(framework.folder, capsys, monkeypatch)
    before = {finding["rule"]: finding["severity"] for finding in frameworklint.json()}
    (settings,) = blocks("toml")
    framework.write({"frameworklint.toml": settings})
    after = {finding["rule"]: finding["severity"] for finding in frameworklint.json()}
    assert before.keys() - after.keys() == {"FW205", "FW303"}
    assert after.keys() <= before.keys()
    assert (before["FW102"], after["FW102"]) == ("warning", "error")


def test_commands_and_formats_are_all_named() -> None:
    usage = bash("frameworklint --help", TOP).stdout
    named = re.search(r"\{(.+?)\}", usage)
    assert named
    assert re.findall(r"^\| `(\w+)` \|", TEXT, re.MULTILINE) == named[1].split(",")
    formats = re.search(r"^Formats: (.+?)\. ", TEXT, re.MULTILINE)
    assert formats
    said = " ".join(bash("frameworklint check --help", TOP).stdout.split())
    offered = re.search(r"--output-format FORMAT (.+?) --output", said)
    assert offered
    assert re.findall(r"`(\w+)`", formats[1]) == re.findall(r"\b(?!or\b|default\b)\w+", offered[1])


def test_links_lead_where_they_say(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = CommandLine(TOP, capsys, monkeypatch)("check", "README.md", "CHANGELOG.md")
    assert run.code == 0, run.out + run.err
