"""No workbook takes long or much memory, and none ends a run: it is read, or refused with a reason.

What is small in the archive and large in memory is refused before it is read. Each workbook is read
by a process of its own that may not take more than 600 MB.
"""

import gc
import io
import json
import random
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from frameworklint.errors import UnreadableFileError
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import WorkTree
from frameworklint.workbook import limits, reader
from frameworklint.workbook.files import WorkbookFiles
from frameworklint.workbook.writing.archive import exchanged

from ..conftest import corpus, findings_of, framework_of, write
from ..raw_workbook import cell, row, workbook
from ..scratch import ENVIRONMENT
from ..workbooks import FOLDER, book

PATH = f"{FOLDER}/BOOK.xlsx"
PAGE = {"notes.md": "# Notes\n\n[a](missing.md)\n"}
MEMORY, SECONDS = 600_000_000, 2.5
SHEETS, RELATIONS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
HEAD = row(1, "disarm_id", "name", "incident_id", "technique_ids", "summary")
WANTED = frozenset({"incidents", "incidenttechniques", "techniques"})


def shared(name: str, number: int = 0) -> str:
    return f'<c r="{name}" t="s"><v>{number}</v></c>'


def used(times: int) -> str:
    """Rows that use the first shared string."""
    rows = (f'<row r="{n}">{shared(f"D{n}")}</row>' for n in range(2, times + 2))
    return HEAD + "".join(rows)


def text(length: int) -> str:
    return f"<si><t>{'A' * length}</t></si>"


def far(reference: str, end: str = "</v >") -> str:
    return f'{HEAD}<row r="2"><c r="{reference}"><v>1{end}</c></row>'


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "a long text used often": (
        lambda: workbook({"incidents": used(996)}, text(30_000_000)),
        "32,767",
    ),
    "a long text of its own": (
        lambda: workbook({"incidents": HEAD + row(2, "A" * 40_000)}),
        "cell A2",
    ),
    "many long texts": (
        lambda: workbook({"incidents": used(400)}, text(32_000)),
        "characters in its",
    ),
    "far, with a blank in the tag": (
        lambda: workbook({"incidents": far("XFD1048576")}),
        "1,048,576 rows",
    ),
    "far, in lower case": (
        lambda: workbook({"incidents": far("xfd1048576", "</v>")}),
        "16,384 columns",
    ),
    "far, in a part with another name": (
        lambda: workbook({"incidents": far("XFD1048576")}, ending="bin"),
        "16,384 columns",
    ),
    "far, in several sheets": (
        lambda: workbook({name: far("Z30000") for name in sorted(WANTED)}),
        "30,000 rows",
    ),
    "cells without a place": (
        lambda: workbook(
            {"incidents": HEAD + "<row>" + "<c><v>1</v></c>" * 20_000 + "</row>" + far("A900")}
        ),
        "columns",
    ),
    "a tag without an end": (
        lambda: workbook(
            {"incidents": HEAD + "<row " + " ".join(f'a{n}=""' for n in range(90_000)) + "/>"}
        ),
        "no end",
    ),
    "tags": (lambda: workbook({"incidents": HEAD + "<row><x/></row>" * 1_000_000}), "XML tags"),
    "a text in a text": (
        lambda: workbook({"incidents": used(2)}, "<si><t>a</t><si><t>b</t></si></si>"),
        "stands in another",
    ),
    "a missing text": (
        lambda: workbook({"incidents": HEAD + f'<row r="2">{shared("A2", 9)}</row>'}),
        "missing",
    ),
    "hidden characters": (
        lambda: workbook(
            {"incidents": HEAD + row(2, "x").replace("x", "<![CDATA[" + "A" * 99 + "]]>")}
        ),
        "CDATA",
    ),
}


