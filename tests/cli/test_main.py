"""The command line: what it prints where, and how it ends."""

import json
import os
import pty
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from frameworklint import __version__, resources
from frameworklint.cache.store import FOLDER
from frameworklint.cli import arguments, main
from frameworklint.commands.options import Options
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.registry import all_rules

from ..conftest import TOP, corpus, findings_of, framework_of, write
from ..scratch import ENVIRONMENT, EXAMPLE, CommandLine, copy

HOME = "generated_pages"
SWITCHES = ["--staged", "--exit-zero", "--no-baseline", "--no-cache"]
# One error (FW201), one warning (FW102), one info (FW109).
FILES = {
    f"{HOME}/techniques/T0001.md": (
        "# Technique T0001: Name\n\n**Summary**: [x](missing.md)\n\n**Tactic**: TA01 Plan\n\n"
        "| Associated Technique | Description |\n| - | - |\n\n"
        "| Incident | Descriptions given for this incident |\n| - | - |\n\n"
        "| Counters | Response types |\n| - | - |\n\n"
        "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW\n"
    ),
    f"{HOME}/incidents/I00001.md": (
        "# Incident I00001: Name\n\n* **Summary:** \n\n* **incident type**: \n\n"
        "* **Year started:** 2014.0\n\n* **Countries:** \n\n* **Found via:** \n\n"
        "* **Date added:** \n\n| Reference | Pub Date | Authors | Org | Archive |\n"
        "| - | - | - | - | - |\n\n"
        "| Technique | Description given for this incident |\n| - | - |\n\n"
        "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW\n"
    ),
}
OURS = "FW102,FW109,FW201"


@pytest.fixture
def frameworklint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """Runs frameworklint in a small framework with an error, a warning and an info."""
    write(tmp_path, FILES)
    return CommandLine(tmp_path, capsys, monkeypatch)


def codes(run_findings: list[dict[str, Any]]) -> list[str]:
    return [finding["rule"] for finding in run_findings]


def process(
    folder: Path, *arguments: str, **environment: str
) -> "subprocess.CompletedProcess[bytes]":
    """Run frameworklint in a process of its own."""
    command = [sys.executable, "-m", "frameworklint", *arguments]
    return subprocess.run(
        command, cwd=folder, env={**ENVIRONMENT, **environment}, capture_output=True, check=False
    )


# Exit codes.


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["--select", OURS], 1),
        (["--select", "FW102"], 0),
        (["--select", "FW102", "--fail-on", "warning"], 1),
        (["--select", "FW109", "--fail-on", "warning"], 0),
        (["--select", "FW109", "--fail-on", "info"], 1),
        (["--select", "FW206"], 0),
        (["--select", OURS, "--fail-on", "never"], 0),
        (["--select", OURS, "--exit-zero"], 0),
        (["--select", "FW102", "--fail-on", "warning", "--exit-zero"], 0),
    ],
)
def test_exit_code_says_whether_something_failed(
    frameworklint: CommandLine, arguments: list[str], code: int
) -> None:
    assert frameworklint("check", *arguments).code == code


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--select", "FW2O1"], "there is no rule 'FW2O1'; did you mean FW201?"),
        (
            ["--select", "FW201,broken-lnk"],
            "there is no rule 'broken-lnk'; did you mean broken-link?",
        ),
        (["--ignore", "FW6666"], "there is no rule 'FW6666'"),
        (["--ignore", "zzzzzzzz"], "`frameworklint rules` lists them"),
        (["--selct", "FW201"], "did you mean --select?"),
        (["--statistic"], "did you mean --statistics?"),
        (["--output"], "expected one argument"),
        (
            ["generated_page"],
            "there is no file or folder 'generated_page'; did you mean generated_pages?",
        ),
        (
            [f"{HOME}/techniques/T0002.md"],
            f"there is no file or folder '{HOME}/techniques/T0002.md'; "
            f"did you mean {HOME}/techniques/T0001.md?",
        ),
        (["no/such/folder"], "there is no file or folder 'no/such/folder'"),
        (["..", "/"], "lies outside"),
        (["--output", "no/such/folder/x.txt"], "can not write 'no/such/folder/x.txt'"),
        (["--output", HOME], "Is a directory"),
    ],
)
def test_what_can_not_be_done_ends_with_2_and_says_why(
    frameworklint: CommandLine, arguments: list[str], said: str
) -> None:
    run = frameworklint(*arguments)
    assert run.code == 2
    assert said in run.err
    assert run.err.startswith("frameworklint: ")
    assert run.out == ""


