"""The settings: what may stand in them, what they do, and where each value came from."""

import json
import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from frameworklint import __version__
from frameworklint.kinds.quick_schema import QuickSchema
from frameworklint.linter.place import Severity
from frameworklint.linter.registry import all_rules, named
from frameworklint.selection import settings as settings_module
from frameworklint.selection import settings_schema
from frameworklint.source.own_files import OwnFiles

from ..conftest import TOP, write
from ..scratch import ENVIRONMENT, CommandLine, Repository

HOME = "generated_pages"
BROKEN = f"{HOME}/techniques/T0097.107.md"


def configure(repository: Repository, text: str, file: str = "frameworklint.toml") -> None:
    """Write settings; for `pyproject.toml`, into the table that is ours."""
    if file == "pyproject.toml":
        text = re.sub(r"^\[(\[?)", r"[\1tool.frameworklint.", text, flags=re.MULTILINE)
        text = f"[project]\nname = 'x'\n[tool.frameworklint]\n{text}"
    repository.write({file: text})


def rules(findings: list[dict[str, Any]]) -> set[str]:
    """The codes of some findings."""
    return {finding["rule"] for finding in findings}


# Files.


@pytest.mark.parametrize("file", ["frameworklint.toml", "pyproject.toml"])
def test_both_files_are_read(repository: Repository, frameworklint: CommandLine, file: str) -> None:
    configure(repository, 'select = ["FW201", "duplicate-row"]\n', file)
    assert rules(frameworklint.json()) == {"FW201", "FW405"}
    configure(repository, 'ignore = ["FW4"]\n\n[severity]\nFW201 = "warning"\n', file)
    found = frameworklint.json()
    assert not {rule for rule in rules(found) if rule.startswith("FW4")}
    assert {f["severity"] for f in found if f["rule"] == "FW201"} == {"warning"}


@pytest.mark.parametrize("file", ["frameworklint.toml", "pyproject.toml"])
def test_a_byte_order_mark_is_no_part_of_the_settings(
    repository: Repository, frameworklint: CommandLine, file: str
) -> None:
    configure(repository, '\ufeffselect = ["FW201"]\r\n', file)
    if file == "pyproject.toml":
        text = (repository.folder / file).read_text("utf-8").replace("\ufeff", "")
        repository.write({file: f"\ufeff{text}"})
    assert rules(frameworklint.json()) == {"FW201"}


