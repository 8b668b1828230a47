"""Settings, baseline and schemas of a commit are those that it holds, not those in the folder."""

import json
import shutil

import pytest

from ..builders import clean, hold
from ..scratch import TOP, CommandLine, Repository

SETTINGS, PROJECT, BASELINE = "frameworklint.toml", "pyproject.toml", "frameworklint-baseline.jsonl"
IGNORE = 'ignore = ["FW201"]\n'
PAGE, BROKEN = "notes.md", "[x](gone.md)\n"


@pytest.fixture
def staged(repository: Repository) -> Repository:
    """A repository whose next commit adds a broken link."""
    hold(repository, clean())
    repository.commit()
    repository.write({PAGE: BROKEN})
    repository.git("add", PAGE)
    return repository


def found(frameworklint: CommandLine, *arguments: str) -> list[str]:
    """The codes of what the next commit adds."""
    return [finding["rule"] for finding in frameworklint.json("--staged", *arguments)]


@pytest.mark.parametrize(
    ("path", "text"),
    [(SETTINGS, IGNORE), (PROJECT, f"[tool.frameworklint]\n{IGNORE}"), (SETTINGS, "no TOML")],
)
def test_settings_that_are_not_staged_judge_nothing(
    staged: Repository, frameworklint: CommandLine, path: str, text: str
) -> None:
    staged.write({path: text})
    assert found(frameworklint) == ["FW201"]
    staged.write({path: text if text != "no TOML" else IGNORE})
    staged.git("add", path)
    assert found(frameworklint) == []
    staged.write({path: ""})
    assert found(frameworklint) == []


def test_staged_settings_count_though_the_file_is_gone(
    staged: Repository, frameworklint: CommandLine
) -> None:
    staged.write({SETTINGS: IGNORE})
    staged.git("add", SETTINGS)
    (staged.folder / SETTINGS).unlink()
    assert found(frameworklint) == []


def test_a_settings_file_that_the_user_names_is_read_where_it_lies(
    staged: Repository, frameworklint: CommandLine
) -> None:
    staged.write({"mine.toml": IGNORE})
    assert found(frameworklint, "--config", "mine.toml") == []


def test_a_baseline_that_is_not_staged_hides_nothing(
    staged: Repository, frameworklint: CommandLine
) -> None:
    assert frameworklint("baseline").code == 0
    assert found(frameworklint) == ["FW201"]
    assert found(frameworklint, "--baseline", BASELINE) == []
    staged.git("add", BASELINE)
    assert found(frameworklint) == []


def test_schemas_are_those_of_the_next_commit(
    staged: Repository, frameworklint: CommandLine
) -> None:
    """The folder's own schemas allow no field; those that are staged are frameworklint's."""
    shutil.copytree(TOP / "schemas", staged.folder / "own")
    staged.write({SETTINGS: 'schemas = "own"\n'})
    staged.git("add", "--all")
    path = staged.folder / "own" / "kinds" / "technique.json"
    path.write_text("no JSON", "utf-8")
    assert found(frameworklint) == ["FW201"]
    staged.git("add", "--all")
    run = frameworklint("check", "--staged")
    assert (run.code, "this is no JSON" in run.err) == (2, True)
    staged.git("rm", "--quiet", "--cached", "own/framework.json")
    assert "framework.json: it is missing" in frameworklint("check", "--staged").err


@pytest.mark.parametrize("schemas", ["../other", "/etc", "own/../../other", "a\\u0000b", "link"])
def test_schemas_of_a_commit_that_lie_elsewhere_are_refused(
    staged: Repository, frameworklint: CommandLine, schemas: str
) -> None:
    (staged.folder / "link").symlink_to("/etc")
    staged.write({SETTINGS: f'schemas = "{schemas}"\n'})
    staged.git("add", "--all")
    run = frameworklint("check", "--staged")
    assert run.code == 2
    assert "schemas" in run.err


