"""Tags, attributes and tables of HTML, each where it stands."""

import time
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.markdown import html
from frameworklint.markdown.html import Tag


def names(text: str) -> list[str]:
    """The tags of a text as `b`, `/b`."""
    return ["/" * tag.closing + tag.name for tag in html.tags(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<i>x</i>", ["i", "/i"]),
        ("<I>x</i >", ["i", "/i"]),
        ("<br><br/><br />", ["br", "br", "br"]),
        ("<a\nhref='x'\n>", ["a"]),
        ("<a href=x class = \"y\" hidden data-x='>'>", ["a"]),
        ("<h1>", ["h1"]),
        ("<my-tag>", ["my-tag"]),
    ],
)
def test_tag_is_found(text: str, expected: list[str]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "a < b > c",
        "<3",
        "< i>",
        "</ i>",
        "<>",
        "<i",
        "<a href='x>",
        '<a href="x"class="y">',
        "<a =x>",
        "</a href=x>",
        "<https://example.org>",
        "<i_x>",
        "<a hréf=x>",
    ],
)
def test_what_only_looks_like_a_tag_is_passed_over(text: str) -> None:
    assert names(text) == []


def test_tag_after_what_only_looks_like_one_is_found() -> None:
    assert names("1 < 2 <i <b>") == ["b"]


@pytest.mark.parametrize("text", ["<!-- <b> -->", "<!-- <b>", "<!--\n<a href='x.md'>x</a>\n-->"])
def test_tag_inside_a_comment_is_none(text: str) -> None:
    assert names(text) == []


def test_tag_around_a_comment_is_found() -> None:
    assert names("<i><!-- <b> --></i><!----><u>") == ["i", "/i", "u"]


def test_attributes_have_name_value_and_place() -> None:
    text = "é <A HREF=\"a.md\" title='x > y' hidden id=z>"
    (tag,) = html.tags(text)
    assert [(found.name, found.value) for found in tag.attributes] == [
        ("href", "a.md"),
        ("title", "x > y"),
        ("hidden", ""),
        ("id", "z"),
    ]
    assert [text[slice(*found.span)] for found in tag.attributes] == ["a.md", "x > y", "", "z"]
    assert text[slice(*tag.span)] == text[2:]


def test_long_value_is_read_whole() -> None:
    address = "data:image/png;base64," + "A" * 50_000
    (tag,) = html.tags(f'<img src="{address}">')
    assert tag.attributes[0].value == address


def test_only_the_stretch_asked_for_is_read() -> None:
    text = "<i><b><u>"
    assert [tag.name for tag in html.tags(text, 3, 6)] == ["b"]


def test_void_element_needs_no_closing_tag() -> None:
    assert [tag.void for tag in html.tags("<br><IMG src=x><i>")] == [True, True, False]