@pytest.mark.parametrize("files", [{}, {"notes.txt": "x"}, {".hidden/a.md": "# x"}])
def test_root_without_markdown_ends_with_2(
    tmp_path: Path,
    files: dict[str, str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(tmp_path, files)
    run = CommandLine(tmp_path, capsys, monkeypatch)("check")
    assert (run.code, run.out) == (2, "")
    assert "holds no Markdown file" in run.err


@pytest.mark.parametrize(("text", "code"), [("# Read me\n", 0), ("# Read me\n\n[x](y.md)\n", 1)])
def test_folder_with_nothing_but_a_read_me_is_checked(
    tmp_path: Path,
    text: str,
    code: int,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(tmp_path, {"README.md": text})
    frameworklint = CommandLine(tmp_path, capsys, monkeypatch)
    run = frameworklint()
    notice = "no page of a known kind: only links and text were checked"
    # It is said once: by the verdict, or where the report has none on standard error.
    assert (run.code, run.err) == (code, "")
    (verdict,) = (line for line in run.out.splitlines() if line.startswith("1 page checked"))
    assert verdict.endswith(f"; {notice}")
    assert frameworklint("--output-format", "concise").err == f"frameworklint: {notice}\n"
    assert frameworklint("--output", "report.txt").err == f"frameworklint: {notice}\n"
    report = json.loads(frameworklint("--output-format", "json").out)
    assert report["notices"] == [notice]
    assert codes(frameworklint.json()) == ["FW201"][:code]


# What is shown.


def test_a_command_is_not_needed(frameworklint: CommandLine) -> None:
    assert frameworklint("--select", OURS) == frameworklint("check", "--select", OURS)
    assert frameworklint(HOME, "--select", "FW201").code == 1


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--select", "FW201"], ["FW201"]),
        (["--select", "fw201"], ["FW201"]),
        (["--select", "broken-link"], ["FW201"]),
        (["--select", "FW2"], ["FW201"]),
        (["--select", "FW201", "--select", "FW102"], ["FW102", "FW201"]),
        (["--select", " FW201 , FW102 "], ["FW102", "FW201"]),
        (["--select", "FW1"], ["FW102"]),
        (["--select", "FW1", "--show-info"], ["FW102", "FW109"]),
        (["--select", "FW109"], ["FW109"]),
        (["--select", "float-year"], ["FW109"]),
        (["--select", "FW1,FW2", "--ignore", "FW201"], ["FW102"]),
        (["--select", "FW1,FW2", "--ignore", "FW1"], ["FW201"]),
        (["--select", "FW201", "--ignore", "ALL"], []),
    ],
)
def test_rules_are_selected_by_code_name_and_family(
    frameworklint: CommandLine, arguments: list[str], expected: list[str]
) -> None:
    assert codes(frameworklint.json(*arguments)) == expected


def test_all_rules_but_those_of_info_are_shown(frameworklint: CommandLine) -> None:
    shown, ignored = codes(frameworklint.json()), codes(frameworklint.json("--ignore", "FW102"))
    assert {"FW102", "FW201"} <= set(shown)
    assert "FW109" not in shown
    assert sorted(ignored) == sorted(code for code in shown if code != "FW102")
    assert codes(frameworklint.json("--select", "ALL")) == shown
    assert "FW109" in codes(frameworklint.json("--select", "ALL", "--show-info"))


def test_text_says_what_where_and_how_to_mend_it(frameworklint: CommandLine) -> None:
    out = frameworklint("--select", "FW201").out
    assert out.startswith(
        f"{HOME}/techniques/T0001.md  T0001 Name\n  3:18  error  FW201 broken-link\n"
    )
    assert "\n      | **Summary**: [x](missing.md)\n      |                  ^^^^^^^^^^\n" in out
    assert "\n      fix: " in out
    assert "2 pages checked: 1 error\n" in out


def test_concise_is_one_line_a_finding(frameworklint: CommandLine) -> None:
    run = frameworklint("--select", OURS, "--output-format", "concise")
    lines = run.out.splitlines()
    assert len(lines) == 3
    assert lines[-1].startswith(f"{HOME}/techniques/T0001.md:3:18: error FW201 broken-link: ")


def test_statistics_count_the_findings_of_each_rule(frameworklint: CommandLine) -> None:
    out = frameworklint("--select", OURS, "--statistics").out
    assert [line.split()[:2] for line in out.splitlines()[:3]] == [
        ["1", "FW102"],
        ["1", "FW109"],
        ["1", "FW201"],
    ]
    assert "1 error, 1 warning, 1 info" in out


def test_nothing_found_is_said(frameworklint: CommandLine) -> None:
    assert frameworklint("--select", "FW206").out == "2 pages checked: nothing found\n"


def test_output_goes_to_a_file(frameworklint: CommandLine) -> None:
    shown = frameworklint("--select", OURS)
    written = frameworklint("--select", OURS, "--output", "report.txt", "--color", "always")
    assert (written.code, written.out) == (shown.code, "")
    assert (frameworklint.folder / "report.txt").read_text("utf-8") == shown.out


def test_version_is_printed(frameworklint: CommandLine) -> None:
    with pytest.raises(SystemExit) as ended:
        frameworklint("--version")
    assert ended.value.code == 0
    out = frameworklint.capsys.readouterr().out
    assert out.startswith(f"frameworklint {__version__} (Python ")


def test_explain_prints_the_page_of_a_rule(frameworklint: CommandLine) -> None:
    page = frameworklint("explain", "FW201")
    assert page.code == 0
    assert page.out.startswith("# FW201 broken-link\n")
    assert frameworklint("explain", "broken-link") == page
    assert frameworklint("explain", "FW2O1").err.endswith("did you mean FW201?\n")


def test_rules_are_listed_with_what_they_find(frameworklint: CommandLine) -> None:
    lines = frameworklint("rules").out.splitlines()
    assert [line.split()[0] for line in lines] == [rule.code for rule in all_rules()]
    assert all(len(line.split(maxsplit=3)) == 4 for line in lines)


# Paths.


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (".", ["FW102", "FW201"]),
        (HOME, ["FW102", "FW201"]),
        (f"{HOME}/techniques", ["FW201"]),
        (f"{HOME}/techniques/", ["FW201"]),
        (f"./{HOME}/../{HOME}/techniques/T0001.md", ["FW201"]),
        (f"{HOME}/incidents/I00001.md", ["FW102"]),
    ],
)
def test_path_narrows_what_is_reported(
    frameworklint: CommandLine, path: str, expected: list[str]
) -> None:
    assert codes(frameworklint.json("--select", "FW102,FW201", path)) == expected


