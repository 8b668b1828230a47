"""The trees that are measured: a folder, ten times its pages, single pages of the worst sort."""

import re
import shutil
import subprocess
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from python_calamine import CalamineWorkbook

from frameworklint.kinds.exports import export_paths
from frameworklint.kinds.load import load
from frameworklint.workbook import reader
from frameworklint.workbook.files import WorkbookFiles

CODE = "benchmark/code.py"
_LAST = 3  # states of a repository that are compared with what follows

# The kinds whose IDs leave room for ten times as many pages: their second digit is free.
_ID = re.compile(r"\b(?P<head>T|[CFI]0)0(?P<tail>\d{3}(?:\.\d{3})?)\b")
_TEXT = re.compile(rb"<t[^<>]*>[^<]{1,2000}(?=</t>)")
_HTML_ROW = re.compile(r"<tr>.*?</tr>\n?", re.DOTALL)
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


def git(folder: Path, *arguments: str) -> str:
    """What git prints in a folder."""
    person = ("-c", "user.name=benchmark", "-c", "user.email=benchmark@example.org")
    command = ["git", "-C", str(folder), *person, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def has_commit(folder: Path, revision: str) -> bool:
    """Whether a repository knows a revision."""
    command = ["git", "-C", str(folder), "rev-parse", "--quiet", "--verify", revision]
    return subprocess.run(command, check=False, capture_output=True).returncode == 0


def clone(source: Path, target: Path) -> Path:
    """A clone of a repository, or a copy of a folder as one."""
    if (source / ".git").exists():
        git(source, "clone", "--quiet", "--no-hardlinks", ".", str(target))
    else:
        git(copy(source, target), "init", "--quiet")
        git(target, "add", "--all")
        git(target, "commit", "--quiet", "--message", "the framework")
    return target


def add_code(target: Path) -> None:
    """Commit a file that nobody reads, and name that state."""
    (target / CODE).parent.mkdir(exist_ok=True)
    (target / CODE).write_text("# 0\n", "utf-8")
    git(target, "add", CODE)
    git(target, "commit", "--quiet", "--no-verify", "--message", "a file that nobody reads")
    git(target, "tag", "benchmarked")


def exports(folder: Path) -> list[str]:
    """The paths of the files that others load."""
    files = [path.relative_to(folder).as_posix() for path in folder.rglob("*.*")]
    return list(export_paths(files, load().exports))


def remove(folder: Path, files: Sequence[str]) -> None:
    """Delete files from a repository, and from its last states as if they had never been there."""
    last = git(folder, "rev-list", "--first-parent", f"--max-count={_LAST}", "HEAD").split()
    parent = last[-1]
    for revision in reversed(last):
        git(folder, "read-tree", revision)
        git(folder, "update-index", "--force-remove", "--", *files)
        tree = git(folder, "write-tree")
        parent = git(folder, "commit-tree", tree, "-p", parent, "-m", "without some files")
    git(folder, "reset", "--quiet", "--hard", parent)
    for file in files:
        (folder / file).unlink(missing_ok=True)


def workbooks(folder: Path) -> list[str]:
    """The paths of the workbooks that the pages are printed from, the largest first."""
    files = [str(path.relative_to(folder)) for path in folder.rglob("*.xlsx")]
    found = WorkbookFiles.among(files, load().workbook)
    return sorted(found.named.values(), key=lambda path: -(folder / path).stat().st_size)


def change_cell(path: Path, word: str) -> None:
    """Add a word to the longest text of a workbook that fits well into a cell."""
    with zipfile.ZipFile(path) as archive:
        parts = {part.filename: archive.read(part) for part in archive.infolist()}
    # Texts stand in a part of their own, or in the cells.
    texts = ((name, match) for name, part in parts.items() for match in _TEXT.finditer(part))
    name, longest = max(texts, key=lambda text: len(text[1][0]))
    part = parts[name]
    parts[name] = part[: longest.end()] + f" {word}".encode() + part[longest.end() :]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)


def multiplied(source: Path, target: Path, times: int, books: Sequence[str] = ()) -> Path:
    """A copy of a framework with its pages, which the others list, and rows some times over."""
    home = "generated_pages"
    copy(source / home, target / home)
    for path in sorted((target / home).rglob("*.md")) if times > 1 else ():
        text = path.read_text("utf-8")
        if _ID.fullmatch(path.stem):
            for number in range(1, times):
                path.with_stem(_renamed(path.stem, number)).write_text(
                    _renamed(text, number), "utf-8"
                )
        else:
            path.write_text(_with_more_rows(text, times), "utf-8")
    for book in books:
        (target / book).parent.mkdir(parents=True, exist_ok=True)
        _write_rows(source / book, target / book, times)
    return target


def _write_rows(source: Path, target: Path, times: int) -> None:
    """A workbook with the rows of another some times over, where they have an ID."""
    from openpyxl import Workbook

    content = source.read_bytes()
    names = frozenset(CalamineWorkbook.from_path(source).sheet_names)
    book = Workbook(write_only=True)
    for name, rows in reader.read(content, "xlsx", names).rows.items():
        sheet = book.create_sheet(name)
        for row in rows:
            for number in range(times if any(map(_ID.search, row)) else 1):
                sheet.append([_renamed(text, number) if number else text for text in row])
    book.save(target)


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


def _with_more_rows(text: str, times: int) -> str:
    """A page of a kind that is not copied, with its rows about copied pages some times over."""
    text = _HTML_ROW.sub(lambda match: _more_rows(match[0], times), text)
    lines = text.splitlines(keepends=True)
    return "".join(_more_rows(line, times) if line.startswith("|") else line for line in lines)


def _more_rows(row: str, times: int) -> str:
    if not _ID.search(row):
        return row
    return "".join(_renamed(row, number) if number else row for number in range(times))
