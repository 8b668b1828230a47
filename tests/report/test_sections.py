"""The text report's order and headings, and how much of it is shown."""

import re

import pytest

from ..builders import (
    FERRY,
    PERSONA,
    PLATFORM,
    PLATFORM_TEXT,
    Pages,
    add,
    clean,
    hold,
    sheets_of_clean,
    swap,
    swap_all,
    workbooks_of,
)
from ..scratch import CommandLine, Repository
from ..workbooks import DATA, FOLDER

CELL = f"{FOLDER}/{DATA} › incidenttechniques › "
_HEADING = re.compile(r"^(?=\S)(?!\d+ pages? checked|Next:|Most of|Only the)(.*?)(?:  .*)?$", re.M)
_FINDING = re.compile(r"^  (?! )(?:(\S+)  )?(?:error|warning|info)(?:  (FW\d+) .*)?$", re.M)


def outline(text: str) -> list[tuple[str, list[str]]]:
    """The headings of a report, each with the rules below it, or the places where it is a rule."""
    found: list[tuple[str, list[str]]] = []
    for line in text.split("\n"):
        if heading := _HEADING.match(line):
            found.append((heading[1], []))
        elif finding := _FINDING.match(line):
            found[-1][1].append(finding[2] or finding[1])
    return found


@pytest.fixture(name="printed")
def _printed(repository: Repository) -> Repository:
    """Two faults in one cell, one in a field that only its page has, one in a note."""
    sheets = sheets_of_clean()
    pages: Pages = clean()
    wrong = f"{PLATFORM_TEXT} <i>(T0999: Nothing)"
    swap_all(PLATFORM_TEXT, wrong)(pages)
    for row in sheets["incidenttechniques"]:
        row["name"] = row["name"].replace(PLATFORM_TEXT, wrong)
    swap(PERSONA, "**Summary**: ", "**Summary**: (T0998: None) ")(pages)
    add(PLATFORM, "\n[x](gone.md)\n")(pages)
    hold(repository, pages | workbooks_of(sheets))
    return repository


SELECTED = ("--select", "FW201,FW301,FW501")


def test_what_is_fixed_in_one_cell_stands_together_and_what_only_a_page_has_by_page(
    printed: Repository, frameworklint: CommandLine
) -> None:
    assert outline(frameworklint("check", *SELECTED).out) == [
        (f"{CELL}B2", ["FW501", "FW301"]),
        (PERSONA, ["FW301"]),
        (PLATFORM, ["FW201"]),
    ]


def test_the_heading_of_a_cell_names_the_row_by_its_id_and_the_column(
    printed: Repository, frameworklint: CommandLine
) -> None:
    text = frameworklint("check", *SELECTED).out
    assert re.search(rf"^{re.escape(CELL)}B2  IT\d+, name$", text, re.M)


def test_groups_by_page_and_by_rule(printed: Repository, frameworklint: CommandLine) -> None:
    by_page = frameworklint("check", *SELECTED, "--group", "page", "--sort", "path").out
    assert outline(by_page) == [
        (FERRY, ["FW501", "FW301"]),
        (PERSONA, ["FW301"]),
        (PLATFORM, ["FW201"]),
    ]
    by_rule = outline(frameworklint("check", *SELECTED, "--group", "rule", "--sort", "rule").out)
    assert [heading for heading, _ in by_rule] == [
        "FW201 broken-link",
        "FW301 unknown-id",
        "FW501 unbalanced-tag",
    ]
    pages = [place.split(":")[0] for _, places in by_rule for place in places]
    assert pages == [PLATFORM, FERRY, PERSONA, FERRY]


# An error on a, one with three places on b, a warning on c.
LINKS = {
    "a.md": "# A\n\n[x](gone.md)\n",
    "b.md": "# B\n\n[x](no/a.md) [y](no/b.md) [z](no/c.md)\n",
    "c.md": "# C\n\n[x](#no)\n",
    "frameworklint.toml": '[severity]\nFW202 = "warning"\n',
}


def headings(frameworklint: CommandLine, *arguments: str) -> list[str]:
    return [heading for heading, _ in outline(frameworklint("check", *arguments).out)]


def test_errors_come_first_and_of_those_what_most_hangs_on(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, LINKS)
    assert headings(frameworklint) == ["b.md", "a.md", "c.md"]
    assert headings(frameworklint, "--sort", "path") == ["a.md", "b.md", "c.md"]
    repository.write({"frameworklint.toml": '[severity]\nFW201 = "warning"\n'})
    assert headings(frameworklint) == ["c.md", "b.md", "a.md"]
    assert headings(frameworklint, "--sort", "rule") == ["a.md", "b.md", "c.md"]


def test_concise_lines_are_sorted_where_that_is_asked_for(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, LINKS)

    def paths(*arguments: str) -> list[str]:
        run = frameworklint("check", "--output-format", "concise", *arguments)
        return [line.partition(":")[0] for line in run.out.splitlines()]

    assert paths() == ["a.md", "b.md", "c.md"]
    assert paths("--sort", "severity") == ["b.md", "a.md", "c.md"]


@pytest.mark.parametrize(("limit", "shown"), [("1", ["b.md"]), ("2", ["b.md", "a.md"])])
def test_a_limit_shows_the_first_and_says_so(
    repository: Repository, frameworklint: CommandLine, limit: str, shown: list[str]
) -> None:
    hold(repository, LINKS)
    run = frameworklint("check", "--limit", limit)
    assert [heading for heading, _ in outline(run.out)] == shown
    assert "3 pages checked: 2 errors, 1 warning" in run.out
    assert f"\nOnly the first {limit} of 3 are shown (--limit)\n" in run.out
    assert run.code == 1


def test_a_limit_above_all_says_nothing(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, LINKS)
    assert frameworklint("check", "--limit", "3").out == frameworklint("check").out


@pytest.mark.parametrize("limit", ["0", "-1", "x", "²"])
def test_a_limit_that_is_no_number_is_refused(
    repository: Repository, frameworklint: CommandLine, limit: str
) -> None:
    run = frameworklint("check", f"--limit={limit}")
    assert (run.code, run.out) == (2, "")
    assert f"{limit!r} is no number above 0" in run.err


def test_quiet_shows_findings_without_help(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, LINKS)
    lines = frameworklint("check", "--quiet", "--select", "FW202").out.splitlines()
    finding = [
        "  3:5  warning  FW202 broken-anchor",
        "      There is no heading `#no` on this page",
    ]
    assert lines[:-1] == ["c.md", *finding, ""]
    assert lines[-1].startswith("3 pages checked: 1 warning")


def test_verbose_lists_the_places_that_the_report_says_it_lists(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": "# A\n\n" + "".join(f"[x](no/{n}.md)\n" for n in range(9))})
    text = frameworklint("check").out
    command = re.search(r"and 4 more places, listed by `frameworklint (.*)`", text)
    assert command
    listed = frameworklint(*command[1].split()).out
    assert re.findall(r"\d+:5", listed) == [f"{n}:5" for n in range(3, 12)]
    assert "more place" not in listed


def test_the_command_that_lists_names_the_folder_of_the_framework(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": "# A\n\n" + "".join(f"[x](no/{n}.md)\n" for n in range(9))})
    frameworklint.folder = repository.folder.parent
    name = repository.folder.name
    text = frameworklint("check", name).out
    assert f"listed by `frameworklint check {name} --select FW201 --verbose`" in text
    assert "  frameworklint explain FW201  tells" in text
