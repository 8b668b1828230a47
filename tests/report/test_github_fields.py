"""Annotations say what the finding says, and escape what the runner would take apart."""

import re
from urllib.parse import unquote

import pytest

from ..builders import SEVERITIES, add, hold, made, strange
from ..scratch import CommandLine, Repository

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def annotations(frameworklint: CommandLine, *arguments: str) -> list[str]:
    run = frameworklint("check", "--output-format", "github", *arguments)
    assert run.code in (0, 1), run.err
    return run.out.splitlines()


def test_an_annotation_is_the_finding(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    found = frameworklint.json("--show-info")
    ranked = sorted(found, key=lambda f: list(COMMANDS).index(f["severity"]))
    lines = annotations(frameworklint, "--show-info")
    assert len(lines) == len(ranked) == 8
    for line, finding in zip(lines, ranked, strict=True):
        match = re.fullmatch(
            r"::(\w+) file=([^,:]+),line=(\d+),endLine=(\d+),col=(\d+),title=([^,:]+)::(.+)", line
        )
        assert match, line
        command, file, start, end, column, title, message = match.groups()
        assert command == COMMANDS[finding["severity"]]
        assert unquote(file) == finding["path"].replace("\n", r"\x0a")
        assert (int(start), int(end)) == (finding["line"], finding["end_line"])
        assert int(column) == finding["column"]
        assert title == f"{finding['rule']} {finding['name']}"
        assert message == finding["message"].replace("%", "%25")
    assert [line.split(" ")[0] for line in lines] == [
        *["::error"] * 5,
        "::warning",
        *["::notice"] * 2,
    ]


def test_commas_colons_and_percent_signs_of_a_path(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("a,b:c 100%25.md", "[x](<no,x:y 5%25.md>)\n")))
    (line,) = annotations(frameworklint)
    head, _, message = line.removeprefix("::").partition("::")
    assert "file=a%2Cb%3Ac 100%2525.md,line=1," in head
    assert "no,x:y 5%2525.md" in message
    assert "no,x:y 5%25.md" in message


@pytest.mark.parametrize("separator", ["\n", "\r", "\r\n", "\x85", "\u2028"])
def test_a_line_break_ends_no_annotation(
    repository: Repository, frameworklint: CommandLine, separator: str
) -> None:
    hold(repository, made(add(f"a{separator}::error::b.md", "[x](gone.md)\n")))
    run = frameworklint("check", "--output-format", "github")
    assert re.findall(r"[\r\n\x85\u2028]", run.out) == ["\n"]
    assert run.out.startswith("::error file=a")
    assert "%3A%3Aerror%3A%3Ab.md,line=1,endLine=1,col=5,title=FW201 broken-link::" in run.out


def links(number: int, path: str = "many.md") -> dict[str, str]:
    """A page with some broken links, each to a page of its own: a finding each."""
    return {path: "".join(f"[x](missing{n:02}.md)\n\n" for n in range(number))}


@pytest.mark.parametrize(("number", "more"), [(10, 0), (11, 1), (13, 3)])
def test_ten_are_shown_and_the_others_counted(
    repository: Repository, frameworklint: CommandLine, number: int, more: int
) -> None:
    hold(repository, links(number))
    lines = annotations(frameworklint)
    shown = [re.findall(r"missing(\d\d)\.md", line)[0] for line in lines if "FW201" in line]
    assert shown == [f"{n:02}" for n in range(10)]
    others = [line for line in lines if "FW201" not in line]
    assert len(others) == bool(more)
    for line in others:
        assert line.startswith(f"::notice title=frameworklint::+{more} more")


def test_what_is_left_of_each_severity_is_counted_together(
    repository: Repository, frameworklint: CommandLine
) -> None:
    broken = "".join(f"[x](missing{n:02}.md)\n\n" for n in range(12))
    anchors = "".join(f"[x](#missing{n:02})\n\n" for n in range(14))
    settings = '[severity]\nFW202 = "warning"\n'
    hold(repository, {"many.md": broken + anchors, "frameworklint.toml": settings})
    lines = annotations(frameworklint)
    commands = [line.split(" ")[0] for line in lines]
    assert commands == [*["::error"] * 10, *["::warning"] * 10, "::notice"]
    assert "::+6 more" in lines[-1]
