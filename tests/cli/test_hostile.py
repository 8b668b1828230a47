"""No page takes long or brings down a run, whatever it holds: it is read, or refused and named.

The sizes are small and nothing is timed: each case is beyond a limit, and so refused with a reason
in words, or below all, and so read. What the other pages' findings are does not depend on it.
"""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frameworklint.findings.finding import Finding
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.markdown import limits as guards
from frameworklint.markdown import parser as markdown

from ..conftest import TOP, findings_of, framework_of, write
from ..scratch import CommandLine

HOME = "generated_pages"
PATH = f"{HOME}/incidents/I00203.md"
CLEAN = {
    str(file.relative_to(TOP / "examples" / "clean")): file.read_text("utf-8")
    for file in sorted((TOP / "examples" / "clean").rglob("*.md"))
}
# One fault on another page, so that there is something to lose.
FILES = {**CLEAN, "README.md": "# Read me\n\n[x](missing.md)\n\nSetext\n======\n"}
PAGE = CLEAN[PATH]
SUMMARY = re.compile(r"(?<=\*\*Summary:\*\* ).*")
CELL = re.compile(r"(?<=T0151\.006\.md\) \| ).*(?= \|)")


def in_summary(text: str) -> str:
    return SUMMARY.sub(lambda _: text, PAGE, count=1)


def in_cell(text: str) -> str:
    return CELL.sub(lambda _: text.replace("\n", " "), PAGE, count=1)


def in_title(text: str) -> str:
    return PAGE.replace("The Institute That Never Was", text.replace("\n", " "), 1)


def below_marker(text: str) -> str:
    return f"{PAGE}\n\n{text}\n"


def alone(text: str) -> str:
    return text


PLACES = (in_summary, in_cell, in_title, below_marker, alone)


def told(findings: list[Finding]) -> list[tuple[str, str, str, str]]:
    """What the findings say."""
    return [
        (found.rule.code, found.place.page.path, found.message, found.fingerprint)
        for found in findings
    ]


def here(framework: Framework) -> str:
    """Why the hostile page is refused, or an empty string."""
    return framework.by_path[PATH].unreadable


def elsewhere(framework: Framework) -> list[tuple[str, str, str, str]]:
    """What is found of the other pages alone, whatever the hostile page is said to hold.

    The rules are those that look at one page at a time: others compare it with the hostile one.
    """
    found = told(findings_of(framework, "FW0", "FW1", "FW201", "FW203", "FW5"))
    return [finding for finding in found if finding[1] != PATH]


@pytest.fixture(scope="module")
def undisturbed(schema_kinds: Kinds) -> list[tuple[str, str, str, str]]:
    """What is found of the other pages while none is hostile."""
    found = elsewhere(framework_of(schema_kinds, FILES))
    assert [code for code, *_ in found] == ["FW201"]
    return found


# What is refused, with the reason. The text stands below the marker, where all blocks are known.

