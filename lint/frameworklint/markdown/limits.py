"""Limits on what is parsed, so that no page takes long, whatever it holds.

Markdown has constructs whose parsing time grows with the square of their number, or which are
nested deeper than a parser can follow; and a page of two million characters can hold more rows,
tags or links than can be judged in a second. The limits are counts, not a clock: a finding must
not depend on how busy the machine is.

Behind each limit stands the most that a page of the real framework holds: no person writes a page
that comes near one, and the framework can grow to twenty times its size before an index page does.
"""

import re
from collections.abc import Callable, Sequence

from frameworklint.errors import UnreadableFileError

SHORT = 2_000  # characters: a shorter text can not hold much of anything
SHORT_PAGE = 4_000  # characters: a page that is no longer is within all limits on pages
NESTING = 20  # of blocks, real: 1
LONGEST_TEXT = 100_000  # real: 5,373
_INLINE_NESTING = 40  # real: 2
_BLANKS = 500  # real: 20
_OPENING = " \t>*+-0123456789.)"  # of these consists what begins a line that holds a block
_CONTAINERS = re.compile(r"(?:[ \t]{0,8}(?:>|[*+-][ \t]|[0-9]{1,9}[.)][ \t]))+")
_MARKER = re.compile(r">|[*+-][ \t]|[0-9]{1,9}[.)][ \t]")
_RULE = re.compile(r" {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*\Z")
_DEEP_ITEM = re.compile(r"[ \t]{80,}(?:[*+-]|[0-9]{1,9}[.)])[ \t]")
_INVISIBLE = (
    *"\u00a0\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u202f\ufeff",
    *map(chr, range(0x2060, 0x2070)),
)
_BLANK_RUN = re.compile(rf"[^\S\n]{{{_BLANKS}}}")
Exceeds = Callable[[str, int], bool]


def _more(*marks: str) -> Exceeds:
    """Whether a text holds more than some number of marks."""
    return lambda text, limit: len(text) > limit and sum(map(text.count, marks)) > limit


def _more_matches(pattern: str, *marks: str, width: int = 1) -> Exceeds:
    """Whether a text holds more than some number of matches.

    Args:
        pattern: what is looked for.
        marks: each match but the first holds one, or begins behind one; to count them is far
            quicker.
        width: how long a match is at least.
    """
    compiled = re.compile(pattern, re.MULTILINE)

    def exceeds(text: str, limit: int) -> bool:
        if len(text) <= limit * width or (marks and sum(map(text.count, marks)) < limit):
            return False
        return sum(1 for _ in compiled.finditer(text)) > limit

    return exceeds


def _more_beyond_ascii(*marks: str) -> Exceeds:
    """Whether a text holds more than some number of marks, none of which is ASCII."""
    more = _more(*marks)

    def exceeds(text: str, limit: int) -> bool:
        # Each takes two bytes at least, and to encode a text is quicker than to count all of them.
        return len(text.encode("utf-8", "surrogatepass")) - len(text) > limit and more(text, limit)

    return exceeds


_OPEN_TAG = r"<[A-Za-z][^<>]*(?=<|$)"
_ID = r"(?<![A-Za-z])[A-Z]{1,2}\d"
_LIST_ITEM = r"^[ \t>]*(?:[*+-]|\d{1,9}[.)])(?=[ \t]|$)"
# What is counted on a page, how, and the limit.
PAGE_LIMITS = (
    ("lines", _more("\n"), 60_000),  # real: 2,356
    ("words", _more(" "), 450_000),  # real: 20,043
    ("HTML tags", _more("<"), 120_000),  # real: 5,152
    ("vertical bars", _more("|"), 10_000),  # real: 261
    ("square brackets", _more("["), 10_000),  # real: 110
    ("emphasis marks", _more("*", "_"), 8_000),  # real: 121
    ("backticks", _more("`"), 10_000),  # real: 0
    ("backslashes", _more("\\"), 10_000),  # real: 0
    ("entities", _more("&"), 20_000),  # real: 15
    ("headings", _more_matches("^#", "\n"), 4_000),  # real: 1
    ("list items", _more_matches(_LIST_ITEM, "\n"), 8_000),  # real: 6
    ("quoted lines", _more_matches(r"^[ \t]*>", "\n"), 4_000),  # real: 0
    ("runs of more than 100 blanks", _more_matches(r"[^\S\n]{101,}+", width=101), 400),  # real: 0
    ("IDs", _more_matches(_ID, *"0123456789", width=2), 28_000),  # real: 1,334
    ("invisible characters", _more_beyond_ascii(*_INVISIBLE), 16_000),  # real: 8
)
# Index and matrix pages copy what other pages say, so few rules speak there; of the others, which
# many rules judge, none needs to hold nearly as much.
OWN_PAGE_LIMITS = (
    ("HTML tags", _more("<"), 32_000),  # real: 1,536
    ("IDs", _more_matches(_ID, *"0123456789", width=2), 10_000),  # real: 252
)
# What is counted in one text that is longer than `SHORT`.
TEXT_LIMITS = (
    ("links", _more("]("), 600),  # real: 1
    ("square brackets", _more("["), 2_000),  # real: 5
    ("emphasis marks", _more_matches(r"(?<![*_])[*_]", "*", "_"), 4_000),  # real: 24
    ("runs of backticks", _more_matches(r"`+", "`"), 600),  # real: 0
    ("HTML declarations", _more("<!", "<?"), 300),  # real: 0
    ("HTML tags that are not closed", _more_matches(_OPEN_TAG, "<"), 4_000),  # real: 0
)


