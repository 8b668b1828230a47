"""The summary in Markdown counts, escapes and ends where it must."""

import re

import pytest

from ..builders import SEVERITIES, add, hold, made, strange
from ..scratch import CommandLine, Repository

ITEM = re.compile(r"- (\S+) \*\*(\w+)\*\* \[(FW\d{3}) ([\w-]+)\]\((\S+)\): (.*)")


def summary(frameworklint: CommandLine, *arguments: str) -> str:
    run = frameworklint("check", "--output-format", "markdown", *arguments)
    assert run.code in (0, 1), run.err
    return run.out


def escaped(text: str) -> str:
    """A text as Markdown wants it where nothing of it may be obeyed."""
    for character in "\\`*_[]|~#":
        text = text.replace(character, f"\\{character}")
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def test_an_item_is_the_finding(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    said = []
    page = ""
    for line in summary(frameworklint, "--show-info").splitlines():
        if heading := re.match(r"\*\*`(.+?)`\*\*", line):
            page = heading[1]
        elif item := ITEM.fullmatch(line):
            said.append((page, *item.groups()))
    wanted = []
    for finding in frameworklint.json("--show-info"):
        others = len(finding["also"])
        more = {0: "", 1: " (and 1 more place)"}.get(others, f" (and {others} more places)")
        wanted.append(
            (
                finding["path"].replace("\n", r"\x0a"),
                f"{finding['line']}:{finding['column']}",
                finding["severity"],
                finding["rule"],
                finding["name"],
                finding["url"],
                escaped(finding["message"]) + more,
            )
        )
    assert said == wanted


def test_the_table_counts_by_rule_the_most_first(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    rows = re.findall(r"\| \[(FW\d+)\]\(\S+\) (\S+) \| (\w+) \| (\d+) \|", summary(frameworklint))
    assert rows == [
        ("FW201", "broken-link", "error", "4"),
        ("FW102", "empty-field", "error", "1"),
        ("FW501", "unbalanced-tag", "warning", "1"),
    ]


def test_the_verdict_counts_pages_and_severities(
    repository: Repository, frameworklint: CommandLine
) -> None:
    pages = strange()
    hold(repository, pages | {"frameworklint.toml": SEVERITIES})
    first = summary(frameworklint, "--show-info").splitlines()[0]
    assert first == (f"### frameworklint: {len(pages)} pages checked: 5 errors, 1 warning, 2 info")


def test_a_run_without_findings_has_a_verdict_only(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"notes.md": "# Notes\n"})
    assert summary(frameworklint) == (
        "### frameworklint: 1 page checked: nothing found; "
        "no page of a known kind: only links and text were checked\n\n"
    )


@pytest.mark.parametrize(
    ("target", "shown"),
    [
        ("*a*.md", r"\*a\*.md"),
        ("__a__.md", r"\_\_a\_\_.md"),
        ("a~~b~~.md", r"a\~\~b\~\~.md"),
        ("a|b.md", r"a\|b.md"),
        ("a&lt;b.md", "a&lt;b.md"),
        ("a%23b.md", r"a%23b.md"),
        ("a%60b.md", r"a%60b.md"),
        ("a\u202eb.md", r"a\\u202eb.md"),
    ],
)
def test_a_message_is_shown_as_it_is(
    repository: Repository, frameworklint: CommandLine, target: str, shown: str
) -> None:
    hold(repository, made(add("notes.md", f"[x](<{target}>)\n")))
    (line,) = [line for line in summary(frameworklint).splitlines() if line.startswith("- ")]
    assert rf"\`{shown}\`" in line


def test_a_path_can_not_end_its_backquotes(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("a`b`.md", "[x](gone.md)\n")))
    assert "\n**`a'b'.md`**\n" in summary(frameworklint)


def test_a_page_has_its_id_and_name(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, strange())
    text = summary(frameworklint)
    assert "\n**`generated_pages/incidents/I00201.md`** I00201 The Harbor Ferry Rumor\n" in text
    assert "\n**`six.md`**\n" in text


def test_the_summary_ends_before_the_page_with_which_it_would_be_too_long(
    repository: Repository, frameworklint: CommandLine
) -> None:
    tail = "long/" * 17
    pages = {
        f"{name}.md": "".join(f"[x]({tail}{name}{n}.md)\n\n" for n in range(number))
        for name, number in (("a", 1200), ("b", 1200), ("c", 1200), ("d", 1))
    }
    # One folder that is there, so that each link is a finding of its own.
    hold(repository, pages | {f"{tail}here.md": "# Here\n"})
    text = summary(frameworklint)
    items = [line for line in text.splitlines() if line.startswith("- ")]
    size = len(text.encode())
    left = re.search(r"\n… and ([\d,]+) more findings\n$", text)
    assert left
    assert len(items) + int(left[1].replace(",", "")) == 3601
    assert len(items) % 1200 == 0
    assert size < 1 << 20
    assert size + size // (len(items) // 1200) > 900_000


def test_the_table_has_its_header_and_quotation_marks_stay(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"a.md": '# A\n\n[x](<gone "it\'s".md>)\n'})
    out = summary(frameworklint)
    assert "\n\n| Rule | Severity | Findings |\n| --- | --- | ---: |\n| [FW201]" in out
    assert '"it\'s".md' in out


@pytest.mark.parametrize(
    ("links", "more"), [(1, ""), (2, " (and 1 more place)"), (3, " (and 2 more places)")]
)
def test_other_places_are_counted_behind_the_message(
    repository: Repository, frameworklint: CommandLine, links: int, more: str
) -> None:
    hold(repository, {"a.md": "# A\n\n" + "[x](gone.md)\n" * links})
    (item,) = [line for line in summary(frameworklint).splitlines() if line.startswith("- ")]
    assert item.startswith("- 3:5 **error** [FW201 broken-link](https://")
    assert item.partition(" (and")[2] == more.partition(" (and")[2]
