"""A rule's page: what `explain` prints, where a finding's URL leads, and the rule's test.

The page is Markdown. `## ` headings divide it into sections; the fenced blocks in them are cases
for the rule's test, see `tests/rule_cases.py`.
"""

import re

from frameworklint.linter.rule import Rule
from frameworklint.page.names import folded

_REMEDY = re.compile(r"\n## +How to fix it at the source *\n+(?P<paragraph>(?:.+\n?)+)")
_BY_HAND = re.compile(r"\n## +How to fix it in a note or README *\n+(?P<paragraph>(?:.+\n?)+)")


def read(rule: Rule) -> str:
    """The text of the rule's page.

    Raises:
        OSError: the installation is incomplete.
    """
    with open(rule.page_path, encoding="utf-8") as file:
        return file.read()


def sections(page: str) -> dict[str, str]:
    """The text of each section by its heading; the summary below the title stands under `""`."""
    parts = re.split(r"^## +(.*)$", page, flags=re.MULTILINE)
    summary = re.sub(r"\A#[^\n]*\n", "", parts[0]).strip()
    return {"": summary} | {
        heading.strip(): text.strip()
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def remedy(rule: Rule, *, by_hand: bool = False) -> str:
    """How to fix a finding of the rule: the first paragraph of that section, on one line.

    Args:
        rule: the rule.
        by_hand: whether it stands in text that somebody wrote on the page, not in a spreadsheet.
    """
    page = read(rule)
    match = (by_hand and _BY_HAND.search(page)) or _REMEDY.search(page)
    return folded(match["paragraph"]) if match else ""


def summary(rule: Rule) -> str:
    """What the rule finds: the first paragraph of its page, on one line."""
    return folded(sections(read(rule))[""].partition("\n\n")[0])
