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
SET_UP, INSTALL, CHECK = ACTION["runs"]["steps"]
(MATCHER,) = json.loads((TOP / ".github" / "problem-matcher.json").read_text("utf-8"))[
    "problemMatcher"
]


@dataclass
class Job:
    """A job of a workflow, in which the Action is used.

    Attributes:
        workspace: the checkout of the framework.
        temporary: what a runner calls `RUNNER_TEMP`.
        head: the last commit of a pull request to `main`; empty on a push.
        inputs: what the workflow gives to the Action.
    """

    workspace: Path
    temporary: Path
    head: str = ""
    inputs: dict[str, str] = field(default_factory=dict)

    @property
    def summary(self) -> str:
        """What the page of the job shows."""
        path = self.workspace.parent / "summary.md"
        return path.read_text("utf-8") if path.exists() else ""

    @property
    def outputs(self) -> dict[str, str]:
        """The outputs of the step that ran last."""
        lines = (self.workspace.parent / "outputs.txt").read_text("utf-8").splitlines()
        return dict(line.split("=", 1) for line in lines)

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
            "GITHUB_OUTPUT": str(self.workspace.parent / "outputs.txt"),
            "GITHUB_EVENT_NAME": "pull_request" if self.head else "push",
            "GITHUB_EVENT_PATH": str(self.workspace.parent / "event.json"),
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_REPOSITORY": "example/framework",
            **{name: self.value_of(text) for name, text in step["env"].items()},
        }
        (self.workspace.parent / "event.json").write_text(json.dumps(self.event), "utf-8")
        command = ["bash", "--noprofile", "--norc", "-e", "-o", "pipefail", "-c", step["run"]]
        return subprocess.run(
            command,
            cwd=self.workspace,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    @property
    def event(self) -> dict[str, Any]:
        """What GitHub tells of the event; the target's commit is as good as any, being stale."""
        if not self.head:
            return {}
        base = {"ref": "main", "sha": "0" * 40}
        return {"pull_request": {"head": {"sha": self.head}, "base": base}}

    def value_of(self, text: str) -> str:
        """What a runner makes of an expression."""
        values = {
            "github.action_path": str(TOP),
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
    for step in (INSTALL, CHECK):
        assert step["shell"] == "bash"
        assert "${{" not in step["run"], "an expression in a script is open to injection"
    for given in ACTION["inputs"].values():
        assert given["description"]
        assert isinstance(given["default"], str)


def test_every_input_is_used_and_every_output_is_one_of_a_step() -> None:
    text = (TOP / "action.yml").read_text("utf-8").partition("\nruns:")[2]
    for name in ACTION["inputs"]:
        assert f"inputs.{name}" in text
    assert list(ACTION["outputs"]) == ["added", "fixed", "left", "sarif-file"]
    assert CHECK["id"] == "check"
    assert (SET_UP["if"], list(SET_UP["with"])) == ("inputs.python != ''", ["python-version"])


def test_the_action_installs_from_its_own_checkout() -> None:
    assert INSTALL["env"] == {"ACTION_PATH": "${{ github.action_path }}"}
    assert "$ACTION_PATH" in INSTALL["run"]


def merged(repository: Repository, text: str) -> str:
    """A contribution that adds a text to a page, as a job checks it out: merged with `main`.

    `main` has gone on since the contribution began, with an error of its own. Returns the last
    commit of the contribution.
    """
    repository.git("switch", "--quiet", "--create", "contribution")
    path = repository.folder / TECHNIQUE
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    head = repository.commit("the contribution")
    repository.git("switch", "--quiet", "main")
    repository.write({"README.md": "# Ours\n\n[x](of-main.md)\n"})
    repository.commit("main goes on")
    repository.git("switch", "--quiet", "--detach", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "the merge", "contribution")
    return head


@pytest.mark.slow
def test_a_pull_request_is_told_what_it_adds(repository: Repository, installed: Path) -> None:
    repository.fill(EXAMPLE)
    repository.commit("the base")
    job = Job(repository.folder, installed, merged(repository, "\n[more](../missing.md)\n"))
    run = job.run(CHECK)
    assert run.returncode == 1, run.stderr
    (annotation,) = annotations(run.stdout)
    assert f"::error file={TECHNIQUE},line=" in annotation
    assert "this change adds 1, fixes 0, leaves 17" in run.stdout
    assert "this change adds 1, fixes 0, leaves 17" in job.summary
    assert job.outputs == {"added": "1", "fixed": "0", "left": "17"}
    assert TECHNIQUE in job.summary
    merge = repository.git("rev-parse", "HEAD")
    assert f"https://github.com/example/framework/blob/{merge}/{TECHNIQUE}" in job.summary
    log = json.loads((repository.folder / "frameworklint.sarif").read_text("utf-8"))
    assert [result["ruleId"] for result in log["runs"][0]["results"]] == ["FW201"]


@pytest.mark.slow
def test_a_clean_pull_request_passes(repository: Repository, installed: Path) -> None:
    repository.fill(EXAMPLE)
    repository.commit("the base")
    job = Job(repository.folder, installed, merged(repository, "\nA note.\n"))
    run = job.run(CHECK)
    assert run.returncode == 0, run.stdout + run.stderr
    assert annotations(run.stdout) == []
    assert "this change adds 0" in job.summary


@pytest.mark.slow
def test_the_log_is_matched_where_it_is_plain(repository: Repository, installed: Path) -> None:
    repository.fill(EXAMPLE)
    repository.commit("the base")
    head = merged(repository, "\n[more](../missing.md)\n")
    job = Job(repository.folder, installed, head, {"format": "concise"})
    first, *lines, last = job.run(CHECK).stdout.splitlines()
    assert first == f"::add-matcher::{TOP}/.github/problem-matcher.json"
    assert last == "::remove-matcher owner=frameworklint::"
    (pattern,) = MATCHER["pattern"]
    matches = [match for line in lines if (match := re.search(pattern["regexp"], line))]
    assert len(matches) == len(lines) == 1
    said = {name: matches[0][group] for name, group in pattern.items() if name != "regexp"}
    assert said.pop("message").startswith("`../missing.md` leads nowhere")
    lines = (repository.folder / TECHNIQUE).read_text("utf-8").splitlines()
    assert said == {
        "file": TECHNIQUE,
        "line": str(lines.index("[more](../missing.md)") + 1),
        "column": "8",
        "severity": "error",
        "code": "FW201 broken-link",
    }


@pytest.mark.slow
def test_another_baseline_can_be_named(repository: Repository, installed: Path) -> None:
    repository.fill(EXAMPLE)
    lint = str(installed / "frameworklint" / "bin" / "frameworklint")
    command = [lint, "baseline", "--baseline", "known.jsonl"]
    subprocess.run(command, cwd=repository.folder, env=ENVIRONMENT, check=True, capture_output=True)
    repository.commit()
    job = Job(repository.folder, installed, inputs={"baseline": "known.jsonl"})
    run = job.run(CHECK)
    assert run.returncode == 0, run.stdout + run.stderr
    assert job.outputs == {"added": "0", "fixed": "0", "left": "16"}


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
    repository.commit("the base")
    head = merged(repository, "\nA note.\n")
    repository.git("switch", "--quiet", "--create", "merge")
    shallow = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth", "1", repository.folder.as_uri(), str(shallow))
    job = Job(shallow, installed, head)
    run = job.run(CHECK)
    assert run.returncode == 2
    assert "fetch-depth: 0" in run.stderr
    assert job.summary == ""


@pytest.mark.slow
def test_a_stale_summary_of_another_step_is_not_shown_again(
    repository: Repository, installed: Path
) -> None:
    repository.fill(CLEAN)
    repository.commit()
    job = Job(repository.folder, installed)
    assert job.run(CHECK).returncode == 0
    job.inputs["arguments"] = "--no-such-option"
    before = job.summary
    assert job.run(CHECK).returncode == 2
    assert job.summary == before
