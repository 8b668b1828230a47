"""Brackets without a partner."""

import re
from collections.abc import Iterator

from frameworklint.api import Text

from ._running import running_text

_PAIRS = {")": "(", "]": "["}
_BRACKET = re.compile(r"[()\[\]]")
# Plain pairs: neither links, tags nor the titles of links begin or end between their brackets.
_ROUND = re.compile(r"\([^()\[\]<>\"'`\\]*\)")
_SQUARE = re.compile(r"\[[^()\[\]<>`\\]*\]")
_OTHERS = re.compile(r"[()\[\]`\\]")
# In `a)`, `1)`, `:)` and the like, a parenthesis has no partner.
_SINGLE = re.compile(r"(?:(?:^|[\s>])(?:\w|\d{1,2}|[ivx]{1,4})|[:;=8]-?)$", re.IGNORECASE)


def may_hold_lone(raw: str) -> bool:
    """Whether a text has other brackets than in pairs, or what makes them something else."""
    return _OTHERS.search(_SQUARE.sub("", _ROUND.sub("", raw))) is not None


def lone_brackets(text: Text) -> Iterator[int]:
    """Where brackets without a partner stand, at offsets of the raw text."""
    raw = running_text(text)
    opened: list[int] = []
    waiting = dict.fromkeys(_PAIRS.values(), 0)  # how many of each are opened
    lone: list[int] = []
    for match in _BRACKET.finditer(raw):
        at = match.start()
        if raw[at - 1 : at] == "\\":
            continue
        if match[0] in _PAIRS.values():
            opened.append(at)
            waiting[match[0]] += 1
        elif waiting[_PAIRS[match[0]]]:
            while raw[before := opened.pop()] != _PAIRS[match[0]]:
                waiting[raw[before]] -= 1
                lone.append(before)
            waiting[_PAIRS[match[0]]] -= 1
        elif not _SINGLE.search(raw, max(0, at - 6), at):
            lone.append(at)
    yield from sorted([*lone, *opened])
