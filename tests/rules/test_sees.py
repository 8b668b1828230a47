"""A rule sees no more than it says.

Where nothing changed of that, it is not run again, and what it said before is said again.
"""

from collections.abc import Iterator

import pytest

from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.registry import all_rules
from frameworklint.linter.rule import Rule
from frameworklint.linter.run import run
from frameworklint.page.page import Page
from frameworklint.page.text import Text
from frameworklint.terminal.progress import silent

from ..memory_tree import MemoryTree
from ..rule_cases import assembled, cases, documents, options

RULES = [rule for rule in all_rules() if rule.sees in ("fields", "workbook")]
ROW = "\n| Incident | Description |\n| - | - |\n| I00001 | Memes are pictures. |\n"
PAGE = {"generated_pages/techniques/T0043.md": b"# Technique T0043: Chat\n\n* **Summary**: No.\n"}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_the_same_whatever_stands_where_it_does_not_look(
    schema_kinds: Kinds, rule: Rule
) -> None:
    said = 0
    for document in documents(rule):
        for case in cases(document.read_text("utf-8")):
            files = assembled(case.files) | (PAGE if rule.sees == "workbook" else {})
            records = [page for page in pages(files, schema_kinds) if page.id]
            files |= {page.path: f"{page.source}{ROW}".encode() for page in records}
            records = [page for page in pages(files, schema_kinds) if page.id]
            others = {page.path: with_other_texts(page, rule) for page in records}
            set_to = options(case)
            here = places(rule, set_to, files, schema_kinds)
            assert here == places(rule, set_to, files | others, schema_kinds), case.heading
            said += len(here)
    assert said > 1


def pages(files: dict[str, bytes], kinds: Kinds) -> list[Page]:
    """Some pages."""
    return Framework(kinds, MemoryTree(files)).pages


def with_other_texts(page: Page, rule: Rule) -> bytes:
    """A page with other texts where a rule does not look.

    It has the same links: which pages no link leads to, all rules see.
    """
    source = page.source
    for number, text in sorted(enumerate(unseen(page, rule)), key=lambda item: -item[1].start):
        if not text.content.links:
            source = f"{source[: text.start]}T0003: *{number}*{source[text.end :]}"
    return source.encode()


def unseen(page: Page, rule: Rule) -> Iterator[Text]:
    """The texts of a page at which a rule does not look."""
    for row in page.rows():
        yield from row.cells
    for field in page.fields if rule.sees == "workbook" else ():
        yield field.value


def places(
    rule: Rule, options: dict[str, dict[str, object]], files: dict[str, bytes], kinds: Kinds
) -> list[tuple[object, ...]]:
    """What a rule says, and where."""
    outcome = run(Framework(kinds, MemoryTree(files)), [rule], options, silent)
    assert outcome.crashes == []
    return [
        (
            *(place.message, place.many, place.note, place.cause, place.subject, place.templates),
            [(page.path, span) for page, span in (*place.nearby, *place.reach)],
            [(edit.span, edit.new) for fix in place.fixes for edit in fix.edits],
        )
        for _, place in outcome.places
    ]
