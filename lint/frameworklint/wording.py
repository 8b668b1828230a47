"""How messages and reports put numbers and lists into words."""

from collections.abc import Sequence


def plural(count: int, noun: str) -> str:
    """`1 page`, `2 pages`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def enumerated(items: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; nothing where there is nothing."""
    return " and ".join(filter(None, [", ".join(items[:-1]), *items[-1:]]))


def and_more(left: int) -> str:
    """` and 3 more`; nothing where nothing is left."""
    return f" and {left:,} more" if left > 0 else ""


def shortened(text: str, most: int) -> str:
    """A text as it is quoted: its first `most` characters, and `…` for the rest."""
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def some_of(items: Sequence[str], most: int) -> str:
    """The first of some items, and how many more there are: `a, b and 3 more`."""
    return ", ".join(items[:most]) + and_more(len(items) - most)
