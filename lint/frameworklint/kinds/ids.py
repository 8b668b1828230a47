"""The form of a kind's IDs, and of what nearly is one."""

import re
from typing import NamedTuple

INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
# What can stand inside an ID that a reader takes for one.
GAP = f"[ \u00a0{INVISIBLE}]"
_SEPARATOR = rf"(?:{GAP}?[.:,;/_\u2010-\u2013\u2212-]{{1,2}}{GAP}?|{GAP})"
_DIGITS = str.maketrans("OoIiLl", "001111")
# Letters of other scripts that look like the ones that IDs begin with.
LOOKALIKES = {
    "A": "\u0410\u0391",
    "C": "\u0421\u03f9",
    "I": "\u0406\u04c0\u0399",
    "K": "\u041a\u039a",
    "M": "\u041c\u039c",
    "P": "\u0420\u03a1",
    "T": "\u0422\u03a4",
}
_LATIN = str.maketrans({other: latin for latin, others in LOOKALIKES.items() for other in others})


class IdForm(NamedTuple):
    """The form of a kind's IDs: a prefix, digits, and for some a dot and the digits of a part."""

    prefix: str
    digits: int
    part: int = 0

    @property
    def pattern(self) -> str:
        """A regular expression for exactly these IDs."""
        part = rf"(?:\.\d{{{self.part}}})?" if self.part else ""
        return rf"{self.prefix}\d{{{self.digits}}}{part}"

    @property
    def near(self) -> str:
        """A regular expression for what could be meant as one of these IDs.

        Digits too few or too many, letters that look like digits, a prefix that looks like this
        one, or of one letter that was typed twice, another letter case, a blank or a hyphen
        inside, another mark before the part; where there is a part, also another prefix.
        (`IdReader` looks only at what begins with a letter with which some prefix begins.)
        """
        least = max(1, self.digits - 2)
        number = rf"(?=[OIl]*\d)[\dOIl]{{{least},{self.longest_number}}}"
        part = rf"(?:{_SEPARATOR}[\dOIl]{{1,{self.part + 1}}})?" if self.part else ""
        prefix = "".join(f"[{letter}{LOOKALIKES.get(letter, '')}]" for letter in self.prefix)
        prefix += "{1,2}" if self.can_be_doubled else ""
        near = rf"{prefix}(?:{GAP}|[._-])?{number}{part}"
        if not self.part:
            return near
        return rf"(?:{near}|[^\W\d_]{{1,2}}\d{{{self.digits}}}\.\d{{{self.part}}})"

    @property
    def longest_number(self) -> int:
        """How many digits the number of what is nearly one of these IDs can have, no part apart."""
        return self.digits + max(1, self.part)

    @property
    def can_be_doubled(self) -> bool:
        """Whether a slip of the finger doubles the prefix, as in `TT0097`."""
        return len(self.prefix) == 1 and not self.is_short

    @property
    def is_short(self) -> bool:
        """Whether these IDs look like names of other things, such as A380, M113 and P38."""
        return len(self.prefix) == 1 and self.digits < 4

    def repaired(self, written: str) -> str:
        """The ID that `written` means, or an empty string where it can not be one.

        Missing zeros are put back, superfluous ones taken away.
        """
        number, *parts = self._numbers(written)
        if self.part and not parts and len(number) == self.digits + self.part:
            number, parts = number[: self.digits], [number[self.digits :]]
        numbers = [_filled(number, self.digits), *(_filled(part, self.part) for part in parts)]
        return self.prefix + ".".join(numbers) if all(numbers) else ""

    def _numbers(self, written: str) -> list[str]:
        number = written[len(self.prefix) :]
        if self.can_be_doubled:
            number = number.removeprefix(self.prefix)  # of `II00069` the second is no 1
        return re.findall(r"\d+", number.translate(_DIGITS))

    def is_like(self, written: str, other: str) -> bool:
        """Whether one of both has all digits of the other, in their order."""
        digits = ("".join(self._numbers(text)) for text in (written, other))
        shorter, longer = sorted(digits, key=len)
        rest = iter(longer)
        return all(digit in rest for digit in shorter)

    def is_compact(self, written: str) -> bool:
        """Whether it holds together: a blank or a comma may end a clause, as in `T0097. 109 ...`"""
        is_long = any(len(number) > 3 and number[0] == "0" for number in self._numbers(written))
        return is_long and not self.is_short and not re.search(r"[\s,;/]", written)

    def is_unmistakable(self, written: str) -> bool:
        """Whether what is no ID was meant as one, whatever stands around it."""
        latin = written.translate(_LATIN)
        match = re.fullmatch(rf"{self.prefix}(?P<number>\d+)(?:[.:](?P<part>\d+))?", latin)
        if match is None or self.is_short or len(match["number"]) < self.digits - 1:
            return False
        is_whole = match["part"] is not None and len(match["part"]) == self.part
        return is_whole or (match["number"].startswith("0") and len(match["number"]) > 3)


def _filled(number: str, digits: int) -> str:
    number = number.lstrip("0")
    return number.zfill(digits) if 0 < len(number) <= digits else ""
