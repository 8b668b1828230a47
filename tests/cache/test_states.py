"""What a commit was found to say is kept, and nothing that could be said otherwise."""

from pathlib import Path

import pytest

from frameworklint.cache.store import Cache
from frameworklint.commands.run import LintRun
from frameworklint.selection import states

from ..scratch import EXAMPLE, CommandLine, Repository
from .state_rounds import Rounds

PAGE = "generated_pages/techniques/T0097.107.md"


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository that holds the example, and a change of a page that is staged."""
    repository = Repository(tmp_path / "repository")
    repository.fill(EXAMPLE)
    repository.commit("the example")
    stage(repository, "A word more.\n")
    return repository


def stage(repository: Repository, text: str) -> None:
    path = repository.folder / PAGE
    path.write_text(path.read_text("utf-8") + text, "utf-8")
    repository.git("add", PAGE)


class Count:
    """Counts how often a base is judged."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.number = 0
        judged = LintRun._judged

        def counted(*arguments):  # type: ignore[no-untyped-def]
            self.number += 1
            return judged(*arguments)

        monkeypatch.setattr(LintRun, "_judged", counted)


@pytest.fixture
def count(monkeypatch: pytest.MonkeyPatch) -> Count:
    return Count(monkeypatch)


def test_a_commit_is_judged_once(
    repository: Repository, frameworklint: CommandLine, count: Count
) -> None:
    first = frameworklint("check", "--staged")
    stage(repository, "[a](missing.md)\n")
    second = frameworklint("check", "--staged")
    assert count.number == 1
    assert second == frameworklint("check", "--staged", "--no-cache")
    assert (first.counts[0], second.counts[0]) == (0, 1)


@pytest.mark.parametrize("change", ["settings", "option", "date", "name"])
def test_what_a_commit_says_can_change(
    repository: Repository, frameworklint: CommandLine, count: Count, change: str
) -> None:
    arguments = ["check", "--staged"]
    frameworklint.environment["FRAMEWORKLINT_TODAY"] = "2025-01-01"
    frameworklint(*arguments)
    if change == "settings":
        repository.write({"frameworklint.toml": 'ignore = ["FW4"]\n'})
        repository.git("add", "--all")
    elif change == "option":
        arguments += ["--select", "FW2"]
    elif change == "date":
        frameworklint.environment["FRAMEWORKLINT_TODAY"] = "2031-01-01"
    else:  # the states know one another's names
        repository.edit(PAGE, "# Technique T0097.107: ", "# Technique T0097.107: Other ")
        repository.git("add", PAGE)
    again = frameworklint(*arguments)
    assert count.number == 2 if change != "date" else count.number in (1, 2)
    assert again == frameworklint(*arguments, "--no-cache")


def test_what_is_staged_is_the_base_of_the_next_commit(
    repository: Repository, frameworklint: CommandLine, count: Count
) -> None:
    frameworklint("check", "--staged")
    for number in range(2):
        repository.commit()
        stage(repository, f"[a](missing{number}.md)\n")
        run = frameworklint("check", "--staged")
        assert count.number == 1
        assert run.counts[0] == 1
        assert run == frameworklint("check", "--staged", "--no-cache")
        count.number = 1


def test_what_a_change_breaks_in_history_is_no_finding_of_the_next_base(
    repository: Repository, frameworklint: CommandLine, count: Count
) -> None:
    """A rule that compares says nothing of a state that has no base."""
    before = "Researcher Persona"
    for name in ("Cook", "Baker", "Cook"):
        repository.edit(PAGE, f"# Technique T0097.107: {before}", f"# Technique T0097.107: {name}")
        repository.git("add", "--all")
        run = frameworklint("check", "--staged")
        assert run.counts[0] > 0
        assert run == frameworklint("check", "--staged", "--no-cache")
        repository.commit()
        stage(repository, "A word.\n")
        run = frameworklint("check", "--staged")
        assert run == frameworklint("check", "--staged", "--no-cache")
        before = name


def test_what_is_fixed_is_counted(repository: Repository, frameworklint: CommandLine) -> None:
    frameworklint("check", "--staged")
    repository.edit(PAGE, "T0097.204.md", "T0097.108.md")
    repository.git("add", PAGE)
    run = frameworklint("check", "--staged")
    assert run.counts[1] > 0
    assert run == frameworklint("check", "--staged", "--no-cache")


@pytest.mark.parametrize("kept", [[], {}, {"today": ""}, {"today": "", "known": [[1]]}], ids=str)
def test_what_another_has_laid_there_is_as_good_as_none(
    repository: Repository, frameworklint: CommandLine, kept: object
) -> None:
    first = frameworklint("check", "--staged")
    for file in (repository.folder / ".frameworklint_cache" / states._FOLDER).iterdir():
        Cache(str(repository.folder)).write(f"{states._FOLDER}/{file.name}", kept)
    assert frameworklint("check", "--staged") == first


def test_a_cache_changes_nothing(tmp_path: Path) -> None:
    assert list(Rounds(1, tmp_path / "repository").differences(5)) == []


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2, 6))
def test_a_cache_changes_nothing_for_longer(tmp_path: Path, seed: int) -> None:
    assert list(Rounds(seed, tmp_path / "repository").differences(12)) == []
