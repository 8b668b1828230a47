"""Pages are read whole: every value in every form, each where it stands."""

import gc
import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from mistletoe import Document, HtmlRenderer, block_token

from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.page.page import Page, Table
from frameworklint.page.source_text import with_line_feeds
from frameworklint.page.text import Text
from frameworklint.source.span import Lines, Span

from ..conftest import page_of

TITLE = "# Technique T0001: Name\n\n"
MARKER = "DO NOT EDIT ABOVE THIS LINE - PLEASE ADD NOTES BELOW"


def fields(page: Page) -> list[tuple[str, str]]:
    return [(field.label, field.value.raw) for field in page.fields]


def notes(page: Page) -> list[str]:
    return [note.raw for note in page.notes]


def rows(table: Table) -> list[list[str]]:
    return [[cell.raw for cell in row.cells] for row in table.rows]


def row_of(kinds: Kinds, row: str, header: str = "| A | B |\n| - | - |\n") -> tuple[list[str], str]:
    """The cells of the only row of a table, and in what way it is broken."""
    page = page_of(kinds, TITLE + header + row)
    (table,) = page.tables
    (found,) = table.rows
    return [cell.raw for cell in found.cells], found.broken


# Title.


def test_title_has_word_id_and_name(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, "# Technique T0001.002: Name: of  it\n")
    assert page.title is not None
    assert page.title_id is not None
    assert (page.word, page.title_id.raw, page.name) == ("Technique", "T0001.002", "Name: of it")
    assert page.source[slice(*page.title_id.span)] == "T0001.002"


def test_title_of_an_index_page_is_its_name(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, "# DISARM Techniques:\n", "techniques_index.md")
    assert (page.word, page.title_id, page.name) == ("", None, "DISARM Techniques:")


@pytest.mark.parametrize("title", ["Name", "Technique: Name", "Incident I00001: Name"])
def test_title_of_another_form_names_no_page_of_the_kind(schema_kinds: Kinds, title: str) -> None:
    page = page_of(schema_kinds, f"# {title}\n")
    assert page.title is not None
    assert (page.title.raw, page.name) == (title, "")


def test_title_keeps_its_blanks(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, "#  Technique T0001: Two  blanks \n")
    assert page.title is not None
    assert page.title.raw == "Technique T0001: Two  blanks "


def test_title_may_be_underlined(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, "Technique T0001: Name\n===\n\n**Summary**: a\n")
    assert page.name == "Name"
    assert fields(page) == [("Summary", "a")]
    assert notes(page) == []


def test_text_before_the_title_is_a_note(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, "before\n\n# Technique T0001: Name\n")
    assert page.name == "Name"
    assert notes(page) == ["before"]


