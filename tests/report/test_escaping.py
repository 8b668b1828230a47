"""Whatever pages, names, cells and settings hold, what is printed is text and nothing obeys it."""

import csv
import io
import json
import os
import re
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from frameworklint.commands.options import FORMATS
from frameworklint.report.worklist import WorklistEntry
from frameworklint.terminal import escaping

from ..conftest import write
from ..raw_workbook import row, workbook
from ..scratch import CommandLine, Run
from .test_formats import commands

HOME = "generated_pages"
BOOKS = "DISARM_MASTER_DATA"
OBEYED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]"
)
OWN = re.compile(r"::(error|warning|notice) (file=|title=frameworklint::)")
PIECES = (
    *("::error::forged", "::error file=a,line=1::forged", "::add-mask::a", "::stop-commands::a"),
    *(
        "##[error]forged",
        "##vso[task.complete]",
        "##teamcity[a]",
        "##[",
        " ::debug::",
        "%0A::error::",
    ),
    *("\n", "\r", "\t", "\r\n", "\x1b[31m", "\x9b31m", "\x07", "\x0b", "\x0c", "\x85", "\x7f"),
    *("\u2028", "\u2029", "\u202e", "\u2066", "\u200f", "\u061c", "\ufeff", "\u200b", "\u2065"),
    *("\ufffe", "\uffff", "\U000e0041", "\U0001f4a5", "\ufffb", "\xa0"),
    *("=1+1", "@SUM(A1)", "+1", "-1", "\t=1", "＝1", '"', "'", ",", ";", "`", "|", "&lt;", "<b>"),
    *("]]>", "<!--", "[x](y.md)", "*a*", ":smile:", "\\", "\\u202e", "a", "é", " "),
)
TEXTS = st.lists(st.sampled_from(PIECES) | st.text(max_size=4), max_size=6).map("".join)
NOT_IN_NAMES = re.compile(r"[\0/\ud800-\udfff]")
NOT_IN_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
RUNNERS: tuple[dict[str, str], ...] = ({}, {"GITHUB_ACTIONS": "true"}, {"TF_BUILD": "True"})


def named(text: str) -> str:
    """A text as a part of a file's name."""
    name = NOT_IN_NAMES.sub("", text)[:40]
    return name if len(name.encode()) < 200 else "x"


def demand_harmless(text: str, own: re.Pattern[str] | None = None) -> None:
    """No terminal and no runner of a workflow finds anything in a text to obey."""
    assert not OBEYED.findall(text)
    assert not [command for command in commands(text) if not (own and own.match(command))]


def demand_valid(form: str, text: str) -> None:
    """A report is what its readers expect."""
    if form in ("json", "sarif", "gitlab"):
        json.loads(text)
    elif form == "jsonl":
        assert all(isinstance(json.loads(line), dict) for line in text.splitlines())
    elif form == "junit":
        ElementTree.fromstring(text.encode())


def demand_harmless_table(text: str, delimiter: str) -> None:
    """Every line has its cells, and no cell begins as a formula."""
    for line in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
        assert len(line) == len(WorklistEntry._fields)
        assert not [value for value in line if value.startswith(("=", "+", "-", "@", "\t", "＝"))]


