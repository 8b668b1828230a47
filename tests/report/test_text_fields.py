"""The text and the concise report: what is said of a finding, and the window on its line."""

import re
import unicodedata

import pytest

from ..builders import (
    EXPERT,
    EXPERT_SUMMARY,
    FERRY,
    HOME,
    MARKER,
    PLATFORM,
    PLATFORM_ROW,
    PLATFORM_SUMMARY,
    PLATFORM_TEXT,
    SEVERITIES,
    add,
    clean,
    copy_page,
    hold,
    made,
    remove,
    sheets_of_clean,
    strange,
    swap,
    swap_all,
    workbooks_of,
)
from ..scratch import CommandLine, Repository
from ..workbooks import DATA


def text_of(frameworklint: CommandLine, *arguments: str) -> str:
    run = frameworklint("check", *arguments)
    assert run.code in (0, 1), run.err
    return run.out


# The concise report.


def test_a_line_is_the_finding(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    run = frameworklint("check", "--show-info", "--output-format", "concise")
    assert run.out.splitlines() == [
        f"{f['path']}:{f['line']}:{f['column']}: {f['severity']} {f['rule']} {f['name']}: "
        f"{f['message']}".replace("\n", r"\x0a")
        for f in frameworklint.json("--show-info")
    ]


def test_paths_start_at_the_current_folder(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean(swap(FERRY, "that the harbor", "that\nthe harbor")))
    frameworklint.folder = repository.folder / HOME / "incidents"
    way = f"../../{FERRY}"
    concise = text_of(frameworklint, "--output-format", "concise")
    assert concise.startswith(f"{way}:24:1: error FW108 broken-row: ")
    assert text_of(frameworklint).startswith(f"{way}  I00201 The Harbor Ferry Rumor\n")


# What is said of a finding.


def test_a_finding_has_position_severity_rule_and_message(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    text = text_of(frameworklint, "--show-info")
    for found in frameworklint.json("--show-info"):
        assert (
            f"  {found['line']}:{found['column']}  {found['severity']}  "
            f"{found['rule']} {found['name']}\n      {found['message']}\n"
        ) in text


def links(number: int) -> str:
    """A page whose links lead into a folder that is not there: one finding with all places."""
    return "".join(f"[x](none/a{n}.md)\n\n" for n in range(number))


@pytest.mark.parametrize(
    ("number", "shown", "more"),
    [
        (2, 1, []),
        (5, 4, []),
        (6, 4, ["1 more place"]),
        (7, 4, ["2 more places"]),
        (1005, 4, ["1,000 more places"]),
    ],
)
def test_four_other_places_are_named_and_the_rest_counted(
    repository: Repository, frameworklint: CommandLine, number: int, shown: int, more: list[str]
) -> None:
    hold(repository, made(add("many.md", links(number))))
    lines = text_of(frameworklint).splitlines()
    others = [line.split("  ")[3] for line in lines if line.startswith("      also ")]
    assert others == [f"also {2 * n + 1}:5" for n in range(1, shown + 1)]
    assert [line for line in lines if "more place" in line] == [
        f"      and {said}, listed by `frameworklint check --select FW201 --verbose`"
        for said in more
    ]


def actors(number: int) -> dict[str, str | bytes]:
    """Some actor types, none of which has a marker."""
    pages = clean()
    wrong = swap(f"{HOME}/actortypes/A033.md", MARKER, "")
    wrong(pages)
    for n in range(34, 33 + number):
        path = f"{HOME}/actortypes/A0{n}.md"
        copy_page(f"{HOME}/actortypes/A033.md", path, "A033", f"A0{n}")(pages)
    return pages


@pytest.mark.parametrize(
    ("number", "same"),
    [
        (3, []),
        (4, ["      the same on 3 more pages: A034, A035, A036"]),
        (7, ["      the same on 6 more pages: A034, A035, A036, A037, A038, A039"]),
        (8, ["      the same on 7 more pages: A034, A035, A036, A037, A038, …"]),
    ],
)
def test_the_same_of_many_pages_is_told_once(
    repository: Repository, frameworklint: CommandLine, number: int, same: list[str]
) -> None:
    hold(repository, actors(number))
    text = text_of(frameworklint, "--select", "FW005")
    assert [line for line in text.splitlines() if "the same on" in line] == same
    assert text.count("  error  FW005 ") == (1 if same else number)
    folded = f"; {number - 1} more follow from these or say the same" if same else ""
    assert f": {1 if same else number} error{'' if same else 's'}{folded}\n" in text


def test_what_follows_is_counted_by_rule(
    repository: Repository, frameworklint: CommandLine
) -> None:
    page = f"{HOME}/counters/C00999.md"
    edits = [copy_page(f"{HOME}/counters/C00300.md", page, "C00300", "C00999")]
    hold(repository, clean(*edits, add(page, "\n[x](gone.md)\n")))
    select = ("--select", "FW311,FW201,FW202")
    follows = "      1 error (FW201) follows from this and is not repeated\n"
    assert follows in text_of(frameworklint, *select)
    hold(repository, clean(*edits, add(page, "\n[x](gone.md) [y](away.md) [z](#no)\n")))
    text = text_of(frameworklint, *select)
    assert "      3 errors (FW201, FW202) follow from this and are not repeated\n" in text
    assert text.count("FW201 broken-link\n") == 0
    assert ": 1 warning; 3 more follow from these or say the same\n" in text
    repository.write({"frameworklint.toml": '[severity]\nFW202 = "warning"\n'})
    mixed = "      3 findings (FW201, FW202) follow from this and are not repeated\n"
    assert mixed in text_of(frameworklint, *select)


def test_a_cell_is_named_once_and_beyond_four_counted(
    repository: Repository, frameworklint: CommandLine
) -> None:
    sheets = sheets_of_clean()
    rows = sheets["incidenttechniques"]
    pages = clean()
    for text in dict.fromkeys(row["name"] for row in rows):
        swap_all(text, f"{text} (T0999: Nothing)")(pages)
    for row in rows:
        row["name"] += " (T0999: Nothing)"
    hold(repository, pages | workbooks_of(sheets))
    text = text_of(frameworklint, "--select", "FW301")
    assert f"      source: {DATA} › incidenttechniques › B2, B3, B4, B5 and 2 more\n" in text


def test_a_page_that_differs_names_the_cell_that_it_differs_from(
    repository: Repository, frameworklint: CommandLine
) -> None:
    pages = clean(swap(PLATFORM, "harbor ferries", "harbor <i>ferries"))
    hold(repository, pages | workbooks_of(sheets_of_clean()))
    text = text_of(frameworklint, "--select", "FW501")
    assert f"      source: the page differs from {DATA} › incidenttechniques › B2\n" in text


def test_the_verdict_counts_what_the_baseline_hides(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("a.md", "[x](gone.md)\n"), add("b.md", "[x](gone.md)\n")))
    assert frameworklint("baseline").code == 0
    text = text_of(frameworklint)
    pages = 2
    assert text.splitlines()[0] == (
        f"{pages} pages checked: nothing found; "
        "no page of a known kind: only links and text were checked; "
        "2 findings of the baseline not shown"
    )
    (repository.folder / "b.md").write_text("# B\n")
    text = text_of(frameworklint, "--ignore", "FW903")
    assert "; 1 finding of the baseline not shown\n" in text


# The window on the line.


def excerpt(text: str) -> tuple[str, str]:
    """The only excerpt of a report: the line, and the carets below it."""
    lines = [line for line in text.splitlines() if line.startswith("      | ")]
    assert len(lines) == 2, text
    return lines[0][8:], lines[1][8:]


def width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    return sum(
        0
        if unicodedata.combining(character)
        else 1 + (unicodedata.east_asian_width(character) in "WF")
        for character in text
    )


@pytest.mark.parametrize("before", ["plain ", "漢字 ", "ｆｕｌｌ ", "e\u0301 ", "💥 ", "パロム: "])
def test_carets_stand_below_the_fault_whatever_is_before_it(
    repository: Repository, frameworklint: CommandLine, before: str
) -> None:
    hold(repository, made(add("a.md", f"{before}[x](gone.md) after\n")))
    line, carets = excerpt(text_of(frameworklint))
    assert line == f"{before}[x](gone.md) after"
    assert carets == " " * width(f"{before}[x](") + "^" * len("gone.md")


def test_carets_are_as_wide_as_the_fault(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("a.md", "[x](漢字é.md)\n")))
    _, carets = excerpt(text_of(frameworklint))
    assert carets == " " * 4 + "^" * 8


