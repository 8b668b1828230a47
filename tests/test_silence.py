"""A rule that is not asked would have had nothing to say."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from frameworklint.framework import Framework
from frameworklint.kinds import Kinds
from frameworklint.memory import Memory
from frameworklint.run import lint

from .memory_tree import MemoryTree
from .scratch import CLEAN, ENVIRONMENT, copy
from .test_cache import called

HOME = "generated_pages"
INCIDENT, OTHER = f"{HOME}/incidents/I00201.md", f"{HOME}/incidents/I00202.md"
TECHNIQUE, TWIN = f"{HOME}/techniques/T0151.004.md", f"{HOME}/techniques/T0151.004.markdown"
NAMED, CITING = f"{HOME}/techniques/T0097.107.md", f"{HOME}/techniques/T0151.006.md"
COUNTER, ACTOR = f"{HOME}/counters/C00300.md", f"{HOME}/actortypes/A033.md"
MATRIX = f"{HOME}/disarm_red_framework.md"
TABLE = "| Technique | Description given for this incident |\n| - | - |\n"

Files = dict[str, str]
Edit = Callable[[Files], None]


def example() -> Files:
    """The pages of the example in which nothing is found."""
    return {
        path.relative_to(CLEAN).as_posix(): path.read_text("utf-8") for path in CLEAN.rglob("*.md")
    }


def row_of(text: str, listed: str) -> str:
    """The row of a Markdown table that lists a page."""
    return next(line for line in text.splitlines(keepends=True) if line.startswith(f"| [{listed} "))


def described(row: str, text: str) -> str:
    """A row with another description."""
    return row.rpartition(" | ")[0] + f" | {text} |\n"


def two_files_with_one_id(files: Files) -> None:
    row = row_of(files[INCIDENT], "T0151.004")
    files[INCIDENT] = files[INCIDENT].replace(row, row + described(row, "Of the boats."))
    page = files[TECHNIQUE]
    row = row_of(page, "I00201")
    files[TECHNIQUE] = page.replace(row, described(row, "Of the goats."))
    files[TWIN] = page.replace(row, described(row, "Of the sheep."))


def text_of_the_other_file(files: Files) -> None:
    row = row_of(files[TWIN], "I00201")
    text = row_of(files[INCIDENT], "T0151.004").rpartition(" | ")[2].removesuffix(" |\n")
    files[TWIN] = files[TWIN].replace(row, described(row, text))


def empty_table_above_the_table(files: Files) -> None:
    row = row_of(files[INCIDENT], "T0151.006")
    head = TABLE.replace("| - | - |", "| --------- | ------------------------- |")
    assert head in files[OTHER]
    files[OTHER] = files[OTHER].replace(head, f"{TABLE}\n\n{TABLE}{row}")


def no_empty_table(files: Files) -> None:
    files[OTHER] = files[OTHER].replace(f"{TABLE}\n\n", "")


def entry(cell: str) -> Edit:
    """A counter under another tactic than it names, which names that tactic now."""

    def edit(files: Files) -> None:
        before, end, after = files[MATRIX].rpartition("<tr>\n</tr>")
        files[MATRIX] = f"{before}<tr>\n<td> </td>\n<td>{cell}</td>\n</tr>\n{end}{after}"
        files[COUNTER] = files[COUNTER].replace("stage**: TA07", "stage**: TA16")

    return edit


def other_tactic(files: Files) -> None:
    files[COUNTER] = files[COUNTER].replace("stage**: TA16", "stage**: TA07")


def code_in_a_link(files: Files) -> None:
    files[ACTOR] += "\nSee [`T0097.107`](../techniques/T0097.107.md).\n"


def same_code_in_a_cell(files: Files) -> None:
    row = row_of(files[OTHER], "T0097.108")
    files[OTHER] = files[OTHER].replace(row, described(row, "`T0097.107`"))


CHANGES = {
    "twin": (two_files_with_one_id, text_of_the_other_file, "FW305"),
    "table": (empty_table_above_the_table, no_empty_table, "FW404"),
    "address": (entry('<a href="https://x.org/C00300.md">Label</a>'), other_tactic, "FW309"),
    "fragment": (entry('<a href="#/C00300.md">Label</a>'), other_tactic, "FW309"),
    "text": (
        entry('a <a href="https://x.org">C00300 Label forwarded messages</a>'),
        other_tactic,
        "FW309",
    ),
    "code": (code_in_a_link, same_code_in_a_cell, "FW409"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_from_wherever_it_matters(schema_kinds: Kinds, name: str) -> None:
    before, after, code = CHANGES[name]
    files = example()
    before(files)
    memory = Memory()
    found(schema_kinds, files, memory)
    after(files)
    expected = found(schema_kinds, files, None)
    assert code in {code for code, _, _ in expected}
    assert found(schema_kinds, files, Memory(memory.written())) == expected


def found(kinds: Kinds, files: Files, memory: Memory | None) -> list[tuple[str, str, str]]:
    """What is found in a framework: code, place and message."""
    tree = MemoryTree({path: text.encode() for path, text in files.items()})
    findings = lint(Framework(kinds, tree, memory=memory)).findings
    return [(one.rule.code, str(one.sort_key), one.message) for one in findings]


def test_silence_among_the_names_of_two_states_is_none(tmp_path: Path) -> None:
    copy(CLEAN, tmp_path)
    citing, named = tmp_path / CITING, tmp_path / NAMED
    text = citing.read_text("utf-8")
    citing.write_text(text.replace("A room", "As T97.17: Researcher Persona says, a room"), "utf-8")
    for command in (["init", "-q"], ["add", "-A"], ["commit", "-qm", "x"]):
        subprocess.run(["git", *command], cwd=tmp_path, env=ENVIRONMENT, check=True)
    # Two pages of that name: neither is meant.
    twin = named.with_name("T0097.127.md")
    twin.write_text(named.read_text("utf-8").replace("T0097.107", "T0097.127"), "utf-8")
    called(tmp_path, "check", "--since", "HEAD")
    os.unlink(twin)
    cold = called(tmp_path, "check", "--no-cache")
    assert "FW302" in cold[1]
    assert called(tmp_path, "check") == cold
