"""Scratch repositories and runs of the command line, for the tests of whole runs."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

import pytest

from frameworklint.cli import main as cli
from frameworklint.source import reading

TOP = Path(__file__).resolve().parent.parent
EXAMPLE = TOP / "examples" / "framework"
CLEAN = TOP / "examples" / "clean"
# What standard error says of a tree that is no framework's.
NO_KNOWN_KIND = "frameworklint: no page of a known kind: only links and text were checked\n"

Files = Mapping[str, str | bytes]

PERSON = {
    f"GIT_{role}_{key}": value
    for role in ("AUTHOR", "COMMITTER")
    for key, value in {"NAME": "Test", "EMAIL": "test@example.org"}.items()
}
# A run must not see the settings of whoever runs the tests, nor the hook or job they run in, nor
# compile each module anew, as Python does where it may not keep what it compiled.
ENVIRONMENT = {
    **{
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("GIT_", "GITHUB_", "PRE_COMMIT", "PYTEST", "SKIP"))
        and name not in ("CI", "NO_COLOR", "FORCE_COLOR", "TERM", "PYTHONDONTWRITEBYTECODE")
    },
    **PERSON,
    # What makes each start slow, and is nothing that users have.
    "PYTHONPATH": str(TOP / "tests" / "data" / "absent"),
    # Lines are wrapped only where a test is about that.
    "COLUMNS": "1000",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
}

# What a test wrote a moment ago stands for what a user wrote long ago.
reading.MOMENT = 0


def copy(tree: Path, folder: Path) -> None:
    """Copy a tree, without what runs may have left in it."""
    ignored = shutil.ignore_patterns(".frameworklint_cache", "__pycache__")
    shutil.copytree(tree, folder, dirs_exist_ok=True, ignore=ignored)


def write(folder: Path, files: Files) -> None:
    """Write files below a folder."""
    for path, content in files.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)


@dataclass(frozen=True)
class Run:
    """How a run of the command line ended, and what it printed."""

    code: int
    out: str
    err: str

    @property
    def report(self) -> dict[str, Any]:
        """The JSON report on standard output."""
        found: dict[str, Any] = json.loads(self.out)
        return found

    @property
    def findings(self) -> list[dict[str, Any]]:
        """The findings of the JSON report."""
        found: list[dict[str, Any]] = self.report["findings"]
        return found

    @property
    def counts(self) -> tuple[int, int, int]:
        """What the change adds, fixes and leaves, as the text says it."""
        said = re.search(r"this change adds ([\d,]+), fixes ([\d,]+), leaves ([\d,]+)", self.out)
        assert said, self.out + self.err
        added, fixed, left = (int(number.replace(",", "")) for number in said.groups())
        return added, fixed, left


def enter(patch: pytest.MonkeyPatch, folder: Path, environment: Mapping[str, str]) -> None:
    """Stand in a folder, with `ENVIRONMENT` and some more variables as the environment."""
    patch.chdir(folder)
    for name in set(os.environ) - set(ENVIRONMENT):
        patch.delenv(name)
    for name, value in {**ENVIRONMENT, **environment}.items():
        patch.setenv(name, value)


@contextmanager
def process(folder: Path, *arguments: str, **environment: str) -> Iterator[tuple[IO[str], IO[str]]]:
    """Be as in a new process of the program; its standard output and standard error are files."""
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as err,
        pytest.MonkeyPatch.context() as patch,
    ):
        enter(patch, folder, environment)
        patch.setattr(sys, "argv", ["frameworklint", *arguments])
        patch.setattr(sys, "stdout", out)
        patch.setattr(sys, "stderr", err)
        yield out, err


def called(folder: Path, *arguments: str, **environment: str) -> Run:
    """What the program says in this process, where it may repeat a result from the cache."""
    with process(folder, *arguments, **environment) as streams:
        try:
            code = cli.repeat_or_run()
        except SystemExit as end:  # after `--help`
            code = int(end.code or 0)
        for stream in streams:
            stream.seek(0)
        return Run(code, streams[0].read(), streams[1].read())


@dataclass
class CommandLine:
    """Runs frameworklint in this process, in some folder."""

    folder: Path
    capsys: pytest.CaptureFixture[str]
    monkeypatch: pytest.MonkeyPatch
    environment: dict[str, str] = field(default_factory=dict)

    def __call__(self, *arguments: str | Path) -> Run:
        """Run frameworklint with some arguments."""
        self.capsys.readouterr()
        with self.monkeypatch.context() as patch:
            enter(patch, self.folder, self.environment)
            code = cli.main([str(argument) for argument in arguments])
        captured = self.capsys.readouterr()
        return Run(code, captured.out, captured.err)

    def json(self, *arguments: str | Path) -> list[dict[str, Any]]:
        """The findings of a run with some arguments, which must not fail."""
        run = self("check", *arguments, "--output-format", "json")
        assert run.code != 2, run.err
        return run.findings


class Repository:
    """A git repository in a folder."""

    environment = ENVIRONMENT  # in which git is run

    def __init__(self, folder: Path, *options: str) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str) -> str:
        """What git prints."""
        command = ["git", "-C", str(self.folder), *arguments]
        environment = self.environment
        run = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout.strip()

    def write(self, files: Files) -> None:
        """Write files."""
        write(self.folder, files)

    def fill(self, tree: Path) -> None:
        """Have the files of a tree, and no others."""
        for entry in self.folder.iterdir():
            if entry.name != ".git":
                shutil.rmtree(entry) if entry.is_dir() else entry.unlink()
        copy(tree, self.folder)

    def commit(self, message: str = "change") -> str:
        """Commit everything; the name of the commit."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--no-verify", "--message", message)
        return self.git("rev-parse", "HEAD")

    def edit(self, path: str, old: str, new: str) -> None:
        """Replace a text that stands once in a file."""
        file = self.folder / path
        text = file.read_text("utf-8")
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {path}"
        file.write_text(text.replace(old, new), "utf-8")


def markdown_files(folder: Path) -> Iterator[Path]:
    """The Markdown files below a folder."""
    return (path for path in sorted(folder.rglob("*.md")) if path.is_file())


def copy_project(folder: Path) -> None:
    """Copy what the sdist holds: a checkout without caches and environments."""
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))
    names = project["tool"]["hatch"]["build"]["targets"]["sdist"]["only-include"]
    for name in [*names, "pyproject.toml", "README.md", "LICENSE", ".gitignore"]:
        if (TOP / name).is_dir():
            ignored = shutil.ignore_patterns("__pycache__", ".frameworklint_cache")
            shutil.copytree(TOP / name, folder / name, ignore=ignored)
        else:
            shutil.copy(TOP / name, folder / name)
