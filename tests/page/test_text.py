"""What stands inside a text, at offsets of the text and of its file."""

import pytest

from frameworklint.kinds.kind import Kinds
from frameworklint.page.page import Page
from frameworklint.page.text import Text

from ..conftest import page_of


def text_with(kinds: Kinds, value: str) -> tuple[Page, Text]:
    """A page, and the text of its only field."""
    page = page_of(kinds, f"# Technique T0001: Name\n\n**Summary**: {value}\n")
    (field,) = page.fields
    assert field.value.raw == value
    return page, field.value


def test_citations_are_where_the_text_cites(schema_kinds: Kinds) -> None:
    page, text = text_with(schema_kinds, "See [T0002](T0002.md), T0003 and T0004")
    assert [text.raw[slice(*one.span)] for one in text.cited] == ["T0003", "T0004"]
    assert [page.source[slice(*one.span)] for one in text.citations] == ["T0003", "T0004"]


@pytest.mark.parametrize(
    "value",
    ["[T0003 Name](T0003.md)", "<a href='T0003.md'>T0003 Name</a>", "<https://example.org/T0003>"],
)
def test_nothing_but_a_link_cites_nothing(schema_kinds: Kinds, value: str) -> None:
    _, text = text_with(schema_kinds, value)
    assert text.is_link
    assert text.cited == ()


@pytest.mark.parametrize(
    "value", ["[T0003](T0003.md) T0004", "[T0003] T0004", "<b>T0004</b>", "T0004", "`[a](b)` T0004"]
)
def test_what_stands_beside_a_link_is_cited(schema_kinds: Kinds, value: str) -> None:
    _, text = text_with(schema_kinds, value)
    assert not text.is_link
    assert text.cited[-1].id == "T0004"


def test_a_reference_to_a_definition_is_a_link(schema_kinds: Kinds) -> None:
    title, definition = "# Technique T0001: Name\n\n", "[T0003]: T0003.md\n\n"
    for above, is_link in ((definition, True), ("", False)):
        page = page_of(schema_kinds, f"{title}{above}| A |\n| - |\n| [T0003] |\n")
        (cell,) = page.tables[0].rows[0].cells
        assert cell.is_link == is_link
        assert [one.id for one in cell.cited] == ([] if is_link else ["T0003"])
