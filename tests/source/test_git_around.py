"""Which repository is asked, and what is said where it can not be."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from frameworklint.errors import GitError
from frameworklint.source import git_command, git_folders
from frameworklint.source.contents.blobs import Blobs
from frameworklint.source.files import WorkTree
from frameworklint.source.git import Repository as Git

from ..scratch import CLEAN, ENVIRONMENT, CommandLine, Repository, Run

PAGE = "generated_pages/incidents/I00201.md"
BREAK = ("DO NOT EDIT", "[x](missing.md)\n\nDO NOT EDIT")


@pytest.fixture
def clean(repository: Repository) -> Repository:
    """A repository with a commit of a framework without defects."""
    repository.fill(CLEAN)
    repository.commit()
    return repository


def break_page(repository: Repository, path: str = PAGE) -> None:
    file = repository.folder / path
    file.write_text(file.read_text("utf-8") + "\n[x](missing.md)\n", "utf-8")


def add_hook(repository: Repository, name: str, *arguments: str) -> None:
    """Have git ask frameworklint."""
    hook = repository.folder / ".git" / "hooks" / name
    hook.parent.mkdir(exist_ok=True)
    words = " ".join(f"'{word}'" for word in (sys.executable, "-m", "frameworklint", *arguments))
    hook.write_text(f"#!/bin/sh\nexec {words} --output-format concise --no-cache >&2\n")
    hook.chmod(0o755)


def git(repository: Repository, *arguments: str, **environment: str) -> Run:
    """Run git, whatever comes of it."""
    found = subprocess.run(
        ["git", *arguments],
        cwd=repository.folder,
        env=ENVIRONMENT | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return Run(found.returncode, found.stdout, found.stderr)


# The index that a hook judges.


@pytest.mark.parametrize("arguments", [["--all"], ["--", PAGE], ["--include", PAGE]])
@pytest.mark.parametrize("folder", [".", "generated_pages"])
def test_hook_judges_the_index_that_git_commits(
    clean: Repository, arguments: list[str], folder: str
) -> None:
    add_hook(clean, "pre-commit", "check", "--staged", folder)
    break_page(clean)
    run = git(clean, "commit", "--message", "x", *arguments)
    assert run.code == 1
    assert f"{PAGE}:" in run.err
    assert "FW201" in run.err


def test_hook_does_not_judge_what_stays_out_of_the_commit(clean: Repository) -> None:
    add_hook(clean, "pre-commit", "check", "--staged")
    break_page(clean)
    clean.git("add", "--all")
    clean.write({"generated_pages/notes.md": "# Notes\n"})
    clean.git("add", "--intent-to-add", "generated_pages/notes.md")
    run = git(clean, "commit", "--message", "x", "--", "generated_pages/notes.md")
    assert run.code == 0, run.err


def test_hook_of_a_linked_work_tree_judges_its_index(clean: Repository, tmp_path: Path) -> None:
    add_hook(clean, "pre-commit", "check", "--staged")
    clean.git("worktree", "add", "--quiet", "linked")
    linked = Repository.__new__(Repository)
    linked.folder = clean.folder / "linked"
    assert git(linked, "commit", "--allow-empty", "--message", "x").code == 0
    break_page(linked)
    run = git(linked, "commit", "--message", "x", "--all")
    assert run.code == 1
    assert "FW201" in run.err


@pytest.mark.parametrize("arguments", [["--all"], ["--", "a.txt"]])
def test_hook_of_one_repository_can_judge_another(
    clean: Repository, tmp_path_factory: pytest.TempPathFactory, arguments: list[str]
) -> None:
    other = Repository(tmp_path_factory.mktemp("other"))
    other.write({"a.txt": "a\n"})
    other.commit()
    add_hook(other, "pre-commit", "check", "--staged", str(clean.folder))
    other.write({"a.txt": "b\n"})
    break_page(clean)
    clean.git("add", "--all")
    run = git(other, "commit", "--message", "x", *arguments)
    assert run.code == 1
    assert "FW201" in run.err


@pytest.mark.parametrize("name", ["GIT_DIR", "GIT_INDEX_FILE", "GIT_WORK_TREE", "GIT_COMMON_DIR"])
def test_other_repository_in_the_environment_is_not_asked(
    clean: Repository,
    frameworklint: CommandLine,
    tmp_path_factory: pytest.TempPathFactory,
    name: str,
) -> None:
    other = Repository(tmp_path_factory.mktemp("other"))
    other.write({"a.txt": "a\n"})
    other.commit()
    values = {
        "GIT_DIR": other.folder / ".git",
        "GIT_COMMON_DIR": other.folder / ".git",
        "GIT_WORK_TREE": other.folder,
        "GIT_INDEX_FILE": other.folder / ".git" / "index",
    }
    break_page(clean)
    clean.git("add", "--all")
    frameworklint.folder = other.folder
    frameworklint.environment[name] = str(values[name])
    for option in (["--staged"], ["--since", "HEAD"], []):
        run = frameworklint("check", *option, "--output-format", "json", str(clean.folder))
        assert [finding["rule"] for finding in run.findings] == ["FW201"], option


def test_work_tree_that_only_the_environment_names(
    clean: Repository, frameworklint: CommandLine
) -> None:
    """As for files of a home folder, whose repository lies elsewhere."""
    elsewhere = clean.folder / "elsewhere"
    (clean.folder / ".git").rename(elsewhere)
    (clean.folder / ".git").unlink(missing_ok=True)
    assert frameworklint("check", "--since", "HEAD").code == 2
    frameworklint.environment |= {"GIT_DIR": "elsewhere", "GIT_WORK_TREE": "."}
    break_page(clean)
    assert frameworklint("check", "--since", "HEAD").counts == (1, 0, 0)
    assert frameworklint("check", "--staged").counts == (0, 0, 0)


# What is said where git does not answer.


@pytest.fixture
def foreign(
    clean: Repository, frameworklint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> Repository:
    """A repository that belongs to another user."""
    clean.write({".gitignore": "secret.md\n"})
    clean.commit()
    clean.write({"secret.md": "# S\n\n[x](no.md)\n"})
    if os.geteuid() == 0:
        for path in (clean.folder, clean.folder / ".git"):
            os.chown(path, 1000, 1000)
        frameworklint.environment["SUDO_UID"] = ""
    else:
        variable = "GIT_TEST_ASSUME_DIFFERENT_OWNER"
        monkeypatch.setattr(git_command, "_KEPT", (*git_command._KEPT, variable))
        frameworklint.environment[variable] = "1"
    return clean


@pytest.mark.parametrize("option", [["--since", "HEAD"], ["--staged"]])
def test_repository_of_another_user_is_not_called_none(
    foreign: Repository, frameworklint: CommandLine, option: list[str]
) -> None:
    run = frameworklint("check", *option)
    assert run.code == 2
    assert "git config --global --add safe.directory " + str(foreign.folder) in run.err
    assert "belongs to another user" in run.err
    assert "no git repository" not in run.err
    assert run.err.count("\n") == 1


def test_whoever_gets_findings_of_ignored_files_is_told(
    foreign: Repository, frameworklint: CommandLine
) -> None:
    first = frameworklint("check", "--output-format", "concise")
    assert "secret.md:3" in first.out
    assert "ignored ones are read too" in first.err
    assert "git config --global --add safe.directory " + str(foreign.folder) in first.err
    assert frameworklint("check", "--output-format", "concise") == first


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system knows no named pipes")
@pytest.mark.parametrize("path", [".gitignore", ".git/info/exclude", ".git/HEAD"])
def test_git_that_does_not_end_is_stopped(
    clean: Repository, frameworklint: CommandLine, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(git_command, "TIME_LIMIT", 0.5)
    (clean.folder / path).unlink(missing_ok=True)
    os.mkfifo(clean.folder / path)
    run = frameworklint("check")
    assert run.code == 0, run.err
    assert "git ls-files did not end within 0.5 seconds and was stopped" in run.err
    if path == ".git/HEAD":
        run = frameworklint("check", "--since", "HEAD")
        assert run.code == 2
        assert "did not end within 0.5 seconds and was stopped" in run.err


def test_damaged_repository_is_told(clean: Repository, frameworklint: CommandLine) -> None:
    (clean.folder / ".git" / "config").write_text("[core\n")
    run = frameworklint("check", "--since", "HEAD")
    assert run.code == 2
    assert "can not be read: fatal: bad config line 1" in run.err
    assert "git does not list the files" in frameworklint("check").err


def test_no_repository_is_no_matter_where_none_is_needed(
    frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("folder")
    (folder / "a.md").write_text("# A\n")
    assert frameworklint("check", str(folder)).err == ""
    run = frameworklint("check", "--since", "HEAD", str(folder))
    assert (run.code, "lies in no git repository" in run.err) == (2, True)


@pytest.mark.parametrize("damage", [False, True])
def test_whoever_ignores_ended_commands_changes_nothing(clean: Repository, damage: bool) -> None:
    """Then the system does not say how git ended."""
    clean.write({".gitignore": "ignored.md\n", "ignored.md": "# I\n\n[x](missing.md)\n"})
    if damage:
        (clean.folder / ".git" / "config").write_text("[core\n")
    program = f"trap '' CHLD; exec {sys.executable} -m frameworklint --output-format concise"
    run = subprocess.run(
        ["bash", "-c", program], cwd=clean.folder, env=ENVIRONMENT, capture_output=True, check=False
    )
    assert (b"ignored.md:3" in run.stdout, run.returncode) == (damage, int(damage))


# Revisions.


@pytest.mark.parametrize("revision", [":/base", "HEAD", "main", "HEAD^{/base}", "@", "HEAD^0"])
def test_revision_is_what_git_takes_it_for(
    clean: Repository, frameworklint: CommandLine, revision: str
) -> None:
    clean.git("commit", "--quiet", "--allow-empty", "--message", "the base")
    break_page(clean)
    assert frameworklint("check", "--since", revision).counts == (1, 0, 0)


@pytest.mark.parametrize("revision", ["--all", "-h", ":/nothing", "nowhere", "HEAD:README.md", ""])
def test_what_is_no_revision_is_told(
    clean: Repository, frameworklint: CommandLine, revision: str
) -> None:
    run = frameworklint("check", f"--since={revision}")
    assert run.code == 2
    assert f"git knows no revision {revision!r}" in run.err


def test_without_a_commit_there_is_no_revision_and_it_is_said_why(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.fill(CLEAN)
    run = frameworklint("check", "--since", "HEAD")
    said = "git knows no revision 'HEAD'; the branch that is checked out has no commit yet\n"
    assert (run.code, run.err) == (2, f"frameworklint: {said}")


@pytest.mark.parametrize("content", [b"\xff\x00\xfe", b"main\n", b"--help\n", b"0" * 40_000])
def test_merge_that_can_not_be_understood_is_told(
    clean: Repository, frameworklint: CommandLine, content: bytes
) -> None:
    (clean.folder / ".git" / "MERGE_HEAD").write_bytes(content)
    run = frameworklint("check", "--staged")
    assert run.code == 2
    assert "MERGE_HEAD holds no names of commits" in run.err
    assert run.err.count("\n") == 1


def test_merge_head_that_is_no_file_is_told(clean: Repository, frameworklint: CommandLine) -> None:
    (clean.folder / ".git" / "MERGE_HEAD").symlink_to("/dev/zero")
    run = frameworklint("check", "--staged")
    assert run.code == 2
    assert "MERGE_HEAD is a device or a pipe, not a file" in run.err


# The folders, found without git.


def test_folders_are_those_that_git_names(clean: Repository) -> None:
    clean.git("worktree", "add", "--quiet", "linked")
    other = Repository(clean.folder.parent / "other")
    other.write({"a.md": "# A\n"})
    other.commit()
    clean.git(
        "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(other.folder), "sub"
    )
    for folder in (".", "generated_pages/incidents", "linked", "linked/generated_pages", "sub"):
        root = os.path.realpath(clean.folder / folder)
        found = git_folders.find(root)
        assert found is not None
        for arguments, name in (
            (["--absolute-git-dir"], found.git),
            (["--path-format=absolute", "--git-common-dir"], found.common),
            (["--show-toplevel"], found.top),
        ):
            assert clean.git("-C", root, "rev-parse", *arguments) == name
        assert Git(root).top == found.top


def test_top_of_any_name_is_told_from_the_commit(tmp_path: Path) -> None:
    repository = Repository(tmp_path / f"a\ntrue\n{'1' * 40}")
    top = str(repository.folder)
    unborn = Git(top)
    assert (unborn.top, unborn.head) == (top, "")
    commit = repository.commit()
    born = Git(top)
    assert (born.top, born.head) == (top, commit)


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such name")
def test_top_may_have_a_name_that_is_not_utf_8(tmp_path: Path) -> None:
    repository = Repository(Path(os.fsdecode(os.fsencode(tmp_path) + b"/top\xff")))
    repository.write({"data/a.md": "# A\n"})
    commit = repository.commit()
    found = Git(str(repository.folder / "data"))
    assert (found.top, found.prefix) == (str(repository.folder), "data/")
    assert set(found.tree(commit).paths()) == set(found.index().paths()) == {"a.md"}


def test_files_that_are_elsewhere_are_told(clean: Repository, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    clean.git("config", "core.worktree", str(elsewhere))
    with pytest.raises(GitError, match=r"`git config core\.worktree`"):
        Git(str(clean.folder))


def test_content_is_what_git_names_whatever_replaces_it(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "replaced")
    repository.write({"a.md": "one\n", "b.md": "two\n"})
    commit = repository.commit()
    repository.git("replace", f"{commit}:a.md", f"{commit}:b.md")
    assert Git(str(repository.folder)).tree(commit).read("a.md") == b"one\n"


def test_index_of_a_repository_with_longer_names(tmp_path: Path) -> None:
    repository = Repository(tmp_path / "sha256", "--object-format=sha256")
    repository.write({"a.md": "# A\n", "b.md": "# B\n"})
    repository.git("add", "a.md")
    repository.git("add", "--intent-to-add", "b.md")
    assert set(Git(str(repository.folder)).index().paths()) == {"a.md"}


def test_large_files_of_a_revision_are_not_read(
    clean: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    clean.write({"large.md": b"x" * 2_000_001, "small.md": b"x"})
    clean.commit()
    read: list[str] = []
    contents = Blobs.contents

    def noted(self: Blobs, sizes: dict[str, int]) -> dict[str, bytes]:
        read.extend(sizes)
        return contents(self, sizes)

    monkeypatch.setattr(Blobs, "contents", noted)
    tree = Git(str(clean.folder)).tree("HEAD")
    tree.preload(["large.md", "small.md"])
    assert tree.read("small.md") == b"x"
    with pytest.raises(Exception, match="is larger than 2,000,000 bytes"):
        tree.read("large.md")
    assert len(read) == 1


@pytest.fixture(scope="module")
def deep(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A folder with 1,500 folders in each other; Python could not delete it."""
    top = tmp_path_factory.mktemp("deep")
    folders = [os.open(top, os.O_RDONLY)]
    for _ in range(1_500):
        os.mkdir("d", dir_fd=folders[-1])
        folders.append(os.open("d", os.O_RDONLY, dir_fd=folders[-1]))
        if len(folders) > 2:
            os.close(folders.pop(0))
    os.close(os.open("a.md", os.O_CREAT | os.O_WRONLY, dir_fd=folders[-1]))
    for folder in folders:
        os.close(folder)
    yield top
    subprocess.run(["rm", "-r", str(top / "d")], check=True)


@pytest.mark.parametrize("in_git", [False, True])
def test_deep_folders_are_read(deep: Path, in_git: bool) -> None:
    shutil.rmtree(deep / ".git", ignore_errors=True)
    if in_git:
        Repository(deep)
    tree = WorkTree(str(deep))
    path = "d/" * 1_500 + "a.md"
    assert list(tree.paths()) == [path]
    assert tree.is_listed_by_git == in_git
    assert tree.read(path) == b""


@pytest.mark.parametrize("option", [[], ["--no-cache"], ["--staged"]])
def test_deep_folders_end_no_run(deep: Path, frameworklint: CommandLine, option: list[str]) -> None:
    Repository(deep).git("add", "--all")
    run = frameworklint("check", str(deep), *option)
    assert (run.code, run.err) == (0, "")
    assert "1 page checked" in run.out


def test_no_repository_is_an_error_of_git(tmp_path: Path) -> None:
    with pytest.raises(GitError, match="lies in no git repository"):
        Git(str(tmp_path))
