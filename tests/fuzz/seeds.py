"""The frameworks that are damaged: the examples, the cases of the rules, and printed workbooks."""

from functools import cache
from pathlib import Path
from random import Random

from frameworklint.linter.registry import all_rules

from ..rule_cases import assembled, cases, documents
from ..scratch import CLEAN, EXAMPLE
from ..workbooks import books, printed, small

Tree = dict[str, bytes]

SETTINGS = """\
select = ["FW2", "misspelled-word", "ALL"]
ignore = ["FW205"]
show-info = true
fail-on = "warning"
exclude = ["notes/**", "!notes/a*.md", "*.bak"]
home = "generated_pages"

[folders]
technique = "techniques"

[severity]
FW3 = "info"

[rules.foreign-description]
min-length = 60

[[suppress]]
rule = "broken-link"
page = "T0001"
reason = "known"
"""
_MOST_FILES = 30


@cache
def _example(folder: Path) -> Tree:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".frameworklint_cache" not in path.parts
    }


@cache
def _cases() -> list[tuple[Tree, Tree]]:
    """The files of every case and its base, but where they quote what a crash would print."""
    trees = []
    for rule in all_rules():
        for document in documents(rule):
            text = document.read_text("utf-8")
            found = [] if "FW901" in text else cases(text)
            trees += [(case.files, case.base) for case in found]
    return trees


@cache
def _with_workbook() -> Tree:
    sheets = small()
    return books(sheets) | {path: text.encode() for path, text in printed(sheets).items()}


def seed(chance: Random) -> tuple[Tree, Tree]:
    """A small framework, and the state before it, which may be the same."""
    sort = chance.random()
    if sort < 0.25:
        tree = dict(_example(chance.choice((EXAMPLE, CLEAN))))
        for path in chance.sample(sorted(tree), max(0, len(tree) - _MOST_FILES)):
            del tree[path]
        return tree, tree
    if sort < 0.5:
        return _with_workbook(), _with_workbook()
    files, base = chance.choice(_cases())
    tree = assembled(files)
    return tree, assembled(base) if base else tree