def test_heading_below_the_marker_is_no_title(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{MARKER}\n\n# Technique T0001: Name\n")
    assert page.title is None
    assert "Name" in notes(page)[0]


def test_headings_are_those_of_the_whole_file(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}## A\n{MARKER}\n## B ##\n\n```\n# C\n```\n")
    assert [heading.raw for heading in page.headings] == ["Technique T0001: Name", "A", "B"]


# Fields.


@pytest.mark.parametrize(
    "source",
    [
        "**Summary**: value",
        "**Summary:** value",
        "* **Summary:** value",
        "* **Summary**: value",
        "- **Summary** : value",
        "+ **Summary :** value",
        "**Summary**:value",
        "  **Summary**:   value  ",
        "text<br>**Summary**: value",
    ],
)
def test_label_is_found_in_every_style(schema_kinds: Kinds, source: str) -> None:
    page = page_of(schema_kinds, f"{TITLE}{source}\n")
    assert fields(page) == [("Summary", "value")]
    (field,) = page.fields
    assert page.source[slice(*field.label_span)].strip() == "Summary"


@pytest.mark.parametrize(
    "between", ["\n", "\n\n", "\n\n\n", "<br>", " <br><br/>", "\n* ", "\n\n- "]
)
def test_fields_stand_beside_each_other(schema_kinds: Kinds, between: str) -> None:
    source = f"**Summary**: a{between}**Tactic:** b{between}**Summary**: c\n"
    page = page_of(schema_kinds, TITLE + source)
    assert fields(page) == [("Summary", "a"), ("Tactic", "b"), ("Summary", "c")]


def test_unknown_label_begins_a_field_on_a_line_of_its_own(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}**Foo**: a\n\n* **Bar:** b<br>**Baz:** c\n")
    assert fields(page) == [("Foo", "a"), ("Bar", "b<br>**Baz:** c")]


def test_misspelled_label_begins_a_field_after_a_break_too(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}**Tactic**: a<br>**Parent Tecnique:** b\n")
    assert fields(page) == [("Tactic", "a"), ("Parent Tecnique", "b")]


def test_known_labels_share_a_line(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}**Tactic**: TA01 X **Parent Technique:** T0001 Y\n")
    assert fields(page) == [("Tactic", "TA01 X"), ("Parent Technique", "T0001 Y")]


@pytest.mark.parametrize(
    "text", ["a **Verdict:** b", "a **Verdict**: b", "a\nVerdict: b", "a **b** : c"]
)
def test_bold_text_in_a_sentence_is_no_label(schema_kinds: Kinds, text: str) -> None:
    assert fields(page_of(schema_kinds, f"{TITLE}**Summary**: {text}\n")) == [("Summary", text)]


@pytest.mark.parametrize("after", ["**Tactic**: x", "| A |\n| - |", MARKER, "<table></table>", ""])
def test_summary_runs_over_lines_and_blank_lines(schema_kinds: Kinds, after: str) -> None:
    page = page_of(schema_kinds, f"{TITLE}**Summary**: a\nb\n\nc: d\n\n* e\n\n{after}\n")
    assert fields(page)[0] == ("Summary", "a\nb\n\nc: d\n\n* e")


def test_other_value_runs_over_lines_up_to_a_blank_one(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}**Tactic**: a\nb\n\nc\n\n**Parent Technique**: d\n")
    assert fields(page) == [("Tactic", "a\nb"), ("Parent Technique", "d")]
    assert notes(page) == ["c"]


def test_empty_value_stands_right_behind_its_label(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}**Summary**: \n\n**Tactic**:\n")
    assert fields(page) == [("Summary", ""), ("Tactic", "")]
    assert [page.lines.position(field.value.start) for field in page.fields] == [(3, 13), (5, 12)]


def test_label_of_another_paragraph_style_is_kept_as_printed(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}* **incident type**: x\n")
    assert page.fields[0].label == "incident type"
    assert page.field("incident type") is page.fields[0]
    assert page.field("Incident Type") is None


# Markdown tables.


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("|a|b|", ["a", "b"]),
        ("| a | |", ["a", ""]),
        ("| a ||", ["a", ""]),
        ("|||", ["", ""]),
        ("| | b |", ["", "b"]),
        ("  | a | b |  ", ["a", "b"]),
        (r"| a \| c | b |", [r"a \| c", "b"]),
        ("| a<br>c | `b` |", ["a<br>c", "`b`"]),
        ("| a | b", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("| a | é\u2028\u0085 |", ["a", "é\u2028\u0085"]),
    ],
)
def test_row_is_cut_at_its_pipes(schema_kinds: Kinds, row: str, cells: list[str]) -> None:
    assert row_of(schema_kinds, f"{row}\n") == (cells, "")


@pytest.mark.parametrize(
    ("row", "cells"),
    [("| a | b | c |", ["a", "b", "c"]), ("| a |", ["a"]), ("| a | b || c |", ["a", "b", "", "c"])],
)
def test_row_with_a_wrong_number_of_cells_is_broken(
    schema_kinds: Kinds, row: str, cells: list[str]
) -> None:
    assert row_of(schema_kinds, f"{row}\n") == (cells, "cells")


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b\nc |", ["a", "b\nc"]),
        ("| a | b\n\nc |", ["a", "b\n\nc"]),
        ("| a | b\n\n\nc\nd |", ["a", "b\n\n\nc\nd"]),
        ("| a\nb | c |", ["a\nb", "c"]),
        ("| a | b\r\nc |", ["a", "b\r\nc"]),
        ("| a\n| b |", ["a", "b"]),
    ],
)
def test_row_that_a_line_break_cut_is_read_whole(
    schema_kinds: Kinds, row: str, cells: list[str]
) -> None:
    found, broken = row_of(schema_kinds, f"{row}\n")
    assert broken == "cut"
    assert "".join(found).replace("\n", "") == "".join(cells).replace("\n", "")


