"""Rules are asked again where they had something to say, and where something has changed."""

from collections.abc import Iterable, Iterator

import pytest

from frameworklint import registry
from frameworklint.findings import Place, Severity
from frameworklint.framework import Framework
from frameworklint.kinds import Kinds
from frameworklint.memory import Memory
from frameworklint.page import Page
from frameworklint.registry import Rule
from frameworklint.run import lint

from .memory_tree import MemoryTree
from .scratch import EXAMPLE

HOME = "generated_pages"
PAGE = f"{HOME}/incidents/I00201.md"
OTHER = f"{HOME}/tactics/TA07.md"


class Ear:
    """Rules that note where they are asked: one a page, one over all pages that sees titles."""

    def __init__(self, loud: Iterable[str] = ()) -> None:
        self.asked: list[str] = []
        self.asked_of_all = 0
        self.loud = set(loud)
        self.rules: tuple[Rule, ...] = (
            Rule("FW998", "heard", Severity.INFO, self._check_of_pages(), folder="page"),
            Rule("FW999", "seen", Severity.INFO, self._check_of_all(), folder="page", sees=word),
        )

    def _check_of_pages(self) -> registry.Check:
        def check(page: Page, framework: Framework) -> Iterator[Place]:
            self.asked.append(page.path)
            if page.path in self.loud:
                yield Place(page=page, span=page.top, message="m", cause="c", subject="s")

        return check

    def _check_of_all(self) -> registry.Check:
        def check(framework: Framework) -> Iterator[Place]:
            self.asked_of_all += 1
            yield from ()

        return check


def word(page: Page) -> str:
    """The first word of a page."""
    return page.word


@pytest.fixture
def files() -> dict[str, bytes]:
    """The files of the example."""
    found = EXAMPLE.rglob("*.md")
    return {path.relative_to(EXAMPLE).as_posix(): path.read_bytes() for path in found}


def heard(kinds: Kinds, files: dict[str, bytes], memory: Memory, ear: Ear) -> Memory:
    """What a run leaves for the next one."""
    again = Memory(memory.written())
    lint(Framework(kinds, MemoryTree(files), memory=again), ear.rules)
    return again


def test_silent_rule_is_not_asked_again(schema_kinds: Kinds, files: dict[str, bytes]) -> None:
    first, second = Ear(), Ear()
    memory = heard(schema_kinds, files, Memory(), first)
    heard(schema_kinds, files, memory, second)
    assert set(first.asked) == set(files)
    assert first.asked_of_all == 1
    assert (second.asked, second.asked_of_all) == ([], 0)


def test_rule_is_asked_where_it_was_heard(schema_kinds: Kinds, files: dict[str, bytes]) -> None:
    ear = Ear(loud=[PAGE])
    memory = heard(schema_kinds, files, Memory(), ear)
    for _ in range(2):
        ear.asked = []
        memory = heard(schema_kinds, files, memory, ear)
        assert ear.asked == [PAGE]


def test_rule_is_asked_on_a_changed_page_and_around_it(
    schema_kinds: Kinds, files: dict[str, bytes]
) -> None:
    memory = heard(schema_kinds, files, Memory(), Ear())
    ear = Ear()
    heard(schema_kinds, files | {PAGE: files[PAGE] + b"\nA note.\n"}, memory, ear)
    assert PAGE in ear.asked
    assert f"{HOME}/incidents_index.md" in ear.asked
    assert OTHER not in ear.asked
    assert ear.asked_of_all == 0


def test_rule_is_asked_on_what_a_page_has_ceased_to_name(
    schema_kinds: Kinds, files: dict[str, bytes]
) -> None:
    named = files | {OTHER: files[OTHER] + b"\n[x](../incidents/I00201.md)\n"}
    memory = heard(schema_kinds, named, Memory(), Ear())
    ear = Ear()
    heard(schema_kinds, files, memory, ear)
    assert PAGE in ear.asked


@pytest.mark.parametrize("change", ["name", "file", "page", "directory of another run"])
def test_rule_is_asked_everywhere_after_a_change_that_all_pages_see(
    schema_kinds: Kinds, files: dict[str, bytes], change: str
) -> None:
    memory = heard(schema_kinds, files, Memory(), Ear())
    if change == "name":
        files = files | {PAGE: files[PAGE].replace(b"# Incident I00201: ", b"# Incident I00201: x")}
    elif change == "file":
        files = files | {"picture.png": b""}
    elif change == "page":
        files = {path: content for path, content in files.items() if path != PAGE}
    else:
        assert memory.heard is not None
        memory.heard = memory.heard._replace(directory="")
    ear = Ear()
    heard(schema_kinds, files, memory, ear)
    assert set(ear.asked) == {path for path in files if path.endswith(".md")}


def test_rule_over_all_pages_is_asked_when_what_it_sees_has_changed(
    schema_kinds: Kinds, files: dict[str, bytes]
) -> None:
    memory = heard(schema_kinds, files, Memory(), Ear())
    ear = Ear()
    heard(schema_kinds, files | {OTHER: files[OTHER].replace(b"# Tactic", b"# Note")}, memory, ear)
    assert ear.asked_of_all == 1


def test_pages_of_which_too_little_is_known_are_all_new(
    schema_kinds: Kinds, files: dict[str, bytes]
) -> None:
    memory = heard(schema_kinds, files, Memory(), Ear())
    assert memory.heard is not None
    unknown = memory.heard.contents | {PAGE: "another"}
    memory.heard = memory.heard._replace(contents=unknown)
    ear = Ear()
    heard(schema_kinds, files, memory, ear)
    assert set(ear.asked) == set(files)


def test_failed_run_tells_nothing(schema_kinds: Kinds, files: dict[str, bytes]) -> None:
    ear = Ear()

    def fails(page: Page, framework: Framework) -> Iterator[Place]:
        raise ValueError(page.path)

    ear.rules = (*ear.rules, Rule("FW997", "failing", Severity.INFO, fails, folder="page"))
    assert heard(schema_kinds, files, Memory(), ear).heard is None
