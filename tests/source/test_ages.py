"""Which files are older than others."""

import os
from pathlib import Path

import pytest

from frameworklint.digests import blob_name
from frameworklint.source.files import WorkTree
from frameworklint.source.git import Repository as GitRepository
from frameworklint.source.history.ages import older_than

from ..scratch import Repository

BOOK, PAGE, OTHER = "data/book.xlsx", "pages/one.md", "pages/two.md"
PAGES = (PAGE, OTHER)


@pytest.fixture
def files(tmp_path: Path) -> Repository:
    """A repository whose second commit changed the workbook and one page."""
    repository = Repository(tmp_path / "repository")
    repository.write({BOOK: "1", PAGE: "1", OTHER: "1"})
    repository.commit("all")
    repository.write({BOOK: "2", OTHER: "2"})
    repository.commit("the workbook and a page")
    return repository


def older(repository: Repository, path: str = BOOK) -> set[str]:
    return set(older_than(WorkTree(str(repository.folder)), path, PAGES))


def test_a_page_of_the_same_commit_is_not_older(files: Repository) -> None:
    assert older(files) == {PAGE}


def test_a_page_of_a_later_commit_is_not_older(files: Repository) -> None:
    files.write({PAGE: "3"})
    files.commit("the other page")
    assert older(files) == set()


def test_what_is_not_committed_was_changed_last(files: Repository) -> None:
    files.write({PAGE: "3"})
    assert older(files) == set()
    files.write({PAGE: "1", BOOK: "3"})
    assert older(files) == set(PAGES)
    files.write({OTHER: "3"})
    assert older(files) == {PAGE}


@pytest.mark.parametrize("form", ["sha1", "sha256"])
def test_whether_a_file_changed_is_told_by_its_name_in_git_too(tmp_path: Path, form: str) -> None:
    repository = Repository.__new__(Repository)
    repository.folder = tmp_path
    repository.git("init", "--quiet", f"--object-format={form}")
    repository.write({BOOK: "1" * 9_000, PAGE: "1", OTHER: "1"})
    repository.commit("all")
    repository.write({PAGE: "2"})
    repository.commit("a page")
    for text, expected in (("1", set()), ("2", set(PAGES))):
        repository.write({BOOK: text * 9_000})
        tree = WorkTree(str(repository.folder))
        named = blob_name(tree.read(BOOK))
        assert set(older_than(tree, BOOK, PAGES, named)) == expected
        assert set(older_than(tree, BOOK, PAGES)) == expected


def test_line_ends_of_the_work_tree_are_no_change(files: Repository) -> None:
    files.write({PAGE: "one\n"})
    files.commit("a line")
    files.write({BOOK: "3"})
    files.commit("the workbook")
    files.write({PAGE: "one\r\n"})
    assert older(files) == set(PAGES)


def test_a_revision_has_ages_and_the_index_none(files: Repository) -> None:
    repository = GitRepository(str(files.folder))
    assert set(older_than(repository.tree("HEAD"), BOOK, PAGES)) == {PAGE}
    assert set(older_than(repository.tree("HEAD~1"), BOOK, PAGES)) == set()
    assert set(older_than(repository.index(), BOOK, PAGES)) == set()


def test_outside_git_the_times_tell_and_only_of_all_files(tmp_path: Path) -> None:
    for number, path in enumerate((PAGE, OTHER, BOOK)):
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text("x", "utf-8")
        os.utime(tmp_path / path, (0, 1_000 + number))
    tree = WorkTree(str(tmp_path))
    assert set(older_than(tree, BOOK, PAGES)) == set()  # written together
    os.utime(tmp_path / BOOK, (0, 2_000))
    assert set(older_than(tree, BOOK, PAGES)) == set(PAGES)
    os.utime(tmp_path / PAGE, (0, 3_000))
    assert set(older_than(tree, BOOK, PAGES)) == set()


def test_what_a_result_follows_from_is_known(files: Repository, tmp_path: Path) -> None:
    tree = WorkTree(str(files.folder))
    assert tree.dated == set()
    older_than(tree, BOOK, PAGES)
    assert tree.dated == {BOOK, *PAGES}
    before = tree.ages(sorted(tree.dated))
    files.git("commit", "--quiet", "--allow-empty", "--message", "nothing")
    assert tree.ages(sorted(tree.dated)) != before
