"""What stands inside a text: links, tags and code, and when Markdown must be asked."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frameworklint.framework.framework import Framework
from frameworklint.markdown.inline import Content, InlineReader
from frameworklint.markdown.tokens import Definitions
from frameworklint.source.span import Span


def read(text: str, **definitions: tuple[str, str]) -> Content:
    return InlineReader().read(text, Definitions(definitions.items()))


def links(text: str, **definitions: tuple[str, str]) -> list[tuple[str, str, str]]:
    """The links of a text: form, text, target."""
    return [(link.form, link.text, link.target) for link in read(text, **definitions).links]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[a](b.md)", ("markdown", "a", "b.md")),
        ('[a](b.md "title")', ("markdown", "a", "b.md")),
        ("[a](<b c.md>)", ("markdown", "a", "b c.md")),
        ("[a](b_(c).md)", ("markdown", "a", "b_(c).md")),
        (r"[a](b\_c.md)", ("markdown", "a", "b_c.md")),
        ("[a](b.md?x=1&amp;y=2)", ("markdown", "a", "b.md?x=1&y=2")),
        ("[<b>a</b>](b.md)", ("markdown", "a", "b.md")),
        ("[](b.md)", ("markdown", "", "b.md")),
        ("[a]()", ("markdown", "a", "")),
        ("![a](b.png)", ("image", "a", "b.png")),
        ("<https://example.org/a>", ("autolink", "https://example.org/a", "https://example.org/a")),
        ('<a href="b.md">a</a>', ("html", "a", "b.md")),
        ("<A HREF=b.md>a <b>c</b></A>", ("html", "a c", "b.md")),
        ('<a href="b?x&amp;y">a &amp; c</a>', ("html", "a & c", "b?x&y")),
        ('<img src="b.png">', ("html", "", "b.png")),
    ],
)
def test_link_is_found_in_every_form(text: str, expected: tuple[str, str, str]) -> None:
    assert links(f"x {text} y") == [expected]
    (link,) = read(f"x {text} y").links
    assert f"x {text} y"[slice(*link.span)] == text


@pytest.mark.parametrize(
    "text",
    ["`[a](b)`", r"\[a](b)", "[a]", "[a] (b)", "`<a href='b'>`", "<!-- [a](b) <a href='b'> -->"],
)
def test_what_only_looks_like_a_link_is_none(text: str) -> None:
    assert links(text) == []


def test_reference_link_leads_where_its_definition_says() -> None:
    assert links("[a][b] and [b]", b=("c.md", "")) == [
        ("markdown", "a", "c.md"),
        ("markdown", "b", "c.md"),
    ]


def test_link_definition_is_no_link_and_has_its_own_place() -> None:
    text = "[b] x [b]: c.md"
    definitions = Definitions([("b", ("c.md", ""))], [Span(106, 115)])
    found = InlineReader().read(text, definitions, start=100)
    assert [text[slice(*span)] for span in found.defined] == ["[b]: c.md"]
    assert [link.span for link in found.links] == [(0, 3)]


def test_definitions_of_one_page_do_not_leak_to_another() -> None:
    reader = InlineReader()
    assert len(reader.read("[a]", Definitions([("a", ("b.md", ""))])).links) == 1
    assert reader.read("[a]").links == ()
    assert reader.read("[a]", Definitions([("a", ("c.md", ""))])).links[0].target == "c.md"


def test_target_of_a_link_has_its_own_place() -> None:
    text = "é [a](b.md) <a href='c.md'>c</a>"
    assert [text[slice(*link.target_span)] for link in read(text).links] == ["b.md", "c.md"]


def test_links_and_tags_inside_a_link_are_found() -> None:
    found = read("[![a](b.png) <i>x</i>](c.md)")
    assert [link.target for link in found.links] == ["c.md", "b.png"]
    assert [tag.name for tag in found.tags] == ["i", "i"]


def test_code_is_no_running_text() -> None:
    text = "a `T0001 <i>` b"
    found = read(text)
    assert [text[slice(*span)] for span in found.code] == ["`T0001 <i>`"]
    assert found.tags == ()


def test_each_distinct_string_is_parsed_once() -> None:
    reader = InlineReader()
    for _ in range(3):
        reader.read("[a](b) and more")
        reader.read("[a](b)")
        reader.read("plain")
        reader.read("<i>html</i>")
    assert reader.parsed == 1


# The way without mistletoe must give what mistletoe gives.

PIECES = st.one_of(
    st.sampled_from(["<i>", "</i>", "<br>", "<a href='x'>", '<img src="y">', "</a>", "<a\nid=x>"]),
    st.sampled_from(['<a href="x">', '<a href="x/&amp;">', '<a href="x">y</a>']),
    st.sampled_from(
        ["<a hréf='x'>", "&lt;", "  \n", "<!--", "-->", "<?", "?>", "http:", "**", "~~"]
    ),
    st.sampled_from("<>a*_[]()!\\`&|\n '\"=@é\u2028/#"),
)
TEXTS = st.lists(PIECES, max_size=14).map("".join)


def asked(text: str) -> Content:
    """What mistletoe says of a text, whatever the text looks like."""
    return InlineReader()._parse(text, Definitions())


@given(TEXTS)
@example("<a hréf='x'>")
@example("a\n> b <i>c</i>")
@example("<i>*</i>*")
def test_shortcut_gives_what_mistletoe_gives(text: str) -> None:
    assert read(text) == asked(text)


@given(TEXTS, TEXTS)
def test_shortcut_of_links_gives_what_mistletoe_gives(shown: str, target: str) -> None:
    text = f"[{shown}]({target})"
    assert read(text) == asked(text)


@given(TEXTS, TEXTS)
def test_shortcut_of_html_links_gives_what_tags_give(shown: str, target: str) -> None:
    link, reader = f'<a href="{target}">{shown}</a>', InlineReader()
    assert reader.read_html(link) == reader.read_html(f"{link}\n")  # which is no link alone


def test_shortcut_gives_what_mistletoe_gives_on_real_texts(real_framework: Framework) -> None:
    texts = {text.raw for page in real_framework.pages for text in page.texts()}
    shortened = [text for text in texts if "<" in text or "[" in text]
    assert len(shortened) > 1000
    assert [text for text in shortened if read(text) != asked(text)] == []


def test_shortcut_spares_most_real_texts(real_framework: Framework) -> None:
    reader = InlineReader()
    texts = {text.raw for page in real_framework.pages for text in page.texts() if page.id}
    for text in texts:
        reader.read(text)
    assert 0 < reader.parsed < len(texts) / 2


@given(TEXTS)
def test_every_span_lies_in_the_text(text: str) -> None:
    found = read(text)
    for link in found.links:
        assert 0 <= link.span.start < link.span.end <= len(text)
        assert link.span.covers(link.target_span)
    for span in [*found.code, *(tag.span for tag in found.tags)]:
        assert 0 <= span.start < span.end <= len(text)
    assert list(found.links) == sorted(found.links, key=lambda link: link.span)
