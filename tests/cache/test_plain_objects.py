"""A page that is remembered is the page that was read."""

import os
import pickle
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from frameworklint.cache import plain_objects
from frameworklint.cache.plain_objects import PlainObjects, placed
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.markdown.inline import InlineReader
from frameworklint.page.citations import IdReader
from frameworklint.page.page import Page, Row
from frameworklint.page.text import Readers, Text

from ..conftest import page_of
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


def objects(kinds: Kinds) -> PlainObjects:
    """What another run reads pages with."""
    return PlainObjects(Readers(InlineReader(), IdReader(kinds.id_forms), {}))


def remembered(page: Page, kinds: Kinds) -> Page:
    """The page as another run has it, before and after rules have asked for its links."""
    first = _again(page, kinds)
    links = list(page.links)
    second = _again(page, kinds)
    assert list(first.links) == list(second.links) == links
    assert described(first) == described(second)
    return second


def _again(page: Page, kinds: Kinds) -> Page:
    found = objects(kinds).read(objects(kinds).written({"name": page}))["name"]
    return placed(found, page.path, page.kind)


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
    kinds = real_framework.kinds
    for page in real_framework.pages:
        again = remembered(page, kinds)
        assert described(again) == described(page)
    content = objects(kinds).written(real_framework.by_path)
    for path, again in objects(kinds).read(content).items():
        page = real_framework.by_path[path]
        assert described(placed(again, path, page.kind)) == described(page)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text() | st.frozensets(st.text(max_size=5)),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner) | st.tuples(inner, inner),
    max_leaves=10,
)


@given(VALUES)
def test_values_of_own_types_of_python_come_back(value: Any) -> None:
    assert plain_objects.read(plain_objects.written(value)) == value


class Harm:
    """What runs something when it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return os.mkdir, (str(self.path),)


@pytest.mark.parametrize("name", ["builtins.eval", "os.system", "frameworklint.cache.store.delete"])
def test_nothing_is_called_by_its_name(schema_kinds: Kinds, name: str) -> None:
    module, _, function = name.rpartition(".")
    content = f"c{module}\n{function}\n(S'1'\ntR.".encode()
    for read in (plain_objects.read, objects(schema_kinds).read):
        with pytest.raises(pickle.UnpicklingError, match="none of the plain classes"):
            read(content)


def test_what_is_written_with_the_objects_is_not_run(schema_kinds: Kinds, tmp_path: Path) -> None:
    page = page_of(schema_kinds, f"{TITLE}\n")
    page.notes = [Harm(tmp_path / "harm")]  # type: ignore[list-item]
    content = objects(schema_kinds).written({"name": page})
    with pytest.raises(pickle.UnpicklingError):
        objects(schema_kinds).read(content)
    assert not (tmp_path / "harm").exists()


@pytest.mark.parametrize("value", [None, 1, "page", [], {}], ids=repr)
def test_what_is_no_page_is_refused(schema_kinds: Kinds, value: Any) -> None:
    with pytest.raises(pickle.UnpicklingError, match="no page"):
        objects(schema_kinds).read(plain_objects.written({"name": value}))
