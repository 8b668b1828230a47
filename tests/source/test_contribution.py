"""What a job compares a contribution with: the target as it is merged, never a stale commit."""

import json
from pathlib import Path
from typing import Any

import pytest

from ..builders import clean, hold
from ..scratch import CommandLine, Repository

OURS, THEIRS = "of-main.md", "of-the-contribution.md"
STALE = {"base": {"ref": "main", "sha": "0" * 40}}


@pytest.fixture
def parted(repository: Repository) -> Repository:
    """A contribution, and a target that went on since, each with a broken link of its own."""
    hold(repository, clean())
    repository.commit("where it begins")
    repository.git("switch", "--quiet", "--create", "contribution")
    repository.write({"theirs.md": f"[x]({THEIRS})\n"})
    repository.commit("the contribution")
    repository.git("switch", "--quiet", "main")
    repository.write({"ours.md": f"[x]({OURS})\n"})
    repository.commit("main goes on")
    return repository


def merge(repository: Repository) -> None:
    """Check out what a service makes of target and contribution."""
    repository.git("switch", "--quiet", "--detach", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "the merge", "contribution")


def event_of(repository: Repository, content: Any, name: str = "pull_request") -> dict[str, str]:
    """The environment of a job that GitHub starts for an event."""
    path = repository.folder / ".git" / "event.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), "utf-8")
    return {
        "GITHUB_ACTIONS": "true",
        "GITHUB_EVENT_NAME": name,
        "GITHUB_EVENT_PATH": str(path),
    }


def request(repository: Repository) -> dict[str, str]:
    """The environment of a job for the pull request, whose base is a commit of long ago."""
    head = {"sha": repository.git("rev-parse", "contribution")}
    return event_of(repository, {"pull_request": {"head": head, **STALE}})


def added(frameworklint: CommandLine) -> list[str]:
    """The targets of the links that are reported."""
    return [finding["subject"] for finding in frameworklint.json("--ci")]


def test_a_merge_is_compared_with_its_first_parent(
    parted: Repository, frameworklint: CommandLine
) -> None:
    frameworklint.environment = request(parted)
    merge(parted)
    assert added(frameworklint) == [THEIRS]


def test_a_contribution_itself_is_compared_with_where_it_left_its_target(
    parted: Repository, frameworklint: CommandLine
) -> None:
    parted.git("update-ref", "refs/remotes/origin/main", "main")
    parted.git("switch", "--quiet", "contribution")
    frameworklint.environment = request(parted)
    assert added(frameworklint) == [THEIRS]


def test_a_contribution_that_ends_with_a_merge_of_its_target_is_judged_whole(
    parted: Repository, frameworklint: CommandLine
) -> None:
    """The first parent of its last commit is its own, and has its error already."""
    parted.git("update-ref", "refs/remotes/origin/main", "main")
    parted.git("switch", "--quiet", "contribution")
    parted.git("merge", "--quiet", "--no-ff", "--message", "up to date", "main")
    frameworklint.environment = request(parted)
    assert added(frameworklint) == [THEIRS]


def test_a_group_of_merges_is_compared_with_what_it_is_merged_into(
    parted: Repository, frameworklint: CommandLine
) -> None:
    base = parted.git("rev-parse", "main")
    merge(parted)
    frameworklint.environment = event_of(parted, {"merge_group": {"base_sha": base}}, "merge_group")
    assert added(frameworklint) == [THEIRS]


def test_a_push_is_judged_whole(parted: Repository, frameworklint: CommandLine) -> None:
    merge(parted)
    frameworklint.environment = event_of(parted, {}, "push")
    assert sorted(added(frameworklint)) == sorted([OURS, THEIRS])


