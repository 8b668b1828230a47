"""How the text of a page and that of a cell are compared."""

import re
from functools import lru_cache

SHOWN, _LEAD = 60, 20
_WHITE_SPACE = re.compile(r"[ \t\r\n]+")
_MIDNIGHT = re.compile(r"(?<=\d) 00:00:00$")
# What the generator reads as an empty cell, because pandas does.
_MISSING = frozenset({"#N/A", "<NA>", "N/A", "NA", "NULL", "NaN", "None", "n/a", "nan", "null"})


@lru_cache(maxsize=256)
def folded(text: str) -> str:
    """A text with the white space folded that pages fold; inside, a no-break space stays one."""
    return _WHITE_SPACE.sub(" ", text.strip())


def same(shown: str, expected: str) -> bool:
    """Whether a page's text is a cell's, white space folded and numbers without a fraction.

    A page says nothing where its cell holds a word for a missing value.
    """
    if shown == expected or folded(shown) == folded(expected):
        return True
    if expected.strip() in _MISSING and not folded(shown):
        return True
    return plain(shown) == plain(expected)


def plain(text: str) -> str:
    """What a text has in common with those that are the same."""
    return _MIDNIGHT.sub("", folded(text).removesuffix(".0"))


def quoted(text: str, most: int = SHOWN) -> str:
    """A text in backquotes, cut where it is long; a word for an empty one."""
    text = folded(text).replace("`", "'")
    return f"`{text[: most - 1]}…`" if len(text) > most else f"`{text}`" if text else "nothing"


def contrast(shown: str, expected: str) -> tuple[str, str]:
    """Two texts in backquotes, long ones cut around the first difference."""
    texts = folded(shown), folded(expected)
    pairs = zip(*texts, strict=False)
    alike = next((n for n, (one, other) in enumerate(pairs) if one != other), min(map(len, texts)))
    start = max(0, alike - _LEAD) if max(map(len, texts)) > SHOWN else 0
    cut = "…" if start else ""
    first, second = (quoted(cut + text[start:]) for text in texts)
    return first, second