@pytest.mark.parametrize(
    "after", ["**Summary**: c", "  * **Tactic:** c", MARKER, "\n\n| X |\n| - |\n| c |"]
)
def test_cut_row_ends_where_something_else_begins(schema_kinds: Kinds, after: str) -> None:
    page = page_of(schema_kinds, f"{TITLE}| A | B |\n| - | - |\n| a | b\nc\n{after}\n")
    assert page.source[slice(*page.tables[0].rows[0].span)] == "| a | b\nc"


def test_row_after_a_blank_line_is_one_of_the_table(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}| A | B |\n| - | - |\n| a | b |\n\n| c | d |\n\n")
    assert rows(page.tables[0]) == [["a", "b"], ["c", "d"]]
    assert [row.broken for row in page.tables[0].rows] == ["", "apart"]


@pytest.mark.parametrize("between", ["<!-- x -->\n", "# x\n", "* ", "> ", "1. "])
def test_row_that_something_keeps_out_of_the_table_is_one_of_it(
    schema_kinds: Kinds, between: str
) -> None:
    table = f"| A | B |\n| - | - |\n| a | b |\n{between}| c | d |\n| e | f |\n"
    (read,) = page_of(schema_kinds, f"{TITLE}{table}").tables
    above = [between.strip()] if "\n" in between else []  # what it says is not lost
    assert rows(read) == [["a", "b"], ["c", "d", *above], ["e", "f"]]
    assert [row.broken for row in read.rows] == ["", "ended", ""]


@pytest.mark.parametrize(
    "below", ["<!-- x -->\n\n| c | d |\n", ">>>>>>> x\n| c | d |\n", "* | c |\n"]
)
def test_what_ends_a_table_without_a_row_of_it_below_is_none(
    schema_kinds: Kinds, below: str
) -> None:
    page = page_of(schema_kinds, f"{TITLE}| A | B |\n| - | - |\n| a | b |\n{below}")
    assert ["c", "d"] not in rows(page.tables[0])


def test_many_rows_that_are_not_closed_take_no_time(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}| A | B |\n| - | - |\n" + "| a\n" * 9_000)
    assert sum(len(row.cells) for row in page.tables[0].rows) == 9_000


@pytest.mark.parametrize(("header", "columns"), [("||", [""]), ("|||", ["", ""])])
def test_table_has_a_column_even_where_its_header_is_empty(
    schema_kinds: Kinds, header: str, columns: list[str]
) -> None:
    page = page_of(schema_kinds, f"{TITLE}{header}\n|{'-|' * len(columns)}\n")
    assert [column.raw for column in page.tables[0].columns] == columns


def test_table_has_a_key_a_header_and_columns(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}| A | B c |\n|:--|--:|\n| a | b |\n")
    table = page.table("A")
    assert table is not None
    assert (table.key, table.header, table.is_html) == ("A", "A | B c", False)
    cell = table.rows[0].cell("B c")
    assert cell is not None
    assert cell.raw == "b"
    assert table.rows[0].cell("C") is None


def test_broken_row_has_no_cell_under_a_column(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}| A | B |\n| - | - |\n| a |\n")
    assert page.tables[0].rows[0].cell("A") is None


def test_tables_follow_each_other(schema_kinds: Kinds) -> None:
    page = page_of(
        schema_kinds, f"{TITLE}| A |\n| - |\n| a |\n\n\n| B |\n| - |\n\n| A |\n|-|\n| c |\n"
    )
    assert [table.key for table in page.tables] == ["A", "B", "A"]
    assert [rows(table) for table in page.tables] == [[["a"]], [], [["c"]]]
    assert page.table("A") is page.tables[0]


