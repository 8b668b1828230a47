"""Tables are cut as `csv` and a browser cut them, and each cell is found where it stands."""

import csv
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.errors import UnreadableFileError
from frameworklint.exports.grids import GridExport
from frameworklint.kinds.exports import ExportAnnotation, GridAnnotation
from frameworklint.kinds.kind import Kinds

TEXTS = st.text("T01,\"'. é\n\r", max_size=8)


def grid(kinds: Kinds, content: str | bytes, form: str = "csv") -> GridExport:
    annotation = ExportAnnotation(
        "x", form, "list", "run it", grid=GridAnnotation("technique", "tactic", entries="li")
    )
    raw = content.encode() if isinstance(content, str) else content
    return GridExport("x", annotation, raw, kinds)


@settings(max_examples=40)
@given(rows=st.lists(st.lists(TEXTS, min_size=1, max_size=4), max_size=5), ending=st.booleans())
def test_cells_are_those_that_csv_reads(
    schema_kinds: Kinds, rows: list[list[str]], ending: bool
) -> None:
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n" if ending else "\n").writerows([["TA01"], *rows])
    found = grid(schema_kinds, buffer.getvalue())
    _, *read = csv.reader(io.StringIO(buffer.getvalue(), newline=""))
    expected = [
        (number, " ".join(text.split()))
        for row in read
        for number, text in enumerate(row)
        if text.split()
    ]
    assert [(cell.column, cell.text) for cell in found.cells] == expected


def test_cells_have_the_names_of_a_spreadsheet(schema_kinds: Kinds) -> None:
    found = grid(schema_kinds, "P01,P01\r\nTA01,TA02\r\n,T0002\n")
    (cell,) = found.cells
    assert found.page.where(cell.span) == "x:B3"
    assert found.page.lines.position(cell.span.start) == (3, 2)
    assert found.page.anchor(cell.span) == "cell T0002"
    assert [head.text for head in found.head_cells] == ["TA01", "TA02"]
    assert [one.text for one in found.above] == ["P01", "P01"]


def test_html_is_read_as_a_browser_shows_it(schema_kinds: Kinds) -> None:
    text = (
        "<script>var a = '<table>';</script><h1>x</h1><TABLE><tr><td>TA01 Plan<th>TA02 Act"
        "<tr><td id=a>T0001 <b>This &amp; That</b><input type=checkbox><td> </table>"
        "<ul><li>T0001: This<li style='x'>T0002: That</ul><p>T0003: no entry</p>"
    )
    found = grid(schema_kinds, text.replace("<script>var a = '<table>';</script>", ""), "html")
    assert [(cell.id, cell.name, cell.column) for cell in found.cells] == [
        ("T0001", "This & That", 0)
    ]
    assert [(entry.id, entry.name) for entry in found.entries] == [
        ("T0001", "This"),
        ("T0002", "That"),
    ]
    assert found.page.source[slice(*found.entries[1].span)] == "T0002: That"


@pytest.mark.parametrize("content", [b"", b"a,b\nT0001,", b"\xff", b"TA01\n\0"])
def test_what_is_no_table_of_ids_says_so(schema_kinds: Kinds, content: bytes) -> None:
    with pytest.raises(UnreadableFileError):
        grid(schema_kinds, content)
