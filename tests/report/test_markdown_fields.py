"""The summary in Markdown counts, leads and ends where it must, and shows text as text."""

import html
import re

import cmarkgfm
import pytest
from cmarkgfm.cmark import Options as Cmark
from hypothesis import example, given
from hypothesis import strategies as st

from frameworklint.terminal import escaping

from ..builders import (
    EXPERT,
    EXPERT_SUMMARY,
    PLATFORM,
    RESEARCHER,
    ROOM,
    SEVERITIES,
    add,
    clean,
    hold,
    made,
    sheets_of_clean,
    strange,
    swap_all,
    text_of,
    workbooks_of,
)
from ..scratch import CommandLine, Repository

ITEM = re.compile(
    r" *- \*\*(\w+)\*\*(?: \[(FW\d{3}) [\w-]+\]\(\S+\))? (\[?)`(.+?):(\d+):(\d+)`(?:\]\((\S+)\))?"
    r"(.*)"
)


def summary(frameworklint: CommandLine, *arguments: str) -> str:
    run = frameworklint("check", "--output-format", "markdown", *arguments)
    assert run.code in (0, 1), run.err
    return run.out


def shown(markdown: str) -> str:
    """What GitHub shows of a text in Markdown, code in backquotes, all else without its marks."""
    page = cmarkgfm.github_flavored_markdown_to_html(markdown, options=Cmark.CMARK_OPT_UNSAFE)
    page = re.sub(r"</?code>", "`", page)
    return html.unescape(re.sub(r"<[^>]+>", "", page)).strip()


def items(text: str) -> list[str]:
    return [line for line in text.splitlines() if line.lstrip().startswith("- ")]


def test_an_item_is_the_finding(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    text = summary(frameworklint, "--show-info")
    said = []
    rule = ""
    for line in text.splitlines():
        if heading := re.match(r"#### \[(FW\d{3})", line):
            rule = heading[1]
        elif item := ITEM.fullmatch(line):
            said.append((item[1], item[2] or rule, item[4], int(item[5]), int(item[6]), item[8]))
    findings = frameworklint.json("--show-info")
    assert len(said) == len(findings)
    by_place = {entry[:5]: entry[5] for entry in said}
    for finding in findings:
        path = finding["path"].replace("\n", r"\x0a")
        key = finding["severity"], finding["rule"], path, finding["line"], finding["column"]
        others = len(finding["also"])
        more = {0: "", 1: " (and 1 more place)"}.get(others, f" (and {others} more places)")
        assert shown("x" + by_place[key]).endswith(f": {finding['message']}{more}")


def test_the_most_serious_rules_come_first_each_with_its_remedy(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, strange())
    text = summary(frameworklint)
    rules = re.findall(r"(?m)^#### \[(FW\d{3})[^\n]*\n\n(?!- )(\S[^\n]+)\n\n", text)
    severities = {f["rule"]: f["severity"] for f in frameworklint.json()}
    assert [rule for rule, _ in rules] == sorted(
        severities, key=lambda rule: (severities[rule], rule != "FW201", rule)
    )
    remedies = dict(rules)
    assert remedies["FW201"] == (
        "Correct the link itself: write the path from this file to the page, or delete the link."
    )


def test_what_says_the_same_stands_below_one_finding(
    repository: Repository, frameworklint: CommandLine
) -> None:
    pages = clean()
    for path in (RESEARCHER, EXPERT, PLATFORM, ROOM):
        pages[path] = re.sub(r"\*\*Summary\*\*: .*", "**Summary**: ", text_of(pages, path))
    hold(repository, pages)
    arguments = ("--select", "FW102")
    found = items(summary(frameworklint, *arguments))
    assert [line.startswith("  - ") for line in found] == [False, True, True, True]
    assert len(found) == len(frameworklint.json(*arguments))


def test_the_table_counts_by_rule_the_most_first(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, strange() | {"frameworklint.toml": SEVERITIES})
    rows = re.findall(r"\| \[(FW\d+) (\S+)\]\(\S+\) \| (\w+) \| (\d+) \|", summary(frameworklint))
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
    assert first == f"### frameworklint: {len(pages)} pages checked: 5 errors, 1 warning, 2 info"


def test_a_run_without_findings_has_a_verdict_only(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {"notes.md": "# Notes\n"})
    assert summary(frameworklint) == (
        "### frameworklint: 1 page checked: nothing found; "
        "no page of a known kind: only links and text were checked\n\n"
    )


# What stands in a page is text.


@pytest.mark.parametrize(
    "target", ["*a*.md", "__a__.md", "a~~b~~.md", "a|b.md", "a&lt;b.md", "a%23b.md", "a%60b.md"]
)
def test_a_message_is_shown_as_it_is(
    repository: Repository, frameworklint: CommandLine, target: str
) -> None:
    hold(repository, made(add("notes.md", f"[x](<{target}>)\n")))
    (line,) = items(summary(frameworklint))
    (finding,) = frameworklint.json()
    assert finding["message"].startswith("`")
    assert shown(line).endswith(f"`notes.md:1:5`: {finding['message']}")


TEXTS = st.text(
    st.sampled_from("ab1 `*_[]()<>&!|~#:/.@$\\-+\"'x\n") | st.characters(exclude_categories=["Cs"])
)


@given(TEXTS | TEXTS.map("http://{}".format) | TEXTS.map("www.a{}.example".format))
@example("someone@example.org")
@example("0@.A")
def test_no_text_makes_anything_but_text_and_code(text: str) -> None:
    page = cmarkgfm.github_flavored_markdown_to_html(
        f"- x: {escaping.markdown_message(text)}.\n", options=Cmark.CMARK_OPT_UNSAFE
    )
    page = re.sub(r"</?(?:ul|li|code)>|<!-- -->", "", page)
    assert "<" not in page
    plain = escaping.visible(text).replace("`", "").replace("'", "")
    got = html.unescape(page).replace("`", "").replace("'", "")
    assert "".join(got.split()) == "".join(f"x: {plain}.".split())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("`a` is `b`", "`a` is `b`"),
        ("one ` more", r"one \` more"),
        ("`a` and ` more", r"`a` and \` more"),
        ("``", r"\`\`"),
        ("` a`", "`  a `"),
        ("see http://a.b", "see http&#58;//a.b"),
        ("WWW.a.b", "WWW&#46;a.b"),
        ("a@b.c, :smile:, $x$", "a&#64;<!-- -->b.c, &#58;smile:, &#36;x&#36;"),
    ],
)
def test_nothing_beside_code_is_marked(text: str, written: str) -> None:
    assert escaping.markdown_message(text) == written


