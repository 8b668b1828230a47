"""The command `init`: what it writes, and that it changes nothing that is there."""

import tomllib
from itertools import combinations
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.commands.init.plan import template
from frameworklint.commands.init.pre_commit import with_entry

from ..builders import ACTOR, add, clean, hold, made
from ..conftest import TOP
from ..docs.documents import blocks
from ..scratch import CommandLine, Repository, write

SETTINGS = "frameworklint.toml"
HOOK = ".pre-commit-config.yaml"
WORKFLOW = ".github/workflows/frameworklint.yml"
JOB = ".gitlab-ci.yml"
BASELINE = "frameworklint-baseline.jsonl"
ENTRY = "- repo: https://example.org/x\n  rev: v1\n  hooks:\n    - id: x\n"
OTHER = "repos:\n  - repo: https://example.org/y\n    rev: v2\n    hooks:\n      - id: y\n"


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder but for git's and the cache's."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not {".git", ".frameworklint_cache"} & set(path.parts)
    }


@pytest.fixture(name="framework")
def _framework(repository: Repository) -> Repository:
    """A framework with one finding, in a repository that came from GitHub."""
    hold(repository, clean(add("README.md", "# Read me\n\n[x](gone.md)\n")))
    repository.git("remote", "add", "origin", "git@github.com:example/framework.git")
    return repository


def test_everything_is_shown_and_written(framework: Repository, frameworklint: CommandLine) -> None:
    before = files(framework.folder)
    run = frameworklint("init", "--yes")
    assert (run.code, run.err) == (0, "")
    after = files(framework.folder)
    assert {path: after[path] for path in before} == before
    assert after.keys() - before.keys() == {SETTINGS, HOOK, WORKFLOW, BASELINE}
    for path in (SETTINGS, HOOK, WORKFLOW):
        for line in after[path].decode().splitlines():
            assert line in run.out
    assert f"  {BASELINE}\n    The 1 finding of today" in run.out
    checked = frameworklint("check")
    assert (checked.code, checked.err) == (0, "")
    assert "nothing found; 1 finding of the baseline not shown" in checked.out
    assert yaml.safe_load(after[WORKFLOW])["jobs"]["frameworklint"]["steps"]
    assert tomllib.loads(after[SETTINGS].decode())["required-version"] == ">=0.1,<1"


def test_nobody_who_can_be_asked_is_told_of_yes(
    framework: Repository, frameworklint: CommandLine
) -> None:
    before = files(framework.folder)
    run = frameworklint("init")
    assert run.code == 2
    assert "`--yes` writes without asking" in run.err
    assert "Nothing is written." in run.out
    assert files(framework.folder) == before


@pytest.mark.parametrize(("answer", "is_written"), [("y\n", True), ("n\n", False), ("", False)])
def test_whoever_is_asked_decides(
    framework: Repository, frameworklint: CommandLine, answer: str, is_written: bool
) -> None:
    from io import StringIO

    terminal = StringIO(answer)
    frameworklint.monkeypatch.setattr(terminal, "isatty", lambda: True)
    frameworklint.monkeypatch.setattr("sys.stdin", terminal)
    run = frameworklint("init")
    assert run.code == 0
    assert "Write 4 files? [y/N] " in run.out
    assert (SETTINGS in files(framework.folder)) == is_written


EXISTING = {
    SETTINGS: "ignore = []\n",
    HOOK: OTHER,
    WORKFLOW: "# ours\n",
    JOB: "test:\n  script: make\n",
    BASELINE: "",
}


@pytest.mark.parametrize("number", range(len(EXISTING) + 1))
def test_what_is_there_stays_and_a_second_run_changes_nothing(
    framework: Repository, frameworklint: CommandLine, number: int
) -> None:
    # A framework of one page, so that all combinations take no time.
    page = {ACTOR: clean()[ACTOR], "README.md": "# Read me\n\n[x](gone.md)\n"}
    for turn, chosen in enumerate(combinations(EXISTING, number)):
        hold(framework, page | {path: EXISTING[path] for path in chosen})
        before = files(framework.folder)
        command = ["init", "--yes", "--ci", ("github", "gitlab")[turn % 2]]
        assert frameworklint(*command).code == 0
        once = files(framework.folder)
        for path, content in before.items():
            assert once[path].startswith(content) if path == HOOK else once[path] == content
        assert frameworklint(*command).out.endswith("Nothing is left to write.\n")
        assert files(framework.folder) == once
        hooks = yaml.safe_load(once[HOOK])["repos"]
        assert [hook["id"] for repo in hooks for hook in repo["hooks"]][-1] == "frameworklint"


@pytest.mark.parametrize(
    ("remote", "present", "arguments", "written"),
    [
        ("https://gitlab.example.org/a/b.git", {}, [], JOB),
        ("https://github.com/a/b", {}, [], WORKFLOW),
        ("https://github.com/a/b", {JOB: "x:\n  script: y\n"}, [], None),
        ("https://gitlab.com/a/b", {".github/x.md": "# X\n"}, [], WORKFLOW),
        ("https://example.org/a/b", {}, [], None),
        ("https://example.org/a/b", {}, ["--ci", "gitlab"], JOB),
        ("https://github.com/a/b", {}, ["--ci", "none"], None),
    ],
)
def test_the_job_is_that_of_the_server(
    repository: Repository,
    frameworklint: CommandLine,
    remote: str,
    present: dict[str, str],
    arguments: list[str],
    written: str | None,
) -> None:
    hold(repository, clean() | present)
    repository.git("remote", "add", "origin", remote)
    assert frameworklint("init", "--yes", *arguments).code == 0
    jobs = {WORKFLOW, JOB} & (files(repository.folder).keys() - present.keys())
    assert jobs == ({written} if written else set())


