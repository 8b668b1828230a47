"""Limits on what is parsed, so that no page takes long, whatever it holds.

Markdown has constructs whose parsing time grows with the square of their number, or which are
nested deeper than a parser can follow. No page of a framework comes near these limits. They are
counts, not a clock: a finding must not depend on how busy the machine is.
"""

import re
from collections.abc import Iterable

from frameworklint.source import UnreadableFileError

SHORT = 2_000  # characters: a shorter text can not hold much of anything

_NESTING = 60
_BLANK_RUN = re.compile(r"[ \t]{1000}")
_CONTAINERS = re.compile(r"(?:[ \t]{0,8}(?:>|[*+-][ \t]|\d{1,9}[.)][ \t]))+")
_MARKER = re.compile(r">|[*+-][ \t]|\d{1,9}[.)][ \t]")
_DEEP_ITEM = re.compile(r"[ \t]{250,}(?:[*+-]|\d{1,9}[.)])[ \t]")
_LIMITS = (
    ("links", re.compile(r"\]\("), 600),
    ("square brackets", re.compile(r"\["), 2_000),
    ("emphasis marks", re.compile(r"(?<![*_])[*_]"), 4_000),
    ("runs of backticks", re.compile(r"`+"), 600),
    ("HTML declarations", re.compile(r"<[!?]"), 300),
    ("HTML tags that are not closed", re.compile(r"<[A-Za-z][^<>]*(?=<|$)"), 4_000),
)


def demand_simple_lines(lines: Iterable[str]) -> None:
    """Refuse lines whose blocks can not be found in good time.

    Raises:
        UnreadableFileError: blocks are nested too deep, or a run of blanks is too long.
    """
    for number, line in enumerate(lines, start=1):
        if len(line) < _NESTING:
            continue
        containers = _CONTAINERS.match(line)
        if containers and len(_MARKER.findall(containers[0])) > _NESTING:
            raise UnreadableFileError(
                f"is nested too deep: line {number} begins with more than {_NESTING} marks of "
                "lists or quotations"
            )
        if _DEEP_ITEM.match(line):
            raise UnreadableFileError(f"is nested too deep: a list is indented on line {number}")
        if len(line) > SHORT // 2 and _BLANK_RUN.search(line):
            raise UnreadableFileError(f"holds a run of more than 1,000 blanks on line {number}")


def demand_simple_text(text: str, line: int) -> None:
    """Refuse a text whose inline content can not be found in good time.

    Args:
        text: the text.
        line: the 1-based line where it starts, for the message.

    Raises:
        UnreadableFileError: the text holds too many marks of one sort.
    """
    for what, pattern, limit in _LIMITS:
        if sum(1 for _ in pattern.finditer(text)) > limit:
            raise UnreadableFileError(
                f"holds a text with more than {limit:,} {what}, from line {line} on"
            )
