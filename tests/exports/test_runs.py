"""Whole runs: what a run without exports loads, what a change adds, and what there is to do."""

import csv
import io
import json
import subprocess
import sys
from typing import Any

import pytest

from ..conftest import write
from ..scratch import CLEAN, ENVIRONMENT, CommandLine, Repository, copy
from ..workbooks import books, printed, small

BUNDLE = "generated_files/DISARM_STIX/DISARM.json"
CSV = "generated_files/red_framework_ids.csv"
Object = dict[str, Any]


def technique(found: str, name: str, summary: str) -> Object:
    return {
        "type": "attack-pattern",
        "spec_version": "2.1",
        "id": f"attack-pattern--00000000-0000-4000-8000-{sum(map(ord, found)):012}",
        "created": "2024-05-06T07:08:09.123Z",
        "modified": "2024-05-06T07:08:09.123Z",
        "name": name,
        "description": summary,
        "external_references": [{"source_name": "DISARM", "external_id": found}],
    }


def bundle(*objects: Object) -> str:
    return json.dumps({"type": "bundle", "objects": objects}, indent=2)


LOADED = (
    "import sys\n"
    "from frameworklint.cli.main import main\n"
    "main(['check', sys.argv[1], '--no-cache'])\n"
    "names = [name for name in sys.modules if name.startswith('frameworklint.exports')]\n"
    "print('loaded', len(names), 'jsonschema' in sys.modules)\n"
)


@pytest.mark.parametrize("with_bundle", [False, True])
def test_a_run_without_exports_loads_nothing_of_them(tmp_path: Any, with_bundle: bool) -> None:
    copy(CLEAN, tmp_path)
    if with_bundle:
        write(tmp_path, {BUNDLE: bundle(technique("T0097", "x", "y"))})
    command = [sys.executable, "-c", LOADED, str(tmp_path)]
    run = subprocess.run(command, capture_output=True, text=True, env=ENVIRONMENT, check=True)
    last = run.stdout.splitlines()[-1].split()
    assert last[0] == "loaded"
    # Nor jsonschema, where all objects are as they should be.
    assert (last[1] != "0", last[2]) == (with_bundle, "False")


def rumors(summary: str) -> str:
    return f"# Technique T0001: Spread Rumors\n\n**Summary**: {summary}\n\n**Tactic**: TA01 Plan\n"


PAGE = "generated_pages/techniques/T0001.md"
OTHER = "generated_pages/techniques/T0002.md"


@pytest.fixture
def repository(tmp_path: Any) -> Repository:
    """A repository with two techniques, of which the bundle has one as it was long ago."""
    repository = Repository(tmp_path)
    write(
        tmp_path,
        {
            PAGE: rumors("Old."),
            OTHER: rumors("Other.").replace("T0001", "T0002"),
            BUNDLE: bundle(
                technique("T0001", "Spread Rumors", "Old."),
                technique("T0002", "Spread Rumors", "Long ago."),
            ),
            CSV: "TA01\nT0001\nT0002\n",
        },
    )
    repository.commit("base")
    return repository


@pytest.mark.parametrize("option", ["--staged", "--since=HEAD"])
def test_only_what_a_change_adds_is_told(
    repository: Repository, option: str, frameworklint: CommandLine
) -> None:
    write(repository.folder, {PAGE: rumors("New.")})
    repository.git("add", "-A")
    found = frameworklint.json(option, "--select", "FW75,FW805")
    assert [(one["rule"], one["path"], one["subject"]) for one in found] == [
        ("FW751", BUNDLE, "T0001")
    ]


@pytest.mark.parametrize("option", ["--staged", "--since=HEAD"])
def test_a_changed_export_is_told(
    repository: Repository, option: str, frameworklint: CommandLine
) -> None:
    changed = technique("T0001", "Spread Rumors", "Old.") | {
        "id": "attack-pattern--00000000-0000-4000-8000-999999999999"
    }
    write(
        repository.folder,
        {
            BUNDLE: bundle(changed, technique("T0002", "Spread Rumors", "Long ago.")),
            CSV: "TA02\nT0001\nT0002\n",
        },
    )
    repository.git("add", "-A")
    found = frameworklint.json(option, "--select", "FW75,FW805")
    assert [(one["rule"], one["path"], one["line"]) for one in found] == [
        ("FW805", BUNDLE, 7),
        ("FW756", CSV, 2),
    ]


def test_moved_lines_add_nothing(repository: Repository, frameworklint: CommandLine) -> None:
    text = (repository.folder / BUNDLE).read_text("utf-8")
    write(
        repository.folder, {BUNDLE: json.dumps(json.loads(text)), CSV: "x\n\nTA01\nT0002\nT0001\n"}
    )
    assert frameworklint.json("--since=HEAD", "--select", "FW75,FW805") == []


def test_a_file_that_is_gone_fixes_nothing(
    repository: Repository, frameworklint: CommandLine
) -> None:
    (repository.folder / BUNDLE).unlink()
    run = frameworklint("--since=HEAD", "--select", "FW75,FW805")
    assert f"{BUNDLE}\n  1:1  error  FW752" in run.out
    assert "this change adds 1, fixes 0, leaves 0" in run.out


def test_a_file_that_is_damaged_fixes_nothing(
    repository: Repository, frameworklint: CommandLine
) -> None:
    text = (repository.folder / BUNDLE).read_text("utf-8")
    write(repository.folder, {BUNDLE: text[:-20]})
    run = frameworklint("--since=HEAD", "--select", "FW75,FW805")
    assert "FW755 invalid-export" in run.out
    assert "this change adds 1, fixes 0, leaves 0" in run.out
    # Nor is what it held before new once it is whole again.
    repository.commit("damaged")
    write(repository.folder, {BUNDLE: text})
    run = frameworklint("--since=HEAD", "--select", "FW75,FW805")
    assert "this change adds 0, fixes 1, leaves" in run.out
    assert f"{BUNDLE} can not be compared" in run.err


