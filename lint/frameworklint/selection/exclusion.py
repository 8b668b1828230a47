"""Which paths are not read: the patterns of `exclude`, which mean what they mean in `.gitignore`.

A pattern is matched segment by segment. Within a segment, and over the segments of a path, what
stands between two stars is looked for once, from the left: where it is found first, the rest has
the most room. So nothing is tried twice, and no pattern takes longer than its length times the
path's.
"""

import re
from collections.abc import Iterable, Sequence

_LONGEST = 1_000  # characters of a pattern
_MOST = 500  # patterns
_CLASSES = {
    "alnum": "a-zA-Z0-9",
    "alpha": "a-zA-Z",
    "blank": " \\t",
    "cntrl": "\\x00-\\x1f\\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": "!-/:-@\\[-`{-~",
    "space": " \\t\\n\\r\\f\\v",
    "upper": "A-Z",
    "xdigit": "0-9a-fA-F",
}
_CLASS = re.compile(r"\[:([^\]]*):\]")
_STARS = re.compile(r"\*{2,}")
_NOTHING = "(?!)"


class Exclusion:
    """The patterns of some lines; the last that matches a path or a folder around it decides.

    As in git, nothing below an excluded folder is taken back in.
    """

    def __init__(self, lines: Iterable[str]) -> None:
        """Read the patterns.

        Raises:
            ValueError: a pattern can not be used, or there are too many; the message says why.
        """
        self._patterns = [_Pattern(line) for line in lines if _is_pattern(line)]
        if len(self._patterns) > _MOST:
            raise ValueError(f"there are more than {_MOST} patterns")
        self._folders: dict[str, bool] = {"": False}

    def matches(self, path: str) -> bool:
        """Whether a path is excluded; behind a `/` at its end it is a folder's."""
        if path.endswith("/"):
            return self._has_folder(path.rstrip("/"))
        return self._has_folder(path.rpartition("/")[0]) or self._decides(path, False)

    def _has_folder(self, path: str) -> bool:
        unknown = []
        while path not in self._folders:
            unknown.append(path)
            path = path.rpartition("/")[0]
        is_excluded = self._folders[path]
        for folder in reversed(unknown):
            is_excluded = is_excluded or self._decides(folder, True)
            self._folders[folder] = is_excluded
        return is_excluded

    def _decides(self, path: str, is_folder: bool) -> bool:
        """What the last pattern says that matches the very path."""
        segments = path.split("/")
        for pattern in reversed(self._patterns):
            if (is_folder or not pattern.is_of_folders) and pattern.matches(segments):
                return not pattern.is_negative
        return False


class _Pattern:
    """One pattern.

    Attributes:
        is_negative: whether it takes back what an earlier one excludes.
        is_of_folders: whether it matches folders only.
    """

    def __init__(self, line: str) -> None:
        text = _stripped(line)
        self.is_negative = text.startswith("!")
        text = text.removeprefix("!")
        self.is_of_folders = text.endswith("/")
        text = text.removesuffix("/")
        if not text:
            raise ValueError(f"{line!r} names nothing")
        if len(text) > _LONGEST:
            raise ValueError(f"a pattern is longer than {_LONGEST:,} characters: {line[:40]}…")
        if (len(text) - len(text.rstrip("\\"))) % 2:
            raise ValueError(f"{line!r} ends with a backslash, which stands for nothing")
        is_at_root = "/" in text
        segments = text.removeprefix("/").split("/") if is_at_root else ["**", text]
        if is_at_root:  # more stars than two are two
            segments = ["**" if _STARS.fullmatch(segment) else segment for segment in segments]
        # The segments that stand side by side; between two runs stands a `**`.
        self._runs: list[list[re.Pattern[str]]] = [[]]
        for at, segment in enumerate(segments):
            if segment == "**" and (is_at_root or at == 0):
                self._runs.append([])
            else:
                self._runs[-1].append(re.compile(_segment(segment), re.DOTALL))
        # A `/**` at the end stands for what is in a folder, not for the folder itself.
        self._least = int(is_at_root and segments[-1] == "**")

    def matches(self, segments: Sequence[str]) -> bool:
        """Whether the pattern matches a whole path."""
        first, *others = self._runs
        if not others:
            return len(first) == len(segments) and _fits(first, segments, 0)
        *middle, last = others
        at, end = len(first), len(segments) - len(last) - self._least
        if at > end or not _fits(first, segments, 0) or not _fits(last, segments, end):
            return False
        for run in middle:
            while at + len(run) <= end and not _fits(run, segments, at):
                at += 1
            at += len(run)
        return at <= end


def _fits(run: Sequence[re.Pattern[str]], segments: Sequence[str], at: int) -> bool:
    return all(part.fullmatch(segments[at + n]) for n, part in enumerate(run))


def _is_pattern(line: str) -> bool:
    return bool(line.strip(" ")) and not line.startswith("#")


def _stripped(line: str) -> str:
    """A line without the blanks at its end, but for one behind a backslash."""
    text = line.rstrip(" ")
    backslashes = len(text) - len(text.rstrip("\\"))
    return text + " " if backslashes % 2 and len(line) > len(text) else text


def _segment(text: str) -> str:
    """The regular expression for a segment of a path."""
    pieces, at = [""], 0
    while at < len(text):
        char = text[at]
        at += 1
        if char == "*":
            if pieces[-1] or len(pieces) == 1:
                pieces.append("")
        elif char == "?":
            pieces[-1] += "."
        elif char == "[":
            expression, at = _bracket(text, at)
            if not expression:
                return _NOTHING
            pieces[-1] += expression
        else:
            at += char == "\\"
            pieces[-1] += re.escape(text[at - 1 : at])  # a backslash before a `/` is nothing
    first, *others = pieces
    if not others:
        return first
    *middle, last = others
    return f"{first}{''.join(f'(?>.*?{piece})' for piece in middle)}.*{last}"


def _bracket(text: str, at: int) -> tuple[str, int]:
    """The expression for `[…]`, and where it ends; empty where it has no end: it fits nothing.

    Args:
        text: the segment.
        at: where the `[` ends.
    """
    negation = "^" if text.startswith(("!", "^"), at) else ""
    at += len(negation)
    parts, before, start = [], "", at
    while at < len(text) and (text[at] != "]" or at == start):
        named = _CLASS.match(text, at)
        if named:
            if named[1] not in _CLASSES:
                return "", at
            parts.append(_CLASSES[named[1]])
            before, at = "", named.end()
            continue
        is_range = bool(before) and text[at] == "-" and text[at + 1 : at + 2] not in ("", "]")
        at += is_range
        at += text[at] == "\\"
        if at == len(text):
            break
        char, at = text[at], at + 1
        if is_range:
            parts += [f"{re.escape(before)}-{re.escape(char)}"] if before <= char else []
            before = ""
        else:
            parts.append(re.escape(char))
            before = char
    return (f"[{negation}{''.join(parts)}]", at + 1) if at < len(text) else ("", at)
