"""The report in every format: held to what its readers expect, and saying the same in all."""

import json
import os
import re
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft4Validator, Draft202012Validator
from rich.cells import cell_len

from frameworklint.commands import options
from frameworklint.linter.place import Severity
from frameworklint.report import output
from frameworklint.terminal import layout

from ..conftest import TOP, Files, write
from ..scratch import EXAMPLE, CommandLine, Repository

DATA = Path(__file__).parent.parent / "data"
HOME = "generated_pages"
MACHINE = ("json", "jsonl", "sarif", "gitlab", "junit")

# Text in a page that tries to be what a format obeys.
HOSTILE = {
    f"{HOME}/notes.md": (
        "# Notes\n\n"
        "::error file=x::forged\n\n"
        "[a](::error::forged-link.md)\n\n"
        "[b](x%0A::error::forged.md)\n\n"
        "[c](<x ##[error]forged.md>)\n\n"
        "[d](]]>&lt;`**_|<b>.md)\n\n"
        "[e](\x1b[31mred\u202e.md) \ufffe \x0c\n\n"
        "[f](💥é.md)\n"
    ),
    f"{HOME}/techniques/T0001.md": "# Technique T0001: One\n",
}


@pytest.fixture
def frameworklint(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """Runs frameworklint in a repository whose folder `docs` holds the example framework."""
    repository = Repository(tmp_path)
    repository.fill(EXAMPLE)
    (tmp_path / HOME).rename(tmp_path / "home")
    (tmp_path / "docs").mkdir()
    (tmp_path / "home").rename(tmp_path / "docs" / HOME)
    return CommandLine(tmp_path / "docs", capsys, monkeypatch)


@pytest.fixture
def hostile(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """Runs frameworklint over pages that try to forge."""
    write(tmp_path, HOSTILE)
    odd = os.fsencode(tmp_path / HOME / "techniques") + b"/T\xff.md"
    with open(odd, "wb") as file:
        file.write(b"[g](nowhere.md)\n")
    return CommandLine(tmp_path, capsys, monkeypatch)


def written(frameworklint: CommandLine, *arguments: str) -> str:
    """What a run prints, which must not fail."""
    run = frameworklint("check", "--show-info", *arguments)
    assert run.code in (0, 1), run.err
    return run.out


# Every format lists the same findings.

Listed = list[tuple[str, str, int]]


def of_json(text: str) -> Listed:
    """Rule, path and line of the findings, by the JSON report."""
    return [(f["rule"], "docs/" + f["path"], f["line"]) for f in json.loads(text)["findings"]]


def of_jsonl(text: str) -> Listed:
    """The same by the lines of JSON."""
    found = [json.loads(line) for line in text.splitlines()]
    return [(f["rule"], "docs/" + f["path"], f["line"]) for f in found]


def of_sarif(text: str) -> Listed:
    """The same by SARIF."""
    found = []
    for result in json.loads(text)["runs"][0]["results"]:
        location = result["locations"][0]["physicalLocation"]
        path = unquote(location["artifactLocation"]["uri"])
        found.append((result["ruleId"], path, location["region"]["startLine"]))
    return found


def of_gitlab(text: str) -> Listed:
    """The same by GitLab's report."""
    return [
        (
            issue["description"].split()[0],
            issue["location"]["path"],
            issue["location"]["lines"]["begin"],
        )
        for issue in json.loads(text)
    ]


def of_junit(text: str) -> Listed:
    """The same by JUnit's XML."""
    found = []
    for case in ElementTree.fromstring(text).iter("testcase"):
        if case.find("failure") is not None:
            rule, path = case.attrib["name"].split()[0], case.attrib["classname"]
            said = case[0].text or ""
            found.append((rule, path, int(said.removeprefix(f"{path}:").split(":")[0])))
    return found


def of_markdown(text: str) -> Listed:
    """The same by the summary."""
    found = []
    heading = ""
    for line in text.splitlines():
        section = re.match(r"#### \[(FW\d{3})", line)
        heading = section[1] if section else heading
        item = re.match(r" *- \*\*\w+\*\*(?: \[(FW\d{3})[^\]]*\]\S+)? `(.+?):(\d+):\d+`", line)
        if item:
            found.append((item[1] or heading, item[2], int(item[3])))
    return found


def of_concise(text: str) -> Listed:
    """The same by the lines for people."""
    matches = re.finditer(r"^(\S+?):(\d+):\d+: \w+ (FW\d{3})", text, re.MULTILINE)
    return [(match[3], "docs/" + match[1], int(match[2])) for match in matches]


def of_text(text: str) -> Listed:
    """The same by the text."""
    found = []
    path = ""
    for line in text.splitlines():
        page = re.match(r"(\S+\.md)", line)
        path = page[1] if page else path
        item = re.match(r"  (\d+):\d+  \w+  (FW\d{3})", line)
        if item:
            found.append((item[2], "docs/" + path, int(item[1])))
    return found


def of_github(text: str) -> Listed:
    """The same by the annotations, which are sorted by severity."""
    pattern = r"^::\w+ file=([^,]+),line=(\d+),.*?title=(FW\d{3})"
    matches = re.finditer(pattern, text, re.MULTILINE)
    return [(match[3], match[1], int(match[2])) for match in matches]


READERS: dict[str, Callable[[str], Listed]] = {
    "json": of_json,
    "jsonl": of_jsonl,
    "sarif": of_sarif,
    "gitlab": of_gitlab,
    "junit": of_junit,
    "markdown": of_markdown,
    "concise": of_concise,
    "text": of_text,
    "github": of_github,
}


def test_every_format_has_its_reader_here() -> None:
    assert set(READERS) == set(options.FORMATS) == set(output.FORMATS)


@pytest.mark.parametrize("name", options.FORMATS)
def test_all_formats_list_the_same_findings(frameworklint: CommandLine, name: str) -> None:
    expected = of_json(written(frameworklint, "--output-format", "json"))
    assert expected
    text = written(frameworklint, "--output-format", name)
    found = READERS[name](text)
    if name == "github":  # ten of each severity, the others counted
        more = re.search(r"\+(\d+) more", text)
        assert set(found) <= set(expected)
        assert len(found) + (int(more[1]) if more else 0) == len(expected)
    elif name == "text":  # what follows from another finding, or says the same, is counted
        untold = re.findall(
            r"(?m)^ +(\d+) (?:finding|error|warning)s? \(|^ +the same on (\d+) more", text
        )
        assert set(found) <= set(expected)
        assert len(found) + sum(int(a or b) for a, b in untold) == len(expected)
    else:
        assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("name", options.FORMATS)
def test_a_report_beside_the_output_says_what_the_output_says(
    frameworklint: CommandLine, name: str, tmp_path: Path
) -> None:
    text = written(frameworklint, "--output-format", name)
    one, other = tmp_path / "one", tmp_path / "other"
    run = frameworklint(
        "check",
        "--show-info",
        *("--report", f"{name}={one}", "--report", f"sarif={other}", "--output-format", "json"),
    )
    assert one.read_text("utf-8") == text
    assert of_sarif(other.read_text("utf-8")) == of_json(run.out)
    output_file = tmp_path / "output"
    run = frameworklint("check", "--show-info", "--output-format", name, "--output", output_file)
    assert (run.out, output_file.read_text("utf-8")) == ("", text)


@pytest.mark.parametrize("name", options.FORMATS)
def test_every_format_tells_of_nothing(
    tmp_path: Path,
    name: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(tmp_path, {"notes.md": "# Notes\n"})
    run = CommandLine(tmp_path, capsys, monkeypatch)("check", "--output-format", name)
    assert run.code == 0
    assert READERS[name](run.out) == []
    if name in VALIDATORS:
        VALIDATORS[name](run.out)


# Each format is what its readers expect.


def valid_json(text: str) -> None:
    """Hold a JSON report to its schema."""
    json_validator().validate(json.loads(text))


@cache
def json_validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((TOP / "schemas" / "report.json").read_text("utf-8")))


@cache
def sarif_validator() -> Draft4Validator:
    return Draft4Validator(json.loads((DATA / "sarif-2.1.0-rtm.5.json").read_text("utf-8")))


def valid_sarif(text: str) -> None:
    """Hold a SARIF report to the published schema, and to what code scanning demands beyond."""
    log = json.loads(text)
    sarif_validator().validate(log)
    (run,) = log["runs"]
    assert run["columnKind"] == "unicodeCodePoints"
    rules = run["tool"]["driver"]["rules"]
    fingerprints = []
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        fingerprints.append(result["partialFingerprints"]["frameworklint/v1"])
        assert list(result["partialFingerprints"]) == ["frameworklint/v1"]
        (primary,) = result["locations"]
        for location in [primary, *result.get("relatedLocations", [])]:
            region = location["physicalLocation"]["region"]
            start = region["startLine"], region["startColumn"]
            assert (1, 1) <= start <= (region["endLine"], region["endColumn"])
            uri = location["physicalLocation"]["artifactLocation"]["uri"]
            assert re.fullmatch(r"[\w./~%-]+", uri, re.ASCII)
    assert len(set(fingerprints)) == len(fingerprints)
    for rule in rules:
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"# {rule['id']} {rule['name']}\n")


def valid_gitlab(text: str) -> None:
    """Hold GitLab's report to the fields that its documentation demands."""
    issues = json.loads(text)
    assert isinstance(issues, list)
    for issue in issues:
        assert isinstance(issue["description"], str)
        assert isinstance(issue["check_name"], str)
        assert isinstance(issue["fingerprint"], str)
        assert issue["severity"] in ("info", "minor", "major", "critical", "blocker")
        path = issue["location"]["path"]
        assert not path.startswith(("/", "./"))
        lines = issue["location"]["lines"]
        assert 1 <= lines["begin"] <= lines["end"]
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)


