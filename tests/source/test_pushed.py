"""What git's own hook `pre-push` judges, run by git itself."""

import subprocess
import sys
from pathlib import Path

import pytest

from ..builders import clean, hold
from ..scratch import ENVIRONMENT, CommandLine, Repository

SECOND = "[x](gone.md)\n"
Pushed = subprocess.CompletedProcess[str]


@pytest.fixture
def pushing(repository: Repository, tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository with a remote, whose hook is frameworklint; the first commit is pushed."""
    remote = tmp_path_factory.mktemp("remote")
    hold(repository, clean())
    repository.write({"old.md": "[x](old-gone.md)\n"})
    repository.commit("first")
    repository.git("init", "--quiet", "--bare", str(remote))
    repository.git("remote", "add", "origin", str(remote))
    repository.git("push", "--quiet", "origin", "main")
    hook = repository.folder / ".git" / "hooks" / "pre-push"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text(f"#!/bin/sh\nexec '{sys.executable}' -m frameworklint check --pushed\n")
    hook.chmod(0o755)
    return repository


def push(repository: Repository, *names: str) -> Pushed:
    return subprocess.run(
        ["git", "push", "origin", *names],
        cwd=repository.folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def test_what_a_push_adds_is_judged_as_it_is_committed(pushing: Repository) -> None:
    pushing.write({"new.md": SECOND})
    pushing.commit()
    pushing.write({"frameworklint.toml": 'ignore = ["FW201"]\n', "new.md": ""})
    run = push(pushing, "main")
    assert run.returncode != 0
    assert "this change adds 1, fixes 0, leaves 1" in run.stdout
    pushing.commit()
    run = push(pushing, "main")
    assert run.returncode == 0, run.stdout


def test_a_new_branch_is_judged_from_where_the_remote_knows_it(pushing: Repository) -> None:
    pushing.git("switch", "--quiet", "--create", "other")
    pushing.write({"new.md": SECOND})
    pushing.commit()
    pushing.commit()
    run = push(pushing, "other")
    assert run.returncode != 0
    assert "this change adds 1, fixes 0, leaves 1" in run.stdout
    pushing.git("rm", "--quiet", "new.md")
    pushing.commit()
    run = push(pushing, "other")
    assert run.returncode == 0, run.stdout
    assert push(pushing, "--delete", "other").returncode == 0


def test_a_history_of_which_the_remote_has_nothing_is_judged_whole(
    pushing: Repository, tmp_path: Path
) -> None:
    pushing.git("switch", "--quiet", "--orphan", "alone")
    pushing.write({"alone.md": SECOND})
    pushing.commit()
    run = push(pushing, "alone")
    assert run.returncode != 0
    assert "1 page checked: 1 error" in run.stdout


def test_of_several_branches_it_is_said_which_is_judged(pushing: Repository) -> None:
    for name in ("one", "two"):
        pushing.git("switch", "--quiet", "--create", name, "main")
        pushing.write({f"{name}.md": "# A\n"})
        pushing.commit()
    run = push(pushing, "one", "two")
    assert run.returncode == 0, run.stdout
    assert "only refs/heads/one is judged, not refs/heads/two" in run.stdout


def test_what_git_does_not_write_is_told(
    pushing: Repository, frameworklint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("sys.stdin", type("Lines", (list,), {"isatty": lambda self: False})(["x\n"]))
        run = frameworklint("check", "--pushed")
    assert (run.code, "four words a line" in run.err) == (2, True)
