"""Blocks are those of mistletoe, with their lines; nothing of one text is left for the next."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from mistletoe import Document, HtmlRenderer, block_token

from frameworklint.errors import UnreadableFileError
from frameworklint.markdown import limits
from frameworklint.markdown import parser as markdown
from frameworklint.markdown.tokens import Definitions, Leaf

from ..conftest import corpus

_KINDS = {
    "Heading": "heading",
    "SetextHeading": "heading",
    "Paragraph": "paragraph",
    "Table": "table",
    "BlockCode": "code",
    "CodeFence": "code",
    "HtmlBlock": "html",
    "ThematicBreak": "rule",
}


def leaves(text: str) -> list[Leaf]:
    return markdown.leaves(text.split("\n"))[0]


def stock(text: str) -> list[tuple[str, int]]:
    """Kind and 0-based first line of each leaf block, as mistletoe alone gives them."""
    with HtmlRenderer():
        return list(_stock(Document([line + "\n" for line in text.split("\n")])))


def _stock(block: Any) -> Iterator[tuple[str, int]]:
    for child in block.children:
        kind = _KINDS.get(type(child).__name__)
        if kind:
            yield kind, child.line_number - 1
        else:
            yield from _stock(child)


REAL = [
    *(pytest.param(name, marks=pytest.mark.slow) for name in ("disarm-2025-02", "disarm-2023-09")),
    "seed",
]


def pages(name: str) -> list[str]:
    """The pages of a real framework."""
    found = [file.read_text("utf-8-sig") for file in sorted(corpus(name).rglob("*.md"))]
    assert found
    return found


@pytest.mark.parametrize("name", REAL)
def test_lines_of_real_pages_are_those_of_mistletoe(name: str) -> None:
    for text in pages(name):
        assert [(leaf.kind, leaf.first) for leaf in leaves(text)] == stock(text)


@pytest.mark.parametrize("name", REAL)
def test_headings_of_real_pages_are_those_of_another_parser(name: str) -> None:
    parser = MarkdownIt("commonmark").enable("table")
    for text in pages(name):
        other = [
            (token.map[0], token.map[1] - token.map[0], int(token.tag[1:]))
            for token in parser.parse(text)
            if token.type == "heading_open" and token.map
        ]
        headings = [leaf for leaf in leaves(text) if leaf.kind == "heading"]
        assert [(leaf.first, leaf.length, leaf.level) for leaf in headings] == other


LINES = st.lists(
    st.one_of(
        st.sampled_from(
            [
                "# a",
                "### b #",
                "a",
                "===",
                "---",
                "",
                "  ",
                "\t",
                "* x",
                "- ",
                "1. y",
                "**a** b",
                "**a",
            ]
        ),
        st.sampled_from(["> q", ">", "> # h", "    code", "```", "~~~", "<div>", "</div>", "<i>x"]),
        st.sampled_from(["| a | b |", "| - | - |", "|-|-|", "a|b", "-|-", "[a]: b", "[c]", "***"]),
        st.text(st.sampled_from("ab #*->|`<=\t\u2028"), max_size=6),
    ),
    max_size=12,
)


@given(LINES)
def test_leaves_of_any_text_stand_apart_and_in_order(lines: list[str]) -> None:
    at = 0
    for leaf in leaves("\n".join(lines)):
        assert leaf.first >= at
        assert leaf.length > 0
        at = leaf.first + 1
        assert at <= len(lines)


def test_block_in_a_list_item_that_begins_blank_has_its_own_line() -> None:
    assert leaves("- \n  a\n\n  | b |\n  | - |")[0] == Leaf("paragraph", 1, 1)


@pytest.mark.parametrize(
    ("text", "leaf"),
    [
        ("# a", Leaf("heading", 0, 1, 1)),
        ("### a ###", Leaf("heading", 0, 1, 3)),
        ("a\n===", Leaf("heading", 0, 2, 1)),
        ("a\nb\n===", Leaf("heading", 0, 3, 1)),
        ("\na\nb", Leaf("paragraph", 1, 2)),
        ("```\na\n```", Leaf("code", 0, 3)),
        ("    a\n    b", Leaf("code", 0, 2)),
        ("| a |\n| - |\n| b |", Leaf("table", 0, 3)),
        ("<div>\na\n</div>", Leaf("html", 0, 3)),
        ("***", Leaf("rule", 0, 1)),
        ("> a\n> ===", Leaf("heading", 0, 2, 1)),
        ("- a\n  b\n  ---\t", Leaf("heading", 0, 3, 2)),
        ("```\na\n```js\n```", Leaf("code", 0, 4)),
        ("| a |\n| - |\nb\n| - |", Leaf("table", 0, 4)),
        ("| a |\n| - |\u00a0", Leaf("paragraph", 0, 2)),
        ("[^a]: b\nc", Leaf("paragraph", 0, 2)),
        ("[a]: b\n'c'\n[d]: <e>", Leaf("definition", 0, 3, 0, (("a", "b"), ("d", "e")))),
    ],
)
def test_leaf_has_kind_lines_and_level(text: str, leaf: Leaf) -> None:
    assert leaves(text) == [leaf]


def test_link_definitions_are_those_of_the_document() -> None:
    assert dict(markdown.leaves(["[a]: b.md", "", "[C]: <d e> 'x'"])[1]) == {
        "a": ("b.md", ""),
        "c": ("d e", "x"),
    }
    assert dict(markdown.leaves(["a"])[1]) == {}


# What mistletoe keeps in its modules must not outlive a text, whatever happens to it.


@pytest.mark.parametrize(
    "too_deep",
    [
        lambda: markdown.leaves(["> " * 5000 + "a"]),
        lambda: markdown.inlines("*a " * 1000 + "b* " * 1000, Definitions()),
        lambda: markdown.inlines("*![" * 1000 + "a" + "](b)*" * 1000, Definitions()),
    ],
)
def test_nothing_is_left_after_an_exception(too_deep: Callable[[], object]) -> None:
    with pytest.raises(RecursionError):
        too_deep()
    assert leaves("a\n===") == [Leaf("heading", 0, 2, 1)]
    assert [found.address for found in markdown.inlines("[a](b)", Definitions())] == ["b"]
    assert stock("# a\n\nb") == [("heading", 0), ("paragraph", 2)]


def test_mistletoe_itself_is_left_as_it_was() -> None:
    before = list(block_token._token_types)
    markdown.leaves(["a", "", "[b]: c"])
    markdown.inlines("[b]", Definitions([("b", ("c", ""))]))
    assert block_token._token_types == before
    assert markdown.inlines("[b]", Definitions()) == []


@pytest.mark.parametrize("before", range(0, 1_100, 37))
def test_run_of_blanks_is_seen_wherever_it_stands(before: int) -> None:
    with pytest.raises(UnreadableFileError, match="a run of more than 500 blanks on line 1"):
        markdown.read([f"{'a' * before}{' ' * 500}b"])
    limits.demand_simple_page(f"{'a' * before}{(' ' * 101 + 'b') * 400}", is_copy=True)
    with pytest.raises(UnreadableFileError, match="400 runs of more than 100 blanks"):
        limits.demand_simple_page(f"{'a' * before}{(' ' * 101 + 'b') * 401}", is_copy=True)