REFUSED = {
    "links in a text": ("[a](b) " * 700, "more than 600 links, from line"),
    "links on a page": (("[a](b) " * 20 + "\n\n") * 600, "more than 10,000 square brackets"),
    "link openings": ("[a](" * 700, "more than 600 links"),
    "link titles": ('[a](b "' * 700, "more than 600 links"),
    "brackets": ("[" * 3_000 + "]" * 3_000, "more than 2,000 square brackets"),
    "images": ("![" * 3_000 + "]" * 3_000, "more than 2,000 square brackets"),
    "backtick runs": (" ".join("`" * n for n in range(1, 130)), ""),
    "more backtick runs": ("` " * 3_000, "more than 600 runs of backticks"),
    "blanks": ("a" + " " * 600 + "b", "a run of more than 500 blanks on line"),
    "tabs": ("a" + "\t" * 600 + "b", "a run of more than 500 blanks on line"),
    "no-break spaces": ("a" + "\u00a0" * 600 + "b", "a run of more than 500 blanks on line"),
    "blanks in a heading": ("# a" + " " * 600 + "#b", "a run of more than 500 blanks on line"),
    "runs of blanks": (("a" + " " * 200) * 500, "more than 400 runs of more than 100 blanks"),
    "delimiter row": ("| a | b |\n| -" + " " * 600 + "| - |", "a run of more than 500 blanks"),
    "declarations": ("<!A " * 400, ""),
    "more declarations": ("a " + "<!A " * 800, "more than 300 HTML declarations"),
    "instructions": ("a " + "<? " * 800, "more than 300 HTML declarations"),
    "comments": ("a " + "<!-- " * 800, "more than 300 HTML declarations"),
    "sections": ("a " + "<![CDATA[" * 800, "more than 300 HTML declarations"),
    "emphasis": ("*a_ " * 3_000, "more than 4,000 emphasis marks"),
    "emphasis on a page": ("*a*\n\n" * 5_000, "more than 8,000 emphasis marks"),
    "nested quotations": ("> " * 30 + "a", "more than 20 marks of lists or quotations"),
    "nested lists": ("- " * 30 + "a", "more than 20 marks of lists or quotations"),
    "nested numbers": ("> " + "1. " * 25 + "a", "more than 20 marks of lists or quotations"),
    "nested both": ("- > " * 15 + "a", "more than 20 marks of lists or quotations"),
    "stars": ("* " * 3_000 + "a", "nested too deep"),
    "indented lists": ("".join("  " * n + "- a\n" for n in range(60)), "a list is indented"),
    "nested emphasis": ("`x` " + "*a " * 60 + "b* " * 60, "nested too deep"),
    "more nested emphasis": ("`x` " + "*a " * 600 + "b* " * 600, "nested too deep"),
    "nested images": ("![" * 60 + "](b)" * 60, "nested too deep"),
    "tags": ("<i>a</i>\n" * 17_000, "more than 32,000 HTML tags"),
    "tags in a line": ("<i>a</i> " * 17_000, "more than 32,000 HTML tags"),
    "rows": ("| a | b |\n| - | - |\n" + "| a | b |\n" * 4_000, "more than 10,000 vertical bars"),
    "cells": ("|" + "a|" * 11_000, "more than 10,000 vertical bars"),
    "words": (("a " * 1_000 + "\n\n") * 460, "more than 450,000 words"),
    "lines": ("a\n" * 61_000, "more than 60,000 lines"),
    "quoted lines": ("> a\n" * 5_000, "more than 4,000 quoted lines"),
    "list items": ("- a\n" * 9_000, "more than 8,000 list items"),
    "headings": ("# a\n" * 5_000, "more than 4,000 headings"),
    "definitions": ("[a]: b\n" * 11_000, "more than 10,000 square brackets"),
    "backslashes": ("\\" * 11_000, "more than 10,000 backslashes"),
    "entities": ("&amp;" * 21_000, "more than 20,000 entities"),
    "IDs": ("T0097 " * 11_000, "more than 10,000 IDs"),
    "invisible characters": ("a\u200b" * 17_000, "more than 16,000 invisible characters"),
    "one long text": ("word " * 21_000, "more than 100,000 characters, from line"),
    "one long word": ("a" * 110_000, "more than 100,000 characters, from line"),
    "NUL": ("a\0b", "NUL byte"),
}


@pytest.mark.parametrize(("text", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_is_too_much_is_refused_with_its_reason(
    schema_kinds: Kinds, undisturbed: object, text: str, reason: str
) -> None:
    framework = framework_of(schema_kinds, {**FILES, PATH: below_marker(text)})
    assert reason in here(framework)
    assert bool(reason) == bool(here(framework))
    assert elsewhere(framework) == undisturbed
    if reason:
        said = [f for f in findings_of(framework) if f.place.page.path == PATH]
        assert [finding.rule.code for finding in said] == ["FW001"]
        assert said[0].message == f"This file {here(framework)}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("<table>" + "<tr><td>a</td></tr>\n" * 9_000 + "</table>", ""),
        ("T0097 " * 11_000, ""),
        ("<i>a</i> " * 61_000, "more than 120,000 HTML tags"),
        ("T0097 " * 29_000, "more than 28,000 IDs"),
    ],
)
def test_an_index_page_can_hold_more(schema_kinds: Kinds, text: str, reason: str) -> None:
    path = f"{HOME}/incidents_index.md"
    framework = framework_of(schema_kinds, {**FILES, path: f"{FILES[path]}\n\n{text}"})
    assert reason in framework.by_path[path].unreadable
    assert bool(reason) == bool(framework.by_path[path].unreadable)


