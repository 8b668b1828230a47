"""Named paths: what lies below them is shown, what only begins like them is not."""

import pytest

from ..builders import EXPERT, FERRY, HOME, PLATFORM, add, clean, hold, swap, tell
from ..scratch import CommandLine, Repository

BROKEN = "[x](gone.md)\n"
NAMES = ("a/x.md", "a/b/y.md", "ab/x.md", "ab.md", "a.md", "b/a/x.md", "a b/x.md")


@pytest.fixture
def alike(repository: Repository) -> Repository:
    """A repository with a fault in folders and files whose names begin alike."""
    hold(repository, clean(*(add(name, BROKEN) for name in NAMES)))
    return repository


def paths(frameworklint: CommandLine, *arguments: str) -> list[str]:
    return [finding["path"] for finding in frameworklint.json(*arguments)]


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        (["a"], ["a/b/y.md", "a/x.md"]),
        (["a/"], ["a/b/y.md", "a/x.md"]),
        (["./a"], ["a/b/y.md", "a/x.md"]),
        (["ab"], ["ab/x.md"]),
        (["ab.md"], ["ab.md"]),
        (["a.md"], ["a.md"]),
        (["a/b"], ["a/b/y.md"]),
        (["a/x.md"], ["a/x.md"]),
        (["a b"], ["a b/x.md"]),
        (["a", "ab.md"], ["a/b/y.md", "a/x.md", "ab.md"]),
        (["a", "a/b"], ["a/b/y.md", "a/x.md"]),
        ([HOME], []),
        (["b"], ["b/a/x.md"]),
        ([], sorted(NAMES)),
        (["."], sorted(NAMES)),
        (["a", "."], sorted(NAMES)),
    ],
)
def test_only_what_lies_below_a_named_path_is_shown(
    alike: Repository, frameworklint: CommandLine, named: list[str], expected: list[str]
) -> None:
    run = frameworklint("check", *named, "--output-format", "json")
    assert [finding["path"] for finding in run.findings] == expected
    assert run.code == (1 if expected else 0)


def test_the_rest_of_the_framework_is_read_all_the_same(
    alike: Repository, frameworklint: CommandLine
) -> None:
    pages = len(clean()) + len(NAMES)
    assert f"{pages} pages checked: 2 errors" in frameworklint("check", "a").out.splitlines()


def test_a_finding_is_shown_where_one_of_its_places_is_named(
    repository: Repository, frameworklint: CommandLine
) -> None:
    """The tag stands on the incident's page first, and on the technique's page too."""
    hold(repository, clean(tell("a message", "<i>a message")))
    for named in (FERRY, PLATFORM, f"{HOME}/techniques", f"{HOME}/incidents"):
        assert paths(frameworklint, named) == [FERRY]
    assert paths(frameworklint, f"{HOME}/tactics") == []
    assert paths(frameworklint, EXPERT) == []


def test_a_finding_is_shown_where_a_page_that_helps_to_understand_it_is_named(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean(swap(EXPERT, "# Technique T0097.108: ", "# Technique T0097.107: ")))
    assert paths(frameworklint, f"{HOME}/techniques/T0097.107.md") == [EXPERT]
    assert paths(frameworklint, f"{HOME}/techniques/T0097.md") == []


def test_the_counts_of_a_change_are_those_of_the_named_paths(
    alike: Repository, frameworklint: CommandLine
) -> None:
    alike.commit()
    alike.write({"a/new.md": BROKEN, "ab/new.md": BROKEN, "a/x.md": "# X\n"})
    assert frameworklint("check", "a", "--since", "HEAD").counts == (1, 1, 1)
    assert frameworklint("check", "ab", "--since", "HEAD").counts == (1, 0, 1)
    assert frameworklint("check", "--since", "HEAD").counts == (2, 1, len(NAMES) - 1)


def test_the_baseline_hides_what_lies_below_the_named_path_only(
    alike: Repository, frameworklint: CommandLine
) -> None:
    assert frameworklint("baseline").code == 0
    for named, count in (("a", "2 findings"), ("ab", "1 finding"), (".", "7 findings")):
        out = frameworklint("check", named).out
        assert f"nothing found; {count} of the baseline not shown" in out