def test_a_link_among_the_committed_files_is_followed_within_the_root(
    staged: Repository, frameworklint: CommandLine
) -> None:
    staged.write({"conf/lint.toml": IGNORE})
    (staged.folder / SETTINGS).symlink_to("conf/lint.toml")
    staged.git("add", "--all")
    assert found(frameworklint) == []
    (staged.folder / SETTINGS).unlink()
    (staged.folder / SETTINGS).symlink_to("/dev/zero")
    staged.git("add", "--all")
    run = frameworklint("check", "--staged")
    assert (run.code, "leads out" in run.err) == (2, True)


def test_what_is_pushed_is_judged_by_its_own_settings(
    staged: Repository, frameworklint: CommandLine
) -> None:
    new = staged.commit("with a broken link")
    staged.write({SETTINGS: IGNORE})
    staged.commit("not pushed yet")
    frameworklint.environment = {"PRE_COMMIT_FROM_REF": f"{new}^", "PRE_COMMIT_TO_REF": new}
    assert found(frameworklint) == ["FW201"]
    frameworklint.environment["PRE_COMMIT_TO_REF"] = "main"
    assert found(frameworklint) == []


def test_a_branch_of_which_the_remote_has_nothing_is_judged_whole(
    staged: Repository, frameworklint: CommandLine
) -> None:
    staged.commit("with a broken link")
    staged.git("checkout", "--quiet", "-b", "other", "main^")
    frameworklint.environment = {"PRE_COMMIT": "1", "PRE_COMMIT_LOCAL_BRANCH": "refs/heads/main"}
    assert found(frameworklint) == ["FW201"]


# `pre-commit run`, by hand or in a job.


def test_a_call_of_pre_commit_with_nothing_staged_judges_everything(
    staged: Repository, frameworklint: CommandLine
) -> None:
    frameworklint.environment = {"PRE_COMMIT": "1"}
    assert found(frameworklint) == ["FW201"]
    staged.commit()
    assert found(frameworklint) == ["FW201"]
    assert "the whole framework is judged" in frameworklint("check", "--staged").err
    staged.write({"more.md": "[x](away.md)\n"})
    staged.git("add", "--all")
    run = frameworklint("check", "--staged")
    assert run.counts == (1, 0, 1)


def test_a_call_of_pre_commit_with_nothing_staged_knows_the_baseline(
    staged: Repository, frameworklint: CommandLine
) -> None:
    frameworklint("baseline")
    staged.commit()
    frameworklint.environment = {"PRE_COMMIT": "1"}
    assert found(frameworklint) == []
    staged.git("rm", "--quiet", PAGE)
    staged.commit()
    assert found(frameworklint) == ["FW903"]


@pytest.mark.parametrize("name", ["HOME", "GIT_INDEX_FILE"])
def test_only_a_commit_at_hand_keeps_the_rest_out(
    staged: Repository, frameworklint: CommandLine, name: str
) -> None:
    """git itself names the index to its hooks, as in a commit that changes the message alone."""
    staged.commit()
    frameworklint.environment = {"PRE_COMMIT": "1", name: str(staged.folder / ".git" / "index")}
    assert found(frameworklint) == ([] if name == "GIT_INDEX_FILE" else ["FW201"])


def test_the_whole_of_the_next_commit_is_reported(
    staged: Repository, frameworklint: CommandLine
) -> None:
    staged.commit()
    staged.write({SETTINGS: IGNORE, "more.md": "[x](away.md)\n"})
    assert found(frameworklint) == []
    assert found(frameworklint, "--whole") == ["FW201"]
    frameworklint("baseline", "--config", "/dev/null")
    staged.git("add", BASELINE)
    assert found(frameworklint, "--whole") == ["FW903"]  # of the page that is not staged
    assert frameworklint("check", "--whole").code == 2


def test_a_finding_about_the_baseline_is_one_in_the_commit(
    staged: Repository, frameworklint: CommandLine
) -> None:
    entry = {"rule": "FW201", "fingerprint": "0", "places": [], "version": 4}
    staged.write({BASELINE: json.dumps(entry) + "\n"})
    staged.commit()
    staged.write({BASELINE: ""})
    frameworklint.environment = {"PRE_COMMIT": "1"}
    assert "FW903" in found(frameworklint)
