"""A row is named by its ID, whatever its number, or by the nearest row that has one."""

from hypothesis import given
from hypothesis import strategies as st

from frameworklint.workbook.sheet import Sheet

HEAD = ["disarm_id", "name"]


def sheet(*rows: tuple[str, str], above: int = 0) -> Sheet:
    blank: list[list[str]] = [[] for _ in range(above)]
    return Sheet("a.xlsx", "incidents", 0, [*blank, HEAD, *map(list, rows)], "disarm_id")


def names(found: Sheet) -> list[str]:
    return [found.row_name(row) for row in found.rows]


def test_white_space_around_an_id_is_no_part_of_it() -> None:
    assert names(sheet(("\u00a0I00001\n", "First"), (" I00 002", "Second"))) == ["I00001", "I00002"]


def test_a_row_without_an_id_is_named_by_its_neighbor_and_first_words() -> None:
    found = sheet(("", "Zero"), ("I1", "One"), ("", "Two"), (" ", "Th\nree"), ("", ""), ("I6", "x"))
    assert names(found) == [
        "the row above I1 (`Zero`)",
        "I1",
        "the row below I1 (`Two`)",
        "the 2nd row below I1 (`Th ree`)",
        "the 3rd row below I1",
        "I6",
    ]
    assert names(sheet(("", "One"), ("", "Two"), ("I3", ""))) == [
        "the 2nd row above I3 (`One`)",
        "the row above I3 (`Two`)",
        "I3",
    ]


def test_rows_are_counted_where_none_has_an_id() -> None:
    assert names(sheet(("", "One"), ("", "Two"))) == ["the 1st row (`One`)", "the 2nd row (`Two`)"]


def test_what_is_longer_than_any_id_is_cut() -> None:
    assert names(sheet(("x" * 300, ""), ("x" * 301, ""))) == ["x" * 300, "x" * 299 + "…"]


def test_a_row_that_is_not_there_has_no_name() -> None:
    found = sheet(("I1", "One"))
    assert [found.row_name(row) for row in (1, 3, 99)] == ["", "", ""]


ROWS = st.lists(st.sampled_from(["", " ", "I1", "I2", "I3"]), max_size=8)


@given(ids=ROWS, words=st.text(max_size=5), above=st.integers(0, 3))
def test_keys_depend_on_neither_words_nor_numbers(ids: list[str], words: str, above: int) -> None:
    rows = [(wanted, "x") for wanted in ids] + [("I9", "last")]
    one, other = sheet(*rows), sheet(*((i, words) for i, _ in rows), above=above)
    assert list(map(one.row_key, one.rows)) == list(map(other.row_key, other.rows))


@given(ids=st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=8, unique=False))
def test_rows_of_a_sheet_whose_ids_differ_have_keys_that_differ(ids: list[str]) -> None:
    unique = [wanted if wanted not in ids[:n] else "" for n, wanted in enumerate(ids)]
    found = sheet(*((wanted, "x") for wanted in unique))
    keys = list(map(found.row_key, found.rows))
    assert len(set(keys)) == len(keys)
