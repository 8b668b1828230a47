"""Words that are likely misspelled: rare here, unknown to a dictionary, near a usual one."""

import re
from codecs import BOM_UTF8
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache
from importlib.util import find_spec
from itertools import chain, product
from pathlib import Path
from typing import NamedTuple

from frameworklint.api import Framework, Page, Text

WORD = re.compile(r"(?<![\w@#./&$%-])[^\W\d_]{5,24}(?![\w@/-]|\.\w)")
# No shorter word is asked for. Stretches without any ASCII character but letters are far quicker to
# find than words, and nearly all of them are words.
_ANY_WORD = re.compile(r"[^\W\d_]{4,}")
_STRETCH = re.compile("[^\x00-`{-\x7f]{4,}")
_RARE, _FREQUENT = 2, 5
_COMMON = 50_000  # the dictionary's own count; that of a rare word such as "inoculate" is 93,863
_VERY_COMMON = 2_000_000  # of what a word may be put together
_LONG = 7  # a shorter word is too often near another; only swapped letters are a sure slip there
# Words unknown to the dictionary that are looked at closely; the real framework has 226.
_MOST = 2_000
_LETTERS = "abcdefghijklmnopqrstuvwxyz"
# British and American spellings, both right; the dictionary knows one of them.
_SPELLINGS = (
    *(("or", "our"), ("iz", "is"), ("yz", "ys"), ("er", "re"), ("ter", "tr"), ("og", "ogue")),
    *(("l", "ll"), ("ense", "ence"), ("e", "ae"), ("e", "oe"), ("am", "amme"), ("arti", "arte")),
)
_PREFIX = re.compile(
    "anti|co|counter|cyber|de|dis|fore|hyper|inter|meta|micro|mini|mis|multi|non|out|over|post|pre"
    "|pro|re|semi|sub|super|trans|ultra|un|under|up"
)
_ENDINGS = ("s", "es", "d", "ed", "r", "er", "ers", "ing", "ly", "y", "n", "an", "ness", "less")
_INFLECTIONS = ("s", "es", "d", "ed", "ing")
_DOUBLED = re.compile(r"([b-df-hj-np-tv-z])\1(?=ed$|ing$|er$|ers$)")


class Misspelling(NamedTuple):
    """A word that is likely misspelled, in small letters, and what is likely meant.

    Attributes:
        word, meant: the words.
        number: how often the framework has what is meant.
    """

    word: str
    meant: str
    number: int


class Speller:
    """Tells misspelled words of a framework."""

    def __init__(self, framework: Framework) -> None:
        """Count the framework's words, each text once however often it is printed.

        Listings copy names: that they are many tells nothing of how a word is spelled. What the
        dictionary says of the words of names is kept for the next run, which need not read it.
        """
        texts = {text.raw for page in framework.records for text in _own_texts(page)}
        texts |= {page.name for page in framework.records}
        self._counts = _counted(texts)
        self._found: dict[str, Misspelling | None] = {}
        self._known: dict[str, bool] = {}
        names = " ".join(page.name for page in framework.records).casefold()
        rare = [word for word in dict.fromkeys(WORD.findall(names)) if self._is_rare(word)]
        self._near_names = framework.shelf.kept(
            "spelling", rare, lambda: {word: self._near(word) for word in rare}
        )
        self._known.clear()  # so that what is asked next does not depend on what was kept

    @cached_property
    def _english(self) -> "_English":
        return _English()

    def is_usual(self, written: str) -> bool:
        """Whether the framework uses a word, or the dictionary knows it."""
        word = written.casefold()
        return self._counts[word] > 1 or self._is_known(word, default=False)

    def misspelling(self, written: str) -> Misspelling | None:
        """What a word is a misspelling of, if it likely is one."""
        word = written.casefold()
        if word not in self._found and self._is_rare(word):
            kept = self._near_names
            near = kept[word] if word in kept else self._near(word)
            self._found[word] = None if near is None else self._meant(word, near)
        return self._found.get(word)

    def _is_rare(self, word: str) -> bool:
        return self._counts[word] <= _RARE and word.isascii()

    def _near(self, word: str) -> dict[str, int] | None:
        """The common words one slip away from a word; None where the dictionary knows it."""
        return None if self._is_known(word, default=True) else self._english.near(word)

    def _is_known(self, word: str, *, default: bool) -> bool:
        """Whether the dictionary knows a word; the default where too many were asked for."""
        if self._english.has(word):
            return True
        if word not in self._known and len(self._known) < _MOST:
            self._known[word] = self._english.knows(word)
        return self._known.get(word, default)

    def _meant(self, word: str, near: Mapping[str, int]) -> Misspelling | None:
        here = self._counts
        own = [meant for meant in here.keys() & _slips(word) if here[meant] >= _FREQUENT]
        counts = {meant: here[meant] for meant in own if not _is_form_of(word, meant)}
        # "benefitting" is right too; "targetted" is not, where "targeted" is usual.
        if not counts and _DOUBLED.sub(r"\1", word) not in near:
            counts = dict(near)
        if not counts:
            return None
        best = max(counts, key=lambda meant: (counts[meant], meant))
        return Misspelling(word, best, here[best])