def test_a_hidden_character_is_spelled_and_counted_as_it_is_spelled(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("a.md", "\u202e[x](gone\u200f.md)\n")))
    line, carets = excerpt(text_of(frameworklint))
    assert line == r"\u202e[x](gone\u200f.md)"
    assert carets == " " * 10 + "^" * len(r"gone\u200f.md")


WINDOW = 88
LEAD = WINDOW // 3


@pytest.fixture(name="narrow")
def _narrow(frameworklint: CommandLine) -> CommandLine:
    """frameworklint in a terminal that leaves WINDOW columns to a line of a page."""
    frameworklint.environment["COLUMNS"] = str(WINDOW + len("      | "))
    return frameworklint


@pytest.mark.parametrize("length", [WINDOW - 2, WINDOW - 1, WINDOW])
def test_a_line_is_cut_at_its_start_only_where_the_fault_ends_behind_the_window(
    repository: Repository, narrow: CommandLine, length: int
) -> None:
    fault = "[x](gone.md"
    before = "".join(chr(ord("a") + n % 26) for n in range(length - len(fault)))
    hold(repository, made(add("a.md", f"{before}{fault}) and more\n")))
    line, carets = excerpt(text_of(narrow))
    if length < WINDOW:
        whole = f"{before}{fault}) and more"
        assert line == whole[: WINDOW - 1] + "…"
        assert carets == " " * (length - 7) + "^" * 7
    else:
        assert line == "…" + f"{before}[x]("[1 - LEAD :] + "gone.md) and more"
        assert carets == " " * LEAD + "^" * 7


