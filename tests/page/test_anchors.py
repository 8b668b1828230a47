"""Anchors of headings, as broken-anchor knows them."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.kinds.kind import Kinds

from ..conftest import findings_of, framework_of

SLUGS = ["a", *(f"a-{'-'.join(d)}" for n in (1, 2, 3) for d in product("123", repeat=n))]


@settings(max_examples=40)
@given(st.lists(st.sampled_from(["A", "A-1", "A-2", "A-1-1"]), min_size=1, max_size=3))
def test_every_heading_has_an_anchor_of_its_own(schema_kinds: Kinds, headings: list[str]) -> None:
    links = "\n".join(f"[{slug}](notes.md#{slug})" for slug in SLUGS)
    notes = "\n\n".join(f"# {heading}" for heading in headings)
    framework = framework_of(schema_kinds, {"README.md": links, "notes.md": notes})
    assert len(SLUGS) - len(findings_of(framework, "FW202")) == len(headings)
