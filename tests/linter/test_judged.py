"""What is not judged again: a rule finds the same, whatever states it has judged before."""

import datetime
from collections.abc import Iterator
from copy import deepcopy
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.cache.kept import Kept
from frameworklint.findings.lint import lint
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.fix import Fix
from frameworklint.linter.judged import Judged
from frameworklint.linter.place import Place, Related, Severity
from frameworklint.linter.rule import Rule, Sees
from frameworklint.linter.views import Viewer
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
        f"{one.fingerprint} {place.page.path} {place.span} {place.message} {place.many}"
        f" {place.note} {place.templates} {[edit.new for fix in place.fixes for edit in fix.edits]}"
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


def test_what_was_said_of_a_page_that_looks_the_same_is_said_again(schema_kinds: Kinds) -> None:
    seen: list[str] = []

    def check(page: Page, framework: Framework) -> Iterator[Place]:
        seen.append(page.path)
        if page.path in (PATH, OTHER):
            other = framework.by_path[NEIGHBOR]
            also = (Related(other, other.top, "There"),)
            yield Place(page, page.top, "Here", "cause", also=also, fixes=(Fix((), True, "fix"),))

    judged, rules, files = Judged(), [Rule("FW999", "loud", Severity.ERROR, check)], pages()
    first, second = (Framework(schema_kinds, MemoryTree(files)) for _ in range(2))
    (expected,) = lint(first, rules, judged=judged).findings
    seen.clear()
    (found,) = lint(second, rules, judged=judged).findings
    assert seen == []
    assert [place.page.path for place in found.places] == [PATH, OTHER]
    for place, before in zip(found.places, expected.places, strict=True):
        assert place.page is second.by_path[place.page.path]
        assert place.also[0].page is second.by_path[NEIGHBOR]
        assert place._replace(page=before.page, also=before.also) == before


def test_a_page_is_judged_again_where_a_place_names_another_text(schema_kinds: Kinds) -> None:
    def check(page: Page, framework: Framework) -> Iterator[Place]:
        if page.path == PATH:  # more than it may look at
            other = framework.by_path[OTHER]
            yield Place(page, page.top, other.source, "cause", also=(Related(other, page.top, ""),))

    judged, rules, files = Judged(), [Rule("FW999", "loud", Severity.ERROR, check)], {**pages()}
    lint(Framework(schema_kinds, MemoryTree(files)), rules, judged=judged)
    files[OTHER] += b"\nMore.\n"
    framework = Framework(schema_kinds, MemoryTree(files))
    (found,) = lint(framework, rules, judged=judged).findings
    assert found.place.also[0].page is framework.by_path[OTHER]


def test_a_page_is_judged_again_where_a_rule_named_what_has_no_name(
    schema_kinds: Kinds,
) -> None:
    ran: list[str] = []

    def loud(page: Page, framework: Framework) -> Iterator[Place]:
        if page.path == PATH:
            ran.append("loud")
            yield Place(page, page.top, "Here", "cause")

    def strange(page: Page, framework: Framework) -> Iterator[Place]:
        if page.path == PATH:
            ran.append("strange")
            other = Page("elsewhere.md", "")
            yield Place(page, page.top, "There", "cause", also=(Related(other, other.top, ""),))

    checks = {"FW998": loud, "FW999": strange}
    rules = [Rule(code, check.__name__, Severity.ERROR, check) for code, check in checks.items()]
    judged = Judged()
    states = [Framework(schema_kinds, MemoryTree(pages())) for _ in range(2)]
    expected, found = (findings_of(state, rules, judged) for state in states)
    assert found == expected == ["Here", "There"]
    assert ran == ["loud", "strange"] * 2


def findings_of(framework: Framework, rules: list[Rule], judged: Judged) -> list[str]:
    """The messages of what some rules find, sorted."""
    return sorted(one.message for one in lint(framework, rules, judged=judged).findings)


@pytest.mark.parametrize("is_dated", [False, True])
def test_a_rule_that_asks_for_the_date_or_fails_runs_again(
    schema_kinds: Kinds, *, is_dated: bool
) -> None:
    seen: list[str] = []

    def check(page: Page, framework: Framework) -> Iterator[Place]:
        if page.path == PATH:
            seen.append(page.path)
            if not is_dated:
                raise ValueError("broken")
            yield Place(page, page.top, str(framework.today), "cause")

    judged, rules = Judged(), [Rule("FW999", "loud", Severity.ERROR, check)]
    for day in (1, 2):
        today = datetime.date(2025, 1, day)
        framework = Framework(schema_kinds, MemoryTree(pages()), today=today)
        (found,) = lint(framework, rules, judged=judged).findings
        assert found.message == (
            str(today) if is_dated else "FW999 loud failed here: ValueError: broken"
        )
    assert seen == [PATH, PATH]