def test_rows_after_a_blank_line_are_no_rows(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}| A |\n| - |\n| a |\n\nb\n")
    assert rows(page.tables[0]) == [["a"]]
    assert notes(page) == ["b"]


@pytest.mark.parametrize(
    ("cell", "listed"),
    [
        ("[T0002 Name](../techniques/T0002.md)", "T0002"),
        ("[Name](../techniques/T0002.md#x)", "T0002"),
        ("[T0002 Name](../techniques/.md)", "T0002"),
        ("T0002 Name", "T0002"),
        ("<i>T0002</i> Name", "T0002"),
        ("Name", ""),
        ("", ""),
    ],
)
def test_row_lists_the_page_that_its_first_cell_names(
    schema_kinds: Kinds, cell: str, listed: str
) -> None:
    page = page_of(schema_kinds, f"{TITLE}| A | B |\n| - | - |\n| {cell} | T0003 |\n")
    (row,) = page.tables[0].rows
    assert row.listed_id == listed
    assert row.listed_name == ("Name" if cell else "")


# HTML tables.


def test_html_table_is_a_table(schema_kinds: Kinds) -> None:
    source = (
        '<table border="1">\n<tr>\n<th>id</th>\n<th>name</th>\n</tr>\n'
        '<tr>\n<td><a href="techniques/T0001.md">T0001</a></td>\n<td>a | b</td>\n</tr>\n</table>\n'
    )
    page = page_of(schema_kinds, f"# DISARM Techniques:\n\n{source}", "techniques_index.md")
    (table,) = page.tables
    assert (table.key, table.header, table.is_html) == ("id", "id | name", True)
    assert rows(table) == [['<a href="techniques/T0001.md">T0001</a>', "a | b"]]
    assert table.rows[0].listed_id == "T0001"
    assert [link.target for link in page.links] == ["techniques/T0001.md"]
    assert notes(page) == []


def test_html_table_without_a_header_has_no_columns(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}<table><tr><td>a</td></tr><tr><td>b<td>c</table>\n")
    (table,) = page.tables
    assert (table.columns, table.key, rows(table)) == ([], "", [["a"], ["b", "c"]])
    assert [row.broken for row in table.rows] == ["", ""]


def test_html_row_with_a_wrong_number_of_cells_is_broken(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}<table><tr><th>A<th>B<tr><td>a<tr><td>b<td>c</table>\n")
    assert [row.broken for row in page.tables[0].rows] == ["cells", ""]


def test_html_table_runs_over_blank_lines(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}<table>\n<tr><td>a\n\nb</td></tr>\n\n</table>\n\nc\n")
    assert rows(page.tables[0]) == [["a\n\nb"]]
    assert notes(page) == ["c"]


def test_text_around_html_tables_is_kept(schema_kinds: Kinds) -> None:
    table = "<table><tr><td>a</td></tr></table>"
    page = page_of(schema_kinds, f"{TITLE}<div>b{table}c{table}d</div>\n\ne\n")
    assert [rows(table) for table in page.tables] == [[["a"]], [["a"]]]
    assert notes(page) == ["<div>b", "c", "d</div>", "e"]


def test_markdown_has_no_meaning_in_an_html_table(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}<table><tr><td>[a](b.md)</td></tr></table>\n")
    assert list(page.links) == []


# Marker, notes, repeated title.


@pytest.mark.parametrize(
    "line",
    [MARKER.lower(), f"## {MARKER}", f"**{MARKER}**", MARKER.replace(" - ", " – ")],
)
def test_summary_ends_at_what_is_meant_as_the_marker(schema_kinds: Kinds, line: str) -> None:
    page = page_of(schema_kinds, f"{TITLE}**Summary**: a\n\nb\n\n{line}\nc\n")
    assert fields(page) == [("Summary", "a\n\nb")]
    assert notes(page) == ([line, "c"] if line.startswith("#") else [f"{line}\nc"])


