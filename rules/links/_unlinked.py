"""What was meant as a link, but is none."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint.api import Covered, Page, Span, Text

_ADDRESS = r"(?:https?://|www\.)[^\s()<>|]{1,400}|[^\s()\[\]<>|]{1,400}\.md(?:#[^\s()<>|]{0,100})?"
# Neither a box to check (`[x]`) nor the number of a source (`[1]`).
_TEXT = r"(?<![\\\]])\[(?=[^\[\]|\n]{0,400}[^\W\d_]{2})[^\[\]|\n]{2,400}\]"
# What editors remark on a quotation; an address behind it is that of the quotation.
_REMARK = (
    # In capitals before a name it is a broadcaster: `[SIC Notícias]`.
    r"sic|(?-i:[Ss]ic)\b[^\[\]]*|redacted|translated(?: (?:from|by|into|with|using)\b[^\[\]]*)?"
    r"|(?:ed|editor|author|translator)(?:['’]?s)? note"
    r"|(?:emphasis|emphases|italics|bold) (?:added|mine|ours|theirs|in (?:the )?original)"
    r"|(?:my|our|original|machine|(?:author|editor)['’]s) (?:translation|emphasis)"
)
# Brackets right behind a letter hold what is added to a word: `foot[ball]`.
_APART = re.compile(rf"(?<!\w)(?!\[(?i:{_REMARK})\]){_TEXT}(?P<blanks>[ \t]+)\((?:{_ADDRESS})\)")
_OPEN = re.compile(rf"{_TEXT}\((?:{_ADDRESS})(?P<end>(?=[\s|])|\Z)(?![^()|\n]*\))")
_REVERSED = re.compile(rf"(?<![\\\]])\([^()\[\]|\n]{{1,400}}\)\[(?:{_ADDRESS})\](?!\()")
_FAULTS = (
    (_APART, "a blank stands between its text and its target"),
    (_OPEN, "the `)` behind its target is missing"),
    (_REVERSED, "its text belongs in `[]`, its target in `()`"),
)
# What each of them has between text and target; next to no text has any of it.
_MAY_HOLD = re.compile(r"\](?:[ \t]+\(|\([^()\s|]*(?:[\s|]|\Z))|\)\[")


class Unlinked(NamedTuple):
    """What was meant as a link.

    Attributes:
        span: where it stands.
        fault: why it is none.
        blanks: what to delete to make it one, if that is likely.
    """

    span: Span
    fault: str
    blanks: Span | None


def unlinked(page: Page) -> Iterator[Unlinked]:
    """What was meant as links on a page, but is text to GitHub."""
    for text in page.texts():
        if "[" in text.raw and text.context.form == "markdown" and _MAY_HOLD.search(text.raw):
            yield from _in_text(text)


def _in_text(text: Text) -> Iterator[Unlinked]:
    hidden: Covered | None = None
    for pattern, fault in _FAULTS:
        for match in pattern.finditer(text.raw):
            if hidden is None:
                content = text.content
                links = (link.span for link in content.links)
                hidden = Covered([*links, *content.code, *content.defined])
            span = Span(*match.span())
            if hidden.overlaps(span):
                continue
            blanks = text.at(Span(*match.span("blanks"))) if pattern is _APART else None
            yield Unlinked(text.at(span), fault, blanks)
