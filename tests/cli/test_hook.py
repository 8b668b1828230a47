"""A hook that has nothing to judge says so at once, and in any doubt judges."""

import os
import random
from collections.abc import Callable
from pathlib import Path

import pytest

from frameworklint.cli import hook

from ..scratch import EXAMPLE, CommandLine, Repository

HOME = "generated_pages"
PAGE = f"{HOME}/techniques/T0097.107.md"  # links to T0097.204.md, which is not there
FILES = {
    "CODE/print.py": "print('pages')\n",
    "CODE/old.txt": "old\n",
    "notes/plan.md": "# Plan\n\nSee [the picture](../images/Chart.png) and `CODE/old.txt`.\n",
    "frameworklint.toml": 'exclude = ["nothing/"]\n',
}
Edit = Callable[[Repository], object]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """The example beside files that nobody reads."""
    repository = Repository(tmp_path / "repository")
    repository.fill(EXAMPLE)
    repository.write(FILES)
    repository.commit("the example")
    return repository


def write(path: str, text: str = "other\n") -> Edit:
    """Write a file."""
    return lambda repository: repository.write({path: text})


def git(*arguments: str) -> Edit:
    """Run git."""
    return lambda repository: repository.git(*arguments)


def link(path: str, target: str) -> Edit:
    """Lay a symbolic link."""
    return lambda repository: os.symlink(target, repository.folder / path)


def is_quick(frameworklint: CommandLine, *arguments: str) -> bool:
    """Whether the index is found to hold nothing to judge."""
    run = frameworklint("check", "--staged", *arguments)
    assert run.code != 2, run.err
    return run.out == hook.NOTHING


@pytest.mark.parametrize(
    "edit",
    [
        write("CODE/print.py"),
        write("CODE/more.py"),
        write("more/deeper/data.bin", "\0\1"),
        lambda repository: (repository.folder / "CODE/print.py").chmod(0o755),
    ],
    ids=["changed", "new", "in a new folder", "executable"],
)
def test_what_nobody_reads_is_not_judged(
    repository: Repository, frameworklint: CommandLine, edit: Edit
) -> None:
    edit(repository)
    repository.git("add", "--all")
    assert is_quick(frameworklint)
    assert is_quick(frameworklint, "--exit-zero", "--no-cache")


@pytest.mark.parametrize(
    "edit",
    [
        write(PAGE),
        write("notes/plan.md"),
        write("notes/more.MD"),
        write("notes/folder.md/file.txt"),
        write("DISARM_MASTER_DATA/DISARM_DATA_MASTER.xlsx"),
        write("generated_files/more.csv"),
        write("frameworklint.toml", 'ignore = ["FW7"]\n'),
        write("pyproject.toml", "[tool]\n"),
        write("frameworklint-baseline.jsonl", ""),
        git("rm", "-q", "CODE/old.txt"),
        git("mv", "CODE/old.txt", "CODE/new.txt"),
        write("images/chart.png"),
        write("images/other.png"),
        write("new file.txt"),
        link("CODE/link", "old.txt"),
        lambda _: None,
    ],
    ids=[
        "page",
        "Markdown",
        "new Markdown",
        "folder named like Markdown",
        "workbook",
        "export",
        "settings",
        "other settings",
        "baseline",
        "deleted",
        "renamed",
        "target in other case",
        "in a folder that a link names",
        "name with a blank",
        "symbolic link",
        "index like HEAD",
    ],
)
def test_what_may_be_read_is_judged(
    repository: Repository, frameworklint: CommandLine, edit: Edit
) -> None:
    edit(repository)
    repository.write({"CODE/print.py": "x\n"} if repository.git("status", "-s") else {})
    repository.git("add", "--all")
    assert not is_quick(frameworklint)


def test_a_target_of_a_link_is_judged(repository: Repository, frameworklint: CommandLine) -> None:
    os.symlink("../CODE/old.txt", repository.folder / "notes/old.md")
    repository.commit()
    repository.write({"CODE/old.txt": "[x](nowhere.md)\n"})
    repository.git("add", "--all")
    assert not is_quick(frameworklint)


def test_settings_that_move_folders_are_judged(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.write({"frameworklint.toml": 'home = "CODE"\n'})
    repository.commit()
    repository.write({"CODE/print.py": "x\n"})
    repository.git("add", "--all")
    assert not is_quick(frameworklint)


def test_a_conflict_and_a_merge_are_judged(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.git("checkout", "-q", "-b", "other")
    repository.write({"CODE/print.py": "theirs\n"})
    repository.commit()
    repository.git("checkout", "-q", "main")
    repository.write({"CODE/old.txt": "ours\n"})
    repository.commit()
    repository.git("merge", "--no-commit", "-q", "other")
    assert not is_quick(frameworklint)
    repository.git("merge", "--abort")
    repository.write({"CODE/print.py": "ours\n"})
    repository.commit()
    with pytest.raises(AssertionError):
        repository.git("merge", "-q", "other")
    assert frameworklint("check", "--staged").code == 2  # which says so


def test_other_runs_are_judged(
    repository: Repository, frameworklint: CommandLine, tmp_path: Path
) -> None:
    repository.write({"CODE/print.py": "x\n"})
    repository.git("add", "--all")
    head = repository.git("rev-parse", "HEAD")
    assert is_quick(frameworklint)
    assert not is_quick(frameworklint, "--statistics")
    frameworklint.environment = {"PRE_COMMIT_FROM_REF": head, "PRE_COMMIT_TO_REF": head}
    assert not is_quick(frameworklint)
    frameworklint.environment = {"GIT_INDEX_FILE": str(repository.folder / ".git" / "other")}
    repository.git("read-tree", "--index-output=.git/other", "HEAD")
    assert not is_quick(frameworklint)  # that index is like HEAD


def test_the_first_commit_is_judged(tmp_path: Path, frameworklint: CommandLine) -> None:
    repository = Repository(tmp_path / "repository")
    repository.fill(EXAMPLE)
    repository.git("add", "--all")
    assert not is_quick(frameworklint)


def test_what_is_not_judged_adds_and_fixes_nothing(
    repository: Repository, frameworklint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Random changes: where the hook ends at once, a whole run finds nothing new."""
    chance = random.Random(17)
    folders = ("CODE", "images", "Images", "notes", HOME, f"{HOME}/techniques", "more/x")
    names = ("T0097.204.md", "T0097.204", "chart.png", "data.csv", "old.txt", "a_b.txt")
    quick = 0
    for _ in range(12):
        for _ in range(chance.randint(1, 2)):
            path = f"{chance.choice(folders)}/{chance.choice(names)}"
            repository.write({path: f"{chance.random()}\n"})
        if chance.random() < 0.2:
            repository.git("rm", "-q", "--ignore-unmatch", "CODE/old.txt")
        repository.git("add", "--all")
        if is_quick(frameworklint):
            quick += 1
            with monkeypatch.context() as patch:
                patch.setattr(hook, "has_nothing_to_judge", lambda _: False)
                assert frameworklint("check", "--staged").counts[:2] == (0, 0)
        repository.commit()
    assert quick >= 2