def valid_junit(text: str) -> None:
    """Hold JUnit's XML to its common form, and its counts to what it lists."""
    schema: Any = xmlschema.XMLSchema
    schema(DATA / "junit.xsd").validate(ElementTree.ElementTree(_xml(text)))
    suites = _xml(text)
    for suite in [suites, *suites.iter("testsuite")]:
        assert int(suite.attrib["tests"]) == len(list(suite.iter("testcase")))
        assert int(suite.attrib["failures"]) == len(list(suite.iter("failure")))


def _xml(text: str) -> ElementTree.Element:
    assert text.startswith('<?xml version="1.0" encoding="UTF-8"?>\n')
    return ElementTree.fromstring(text.encode("utf-8"))


VALIDATORS: dict[str, Callable[[str], None]] = {
    "json": valid_json,
    "sarif": valid_sarif,
    "gitlab": valid_gitlab,
    "junit": valid_junit,
}


@pytest.mark.parametrize("name", VALIDATORS)
def test_the_format_is_valid(frameworklint: CommandLine, name: str) -> None:
    VALIDATORS[name](written(frameworklint, "--output-format", name))


@pytest.mark.parametrize("name", VALIDATORS)
def test_the_format_is_valid_whatever_a_page_says(
    hostile: CommandLine, name: str, tmp_path: Path
) -> None:
    VALIDATORS[name](written(hostile, "--output-format", name))
    written(hostile, "--report", f"{name}={tmp_path / 'report'}")
    VALIDATORS[name]((tmp_path / "report").read_text("utf-8"))


