"""An earlier worklist still points at the right cells, and says what no longer applies."""

import csv
import io
from pathlib import Path

import pytest

from frameworklint.cli.main import main
from tests.conftest import write
from tests.workbooks import Sheets, books, small

Row = dict[str, str]


class Lists:
    """The worklists of a folder with workbooks that change."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.folder, self._capsys = folder, capsys
        self.sheets: Sheets = small()
        self.err = ""
        rows = self.sheets["incidenttechniques"]
        rows[1] |= {"disarm_id": "", "technique_ids": "T0002, T0001"}
        rows[2]["technique_ids"] = "T0001, T0002"
        self.sheets["incidenttechniques"].append(
            rows[0] | {"disarm_id": "IT00000004", "technique_ids": "T0002, T0001.001"}
        )

    def of(self, *arguments: str) -> list[Row]:
        """The lines of today's list."""
        write(self.folder, books(self.sheets))
        asked = ["--select", "FW702,FW704", *arguments]
        assert main(["worklist", str(self.folder), *asked]) == 0
        out, self.err = self._capsys.readouterr()
        return list(csv.DictReader(io.StringIO(out)))

    def save(self, rows: list[Row], delimiter: str = ",", mark: str = "\ufeff") -> str:
        """Save a list as a spreadsheet program does; returns the way to it."""
        path = self.folder / "list.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            file.write(mark)
            writer = csv.DictWriter(file, list(rows[0]), delimiter=delimiter)
            writer.writeheader()
            writer.writerows(rows)
        return str(path)


@pytest.fixture
def lists(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Lists:
    return Lists(tmp_path, capsys)


def cells(rows: list[Row]) -> list[tuple[str, str, str]]:
    return [(row["row_id"], row["column"], row["cell"]) for row in rows]


BELOW = "the row below IT00000001 (`They posted (T0002: Post It).`)"


def test_a_row_is_named_by_its_id_or_its_neighbor(lists: Lists) -> None:
    assert cells(lists.of()) == [
        (BELOW, "disarm_id", "A3"),
        (BELOW, "technique_ids", "D3"),
        ("IT00000003", "technique_ids", "D4"),
        ("IT00000004", "technique_ids", "D5"),
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", ["\ufeff", ""])
def test_after_a_row_is_deleted_the_list_points_at_the_right_cells(
    lists: Lists, delimiter: str, mark: str
) -> None:
    path = lists.save(lists.of(), delimiter, mark)
    del lists.sheets["incidenttechniques"][0]
    lists.sheets["incidenttechniques"][0] |= {"disarm_id": "IT00000002", "technique_ids": "T0001"}
    now = lists.of("--update", path)
    assert cells(now) == [
        (BELOW, "disarm_id", ""),
        (BELOW, "technique_ids", ""),
        ("IT00000003", "technique_ids", "D3"),
        ("IT00000004", "technique_ids", "D4"),
    ]
    assert [row["note"] for row in now[1:]] == ["no longer applies", "", ""]
    assert now[0]["note"] == "no longer applies: give the row an ID of its own"
    assert now[1]["now"] == "T0002, T0001"
    assert not now[1]["proposed"]
    assert lists.err.startswith(
        "2 lines no longer apply, 2 lines moved to another cell, 0 new lines at the end\n"
    )
    again = lists.of("--update", lists.save(now))
    assert again == now


def test_what_is_new_comes_last(lists: Lists) -> None:
    earlier = lists.of()
    path = lists.save(earlier)
    lists.sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0002"
    now = lists.of("--update", path)
    assert now[:-1] == earlier
    assert cells(now)[-1] == ("IT00000001", "technique_ids", "D2")
    assert "1 new line at the end" in lists.err


def test_white_space_around_an_id_makes_no_row_new(lists: Lists) -> None:
    lists.sheets["incidenttechniques"][2]["disarm_id"] = "\u00a0IT00000003 "
    before = lists.of("--update", lists.save(lists.of()))
    lists.sheets["incidenttechniques"][2]["disarm_id"] = "IT00000003"
    assert lists.of("--update", lists.save(before)) == before
    assert lists.err.startswith("0 lines no longer apply")


def test_changed_words_make_no_row_without_an_id_new(lists: Lists) -> None:
    path = lists.save(lists.of())
    lists.sheets["incidenttechniques"][1]["name"] = "They did more."
    now = lists.of("--update", path)
    assert len(now) == 4
    assert now[1]["row_id"] == "the row below IT00000001 (`They did more.`)"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"file,sheet,cell\n", "it has no column 'row_id'"),
        (b"\xff\xfe", "save it as CSV in UTF-8"),
        (b"", "it has no column 'file'"),
        (None, "can not be read"),
    ],
)
def test_what_is_no_worklist_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes | None, said: str
) -> None:
    write(tmp_path, books(small()))
    path = tmp_path / "list.csv"
    if content is not None:
        path.write_bytes(content)
    assert main(["worklist", str(tmp_path), "--update", str(path)]) == 2
    assert said in capsys.readouterr().err


def test_what_the_baseline_knows_is_counted_and_listed_where_it_is_asked_for(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lists.of()
    assert main(["baseline", str(lists.folder)]) == 0
    capsys.readouterr()
    assert lists.of() == []
    assert "of the baseline not listed; `--no-baseline` lists them, too" in lists.err
    assert lists.of("--no-baseline") == before
    assert "baseline" not in lists.err
    main(["fix", "--diff", str(lists.folder)])
    said = capsys.readouterr().err
    assert "of the baseline left alone; `--no-baseline` fixes what is certain, too" in said


def test_a_list_that_is_older_than_the_baseline_is_brought_up_to_date(
    lists: Lists, capsys: pytest.CaptureFixture[str]
) -> None:
    before = lists.of()
    assert main(["baseline", str(lists.folder)]) == 0
    capsys.readouterr()
    path = lists.save(before)
    assert lists.of("--update", path) == before
    assert lists.err.startswith("0 lines no longer apply, 0 lines moved to another cell, 0 new")
    assert "not listed" not in lists.err
    lists.sheets["incidenttechniques"][2]["technique_ids"] = "T0001"
    lists.sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0002"
    now = lists.of("--update", path)
    assert [row["note"] for row in now] == [row["note"] for row in before[:2]] + [
        "no longer applies",
        *(row["note"] for row in before[3:]),
        "",
    ]
    assert cells(now)[-1] == ("IT00000001", "technique_ids", "D2")
