"""The patterns of `exclude` mean what they mean in `.gitignore`, and none takes long."""

import re
import subprocess
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pathspec import GitIgnoreSpec

from frameworklint.selection.exclusion import Exclusion

from ..conftest import Git
from ..scratch import CommandLine, Repository

SEGMENTS = st.text("ab.-", min_size=1, max_size=3).filter(lambda s: s not in (".", ".."))
PATHS = st.lists(
    st.lists(SEGMENTS, min_size=1, max_size=4).map("/".join), min_size=1, max_size=20, unique=True
)
HARMLESS = st.lists(
    st.one_of(st.just("**"), st.text("ab.?", min_size=1, max_size=3), st.just("*a")),
    min_size=1,
    max_size=4,
).map("/".join)
ANY = st.lists(
    st.one_of(st.sampled_from(["**", "***"]), st.text("ab.*?[]!^\\-", min_size=1, max_size=6)),
    min_size=1,
    max_size=4,
).map("/".join)


def pattern(middle: str, start: str, end: str) -> str:
    """A pattern without `**` within a name, which git takes now for one star, now for two."""
    segments = [s if set(s) == {"*"} else re.sub(r"\*+", "*", s) for s in middle.split("/")]
    return start + "/".join(segments) + end


def patterns(middles: st.SearchStrategy[str], *starts: str) -> st.SearchStrategy[list[str]]:
    ends = st.sampled_from(["", "/"])
    one = st.builds(pattern, middles, st.sampled_from(starts), ends)
    return st.lists(one, min_size=1, max_size=4)


@settings(max_examples=100)
@given(patterns(HARMLESS, "", "/"), PATHS)
@example(["a/**"], ["a", "a/b", "b/a/b"])
@example(["**/a"], ["a", "b/a", "b/ab"])
def test_harmless_patterns_match_what_pathspec_matches(lines: list[str], paths: list[str]) -> None:
    # pathspec takes a file in a folder for a folder where a pattern ends with `**/`; git does not.
    lines = [line.removesuffix("/") if line.endswith("**/") else line for line in lines]
    own, other = Exclusion(lines), GitIgnoreSpec.from_lines(lines)
    for path in paths:
        assert own.matches(path) == other.match_file(path), path


def _has_slash_in_bracket(line: str) -> bool:
    return any("[" in segment and "]" not in segment for segment in line.split("/")[:-1])


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(patterns(ANY, "", "/", "!", "!/"), PATHS)
@example(["a", "!a/b"], ["a/b"])
@example(["*", "!*/", "!b"], ["a", "b", "a/a", "a/b"])
@example(["[[:alpha:]-]"], ["a", "-", "."])
@example(["[b-a]", "[]-]"], ["a", "b", "-"])
def test_any_patterns_match_what_git_matches(
    tmp_path: Path, git: Git, lines: list[str], paths: list[str]
) -> None:
    lines = [line for line in lines if not _has_slash_in_bracket(line)]
    try:
        own = Exclusion(lines)
    except ValueError:
        return
    git("init", "--quiet")
    (tmp_path / ".git" / "info" / "exclude").write_text("".join(f"{line}\n" for line in lines))
    command = ["git", "-C", str(tmp_path), "check-ignore", "-z", "--stdin", "--no-index"]
    run = subprocess.run(command, input="\0".join(paths).encode(), capture_output=True, check=False)
    assert run.returncode in (0, 1), run.stderr
    ignored = set(run.stdout.decode().split("\0"))
    assert {path for path in paths if own.matches(path)} == ignored - {""}


@pytest.mark.parametrize(
    ("line", "path", "is_excluded"),
    [
        ("# a", "# a", False),
        (r"\# a", "# a", True),
        (r"\!a", "!a", True),
        ("a   ", "a", True),
        ("a\\ ", "a ", True),
        ("", "a", False),
        ("a/", "a", False),
        ("a/", "a/", True),
        ("a/", "a/b", True),
        ("?", "ä", True),
        ("*.md", "a/b\n.md", True),
        ("a[", "a[", False),
        ("[[:digit:]]", "7", True),
        ("[[:nothing:]]", "a", False),
        ("[!a]", "b", True),
        (r"[\]]", "]", True),
        (r"a\/b", "a/b", True),
    ],
)
def test_special_characters(line: str, path: str, is_excluded: bool) -> None:
    assert Exclusion([line]).matches(path) == is_excluded


SLOW = [
    ("a*" * 40 + "b", "a" * 100 + ".md"),
    ("a*" * 490 + "b", "a" * 4_000),
    ("*a" * 490 + "b", "a" * 4_000),
    ("[a-z]*" * 160 + "b", "a" * 4_000),
    ("?*" * 490 + "b", "a" * 4_000),
    ("**/a/" * 190 + "b", "a/" * 2_000 + "c"),
    ("/" + "**/a*/" * 150 + "b", "aaa/" * 1_000 + "c"),
    ("/" + "**/*a*/" * 130 + "b", "aaa/" * 1_000 + "c"),
    ("**/" * 300 + "b", "a/" * 2_000 + "c"),
]


@pytest.mark.parametrize(("line", "path"), SLOW)
def test_no_pattern_backtracks(line: str, path: str) -> None:
    exclusion = Exclusion([line])
    start = time.process_time()
    assert not exclusion.matches(path)
    assert time.process_time() - start < 1


@pytest.mark.parametrize("line", ["!", "/", "!/", "a\\", "a" * 1_001])
def test_pattern_that_can_not_be_meant_is_refused(
    repository: Repository, frameworklint: CommandLine, line: str
) -> None:
    repository.write({"frameworklint.toml": f"exclude = ['{line}']\n"})
    run = frameworklint("check")
    assert (run.code, run.out, run.err.count("\n")) == (2, "", 1)
    assert "frameworklint.toml: exclude: " in run.err


def test_too_many_patterns_are_refused() -> None:
    Exclusion(["a"] * 500)
    with pytest.raises(ValueError, match="more than 500 patterns"):
        Exclusion(["a"] * 501)


def test_pattern_of_a_stranger_delays_no_run(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.write(
        {"frameworklint.toml": f'exclude = ["{"a*" * 40}b"]\n', f"{'a' * 100}.md": "# A\n"}
    )
    start = time.process_time()
    assert frameworklint("check").code == 1
    assert time.process_time() - start < 2.5
