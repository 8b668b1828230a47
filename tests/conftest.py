"""What all tests share."""

from pathlib import Path

import pytest

from frameworklint import kinds
from frameworklint.framework import Framework
from frameworklint.kinds import Kinds
from frameworklint.source import MemoryTree, WorkTree

TOP = Path(__file__).resolve().parent.parent
CORPUS = TOP.parent / "shared" / "corpus"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-rule-pages` rewrites the expected findings of the rules' pages."""
    parser.addoption("--update-rule-pages", action="store_true", default=False)


@pytest.fixture(scope="session")
def schema_kinds() -> Kinds:
    """The kinds that frameworklint brings."""
    return kinds.load()


def framework_of(kinds_: Kinds, files: dict[str, str | bytes]) -> Framework:
    """A framework of files held in memory."""
    content = {p: c.encode() if isinstance(c, str) else c for p, c in files.items()}
    return Framework(kinds_, MemoryTree(content))


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