def test_a_page_is_judged_again_where_a_rule_looked_at_texts_anywhere(schema_kinds: Kinds) -> None:
    seen: list[str] = []

    def check(page: Page, framework: Framework) -> Iterator[Place]:
        seen.append(page.path)
        if page.path == PATH:
            length = framework.memo.of_tree(lambda tree: len(tree.by_path[OTHER].source))
            yield Place(page, page.top, str(length), "cause")

    judged, rules, files = Judged(), [Rule("FW999", "loud", Severity.ERROR, check)], {**pages()}
    lint(Framework(schema_kinds, MemoryTree(files)), rules, judged=judged)
    seen.clear()
    files[OTHER] += b"More.\n"
    framework = Framework(schema_kinds, MemoryTree(files))
    (found,) = lint(framework, rules, judged=judged).findings
    assert found.message == str(len(framework.by_path[OTHER].source))
    assert set(seen) < framework.by_path.keys()
    lint(Framework(schema_kinds, MemoryTree(files)), rules, judged=judged)
    assert seen.count(PATH) == 1  # of the same tree all is known


INDEX = "generated_pages/techniques_index.md"
TECHNIQUE = "generated_pages/techniques/T0001.md"


@pytest.mark.parametrize("entry", ["T0001", '<a href="gone/T0001.md">T0001</a>'])
def test_an_index_is_judged_again_where_a_page_changed_that_it_names_without_a_link(
    schema_kinds: Kinds, entry: str
) -> None:
    linked = '<a href="techniques/T0001.md">T0001</a>'
    files = {path: text for path, text in described().items() if path.endswith(".md")}
    files[INDEX] = files[INDEX].replace(linked.encode(), entry.encode())
    judged = Judged()
    lint(Framework(schema_kinds, MemoryTree(files)), judged=judged)
    files[TECHNIQUE] = files[TECHNIQUE].replace(b"To Plan It.", b"To Plan All.")
    states = [Framework(schema_kinds, MemoryTree(files)) for _ in range(2)]
    expected = findings(states[0])
    assert any("To Plan All." in one for one in expected)
    assert findings(states[1], judged) == expected


def test_a_page_is_compared_again_where_another_row_of_its_id_comes_first(
    schema_kinds: Kinds,
) -> None:
    sheets, judged = small(), Judged()
    rows = sheets["techniques"]
    rows.append({**rows[0], "summary": "To Plan All."})
    lint(Framework(schema_kinds, MemoryTree({**described(), **books(sheets)})), judged=judged)
    rows[0], rows[-1] = rows[-1], rows[0]
    files = {**described(), **books(sheets)}
    states = [Framework(schema_kinds, MemoryTree(files)) for _ in range(2)]
    expected = findings(states[0])
    assert any("To Plan All." in one for one in expected)
    assert findings(states[1], judged) == expected


LONG = b"# Technique T0001: " + b"Plan " * 999
RECORD = b"# Technique T0001: Plan It\n\n* **Summary**: One\n"
ANOTHER_TABLE = b"\n| a | b |\n| - | - |\n"


@pytest.mark.parametrize(
    ("sees", "before", "after"),
    [
        ("fields", {TECHNIQUE: RECORD}, {TECHNIQUE: RECORD.replace(b"One", b"Two")}),
        ("fields", {TECHNIQUE: LONG + b"One\n"}, {TECHNIQUE: LONG + b"Two\n"}),
        ("fields", {TECHNIQUE: RECORD + b"\n[a]: b.md\n"}, {TECHNIQUE: RECORD + b"\n[a]: c.md\n"}),
        ("fields", {TECHNIQUE: RECORD}, {TECHNIQUE: RECORD + ANOTHER_TABLE}),
        ("fields", {INDEX: b""}, {INDEX: b"<table><tr><td>One</td></tr></table>\n"}),
        ("workbook", {}, with_cell({}, "techniques", 1, 2, "One")),
        ("tree", {}, with_cell({}, "techniques", 1, 2, "One")),
        ("tree", {TECHNIQUE: b"| a |\n| - |\n| b |\n"}, {TECHNIQUE: b"| a |\n| - |\n| c |\n"}),
    ],
    ids=[
        "a field",
        "a long name",
        "a definition",
        "a fault",
        "an index",
        "a cell",
        "any cell",
        "a row",
    ],
)
def test_a_state_looks_otherwise_where_something_changed_that_a_rule_sees(
    schema_kinds: Kinds, sees: Sees, before: Files, after: Files
) -> None:
    viewer, looks = Viewer(Kept()), set[str]()
    for files in (before, after):
        framework = Framework(schema_kinds, MemoryTree({**described(), **files}))
        looks.add(viewer.state(framework, sees))
    assert len(looks) == 2


def test_a_row_of_the_workbook_reaches_what_is_around_its_page_alone(schema_kinds: Kinds) -> None:
    sheets = small()
    before = Framework(schema_kinds, MemoryTree(described()))
    sheets["techniques"][2]["summary"] = "To Post All."
    after = Framework(schema_kinds, MemoryTree({**described(), **books(sheets)}), base=before)
    viewer = Viewer(Kept())
    views = [viewer.pages(state) for state in (before, after)]
    reached = {path for path in views[0] if views[0][path] != views[1][path]}
    assert {"generated_pages/techniques/T0002.md", INDEX} <= reached
    assert "generated_pages/techniques/T0001.001.md" not in reached