@pytest.mark.parametrize("name", ["gitlab", "sarif"])
def test_a_service_gets_whole_characters_whatever_a_file_is_called(
    hostile: CommandLine, name: str
) -> None:
    assert "\\udcff" in json.dumps(json.loads(written(hostile, "--output-format", "json")))
    report = json.loads(written(hostile, "--output-format", name))
    json.dumps(report, ensure_ascii=False).encode("utf-8")


def test_sarif_says_where_else_and_how_to_mend_it(frameworklint: CommandLine) -> None:
    log = json.loads(written(frameworklint, "--output-format", "sarif"))
    findings = json.loads(written(frameworklint, "--output-format", "json"))["findings"]
    for result, finding in zip(log["runs"][0]["results"], findings, strict=True):
        related = [
            location["physicalLocation"]["region"]["startLine"]
            for location in result.get("relatedLocations", [])
        ]
        assert related == [place["line"] for place in finding["also"]]
    assert any(finding["also"] for finding in findings)
    assert {result["level"] for result in log["runs"][0]["results"]} >= {"error", "warning"}


def test_paths_start_at_the_top_of_the_repository(frameworklint: CommandLine) -> None:
    for name in ("sarif", "gitlab", "github"):
        text = written(frameworklint, "--output-format", name)
        assert READERS[name](text)
        assert all(path.startswith(f"docs/{HOME}/") for _, path, _ in READERS[name](text))
    paths = [f["path"] for f in frameworklint.json()]
    assert all(path.startswith(f"{HOME}/") for path in paths)


