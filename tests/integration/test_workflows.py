"""The workflows of this repository: that GitHub can run them, and that they name what exists."""

import json
import os
import re
import shlex
import subprocess
import sysconfig
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from frameworklint import HOMEPAGE, __version__

from ..conftest import TOP
from ..scratch import ENVIRONMENT, copy_project

GITHUB = TOP / ".github"
ACTIONS: dict[str, str] = json.loads((GITHUB / "actions.json").read_text("utf-8"))
WORKFLOWS = sorted((GITHUB / "workflows").iterdir())
PROSE = [path for path in [TOP / "README.md", *TOP.glob("docs/*.md")] if path.exists()]
PROJECT: dict[str, Any] = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
OURS = HOMEPAGE.removeprefix("https://github.com/")
USES = re.compile(r"\buses: *(?P<name>[\w./-]+)@(?P<version>[^\s`]+)")


def workflow(name: str) -> dict[str, Any]:
    """A workflow; YAML 1.1, which PyYAML reads, takes the key `on` for a truth value."""
    content: dict[Any, Any] = yaml.safe_load((GITHUB / "workflows" / name).read_text("utf-8"))
    return {"on" if key is True else str(key): value for key, value in content.items()}


TESTS, RELEASE = workflow("tests.yml"), workflow("release.yml")
JOBS = [
    pytest.param(job, id=f"{path.stem}-{name}")
    for path in WORKFLOWS
    for name, job in workflow(path.name)["jobs"].items()
]


def runs(job: dict[str, Any]) -> list[str]:
    """The commands of a job."""
    return [step["run"] for step in job.get("steps", []) if "run" in step]


def uses(job: dict[str, Any]) -> list[str]:
    """The actions that a job uses."""
    return [step["uses"] for step in job.get("steps", []) if "uses" in step]


# The versions of actions stand in one place.


@pytest.mark.parametrize("path", [*WORKFLOWS, *PROSE, TOP / "action.yml"], ids=lambda p: p.name)
def test_actions_have_the_versions_that_stand_in_one_place(path: Path) -> None:
    named = {(use["name"], use["version"]) for use in USES.finditer(path.read_text("utf-8"))}
    assert {(name, version) for name, version in named if name != OURS} <= ACTIONS.items()
    assert {version for name, version in named if name == OURS} <= {"REVISION", f"v{__version__}"}


def test_every_action_of_the_list_is_used() -> None:
    texts = "".join(path.read_text("utf-8") for path in [*WORKFLOWS, *PROSE])
    assert {use["name"] for use in USES.finditer(texts)} - {OURS} == ACTIONS.keys()


@pytest.mark.parametrize("version", ACTIONS.values(), ids=ACTIONS)
def test_an_action_is_pinned_to_a_major_version(version: str) -> None:
    assert re.fullmatch(r"(?:release/)?v\d+", version)


# GitHub can run them.


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_a_workflow_says_when_it_runs_and_what_it_may(path: Path) -> None:
    content = workflow(path.name)
    assert set(content) == {"name", "on", "permissions", "jobs"}
    assert content["permissions"] == {"contents": "read"}
    assert set(content["on"]) <= {"pull_request", "push", "workflow_call"}
    for job in content["jobs"].values():
        needed = job.get("needs", [])
        names = [needed] if isinstance(needed, str) else needed
        assert set(names) <= content["jobs"].keys()


@pytest.mark.parametrize("job", JOBS)
def test_a_job_has_steps_or_is_another_workflow(job: dict[str, Any]) -> None:
    if "uses" in job:
        called = workflow(Path(job["uses"]).name)
        assert job["uses"].startswith("./.github/workflows/")
        assert "workflow_call" in called["on"]
        assert "steps" not in job
        return
    assert job["runs-on"] == "ubuntu-latest"
    for step in job["steps"]:
        assert len({"uses", "run"} & step.keys()) == 1, step
        assert set(step) <= {"name", "uses", "with", "run", "env", "if"}, step
        assert ("with" in step) <= ("uses" in step), step


@pytest.mark.parametrize("job", JOBS)
def test_a_command_names_files_that_exist_and_holds_no_expression(job: dict[str, Any]) -> None:
    for command in runs(job):
        assert "${{" not in command, "an expression in a script is open to injection"
        program, *arguments = shlex.split(command)
        assert program == "python3" or os.access(TOP / program, os.X_OK), command
        for argument in arguments:
            extra = re.fullmatch(r"\.\[(\w+)\]", argument)
            if extra:
                assert extra[1] in PROJECT["optional-dependencies"]
            elif "/" in argument or argument in ("tests", "lint", "rules"):
                assert (TOP / argument).exists(), command


