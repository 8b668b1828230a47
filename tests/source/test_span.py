"""Positions are those that an editor shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.kinds.kind import Kinds
from frameworklint.source.span import Covered, Lines, Span

from ..conftest import page_of

# Everything that some tool takes for the end of a line, and wide characters.
TEXTS = st.text(st.sampled_from("ab \t\r\n\v\f\x1c\x85\u2028\u2029\ufeffé😀|"), max_size=60)
SPANS = st.tuples(st.integers(0, 12), st.integers(0, 12)).map(lambda ends: Span(*sorted(ends)))


@given(TEXTS, st.data())
def test_position_counts_newlines_before_and_characters_since(
    text: str, data: st.DataObject
) -> None:
    offset = data.draw(st.integers(0, len(text)))
    before = text[:offset]
    *_, last = before.split("\n")
    assert Lines(text).position(offset) == (before.count("\n") + 1, len(last) + 1)


@given(TEXTS)
def test_lines_are_what_stands_between_newlines(text: str) -> None:
    lines = Lines(text)
    between = text.split("\n")
    if len(between) > 1 and between[-1] == "":
        between.pop()
    assert [lines.line(index) for index in range(len(lines))] == [
        line.removesuffix("\r") for line in between
    ]


@given(TEXTS | st.text(st.characters()), st.sampled_from([1, 40_000]))
def test_lines_give_back_their_text(text: str, times: int) -> None:
    assert Lines(text * times).text == text * times


@given(TEXTS)
def test_line_spans_lead_back_to_their_line(text: str) -> None:
    lines = Lines(text)
    for index in range(len(lines)):
        span = lines.span(index)
        assert lines.position(span.start) == (index + 1, 1)
        assert lines.position(span.end)[0] == index + 1
        assert "\n" not in text[slice(*span)]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", [""]),
        ("a", ["a"]),
        ("a\n", ["a"]),
        ("\n", [""]),
        ("a\n\n", ["a", ""]),
        ("a\r\nb\r\n", ["a", "b"]),
        ("a\rb\n", ["a\rb"]),
        ("a\u2028b\nc", ["a\u2028b", "c"]),
        ("a\x85b\x0bc\x0cd\n", ["a\x85b\x0bc\x0cd"]),
    ],
)
def test_only_a_newline_ends_a_line(text: str, lines: list[str]) -> None:
    found = Lines(text)
    assert [found.line(index) for index in range(len(found))] == lines


def test_byte_order_mark_is_not_counted(schema_kinds: Kinds) -> None:
    with_mark = page_of(schema_kinds, b"\xef\xbb\xbf# Technique T0001: Name\n")
    without = page_of(schema_kinds, b"# Technique T0001: Name\n")
    assert with_mark.title is not None
    assert without.title is not None
    assert with_mark.lines.position(with_mark.title.start) == (1, 3)
    assert with_mark.title.span == without.title.span


def test_column_counts_characters_not_bytes_or_terminal_cells() -> None:
    assert Lines("é😀x").position(2) == (1, 3)


@given(SPANS, SPANS)
def test_spans_overlap_where_they_share_a_character(one: Span, other: Span) -> None:
    shared = set(range(*one)) & set(range(*other))
    if one.start < one.end and other.start < other.end:
        assert one.overlaps(other) == bool(shared)
    assert one.overlaps(other) == other.overlaps(one)


@given(SPANS, SPANS)
def test_empty_span_overlaps_what_it_touches(one: Span, other: Span) -> None:
    empty = Span(one.start, one.start)
    assert empty.overlaps(other) == (other.start <= one.start <= other.end)


@given(SPANS, SPANS)
def test_span_covers_what_lies_within_it(one: Span, other: Span) -> None:
    if other.start < other.end:
        assert one.covers(other) == (set(range(*other)) <= set(range(*one)))


@given(st.lists(SPANS.filter(lambda span: span.start < span.end)), SPANS)
def test_covered_is_what_one_of_the_spans_covers(spans: list[Span], span: Span) -> None:
    if span.start < span.end:
        assert Covered(spans).overlaps(span) == any(other.overlaps(span) for other in spans)
