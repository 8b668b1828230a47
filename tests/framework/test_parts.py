"""A part of a framework alone: what can not be known is not told, and what is missing once."""

from ..builders import HOME, PLATFORM, ROOM, Kinds, Pages, add, clean, findings_in, hold
from ..conftest import framework_of
from ..scratch import CommandLine, Repository


def part(*paths: str) -> Pages:
    return {path: text for path, text in clean().items() if path in paths}


def test_links_into_missing_folders_are_one_finding_a_page_and_folder(
    schema_kinds: Kinds,
) -> None:
    """Both pages link to incidents and to a counter, of which no folder is there."""
    found = findings_in(framework_of(schema_kinds, part(PLATFORM, ROOM)))
    assert found == [
        "FW201 techniques/T0151.004.md:15:35",
        "FW201 techniques/T0151.004.md:21:37",
        "FW201 techniques/T0151.006.md:15:35 techniques/T0151.006.md:16:57 "
        "techniques/T0151.006.md:17:41",
        "FW201 techniques/T0151.006.md:23:37",
    ]


def test_what_needs_the_index_is_not_judged_without_it(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, part(PLATFORM, ROOM))
    run = frameworklint("check", "--ignore", "FW201", "--output-format", "json")
    assert run.findings == []
    (line,) = run.err.splitlines()
    assert "techniques_index.md" in line


def test_with_the_index_only_its_kind_is_judged(schema_kinds: Kinds) -> None:
    pages = part(PLATFORM, ROOM, f"{HOME}/techniques_index.md")
    found = findings_in(framework_of(schema_kinds, pages))
    rules = {line.split(" ")[0] for line in found}
    # The parent is gone, and a technique that a text cites; incidents have no index.
    assert rules == {"FW201", "FW301", "FW306"}


def test_one_page_alone(schema_kinds: Kinds) -> None:
    found = findings_in(framework_of(schema_kinds, part(ROOM)))
    assert {line.split(" ")[0] for line in found} == {"FW201"}


def test_a_file_that_is_no_markdown_is_there_and_not_read(
    repository: Repository, frameworklint: CommandLine
) -> None:
    text = "# Technique T0001\n[x](gone.md) T0999: Nothing\n"
    hold(repository, clean(add("sources/a.txt", text), add("b.md", "[a](sources/a.txt)\n")))
    report = frameworklint("check", "--show-info", "--output-format", "json").report
    assert report["findings"] == []
    assert report["summary"]["files"] == len(clean()) + 1
    assert frameworklint("check", "sources", "--show-info").code == 0
