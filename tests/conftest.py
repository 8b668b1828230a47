"""What all tests share."""

import gc
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from hypothesis import settings

from frameworklint.cli import arguments
from frameworklint.cli import completion as completion  # which changes parsers of its own
from frameworklint.findings.finding import Finding
from frameworklint.findings.lint import lint
from frameworklint.framework.framework import Framework
from frameworklint.kinds import load as kinds
from frameworklint.kinds.kind import Kinds
from frameworklint.linter.registry import named
from frameworklint.markdown import parser as parser  # before a test loads mistletoe itself
from frameworklint.page.page import Page
from frameworklint.source.files import WorkTree

from .memory_tree import MemoryTree
from .scratch import EXAMPLE, CommandLine, Repository
from .scratch import TOP as TOP
from .scratch import Files as Files
from .scratch import write as write

CORPUS = TOP.parent / "shared" / "corpus"

# As a run of the program does: frameworks are large, and none of their objects is in a cycle.
gc.set_threshold(300_000, 10, 10)

# jsonschema asks for it where it is installed, as stix2-validator has it installed: it takes most
# of a second to import, users do not have it, and no schema here has a format that it checks.
# The processes that tests start do without it, too: see `tests/data/absent`.
sys.modules["rfc3987_syntax"] = None  # type: ignore[assignment]

# Each run reads the dictionary anew, and lets it go: it takes much memory. It is always the same,
# and the tests are thousands of runs in one process.
_speller = named("misspelled-name")[0].check.__globals__["Speller"]
_spelling = sys.modules[_speller.__module__]
_spelling._English = cache(_spelling._English)  # type: ignore[attr-defined]
# Nor does a run change these.
arguments.parsers = cache(arguments.parsers)
kinds.load = cache(kinds.load)

# Where tests run often, always with other examples, fewer do at a time.
settings.register_profile("local", deadline=None, max_examples=30)
settings.register_profile("ci", deadline=None, derandomize=True, max_examples=30)
settings.load_profile("ci" if os.environ.get("CI") else "local")


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-docs` rewrites outputs and generated parts of README.md and docs/,
    `--update-rule-pages` the expected findings of the rules' pages,
    `--update-settings-schema` writes `schemas/settings.json` anew, `--update-reports` the text
    reports in `tests/report/golden/`.
    """
    parser.addoption("--update-docs", action="store_true", default=False)
    parser.addoption("--update-rule-pages", action="store_true", default=False)
    parser.addoption("--update-settings-schema", action="store_true", default=False)
    parser.addoption("--update-reports", action="store_true", default=False)


@pytest.fixture(scope="session")
def schema_kinds() -> Kinds:
    """The kinds that frameworklint brings."""
    return kinds.load()


def framework_of(kinds_: Kinds, files: Files) -> Framework:
    """A framework of files held in memory."""
    content = {p: c.encode() if isinstance(c, str) else c for p, c in files.items()}
    return Framework(kinds_, MemoryTree(content))


def page_of(kinds_: Kinds, source: str | bytes, path: str = "techniques/T0001.md") -> Page:
    """One page, read as part of a framework that holds nothing else."""
    home = {} if "/" in path else {"techniques/T9999.md": "# Technique T9999: Home\n"}
    return framework_of(kinds_, {**home, path: source}).by_path[path]


def findings_of(framework: Framework, *rules: str) -> list[Finding]:
    """What the named rules, all by default, find; no rule may crash."""
    chosen = [rule for selector in rules or ("ALL",) for rule in named(selector)]
    result = lint(framework, chosen)
    assert result.crashes == []
    return result.findings


def corpus(name: str) -> Path:
    """A tree of the real framework; the test is skipped where it is absent."""
    path = CORPUS / name
    if not path.is_dir():
        pytest.skip(f"the real framework {name} is not on this machine")
    return path


@pytest.fixture(scope="session")
def framework_2025(schema_kinds: Kinds) -> Framework:
    """The real framework of February 2025."""
    return Framework(schema_kinds, WorkTree(str(corpus("disarm-2025-02"))))


@pytest.fixture(scope="session")
def framework_2023(schema_kinds: Kinds) -> Framework:
    """The real framework of September 2023."""
    return Framework(schema_kinds, WorkTree(str(corpus("disarm-2023-09"))))


@pytest.fixture(params=["disarm-2025-02", "disarm-2023-09"])
def real_framework(request: pytest.FixtureRequest) -> Framework:
    """Each of the real frameworks in turn."""
    year = request.param.split("-")[1]
    framework: Framework = request.getfixturevalue(f"framework_{year}")
    return framework


@pytest.fixture(scope="session")
def findings_2025(framework_2025: Framework) -> list[Finding]:
    """What all rules find in the real framework of February 2025."""
    return findings_of(framework_2025)


@pytest.fixture(scope="session")
def findings_2023(framework_2023: Framework) -> list[Finding]:
    """What all rules find in the real framework of September 2023."""
    return findings_of(framework_2023)


@pytest.fixture(params=["disarm-2025-02", "disarm-2023-09"])
def real_findings(request: pytest.FixtureRequest) -> list[Finding]:
    """What all rules find in each of the real frameworks in turn."""
    year = request.param.split("-")[1]
    findings: list[Finding] = request.getfixturevalue(f"findings_{year}")
    return findings


Git = Callable[..., str]


@pytest.fixture
def git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Git:
    """Runs git in `tmp_path`, apart from the settings of whoever runs the tests."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    for person in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{person}_NAME", "Test")
        monkeypatch.setenv(f"GIT_{person}_EMAIL", "test@example.org")

    def run(*arguments: str, folder: Path = tmp_path) -> str:
        command = ["git", "-C", str(folder), *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    return run


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository that holds the example framework."""
    repository = Repository(tmp_path)
    repository.fill(EXAMPLE)
    return repository


@pytest.fixture
def frameworklint(
    repository: Repository, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> CommandLine:
    """Runs frameworklint in the repository."""
    return CommandLine(repository.folder, capsys, monkeypatch)