# What is read, wherever it stands.

READ = {
    "links": "[a](b) " * 200,
    "link openings": "[a](" * 200,
    "brackets": "[" * 500 + "]" * 500,
    "backtick runs": " ".join("`" * n for n in range(1, 60)),
    "blanks": ("a" + " " * 400) * 3 + "b",
    "declarations": "<!A " * 200,
    "emphasis": "*a_ " * 400,
    "open emphasis": "*a " * 1_000,
    "nested emphasis": "*a " * 35 + "b* " * 35,
    "strong": "**a **" * 500,
    "strikethrough": "~~a " * 500,
    "tags": "<i>" * 500,
    "attributes": "<a " + "b=c " * 1_000 + ">",
    "open attributes": "<a b= " * 500,
    "tables": "<table><tr><td>" * 200,
    "pipes": "|" * 500,
    "quotations": "> " * 18 + "a",
    "definitions": "[a]: b\n" * 200 + "\n[a]\n" * 200,
    "IDs": "T0097 " * 500,
    "malformed IDs": "T0097:109 " * 300,
    "labels": "**Label:** a\n\n" * 200,
    "breaks": "<br>" * 1_000,
    "labels in a line": "<br>**Label:** a" * 200,
    "markers": "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW\n" * 100,
    "markers in a line": "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW " * 100,
    "titles": PAGE[: PAGE.index("\n")] + "\n\n",
    "addresses": "https://web.archive.org/web/2024/" * 300,
    "row numbers": "IT00000001 " * 300,
    "wrong decoding": "Ã©â€œ" * 500,
    "combining": "e\u0301" * 500,
    "joiners": "\U0001f469\u200d" * 500,
    "separators": "a\u2028\x85\x0b" * 300,
    "carriage returns": "a\r" * 500,
    "escapes": "\x1b[31m" * 300,
    "backslashes": "\\" * 1_001,
}


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("text", READ.values(), ids=READ.keys())
def test_what_is_odd_but_not_too_much_is_read(
    schema_kinds: Kinds, undisturbed: object, text: str, place: Callable[[str], str]
) -> None:
    framework = framework_of(schema_kinds, {**FILES, PATH: place(text)})
    assert here(framework) == ""
    assert elsewhere(framework) == undisturbed


# Whatever happens inside the parser.


@pytest.mark.parametrize("name", ["leaves", "inlines"])
@pytest.mark.parametrize(
    "error", [IndexError("bad\x1b"), RecursionError(), KeyError("x"), ValueError()]
)
def test_any_failure_to_read_a_page_is_a_finding_of_it(
    schema_kinds: Kinds,
    undisturbed: object,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    error: Exception,
) -> None:
    real = getattr(markdown, name)

    def failing(text: str | list[str], *rest: object) -> object:
        if "needle" in "".join(text):
            raise error
        return real(text, *rest)

    monkeypatch.setattr(markdown, name, failing)
    framework = framework_of(schema_kinds, {**FILES, PATH: in_cell("`needle`")})
    assert elsewhere(framework) == undisturbed
    said = [finding.message for finding in findings_of(framework, "FW001")]
    if isinstance(error, RecursionError):
        assert said == [f"This file {guards.too_deep()}"]
    else:
        assert type(error).__name__ in said[0]
        assert "Traceback" not in said[0]