def test_the_workflow_is_for_the_branch_of_the_repository(
    framework: Repository, frameworklint: CommandLine
) -> None:
    framework.git("branch", "--move", "trunk")
    frameworklint("init", "--yes")
    workflow = yaml.safe_load(files(framework.folder)[WORKFLOW])
    assert workflow[True]["push"]["branches"] == ["trunk"]  # YAML 1.1 takes `on` for true


def test_without_findings_no_baseline_is_needed(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean())
    run = frameworklint("init", "--yes")
    assert f"{BASELINE}  (is not needed: nothing was found)" in run.out
    assert BASELINE not in files(repository.folder)


def test_no_baseline_is_written_where_none_is_wanted(
    framework: Repository, frameworklint: CommandLine
) -> None:
    assert frameworklint("init", "--yes", "--no-baseline").code == 0
    assert BASELINE not in files(framework.folder)


def test_settings_in_a_project_file_are_settings(
    framework: Repository, frameworklint: CommandLine
) -> None:
    framework.write({"pyproject.toml": "[tool.frameworklint]\n"})
    assert "pyproject.toml  (is there already)" in frameworklint("init", "--yes").out
    assert SETTINGS not in files(framework.folder)


def test_a_tree_that_is_no_framework_is_refused(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("a.md", "# A\n")))
    run = frameworklint("init", "--yes")
    assert run.code == 2
    assert "holds no framework" in run.err
    assert files(repository.folder).keys() == {"a.md"}


def test_outside_of_git_there_is_neither_hook_nor_job(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    write(tmp_path / "plain", clean())
    run = frameworklint("init", "--yes", tmp_path / "plain")
    assert run.code == 0
    assert "neither a hook nor a job for a server: " in run.out
    assert (tmp_path / "plain" / SETTINGS).exists()
    assert not (tmp_path / "plain" / HOOK).exists()


def test_no_file_is_written_through_a_link_out_of_the_repository(
    framework: Repository, frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside")
    (framework.folder / ".github").symlink_to(outside)
    run = frameworklint("init", "--yes")
    assert run.code == 2
    assert "its folder is a link out of" in run.err
    assert not list(outside.iterdir())


# An entry of a configuration that is there.

STYLES = [
    OTHER,
    OTHER.removesuffix("\n"),
    "# ours\ndefault_language_version:\n  python: python3\n" + OTHER,
    OTHER + OTHER.removeprefix("repos:\n") + "  # the end\n\n",
    OTHER.replace("\n  ", "\n"),
    "---\n" + OTHER,
    "repos: # all of them\n\n" + OTHER.removeprefix("repos:\n"),
]
OTHERS = [
    "",
    "repos: []\n",
    "repos: [{repo: x}]\n",
    OTHER + "ci:\n  skip: [y]\n",
    OTHER.replace("\n", "\r\n"),
    OTHER + "...\n",
    OTHER + "---\na: 1\n",
    "x: |\n  repos:\n" + OTHER.replace("repos", "more"),
]


@pytest.mark.parametrize("text", STYLES)
def test_an_entry_is_added_at_the_end(text: str) -> None:
    changed = with_entry(text, ENTRY)
    assert changed.startswith(text)
    old, new = yaml.safe_load(text), yaml.safe_load(changed)
    assert new == {**old, "repos": [*old["repos"], *yaml.safe_load(ENTRY)]}


@pytest.mark.parametrize("text", OTHERS)
def test_a_configuration_of_another_form_stays_as_it_is(text: str) -> None:
    assert with_entry(text, ENTRY) == ""


LINES = [*OTHER.splitlines(), "a: 1", "", "# x", "  - x", "- y", "  z: |", "..."]


@given(st.lists(st.sampled_from(LINES)))
def test_whatever_is_there_an_entry_is_added_rightly_or_not_at_all(lines: list[str]) -> None:
    text = "\n".join(lines)
    changed = with_entry(text, ENTRY)
    if not changed:
        return
    assert changed.startswith(text)
    try:
        old = yaml.safe_load(text)
    except yaml.YAMLError:
        return  # it was no configuration before
    repos = yaml.safe_load(changed)["repos"]
    assert repos[-1] == yaml.safe_load(ENTRY)[0]
    assert repos[:-1] == old["repos"]


# What is written is what the documents show.


@pytest.mark.parametrize(
    ("page", "number", "name"),
    [
        ("docs/ci.md", 0, "github.yml"),
        ("docs/ci.md", 1, "gitlab.yml"),
        ("docs/adopting.md", 0, "pre-commit.yaml"),
    ],
)
def test_the_documents_show_what_is_written(page: str, number: int, name: str) -> None:
    shown = blocks(TOP / page, "yaml")[number].content
    assert shown == (TOP / "lint" / "frameworklint" / "templates" / name).read_text("utf-8")
    assert "REVISION" not in template(name)
