"""The pages that one run leaves for the next."""

from pathlib import Path

import pytest

from frameworklint.cache.pages import PageCache
from frameworklint.cache.plain_objects import PlainObjects
from frameworklint.cache.store import Cache
from frameworklint.kinds.kind import Kinds
from frameworklint.markdown.inline import InlineReader
from frameworklint.page.citations import IdReader
from frameworklint.page.text import Readers

from ..conftest import page_of

SOURCES = {"a": "# Technique T0001: One\n", "b": "# Technique T0002: Two\n\n- note\n"}


@pytest.fixture
def store(tmp_path: Path) -> Cache:
    return Cache(str(tmp_path))


def opened(store: Cache, kinds: Kinds) -> PageCache:
    """The cache in another run."""
    pages = PageCache(store)
    pages.open(PlainObjects(Readers(InlineReader(), IdReader(kinds.id_forms), {})))
    return pages


def filled(store: Cache, kinds: Kinds) -> PageCache:
    """A cache that a run has left."""
    pages = opened(store, kinds)
    for name, source in SOURCES.items():
        pages.add(name, page_of(kinds, source))
    pages.save()
    return pages


def recalled(pages: PageCache, name: str) -> str:
    """The name in the title of a page, or an empty string where the page is not known."""
    page = pages.recall(name, "techniques/T0003.md", None)
    assert page is None or page.path == "techniques/T0003.md"
    return page.name if page else ""


def test_pages_come_back_and_others_do_not(store: Cache, schema_kinds: Kinds) -> None:
    first = filled(store, schema_kinds)
    second = opened(store, schema_kinds)
    for pages in (first, second):
        assert [recalled(pages, name) for name in "abc"] == ["One", "Two", ""]


def test_what_this_run_used_is_kept_only(store: Cache, schema_kinds: Kinds) -> None:
    filled(store, schema_kinds)
    second = opened(store, schema_kinds)
    recalled(second, "b")
    second.save()
    third = opened(store, schema_kinds)
    assert [recalled(third, name) for name in "ab"] == ["", "Two"]


def test_one_content_at_two_paths_is_two_pages(store: Cache, schema_kinds: Kinds) -> None:
    pages = opened(filled(store, schema_kinds).store, schema_kinds)
    found = [pages.recall("b", f"{folder}/README.md", None) for folder in "xyz"]
    assert [page.path for page in found if page] == ["x/README.md", "y/README.md", "z/README.md"]
    notes = {id(note) for page in found if page for note in page.notes}
    assert len(notes) == len(found)


def test_few_other_pages_are_not_kept_anew(store: Cache, schema_kinds: Kinds) -> None:
    first = opened(store, schema_kinds)
    page = page_of(schema_kinds, SOURCES["a"])
    for number in range(40):
        first.add(f"{number}", page)
    first.save()
    for others, is_kept in ((2, False), (3, True)):
        later = opened(store, schema_kinds)
        for number in range(40):
            later.recall(f"{number}", "techniques/T0001.md", None)
        for number in range(others):
            later.add(f"other {number}", page)
        later.save()
        known = opened(store, schema_kinds)
        assert (known.recall("other 0", "a.md", None) is not None) is is_kept


@pytest.mark.parametrize("content", [b"", b"x", b"\n{", b"N.", b"}.", b"(lp0\n.", b"}N."])
def test_content_of_another_form_is_as_good_as_none(
    store: Cache, schema_kinds: Kinds, content: bytes
) -> None:
    store.write_bytes("pages", content)
    assert recalled(opened(store, schema_kinds), "a") == ""


def test_where_one_page_is_damaged_all_are_read_anew(store: Cache, schema_kinds: Kinds) -> None:
    filled(store, schema_kinds)
    content = bytearray(store.read_bytes("pages"))
    content[10:20] = bytes(10)
    store.write_bytes("pages", bytes(content))
    assert [recalled(opened(store, schema_kinds), name) for name in "ab"] == ["", ""]
