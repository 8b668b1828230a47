"""Passages that several texts have in common."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

# Every eighth block of eight words is remembered: a passage of 15 words or more holds one.
_WORDS = 8
_COMMON = 30  # what so many texts hold is a formula, copied from none of them; real: 3
_QUOTED = ("“", '"', "‘", "'", "«", "„")
_LEAD_IN = 300  # how long a lead-in is at most,
_OWN_TEXT = 40  # and what follows it at least


class Passage(NamedTuple):
    """What two texts have in common: the indexes of the texts, where it begins, its length."""

    one: int
    other: int
    start: int
    other_start: int
    length: int


def common_passages(
    texts: Sequence[str], owners: Sequence[frozenset[str]], min_length: int, min_text: int
) -> Iterator[Passage]:
    """The passages that texts of different owners have in common, shared lead-ins excepted.

    Args:
        texts: different texts, white space folded.
        owners: whose each text is.
        min_length: how long a passage is.
        min_text: how long it is where it is the whole of a text.
    """
    starts = [_word_starts(text) for text in texts]
    blocks = _blocks(texts, starts)
    least = min(min_length, min_text)
    for one, text in enumerate(texts):
        mine = owners[one]
        is_shared = len(mine) > 1
        if is_shared and len(text) >= min_text:
            yield Passage(one, one, 0, 0, len(text))
        reached: dict[int, int] = defaultdict(int)  # by text, where its last passage ends
        for begin, after in zip(starts[one], starts[one][_WORDS:], strict=False):
            end = after - 1
            for other, at in blocks.get(text[begin:end], ()):
                if other <= one or at < reached[other] or not (is_shared or owners[other] != mine):
                    continue
                reached[other] = at + end - begin
                # What is short hides nothing: where words repeat, a long passage may begin in it.
                if not _may_be_long(text, begin, texts[other], at, end - begin, least):
                    continue
                start, other_start, length = _extended(text, begin, texts[other], at)
                reached[other] = other_start + length
                passage = Passage(one, other, start, other_start, length)
                is_whole = length in (len(text), len(texts[other]))
                is_long = length >= (min_text if is_whole else min_length)
                if is_long and not _is_lead_in(passage, text, texts[other]):
                    yield passage


def _blocks(
    texts: Sequence[str], starts: Sequence[Sequence[int]]
) -> dict[str, list[tuple[int, int]]]:
    """By every eighth block of words: the texts that hold it, and where."""
    blocks: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for index, text in enumerate(texts):
        for start, after in pairwise(starts[index][::_WORDS]):
            known = blocks[text[start : after - 1]]
            if not known or known[-1][0] != index:
                known.append((index, start))
    return {block: spots for block, spots in blocks.items() if len(spots) <= _COMMON}


def _word_starts(text: str) -> list[int]:
    """Where the words of a text begin, whose white space is folded, and would behind its end."""
    return [0, *accumulate(len(word) + 1 for word in text.split(" "))]


def _may_be_long(text: str, at: int, other: str, other_at: int, shared: int, least: int) -> bool:
    """Whether some characters that two texts share can be part of a passage of some length.

    One half at least of what they lack stands before them, or behind them, in both texts.
    """
    half = (least - shared + 1) // 2
    if half <= 0:
        return True
    if at >= half <= other_at and text[at - half : at] == other[other_at - half : other_at]:
        return True
    at, other_at = at + shared, other_at + shared
    return len(text) - at >= half and other.startswith(text[at : at + half], other_at)


def _extended(text: str, at: int, other: str, other_at: int) -> tuple[int, int, int]:
    """The longest common passage around two equal characters: its starts and its length."""
    back = _greatest(
        lambda n: text[at - n : at] == other[other_at - n : other_at], min(at, other_at)
    )
    on = _greatest(
        lambda n: text.startswith(other[other_at : other_at + n], at),
        min(len(text) - at, len(other) - other_at),
    )
    return at - back, other_at - back, back + on


def _greatest(is_same: Callable[[int], bool], most: int) -> int:
    """Up to which number of characters texts are the same.

    It is doubled, then found by halving, so that it takes no longer where the texts are long.
    """
    end = 1
    while end < most and is_same(end):
        end *= 2
    least, most = end // 2, min(end, most)
    while least < most:
        middle = (least + most + 1) // 2
        if is_same(middle):
            least = middle
        else:
            most = middle - 1
    return least


def _is_lead_in(passage: Passage, text: str, other: str) -> bool:
    """Whether both texts begin with it, without quotation, and then go their own ways."""
    return (
        passage.start == passage.other_start == 0
        and passage.length <= min(_LEAD_IN, len(text) - _OWN_TEXT, len(other) - _OWN_TEXT)
        and not text.startswith(_QUOTED)
    )


def clusters(passages: Sequence[Passage]) -> list[list[Passage]]:
    """The passages in groups: those of the same two texts, and those that overlap in a text."""
    parent = list(range(len(passages)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = index = parent[parent[index]]
        return index

    pairs: dict[tuple[int, int], int] = {}
    spots: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    for index, found in enumerate(passages):
        parent[index] = root(pairs.setdefault((found.one, found.other), index))
        spots[found.one].append((found.start, found.start + found.length, index))
        spots[found.other].append((found.other_start, found.other_start + found.length, index))
    for found_in_text in spots.values():
        end, before = -1, -1
        for start, stop, index in sorted(found_in_text):
            if start < end:
                parent[root(index)] = root(before)
            end, before = max(end, stop), index
    groups: dict[int, list[Passage]] = defaultdict(list)
    for index, found in enumerate(passages):
        groups[root(index)].append(found)
    return list(groups.values())
