"""What this repository offers to pre-commit, and what it asks of pre-commit itself."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
import yaml

from ..conftest import TOP
from ..scratch import ENVIRONMENT, EXAMPLE, Repository, copy_project


@pytest.fixture
def offered(tmp_path: Path) -> Path:
    """A repository of frameworklint as it stands in the work tree."""
    offered = Repository(tmp_path / "offered" / "frameworklint")
    copy_project(offered.folder)
    offered.commit("frameworklint")
    return offered.folder


def pre_commit(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run the real pre-commit, in an environment of its own."""
    return subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        cwd=folder,
        env={**ENVIRONMENT, "PRE_COMMIT_HOME": str(folder.parent / "pre-commit-home")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


@pytest.mark.slow
def test_hook_is_tried_on_a_repository(offered: Path, tmp_path: Path) -> None:
    """One with defects; test_hook.py commits pages without any."""
    framework = Repository(tmp_path / "framework")
    framework.fill(EXAMPLE)
    framework.git("add", "--all")
    run = pre_commit(framework.folder, "try-repo", str(offered), "frameworklint")
    assert run.returncode == 1, run.stdout
    assert "FW404 foreign-description" in run.stdout
    assert "The text under I00202 is that of I00203" in run.stdout


CONFIG = yaml.safe_load((TOP / ".pre-commit-config.yaml").read_text("utf-8"))
HOOKS = {hook["id"]: hook for repository in CONFIG["repos"] for hook in repository["hooks"]}


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["config", "manifest"])
def test_files_are_ones_that_pre_commit_accepts(kind: str, tmp_path: Path) -> None:
    name = ".pre-commit-config.yaml" if kind == "config" else ".pre-commit-hooks.yaml"
    run = pre_commit(tmp_path, f"validate-{kind}", str(TOP / name))
    assert (run.returncode, run.stdout) == (0, "")


def test_own_hooks_use_the_versions_of_the_project() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    for name in ("ruff-check", "ruff-format", "mypy", "lint-imports", "frameworklint-clean"):
        assert HOOKS[name]["additional_dependencies"] == wanted


def test_white_space_hooks_leave_rule_pages_and_examples_alone() -> None:
    for name in ("trailing-whitespace", "end-of-file", "line-endings"):
        assert re.search(HOOKS[name]["exclude"], "rules/links/broken_link.md")
        assert re.search(HOOKS[name]["exclude"], "examples/clean/generated_pages/tactics/TA07.md")
        assert not re.search(HOOKS[name]["exclude"], "lint/frameworklint/page.py")