def test_summary_ends_at_a_header_without_its_line_of_dashes(schema_kinds: Kinds) -> None:
    table = "| Counters | Response types |\n| [C00001 x](../counters/C00001.md) | D02 |"
    page = page_of(schema_kinds, f"{TITLE}**Summary**: a | b\n\n| c |\n\n{table}\n\n{MARKER}\n")
    assert fields(page) == [("Summary", "a | b")]
    assert notes(page) == ["| c |", table]


def test_everything_below_the_marker_is_notes(schema_kinds: Kinds) -> None:
    below = "**Summary**: b\n\n| B |\n| - |\n| b |\n"
    page = page_of(schema_kinds, f"{TITLE}**Summary**: a\n\n{MARKER}\n{below}")
    assert fields(page) == [("Summary", "a")]
    assert page.tables == []
    assert "\n".join(notes(page)).split() == below.split()
    assert [page.source[slice(*span)] for span in page.markers] == [MARKER]


def test_marker_may_be_indented_and_stand_more_than_once(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}  {MARKER} \na\n{MARKER}\nb {MARKER}\n")
    assert [page.lines.position(span.start) for span in page.markers] == [(3, 3), (5, 1)]
    assert notes(page) == ["a", f"b {MARKER}"]


def test_what_follows_the_marker_on_its_line_is_a_note(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}**Tactic**: a\n\n{MARKER} b\nc\n")
    assert fields(page) == [("Tactic", "a")]
    assert notes(page) == ["b\nc"]


def test_marker_above_content_is_no_part_of_it(schema_kinds: Kinds) -> None:
    source = f"{TITLE}**Summary**: a\n{MARKER}\nb\n\n**Tactic**: c\n{MARKER}\nd\n"
    page = page_of(schema_kinds, source)
    assert fields(page) == [("Summary", "a"), ("Tactic", "c")]
    assert notes(page) == ["b", "d"]


def test_repeated_title_ends_the_page(schema_kinds: Kinds) -> None:
    page = page_of(
        schema_kinds, f"{TITLE}**Summary**: a\n\n# Technique T0001: Name\n\n**Summary**: b\n"
    )
    assert [text.raw for text in page.repeats] == ["Technique T0001: Name"]
    assert fields(page) == [("Summary", "a")]
    assert any("**Summary**: b" in note for note in notes(page))


def test_of_repeated_pages_the_fullest_is_read(schema_kinds: Kinds) -> None:
    full = "**Summary**: b\n\n**Tactic**: c\n"
    page = page_of(schema_kinds, f"{TITLE}**Summary**: a\n\n{TITLE}{full}\n{MARKER}\n")
    assert fields(page) == [("Summary", "b"), ("Tactic", "c")]
    assert any("**Summary**: a" in note for note in notes(page))


def test_heading_of_another_form_is_no_repeated_title(schema_kinds: Kinds) -> None:
    page = page_of(schema_kinds, f"{TITLE}# Notes\n\n## Technique T0001: Name\n")
    assert page.repeats == ()


def test_code_in_the_notes_has_no_links(schema_kinds: Kinds) -> None:
    page = page_of(
        schema_kinds, f"{TITLE}{MARKER}\n[a](b.md)\n\n```\n[c](d.md)\n```\n\n    [e](f.md)\n"
    )
    assert [link.target for link in page.links] == ["b.md"]


def test_file_that_is_no_page_has_title_and_notes_only(schema_kinds: Kinds) -> None:
    page = page_of(
        schema_kinds, "# Read me\n\n**Summary**: [a](b.md)\n\n| A |\n| - |\n", "README.md"
    )
    assert (page.kind, page.name, page.fields, page.tables) == (None, "Read me", [], [])
    assert [link.target for link in page.links] == ["b.md"]


# Properties of every page.


def spans_of(texts: Iterable[Text]) -> list[Span]:
    return [text.span for text in texts]


def demand_apart(spans: list[Span]) -> None:
    """Spans of one level do not overlap; an empty one may touch its neighbor."""
    for one, other in pairwise(sorted(spans)):
        assert one.end <= other.start, (one, other)


