"""What a run answers: 0, 1 or 2, by the severities that it found and those that fail it."""

import pytest

from ..builders import EXPERT_SUMMARY, HOME, VOTE, Edit, add, clean, hold, swap, swap_all
from ..scratch import CommandLine, Repository

FOUND: dict[str, tuple[Edit, ...]] = {
    "nothing": (),
    "info": (
        swap(VOTE, "* **Year started:** 2024", "* **Year started:** 2024.0"),
        swap(f"{HOME}/incidents_index.md", "<td>2024</td>", "<td>2024.0</td>"),
    ),
    "warning": (swap_all(EXPERT_SUMMARY, ""),),
    "error": (add("a.md", "[x](gone.md)\n"),),
}
LEVELS = ("error", "warning", "info", "never")
# The worst that is found, and what fails the run: 1 where the first is at least the second.
CODES = {("nothing", level): 0 for level in LEVELS} | {
    ("info", "error"): 0,
    ("info", "warning"): 0,
    ("info", "info"): 1,
    ("info", "never"): 0,
    ("warning", "error"): 0,
    ("warning", "warning"): 1,
    ("warning", "info"): 1,
    ("warning", "never"): 0,
    ("error", "error"): 1,
    ("error", "warning"): 1,
    ("error", "info"): 1,
    ("error", "never"): 0,
}


@pytest.mark.parametrize("worst", FOUND)
def test_the_answer_is_that_of_the_worst_finding(
    repository: Repository, frameworklint: CommandLine, worst: str
) -> None:
    hold(repository, clean(*FOUND[worst]))
    found = frameworklint("check", "--show-info", "--output-format", "json").findings
    assert [finding["severity"] for finding in found] == ([worst] if FOUND[worst] else [])
    for level in LEVELS:
        run = frameworklint("check", "--show-info", "--fail-on", level)
        assert run.code == CODES[worst, level], level
    assert frameworklint("check", "--show-info").code == CODES[worst, "error"]


@pytest.mark.parametrize("level", LEVELS)
def test_the_settings_say_what_fails_and_the_command_line_says_otherwise(
    repository: Repository, frameworklint: CommandLine, level: str
) -> None:
    settings = f'fail-on = "{level}"\n'
    hold(repository, clean(*FOUND["warning"]) | {"frameworklint.toml": settings})
    assert frameworklint("check").code == CODES["warning", level]
    assert frameworklint("check", "--fail-on", "never").code == 0
    assert frameworklint("check", "--fail-on", "info").code == 1


def test_a_run_may_be_told_to_answer_0(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, clean(*FOUND["error"]))
    run = frameworklint("check", "--exit-zero", "--fail-on", "info")
    assert (run.code, "FW201" in run.out) == (0, True)


def test_what_is_not_shown_fails_no_run(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, clean(*FOUND["info"], *FOUND["error"]))
    assert frameworklint("check", "--ignore", "FW201", "--fail-on", "info").code == 0
    assert frameworklint("check", "--select", "FW109", "--fail-on", "info").code == 1
    assert frameworklint("check", HOME, "--fail-on", "info").code == 0
    assert frameworklint("check", HOME, "--fail-on", "info", "--show-info").code == 1
    assert frameworklint("check", "a.md").code == 1


def test_a_mix_fails_by_its_worst(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, clean(*FOUND["info"], *FOUND["warning"]))
    codes = [frameworklint("check", "--fail-on", level).code for level in LEVELS]
    assert codes == [0, 1, 1, 0]
    repository.write({"frameworklint.toml": '[severity]\nFW102 = "error"\n'})
    codes = [frameworklint("check", "--fail-on", level).code for level in LEVELS]
    assert codes == [1, 1, 1, 0]


@pytest.mark.parametrize("form", ["text", "concise", "json", "sarif", "github", "junit"])
def test_the_answer_is_the_same_in_every_format(
    repository: Repository, frameworklint: CommandLine, form: str
) -> None:
    hold(repository, clean(*FOUND["warning"]))
    codes = [
        frameworklint("check", "--output-format", form, "--fail-on", level).code
        for level in ("error", "warning")
    ]
    assert codes == [0, 1]


def test_what_is_known_fails_no_run(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, clean(*FOUND["error"]))
    repository.commit()
    assert frameworklint("check", "--since", "HEAD").code == 0
    assert frameworklint("check", "--staged").code == 0
    assert frameworklint("check").code == 1
    assert frameworklint("baseline").code == 0
    assert frameworklint("check").code == 0
    assert frameworklint("check", "--no-baseline").code == 1


def test_a_stale_entry_is_a_warning(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, clean(*FOUND["error"]))
    frameworklint("baseline")
    repository.write({"a.md": "# A\n"})
    codes = [frameworklint("check", "--fail-on", level).code for level in LEVELS]
    assert codes == [0, 1, 1, 0]


@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "nowhere"],
        ["check", "--select", "FW999"],
        ["check", "--fail-on", "fatal"],
        ["check", "--since", "nothing"],
        ["check", "--baseline", "nothing.jsonl"],
        ["check", "--exit-zero", "--select", "no-rule"],
        ["worklist"],
    ],
)
def test_what_can_not_be_done_is_neither_right_nor_wrong(
    repository: Repository, frameworklint: CommandLine, arguments: list[str]
) -> None:
    hold(repository, clean())
    repository.commit()
    run = frameworklint(*arguments)
    assert (run.code, run.out) == (2, "")
    assert run.err