def framework_with(folder: Path, page: str, name: str, cell: str, setting: str) -> None:
    """A framework that holds four texts wherever it can hold text."""
    content = workbook(
        {
            "incidents": row(1, "disarm_id", f"name{cell}", "summary", "urls", "name")
            + row(2, f" I00001{cell}", cell, f"a\u200bb [x](y.md) {cell}", f"https://{cell}", cell),
            "techniques": row(1, "disarm_id", "name", "summary", "tactic_id")
            + row(2, "T0001", cell, f"Ã©{cell}", f"TA99{cell}"),
            "incidenttechniques": row(1, "disarm_id", "name", "incident_id", "technique_ids")
            + row(2, "IT1", cell, "I00001", f"T0001, T0009{cell}"),
            f"sheet{cell}"[:25]: row(1, cell),
        }
    )
    write(
        folder,
        {
            f"{HOME}/techniques/T0001.md": (
                f"# Technique T0001: {page}\n\n"
                f"**Summary**: {page} [a]({page}.md) \u202e [b](<{page}>)\n\n"
                f"**{page}**: T0001{page}\n\n"
                f"| {page} | b |\n| - | - |\n| [T0002 {page}](a.md) | x |\n"
            ),
            f"{HOME}/techniques/T0001{name}.md": f"# Technique T0001{page}: {page}\n\n[a](b.md)\n",
            f"{HOME}/{name}/x{name}.md": f"[{page}](missing{page}.md)\n\n# {page}\n",
            f"{BOOKS}/a{name}.xlsx": content,
            f"{BOOKS}/b{name}.xlsx": content,
            f"{BOOKS}/c{name}.xlsx": b"damaged",
            "frameworklint.toml": (
                f"exclude = [{escaping.toml_value(setting)}, 'never']\n"
                f"[[suppress]]\nrule = 'FW201'\npage = {escaping.toml_value(setting)}\n"
                f"reason = {escaping.toml_value(setting)}\n"
            ),
        },
    )


@pytest.fixture
def command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    return CommandLine(tmp_path, capsys, monkeypatch)


def demand_quiet(run: Run) -> Run:
    """A run that neither fails within nor tells the terminal or the runner anything."""
    assert "Traceback" not in run.err + run.out
    demand_harmless(run.err)
    assert all(line.startswith("frameworklint: ") for line in run.err.splitlines())
    return run


