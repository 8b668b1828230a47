"""A page that is remembered is the page that was read."""

from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frameworklint.cache import page_json as page_memory
from frameworklint.cache.pages import PageCache
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.markdown.inline import InlineReader
from frameworklint.page.citations import IdReader
from frameworklint.page.page import Page, Row
from frameworklint.page.text import Readers, Text

from ..conftest import page_of
from ..memory_tree import MemoryTree
from ..page.test_reader import LINES, PATHS

TITLE = "# Technique T0001: Name"


def _text(text: Text | None) -> Any:
    if text is None:
        return None
    _, form, definitions = text.context
    return text.raw, text.start, form, definitions or None


def _row(row: Row) -> Any:
    cells = [_text(cell) for cell in row.cells]
    return cells, row.span, row.broken, row.listed_id, row.shown_id


def described(page: Page) -> Any:
    """Everything that rules can see of a page."""
    return (
        (page.path, page.source, page.kind, page.word, page.name, page.markers, page.copies),
        (page.definitions, page.definitions.places, page.unused, page.lines.texts()),
        [_text(text) for text in (page.title, page.title_id, page.name_text)],
        [_text(text) for text in (*page.headings, None, *page.repeats, None, *page.notes)],
        [(field.label, field.label_span, _text(field.value)) for field in page.fields],
        [
            (
                (table.key, table.header, table.span, table.is_html),
                [_text(column) for column in table.columns],
                [_row(row) for row in table.rows],
            )
            for table in page.tables
        ],
    )


def remembered(page: Page, kinds: Kinds) -> Page:
    """The page as another run has it."""
    parts = page_memory.written(page)
    assert "\n" not in parts
    readers = Readers(InlineReader(), IdReader(kinds.id_forms), {})
    return page_memory.restored(page.path, page.source, page.kind, parts, readers)


@given(st.lists(LINES, max_size=14), PATHS, st.sampled_from(["\n", "\r\n", "\r"]))
@example([TITLE, "**Summary**: [a][b]", "[b]: c.md 'd'"], "techniques/T0001.md", "\n")
@example(["# [a][b] T0001: x [a][b]", "[b]: c.md"], "techniques/T0001.md", "\n")
@example([TITLE, "> [b]: c.md", "- [b]: d.md"], "README.md", "\r")
def test_any_page_is_remembered_as_it_was_read(
    schema_kinds: Kinds, lines: list[str], path: str, end: str
) -> None:
    page = page_of(schema_kinds, end.join(lines), path)
    assert described(remembered(page, schema_kinds)) == described(page)


@pytest.mark.slow
def test_real_pages_are_remembered_as_they_were_read(real_framework: Framework) -> None:
    for page in real_framework.pages:
        again = remembered(page, real_framework.kinds)
        assert described(again) == described(page)
        assert list(again.links) == list(page.links)


@pytest.mark.parametrize("parts", ["", "[]", "{}", '{"length": 1}', "[" * 100_000, "another"])
def test_page_is_read_where_what_is_kept_is_none_of_it(schema_kinds: Kinds, parts: str) -> None:
    path, source = "techniques/T0001.md", "# Technique T0001: Name\n\n**Summary**: a\n"
    other = page_of(schema_kinds, "# Technique T0001: Name\n")
    tree, known = MemoryTree({path: source.encode()}), PageCache()
    kept = page_memory.written(other) if parts == "another" else parts
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PageCache, "recall", lambda self, content: kept)
        again = Framework(schema_kinds, tree, known=known).by_path[path]
    assert described(again) == described(page_of(schema_kinds, source))
    assert known.added == 1