def test_a_path_can_not_end_its_backquotes(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("a`b`.md", "[x](gone.md)\n")))
    assert "- **error** `a'b'.md:1:5`:" in summary(frameworklint)


def test_a_page_has_its_id_and_name(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, strange())
    text = summary(frameworklint)
    assert re.search(r"`generated_pages/incidents/I00201.md:\d+:\d+` I00201 The Harbor Ferry", text)
    assert "`six.md:3:6`: " in text


# Where it leads.


def test_an_item_leads_to_its_line_at_the_commit(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, made(add("odd, (100%)/a b.md", "\n\n[x](gone.md)\n")))
    commit = repository.commit()
    frameworklint.environment = {
        "GITHUB_SERVER_URL": "https://github.example",
        "GITHUB_REPOSITORY": "a/b",
    }
    address = f"https://github.example/a/b/blob/{commit}/odd%2C%20%28100%25%29/a%20b.md?plain=1#L3"
    (item,) = items(summary(frameworklint))
    assert f"- **error** [`odd, (100%)/a b.md:3:5`]({address}): " in item
    frameworklint.environment = {"CI_PROJECT_URL": "https://gitlab.example/a/b"}
    (item,) = items(summary(frameworklint))
    assert f"(https://gitlab.example/a/b/-/blob/{commit}/odd%2C" in item


def test_what_a_page_was_printed_from_is_named(
    repository: Repository, frameworklint: CommandLine
) -> None:
    sheets = sheets_of_clean()
    old, new = EXPERT_SUMMARY, f"{EXPERT_SUMMARY} See T0999."
    pages = clean(swap_all(old, new))
    for row in sheets["techniques"]:
        row["summary"] = row["summary"].replace(old, new)
    hold(repository, {**pages, **workbooks_of(sheets)})
    found = [line for line in items(summary(frameworklint)) if "T0999" in line]
    assert found
    assert "› techniques › " in found[0]


# How long it may be.


def test_the_summary_ends_before_it_would_be_too_long(
    repository: Repository, frameworklint: CommandLine
) -> None:
    tail = "long/" * 17
    pages = {
        f"{name}.md": "".join(f"[x]({tail}{name}{n}.md)\n\n" for n in range(number))
        for name, number in (("a", 1700), ("b", 1700), ("c", 1700), ("d", 1))
    }
    # One folder that is there, so that each link is a finding of its own.
    hold(repository, pages | {f"{tail}here.md": "# Here\n"})
    text = summary(frameworklint)
    found = items(text)
    size = len(text.encode())
    left = re.search(r"\n… and ([\d,]+) more findings\n$", text)
    assert left
    assert len(found) + int(left[1].replace(",", "")) == 5101
    assert 900_000 - 2 * size // len(found) < size < 1 << 20


@pytest.mark.parametrize(
    ("links", "more"), [(1, ""), (2, " (and 1 more place)"), (3, " (and 2 more places)")]
)
def test_other_places_are_counted_behind_the_message(
    repository: Repository, frameworklint: CommandLine, links: int, more: str
) -> None:
    hold(repository, {"a.md": "# A\n\n" + "[x](gone.md)\n" * links})
    (item,) = items(summary(frameworklint))
    assert item.startswith("- **error** `a.md:3:5`: ")
    assert item.endswith(f"does not exist{more}")
