"""The text of the formats in JSON: people and scripts compare and search it too."""

import json

import pytest

from ..builders import hold
from ..scratch import CommandLine, Repository


@pytest.fixture(autouse=True)
def _page(repository: Repository) -> None:
    hold(repository, {"a.md": "# A\n\n[x](漢字.md)\n"})


@pytest.mark.parametrize("form", ["json", "sarif", "gitlab"])
def test_letters_stand_as_they_are_in_lines_that_a_diff_shows(
    frameworklint: CommandLine, form: str
) -> None:
    out = frameworklint("check", "--output-format", form).out
    assert "`漢字.md` leads nowhere" in out
    assert out == json.dumps(json.loads(out), ensure_ascii=False, indent=1) + "\n"


def test_a_line_of_json_is_one_finding(frameworklint: CommandLine) -> None:
    out = frameworklint("check", "--output-format", "jsonl").out
    assert "`漢字.md` leads nowhere" in out
    assert out.count("\n") == 1
    assert out == json.dumps(json.loads(out), ensure_ascii=False) + "\n"


def test_nothing_is_an_object_or_a_list_all_the_same(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": "# A\n"})
    assert frameworklint("check", "--output-format", "gitlab").out == "[]\n"
    assert frameworklint("check", "--output-format", "jsonl").out == ""