def _counted(texts: Iterable[str]) -> Counter[str]:
    """The words of some texts that have four letters or more, in small letters."""
    counts = Counter(chain.from_iterable(map(_STRETCH.findall, map(str.casefold, texts))))
    for stretch in [stretch for stretch in counts if not stretch.isascii()]:
        times = counts.pop(stretch)
        for word in _ANY_WORD.findall(stretch):
            counts[word] += times
    return counts


def _own_texts(page: Page) -> Iterator[Text]:
    for field in page.fields:
        yield field.value
    for row in page.rows():
        yield from row.cells[1:] if row.listed_id else row.cells


class _English:
    """The words of symspellpy's English dictionary with their counts; read without its code.

    Few of both are asked for, so they stay in bytes, and counts in the lines of the file.
    """

    def __init__(self) -> None:
        package = find_spec("symspellpy")
        assert package is not None
        assert package.origin is not None
        file = Path(package.origin).with_name("frequency_dictionary_en_82_765.txt")
        self._lines = b"\n%b\n" % file.read_bytes().removeprefix(BOM_UTF8).lower()
        self._words = dict.fromkeys(self._lines.translate(None, b"0123456789").split())

    def has(self, word: str) -> bool:
        """Whether it has a word just as it is written."""
        return word.encode() in self._words

    def near(self, word: str) -> dict[str, int]:
        """The common words from which one slip makes a word, with how common they are."""
        known = map(bytes.decode, self._words.keys() & set(map(str.encode, _slips(word))))
        counts = {meant: self.count(meant) for meant in known if not _is_form_of(word, meant)}
        return {meant: count for meant, count in counts.items() if count >= _COMMON}

    def count(self, word: str) -> int:
        """How common a word is that it has."""
        line = b"\n%b " % word.encode()
        at = self._lines.index(line) + len(line)
        return int(self._lines[at : self._lines.index(b"\n", at)])

    def knows(self, word: str) -> bool:
        """Whether it has a word, in British or American spelling, or its parts."""
        if self._is_listed(word):
            return True
        prefix = _PREFIX.match(word)
        stem = word[prefix.end() :] if prefix is not None else ""
        if len(stem) > 3 and self._is_listed(stem):
            return True
        halves = ((word[:at], word[at:]) for at in range(4, len(word) - 3))
        known = (both for both in halves if all(map(self.has, both)))
        return any(min(map(self.count, both)) >= _VERY_COMMON for both in known)

    def _is_listed(self, word: str) -> bool:
        if self.has(word):
            return True
        if any(self.has(word.removesuffix(end)) for end in _INFLECTIONS if word.endswith(end)):
            return True
        return any(map(self.has, _respelled(word)))


def _respelled(word: str) -> Iterator[str]:
    for pair in _SPELLINGS:
        for old, new in (pair, pair[::-1]):
            for match in re.finditer(old, word) if old in word else ():
                yield word[: match.start()] + new + word[match.end() :]


@lru_cache(maxsize=512)
def _slips(word: str) -> frozenset[str]:
    """The words from which one slip makes this one."""
    return frozenset(_righted(word))


def _righted(word: str) -> Iterator[str]:
    for at in range(len(word) - 1):  # two letters swapped
        yield word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if len(word) < _LONG:
        return
    end = len(word) - 2  # the first letter and the last two are right
    for at in range(1, end + 1):
        before, after, rest = word[:at], word[at:], word[at + 1 :]
        for letter in _LETTERS:
            yield before + letter + after
        if at < end:
            yield before + rest
            for letter in _LETTERS:
                yield before + letter + rest
    for at, length in product(range(len(word) - 3), (2, 3)):  # a doubled piece
        if word[at : at + length] == word[at + length : at + 2 * length]:
            yield word[:at] + word[at + length :]


def _is_form_of(word: str, other: str) -> bool:
    """Whether one of two words is the other, or the other with an ending."""
    short, long = sorted((word, other), key=len)
    stem = short.removesuffix("e")
    return word == other or any(long in (short + end, stem + end) for end in _ENDINGS)
