"""Whatever a file holds, it is read rightly or reported, and no other page suffers."""

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frameworklint.findings.finding import Finding
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import WorkTree

from ..conftest import findings_of, framework_of, write
from ..scratch import CommandLine, Repository

HOME = "generated_pages"
PATH = f"{HOME}/techniques/T0003.md"
ROW = '<tr><td><a href="techniques/{0}.md">{0}</a></td><td>Name</td><td>a</td><td>TA01</td></tr>'


def page(number: int, summary: str = "Text") -> str:
    return (
        f"# Technique T000{number}: Name {number}\n\n**Summary**: {summary}\n\n"
        "**Tactic**: TA01 Plan\n\n"
        "| Associated Technique | Description |\n| - | - |\n\n"
        "| Incident | Descriptions given for this incident |\n| - | - |\n\n"
        "| Counters | Response types |\n| - | - |\n\n"
        "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW\n"
    )


# T0001 has a broken link, T0002 leads to the page that the tests break.
FILES = {
    f"{HOME}/techniques_index.md": (
        "# DISARM Techniques:\n\n<table>"
        "<tr><th>disarm_id</th><th>name</th><th>summary</th><th>tactic_id</th></tr>"
        + "".join(ROW.format(f"T000{number}") for number in (1, 2, 3))
        + "</table>\n"
    ),
    f"{HOME}/techniques/T0001.md": page(1, "[x](missing.md)"),
    f"{HOME}/techniques/T0002.md": page(2, "[T0003 Name 3](T0003.md)"),
    PATH: page(3),
}
RULES = ("FW0", "FW1", "FW2")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A framework on disk."""
    write(tmp_path, FILES)
    return tmp_path


def found_in(kinds: Kinds, folder: Path) -> list[Finding]:
    return findings_of(Framework(kinds, WorkTree(str(folder))), *RULES)


def elsewhere(findings: list[Finding], path: str = PATH) -> list[tuple[str, str, str]]:
    """What is found on all pages but one."""
    return [
        (finding.rule.code, finding.place.page.path, finding.message)
        for finding in findings
        if finding.place.page.path != path
    ]


def on(findings: list[Finding], path: str = PATH) -> list[str]:
    """The rules that speak on a page."""
    return [finding.rule.code for finding in findings if finding.place.page.path == path]


@pytest.fixture
def undisturbed(schema_kinds: Kinds) -> list[tuple[str, str, str]]:
    """What is found on the other pages while no page is broken."""
    framework = framework_of(schema_kinds, FILES)
    found = elsewhere(findings_of(framework, *RULES))
    assert [code for code, _, _ in found] == ["FW201"]
    return found


# Files that can not be read.


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"# Technique T0003: \xff\n", "is not UTF-8: byte 0xFF on line 1"),
        (b"a\n\n\xe9t\xe9\n", "is not UTF-8: byte 0xE9 on line 3"),
        ("# Technique T0003: é\n".encode("utf-16"), "holds a NUL byte on line 1"),
        (b"# Technique T0003: Name\n\0\n", "holds a NUL byte on line 2"),
        (b"x" * 3_000_000, "is larger than 2,000,000 bytes"),
        ((("> " * 3000) + "a\n").encode(), "is nested too deep"),
        (("- " * 3000 + "a\n").encode(), "is nested too deep"),
        (("*a " * 1500 + "b* " * 1500 + "\n").encode(), ""),
    ],
    ids=["byte", "latin-1", "utf-16", "nul", "3 MB", "quotations", "lists", "emphasis"],
)
def test_unreadable_file_is_one_finding(
    schema_kinds: Kinds, folder: Path, content: bytes, said: str, undisturbed: object
) -> None:
    (folder / PATH).write_bytes(content)
    findings = found_in(schema_kinds, folder)
    assert elsewhere(findings) == undisturbed
    (broken,) = [finding for finding in findings if finding.place.page.path == PATH]
    assert broken.rule.code == ("FW001" if said else "FW002")
    assert broken.message.startswith(f"This file {said}" if said else "")


def _folder(path: Path) -> None:
    path.mkdir()


def _dangling(path: Path) -> None:
    path.symlink_to("nowhere.md")


def _loop(path: Path) -> None:
    path.symlink_to(path.name)


def _outside(path: Path) -> None:
    outside = path.parents[3] / "outside.md"
    outside.write_text("# Technique T0003: Name\n")
    path.symlink_to(outside)


def _pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.parametrize("make", [_folder, _dangling, _loop, _outside, _pipe])
@pytest.mark.parametrize("in_git", [True, False])
def test_what_is_no_file_is_one_finding(
    schema_kinds: Kinds,
    tmp_path: Path,
    make: Callable[[Path], None],
    in_git: bool,
    undisturbed: object,
) -> None:
    folder = tmp_path / "framework"
    write(folder, FILES)
    (folder / PATH).unlink()
    make(folder / PATH)
    if make is _folder:
        write(folder / PATH, {"keep.txt": ""})
    if in_git:
        subprocess.run(["git", "init", "-q", str(folder)], check=True)
    findings = found_in(schema_kinds, folder)
    if in_git and make is _pipe:  # git lists no pipes: there the file does not exist
        assert on(findings) == []
        return
    assert elsewhere(findings) == undisturbed
    assert on(findings) == ["FW001"]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_file_without_read_permission_is_one_finding(
    schema_kinds: Kinds, folder: Path, undisturbed: object
) -> None:
    (folder / PATH).chmod(0)
    findings = found_in(schema_kinds, folder)
    assert elsewhere(findings) == undisturbed
    assert on(findings) == ["FW001"]


def test_folder_without_read_permission_is_passed_over(schema_kinds: Kinds, folder: Path) -> None:
    (folder / "closed").mkdir(mode=0)
    assert "closed" not in {finding.place.page.path for finding in found_in(schema_kinds, folder)}


@pytest.mark.parametrize("in_git", [True, False])
def test_folder_that_nobody_may_read_is_told(
    repository: Repository, frameworklint: CommandLine, in_git: bool
) -> None:
    repository.write({"a.md": "# A\n", "closed/b.md": "# B\n"})
    repository.commit()
    if not in_git:
        shutil.rmtree(repository.folder / ".git")
    closed = repository.folder / "closed"
    closed.chmod(0)
    if os.access(closed, os.R_OK):
        pytest.skip("whoever runs this may read everything")
    said = frameworklint("check").err
    closed.chmod(0o755)
    assert "closed can not be read (Permission denied), so what lies there counts as not" in said
    assert "closed" not in frameworklint("check").err


def test_empty_file_is_no_page(schema_kinds: Kinds, folder: Path, undisturbed: object) -> None:
    (folder / PATH).write_bytes(b"")
    findings = found_in(schema_kinds, folder)
    assert elsewhere(findings) == undisturbed
    assert on(findings) == ["FW002"]


@pytest.mark.parametrize(
    "content", [b"", b"\n", b"\xef\xbb\xbf", b"\r\n\r\n", b"\xff", b"\0", b"#", b"|", b"> ", b"```"]
)
def test_strange_file_ends_no_run(
    folder: Path,
    content: bytes,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (folder / PATH).write_bytes(content)
    (folder / "README.md").write_bytes(content)
    frameworklint = CommandLine(folder, capsys, monkeypatch)
    for name in ("text", "concise", "json"):
        run = frameworklint("--output-format", name, "--show-info")
        assert run.code == 1
        assert "Traceback" not in run.err


# Files that are read rightly.


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: "\ufeff" + text.replace("\n", "\r\n"),
        lambda text: text.rstrip("\n"),
        lambda text: text + "\n\n\n",
    ],
    ids=["CRLF", "BOM", "BOM and CRLF", "no final newline", "more newlines"],
)
def test_line_ends_and_marks_make_no_difference(
    schema_kinds: Kinds, change: Callable[[str], str]
) -> None:
    def told(files: dict[str, str]) -> list[tuple[object, ...]]:
        return [
            (f.rule.code, f.message, f.fingerprint, f.place.page.lines.position(f.place.span.start))
            for f in findings_of(framework_of(schema_kinds, files))
        ]

    before = told(FILES)
    assert before
    assert told({path: change(text) for path, text in FILES.items()}) == before


@pytest.mark.parametrize("separator", ["\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1c", "\x1e"])
def test_line_separator_in_a_cell_is_a_character_of_it(schema_kinds: Kinds, separator: str) -> None:
    row = f"| [T0001 Name 1](T0001.md) | a{separator}b [x](missing.md) |\n"
    source = page(3).replace("| Description |\n| - | - |\n", f"| Description |\n| - | - |\n{row}")
    framework = framework_of(schema_kinds, {**FILES, PATH: source})
    (table,) = [table for table in framework.by_path[PATH].tables if table.rows]
    assert table.rows[0].cells[1].raw == f"a{separator}b [x](missing.md)"
    assert table.rows[0].broken == ""
    (link,) = [f for f in findings_of(framework, "FW201") if f.place.page.path == PATH]
    assert link.place.page.lines.position(link.place.span.start) == (9, row.index("missing") + 1)


def test_line_numbers_are_those_of_other_tools(schema_kinds: Kinds, folder: Path) -> None:
    noise = "a\u2028b\x85c\x0bd\x0ce\r\nf\rg\n\n\x1c\n"
    (folder / PATH).write_bytes(("\ufeff" + page(3, f"{noise}[x](needle.md)")).encode())
    (finding,) = [f for f in found_in(schema_kinds, folder) if "needle" in f.message]
    line, column = finding.place.page.lines.position(finding.place.span.start)
    grep = ["grep", "--line-number", "--byte-offset", "--only-matching", "needle.md", PATH]
    found = subprocess.run(grep, cwd=folder, check=True, capture_output=True, text=True).stdout
    number, offset, _ = found.split(":")
    assert line == int(number)
    before = (folder / PATH).read_bytes()[: int(offset)]
    assert column == len(before.rpartition(b"\n")[2].decode()) + 1


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_any_bytes_leave_the_other_pages_alone(schema_kinds: Kinds, content: bytes) -> None:
    def told(files: dict[str, str | bytes]) -> list[tuple[str, str, str]]:
        found = findings_of(framework_of(schema_kinds, files), "FW0", "FW1", "FW5")
        return elsewhere(found)

    files: dict[str, str | bytes] = {**FILES}
    assert told(files | {PATH: content}) == told(files)


@settings(max_examples=30, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.integers(0, 5000), max_size=6), st.sampled_from(["|", "\n", "<", "**", "[", ""]))
def test_page_cut_and_mixed_anywhere_ends_no_run(
    schema_kinds: Kinds, cuts: list[int], glue: str
) -> None:
    source = page(3, "<i>[T0001](T0001.md)</i> T0002: Name 2 <br>https://example.org/")
    pieces = [source[cut % len(source) :][:60] for cut in cuts]
    framework = framework_of(schema_kinds, {**FILES, PATH: glue.join(pieces)})
    findings_of(framework)


@pytest.mark.parametrize(
    "text",
    [
        "[a](" * 20_000,
        "](" * 20_000,
        "![" * 20_000 + "]" * 20_000,
        "`" * 20_000 + "a",
        " ".join("`" * count for count in range(1, 400)),
        "*a_ " * 20_000,
        "<a " * 20_000,
        "<!-- " * 20_000,
        "T0001: " * 10_000,
        "T0097:109 " * 10_000,
        "http://a.b/c " * 10_000,
        "**A**: " * 10_000,
        "<br>**A**: x" * 10_000,
        "<i>" * 20_000,
        "\\" * 20_001,
        "“" * 20_000,
        "\u200b" * 20_000,
        "a, " * 20_000,
        "Ã©" * 10_000,
    ],
    ids=lambda text: text[:12],
)
def test_hostile_text_is_refused_or_read_in_good_time(schema_kinds: Kinds, text: str) -> None:
    row = f"| [T0001 Name 1](T0001.md) | {text} |\n"
    in_cell = page(3).replace("| Description |\n| - | - |\n", f"| Description |\n| - | - |\n{row}")
    started = time.process_time()
    for source in (page(3, text), in_cell, page(3) + text, f"# {text}\n"):
        findings_of(framework_of(schema_kinds, {**FILES, PATH: source}))
    assert time.process_time() - started < 20


@pytest.mark.parametrize(
    "source",
    [
        "| A | B |\n| - | - |\n" + "| a\n" * 10_000,
        "| A | B |\n| - | - |\n" + "| a | b |\n" * 10_000,
        "| A | B |\n| - | - |\n| a | b\n" + "\n" * 20_000 + "c |\n",
        "|" + "a|" * 3000 + "\n|" + "-|" * 3000 + "\n" + "|a|\n" * 1000,
        "# Technique T0003: Name\n\n" * 3000,
        "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW\n" * 3000,
        "<table>" * 10_000,
        "<table><tr><td>a</table>" * 3000,
        "* **Summary**: a\n\n" * 3000,
        "[a]: b\n" * 5000 + "[a]\n" * 1000,
    ],
    ids=lambda text: " ".join(text[:20].split()),
)
def test_hostile_blocks_are_refused_or_read_in_good_time(schema_kinds: Kinds, source: str) -> None:
    started = time.process_time()
    title = "# Technique T0003: Name\n\n"
    findings_of(framework_of(schema_kinds, {**FILES, PATH: title + source}))
    assert time.process_time() - started < 20
