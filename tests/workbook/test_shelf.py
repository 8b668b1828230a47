"""A workbook that was read once is not read again, and what is kept of it is what it says."""

import io
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from frameworklint.cache.store import FOLDER, Cache
from frameworklint.digests import blob_name
from frameworklint.errors import UnreadableFileError, UsageError
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.source.files import WorkTree
from frameworklint.source.git import Repository as Git
from frameworklint.workbook import reader
from frameworklint.workbook.files import SIZE_LIMIT, Shelf
from frameworklint.workbook.sheet import Sheets

from ..memory_tree import MemoryTree
from ..raw_workbook import cell, row, workbook
from ..scratch import Repository
from ..workbooks import book, books, small

PATH = "DISARM_MASTER_DATA/BOOK.xlsx"
WANTED = frozenset({"incidents"})
BOOK = book({"incidents": [{"disarm_id": "I00001", "name": "First"}], "other": [{"a": "b"}]})


def tree(content: bytes = BOOK) -> MemoryTree:
    return MemoryTree({PATH: content})


def never(*_: object) -> Sheets:
    raise AssertionError("the workbook was read again")


def test_the_next_run_reads_no_workbook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = Shelf(Cache(str(tmp_path))).sheets(tree(), PATH, WANTED)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(reader, "read", never)
        assert Shelf(Cache(str(tmp_path))).sheets(tree(), PATH, WANTED) == first
        with pytest.raises(AssertionError):
            Shelf(Cache(str(tmp_path))).sheets(tree(), PATH, frozenset({"other"}))
        with pytest.raises(AssertionError):
            Shelf(Cache(str(tmp_path))).sheets(tree(BOOK + b"\0"), PATH, WANTED)
    assert first.rows == {"incidents": [["disarm_id", "name"], ["I00001", "First"]]}


def test_what_changes_during_a_run_is_not_kept(tmp_path: Path) -> None:
    file = tmp_path / PATH
    file.parent.mkdir()
    file.write_bytes(BOOK)
    files = WorkTree(str(tmp_path))
    files.read(PATH, SIZE_LIMIT)
    shelf = Shelf(Cache(str(tmp_path)))
    assert shelf.name(files, PATH) == blob_name(BOOK)
    file.write_bytes(BOOK + b"\0")
    with pytest.raises(UsageError, match="changed during the run"):
        shelf.sheets(files, PATH, WANTED)
    assert not (tmp_path / FOLDER).exists()


def test_workbooks_of_a_repository_that_names_by_sha256_are_read(tmp_path: Path) -> None:
    repository = Repository(tmp_path, "--object-format=sha256")
    repository.write({PATH: BOOK})
    tree = Git(str(tmp_path)).tree(repository.commit())
    assert Shelf(None).sheets(tree, PATH, WANTED).rows


def test_a_refusal_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = []
    for _ in range(2):
        with pytest.raises(UnreadableFileError) as error:
            Shelf(Cache(str(tmp_path))).sheets(tree(b"no workbook"), PATH, WANTED)
        said.append(str(error.value))
        monkeypatch.setattr(reader, "read", never)
    assert said[0] == said[1]


def test_what_was_made_of_strings_is_made_once(tmp_path: Path) -> None:
    store = Cache(str(tmp_path))
    assert Shelf(store).kept("made", ["a", "b"], lambda: {"a": [1]}) == {"a": [1]}
    assert Shelf(store).kept("made", ["a", "b"], lambda: {"a": [2]}) == {"a": [1]}
    assert Shelf(store).kept("made", ["ab"], lambda: {"a": [2]}) == {"a": [2]}
    assert Shelf(None).kept("made", ["a", "b"], lambda: {"a": [2]}) == {"a": [2]}


@pytest.mark.parametrize(
    "kept",
    [
        [],
        {},
        {"rows": {}},
        {"rows": {"incidents": [["a", 1]]}, "share": 0.1},
        {"rows": {"incidents": ["ab"]}, "share": 0.1},
        {"rows": {"incidents": 7}, "share": 0.1},
        {"rows": {}, "share": None},
        {"rows": {}, "share": 0.1, "more": 1},
    ],
    ids=json.dumps,
)
def test_what_another_has_laid_there_is_as_good_as_none(tmp_path: Path, kept: object) -> None:
    store = Cache(str(tmp_path))
    first = Shelf(store).sheets(tree(), PATH, WANTED)
    (file,) = (tmp_path / ".frameworklint_cache" / "workbooks").iterdir()
    store.write(f"workbooks/{file.name}", kept)
    assert Shelf(store).sheets(tree(), PATH, WANTED) == first


def test_two_states_share_a_workbook_that_is_the_same(schema_kinds: Kinds) -> None:
    files = books(small())
    base = Framework(schema_kinds, MemoryTree(files))
    same = Framework(schema_kinds, MemoryTree({**files, "notes.md": b"x\n"}), base=base)
    assert same.workbook is base.workbook
    assert same.references is base.references
    assert same.references.all == base.references.all
    changed = small()
    changed["incidents"][0]["name"] = "Other"
    other = Framework(schema_kinds, MemoryTree(books(changed)), base=base)
    assert other.workbook is not base.workbook
    names = [w.name_cell("I00001") for w in (base.workbook, other.workbook)]
    assert [cell and cell.text for cell in names] == ["First", "Other"]


CELLS = st.lists(
    st.sampled_from(
        [
            cell("{c}{r}", "text"),
            "<c r='{c}{r}'><v>1</v></c>",
            '<c r="{c}{r}" s="5"/>',
            '<c r="{c}{r}" s="5" t="s"/>',
            '<c r="{c}{r}"></c>',
            '<c r="{c}{r}"><v>7</v></c>',
            "<c/>",
            "<c><v>8</v></c>",
        ]
    ),
    max_size=4,
)
ROWS = st.lists(
    st.tuples(
        st.sampled_from(['<row r="{r}">', '<row r="{r}" ht="15.6" spans="1:25">', "<row>"]), CELLS
    ),
    max_size=12,
)


@settings(max_examples=50, deadline=None)
@given(ROWS, st.sampled_from([1 << 16, 61, 17]))
def test_what_is_left_out_holds_nothing(rows: list[tuple[str, list[str]]], chunk: int) -> None:
    """The reader delivers the same from the workbook as it is."""
    lines = []
    for number, (head, cells) in enumerate(rows, start=2):
        inside = "".join(each.format(c="ABCD"[n], r=number) for n, each in enumerate(cells))
        line = head.format(r=number)
        is_empty = not inside and "ht=" in line
        lines.append(line.replace(">", "/>") if is_empty else f"{line}{inside}</row>")
    content = workbook({"incidents": row(1, "a", "b") + "".join(lines)})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("frameworklint.workbook.limits._CHUNK", chunk)
        found = reader.read(content, "xlsx", WANTED).rows["incidents"]
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as whole:
        expected = whole.get_sheet_by_name("incidents").to_python(skip_empty_area=False)
    assert found == [[reader.printed(value) for value in values] for values in expected]