def test_a_job_that_runs_something_has_the_files_and_a_python_first() -> None:
    for content in (TESTS, RELEASE):
        for job in content["jobs"].values():
            if runs(job):
                first, second = job["steps"][:2]
                assert first["uses"].startswith("actions/checkout@")
                assert second["uses"].startswith("actions/setup-python@")
                assert isinstance(second["with"]["python-version"], str), "3.10 is no number"


# Tests.


def test_every_python_that_the_project_names_is_tested() -> None:
    everything, tests = TESTS["jobs"]["everything"], TESTS["jobs"]["tests"]
    oldest = everything["steps"][1]["with"]["python-version"]
    assert runs(everything) == [".ci/run"]
    assert PROJECT["requires-python"] == f">={oldest}"
    prefix = "Programming Language :: Python :: 3."
    named = [text for text in PROJECT["classifiers"] if text.startswith(prefix)]
    tested = [oldest, *tests["strategy"]["matrix"]["python"]]
    assert [f"Programming Language :: Python :: {version}" for version in tested] == named
    assert tests["steps"][1]["with"]["python-version"] == "${{ matrix.python }}"
    assert TESTS["on"].keys() == {"pull_request", "push", "workflow_call"}


# Releases.


def test_only_a_tag_releases_and_only_what_was_tested_and_built() -> None:
    jobs = RELEASE["jobs"]
    assert RELEASE["on"] == {"push": {"tags": ["v*"]}}
    assert jobs["tests"]["uses"] == "./.github/workflows/tests.yml"
    assert jobs["build"]["needs"] == "tests"
    assert jobs["publish"]["needs"] == "build"
    assert '.ci/build "$GITHUB_REF_NAME"' in runs(jobs["build"])
    handed_over = [
        step["with"]
        for step in jobs["build"]["steps"] + jobs["publish"]["steps"]
        if "artifact" in step.get("uses", "")
    ]
    assert {(given["name"], given["path"]) for given in handed_over} == {("dist", "dist/")}
    assert len(handed_over) == 2


def test_only_the_job_that_publishes_may_say_who_it_is_and_runs_nothing_of_ours() -> None:
    publish = RELEASE["jobs"]["publish"]
    others = [job for content in (TESTS, RELEASE) for job in content["jobs"].values()]
    assert [job for job in others if "permissions" in job] == [publish]
    assert publish["permissions"] == {"id-token": "write"}
    assert publish["environment"]["name"] == "pypi"
    assert publish["environment"]["url"] == f"https://pypi.org/project/{PROJECT['name']}/"
    assert [use.split("@")[0] for use in uses(publish)] == [
        "actions/download-artifact",
        "pypa/gh-action-pypi-publish",
    ]
    assert runs(publish) == []


def build(folder: Path, tag: str) -> subprocess.CompletedProcess[str]:
    """Build what a tag releases, as the release does: with the Python that has `build`."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), ENVIRONMENT["PATH"]])
    return subprocess.run(
        [folder / ".ci" / "build", tag],
        cwd="/",
        env={**ENVIRONMENT, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of the project whose changelog tells of its version."""
    project = tmp_path / "project"
    project.mkdir()
    copy_project(project)
    changelog = project / "CHANGELOG.md"
    text = changelog.read_text("utf-8").replace("## [Unreleased]", f"## [{__version__}]")
    changelog.write_text(text, "utf-8")
    return project


@pytest.mark.parametrize("tag", ["v99.0", __version__, f"v{__version__}.1", "main"])
def test_a_tag_that_is_not_the_version_releases_nothing(project: Path, tag: str) -> None:
    run = build(project, tag)
    assert run.returncode == 1
    assert run.stderr == (
        f"the tag is {tag}, but the version is {__version__}: tag it v{__version__}\n"
    )
    assert not (project / "dist").exists()


def test_a_version_of_which_the_changelog_says_nothing_is_not_released(project: Path) -> None:
    (project / "CHANGELOG.md").write_text("## [Unreleased]\n", "utf-8")
    run = build(project, f"v{__version__}")
    assert (run.returncode, run.stderr) == (1, f"CHANGELOG.md has no heading for {__version__}\n")


def test_what_was_built_before_is_not_released(project: Path) -> None:
    (project / "dist").mkdir()
    run = build(project, f"v{__version__}")
    assert (run.returncode, "dist/ is there already" in run.stderr) == (1, True)


@pytest.mark.slow
def test_the_tag_of_the_version_builds_both_forms(project: Path) -> None:
    run = build(project, f"v{__version__}")
    assert run.returncode == 0, run.stdout + run.stderr
    assert sorted(path.name for path in (project / "dist").iterdir()) == [
        f"frameworklint-{__version__}-py3-none-any.whl",
        f"frameworklint-{__version__}.tar.gz",
    ]