def test_settings_in_another_encoding_say_what_to_do(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.write({"frameworklint.toml": 'select = ["FW201"]\n'.encode("utf-16")})
    run = frameworklint("check")
    assert run.code == 2
    assert "frameworklint.toml are not UTF-8: save them as UTF-8\n" in run.err


@pytest.mark.parametrize(
    ("home", "hint"), [("nosuch", ""), ("generated_page", "; did you mean 'generated_pages'?")]
)
def test_a_home_that_is_not_there_is_refused(
    repository: Repository, frameworklint: CommandLine, home: str, hint: str
) -> None:
    configure(repository, f'home = "{home}"\n')
    repository.git("add", "--all")  # what is staged is judged by the staged settings
    for command in (["check"], ["baseline"], ["check", "--staged"]):
        run = frameworklint(*command)
        assert (run.code, run.out) == (2, "")
        assert run.err == (
            f"frameworklint: frameworklint.toml: home: there is no folder {home!r} at"
            f" {repository.folder}{hint}\n"
        )


def test_the_file_of_our_own_comes_first(
    repository: Repository, frameworklint: CommandLine
) -> None:
    configure(repository, 'select = ["FW201"]\n', "pyproject.toml")
    configure(repository, 'select = ["FW405"]\n')
    assert rules(frameworklint.json()) == {"FW405"}


def test_a_project_without_our_table_has_no_settings(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.write({"pyproject.toml": "[tool.other]\nx = 1\n"})
    assert frameworklint("settings").out.count("# default") > 5
    run = frameworklint("check", "--config", "pyproject.toml")
    assert run.code == 2
    assert "has no [tool.frameworklint]" in run.err


def test_another_file(repository: Repository, frameworklint: CommandLine) -> None:
    configure(repository, 'select = ["FW201"]\n')
    repository.write({"other.toml": 'select = ["FW405"]\n'})
    assert rules(frameworklint.json("--config", "other.toml")) == {"FW405"}
    run = frameworklint("check", "--config", "missing.toml")
    assert run.code == 2
    assert "missing.toml" in run.err


def test_the_command_line_wins(repository: Repository, frameworklint: CommandLine) -> None:
    configure(repository, 'select = ["FW201"]\nfail-on = "never"\n')
    assert rules(frameworklint.json("--select", "FW405")) == {"FW405"}
    assert frameworklint("check").code == 0
    assert frameworklint("check", "--fail-on", "error").code == 1


# What can not be used is an error that names the nearest.


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("selekt = []\n", "there is no setting 'selekt'; did you mean 'select'?"),
        ("show_info = true\n", "did you mean 'show-info'?"),
        ('select = ["FW210x"]\n', "did you mean FW210"),
        ('select = ["brokn-link"]\n', "did you mean broken-link?"),
        ('ignore = ["FW99"]\n', "there is no rule 'FW99'"),
        ('select = "FW201"\n', 'select: it must be a list, not "FW201"'),
        ('fail-on = "fatal"\n', "fail-on"),
        ('[severity]\nFW201 = "fatal"\n', "severity.FW201"),
        ('[severity]\nbroken-lnk = "error"\n', "did you mean broken-link?"),
        ("[rules.FW401]\nmin_length = 3\n", "did you mean 'min-length'?"),
        ('[rules.FW401]\nmin-length = "3"\n', "rules.FW401.min-length"),
        ("[rules.FW401]\nmin-length = true\n", "rules.FW401.min-length"),
        ("[rules.FW201]\nmin-length = 3\n", "FW201 broken-link has no options"),
        ("[rules.duplicated-descriptoin]\nx = 3\n", "did you mean duplicated-description?"),
        ("[rules.FW4]\nmin-length = 3\n", "'FW4' has no options"),
        ("[rules.fw401]\nmin-length = 3\n", "write FW401, not 'fw401'"),
        (
            '[[suppress]]\nrule = "FW201"\npage = "T0001"\n',
            "the key 'reason' is missing",
        ),
        (
            '[[suppress]]\nrule = "FW201"\npage = "T1"\nreason = ""\n',
            "reason of entry 1 of suppress: it",
        ),
        (
            '[[suppress]]\nrule = "FW201"\npage = "T1"\nreason = "x"\n'
            '[[suppress]]\nrule = "FW201"\npages = "T1"\nreason = "x"\n',
            "there is no setting 'pages' in entry 2 of suppress; did you mean 'page'?",
        ),
        ('select = ["FW2", 3]\n', "entry 2 of select: it must be a text, not 3"),
        ('[[suppress]]\nrule = "FW201"\npages = "T1"\nreason = "x"\n', "did you mean 'page'?"),
        ('[[suppress]]\nrule = "FW2O1"\npage = "T1"\nreason = "x"\n', "there is no rule 'FW2O1'"),
        ('[folders]\ntechnik = "x"\n', "there is no kind 'technik'"),
        ('exclude = ["!"]\n', "exclude"),
        (
            'schemas = "missing"\n',
            "there is no folder 'missing', which the setting `schemas` names",
        ),
        (
            'required-version = ">=x"\n',
            "required-version: '>=x' is no version specifier; write one",
        ),
        ("required-version = 3\n", "required-version: it must be a text, not 3"),
        ("select = [\n", "no TOML"),
    ],
)
@pytest.mark.parametrize("file", ["frameworklint.toml", "pyproject.toml"])
def test_what_can_not_be_used(
    repository: Repository, frameworklint: CommandLine, file: str, text: str, error: str
) -> None:
    configure(repository, text, file)
    run = frameworklint("check")
    assert run.code == 2
    assert run.out == ""
    assert error in run.err
    assert run.err.startswith("frameworklint: ")
    assert "Traceback" not in run.err


@pytest.mark.parametrize("text", ["tool = 3\n", "[tool]\nframeworklint = 3\n", b"\xff"])
def test_a_strange_project_file(
    repository: Repository, frameworklint: CommandLine, text: str | bytes
) -> None:
    repository.write({"pyproject.toml": text})
    run = frameworklint("check")
    assert run.code == (1 if text == "tool = 3\n" else 2)
    assert "Traceback" not in run.err


# Which version may run.