def test_the_page_behind_a_failure_is_read_as_if_alone(
    schema_kinds: Kinds, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Deeper than mistletoe can follow, and deeper than the limits let through.
    monkeypatch.setattr(guards, "demand_simple_lines", lambda lines: None)
    nested = {"a.md": "> " * 600 + "a\n", "b.md": "- " * 600 + "a\n", "c.md": "*a " * 2_000}
    setext = {"d.md": "Title\n=====\n\n[x][y]\n\n[y]: z.md\n\n`code`\n"}
    alone_, behind = (framework_of(schema_kinds, files) for files in (setext, nested | setext))
    for path in ("a.md", "b.md"):
        assert behind.by_path[path].unreadable == str(guards.too_deep())
    for framework in (alone_, behind):
        page = framework.by_path["d.md"]
        assert [heading.raw for heading in page.headings] == ["Title"]
        assert [link.target for link in page.links] == ["z.md"]


def test_no_rule_has_to_parse_what_may_fail(schema_kinds: Kinds) -> None:
    """All texts are parsed while their page is read: a later failure would end a whole rule."""
    framework = framework_of(schema_kinds, {**FILES, PATH: in_cell("`a` [b](c.md) <!-- d -->")})
    parsed = framework.readers.inline.parsed
    findings_of(framework)
    assert framework.readers.inline.parsed == parsed


# Any text at all.

ALPHABET = st.sampled_from(
    [
        *"abT019.:|*_`~[]()<>!&#\\-+=\"'/ \t\n\r",
        "T0097",
        "**",
        "<br>",
        "](",
        "\u200b",
        "\u2028",
        "é",
    ]
)
TEXTS = st.lists(ALPHABET, max_size=60).map("".join) | st.text(max_size=60)


@settings(max_examples=20, suppress_health_check=[HealthCheck.too_slow])
@given(TEXTS, st.sampled_from(PLACES), st.integers(1, 40))
def test_any_text_is_read_alike_each_time_and_leaves_the_others_alone(
    schema_kinds: Kinds, undisturbed: object, text: str, place: Callable[[str], str], times: int
) -> None:
    files = {**FILES, PATH: place(text * times)}
    first, second = (framework_of(schema_kinds, files) for _ in range(2))
    assert told(findings_of(first)) == told(findings_of(second))
    assert elsewhere(first) == undisturbed


# Limits, held to what the framework holds.


def test_no_real_page_comes_near_a_limit(real_framework: Framework) -> None:
    for page in real_framework.pages:
        assert page.unreadable == ""
        own = () if page.kind and page.kind.is_copy else guards.OWN_PAGE_LIMITS
        for what, exceeds, limit in (*own, *guards.PAGE_LIMITS):
            assert not exceeds(page.source, limit // 20), (page.path, what)
        for text in page.texts():
            assert len(text.raw) * 10 < guards.LONGEST_TEXT or text.context.form != "markdown"
            for what, exceeds, limit in guards.TEXT_LIMITS:
                is_near = exceeds(text.raw, limit // 10)
                assert not is_near or text.context.form != "markdown", (page.path, what)


# What a file's name can do.


def test_a_file_name_can_not_forge_an_annotation(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    name = "x\n::error file=a::forged\r##[error]\x1b[31m\u202e,line=1::\U000e0041.md"
    write(tmp_path, {**FILES, f"{HOME}/incidents/{name}": "# Incident\n\n[a](missing.md)\n"})
    frameworklint = CommandLine(tmp_path, capsys, monkeypatch)
    for form in ("text", "concise", "github", "markdown"):
        out = frameworklint("--output-format", form).out
        assert "forged" in out
        assert not re.search(r"^(::error file=a|##\[)", out, re.MULTILINE)
        assert not set(out) & set("\x1b\u202e\r\U000e0041")


def test_a_linked_folder_outside_is_not_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path / "outside", {"secret.md": "# Incident secret: words\n\n[a](missing.md)\n"})
    write(tmp_path / "inside", FILES)
    (tmp_path / "inside" / HOME / "linked").symlink_to(tmp_path / "outside")
    out = CommandLine(tmp_path / "inside", capsys, monkeypatch)("--show-info").out
    assert "secret" not in out


def test_no_limit_on_pages_is_reached_by_a_short_one() -> None:
    blanks = "runs of more than 100 blanks"
    for what, _, limit in (*guards.OWN_PAGE_LIMITS, *guards.PAGE_LIMITS):
        assert limit * (101 if what == blanks else 1) >= guards.SHORT_PAGE, what