def test_several_paths_are_reported_together(frameworklint: CommandLine) -> None:
    both = [f"{HOME}/techniques", f"{HOME}/incidents"]
    assert codes(frameworklint.json("--select", "FW102,FW201", *both)) == ["FW102", "FW201"]


def test_path_narrows_the_report_not_the_framework(frameworklint: CommandLine) -> None:
    link = "# Incident I00002: b\n\n* **Summary:** [T0001 Name](../techniques/T0001.md)\n"
    write(frameworklint.folder, {f"{HOME}/incidents/I00002.md": link})
    run = frameworklint("--select", "FW2", f"{HOME}/incidents/I00002.md")
    assert run.code == 0
    assert "3 pages checked: nothing found" in run.out


def test_finding_is_kept_when_any_of_its_places_is_named(frameworklint: CommandLine) -> None:
    write(
        frameworklint.folder,
        {
            f"{HOME}/techniques/T0002.md": FILES[f"{HOME}/incidents/I00001.md"].replace(
                "I00001", "I2"
            )
        },
    )
    other = FILES[f"{HOME}/incidents/I00001.md"].replace("I00001", "I00002")
    write(frameworklint.folder, {f"{HOME}/incidents/I00002.md": other})
    (finding,) = frameworklint.json("--select", "FW109", f"{HOME}/incidents/I00002.md")
    assert finding["path"] == f"{HOME}/incidents/I00001.md"
    assert [place["path"] for place in finding["also"]] == [f"{HOME}/incidents/I00002.md"]