@pytest.mark.parametrize("required", [">=99", "<0.0.1", f"!={__version__}", " >= 99 , < 100 "])
@pytest.mark.parametrize("command", ["check", "settings", "baseline", "worklist"])
def test_another_version_is_wanted(
    repository: Repository, frameworklint: CommandLine, required: str, command: str
) -> None:
    configure(repository, f'a-later-key = 1\nrequired-version = "{required}"\n')
    run = frameworklint(command)
    assert (run.code, run.out) == (2, "")
    assert run.err == (
        f"frameworklint: frameworklint.toml: required-version: frameworklint {required} is wanted, "
        f"this is {__version__}; get it with "
        f"`pip install 'frameworklint{required.replace(' ', '')}'`, "
        "for pre-commit by another `rev`\n"
    )


@pytest.mark.parametrize("required", ["", " ", ">=0.0.1", f"=={__version__}", "<99,>=0.0.1"])
@pytest.mark.parametrize("file", ["frameworklint.toml", "pyproject.toml"])
def test_this_version_is_wanted(
    repository: Repository, frameworklint: CommandLine, file: str, required: str
) -> None:
    configure(repository, f'required-version = "{required}"\nselect = ["FW405"]\n', file)
    assert rules(frameworklint.json()) == {"FW405"}
    assert f'required-version = "{required}"  # {file}' in frameworklint("settings").out


def test_a_version_before_its_release_counts_as_one(
    repository: Repository, frameworklint: CommandLine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings_module, "__version__", "0.9.0.dev1")
    configure(repository, 'required-version = ">=0.8"\n')
    assert frameworklint("settings").code == 0
    configure(repository, 'required-version = ">=0.9"\n')
    assert "this is 0.9.0.dev1" in frameworklint("settings").err