@pytest.mark.parametrize("kind", ["merged_result", "merge_train", "detached"])
def test_a_merge_request_of_gitlab(
    parted: Repository, frameworklint: CommandLine, kind: str
) -> None:
    frameworklint.environment = {
        "CI_MERGE_REQUEST_IID": "1",
        "CI_MERGE_REQUEST_EVENT_TYPE": kind,
        "CI_MERGE_REQUEST_DIFF_BASE_SHA": parted.git("merge-base", "main", "contribution"),
    }
    if kind == "detached":
        parted.git("switch", "--quiet", "contribution")
    else:
        merge(parted)
    assert added(frameworklint) == [THEIRS]


def test_a_merge_request_without_its_base_is_told(
    parted: Repository, frameworklint: CommandLine
) -> None:
    frameworklint.environment = {"CI_MERGE_REQUEST_IID": "1"}
    run = frameworklint("check", "--ci")
    assert (run.code, run.out) == (2, "")
    assert "the job does not say CI_MERGE_REQUEST_DIFF_BASE_SHA" in run.err


def test_a_branch_of_gitlab_is_judged_whole(parted: Repository, frameworklint: CommandLine) -> None:
    frameworklint.environment = {"GITLAB_CI": "true", "CI_COMMIT_BRANCH": "main"}
    assert added(frameworklint) == [OURS]


def test_a_clone_that_ends_at_the_merge_says_what_it_lacks(
    parted: Repository, frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    frameworklint.environment = request(parted)
    merge(parted)
    parted.git("switch", "--quiet", "--create", "merge")
    for depth, code in (("1", 2), ("2", 1)):
        shallow = tmp_path_factory.mktemp("shallow") / "clone"
        url = Path(parted.folder).as_uri()
        parted.git("clone", "--quiet", "--depth", depth, "--branch", "merge", url, str(shallow))
        frameworklint.folder = shallow
        run = frameworklint("check", "--ci")
        assert run.code == code, run.err
        assert ("fetch-depth: 0" in run.err) == (code == 2)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{", "is no JSON"),
        ("[1]", "does not say pull_request.head.sha"),
        ({"pull_request": {"head": {"sha": 1}}}, "does not say pull_request.head.sha"),
        ({"pull_request": {"head": {"sha": "x"}, **STALE}}, "the target branch 'main' is not in"),
    ],
)
def test_an_event_that_says_too_little_is_told(
    parted: Repository, frameworklint: CommandLine, content: Any, said: str
) -> None:
    frameworklint.environment = event_of(parted, content)
    run = frameworklint("check", "--ci")
    assert (run.code, run.out) == (2, "")
    assert said in run.err


def test_the_job_is_told_once_beside_what_it_was_told_before(
    parted: Repository, frameworklint: CommandLine, tmp_path: Path
) -> None:
    merge(parted)
    summary, outputs = parted.folder / ".git" / "summary", parted.folder / ".git" / "outputs"
    outputs.write_text("other=1\n")
    files = {"GITHUB_STEP_SUMMARY": str(summary), "GITHUB_OUTPUT": str(outputs)}
    frameworklint.environment = {**request(parted), **files}
    assert frameworklint("check").code == 1
    assert not summary.exists()
    assert frameworklint("check", "--ci").counts == (1, 0, 1)
    assert summary.read_text().count("### frameworklint: ") == 1
    assert outputs.read_text() == "other=1\nadded=1\nfixed=0\nleft=1\n"
    frameworklint.environment["GITHUB_OUTPUT"] = str(tmp_path)
    run = frameworklint("check", "--ci")
    assert (run.code, "GITHUB_OUTPUT names" in run.err) == (2, True)


def test_a_job_that_runs_again_is_told_again(
    parted: Repository, frameworklint: CommandLine
) -> None:
    """Nothing of an earlier run is repeated in place of it."""
    summary = parted.folder / ".git" / "summary"
    frameworklint.environment = {
        **event_of(parted, {}, "push"),
        "GITHUB_STEP_SUMMARY": str(summary),
    }
    for count in (1, 2):
        frameworklint("check", "--ci")
        assert summary.read_text().count("### frameworklint: ") == count