def test_a_missing_object_is_one_fault(repository: Repository, frameworklint: CommandLine) -> None:
    index = '<tr>\n<td><a href="techniques/{0}.md">{0}</a></td>\n</tr>\n'
    rows = "".join(map(index.format, ("T0001", "T0002")))
    table = f'<table border="1">\n<tr>\n<th>disarm_id</th>\n</tr>\n{rows}</table>\n'
    link = {
        "type": "relationship",
        "spec_version": "2.1",
        "id": "relationship--00000000-0000-4000-8000-000000000009",
        "created": "2024-05-06T07:08:09.123Z",
        "modified": "2024-05-06T07:08:09.123Z",
        "relationship_type": "related-to",
        "source_ref": technique("T0001", "", "")["id"],
        "target_ref": technique("T0002", "", "")["id"],
    }
    known = technique("T0001", "Spread Rumors", "Old.")
    files = {"generated_pages/techniques_index.md": f"# DISARM Techniques:\n\n{table}"}
    write(repository.folder, {**files, BUNDLE: bundle(known, link)})
    out = frameworklint("check", "--select", "FW75").out
    assert "No object of the STIX bundle stands for the technique T0002" in out
    assert "(FW755) follows from this and is not repeated" in out
    # Of two objects that are referred to, and are not there, one is another's.
    stray = link | {"source_ref": "attack-pattern--00000000-0000-4000-8000-000000000009"}
    write(repository.folder, {BUNDLE: bundle(known, stray)})
    out = frameworklint("check", "--select", "FW75").out
    assert "`source_ref` names" in out
    assert "follow" not in out
    # A reference that can not be meant for it is another fault.
    other = link | {"source_ref": "identity--00000000-0000-4000-8000-000000000009"}
    write(repository.folder, {BUNDLE: bundle(known, other)})
    out = frameworklint("check", "--select", "FW75").out
    assert "names `identity--" in out


def test_an_excluded_export_is_not_read(repository: Repository, frameworklint: CommandLine) -> None:
    write(repository.folder, {"frameworklint.toml": 'exclude = ["generated_files"]\n'})
    assert frameworklint.json("--select", "FW75") == []


def test_paths_narrow_what_is_told(repository: Repository, frameworklint: CommandLine) -> None:
    assert {one["path"] for one in frameworklint.json(BUNDLE, "--select", "FW75")} == {BUNDLE}
    assert frameworklint.json(CSV, "--select", "FW75") == []


def test_a_framework_may_lie_in_a_folder(
    repository: Repository, frameworklint: CommandLine
) -> None:
    write(repository.folder, {"archive/" + BUNDLE: bundle(), "archive/2023/" + CSV: "TA01\n"})
    assert {one["path"] for one in frameworklint.json("--select", "FW75")} == {BUNDLE}


def test_the_worklist_names_exports_apart(tmp_path: Any, frameworklint: CommandLine) -> None:
    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0002"
    old = bundle(technique("T0001", "Old", "Old."), technique("T0002", "Older", "Older."))
    old = old.replace('"DISARM"', '"mitre-attack"')
    folder = tmp_path / "framework"
    write(folder, {**books(sheets), **printed(small()), BUNDLE: old})
    rows = list(csv.DictReader(io.StringIO(frameworklint("worklist", folder).out)))
    files = [row["file"] for row in rows]
    assert files.index(BUNDLE) == len(files) - files.count(BUNDLE)
    assert 0 < files.index(BUNDLE) < len(files) - 1
    (row,) = [row for row in rows if row["what"].startswith("2 names in the STIX bundle")]
    assert (row["sheet"], row["cell"], row["note"]) == ("", "10:15", "run the exporter")
    # Where the exporter itself is wrong, to run it changes nothing.
    (row,) = [row for row in rows if row["rule"].startswith("FW754")]
    assert row["note"] == "correct what writes the file, then run the exporter"


def test_text_tells_what_follows_from_the_workbook(
    tmp_path: Any, frameworklint: CommandLine
) -> None:
    sheets = small()
    sheets["techniques"][0]["summary"] = "Something new."
    row = sheets["techniques"][0]
    new = bundle(technique(row["disarm_id"], row["name"], "Something new."))
    folder = tmp_path / "framework"
    write(folder, {**books(sheets), **printed(small()), BUNDLE: new})
    out = frameworklint("check", folder, "--select", "FW701,FW751").out
    assert "(FW751) follows from this and is not repeated" in out


def test_a_page_is_fixed_though_the_bundle_is_older_then(
    tmp_path: Any, frameworklint: CommandLine
) -> None:
    folder = tmp_path / "framework"
    wrong = "It was a cafÃ© on the river."
    old = bundle(technique("T0001", "Spread Rumors", wrong))
    write(folder, {PAGE: rumors(wrong), BUNDLE: old, CSV: "TA02\nT0001\n"})
    run = frameworklint("fix", folder)
    assert run.code in (0, 1), run.err
    assert "café" in (folder / PAGE).read_text("utf-8")
    # What others load is written by the exporter, and by nobody else.
    assert (folder / BUNDLE).read_text("utf-8") == old
    assert (folder / CSV).read_text("utf-8") == "TA02\nT0001\n"
