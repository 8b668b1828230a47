"""The documents of the project: what they show, and how it is run as they stand.

The commands in a document's `sh` blocks are run in its order, a line at a time: by a shell, or in
this process where a line only calls frameworklint and no shell would change a word of it. A `text`
block holds what the `sh` block above it prints. A block whose line before it is a path in
backquotes and a colon is a file, which is written before the commands below it run. What stands
between `<!-- NAME -->` and `<!-- /NAME -->` is made from the project itself.
"""

import os
import re
import subprocess
import sysconfig
from collections.abc import Callable, Collection, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from ..scratch import ENVIRONMENT, TOP, Run, called

README = TOP / "README.md"
DOCUMENTS = [README, TOP / "CONTRIBUTING.md", *sorted((TOP / "docs").glob("*.md"))]
# A document that says so is about a framework's repository, any other about a checkout of this one.
_IN_A_FRAMEWORK = re.compile(
    r"^The commands on this page are for the folder of your framework's repository\.$", re.MULTILINE
)
_BLOCK = re.compile(
    r"^(?:`(?P<path>[^`\n]+)`:\n\n)?(?P<fence>`{3,})(?P<form>\w+)\n(?P<content>.*?)^(?P=fence)$",
    re.MULTILINE | re.DOTALL,
)
_GENERATED = re.compile(
    r"(?<=^<!-- )(?P<name>[a-z-]+) -->\n(?P<content>.*?)(?=^<!-- /(?P=name) -->$)",
    re.MULTILINE | re.DOTALL,
)
# No shell does anything with these characters but split the line at its blanks.
_PLAIN = re.compile(r"frameworklint(?: [\w./,=-]+)*")


class Block(NamedTuple):
    """A fenced block: its language, its content, and the path of the file that it is."""

    form: str
    content: str
    path: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of the content that say something."""
        return [line for line in self.content.splitlines() if line]


def name(document: Path) -> str:
    """The path of a document in the project."""
    return document.relative_to(TOP).as_posix()


def is_about_a_framework(document: Path) -> bool:
    """Whether a document's commands are for a framework's repository, not for ours."""
    return bool(_IN_A_FRAMEWORK.search(document.read_text("utf-8")))


def blocks(document: Path, form: str = "") -> list[Block]:
    """The fenced blocks of a document, of one form if one is named."""
    found = (_block(match) for match in _BLOCK.finditer(document.read_text("utf-8")))
    return [block for block in found if form in ("", block.form)]


def _block(match: re.Match[str]) -> Block:
    return Block(match["form"], match["content"], match["path"] or "")


def commands(document: Path) -> Iterator[str]:
    """The lines of all `sh` blocks."""
    for block in blocks(document, "sh"):
        yield from block.lines


def bash(
    command: str, folder: Path, engine: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a line as it stands, with the frameworklint of a checkout `engine` if one is given."""
    path = os.pathsep.join([sysconfig.get_path("scripts"), ENVIRONMENT["PATH"]])
    environment = {**ENVIRONMENT, "PATH": path}
    del environment["COLUMNS"]  # what readers see who set nothing
    environment.pop("PYTHONPATH", None)
    if engine:
        environment["PYTHONPATH"] = str(engine / "lint")
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def run_through(document: Path, folder: Path, engine: Path, skipped: Collection[str]) -> str:
    """Do what a document shows, from top to bottom; the document with the outputs that came.

    Raises:
        AssertionError: a command failed, or printed something on standard error.
    """
    printed = ""
    run = _runner(document, folder, engine)

    def follow(match: re.Match[str]) -> str:
        nonlocal printed
        block = _block(match)
        if block.path:
            file = folder / block.path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(block.content, "utf-8")
        elif block.form == "sh":
            printed = "".join(_printed(line, run) for line in block.lines if line not in skipped)
        elif block.form == "text":
            fence = match["fence"]
            return f"{fence}text\n{printed.rstrip()}\n{fence}"
        return match[0]

    return _BLOCK.sub(follow, document.read_text("utf-8"))


def _runner(document: Path, folder: Path, engine: Path) -> Callable[[str], Run]:
    """How the lines of a document are run."""
    changes_engine = any(block.path.startswith("rules/") for block in blocks(document))
    needs_shell = document == README or changes_engine

    def run(command: str) -> Run:
        if not needs_shell and _PLAIN.fullmatch(command):
            return called(folder, *command.split(" ")[1:])
        done = bash(command, folder, engine)
        return Run(done.returncode, done.stdout, done.stderr)

    return run


def _printed(command: str, how: Callable[[str], Run]) -> str:
    run = how(command)
    # frameworklint ends with 1 where it finds something, as it should in examples.
    allowed = (0, 1) if command.startswith("frameworklint") else (0,)
    assert run.code in allowed, f"{command}\n{run.out}{run.err}"
    is_told = re.match(r"frameworklint (?:worklist|fix .*--diff)", command)  # what it holds
    assert run.err == "" or is_told, f"{command}\n{run.err}"
    return run.out


def regenerated(text: str, parts: Mapping[str, Callable[[], str]]) -> str:
    """A document's text with its generated parts as they should be."""
    return _GENERATED.sub(lambda part: f"{part['name']} -->\n{parts[part['name']]()}", text)


def generated_parts(text: str) -> list[str]:
    """The names of a document's generated parts."""
    return [part["name"] for part in _GENERATED.finditer(text)]
