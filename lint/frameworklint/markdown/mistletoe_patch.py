"""mistletoe's modules, imported without the table that takes longer than all the rest.

`mistletoe.core_tokens` asks for the category of each of the 1,114,112 code points as it is
imported, to know which of them are punctuation: 0.15 s, a sixth of what parsing the whole framework
takes. Here that table covers ASCII alone while the module is imported, and then gives way to an
object that asks for a character's category when mistletoe does.

It also looks for the next code span behind each closing bracket, through all the rest of the text:
ten links in a long text take ten times as long as they need. Here it looks where a backtick is.

A version of mistletoe that this module does not know is imported as it is.
"""

import re
import sys
from importlib import import_module
from typing import Any
from unicodedata import category

KNOWN_VERSIONS = frozenset({"1.6.0"})
_LAST_ASCII = 127


class Punctuation:
    """The punctuation of CommonMark 0.30 (section 2.1), as a set of characters."""

    def __init__(self, ascii_punctuation: frozenset[str]) -> None:
        self._ascii = ascii_punctuation

    def __contains__(self, character: str) -> bool:
        """Whether a character is punctuation."""
        return character in self._ascii or category(character).startswith("P")


_BEFORE_CODE = r"(?<!\\|`)"
_OR_ESCAPED = r"(?:(?<!\\|`)|(?<=(?<!\\)\\`))"


def behind_escapes(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """mistletoe's pattern of code spans, which here begin behind an escaped backtick too.

    CommonMark 6.1: only a run of backticks that is not escaped is one.
    """
    return re.compile(pattern.pattern.replace(_BEFORE_CODE, _OR_ESCAPED, 1), pattern.flags)


class CodeSpans:
    """The pattern of code spans, searched from the next backtick on."""

    def __init__(self, pattern: re.Pattern[str]) -> None:
        self._pattern = pattern

    def search(self, string: str, pos: int = 0) -> re.Match[str] | None:
        """The first code span that begins at an offset or behind it."""
        at = string.find("`", pos)
        if at < 0:
            return None
        while at > pos and string[at - 1] == "\\":
            at -= 1
        return self._pattern.search(string, at)


def load(known_versions: frozenset[str] = KNOWN_VERSIONS) -> Any:
    """Import mistletoe.

    Args:
        known_versions: those whose table is what `Punctuation` is and which use `CodeSpans` alike.

    Returns:
        The package.
    """
    if "mistletoe" in sys.modules:
        return sys.modules["mistletoe"]
    last = sys.maxunicode
    sys.maxunicode = _LAST_ASCII  # the only handle on the table
    try:
        package = import_module("mistletoe")
    finally:
        sys.maxunicode = last
    core: Any = sys.modules.get("mistletoe.core_tokens")
    if getattr(package, "__version__", "") in known_versions and core is not None:
        core.punctuation = Punctuation(frozenset(core.punctuation))
        core.code_pattern = CodeSpans(behind_escapes(core.code_pattern))
        return package
    for name in [name for name in sys.modules if name.partition(".")[0] == "mistletoe"]:
        del sys.modules[name]
    return import_module("mistletoe")