@pytest.mark.parametrize("length", [WINDOW - 1, WINDOW, WINDOW + 1])
def test_a_line_is_cut_at_its_end_only_where_it_is_longer_than_the_window(
    repository: Repository, narrow: CommandLine, length: int
) -> None:
    whole = "[x](gone.md) ".ljust(length, "z")
    hold(repository, made(add("a.md", f"{whole}\n")))
    line, carets = excerpt(text_of(narrow))
    assert line == (whole if length <= WINDOW else whole[: WINDOW - 1] + "…")
    assert carets == "    ^^^^^^^"


@pytest.mark.parametrize(("columns", "marked"), [(96, 60), (60, 60 - 8 - 4 - 1)])
def test_of_a_long_fault_sixty_characters_or_as_many_as_there_is_room_for_are_marked(
    repository: Repository, frameworklint: CommandLine, columns: int, marked: int
) -> None:
    hold(repository, made(add("a.md", f"[x]({'long' * 30}.md)\n")))
    frameworklint.environment["COLUMNS"] = str(columns)
    line, carets = excerpt(text_of(frameworklint))
    assert carets == "    " + "^" * marked
    assert line == f"[x]({'long' * 30}"[: columns - 9] + "…"


def test_a_fault_on_two_lines_is_marked_on_the_first(
    repository: Repository, narrow: CommandLine
) -> None:
    hold(repository, clean(swap(FERRY, PLATFORM_TEXT[:20], f"{PLATFORM_TEXT[:20]}\n")))
    (found,) = narrow.json()
    assert found["end_line"] == found["line"] + 1
    line, carets = excerpt(text_of(narrow))
    assert line == PLATFORM_ROW[: WINDOW - 1] + "…"
    assert carets == "^" * 60


def test_an_empty_line_has_no_excerpt(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, clean(swap(EXPERT, MARKER, "")))
    text = text_of(frameworklint)
    assert re.search(r"  error  FW005 ", text)
    assert "      | " not in text


# Statistics.


def test_statistics_count_by_rule_the_most_first(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(
        repository,
        clean(
            remove(f"{HOME}/metatechniques/M003.md"),
            swap_all(EXPERT_SUMMARY, ""),
            swap_all(PLATFORM_SUMMARY, f"<i>{PLATFORM_SUMMARY}"),
            add("a.md", "[x](gone.md) [y](away.md)\n"),
        ),
    )
    run = frameworklint("check", "--statistics")
    counted = [line.split() for line in run.out.splitlines()[:-1]]
    by_rule = frameworklint("check", "--output-format", "json").report["summary"]["by_rule"]
    assert counted == [
        [str(count), code, next(f["name"] for f in frameworklint.json() if f["rule"] == code)]
        for code, count in sorted(by_rule.items(), key=lambda item: (-item[1], item[0]))
    ]
    assert int(counted[0][0]) > int(counted[-1][0])