def demand_located(page: Page) -> None:
    for text in page.texts():
        assert page.source[slice(*text.span)] == text.raw
        for link in text.links:
            assert text.span.covers(link.span)
            assert link.span.covers(link.target_span)
        for tag in text.tags:
            assert text.span.covers(tag.span)
            assert page.source[tag.span.start] == "<"
        for citation in text.citations:
            assert page.source[slice(*citation.span)] == citation.written
    for field in page.fields:
        assert page.source[slice(*field.label_span)].strip() == field.label
        assert field.label_span.end <= field.value.start
    for part in (page.title_id, page.name_text):
        if part and page.title:
            assert page.title.span.covers(part.span)
            assert page.source[slice(*part.span)] == part.raw


def demand_levels_apart(page: Page) -> None:
    top = [Span(field.label_span.start, field.value.span.end) for field in page.fields]
    top += [table.span for table in page.tables] + page.markers + spans_of(page.notes)
    demand_apart(top + ([page.title.span] if page.title else []))
    for table in page.tables:
        demand_apart([row.span for row in table.rows])
        demand_apart(spans_of(table.columns))
        for row in table.rows:
            demand_apart(spans_of(row.cells))
            assert table.span.covers(row.span)
            assert all(row.span.covers(cell.span) for cell in row.cells)


def lost(page: Page) -> list[str]:
    """What no value of the page covers and what is no punctuation of labels and tables.

    What stands loose between the cells of an HTML table belongs nowhere: it is passed over.
    """
    rest = list(page.source)

    def cover(spans: Iterable[Span]) -> None:
        for start, end in spans:
            rest[start:end] = "\0" * (end - start)

    def left(span: Span) -> str:
        """What is not covered in a span, which is covered from now on."""
        found = "".join(rest[slice(*span)])
        cover([span])
        return found

    cover(spans_of(page.texts()))
    cover([field.label_span for field in page.fields] + page.markers)
    found = []
    if page.title:
        lines = Lines(with_line_feeds(page.source))
        first = lines.position(page.title.start)[0] - 1
        last = lines.position(page.title.span.end)[0] - 1
        underline = lines.span(min(last + 1, len(lines) - 1))
        found += re.findall(r"[^\0\s#]", left(lines.span(first)))
        found += re.findall(r"[^\0\s#]", left(lines.span(last)))
        if re.fullmatch(r" *(=+|-+)\s*", page.source[slice(*underline)]):
            left(underline)
    for table in page.tables:
        inside = left(table.span)
        if not table.is_html:
            found += re.findall(r"[^\0\s|:-]", inside)
    breaks = re.sub(r"<br\s*/?>", "", "".join(rest))
    return found + re.findall(r"[^\0\s*:+-]", breaks)


def demand_whole(page: Page) -> None:
    demand_located(page)
    demand_levels_apart(page)
    assert lost(page) == []


def test_real_pages_are_read_whole(real_framework: Framework) -> None:
    assert len(real_framework.pages) > 600
    for page in real_framework.pages:
        demand_whole(page)


def test_nothing_stands_between_the_cells_of_real_html_tables(real_framework: Framework) -> None:
    tables = [(page, table) for page in real_framework.pages for table in page.tables]
    for page, table in tables:
        if table.is_html:
            cells = [cell for row in table.rows for cell in row.cells] + table.columns
            rest = page.source[slice(*table.span)]
            for start, end in sorted(spans_of(cells), reverse=True):
                rest = rest[: start - table.span.start] + rest[end - table.span.start :]
            assert re.sub(r"<[^<>]*>", "", rest).strip() == ""


