"""A page rule that has nothing to say has looked at nothing but what it may look at."""

from collections.abc import Iterator

import pytest

from frameworklint import rulepage, surroundings
from frameworklint.framework import Framework
from frameworklint.kinds import Kinds
from frameworklint.memory import Memory
from frameworklint.page import Page
from frameworklint.page_memory import PARTS, RememberedPage
from frameworklint.registry import Rule, all_rules
from frameworklint.run import lint
from frameworklint.source import Tree, WorkTree

from .conftest import corpus
from .memory_tree import MemoryTree
from .rule_cases import cases
from .scratch import EXAMPLE

PAGE_RULES = [rule for rule in all_rules() if rule.is_page_rule]


EVERY = 40
# Pages that name others which do not name them: by a field, by a row without a link, and as what
# an index or a matrix must list.
ONE_WAY = {
    "README.md": b"".join(
        b"[x](generated_pages/%s.md)\n" % name
        for name in (
            *(b"techniques/T0001", b"tactics/TA01", b"incidents/I00001", b"incidents/I00003"),
            *(b"counters/C00001", b"metatechniques/M001", b"metatechniques/M002"),
        )
    ),
    "generated_pages/techniques_index.md": b"# DISARM Techniques:\n",
    "generated_pages/tactics_index.md": b"# DISARM Tactics:\n",
    "generated_pages/incidents_index.md": b"# DISARM Incidents:\n",
    "generated_pages/counters_index.md": b"# DISARM Counters:\n",
    "generated_pages/metatechniques_index.md": b"# DISARM Metatechniques:\n",
    "generated_pages/disarm_red_framework.md": b"# DISARM Red framework: Latest Framework\n\n"
    b"<table><tr><td>a</td><td>TA01 Plan</td></tr>"
    b"<tr><td>b</td><td>C00001 Stop</td></tr></table>\n",
    "generated_pages/techniques/T0001.md": b"# Technique T0001: Name\n\n**Tactic**: TA01 Plan\n\n"
    b"| Incident | Descriptions given for this incident |\n| - | - |\n| I00001 Case | text |\n"
    b"| [I00003 Other](../incidents/I00099.md) | text |\n",
    "generated_pages/tactics/TA01.md": b"# Tactic TA01: Plan\n",
    "generated_pages/incidents/I00001.md": b"# Incident I00001: Case\n",
    "generated_pages/incidents/I00003.md": b"# Incident I00003: Other\n",
    "generated_pages/counters/C00001.md": b"# Counter C00001: Stop\n\n"
    b"* **Metatechnique**: M001 - x, M002 - y\n",
    "generated_pages/metatechniques/M001.md": b"# Metatechnique M001: x\n",
    "generated_pages/metatechniques/M002.md": b"# Metatechnique M002: y\n",
}


class Watched:
    """A tree whose pages tell when a rule looks at them."""

    def __init__(self, kinds: Kinds, tree: Tree) -> None:
        self._kinds = kinds
        self._tree = tree
        memory = Memory()
        framework = Framework(kinds, tree, memory=memory)
        lint(framework)
        near(framework.pages[0], framework)
        self._known = memory.written()

    def framework(self) -> Framework:
        """The framework, nothing of which has been looked at."""
        return Framework(self._kinds, self._tree, memory=Memory(self._known))

    def trespasses(self, path: str) -> Iterator[tuple[str, set[str]]]:
        """Where rules with nothing to say of a page looked at pages that they must not see."""
        framework = self.framework()
        seen_from = near(framework.by_path[path], framework)
        for rule in PAGE_RULES:
            if places := list(rule.check(framework.by_path[path], framework)):
                assert {place.page.path for place in places} == {path}  # so `Quiet.hear` takes it
                framework = self.framework()
            elif seen := {page.path for page in framework.pages if is_filled(page)} - seen_from:
                yield rule.code, seen
                framework = self.framework()


def near(page: Page, framework: Framework) -> set[str]:
    """The paths of what a page names, and of what names it."""
    return surroundings.around([page], [], framework)


def is_filled(page: Page) -> bool:
    """Whether anybody has looked at more of a page than a directory tells."""
    return isinstance(page, RememberedPage) and bool(PARTS & vars(page).keys())


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: str(rule.code))
def test_no_rule_looks_beyond_the_surroundings(schema_kinds: Kinds, rule: Rule) -> None:
    for case in cases(rulepage.read(rule)):
        if any("#" in path for path in case.files):
            continue  # beside a workbook every rule is asked again
        watched = Watched(schema_kinds, MemoryTree(case.files))
        for page in watched.framework().pages:
            assert not list(watched.trespasses(page.path)), (case.heading, page.path)


def test_what_a_page_names_is_seen_from_it_however_it_names_it(schema_kinds: Kinds) -> None:
    watched = Watched(schema_kinds, MemoryTree(ONE_WAY))
    for page in watched.framework().pages:
        assert not list(watched.trespasses(page.path)), page.path


def test_no_rule_looks_beyond_the_surroundings_of_an_example(schema_kinds: Kinds) -> None:
    watched = Watched(schema_kinds, WorkTree(str(EXAMPLE)))
    for page in watched.framework().pages:
        assert not list(watched.trespasses(page.path)), page.path


@pytest.mark.parametrize("name", ["disarm-2025-02", "disarm-2023-09"])
def test_no_rule_looks_beyond_the_surroundings_in_the_real_framework(
    schema_kinds: Kinds, name: str
) -> None:
    watched = Watched(schema_kinds, WorkTree(str(corpus(name))))
    for page in watched.framework().pages[::EVERY]:
        assert not list(watched.trespasses(page.path)), page.path
