"""The cases of a rule: the rule is run on them, and must find what is expected there.

A rule's page holds the examples that readers need, the file `<rule>.cases.md` beside it all others.
In a section of either, fenced blocks are the files of a small framework: the line before the
block holds the file's path in backquotes. Files whose line says `at the base` after the path are
those of an earlier state, with which the others are compared. A path such as `BOOK.xlsx#sheet`
stands for a sheet of a workbook, which the block holds as CSV. A `toml` block sets options, a
`findings` block holds the findings that are expected, one on a line, the other places of a finding
indented below it. A section with files and without a `findings` block is expected to have none. A
`fixes` block holds what is offered as fixes, an edit on a line: what stands there now and then.
The section `Files of all cases` holds files that every case of the same document has, unless it
brings its own of that path, or its settings name the path under `without`.
"""

import csv
import io
import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from frameworklint.findings.finding import Finding
from frameworklint.findings.lint import lint
from frameworklint.findings.template import with_common_faults
from frameworklint.fixes.offers import Reading, readings
from frameworklint.fixes.targets import Targets
from frameworklint.framework.framework import Framework
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.registry import named
from frameworklint.linter.rule import Rule
from frameworklint.markdown import parser as markdown

from .memory_tree import MemoryTree

_PATH = re.compile(r"`(?P<path>[^`]+)`(?P<base> at the base)?:?")
COMMON = "Files of all cases"
_ESCAPE = re.compile(r"\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})")


@dataclass
class Case:
    """A small framework of a rule's page, and what is expected there.

    Attributes:
        heading: the section's heading.
        files: content by path.
        base: likewise for the state that `files` are compared with; empty for none.
        settings: `select` (rules that run beside the page's own), `rules` (options by rule),
            `today` (the day of the run) and `without` (paths of common files that it lacks).
        expected: the text of the findings block.
        block: 0-based first line and line after of the findings block's content, or None.
        end: 0-based line after the last file of the case.
        fixes, fixes_block: the text of the fixes block and its lines, likewise; None without one.
    """

    heading: str
    files: dict[str, bytes] = field(default_factory=dict)
    base: dict[str, bytes] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    expected: str = ""
    block: tuple[int, int] | None = None
    end: int = 0
    fixes: str | None = None
    fixes_block: tuple[int, int] | None = None


def documents(rule: Rule) -> list[Path]:
    """The files that hold the rule's cases: its page, and the one beside it if there is one."""
    page = Path(rule.page_path)
    beside = page.with_suffix(".cases.md")
    return [page, beside] if beside.is_file() else [page]


def cases(document: str) -> Iterator[Case]:
    """The cases of a document, in order, each with the files of all cases.

    Raises:
        ValueError: as `sections` does.
    """
    common: dict[str, bytes] = {}
    for case in sections(document):
        if case.heading == COMMON:
            common = case.files
        elif case.files or case.base or case.block or case.settings:
            without = case.settings.get("without", ())
            shared = {path: text for path, text in common.items() if path not in without}
            case.files = shared | case.files
            if case.files:
                yield case


def sections(document: str) -> Iterator[Case]:
    """The sections of a document, in order, each with its own files only.

    Raises:
        ValueError: a fenced block is neither a file with a path nor settings nor findings.
    """
    lines = document.split("\n")
    case = Case("")
    path = at_base = ""
    for leaf in markdown.leaves(lines)[0]:
        text = lines[leaf.first].strip()
        if leaf.kind == "heading" and leaf.level == 2:
            yield case
            case = Case(text.lstrip("# "))
        elif leaf.kind == "paragraph":
            match = _PATH.fullmatch(lines[leaf.first + leaf.length - 1].strip())
            path, at_base = (match["path"], match["base"]) if match else ("", "")
        elif leaf.kind == "code":
            words = text.strip("`~ ").split()
            files = case.base if at_base else case.files
            block = leaf.first + 1, leaf.first + leaf.length - 1
            _add_block(case, files, words, lines, block, path)
            path = ""
    yield case


