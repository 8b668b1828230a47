"""A rule's page: what `explain` prints, where a finding's URL leads, and the rule's test.

The page is Markdown. `## ` headings divide it into sections; the fenced blocks in them are cases
for the rule's test, see `tests/rule_cases.py`.
"""

import re
from functools import cache

from frameworklint.linter.rule import Rule
from frameworklint.page.names import folded

_REMEDY = "How to fix it at the source"
_BY_HAND = "How to fix it in a note or README"
_CASE = "How to fix it where it says "
_QUOTED = re.compile(r"`([^`]+)`")
# What has to do with a text that comes from a spreadsheet.
_OF_SPREADSHEETS = re.compile(r"\b(?:spread)?sheets?\b|\bcells?\b|\bgenerator\b|\.xlsx\b")
_FALLBACK = "Correct the text in this file: somebody wrote it here, no spreadsheet holds it."


def read(rule: Rule) -> str:
    """The text of the rule's page.

    Raises:
        OSError: the installation is incomplete.
    """
    with open(rule.page_path, encoding="utf-8") as file:
        return file.read()


@cache
def _sections(rule: Rule) -> dict[str, str]:
    """The sections of its page: many findings ask for those of one rule."""
    return sections(read(rule))


def sections(page: str) -> dict[str, str]:
    """The text of each section by its heading; the summary below the title stands under `""`."""
    parts = re.split(r"^## +(.*)$", page, flags=re.MULTILINE)
    summary = re.sub(r"\A#[^\n]*\n", "", parts[0]).strip()
    return {"": summary} | {
        heading.strip(): text.strip()
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def remedy(rule: Rule, *, message: str = "", by_hand: bool = False) -> str:
    """How to fix a finding of the rule, on one line: the first paragraph of a section of its page.

    A section for what the message says comes first, then the one for texts of a note or README.

    Args:
        rule: the rule.
        message: what the finding says.
        by_hand: whether it stands in text that somebody wrote on the page, not in a spreadsheet.
    """
    page = _sections(rule)
    cases = [
        text
        for heading, text in page.items()
        if heading.startswith(_CASE) and any(said in message for said in _QUOTED.findall(heading))
    ]
    if by_hand:
        cases = [text for text in cases if not _is_of_spreadsheets(text)]
        cases.append(page.get(_BY_HAND, ""))
    found = next(filter(None, [*cases, page.get(_REMEDY, "")]), "")
    paragraph = _first_paragraph(found)
    if by_hand and found != page.get(_BY_HAND) and _is_of_spreadsheets(found):
        return _FALLBACK
    return paragraph


def _is_of_spreadsheets(text: str) -> bool:
    return bool(_OF_SPREADSHEETS.search(_first_paragraph(text)))


def _first_paragraph(text: str) -> str:
    return folded(text.partition("\n\n")[0])


def summary(rule: Rule) -> str:
    """What the rule finds: the first paragraph of its page, on one line."""
    return _first_paragraph(sections(read(rule))[""])
