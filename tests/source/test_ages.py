"""Which files are older than others."""

import os
from pathlib import Path

import pytest

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


def test_line_ends_of_the_work_tree_are_no_change(files: Repository) -> None:
    files.write({PAGE: "one\n"})
    files.commit("a line")
    files.write({BOOK: "3"})
    files.commit("the workbook")
    files.write({PAGE: "one\r\n"})
    assert older(files) == set(PAGES)


@pytest.mark.parametrize(("start", "is_text"), [("one", True), ("one\0", False)])
def test_only_line_ends_of_text_are_no_change(
    files: Repository, start: str, *, is_text: bool
) -> None:
    files.write({BOOK: f"{start}\n{'more ' * 999}"})
    files.commit("the workbook")
    files.write({PAGE: "3"})
    files.commit("the page")
    files.write({BOOK: f"{start}\r\n{'more ' * 999}"})
    assert older(files) == ({OTHER} if is_text else set(PAGES))


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
    assert tree.ages(sorted(tree.dated)) == before  # what was said before follows from that
    assert WorkTree(str(files.folder)).ages(sorted(tree.dated)) != before