def test_paths_are_relative_to_the_folder_in_text_and_to_the_root_in_json(
    frameworklint: CommandLine,
) -> None:
    frameworklint.folder /= f"{HOME}/incidents"
    run = frameworklint("--select", "FW201", "--output-format", "concise", "../techniques/T0001.md")
    assert run.out.startswith("../../generated_pages/techniques/T0001.md:3:18: ")
    (finding,) = frameworklint.json("--select", "FW201")
    assert finding["path"] == f"{HOME}/techniques/T0001.md"


def test_root_is_that_of_the_named_path(frameworklint: CommandLine, tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere/README.md": "# x\n"})
    frameworklint.folder /= "elsewhere"
    run = frameworklint("--select", "FW201", "..")
    assert run.code == 1
    assert run.out.startswith("../generated_pages/techniques/T0001.md  ")


# Color.

ESCAPE = "\x1b["


@pytest.mark.parametrize(
    ("when", "environment", "colored"),
    [
        ("always", {}, True),
        ("always", {"NO_COLOR": "1"}, True),
        ("never", {}, False),
        ("auto", {}, False),
    ],
)
def test_color_is_used_where_it_is_wanted(
    frameworklint: CommandLine, when: str, environment: dict[str, str], colored: bool
) -> None:
    frameworklint.environment.update(environment)
    plain = frameworklint("--select", OURS, "--color", "never").out
    shown = frameworklint("--select", OURS, "--color", when).out
    assert (ESCAPE in shown) == colored
    assert _without_color(shown) == plain


def _without_color(text: str) -> str:
    return re.sub(r"\x1b\[[0-9;]*m", "", text)


@pytest.mark.parametrize(("environment", "colored"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_terminal_gets_color_unless_it_is_refused(
    frameworklint: CommandLine, environment: dict[str, str], colored: bool
) -> None:
    ours, theirs = pty.openpty()
    command = [sys.executable, "-m", "frameworklint", "--select", "FW201"]
    with subprocess.Popen(
        command,
        cwd=frameworklint.folder,
        env={**ENVIRONMENT, "TERM": "xterm", **environment},
        stdout=theirs,
        stderr=subprocess.DEVNULL,
    ) as running:
        os.close(theirs)
        shown = b"".join(_chunks(ours))
        assert running.wait() == 1
    os.close(ours)
    assert (ESCAPE.encode() in shown) == colored


def _chunks(descriptor: int) -> Iterator[bytes]:
    try:
        while chunk := os.read(descriptor, 4096):
            yield chunk
    except OSError:  # how a terminal on Linux says that its other end is closed
        return


HOSTILE = "\x1b]0;owned\x07\x1b[31m\u202e\u2066\x9b31m\x00"[:-1]


def test_escape_sequences_of_a_page_reach_no_terminal(frameworklint: CommandLine) -> None:
    page = f"# Technique T0002: {HOSTILE}\n\n**{HOSTILE}**: [x{HOSTILE}](y{HOSTILE}.md)\n"
    write(frameworklint.folder, {f"{HOME}/techniques/T0002.md": page})
    write(frameworklint.folder, {f"{HOME}/techniques/T0003{HOSTILE}.md": "# x\n"})
    for name in ("text", "concise"):
        out = frameworklint("--output-format", name, "--show-info").out
        assert "T0002" in out
        assert not set(out) & set("\x1b\x07\x9b\u202e\u2066")
    colored = frameworklint("--color", "always").out
    assert not set(_without_color(colored)) & set("\x1b\x07\x9b\u202e\u2066")
    error = frameworklint(f"no{HOSTILE}")
    assert not set(error.err) & set("\x1b\x07\x9b\u202e\u2066")


def test_reader_that_has_seen_enough_ends_the_run_quietly(frameworklint: CommandLine) -> None:
    links = "".join(f"[x](missing-{number}.md)\n" for number in range(3000))
    write(frameworklint.folder, {"README.md": f"# Read me\n\n{links}"})
    command = [sys.executable, "-m", "frameworklint", "--output-format", "json"]
    with subprocess.Popen(
        command,
        cwd=frameworklint.folder,
        env=ENVIRONMENT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.read(10)
        running.stdout.close()
        assert b"Traceback" not in running.stderr.read()
        assert running.wait() in (0, 1)


# JSON.

SCHEMA = Draft202012Validator(
    json.loads((Path(resources.folder("schemas")) / "report.json").read_text("utf-8"))
)


def demand_valid(report: dict[str, Any]) -> None:
    SCHEMA.validate(report)
    summary, findings = report["summary"], report["findings"]
    assert summary["findings"] == len(findings) == sum(summary["by_rule"].values())
    assert sum(summary["by_severity"].values()) == len(findings)
    order = [(f["path"], f["line"], f["column"]) for f in findings]
    assert order == sorted(order)
    fingerprints = [finding["fingerprint"] for finding in findings]
    assert len(set(fingerprints)) == len(fingerprints)
    for finding in findings:
        start = (finding["line"], finding["column"])
        assert start <= (finding["end_line"], finding["end_column"])
        assert not finding["message"].endswith((".", "\n")), finding["message"]


def test_json_is_what_its_schema_says(frameworklint: CommandLine) -> None:
    run = frameworklint("check", "--show-info", "--output-format", "json")
    demand_valid(run.report)
    assert run.report["root"] == "."
    assert run.report["tool"] == {"name": "frameworklint", "version": __version__}
    assert run.report["summary"]["files"] == 2


@pytest.mark.slow
@pytest.mark.parametrize("name", ["disarm-2025-02", "disarm-2023-09", "seed"])
def test_json_of_the_real_framework_is_what_its_schema_says(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    frameworklint = CommandLine(corpus(name), capsys, monkeypatch)
    run = frameworklint("check", "--show-info", "--output-format", "json")
    assert run.code == 1
    demand_valid(run.report)


def test_json_places_are_those_of_the_file(frameworklint: CommandLine) -> None:
    for finding in frameworklint.json("--show-info"):
        text = (frameworklint.folder / finding["path"]).read_text("utf-8").split("\n")
        for line, column in (
            (finding["line"], finding["column"]),
            (finding["end_line"], finding["end_column"]),
        ):
            assert column <= len(text[line - 1]) + 1
    (link,) = frameworklint.json("--select", "FW201")
    text = (frameworklint.folder / link["path"]).read_text("utf-8").split("\n")
    assert text[link["line"] - 1][link["column"] - 1 : link["end_column"] - 1] == "missing.md"


def test_page_without_an_id_has_none_in_json(frameworklint: CommandLine) -> None:
    write(frameworklint.folder, {"README.md": "[x](y.md)\n"})
    pages = [finding["page"] for finding in frameworklint.json("--select", "FW201")]
    assert pages == [None, "T0001"]


def test_file_name_that_is_no_text_breaks_no_format(frameworklint: CommandLine) -> None:
    odd = os.fsencode(frameworklint.folder / HOME / "techniques") + b"/T0002\xff.md"
    with open(odd, "wb") as file:
        file.write(b"[x](missing.md)\n")
    found = frameworklint("--select", "FW002", "--output-format", "json", "--output", "report.json")
    assert found.code == 1
    report = json.loads((frameworklint.folder / "report.json").read_text("utf-8"))
    assert [finding["path"] for finding in report["findings"]] == [
        f"{HOME}/techniques/T0002\udcff.md"
    ]
    for name in ("text", "concise", "json"):
        assert frameworklint("--select", "FW002", "--output-format", name).code == 1


# A rule that fails.

CRASHING = '''"""FW099 crashing."""
from frameworklint.linter.place import Severity
from frameworklint.linter.rule import rule


@rule("FW099", Severity.ERROR)
def crashing(page, framework):
    """Fails on one page."""
    if page.id == "T0001":
        raise ValueError("boom")
    yield from ()
'''


@pytest.fixture
def installed(tmp_path: Path) -> Path:
    """A folder with frameworklint as a wheel installs it, and one rule more, which fails."""
    site = tmp_path / "site"
    package = site / "frameworklint"
    shutil.copytree(TOP / "lint" / "frameworklint", package)
    for folder in ("rules", "schemas"):
        shutil.copytree(TOP / folder, package / folder)
    write(
        package / "rules" / "page", {"crashing.py": CRASHING, "crashing.md": "# FW099 crashing\n"}
    )
    return site


def test_crashing_rule_is_a_finding_and_the_others_go_on(tmp_path: Path, installed: Path) -> None:
    folder = tmp_path / "framework"
    write(folder, FILES)
    run = process(folder, "--output-format", "json", PYTHONPATH=str(installed))
    assert run.returncode == 2
    report = json.loads(run.stdout)
    demand_valid(report)
    (crash,) = [finding for finding in report["findings"] if finding["rule"] == "FW901"]
    assert crash["path"] == f"{HOME}/techniques/T0001.md"
    assert "FW099 crashing failed here: ValueError: boom" in crash["message"]
    assert {"FW102", "FW201"} <= {finding["rule"] for finding in report["findings"]}
    assert b"Traceback" in run.stderr
    assert b"boom" in run.stderr


def test_crash_ends_with_2_even_where_it_is_not_shown(tmp_path: Path, installed: Path) -> None:
    folder = tmp_path / "framework"
    write(folder, FILES)
    run = process(folder, "--select", "FW206", "--exit-zero", PYTHONPATH=str(installed))
    assert run.returncode == 2


@pytest.mark.parametrize("columns", ["0", "-5", "x", "²", "9" * 5000])
def test_help_is_laid_out_where_no_width_is_known(tmp_path: Path, columns: str) -> None:
    usual, other = (process(tmp_path, "--help", COLUMNS=given) for given in ("80", columns))
    assert (other.returncode, other.stdout) == (0, usual.stdout)


# The same input gives the same bytes.


@pytest.mark.parametrize("name", ["text", "json", "sarif"])
def test_bytes_do_not_depend_on_the_machine(tmp_path: Path, name: str) -> None:
    copy(EXAMPLE, tmp_path / "framework")
    machines = [
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C", "PYTHONUTF8": "0"},
        {
            "PYTHONHASHSEED": "4242",
            "TZ": "America/Los_Angeles",
            "LANG": "tr_TR.UTF-8",
            "SHELL": "/bin/false",
        },
    ]
    if name != "text":  # the text report fits into the terminal
        machines[2]["COLUMNS"] = "20"
    arguments = ["--no-cache", "--show-info", "--output-format", name]
    runs = [process(tmp_path / "framework", *arguments, **machine) for machine in machines]
    assert len(runs[0].stdout) > 500
    assert {run.stdout for run in runs} == {runs[0].stdout}
    assert {run.returncode for run in runs} == {1}


def test_bytes_do_not_depend_on_the_order_of_files(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {
        path.relative_to(EXAMPLE).as_posix(): path.read_bytes()
        for path in EXAMPLE.rglob("*")
        if path.is_file() and FOLDER not in path.parts
    }
    outputs = set()
    for folder, order in (("a", sorted(files)), ("b", sorted(files, reverse=True))):
        for path in order:
            write(tmp_path / folder, {path: files[path]})
        run = CommandLine(tmp_path / folder, capsys, monkeypatch)
        outputs.add(run("check", "--show-info", "--output-format", "json").out)
    assert len(outputs) == 1


@pytest.mark.slow
def test_findings_do_not_depend_on_the_order_of_files_in_the_real_framework(
    schema_kinds: Kinds,
) -> None:
    tree = corpus("disarm-2023-09")
    files = {path.relative_to(tree).as_posix(): path.read_bytes() for path in tree.rglob("*.md")}
    found = [
        [
            (f.fingerprint, f.place_keys, f.message)
            for f in findings_of(framework_of(schema_kinds, order))
        ]
        for order in (files, dict(reversed(files.items())))
    ]
    assert found[0] == found[1]


@given(st.lists(st.sampled_from(SWITCHES), max_size=6))
def test_switches_are_read_as_argparse_reads_them(switches: list[str]) -> None:
    options = Options("check")
    arguments.parse(["check", *switches], options)
    options.arguments = switches
    assert vars(main.parsed(switches)) == vars(options)
