"""Several frameworks in one repository: one is judged, and of the others it is said."""

import pytest

from ..builders import clean, hold, sheets_of_clean, workbooks_of
from ..scratch import EXAMPLE, CommandLine, Repository, copy

BROKEN = "# A\n\n[x](gone.md)\n"


def below(folder: str, files: dict[str, str | bytes]) -> dict[str, str | bytes]:
    return {f"{folder}/{path}": content for path, content in files.items()}


def said(folder: str, home: str = "generated_pages") -> str:
    return (
        f"frameworklint: {folder} holds a framework of its own ({folder}/{home}), which is not"
        f" checked here: run `frameworklint check {folder}`\n"
    )


@pytest.fixture
def two(repository: Repository) -> Repository:
    """A clean framework in `a`, one with defects in `b`."""
    hold(repository, below("a", clean()))
    copy(EXAMPLE, repository.folder / "b")
    repository.write({"b/notes.md": BROKEN, "README.md": "# Both\n"})
    repository.commit()
    return repository


def test_one_is_judged_and_of_the_other_it_is_said(
    two: Repository, frameworklint: CommandLine
) -> None:
    for arguments in ([], ["--staged"], ["--since", "HEAD"]):
        run = frameworklint("check", "--no-cache", *arguments)
        assert (run.code, run.err) == (0, said("b"))
        assert run.out.startswith(f"{len(clean()) + 1} pages checked: nothing found")
    assert frameworklint("check", "--output-format", "json").report["notices"]


def test_each_is_judged_by_its_path(two: Repository, frameworklint: CommandLine) -> None:
    assert frameworklint("check", "a").err == frameworklint("check", "b").err == ""
    assert "25 pages checked: " in frameworklint("check", "b").out
    two.write({"b/more.md": BROKEN})
    two.git("add", "--all")
    assert frameworklint("check", "--staged", "b").counts == (1, 0, 17)


def test_a_framework_at_the_root_is_the_one_that_is_judged(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {**clean(), **below("more/old", clean())})
    repository.commit()
    run = frameworklint("check")
    assert (run.code, run.err) == (0, said("more/old"))
    repository.write({"frameworklint.toml": 'exclude = ["more/"]\n'})
    run = frameworklint("check")
    assert (run.code, run.err) == (0, "")


def test_the_workbooks_of_another_are_not_ours(
    repository: Repository, frameworklint: CommandLine
) -> None:
    sheets = sheets_of_clean()
    ours = {**clean(), **workbooks_of(sheets)}
    sheets["techniques"][0]["name"] = "Another"
    hold(repository, {**below("a", ours), **below("b", {**clean(), **workbooks_of(sheets)})})
    run = frameworklint("check", "--no-cache")
    assert run.err == said("b")
    assert "Another" not in run.out


def test_a_stray_page_folder_makes_no_framework(
    repository: Repository, frameworklint: CommandLine
) -> None:
    page = clean()["generated_pages/techniques/T0151.md"]
    hold(repository, {**clean(), "old/techniques/T0151.md": page})
    run = frameworklint("check", "--output-format", "json")
    assert run.err == ""
    assert run.report["summary"]["files"] == len(clean()) + 1
