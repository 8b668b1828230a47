"""A rule sees no more than it says.

Where nothing changed of that, it is not run again, and what it said before is said again.
"""

import pytest

from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.registry import all_rules
from frameworklint.linter.rule import Rule
from frameworklint.linter.run import Options, run
from frameworklint.page.page import Page
from frameworklint.terminal.progress import silent

from ..memory_tree import MemoryTree
from ..rule_cases import cases, documents

RULES = [rule for rule in all_rules() if rule.sees == "fields"]
ROW = "\n| Incident | Description |\n| - | - |\n| I00001 | Memes are pictures. |\n"


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_that_sees_fields_says_the_same_whatever_stands_in_tables(
    schema_kinds: Kinds, rule: Rule
) -> None:
    said = 0
    for document in documents(rule):
        for case in cases(document.read_text("utf-8")):
            options = case.settings.get("rules", {})
            records = [page for page in pages(case.files, schema_kinds) if page.id]
            files = case.files | {page.path: f"{page.source}{ROW}".encode() for page in records}
            others = {page.path: other_rows(page) for page in pages(files, schema_kinds) if page.id}
            here = places(rule, options, files, schema_kinds)
            assert here == places(rule, options, files | others, schema_kinds), case.heading
            said += len(here)
    assert said > 1


def pages(files: dict[str, bytes], kinds: Kinds) -> list[Page]:
    """Some pages."""
    return Framework(kinds, MemoryTree(files)).pages


def other_rows(page: Page) -> bytes:
    """A page with other texts in its tables, but the same links: all rules see where they lead."""
    text = page.source
    cells = [cell for row in page.rows() for cell in row.cells if not cell.content.links]
    for number, cell in sorted(enumerate(cells), key=lambda item: -item[1].start):
        text = f"{text[: cell.start]}T0003: *{number}*{text[cell.end :]}"
    return text.encode()


def places(
    rule: Rule, options: Options, files: dict[str, bytes], kinds: Kinds
) -> list[tuple[str, ...]]:
    """What a rule says."""
    outcome = run(Framework(kinds, MemoryTree(files)), [rule], options, silent)
    assert outcome.crashes == []
    return [
        (place.page.path, str(place.span), place.message, place.many, place.cause, place.subject)
        for _, place in outcome.places
    ]