@pytest.mark.parametrize(
    ("text", "imported"),
    [
        ("ignore = ['FW4']\n", "False False"),
        ("required-version = '>=0.0.1'\n", "True False"),
        ("ignore = 4\n", "False True"),
    ],
)
def test_libraries_for_settings_are_imported_only_where_they_are_needed(
    repository: Repository, text: str, imported: str
) -> None:
    """A version is compared where one is required, and jsonschema says what does not fit."""
    configure(repository, text)
    script = (
        "import sys; from frameworklint.cli.main import main; main(['settings']); "
        "print('packaging' in sys.modules, 'jsonschema' in sys.modules)"
    )
    run = subprocess.run(
        [sys.executable, "-c", script],
        cwd=repository.folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.splitlines()[-1] == imported


# What settings do.


def test_the_narrower_severity_wins_wherever_it_stands(
    repository: Repository, frameworklint: CommandLine
) -> None:
    for text in (
        '[severity]\nFW2 = "warning"\nFW201 = "info"\n',
        '[severity]\nFW201 = "info"\nFW2 = "warning"\n',
    ):
        configure(repository, text)
        severities = {f["rule"]: f["severity"] for f in frameworklint.json("--show-info")}
        assert (severities["FW201"], severities["FW203"]) == ("info", "warning")
        assert "FW201" not in rules(frameworklint.json())


def test_an_info_rule_made_an_error_is_shown_and_fails(
    repository: Repository, frameworklint: CommandLine
) -> None:
    path = f"{HOME}/incidents/I00202.md"
    repository.edit(path, "**Year started:** 2024", "**Year started:** 2024.0")
    assert "FW109" not in rules(frameworklint.json())
    configure(
        repository, 'select = ["FW1"]\nignore = ["FW102", "FW108"]\n[severity]\nFW109 = "error"\n'
    )
    run = frameworklint("check", "--output-format", "json")
    assert (run.code, rules(run.findings)) == (1, {"FW109"})


def test_options_of_rules_by_code_or_name(
    repository: Repository, frameworklint: CommandLine
) -> None:
    assert "FW401" in rules(frameworklint.json())
    for selector in ("FW401", "duplicated-description"):
        configure(repository, f"[rules.{selector}]\nmin-length = 100000\n")
        assert "FW401" not in rules(frameworklint.json())


def test_excluded_paths_are_not_read_but_exist(
    repository: Repository, frameworklint: CommandLine
) -> None:
    configure(repository, f'exclude = ["{HOME}/incidents/", "*.107.md"]\nselect = ["FW2"]\n')
    found = frameworklint.json()
    assert BROKEN not in {f["path"] for f in found}
    assert not [f for f in found if "I0020" in str(f["subject"])]


@pytest.mark.parametrize("path", [f"{HOME}/incidents", f"{HOME}/incidents/I00201.md"])
def test_whoever_names_an_excluded_path_is_told(
    repository: Repository, frameworklint: CommandLine, path: str
) -> None:
    configure(repository, f'exclude = ["{HOME}/incidents/"]\n')
    run = frameworklint("check", path)
    assert run.code == 0
    assert f"{path} is excluded by the settings (frameworklint.toml)" in run.err
    assert "excluded" not in frameworklint("check", f"{HOME}/tactics").err


def test_pages_in_folders_of_other_names(
    repository: Repository, frameworklint: CommandLine
) -> None:
    before = frameworklint.json()
    home = repository.folder / HOME
    home.rename(repository.folder / "pages")
    (repository.folder / "pages" / "techniques").rename(repository.folder / "pages" / "ttps")
    for path in (repository.folder / "pages").rglob("*.md"):
        text = path.read_text("utf-8").replace(f"../../{HOME}/", "../../pages/")
        text = text.replace("/techniques/", "/ttps/").replace('"techniques/', '"ttps/')
        path.write_text(text, "utf-8")
    configure(repository, 'home = "pages"\n[folders]\ntechnique = "ttps"\n')
    after = frameworklint.json()
    assert {f["rule"]: f["page"] for f in after} == {f["rule"]: f["page"] for f in before}


def test_schemas_of_the_frameworks_own(repository: Repository, frameworklint: CommandLine) -> None:
    import shutil

    shutil.copytree(TOP / "schemas", repository.folder / "own")
    path = repository.folder / "own" / "kinds" / "incident.json"
    schema = json.loads(path.read_text("utf-8"))
    for layout in schema["$defs"].values():
        layout["properties"]["Region"] = {"type": "string"}
        layout["required"].append("Region")
    path.write_text(json.dumps(schema), "utf-8")
    configure(repository, 'schemas = "own"\n')
    missing = [f for f in frameworklint.json() if f["rule"] == "FW101"]
    assert {f["subject"] for f in missing} == {"Region"}


# Suppressions.


def suppression(rule: str, page: str, row: str = "", reason: str = "accepted") -> str:
    """An entry of the settings."""
    lines = {"rule": rule, "page": page, "row": row, "reason": reason}
    return "[[suppress]]\n" + "".join(f'{k} = "{v}"\n' for k, v in lines.items() if v)


@pytest.mark.parametrize("file", ["frameworklint.toml", "pyproject.toml"])
@pytest.mark.parametrize("rule", ["FW201", "broken-link", "FW2"])
def test_a_suppressed_page(
    repository: Repository, frameworklint: CommandLine, rule: str, file: str
) -> None:
    before = frameworklint.json()
    configure(repository, suppression(rule, "T0097.107"), file)
    after = frameworklint.json()
    gone = [f for f in before if f not in after]
    assert [(f["rule"], f["path"]) for f in gone] == [("FW201", BROKEN)]
    assert "FW902" not in rules(after)


def test_a_suppressed_row_and_its_print_on_the_other_page(
    repository: Repository, frameworklint: CommandLine
) -> None:
    before = [f for f in frameworklint.json() if f["rule"] == "FW501"]
    assert before[0]["also"]
    configure(repository, suppression("FW501", "I00201", "T0151.006"))
    assert not rules(frameworklint.json()) & {"FW501", "FW902"}
    configure(repository, suppression("FW501", "T0151.006", "I00201"))
    assert not rules(frameworklint.json()) & {"FW501", "FW902"}
    configure(repository, suppression("FW501", "I00201"))
    assert not rules(frameworklint.json()) & {"FW501", "FW902"}
    configure(repository, suppression("FW501", "I00201", "T0151.004"))
    assert rules(frameworklint.json()) >= {"FW501", "FW902"}


def test_a_suppression_of_one_place_leaves_the_others(
    repository: Repository, frameworklint: CommandLine
) -> None:
    lines = "| Technique | Description |\n| --- | --- |\n| [T9999 X](T9999.md) | x |\n"
    repository.write({f"{HOME}/one.md": "# One\n\n" + lines, f"{HOME}/two.md": "# Two\n\n" + lines})
    for page in ("one.md", f"{HOME}/one.md"):
        configure(repository, suppression("FW201", page))
        paths = {f["path"] for f in frameworklint.json() if f["rule"] == "FW201"}
        assert f"{HOME}/one.md" not in paths
        assert f"{HOME}/two.md" in paths


def test_a_suppressed_page_says_nothing_of_pages_that_list_it(
    repository: Repository, frameworklint: CommandLine
) -> None:
    """The finding stands in the row of another page, and nowhere on the suppressed one."""
    configure(repository, suppression("FW205", "T0151.006"))
    assert rules(frameworklint.json()) >= {"FW205", "FW902"}
    configure(repository, suppression("FW205", "TA07", "T0151.006"))
    assert not rules(frameworklint.json()) & {"FW205", "FW902"}


@pytest.mark.parametrize("file", ["frameworklint.toml", "pyproject.toml"])
def test_an_unused_suppression(
    repository: Repository, frameworklint: CommandLine, file: str
) -> None:
    text = "# [[suppress]]\n" + suppression("FW201", "T0097.107") + suppression("FW4", "T9999")
    configure(repository, text, file)
    (unused,) = [f for f in frameworklint.json() if f["rule"] == "FW902"]
    lines = (repository.folder / file).read_text().splitlines()
    assert unused["path"] == file
    assert lines[unused["line"] - 1].endswith("suppress]]")
    assert lines[unused["line"]] == 'rule = "FW4"'
    assert unused["message"] == "The suppression of FW4 on T9999 matches nothing"
    run = frameworklint("check", "--select", "FW201")
    assert (run.code, "FW902" in run.out) == (0, False)


# What is shown.


def test_the_effective_settings_are_toml_that_gives_the_same(
    repository: Repository, frameworklint: CommandLine
) -> None:
    configure(
        repository,
        'fail-on = "warning"\nexclude = ["a \\"b\\""]\n'
        '[severity]\nFW2 = "warning"\n[folders]\ntechnique = "ttps"\n'
        "[rules.FW401]\nmin-length = 30\n" + suppression("FW201", "T0097.107"),
    )
    run = frameworklint("settings", "--select", "FW2,FW4")
    assert run.code == 0
    assert f"# root: {os.path.realpath(repository.folder)}" in run.out
    assert 'fail-on = "warning"  # frameworklint.toml' in run.out
    assert 'select = ["FW2", "FW4"]  # --select' in run.out
    assert "show-info = false  # default" in run.out
    assert "min-length = 30  # frameworklint.toml" in run.out
    shown = tomllib.loads(run.out)
    Draft202012Validator(settings_schema.schema()).validate(shown)
    defaults = {rule.code: rule.options for rule in all_rules() if rule.options}
    assert set(shown["rules"]) == set(defaults)
    repository.write({"shown.toml": run.out})
    again = tomllib.loads(frameworklint("settings", "--config", "shown.toml").out)
    assert again == shown


def test_the_schema_of_the_settings_is_current(request: pytest.FixtureRequest) -> None:
    path = TOP / "schemas" / "settings.json"
    text = json.dumps(settings_schema.schema(), indent=2) + "\n"
    if request.config.getoption("--update-settings-schema"):
        assert not os.environ.get("CI"), "the schema is never rewritten in CI"
        path.write_text(text, "utf-8")
    assert path.read_text("utf-8") == text, "run pytest with --update-settings-schema"
    Draft202012Validator.check_schema(json.loads(text))


_SCHEMA = settings_schema.schema()
_KEYS = st.sampled_from([*_SCHEMA["properties"], *("FW201", "FW1", "x", "rule", "page", "reason")])
_PLAIN = st.sampled_from(["", "x", "error", "off", 0, 1, -1, 1.0, 0.5, True, False])
_VALUES = st.recursive(
    _PLAIN,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_KEYS, inner, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(_KEYS, _VALUES, max_size=2))
def test_settings_fit_where_jsonschema_says_so(content: dict[str, Any]) -> None:
    is_valid = Draft202012Validator(_SCHEMA).is_valid(content)
    assert QuickSchema({"settings": _SCHEMA}, "settings").fits(content) == is_valid


def test_the_schema_describes_every_option() -> None:
    described = settings_schema.schema()["properties"]
    defaults = {key: value["default"] for key, value in described.items()}
    assert defaults == settings_module.Settings().values
    for rule in all_rules():
        for selector in (rule.code, rule.name) if rule.options else ():
            options = described["rules"]["properties"][selector]["properties"]
            assert set(options) == {name.replace("_", "-") for name in rule.options}


def test_every_severity_can_be_given_to_every_rule(tmp_path: Path) -> None:
    lines = "".join(
        f'{rule.code} = "{severity}"\n'
        for rule, severity in zip(all_rules(), list(Severity) * 99, strict=False)
    )
    write(tmp_path, {"frameworklint.toml": f"[severity]\n{lines}"})
    severities = settings_module.load(OwnFiles(str(tmp_path))).severities
    assert set(severities) == {rule.code for rule in named("ALL")}
