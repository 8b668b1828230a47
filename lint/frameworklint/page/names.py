"""Names of pages, made comparable."""

import re
from functools import lru_cache
from html import unescape

from frameworklint.kinds.ids import INVISIBLE

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG = re.compile(r"</?[A-Za-z][^<>]*>")
_ALIKE = {
    **dict(zip("’‘“”–—\u2011", "''\"\"---", strict=True)),
    **dict.fromkeys(f"*_`\\{INVISIBLE}", ""),
}


def folded(text: str) -> str:
    """A text with each stretch of white space as one blank, none at its ends."""
    # Most texts are folded already: of all white space, only the blank is printable.
    if text.isprintable() and "  " not in text and text.strip(" ") == text:
        return text
    return " ".join(text.split())


@lru_cache(maxsize=2048)
def comparable(text: str) -> str:
    """A name, or text that begins with one, as a reader sees it.

    Line breaks are blanks. Without tags, escapes, emphasis and invisible characters, entities
    decoded, dashes and quotation marks alike, white space folded.
    """
    if "<" in text or "&" in text:
        text = unescape(_TAG.sub("", _BREAK.sub(" ", text)))
    # Quicker than `translate`, which looks at each character.
    for character, alike in _ALIKE.items():
        text = text.replace(character, alike)
    return folded(text)


def begins_with_name(text: str, name: str) -> bool:
    """Whether a text begins with a name; both are `comparable`."""
    return text.startswith(name) and not text[len(name) : len(name) + 1].isalnum()
