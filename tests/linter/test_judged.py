"""What is not judged again: a rule finds the same, whatever states it has judged before."""

from collections.abc import Iterator
from copy import deepcopy
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.findings.lint import lint
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.judged import Judged
from frameworklint.linter.place import Place, Severity
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page

from ..cache.test_results import PAGES, REPLACED
from ..memory_tree import MemoryTree
from ..scratch import EXAMPLE
from ..workbooks import Sheets, books, printed, small

Files = dict[str, bytes]


@cache
def pages() -> Files:
    """The pages of the example."""
    return {path: (EXAMPLE / path).read_bytes() for path in PAGES}


def with_cell(files: Files, sheet: str, row: int, column: int, text: str) -> Files:
    """The files with another text in a cell."""
    sheets: Sheets = deepcopy(small())
    cells = sheets[sheet][row % len(sheets[sheet])]
    cells[sorted(cells)[column % len(cells)]] = text
    return {**files, **books(sheets)}


def findings(framework: Framework, judged: Judged | None = None) -> list[str]:
    """What is found, with all places."""
    result = lint(framework, judged=judged)
    assert result.crashes == []
    return [
        f"{one.fingerprint} {place.page.path} {place.span} {place.message}"
        for one in result.findings
        for place in one.places
    ]


@cache
def described() -> Files:
    """Workbooks, and the pages that the generator prints of them."""
    return {**{path: text.encode() for path, text in printed(small()).items()}, **books(small())}


PRINTED = sorted(path for path in printed(small()) if path.endswith(".md"))
CHANGES = st.one_of(
    st.tuples(st.sampled_from(PRINTED), st.sampled_from(REPLACED)),
    st.tuples(st.sampled_from(PRINTED), st.sampled_from(["=>word\n", "=>T0001\n", "=>\x00"])),
    st.tuples(st.sampled_from(PRINTED), st.sampled_from(["| T0=>| T1", "I0=>I1", " a => b "])),
    st.tuples(
        st.sampled_from(sorted(small())),
        st.tuples(st.integers(0, 9), st.integers(0, 9), st.sampled_from(["", "T0001", "words"])),
    ),
)


@settings(max_examples=25, deadline=None)
@given(st.lists(CHANGES, min_size=1, max_size=4))
def test_whatever_was_judged_before_the_findings_are_the_same(
    schema_kinds: Kinds, changes: list[tuple[str, str | tuple[int, int, str]]]
) -> None:
    files, judged = described(), Judged()
    base = Framework(schema_kinds, MemoryTree(files))
    lint(base, judged=judged)
    for where, change in changes:
        if isinstance(change, tuple):
            files = with_cell(files, where, *change)
        else:
            old, new = change.encode().split(b"=>")
            said = files[where]
            files = {**files, where: said.replace(old, new, 1) if old else said + new}
        states = [Framework(schema_kinds, MemoryTree(files), base=base) for _ in range(2)]
        assert findings(states[0], judged) == findings(states[1])


PATH = "generated_pages/incidents/I00201.md"
NEIGHBOR = "generated_pages/techniques/T0151.006.md"
OTHER = "generated_pages/phases/P02.md"


@pytest.mark.parametrize(
    ("changed", "is_judged"),
    [(PATH, True), (NEIGHBOR, True), (OTHER, False), ("README.md", True)],
    ids=["itself", "a page that it lists", "a page elsewhere", "a page that is none of its kind"],
)
def test_a_page_is_judged_again_where_it_or_what_is_around_it_changed(
    schema_kinds: Kinds, changed: str, *, is_judged: bool
) -> None:
    seen: list[str] = []

    def check(page: Page, framework: Framework) -> Iterator[Place]:
        seen.append(page.path)
        return iter(())

    files = {**pages(), "README.md": b"# Here\n"}
    judged, rules = Judged(), [Rule("FW999", "silent", Severity.ERROR, check)]
    lint(Framework(schema_kinds, MemoryTree(files)), rules, judged=judged)
    assert sorted(seen) == sorted(path for path in files if path.endswith(".md"))
    seen.clear()
    files[changed] += b"\nMore.\n"
    lint(Framework(schema_kinds, MemoryTree(files)), rules, judged=judged)
    assert (PATH in seen) == is_judged


def test_a_page_is_judged_again_where_the_rule_said_something(schema_kinds: Kinds) -> None:
    def check(page: Page, framework: Framework) -> Iterator[Place]:
        if page.path == PATH:
            yield Place(page, page.top, "Here", "cause")

    judged, rules = Judged(), [Rule("FW999", "loud", Severity.ERROR, check)]
    for _ in range(2):
        framework = Framework(schema_kinds, MemoryTree(pages()))
        assert [one.place.page.path for one in lint(framework, rules, judged=judged).findings] == [
            PATH
        ]