@settings(
    max_examples=8,
    deadline=None,
    derandomize=True,
    phases=[Phase.generate],  # to find the smallest example takes minutes
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(
    page=TEXTS,
    name=TEXTS.map(named),
    cell=TEXTS.map(lambda text: NOT_IN_XML.sub("", text)),
    setting=TEXTS.map(lambda text: NOT_IN_XML.sub("", text) or "x"),
    form=st.sampled_from(["", *FORMATS]),
    runner=st.sampled_from(RUNNERS[1:]),
)
def test_nothing_that_is_printed_is_obeyed(
    command_line: CommandLine,
    page: str,
    name: str,
    cell: str,
    setting: str,
    form: str,
    runner: dict[str, str],
) -> None:
    with TemporaryDirectory() as temporary:
        command_line.folder = folder = Path(temporary)
        command_line.environment = {**runner, "GIT_CEILING_DIRECTORIES": temporary}
        page = page.replace("\ud800", "").encode("utf-8", "replace").decode()
        framework_with(folder, page, name, cell, setting)
        reports = [word for f in FORMATS for word in ("--report", f"{f}={folder}/out.{f}")]
        asked = ("--output-format", form) if form else ()
        run = demand_quiet(command_line("check", "--show-info", *asked, *reports))
        if run.code == 2:  # no pattern for file names, and that is said
            assert "exclude" in run.err
            return
        is_annotated = form == "github" or (not form and "GITHUB_ACTIONS" in runner)
        demand_harmless(run.out, OWN if is_annotated else None)
        demand_valid(form, run.out)
        for each in FORMATS:
            with open(folder / f"out.{each}", encoding="utf-8", newline="") as file:
                text = file.read()
            demand_valid(each, text)
            assert not OBEYED.findall(text)
            if each in ("json", "jsonl", "sarif", "gitlab", "junit", "markdown"):
                demand_harmless(text)
        for table, delimiter in (("csv", ","), ("tsv", "\t")):
            run = demand_quiet(command_line("worklist", "--show-info", "--output-format", table))
            demand_harmless(run.out)
            demand_harmless_table(run.out, delimiter)
        run = demand_quiet(command_line("settings"))
        demand_harmless(run.out)
        assert setting in tomllib.loads(run.out)["exclude"]
        for arguments in (
            ("check", f"missing{name}"),
            ("check", "--config", f"missing{name}"),
            ("check", "--select", setting),
            ("check", f"--{setting}"),
            ("check", "--report", f"x{setting}=y"),
            ("check", "--since", f"x{setting}"),
            ("check", "--output", f"missing/{name}"),
            ("explain", f"x{setting}"),
            ("baseline", "--baseline", f"base{name}.jsonl"),
            ("clean",),
        ):
            run = demand_quiet(command_line(*arguments))
            demand_harmless(run.out, OWN if "check" in arguments else None)


def test_two_workbooks_with_a_hostile_name_forge_nothing(command_line: CommandLine) -> None:
    name = "a\n::error::pwn\x1b[31m"
    content = workbook({"phases": row(1, "disarm_id", "name", "summary")})
    files = {f"{BOOKS}/{name}.xlsx": content, f"{BOOKS}/b.xlsx": content}
    write(command_line.folder, files)
    for command_line.environment in RUNNERS:
        run = demand_quiet(command_line("check"))
        assert "there is no DISARM_FRAMEWORKS_MASTER.xlsx" in run.err
        assert "a\\x0a::error::pwn\\x1b[31m.xlsx" in run.err


def test_what_a_runner_obeys_is_spelled_on_a_runner_only(command_line: CommandLine) -> None:
    write(command_line.folder, {"::add-mask::a.md": "# Notes\n\n[a](<##[error]x.md>)\n"})
    plain = command_line("check", "--output-format", "concise").out
    assert plain.startswith("::add-mask::a.md:3:")
    for command_line.environment in RUNNERS[1:]:
        text = command_line("check", "--output-format", "concise").out
        assert text.startswith("\\x3a:add-mask::a.md:3:")
        assert "#\\x23[error]x.md" in text
        again = command_line("check", "--output-format", "concise").out  # from the cache
        assert again == text


def test_a_crash_is_told_and_forges_nothing(
    command_line: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    from frameworklint.commands import check

    def failing(options: object) -> int:
        raise ValueError("\n::error::forged\x1b[31m ##[error]")

    monkeypatch.setattr(check, "check", failing)
    command_line.environment = {"GITHUB_ACTIONS": "true"}
    run = command_line("check")
    assert run.code == 2
    assert "a fault of frameworklint itself" in run.err
    assert "forged" in run.err
    demand_harmless(run.err)


# Each medium.


@given(st.text())
def test_json_says_what_it_said(text: str) -> None:
    for value in (text, [text], {text: [text]}):
        written = escaping.json_text(value)
        assert json.loads(written.encode("utf-8")) == json.loads(json.dumps(value))
        assert "\n" not in written[:-1]
        assert not OBEYED.findall(written)
        assert not commands(written)


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_toml_says_what_it_said(text: str) -> None:
    written = escaping.toml_value(text)
    assert tomllib.loads(f"a = {written}") == {"a": text}
    assert not OBEYED.findall(written)


@given(TEXTS | st.text())
def test_xml_holds_any_text(text: str) -> None:
    element = ElementTree.Element("a", {"b": escaping.xml(text)})
    element.text = escaping.xml(text)
    written = escaping.xml_document(ElementTree.tostring(element, encoding="unicode"))
    read = ElementTree.fromstring(written.encode("utf-8"))
    assert read.text or "" == read.attrib["b"] == escaping.visible(text)
    assert not re.search(r"##\w*\[", written)


@given(TEXTS | st.text())
def test_no_line_is_a_command(text: str) -> None:
    for written in (
        escaping.unobeyed(escaping.visible_lines(text)),
        escaping.unobeyed(escaping.table_cell(text)),
        escaping.unobeyed(escaping.visible(text)),
        escaping.markdown(text).join(["x", "x"]),
        escaping.markdown_code(text).join(["`", "`"]),
    ):
        demand_harmless(written)
    assert "\n" not in escaping.visible(text) + escaping.annotation(text)
    assert not re.search(r"##\w*\[|[\r\n]", escaping.annotation(text))
    assert not re.search(r"[:,]", escaping.annotation_property(text))


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_the_bytes_of_a_name_are_spelled() -> None:
    name = os.fsdecode(b"T\xff.md")
    assert escaping.visible(name) == "T\\udcff.md"
    assert escaping.json_text(name) == '"T\\udcff.md"\n'


def test_a_long_cell_is_cut_where_a_spreadsheet_program_cuts() -> None:
    assert len(escaping.table_cell("=" * 40_000)) == 32_767
    assert escaping.table_cell("a" * 32_767) == "a" * 32_767
