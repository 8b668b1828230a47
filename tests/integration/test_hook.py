"""The hook for pre-commit, run by the real pre-commit in real repositories."""

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import TOP
from ..scratch import CLEAN, ENVIRONMENT, EXAMPLE, Repository, copy, markdown_files

pytestmark = pytest.mark.slow

HOME = "generated_pages"
INCIDENT = f"{HOME}/incidents/I00202.md"
TECHNIQUE = f"{HOME}/techniques/T0151.md"
PERSONA = f"{HOME}/techniques/T0097.107.md"
BREAK = ("Researchers are often", "Researchers\u200b are often")

Commit = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def hook_source(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A repository of frameworklint as it stands in the work tree."""
    source = Repository(tmp_path_factory.mktemp("hook") / "frameworklint")
    ignored = shutil.ignore_patterns("__pycache__", ".frameworklint_cache")
    for name in ("lint", "rules", "schemas"):
        shutil.copytree(TOP / name, source.folder / name, ignore=ignored)
    for name in ("pyproject.toml", "README.md", "LICENSE", ".pre-commit-hooks.yaml"):
        shutil.copy(TOP / name, source.folder / name)
    source.commit("frameworklint")
    return source


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of git: one home of pre-commit, so that the hook is installed once."""
    return {**ENVIRONMENT, "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit-home"))}