LINES = st.one_of(
    st.sampled_from(["", "", "# Technique T0001: Name", "# Other", "Title\n=====", MARKER, "text"]),
    st.sampled_from(["**Summary**: a", "* **Tactic:** TA01 b", "- **Foo**: ", "a **Tactic**: b"]),
    st.sampled_from(
        ["**A**: a<br><br>**B:** b", "a<br>b", "`code`", "```", "    code", "[a]: b.md"]
    ),
    st.sampled_from(
        ["| A | B |\n| - | - |", "| a | b |", "| a ||", "| a | b", "c |", "|", "a | b"]
    ),
    st.sampled_from([r"| \| | [a](b.md) |", "| a | b | c |", "| T0001: x | <i>y</i> |", "---"]),
    st.sampled_from(
        ["<table><tr><th>A</th></tr>", "<tr><td>a</td></tr>", "</table>", "<div>x</div>"]
    ),
    st.sampled_from(["<table>\n<tr>\n<td>a\n\nb</td>\n</tr>\n</table>", "<!-- <table> -->", "> q"]),
    st.text(st.sampled_from("ab é*:|<>#-\u2028\u0085\t\r\ufeff[]()"), max_size=8),
)
PATHS = st.sampled_from(
    ["techniques/T0001.md", "techniques_index.md", "README.md", "incidents/I00001.md"]
)


@given(st.lists(LINES, max_size=14), PATHS, st.sampled_from(["\n", "\r\n", "\r"]), st.booleans())
@example([">#"], "techniques/T0001.md", "\n", False)
@example(
    ["# Technique T0001: Name", "x <table><tr><td>a</td></tr></table> y"], "README.md", "\n", True
)
@example(
    ["| A | B |\n| - | - |", "<table><tr><th>A</th></tr>", "| a | b |"],
    "techniques/T0001.md",
    "\n",
    True,
)
@example(
    ["| A | B |\n| - | - |", "> See [a](a.md)", "| a | b |"], "techniques/T0001.md", "\n", True
)
@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
def test_any_page_is_read_whole(
    schema_kinds: Kinds, lines: list[str], path: str, ending: str, final: bool
) -> None:
    source = "\n".join(lines).replace("\n", ending) + (ending if final else "")
    page = page_of(schema_kinds, source, path)
    assert page.unreadable == ""
    demand_whole(page)


@given(
    st.lists(st.lists(st.text(st.sampled_from("ab é\\`*<>[]"), max_size=5), min_size=2, max_size=2))
)
def test_cells_that_were_joined_are_cut_again(schema_kinds: Kinds, cells: list[list[str]]) -> None:
    table = [[cell.replace("\\", "").strip() for cell in row] for row in cells]
    source = "".join(f"| {' | '.join(row)} |\n" for row in table)
    page = page_of(schema_kinds, f"{TITLE}| A | B |\n| - | - |\n{source}")
    assert rows(page.tables[0]) == table


# Cells are those of mistletoe.


def stock_rows(source: str) -> Iterator[tuple[int, list[str]]]:
    """Line and rendered cells of each row below a header, as mistletoe alone gives them."""
    with HtmlRenderer() as renderer:
        for block in Document([line + "\n" for line in source.split("\n")]).children:
            for row in block.children if isinstance(block, block_token.Table) else ():
                yield row.line_number, [renderer.render_inner(cell) for cell in row.children]


def rendered(cells: list[Text]) -> list[str]:
    """Cells rendered by mistletoe. What it drops, an empty cell of `||`, is put in front."""
    with HtmlRenderer() as renderer:
        unescaped = [cell.raw.replace("\\|", "|") for cell in cells]
        return [renderer.render_inner(block_token.TableCell(text)) for text in unescaped]


@pytest.mark.slow
def test_cells_of_real_rows_are_those_of_mistletoe(real_framework: Framework) -> None:
    compared = 0
    for page in real_framework.records:
        ours = {
            page.lines.position(row.span.start)[0]: row.cells
            for row in page.rows()
            if not row.broken and not row.table.is_html
        }
        for line, cells in stock_rows(page.source):
            if line in ours:
                compared += 1
                assert rendered(ours[line]) == cells, (page.path, line)
    assert compared > 1500


def test_a_page_keeps_nothing_of_what_has_read_it(schema_kinds: Kinds) -> None:
    gc.collect()
    gc.disable()
    try:
        page = page_of(schema_kinds, TITLE + "**A:** a\n\n| A |\n| - |\n| b |\n\n- c\n\n> d\n")
        kept = {type(one).__name__ for one in gc.get_objects()}
    finally:
        gc.enable()
    assert page.tables
    assert kept.isdisjoint({"_PageReader", "FieldReader", "SourceText", "Document", "List"})
