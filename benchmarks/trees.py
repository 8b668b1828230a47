"""The trees that are measured: a folder, ten times its pages, single pages of the worst sort."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path

# The kinds whose IDs leave room for ten times as many pages: their second digit is free.
_ID = re.compile(r"\b(?P<head>T|[CFI]0)0(?P<tail>\d{3}(?:\.\d{3})?)\b")
_HTML_ROW = re.compile(r"<tr>.*?</tr>\n?", re.DOTALL)
_TIMES = 10
_SIZE = 2_000_000

# What takes parsers long; each is repeated until the page is as large as a page may be.
_HOSTILE = {
    "links": "[a](b) ",
    "open links": "[a](",
    "brackets": "[",
    "images in images": "![",
    "emphasis": "*a_ ",
    "backticks": "`" * 7 + "a" + "`" * 5,
    "blanks": "a" + " " * 400,
    "declarations": "<!A ",
    "quotations": "> ",
    "list items": "- a\n",
    "rows": "| T0001 | a |\n",
    "IDs": "T0001, ",
    "invisible characters": "\u200e1 ",
    "numbers": "a1 b_2 3-4.5\n\n",
    "tags": "<i>a</i>\n\n",
    "prose": "One sentence of many, with nothing in it. ",
    "lines of prose": "One sentence of many, with nothing in it.\n",
}


def copy(source: Path, target: Path) -> Path:
    """A copy of a tree without what others left there."""
    shutil.copytree(source, target, ignore=shutil.ignore_patterns(".*_cache", ".git"))
    return target


def tenfold(source: Path, target: Path) -> Path:
    """A copy of a tree with ten times its pages, each of which the other pages list."""
    copy(source, target)
    for path in sorted(target.rglob("*.md")):
        text = path.read_text("utf-8")
        if _ID.fullmatch(path.stem):
            for number in range(1, _TIMES):
                path.with_stem(_renamed(path.stem, number)).write_text(
                    _renamed(text, number), "utf-8"
                )
        else:
            path.write_text(_with_more_rows(text), "utf-8")
    return target


def hostile(source: Path, target: Path) -> Iterator[tuple[str, Path]]:
    """For each hostile pattern its name, and a copy of a tree with a page that is full of it."""
    copy(source, target)
    page = next(path for path in sorted(target.rglob("*.md")) if _ID.fullmatch(path.stem))
    text = page.read_text("utf-8")
    for name, pattern in _HOSTILE.items():
        room = _SIZE - len(text.encode()) - 2
        page.write_text(f"{text}\n\n{pattern * (room // len(pattern.encode()))}", "utf-8")
        yield name, target


def _renamed(text: str, number: int) -> str:
    return _ID.sub(lambda match: f"{match['head']}{number}{match['tail']}", text)


def _with_more_rows(text: str) -> str:
    """A page of a kind that is not copied: its rows about copied pages stand there tenfold."""
    text = _HTML_ROW.sub(lambda match: _tenfold_row(match[0]), text)
    lines = text.splitlines(keepends=True)
    return "".join(_tenfold_row(line) if line.startswith("|") else line for line in lines)


def _tenfold_row(row: str) -> str:
    if not _ID.search(row):
        return row
    return "".join(_renamed(row, number) if number else row for number in range(_TIMES))
