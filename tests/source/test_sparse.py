"""In a sparse checkout, the files that are not written are what the index has."""

from pathlib import Path

import pytest

from ..scratch import CommandLine, Repository
from ..workbooks import DATA, FOLDER, FRAMEWORKS, books, printed, small

PAGES = ["generated_pages"]
BOOKS = [DATA, FRAMEWORKS]


@pytest.fixture
def framework(repository: Repository) -> Repository:
    """A committed framework with a workbook that loses a reference."""
    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = "T0001, T0002"
    for path in repository.folder.iterdir():
        if path.name != ".git":
            repository.git("rm", "-rqf", "--ignore-unmatch", path.name)
    repository.write({**books(sheets), **printed(sheets), "note.md": "[x](gone.md)\n"})
    repository.commit("all")
    return repository


def checkout(repository: Repository, *folders: str) -> None:
    repository.git("sparse-checkout", "set", "--cone", *folders)


@pytest.mark.parametrize(
    ("folders", "index"),
    [(["generated_pages"], "true"), ([FOLDER], "false"), (["generated_pages/phases"], "false")],
)
def test_a_sparse_checkout_is_read_like_a_whole_one(
    framework: Repository, frameworklint: CommandLine, folders: list[str], index: str
) -> None:
    whole = frameworklint.json()
    assert {"FW702", "FW201"} <= {finding["rule"] for finding in whole}
    framework.git("config", "index.sparse", index)
    checkout(framework, *folders)
    assert not all((framework.folder / name).exists() for name in (FOLDER, "generated_pages/tasks"))
    assert frameworklint.json() == whole
    assert frameworklint("check", "--since", "HEAD").counts[:2] == (0, 0)
    again = frameworklint("check")
    assert frameworklint("check") == again


def test_what_is_written_all_the_same_is_read_from_there(
    framework: Repository, frameworklint: CommandLine
) -> None:
    checkout(framework, *PAGES)
    framework.write(books(small()))
    assert not [finding for finding in frameworklint.json() if finding["rule"] == "FW702"]


def test_what_is_not_written_can_not_be_fixed(
    framework: Repository, frameworklint: CommandLine
) -> None:
    sheets = small()
    sheets["incidents"][1]["name"] = "Second "
    framework.write(books(sheets))
    framework.commit("blank")
    checkout(framework, *PAGES)
    run = frameworklint("fix")
    assert run.code == 2
    assert f"{FOLDER}/{DATA} is not in the work tree" in run.err
    assert "`git sparse-checkout disable`" in run.err


def test_a_changed_index_is_seen_behind_a_cached_result(
    framework: Repository, frameworklint: CommandLine
) -> None:
    checkout(framework, *PAGES)
    before = frameworklint("check", "--select", "FW702")
    assert frameworklint("check", "--select", "FW702") == before
    framework.git("sparse-checkout", "disable")
    framework.write(books(small()))
    framework.git("add", "--all")
    framework.commit("mended")
    checkout(framework, *PAGES)
    assert frameworklint("check", "--select", "FW702").code == 0


def test_what_a_partial_clone_does_not_hold_is_said(
    framework: Repository, frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    checkout(framework, *PAGES)
    names = [framework.git("rev-parse", f"HEAD:{FOLDER}/{name}").strip() for name in BOOKS]
    for name in names:
        (framework.folder / ".git" / "objects" / name[:2] / name[2:]).unlink()
    run = frameworklint("check", "--output-format", "json")
    assert "2 of the files of a sparse checkout are not read" in run.err
    assert f"this clone does not hold them ({FOLDER}/{DATA}, …)" in run.err
    assert "git fetch --refetch --no-filter" in run.err
    rules = {finding["rule"] for finding in run.findings}
    assert "FW201" in rules
    assert not [rule for rule in rules if rule.startswith("FW7")]


def test_no_filter_of_a_skipped_file_is_run(
    framework: Repository, frameworklint: CommandLine, tmp_path: Path
) -> None:
    mark = tmp_path / "ran"
    checkout(framework, *PAGES)
    framework.write({".gitattributes": "* filter=evil\n"})
    for name in ("smudge", "clean", "process"):
        framework.git("config", f"filter.evil.{name}", f"touch {mark}")
    assert frameworklint.json()
    assert not mark.exists()
