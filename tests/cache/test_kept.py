"""The values that one run leaves for the next."""

from pathlib import Path

import pytest

from frameworklint.cache import plain_objects
from frameworklint.cache.kept import Kept
from frameworklint.cache.store import Cache


@pytest.fixture
def store(tmp_path: Path) -> Cache:
    return Cache(str(tmp_path))


def test_what_a_run_made_or_used_the_next_one_knows(store: Cache) -> None:
    first = Kept(store, "values", "rules")
    assert not first
    first.put("a", b"1")
    assert first.once("b", lambda: frozenset("b")) == {"b"}
    first.save()
    second = Kept(store, "values", "rules")
    assert second
    assert second.get("c") is None
    assert second.once("b", lambda: frozenset("c")) == {"b"}
    second.save()
    third = Kept(store, "values", "rules")
    assert [third.get(key) for key in "ab"] == [None, {"b"}]


def test_what_was_worked_out_in_another_way_is_not_known(store: Cache) -> None:
    first = Kept(store, "values", "rules")
    first.put("a", b"1")
    first.save()
    for name, by in (("values", "other rules"), ("others", "rules")):
        assert Kept(store, name, by).get("a") is None


@pytest.mark.parametrize("content", [b"", b"x", b"N.", plain_objects.written(("rules", 1))])
def test_content_of_another_form_is_as_good_as_none(store: Cache, content: bytes) -> None:
    store.write_bytes("values", content)
    assert not Kept(store, "values", "rules")
