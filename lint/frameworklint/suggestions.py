"""What somebody may have meant by a name that is not known."""

from collections.abc import Iterable
from itertools import takewhile


def nearest(wanted: str, known: Iterable[str], cutoff: float = 0.6) -> str:
    """The name that is most like another.

    Of names that are equally like it, it is that with the longest beginning in common, then that
    with most letters at their places.

    Args:
        wanted: the name that is not known.
        known: the names that are.
        cutoff: how like it must be at least, from 0 (not at all) to 1 (the same).

    Returns:
        The name, or an empty string where none is like it.
    """
    from difflib import get_close_matches

    near = get_close_matches(wanted, list(known), n=9, cutoff=cutoff)
    return max(near, key=lambda name: _likeness(name, wanted), default="")


def did_you_mean(wanted: str, known: Iterable[str]) -> str:
    """The end of a message about a name that is not known; empty where no name is like it."""
    near = nearest(wanted, known)
    return f"; did you mean {near!r}?" if near else ""


def _likeness(one: str, other: str) -> tuple[float, int, int]:
    from difflib import SequenceMatcher

    same = [a == b for a, b in zip(one, other, strict=False)]
    similarity = SequenceMatcher(None, one, other).ratio()
    return similarity, sum(1 for _ in takewhile(bool, same)), sum(same)
