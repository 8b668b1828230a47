"""A rule's page: what `explain` prints, where a finding's URL leads, and the rule's test.

The page is Markdown. `## ` headings divide it into sections. In a section, fenced blocks are the
files of a small framework: the line before the block holds the file's path in backquotes. A `toml`
block sets options, a `findings` block holds the findings that are expected, one on a line, the
other places of a finding indented below it. A section with files and without a `findings` block is
expected to have none.
"""

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from frameworklint.findings import Finding
from frameworklint.framework import Framework
from frameworklint.kinds import Kinds
from frameworklint.registry import Rule, named
from frameworklint.run import lint
from frameworklint.source import MemoryTree

_PATH = re.compile(r"`(?P<path>[^`]+)`:?")
_ESCAPE = re.compile(r"\\x([0-9A-Fa-f]{2})|\\u([0-9A-Fa-f]{4})")


def read(rule: Rule) -> str:
    """The text of the rule's page.

    Raises:
        OSError: the installation is incomplete.
    """
    with open(rule.page_path, encoding="utf-8") as file:
        return file.read()


def sections(page: str) -> dict[str, str]:
    """The text of each section by its heading; the summary below the title stands under `""`."""
    parts = re.split(r"^## +(.*)$", page, flags=re.MULTILINE)
    summary = re.sub(r"\A#[^\n]*\n", "", parts[0]).strip()
    return {"": summary} | {
        heading.strip(): text.strip()
        for heading, text in zip(parts[1::2], parts[2::2], strict=True)
    }


def remedy(rule: Rule) -> str:
    """How to mend a finding of the rule: the first paragraph of that section, on one line."""
    text = sections(read(rule)).get("How to mend it at the source", "")
    return " ".join(text.partition("\n\n")[0].split())


def summary(rule: Rule) -> str:
    """What the rule finds: the first paragraph of its page, on one line."""
    return " ".join(sections(read(rule))[""].partition("\n\n")[0].split())


@dataclass
class Case:
    """A small framework of a rule's page, and what is expected there.

    Attributes:
        heading: the section's heading.
        files: content by path.
        settings: `select` (rules that run beside the page's own) and `rules` (options by rule).
        expected: the text of the findings block.
        block: 0-based first line and line after of the findings block's content, or None.
        end: 0-based line after the last file of the case.
    """

    heading: str
    files: dict[str, bytes] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)
    expected: str = ""
    block: tuple[int, int] | None = None
    end: int = 0


def cases(page: str) -> Iterator[Case]:
    """The cases of a rule's page, in order.

    Raises:
        ValueError: a fenced block is neither a file with a path nor settings nor findings.
    """
    from frameworklint import markdown

    lines = page.split("\n")
    case = Case("")
    path = ""
    for leaf in markdown.leaves(lines)[0]:
        text = lines[leaf.first].strip()
        if leaf.kind == "heading" and leaf.level == 2:
            if case.files:
                yield case
            case = Case(text.lstrip("# "))
        elif leaf.kind == "paragraph":
            match = _PATH.fullmatch(lines[leaf.first + leaf.length - 1].strip())
            path = match["path"] if match else ""
        elif leaf.kind == "code":
            words = text.strip("`~ ").split()
            _add_block(case, words, lines, leaf.first + 1, leaf.first + leaf.length - 1, path)
            path = ""
    if case.files:
        yield case


def _add_block(
    case: Case, words: list[str], lines: list[str], first: int, after: int, path: str
) -> None:
    content = "".join(line + "\n" for line in lines[first:after])
    if words[:1] == ["findings"]:
        case.expected, case.block = content, (first, after)
    elif words[:1] == ["toml"] and not path:
        case.settings = tomllib.loads(content)
    elif path:
        case.files[path] = _unescaped(content) if "escaped" in words else content.encode()
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
    rules = [rule]
    for selector in case.settings.get("select", []):
        rules += [other for other in named(selector) if other not in rules]
    options = {
        named(selector)[0].code: values
        for selector, values in case.settings.get("rules", {}).items()
    }
    framework = Framework(kinds, MemoryTree(case.files))
    result = lint(framework, rules, options)
    if result.crashes:
        raise RuntimeError(result.crashes[0])
    return "".join(expectation(finding) for finding in result.findings)


def expectation(finding: Finding) -> str:
    """A finding as a findings block shows it, with a line for each other place."""
    place = finding.place
    line, column = place.page.lines.position(place.span.start)
    text = f"{place.page.path}:{line}:{column} {finding.rule.code} {finding.message}\n"
    for other in finding.also:
        line, column = other.page.lines.position(other.span.start)
        text += f"  also {other.page.path}:{line}:{column} {other.message}\n"
    return text
