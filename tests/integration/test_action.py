"""The GitHub Action: its file is read, and its shell steps are run as a runner would."""

import json
import re
import shutil
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
import yaml

from ..conftest import TOP
from ..scratch import CLEAN, ENVIRONMENT, EXAMPLE, Repository

HOME = "generated_pages"
TECHNIQUE = f"{HOME}/techniques/T0151.md"
ACTION: dict[str, Any] = yaml.safe_load((TOP / "action.yml").read_text("utf-8"))
INSTALL, CHECK = ACTION["runs"]["steps"]


@dataclass
class Job:
    """A job of a workflow, in which the Action is used.

    Attributes:
        workspace: the checkout of the framework.
        temporary: what a runner calls `RUNNER_TEMP`.
        base: the commit at which a pull request begins; empty on a push.
        inputs: what the workflow gives to the Action.
    """

    workspace: Path
    temporary: Path
    base: str = ""
    inputs: dict[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """What the page of the job shows."""
        path = self.workspace.parent / "summary.md"
        return path.read_text("utf-8") if path.exists() else ""

    def run(self, step: dict[str, Any]) -> subprocess.CompletedProcess[str]:
        """Run a step as the runner does: bash, which stops at the first error."""
        assert step["shell"] == "bash"
        environment = {
            **ENVIRONMENT,
            "GITHUB_ACTIONS": "true",
            "CI": "true",
            "RUNNER_TEMP": str(self.temporary),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_STEP_SUMMARY": str(self.workspace.parent / "summary.md"),
            **{name: self.value_of(text) for name, text in step["env"].items()},
        }
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        return subprocess.run(
            command,
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def value_of(self, text: str) -> str:
        """What a runner makes of an expression."""
        values = {
            "github.action_path": str(TOP),
            "github.event.pull_request.base.sha": self.base,
            **{
                f"inputs.{name}": self.inputs.get(name, given["default"])
                for name, given in ACTION["inputs"].items()
            },
        }
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda match: values[match[1]], text)


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The runner's folder for temporary files, after the first step.

    The step builds from the folder of the Action, which is the work tree here: a copy keeps the
    build's own files out of it.
    """
    temporary = tmp_path_factory.mktemp("runner")
    source = temporary / "action"
    source.mkdir()
    for name in ("lint", "rules", "schemas"):
        ignored = shutil.ignore_patterns("__pycache__", ".frameworklint_cache")
        shutil.copytree(TOP / name, source / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", "action.yml"):
        shutil.copy(TOP / name, source / name)
    job = Job(temporary, temporary)
    step = {**INSTALL, "env": {"ACTION_PATH": str(source)}}
    run = job.run(step)
    assert run.returncode == 0, run.stdout + run.stderr
    return temporary


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The checkout of a framework."""
    return Repository(tmp_path / "workspace")


def annotations(text: str) -> list[str]:
    """The annotations among what a step prints."""
    return [line for line in text.splitlines() if re.match(r"::(error|warning|notice) ", line)]


def test_the_action_is_one_that_github_accepts() -> None:
    assert set(ACTION) <= {"name", "description", "author", "branding", "inputs", "outputs", "runs"}
    assert ACTION["runs"]["using"] == "composite"
    for step in ACTION["runs"]["steps"]:
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an expression in a script is open to injection"
    for given in ACTION["inputs"].values():
        assert given["description"]
        assert isinstance(given["default"], str)


def test_the_action_installs_from_its_own_checkout() -> None:
    assert INSTALL["env"] == {"ACTION_PATH": "${{ github.action_path }}"}
    assert "$ACTION_PATH" in INSTALL["run"]


@pytest.mark.slow
def test_a_pull_request_is_told_what_it_adds(repository: Repository, installed: Path) -> None:
    repository.fill(EXAMPLE)
    base = repository.commit("the base")
    path = repository.folder / TECHNIQUE
    path.write_text(path.read_text("utf-8") + "\n[more](../missing.md)\n", "utf-8")
    repository.commit("the contribution")
    job = Job(repository.folder, installed, base)
    run = job.run(CHECK)
    assert run.returncode == 1, run.stderr
    (annotation,) = annotations(run.stdout)
    assert f"::error file={TECHNIQUE},line=" in annotation
    assert "this change adds 1, fixes 0" in run.stdout
    assert "this change adds 1, fixes 0" in job.summary
    assert TECHNIQUE in job.summary
    log = json.loads((repository.folder / "frameworklint.sarif").read_text("utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["FW201"]


@pytest.mark.slow
def test_a_clean_pull_request_passes(repository: Repository, installed: Path) -> None:
    repository.fill(EXAMPLE)
    base = repository.commit("the base")
    path = repository.folder / TECHNIQUE
    path.write_text(path.read_text("utf-8") + "\nA note.\n", "utf-8")
    repository.commit("the contribution")
    job = Job(repository.folder, installed, base)
    run = job.run(CHECK)
    assert run.returncode == 0, run.stdout + run.stderr
    assert annotations(run.stdout) == []
    assert "this change adds 0" in job.summary


@pytest.mark.slow
def test_a_push_is_checked_whole_but_for_the_baseline(
    repository: Repository, installed: Path
) -> None:
    repository.fill(EXAMPLE)
    repository.commit()
    job = Job(repository.folder, installed)
    run = job.run(CHECK)
    assert run.returncode == 1
    assert annotations(run.stdout)
    command = [str(installed / "frameworklint" / "bin" / "frameworklint"), "baseline"]
    subprocess.run(command, cwd=repository.folder, env=ENVIRONMENT, check=True, capture_output=True)
    run = job.run(CHECK)
    assert run.returncode == 0, run.stdout
    assert "of the baseline not shown" in job.summary


@pytest.mark.slow
def test_inputs_reach_the_command(repository: Repository, installed: Path) -> None:
    repository.fill(EXAMPLE)
    repository.commit()
    inputs = {
        "paths": f"{HOME}/incidents {HOME}/tactics",
        "fail-on": "never",
        "arguments": "--select FW4,FW205 --no-baseline",
        "sarif-file": "reports.sarif",
    }
    job = Job(repository.folder, installed, inputs=inputs)
    run = job.run(CHECK)
    assert run.returncode == 0, run.stderr
    log = json.loads((repository.folder / "reports.sarif").read_text("utf-8"))
    rules = {result["ruleId"] for result in log["runs"][0]["results"]}
    assert "FW205" in rules
    assert rules <= {"FW205", *(rule for rule in rules if rule.startswith("FW4"))}


@pytest.mark.slow
def test_a_shallow_checkout_is_told_what_it_lacks(
    repository: Repository, installed: Path, tmp_path: Path
) -> None:
    repository.fill(CLEAN)
    base = repository.commit("the base")
    repository.commit("the contribution")
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth", "1", repository.folder.as_uri(), str(shallow))
    job = Job(shallow, installed, base)
    run = job.run(CHECK)
    assert run.returncode == 2
    assert "fetch-depth: 0" in run.stderr
    assert job.summary == ""


@pytest.mark.slow
def test_a_stale_summary_of_another_step_is_not_shown_again(
    repository: Repository, installed: Path
) -> None:
    repository.fill(CLEAN)
    base = repository.commit()
    job = Job(repository.folder, installed, base)
    assert job.run(CHECK).returncode == 0
    job.inputs["arguments"] = "--no-such-option"
    before = job.summary
    assert job.run(CHECK).returncode == 2
    assert job.summary == before
