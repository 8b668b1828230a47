"""A page as its schema sees it."""

from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.page.flat_record import flat_record, record_keys
from frameworklint.source.files import WorkTree

from ..scratch import EXAMPLE


def test_the_keys_of_the_flat_record_are_found_without_it(schema_kinds: Kinds) -> None:
    pages = Framework(schema_kinds, WorkTree(str(EXAMPLE))).pages
    assert any(page.fields and page.tables for page in pages)
    assert all(record_keys(page) == flat_record(page).keys() for page in pages)