def demand_simple_page(source: str, *, is_copy: bool) -> None:
    """Refuse a page that holds so much that it can not be judged in good time.

    Args:
        source: the text of the file.
        is_copy: whether the page lists what other pages say, as index and matrix pages do.

    Raises:
        UnreadableFileError: the page holds too many marks of one sort.
    """
    if len(source) <= SHORT_PAGE:
        return
    for what, exceeds, limit in PAGE_LIMITS if is_copy else (*OWN_PAGE_LIMITS, *PAGE_LIMITS):
        if exceeds(source, limit):
            raise UnreadableFileError(f"holds more than {limit:,} {what}")


def demand_simple_lines(lines: Sequence[str]) -> None:
    """Refuse lines whose blocks can not be found in good time.

    Raises:
        UnreadableFileError: blocks are nested too deep, or a run of blanks is too long.
    """
    suspects = [
        index
        for index, line in enumerate(lines)
        if len(line) > _BLANKS or len(line) - len(line.lstrip(_OPENING)) >= NESTING
    ]
    for index in suspects:
        number, line = index + 1, lines[index]
        containers = _CONTAINERS.match(line)
        if containers and len(_MARKER.findall(containers[0])) > NESTING and not _RULE.match(line):
            raise UnreadableFileError(
                f"is nested too deep: line {number} begins with more than {NESTING} marks of "
                "lists or quotations"
            )
        if _DEEP_ITEM.match(line):
            raise UnreadableFileError(f"is nested too deep: a list is indented on line {number}")
        # All blanks but the common one count as not printable.
        may_run = len(line) > _BLANKS and ("  " in line or not line.isprintable())
        if may_run and _BLANK_RUN.search(line):
            raise UnreadableFileError(
                f"holds a run of more than {_BLANKS:,} blanks on line {number}"
            )


def demand_simple_text(text: str, line: int, *, is_markdown: bool = True) -> None:
    """Refuse a text whose inline content can not be found in good time.

    Args:
        text: the text.
        line: the 1-based line where it starts, for the message.
        is_markdown: whether Markdown has a meaning in it, not only HTML.

    Raises:
        UnreadableFileError: the text is too long, or holds too many marks of one sort.
    """
    if len(text) <= SHORT:
        return
    if len(text) > LONGEST_TEXT:
        raise UnreadableFileError(
            f"holds a text with more than {LONGEST_TEXT:,} characters, from line {line} on"
        )
    if is_markdown:
        for what, exceeds, limit in TEXT_LIMITS:
            if exceeds(text, limit):
                raise UnreadableFileError(
                    f"holds a text with more than {limit:,} {what}, from line {line} on"
                )


def demand_shallow(depth: int) -> None:
    """Refuse emphasis, links and images that are nested deeper than a parser can follow.

    Raises:
        UnreadableFileError: they are.
    """
    if depth > _INLINE_NESTING:
        raise too_deep()


def too_deep() -> UnreadableFileError:
    """The error for a page whose content is nested deeper than a parser can follow."""
    return UnreadableFileError(
        "is nested too deep: lists, quotations or emphasis within each other"
    )
