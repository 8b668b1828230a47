"""What a change does to the spreadsheets, in a real repository and by git's own `diff`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from frameworklint.report.workbook_text import plain_text

from ..builders import clean, hold, sheets_of_clean, workbooks_of
from ..scratch import ENVIRONMENT, CommandLine, Repository
from ..workbooks import FOLDER, FRAMEWORKS, Sheets, book

BOOK = f"{FOLDER}/{FRAMEWORKS}"
OLD, NEW = "Chat Room", "Chat Group"
POINTER = "version https://git-lfs.github.com/spec/v1\n"


def renamed(sheets: Sheets) -> Sheets:
    """The sheets after a technique was renamed."""
    for row in sheets["techniques"]:
        row["name"] = NEW if row["name"] == OLD else row["name"]
    return sheets


@pytest.fixture
def books(repository: Repository) -> Repository:
    """A framework with its workbooks, committed, of which one is changed in the folder."""
    hold(repository, {**clean(), **workbooks_of(sheets_of_clean())})
    repository.commit()
    repository.write(workbooks_of(renamed(sheets_of_clean())))
    return repository


def changed(run_out: str) -> bool:
    return f"T0151.006 (row 6)\n      name: Chat [-{OLD[5:]}-]{{+{NEW[5:]}+}}\n" in run_out


def test_the_folder_is_compared_with_the_last_commit(
    books: Repository, frameworklint: CommandLine
) -> None:
    run = frameworklint("diff")
    assert (run.code, run.err) == (0, "")
    assert run.out.startswith(f"{BOOK} › techniques: 1 row changed\n  ~ ")
    assert changed(run.out)
    assert run.out.endswith("2 workbooks compared: 1 sheet with 1 row changed\n")


@pytest.mark.parametrize(
    ("written", "advice"),
    [
        ("main..HEAD", "write 'main'"),
        ("main..", "write 'main'"),
        ("HEAD^{/a..b}..", "write 'HEAD^{/a..b}'"),
        ("v1...x", "switch to 'x' and write 'v1'"),
        ("HEAD~1..x", "switch to 'x' and write the ID of the commit that 'HEAD~1' is now"),
        ("..x", "switch to 'x' and write the name of the branch that is checked out now"),
    ],
)
def test_of_a_range_it_is_said_what_to_write_instead(
    books: Repository, frameworklint: CommandLine, written: str, advice: str
) -> None:
    for run in (frameworklint("diff", written), frameworklint("check", "--since", written)):
        assert (run.code, run.out) == (2, "")
        assert f"{written!r} is a range of commits: {advice};" in run.err


@pytest.mark.parametrize("written", ["../x", ":/a..b", "HEAD^{/a..b}"])
def test_dots_of_paths_and_of_messages_make_no_range(
    books: Repository, frameworklint: CommandLine, written: str
) -> None:
    run = frameworklint("diff", written)
    assert run.code == 2
    assert "range" not in run.err


def test_the_next_commit_is_what_is_staged(books: Repository, frameworklint: CommandLine) -> None:
    assert frameworklint("diff", "--staged").out == "2 workbooks compared: nothing differs\n"
    books.git("add", "--all")
    assert changed(frameworklint("diff", "--staged").out)


def test_a_branch_is_compared_with_where_it_began(
    books: Repository, frameworklint: CommandLine
) -> None:
    books.git("switch", "--quiet", "--create", "branch")
    books.commit()
    books.git("switch", "--quiet", "main")
    books.git("rm", "--quiet", BOOK)
    books.commit()
    books.git("switch", "--quiet", "branch")
    assert "nothing differs" in frameworklint("diff").out
    run = frameworklint("diff", "main")
    assert changed(run.out)
    assert "1 sheet with 1 row changed" in run.out


def test_the_summary_of_a_change_says_what_it_does_to_the_spreadsheets(
    books: Repository, frameworklint: CommandLine
) -> None:
    heading = "### What this change does to the spreadsheets\n"
    out = frameworklint("check", "--since", "HEAD", "--output-format", "markdown").out
    assert heading in out
    assert f"name`: Chat <del>{OLD[5:]}</del><ins>{NEW[5:]}</ins>" in out
    assert heading not in frameworklint("check", "--output-format", "markdown").out
    books.commit()
    out = frameworklint("check", "--since", "HEAD", "--output-format", "markdown").out
    assert heading not in out


def test_what_can_not_be_compared_is_told(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean())
    run = frameworklint("diff")
    assert (run.code, "git knows no revision 'HEAD'" in run.err) == (2, True)
    assert "there is no commit yet" in frameworklint("diff", "--staged").err
    repository.commit()
    run = frameworklint("diff")
    assert (run.code, "holds no workbook" in run.err) == (2, True)
    repository.write({BOOK: b"no workbook"})
    run = frameworklint("diff")
    assert run.code == 0
    assert f"{BOOK} is not compared: after the change it is no .xlsx" in run.err


def test_what_one_state_does_not_tell_is_neither_added_nor_removed(
    books: Repository, frameworklint: CommandLine
) -> None:
    for content in (b"no workbook", f"{POINTER}oid sha256:{'1' * 64}\nsize 9000\n".encode()):
        books.write({BOOK: content})
        run = frameworklint("diff")
        assert run.out == "1 workbook compared: nothing differs\n"
        assert run.err.count(f"{BOOK} is not compared: after the change it is ") == 1


def test_git_shows_the_text_of_a_workbook(books: Repository) -> None:
    command = f"{sys.executable} -m frameworklint textconv"
    books.git("config", "diff.xlsx.textconv", command)
    books.git("config", "diff.xlsx.xfuncname", "^(=== .*|--- .*)$")
    books.write({".gitattributes": "*.xlsx diff=xlsx\n"})
    run = subprocess.run(
        ["git", "diff", "--unified=0"],
        cwd=books.folder,
        env={**ENVIRONMENT, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )
    lines = [line for line in run.stdout.splitlines() if line[:1] in "+-@"][2:]
    assert lines[0].endswith("@@ --- T0151.006")
    assert lines[1:] == [f"-name: {OLD}", f"+name: {NEW}"]


def test_the_text_of_a_workbook_has_a_line_for_each_cell() -> None:
    content = book({"techniques": [{"disarm_id": "T1", "name": "a\nb", "summary": ""}]})
    lines = plain_text(content).splitlines()
    assert lines == ["=== techniques", "--- T1", "disarm_id: T1", "name: a⏎b", ""]


def test_a_file_that_is_no_workbook_has_a_text_that_says_so(
    tmp_path: Path, frameworklint: CommandLine
) -> None:
    """git would show nothing at all if the command failed."""
    (tmp_path / "a.xlsx").write_bytes(POINTER.encode())
    run = frameworklint("textconv", "a.xlsx")
    assert run.code == 0
    assert run.out.startswith("this file is a pointer of Git LFS: run `git lfs pull`\nSHA-256 ")
    (tmp_path / "a.xlsx").write_bytes(b"")
    assert frameworklint("textconv", "a.xlsx").out == ""
    run = frameworklint("textconv", "b.xlsx")
    assert (run.code, "there is no file 'b.xlsx'" in run.err) == (2, True)