class _Reference(HTMLParser):
    """The standard library's reading of a text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.found: list[tuple[str, bool, list[tuple[str, str]]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, False, [(name, value or "") for name, value in attrs]))

    def handle_endtag(self, tag: str) -> None:
        self.found.append((tag, True, []))


NAMES = st.sampled_from(["i", "B", "br", "a", "td", "h1"])
VALUES = st.text(st.sampled_from("ab é./#>|\n"), max_size=6)
ATTRIBUTES = st.one_of(
    st.just(" hidden"),
    VALUES.map(lambda value: f' href="{value}"'),
    VALUES.map(lambda value: f"\n title = '{value}'"),
    st.just(" id=x.md"),
)
TAGS = st.one_of(
    st.builds("<{}{}>".format, NAMES, st.lists(ATTRIBUTES, max_size=3).map("".join)),
    NAMES.map("</{}>".format),
)
MARKUP = st.lists(st.one_of(TAGS, st.text(st.sampled_from("ab é>|\n&;"), max_size=5))).map("".join)


@given(MARKUP)
def test_wellformed_tags_are_those_of_the_standard_library(text: str) -> None:
    found = [
        (tag.name, tag.closing, [(attribute.name, attribute.value) for attribute in tag.attributes])
        for tag in html.tags(text)
    ]
    assert found == _Reference(text).found


@given(st.text(st.sampled_from("<>/a b=\"'!-i\n"), max_size=40))
def test_tags_of_any_text_stand_apart_and_in_order(text: str) -> None:
    at = 0
    for tag in html.tags(text):
        assert at <= tag.span.start < tag.span.end
        assert text[tag.span.start] == "<"
        assert text[tag.span.end - 1] == ">"
        assert all(tag.span.covers(attribute.span) for attribute in tag.attributes)
        at = tag.span.end


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<a",
        "<a ",
        "<a b",
        "<a b=",
        '<a b="',
        "<a b='c' ",
        " x='<a y='",
        "</a ",
        "<!--",
        "<!-- >",
    ],
)
def test_time_is_linear_in_text_that_only_begins_like_a_tag(piece: str) -> None:
    text = piece * (200_000 // len(piece))
    started = time.process_time()
    list(html.tags(text))
    assert time.process_time() - started < 5


# Tables.


def read(text: str) -> list[list[str]]:
    """The cells of the first table of a text, row by row."""
    opening = next(html.tags(text))
    found = html.table(text, opening, len(text))
    return [[text[slice(*cell)] for cell in row.cells] for row in found.rows]


@pytest.mark.parametrize(
    "text",
    [
        "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>",
        "<table>\n<tr>\n<td> a </td>\n<td>\nb\n</td>\n</tr>\n<tr><td>c<td>d</table>",
        "<TABLE><TR><TD>a<TD>b<TR><TD>c<TD>d",
        "<table><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table><tr><td>e",
        "<table border=1><tr>\n<tr style='x'><td class=y>a</td><td>b</td><tr><td>c</td><td>d</td>",
    ],
)
def test_table_has_its_rows_and_cells(text: str) -> None:
    assert read(text) == [["a", "b"], ["c", "d"]]


def test_empty_cell_is_a_cell() -> None:
    assert read("<table><tr><td></td><td> </td><td>a</td></tr></table>") == [["", "", "a"]]


def test_cell_keeps_the_tags_inside_it() -> None:
    assert read("<table><tr><td><a href='x'>a</a><br></td></tr></table>") == [
        ["<a href='x'>a</a><br>"]
    ]


@pytest.mark.parametrize(
    ("row", "is_header"),
    [("<th>a<th>b", True), ("<th>a<td>b", False), ("<td>a<td>b", False)],
)
def test_header_row_has_header_cells_only(row: str, is_header: bool) -> None:
    text = f"<table><tr>{row}</tr></table>"
    opening = next(html.tags(text))
    assert [row.is_header for row in html.table(text, opening, len(text)).rows] == [is_header]


def test_table_ends_with_its_closing_tag() -> None:
    text = "x <table><tr><td>a</td></tr></table> y"
    opening = next(html.tags(text))
    found = html.table(text, opening, len(text))
    assert text[slice(*found.span)] == text[2:-2]


def _opening(text: str) -> Tag:
    return next(html.tags(text))


CELLS = st.text(st.sampled_from("ab é|\n\t "), max_size=6)


@given(st.lists(st.lists(CELLS, min_size=1, max_size=4), min_size=1, max_size=4), st.data())
def test_table_is_read_with_and_without_closing_tags(
    rows: list[list[str]], data: st.DataObject
) -> None:
    def closing(tag: str) -> str:
        return data.draw(st.sampled_from([f"</{tag}>", f"</{tag}>\n", ""]))

    text = "<table>"
    for row in rows:
        text += "<tr>" + "".join(f"<td>{cell}{closing('td')}" for cell in row) + closing("tr")
    text += closing("table")
    assert read(text) == [[cell.strip(" \t\r\n") for cell in row] for row in rows]


@given(st.lists(st.sampled_from(["<tr>", "</tr>", "<td>", "</td>", "<th>", "</table>", "a", "\n"])))
def test_cells_of_any_table_lie_in_their_rows_and_stand_apart(pieces: list[str]) -> None:
    text = "<table>" + "".join(pieces)
    found = html.table(text, _opening(text), len(text))
    at = 0
    for row in found.rows:
        assert at <= row.span.start
        for cell in row.cells:
            assert at <= cell.start <= cell.end
            assert row.span.covers(cell)
            at = cell.end
        at = row.span.end
    assert at <= found.span.end
