"""The scratch folders in which the documents are run through."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from ..scratch import CLEAN, EXAMPLE, Repository, copy_project
from ..workbooks import books, printed, small


@pytest.fixture(scope="session")
def scratch_project(tmp_path_factory: pytest.TempPathFactory) -> Repository:
    """A git checkout of the project; use `checkout`, which is as it was committed."""
    project = Repository(tmp_path_factory.mktemp("docs") / "frameworklint")
    copy_project(project.folder)
    project.commit("frameworklint")
    return project


@pytest.fixture
def checkout(scratch_project: Repository) -> Iterator[Path]:
    """A git checkout of the project, whose changes are undone."""
    yield scratch_project.folder
    scratch_project.git("reset", "--quiet", "--hard", "HEAD")
    scratch_project.git("clean", "--quiet", "-d", "--force")


@pytest.fixture
def framework(tmp_path: Path) -> Path:
    """A framework's repository: the branch that is checked out adds a few defects to others."""
    repository = Repository(tmp_path / "framework")
    repository.fill(EXAMPLE)
    for path in ("generated_pages/counters/C00300.md", "generated_pages/tactics/TA07.md"):
        shutil.copy(CLEAN / path, repository.folder / path)
    repository.commit("main")
    repository.git("switch", "--quiet", "--create", "change")
    repository.fill(EXAMPLE)
    repository.commit("change")
    return repository.folder


@pytest.fixture
def framework_with_workbooks(tmp_path: Path) -> Path:
    """A framework's repository with spreadsheets, which on the branch have defects."""
    repository = Repository(tmp_path / "framework")
    sheets = small()
    repository.write({**printed(sheets), **books(sheets)})
    repository.commit("clean")
    repository.git("switch", "--quiet", "--create", "change")
    rows = sheets["incidenttechniques"]
    rows[0]["technique_ids"] = "T0001, T0001.001"
    rows[2]["technique_ids"] = "T0001,T0001"
    sheets["countermeasures"][0]["techniques"] = "T0002 - Post It T0001 - Plan It"
    repository.write({**printed(sheets), **books(sheets)})
    repository.commit("change")
    return repository.folder