@pytest.fixture(scope="session")
def configured(
    hook_source: Repository, environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A repository with the configuration that README shows, in which the hook is installed."""
    repository = Repository(tmp_path_factory.mktemp("configured"))
    revision = hook_source.git("rev-parse", "HEAD")
    repository.write(
        {
            ".pre-commit-config.yaml": (
                "default_install_hook_types: [pre-commit, pre-merge-commit]\n"
                "repos:\n"
                f"  - repo: {hook_source.folder}\n"
                f"    rev: {revision}\n"
                "    hooks:\n"
                "      - id: frameworklint\n"
                "      - id: frameworklint-full\n"
                "        stages: [manual]\n"
            )
        }
    )
    run = subprocess.run(
        [sys.executable, "-m", "pre_commit", "install"],
        cwd=repository.folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout + run.stderr
    return repository.folder


@pytest.fixture
def repository(tmp_path: Path, configured: Path) -> Repository:
    """An empty repository with the hook installed."""
    shutil.copytree(configured, tmp_path / "repository")
    return Repository(tmp_path / "repository")


@pytest.fixture
def git(repository: Repository, environment: dict[str, str]) -> Commit:
    """Runs git with the hook, whatever comes of it."""

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", *arguments],
            cwd=repository.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    return run


def fill(repository: Repository, tree: Path) -> None:
    """Lay a framework beside the configuration, and commit it without the hook."""
    copy(tree, repository.folder)
    repository.commit("a framework")


def test_clean_pages_are_committed(repository: Repository, git: Commit) -> None:
    fill(repository, CLEAN)
    path = repository.folder / TECHNIQUE
    path.write_text(path.read_text("utf-8") + "\nA note below the marker.\n", "utf-8")
    run = git("commit", "--all", "--message", "a note")
    assert run.returncode == 0, run.stdout
    assert "this change adds 0" in run.stdout


def test_a_defect_blocks_the_commit_and_is_named(repository: Repository, git: Commit) -> None:
    fill(repository, CLEAN)
    path = repository.folder / TECHNIQUE
    path.write_text(path.read_text("utf-8") + "\n[more](../missing.md)\n", "utf-8")
    run = git("commit", "--all", "--message", "a broken link")
    assert run.returncode != 0
    assert TECHNIQUE in run.stdout
    assert "FW201 broken-link" in run.stdout
    assert "`../missing.md` leads nowhere" in run.stdout
    assert "this change adds 1, fixes 0" in run.stdout
    assert repository.git("log", "--format=%s") == "a framework"


def test_a_warning_is_shown_and_does_not_block(repository: Repository, git: Commit) -> None:
    fill(repository, CLEAN)
    repository.edit(PERSONA, *BREAK)
    run = git("commit", "--all", "--message", "an invisible character")
    assert run.returncode == 0, run.stdout
    assert "FW503 invisible-character" in run.stdout


def test_a_commit_that_only_deletes_a_linked_page_is_blocked(
    repository: Repository, git: Commit
) -> None:
    fill(repository, CLEAN)
    repository.git("rm", "--quiet", INCIDENT)
    run = git("commit", "--message", "one incident less")
    assert run.returncode != 0
    assert "FW801" in run.stdout  # from which the broken links follow
    assert "FW201" in run.stdout
    assert "I00202.md" in run.stdout


def test_regenerated_pages_are_not_blocked_by_old_findings(
    repository: Repository, git: Commit
) -> None:
    fill(repository, EXAMPLE)
    for path in markdown_files(repository.folder / HOME):
        path.write_text("\n" + path.read_text("utf-8"), "utf-8")
    run = git("commit", "--all", "--message", "a run of the generator")
    assert run.returncode == 0, run.stdout
    assert "this change adds 0, fixes 0" in run.stdout
    assert repository.git("show", "--stat", "--format=").count("|") > 20


def test_in_a_first_commit_everything_counts(
    repository: Repository, git: Commit, tmp_path: Path
) -> None:
    copy(EXAMPLE, repository.folder)
    repository.git("add", "--all")
    run = git("commit", "--message", "first")
    assert run.returncode != 0
    assert "FW201 broken-link" in run.stdout
    repository.git("rm", "-r", "--quiet", "--cached", HOME)
    shutil.rmtree(repository.folder / HOME)
    copy(CLEAN, repository.folder)
    repository.git("add", "--all")
    run = git("commit", "--message", "first")
    assert run.returncode == 0, run.stdout


def test_a_repository_without_pages_passes(repository: Repository, git: Commit) -> None:
    repository.write({"program.py": "print()\n"})
    repository.git("add", "--all")
    run = git("commit", "--message", "a program")
    assert run.returncode == 0, run.stdout


def test_what_is_not_staged_does_not_count(repository: Repository, git: Commit) -> None:
    fill(repository, CLEAN)
    path = repository.folder / TECHNIQUE
    text = path.read_text("utf-8")
    path.write_text(text + "\nA note below the marker.\n", "utf-8")
    repository.git("add", "--all")
    path.write_text(text + "\n[more](../missing.md)\n", "utf-8")
    repository.write({f"{HOME}/tactics/TA99.md": "no page\n"})
    run = git("commit", "--message", "a note")
    assert run.returncode == 0, run.stdout
    assert "missing.md" in path.read_text("utf-8")


def test_a_commit_of_named_paths(repository: Repository, git: Commit) -> None:
    """git builds an index of its own for such a commit."""
    fill(repository, CLEAN)
    for name in ("T0151", "T0097"):
        path = repository.folder / HOME / "techniques" / f"{name}.md"
        path.write_text(path.read_text("utf-8") + f"\n[more](../missing{name}.md)\n", "utf-8")
    repository.git("add", f"{HOME}/techniques/T0097.md")
    run = git("commit", "--message", "one of two", "--", TECHNIQUE)
    assert run.returncode != 0
    assert "missingT0151.md" in run.stdout
    assert "missingT0097.md" not in run.stdout


def _diverged(repository: Repository) -> None:
    """A branch `other`, with a defect of its own that is not on `main`, and one on `main`."""
    fill(repository, CLEAN)
    repository.git("switch", "--quiet", "--create", "other")
    repository.write({f"{HOME}/other.md": "# Other\n\n[x](missing.md)\n", "same.txt": "other\n"})
    repository.commit("other")
    repository.git("switch", "--quiet", "main")
    repository.write({f"{HOME}/main.md": "# Main\n\n[x](missing.md)\n"})
    repository.commit("main")


def test_a_merge_is_not_blocked_by_what_its_parents_hold(
    repository: Repository, git: Commit
) -> None:
    _diverged(repository)
    run = git("merge", "--no-ff", "--no-edit", "other")
    assert run.returncode == 0, run.stdout
    assert "this change adds 0" in run.stdout
    assert len(repository.git("log", "-1", "--format=%P").split()) == 2


def test_a_merge_is_blocked_by_what_it_adds_itself(repository: Repository, git: Commit) -> None:
    _diverged(repository)
    repository.write({"same.txt": "main\n"})
    repository.commit("a conflict")
    assert git("merge", "other").returncode != 0
    repository.write({"same.txt": "both\n", f"{HOME}/both.md": "# Both\n\n[x](missing.md)\n"})
    repository.git("add", "--all")
    run = git("commit", "--no-edit")
    assert run.returncode != 0
    assert "this change adds 1," in run.stdout
    assert f"{HOME}/both.md" in run.stdout
    (repository.folder / HOME / "both.md").unlink()
    repository.git("add", "--all")
    run = git("commit", "--no-edit")
    assert run.returncode == 0, run.stdout


def test_two_revisions_as_continuous_integration_names_them(
    repository: Repository, environment: dict[str, str]
) -> None:
    fill(repository, EXAMPLE)
    path = repository.folder / TECHNIQUE
    path.write_text(path.read_text("utf-8") + "\n[more](../missing.md)\n", "utf-8")
    repository.commit("a broken link")
    path.write_text(path.read_text("utf-8") + "\nmended elsewhere\n", "utf-8")
    repository.commit("a note")

    def run(old: str, new: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "pre_commit", "run", "--from-ref", old, "--to-ref", new]
        return subprocess.run(
            command,
            cwd=repository.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    bad = run("HEAD~2", "HEAD")
    assert bad.returncode != 0
    assert "this change adds 1, fixes 0" in bad.stdout
    good = run("HEAD~1", "HEAD")
    assert good.returncode == 0, good.stdout


def test_what_the_commit_does_not_hold_does_not_judge_it(
    repository: Repository, git: Commit
) -> None:
    fill(repository, CLEAN)
    repository.write({f"{HOME}/more.md": "# More\n\n[x](missing.md)\n"})
    repository.git("add", "--all")
    repository.write({"frameworklint.toml": 'ignore = ["FW201"]\n'})
    run = git("commit", "--message", "a broken link")
    assert run.returncode != 0
    assert "FW201 broken-link" in run.stdout


def test_a_commit_without_a_change_of_files_passes(repository: Repository, git: Commit) -> None:
    fill(repository, EXAMPLE)
    for arguments in (("--allow-empty",), ("--allow-empty", "--amend")):
        run = git("commit", *arguments, "--message", "nothing")
        assert run.returncode == 0, run.stdout
        assert "this change adds 0, fixes 0, leaves 16" in run.stdout


def test_a_run_over_all_files_finds_what_is_there(
    repository: Repository, environment: dict[str, str]
) -> None:
    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "pre_commit", "run", "--all-files", *arguments],
            cwd=repository.folder,
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    fill(repository, EXAMPLE)
    bad = run()
    assert bad.returncode != 0
    assert "24 pages checked: 12 errors, 3 warnings" in bad.stdout
    repository.edit(PERSONA, *BREAK)
    repository.git("add", "--all")
    assert run().returncode == 0
    full = run("--hook-stage", "manual", "frameworklint-full")
    assert full.returncode != 0
    assert "24 pages checked: 12 errors, 4 warnings" in full.stdout


def test_the_first_push_of_a_history_is_judged_whole(
    repository: Repository, environment: dict[str, str], tmp_path: Path
) -> None:
    fill(repository, EXAMPLE)
    repository.git("init", "--quiet", "--bare", str(tmp_path / "remote"))
    repository.git("remote", "add", "origin", str(tmp_path / "remote"))
    command = [sys.executable, "-m", "pre_commit", "install", "--hook-type", "pre-push"]
    subprocess.run(command, cwd=repository.folder, env=environment, check=True, capture_output=True)

    def push() -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            ["git", "push", "origin", "main"],
            cwd=repository.folder,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )

    bad = push()
    assert bad.returncode != 0
    assert "12 errors, 3 warnings" in bad.stdout
    repository.git("push", "--quiet", "--no-verify", "origin", "main")
    repository.write({"frameworklint.toml": 'ignore = ["FW201"]\n'})
    path = repository.folder / TECHNIQUE
    path.write_text(path.read_text("utf-8") + "\n[more](../missing.md)\n", "utf-8")
    repository.git("commit", "--quiet", "--no-verify", "--all", "--message", "a broken link")
    bad = push()
    assert bad.returncode != 0
    assert "this change adds 1, fixes 0" in bad.stdout