def measured(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """A run that ends within the limits, in a process of its own."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run = subprocess.run(
        [sys.executable, "-m", "frameworklint", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=False,
        preexec_fn=limit,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert run.returncode in (0, 1), run.stderr
    assert "Traceback" not in run.stderr
    assert after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime < SECONDS
    return run


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED.keys())
def test_what_would_be_too_large_is_refused_before_it_is_read(
    content: Callable[[], bytes], reason: str
) -> None:
    with pytest.raises(UnreadableFileError) as error:
        reader.read(content(), "xlsx", WANTED)
    assert reason in str(error.value)


@pytest.mark.parametrize("name", ["a long text used often", "far, in lower case"])
def test_a_run_over_such_a_workbook_takes_little_and_checks_the_pages(
    tmp_path: Path, name: str
) -> None:
    write(tmp_path, {PATH: REFUSED[name][0](), **PAGE})
    run = measured(tmp_path, "check", "--no-cache", "--output-format", "json")
    assert {f["rule"] for f in json.loads(run.stdout)["findings"]} == {"FW001", "FW201"}


READ = {
    "long texts": workbook({"incidents": used(300)}, text(32_000)),
    "prefixes": workbook({"incidents": HEAD + '<x:row xmlns:x="x" r="2"/>' + row(3, "I00001")}),
    "empty cells": workbook(
        {"incidents": HEAD + '<row r="2"><c r="A2" s="1"/><c r="B2"/>' + cell("C2", "x") + "</row>"}
    ),
    "empty rows": workbook(
        {"incidents": HEAD + "".join(f'<row r="{n}" ht="15.6"/>' for n in range(2, 300_000))}
    ),
}


@pytest.mark.parametrize("content", READ.values(), ids=READ.keys())
def test_what_is_within_the_limits_is_read(content: bytes) -> None:
    rows = reader.read(content, "xlsx", WANTED).rows["incidents"]
    assert rows[0][:2] == ["disarm_id", "name"]


def test_an_archive_may_list_its_folders() -> None:
    content = io.BytesIO(workbook({"incidents": HEAD}))
    with zipfile.ZipFile(content, "a") as archive:
        for folder in ("xl/", "xl/_rels/", "xl/worksheets/"):
            archive.writestr(folder, b"")
    found = reader.read(content.getvalue(), "xlsx", WANTED)
    assert found.rows["incidents"][0][0] == "disarm_id"


def test_what_is_skipped_as_nothing_moves_no_cell() -> None:
    rows = (
        HEAD
        + '<row r="2" ht="15"/><row r="3"><c r="A3" s="2"/><c r="B3" s="2"/></row>'
        + f'<row r="4"><c r="A4" s="1"/>{cell("B4", "x")}<c r="C4"/></row>'
    )
    found = reader.read(workbook({"incidents": rows}), "xlsx", WANTED).rows["incidents"]
    assert [row[:3] for row in found[1:]] == [["", "", ""], ["", "", ""], ["", "x", ""]]
    wide = rows + '<row r="5"><c r="XFC5" s="1"/><c><v>1</v></c></row>' + far("A200")
    with pytest.raises(UnreadableFileError, match="16,384 columns"):
        reader.read(workbook({"incidents": wide}), "xlsx", WANTED)


def test_a_sheet_that_nobody_wants_is_not_judged() -> None:
    content = workbook({"incidents": HEAD, "notes": far("XFD1048576")})
    found = reader.read(content, "xlsx", WANTED)
    assert found.names == ("incidents", "notes")
    assert found.rows.keys() == {"incidents"}
    for wanted in (None, frozenset({"notes"})):
        with pytest.raises(UnreadableFileError, match="1,048,576 rows"):
            reader.read(content, "xlsx", wanted)


@pytest.mark.parametrize(
    ("part", "old", "new"),
    [
        (RELATIONS, b'"worksheets/s2.xml"', b'"/xl/worksheets/s1.xml"'),
        (SHEETS, b'r:id="r2"', b'r:id="r1"'),
    ],
    ids=["the part", "the relation"],
)
def test_a_wanted_sheet_is_read_though_another_has_its(part: str, old: bytes, new: bytes) -> None:
    content = workbook({"incidents": HEAD, "notes": ""})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        changed = archive.read(part).replace(old, new)
    found = reader.read(exchanged(content, {part: changed}), "xlsx", WANTED)
    assert found.rows["incidents"][0][0] == "disarm_id"


def test_texts_are_shared() -> None:
    (rows,) = reader.read(
        workbook({"incidents": used(50)}, text(1_000)), "xlsx", WANTED
    ).rows.values()
    assert len({id(row[3]) for row in rows[1:]}) == 1


def test_many_workbooks_are_as_bad_as_a_large_one(schema_kinds: Kinds) -> None:
    content = workbook({"incidents": used(100)}, text(32_000))
    files = {f"{FOLDER}/B{n}.xlsx": content for n in range(9)}
    found = findings_of(framework_of(schema_kinds, {**files, **PAGE}), "FW001", "FW201")
    refused = [f for f in found if f.rule.code == "FW001"]
    assert len(refused) == 5
    assert all("the workbooks before it hold too much" in f.message for f in refused)


def test_endless_lists_of_ids_are_not_compared(schema_kinds: Kinds) -> None:
    sheets = {
        "incidents": row(1, "disarm_id", "name") + row(2, "I00001", "One"),
        "techniques": row(1, "disarm_id", "name") + row(2, "T0001", "One"),
        "incidenttechniques": HEAD
        + "".join(
            f'<row r="{n}">{cell(f"C{n}", "I00001")}{shared(f"D{n}")}</row>' for n in range(2, 300)
        ),
    }
    ids = ",".join(f"T{n:04}" for n in range(2, 5_000))
    content = workbook(sheets, f"<si><t>{ids}</t></si>")
    found = findings_of(
        framework_of(schema_kinds, {PATH: content, **PAGE}), "FW001", "FW201", "FW7"
    )
    said = {finding.rule.code: finding.message for finding in found}
    assert "lists more than 200,000 characters of IDs" in said["FW001"]
    assert "FW201" in said
    assert "FW706" not in said


def test_a_worklist_ends_where_it_gets_too_long(tmp_path: Path) -> None:
    sheets = {
        "incidents": row(1, "disarm_id", "name") + row(2, "I00001", "One"),
        "techniques": row(1, "disarm_id", "name")
        + "".join(
            f'<row r="{n}">{cell(f"A{n}", f"T{n:04}")}{shared(f"B{n}")}</row>' for n in range(2, 92)
        ),
    }
    name = "x" * 30_000
    write(tmp_path, {PATH: workbook(sheets, f'<si><t xml:space="preserve">{name} </t></si>')})
    run = measured(tmp_path, "worklist", "--no-cache", "--select", "FW708")
    assert len(run.stdout) < 6_000_000
    assert "not listed: fix these first" in run.stdout.splitlines()[-1]
    assert "the list is too long" in run.stderr


@pytest.mark.parametrize("seed", range(60))
def test_a_damaged_workbook_is_a_finding_and_the_pages_are_checked(
    schema_kinds: Kinds, seed: int
) -> None:
    chance = random.Random(seed)
    content = bytearray(book({"phases": [{"disarm_id": "P01", "name": "Plan"}]}))
    for _ in range(chance.choice((1, 3, 30))):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    found = findings_of(framework_of(schema_kinds, {PATH: bytes(content), **PAGE}))
    assert "FW201" in {finding.rule.code for finding in found}
    assert "FW901" not in {finding.rule.code for finding in found}


def test_the_real_workbooks_are_far_from_every_limit(schema_kinds: Kinds) -> None:
    tree = WorkTree(str(corpus("disarm-2025-02")))
    shares = [
        reader.read(tree.read(path, 50_000_000), "xlsx", WANTED).share
        for path in WorkbookFiles.among(tree.paths(), schema_kinds.workbook).paths
    ]
    assert 0 < sum(shares) < 0.4
    assert limits.LONGEST_TEXT == 32_767


def test_a_workbook_keeps_nothing_of_what_has_judged_it() -> None:
    gc.collect()
    gc.disable()
    try:
        sheets = reader.read(workbook({"incidents": HEAD}), "xlsx", WANTED)
        kept = {type(one).__name__ for one in gc.get_objects()}
    finally:
        gc.enable()
    assert sheets.rows["incidents"]
    assert "_PartReading" not in kept
