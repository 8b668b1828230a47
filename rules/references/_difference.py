"""Where two texts part."""

from typing import NamedTuple

_EVIDENCE = 60


class Difference(NamedTuple):
    """What differs between two texts, from the first word that does to the last."""

    here: str
    there: str


def difference(here: str, there: str) -> Difference:
    """What differs between two texts, with a word before and behind it; short texts whole."""
    if max(len(here), len(there)) <= _EVIDENCE:
        return Difference(here, there)
    words, others = here.split(), there.split()
    limit = min(len(words), len(others))
    first = next((i for i in range(limit) if words[i] != others[i]), limit)
    rest = limit - first
    last = next((i for i in range(rest) if words[-1 - i] != others[-1 - i]), rest)
    return Difference(_shown(words, first, last), _shown(others, first, last))


def _shown(words: list[str], first: int, last: int) -> str:
    shown = " ".join(words[max(first - 1, 0) : len(words) - max(last - 1, 0)])
    return shown if len(shown) <= _EVIDENCE else shown[:_EVIDENCE] + "…"