def _add_block(
    case: Case,
    files: dict[str, bytes],
    words: list[str],
    lines: list[str],
    block: tuple[int, int],
    path: str,
) -> None:
    first, after = block
    content = "".join(line + "\n" for line in lines[first:after])
    if words[:1] == ["findings"]:
        case.expected, case.block = content, (first, after)
    elif words[:1] == ["fixes"]:
        case.fixes, case.fixes_block = content, (first, after)
    elif words[:1] == ["toml"] and not path:
        case.settings = tomllib.loads(content)
    elif path:
        files[path] = _unescaped(content) if "escaped" in words else content.encode()
        case.end = after + 1
    elif words[:1] == ["md"]:
        raise ValueError(f"line {first}: a page without a path in the line before it")


def _unescaped(content: str) -> bytes:
    """Decode `\\xNN` to a byte and `\\uNNNN` to a character."""
    found = b""
    at = 0
    for match in _ESCAPE.finditer(content):
        found += content[at : match.start()].encode()
        byte, character = match.groups()
        found += bytes([int(byte, 16)]) if byte else chr(int(character, 16)).encode()
        at = match.end()
    return found + content[at:].encode()


def run(case: Case, rule: Rule, kinds: Kinds) -> str:
    """Lint the case with the page's own rule, and those that its settings select."""
    findings, _ = linted(case, rule, kinds)
    return "".join(expectation(finding) for finding in with_common_faults(findings))


def linted(case: Case, rule: Rule, kinds: Kinds) -> tuple[list[Finding], Framework]:
    """What is found in the case, and its framework."""
    rules = [rule]
    for selector in case.settings.get("select", []):
        rules += [other for other in named(selector) if other not in rules]
    today = case.settings.get("today")
    base = Framework(kinds, MemoryTree(assembled(case.base)), today=today) if case.base else None
    framework = Framework(kinds, MemoryTree(assembled(case.files)), today=today, base=base)
    result = lint(framework, rules, options(case))
    if result.crashes:
        raise RuntimeError(result.crashes[0])
    return result.findings, framework


def options(case: Case) -> dict[str, dict[str, object]]:
    """The options that the case's settings give to rules, by code; lists are tuples there too."""
    return {
        named(selector)[0].code: {
            key: tuple(value) if isinstance(value, list) else value for key, value in values.items()
        }
        for selector, values in case.settings.get("rules", {}).items()
    }


def offered(case: Case, rule: Rule, kinds: Kinds) -> str:
    """What the page's own rule offers as fixes in the case."""
    findings, framework = linted(case, rule, kinds)
    where = Targets(framework)
    lines: list[str] = []
    for finding in findings:
        found = readings(finding, where) if finding.rule is rule else []
        for number, reading in enumerate(found, start=1):
            lines += _lines(reading, f" {number} of {len(found)}" if len(found) > 1 else "")
    return "".join(lines)


def _lines(reading: Reading, which: str) -> Iterator[str]:
    kind = ("safe" if reading.is_safe else "suggested") + which
    if not reading.targets:
        yield f"{kind}: {reading.title}\n"
    for target in reading.targets:
        where = target.page.where(target.cell.span if target.cell else target.span)
        old = target.text[slice(*target.span)]
        yield f"{kind} {where} {json.dumps(old)} -> {json.dumps(target.new)}\n"


def assembled(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """The files, with sheets put together to workbooks."""
    books: dict[str, dict[str, bytes]] = {}
    for path, content in files.items():
        book, separator, sheet = path.partition("#")
        if separator:
            books.setdefault(book, {})[sheet] = content
    plain = {path: content for path, content in files.items() if "#" not in path}
    return plain | {path: _workbook(sheets) for path, sheets in books.items()}


def _workbook(sheets: Mapping[str, bytes]) -> bytes:
    """A workbook of sheets in CSV."""
    book = Workbook()
    for name, content in sheets.items():
        sheet = book.create_sheet(name)
        for row in csv.reader(io.StringIO(content.decode())):
            sheet.append([value or None for value in row])
    book.remove(book.worksheets[0])
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def expectation(finding: Finding) -> str:
    """A finding as a findings block shows it, with a line for each other place."""
    place = finding.place
    text = f"{place.page.where(place.span)} {finding.rule.code} {finding.message}\n"
    for other in finding.also:
        text += f"  also {other.page.where(other.span)} {other.message}\n"
    return text