# GitHub.


def commands(text: str) -> list[str]:
    """What a workflow's runner obeys in a text (actions/runner, `ActionCommand`)."""
    lines = [line.strip() for line in re.split(r"\r\n|\r|\n", text)]
    return [line for line in lines if line.startswith("::") or re.search(r"##\w*\[", line)]


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"])))
def test_carets_are_as_wide_as_a_terminal_shows_the_text(text: str) -> None:
    assert layout.width(text) == cell_len(text)


def test_github_shows_errors_first_and_at_most_ten_of_each(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    pages: Files = {
        **{f"{HOME}/techniques/T{n:04}.md": f"# Technique T{n:04}: T\u200b\n" for n in range(13)},
        f"{HOME}/notes.md": "# Notes\n\n" + "".join(f"[x](missing{n}.md)\n" for n in range(12)),
    }
    write(tmp_path, pages)
    frameworklint = CommandLine(tmp_path, capsys, monkeypatch)
    arguments = ("--select", "FW201,FW503")
    lines = written(frameworklint, "--output-format", "github", *arguments).splitlines()
    kinds = [line.partition(" ")[0] for line in lines]
    assert kinds == ["::error"] * 10 + ["::warning"] * 10 + ["::notice"]
    assert "+5 more" in lines[-1]


def test_a_page_can_not_forge_an_annotation(hostile: CommandLine) -> None:
    plain = written(hostile, "--output-format", "github")
    hostile.environment["GITHUB_ACTIONS"] = "true"
    text = written(hostile)
    assert commands(text) == commands(plain)
    for command in commands(text):
        assert re.match(r"::(error|warning|notice) (file=|title=frameworklint::\+)", command)
    assert "forged" in text


def test_annotations_stand_beside_the_text_in_a_workflow_only(frameworklint: CommandLine) -> None:
    text = written(frameworklint)
    assert "::error" not in text
    frameworklint.environment["GITHUB_ACTIONS"] = "true"
    both = written(frameworklint)
    assert text in both
    assert of_github(both)
    named = written(frameworklint, "--output-format", "text")
    assert named == text
    assert json.loads(written(frameworklint, "--output-format", "json"))["findings"]


# The summary.


def test_the_summary_has_verdict_table_and_pages(frameworklint: CommandLine) -> None:
    text = written(frameworklint, "--output-format", "markdown")
    report = json.loads(written(frameworklint, "--output-format", "json"))
    first, *_ = text.splitlines()
    assert first.startswith("### frameworklint: ")
    assert f"{report['summary']['files']} pages checked" in first
    for rule, count in report["summary"]["by_rule"].items():
        assert re.search(rf"^\| \[{rule} [a-z-]+\]\(\S+\) \| \w+ \| {count} \|$", text, re.M)


def test_a_page_can_not_forge_the_summary(hostile: CommandLine) -> None:
    text = written(hostile, "--output-format", "markdown")
    assert "<b>" not in re.sub(r"`[^`\n]*`", "", text)  # code is shown as it is
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_minus_is_standard_output(frameworklint: CommandLine) -> None:
    plain = frameworklint("check", "--output-format", "json")
    assert frameworklint("check", "--output-format", "json", "--output", "-") == plain
    assert not os.path.lexists("-")


# Requests that can not be carried out.


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["--report", "serif=x"], "did you mean sarif=x?"),
        (["--report", "sarif"], "FORMAT=FILE"),
        (["--report", "sarif="], "FORMAT=FILE"),
        (["--report", "sarif=-"], "`--output-format sarif` prints that report"),
        (["--report", "sarif=no/such/folder"], "can not write"),
        (["--output", "no/such/folder"], "can not write"),
        (["--output-format", "xml"], "xml"),
    ],
)
def test_what_can_not_be_written(
    frameworklint: CommandLine, arguments: list[str], error: str
) -> None:
    run = frameworklint("check", *arguments)
    assert run.code == 2
    assert error in run.err


def test_the_exit_code_is_that_of_the_severity(frameworklint: CommandLine) -> None:
    found: dict[str, Any] = {
        severity: [f for f in frameworklint.json() if f["severity"] == severity]
        for severity in Severity
    }
    assert found["error"]
    assert found["warning"]
    codes = {
        fail_on: frameworklint("check", "--select", "FW102", "--fail-on", fail_on).code
        for fail_on in ("error", "warning", "info", "never")
    }
    assert codes == {"error": 0, "warning": 1, "info": 1, "never": 0}
    assert frameworklint("check").code == 1
    assert frameworklint("check", "--exit-zero").code == 0


# What is too much for any reader.


def test_long_lists_and_messages_are_cut_and_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    links = "".join(f"[x](missing.md)\n\n[y]({n}{'a' * 3_000}.md)\n\n" for n in range(2))
    write(tmp_path, {"notes.md": f"# Notes\n\n{links}" + "[x](missing.md)\n\n" * 1_198})
    frameworklint = CommandLine(tmp_path, capsys, monkeypatch)
    report = json.loads(written(frameworklint, "--output-format", "json", "--select", "FW201"))
    findings = {f["subject"]: f for f in report["findings"]}
    merged = findings["missing.md"]
    assert (len(merged["also"]), merged["left_out"]) == (1_000, 199)
    del merged["also"][2:]  # they are all alike, and take long to judge
    valid_json(json.dumps(report))
    findings.pop("missing.md")
    assert len(findings) == 2
    for finding in findings.values():
        assert len(finding["message"]) == len(finding["subject"]) == 1_000
        assert "left_out" not in finding
    log = json.loads(written(frameworklint, "--output-format", "sarif", "--select", "FW201"))
    (cut,) = [r for r in log["runs"][0]["results"] if "properties" in r]
    assert (len(cut["relatedLocations"]), cut["properties"]["leftOut"]) == (1_000, 199)
    del cut["relatedLocations"][2:]
    valid_sarif(json.dumps(log))


def test_what_is_written_by_hand_is_never_to_be_fixed_in_a_spreadsheet(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW"
    page = "# Technique T0001: Plan\n\n**Summary**: See [x](missing.md).\n\n"
    write(
        tmp_path,
        {
            "README.md": "# Notes\n\n[x](missing.md) [y](https://example.org/y})\n",
            f"{HOME}/techniques/T0001.md": f"{page}{marker}\n\n[z](gone.md)\n",
        },
    )
    frameworklint = CommandLine(tmp_path, capsys, monkeypatch)
    output = written(frameworklint, "--select", "FW201,FW208", "--output-format", "text")
    readme, above, below = re.split(r"\n.*T0001\.md|(?=\n  7:)", output)
    assert "fix: Correct the link itself" in readme
    assert "fix: Correct the address in the link." in readme
    assert ".xlsx" not in readme + below
    assert "DISARM_DATA_MASTER.xlsx" in above
