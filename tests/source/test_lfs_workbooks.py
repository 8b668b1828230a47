"""Workbooks that Git LFS keeps are compared by their content, or said to be missing."""

import pytest

from ..scratch import CommandLine, Repository
from ..workbooks import DATA, FOLDER, Sheets, books, printed, small
from .test_lfs import place_of, pointer_to

PATH = f"{FOLDER}/{DATA}"
NOT_HERE = "is a pointer of Git LFS, and its content is not here"


def with_losses(*rows: int) -> Sheets:
    """Sheets in some rows of which a reference is lost."""
    sheets = small()
    for row in rows:
        sheets["incidenttechniques"][row]["technique_ids"] = "T0001, T0002"
    return sheets


class Kept:
    """A repository whose commit holds pointers to workbooks that lose one reference."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.git_folder = repository.folder / ".git"
        sheets = with_losses(0)
        self.base = books(sheets)
        pointers = {path: pointer_to(content) for path, content in self.base.items()}
        repository.write({**printed(sheets), **pointers})
        repository.commit("pointers")
        self.store(*self.base.values())

    def store(self, *contents: bytes, folder: str = "") -> None:
        """Put contents into the store, as Git LFS does."""
        root = self.git_folder / folder if folder else self.git_folder
        for content in contents:
            place_of(root, content).write_bytes(content)

    def forget(self, content: bytes) -> None:
        """Take a content out of the store."""
        place_of(self.git_folder, content).unlink()

    def change(self, sheets: Sheets) -> None:
        """Let the work tree have other workbooks, whole as after `git lfs pull`."""
        self.repository.write(books(sheets))


@pytest.fixture
def kept(repository: Repository) -> Kept:
    return Kept(repository)


def counts(frameworklint: CommandLine, *arguments: str) -> tuple[int, ...]:
    run = frameworklint("check", "--select", "FW702", *arguments)
    assert "is a pointer" not in run.err
    return run.counts[:2]


def test_a_base_is_resolved_from_the_store(kept: Kept, frameworklint: CommandLine) -> None:
    kept.change(with_losses(0, 2))
    assert frameworklint("check", "--select", "FW702").out.count("FW702 dropped-reference") == 1
    assert counts(frameworklint, "--since", "HEAD") == (1, 0)
    kept.change(with_losses(0))
    assert counts(frameworklint, "--since", "HEAD") == (0, 0)
    kept.change(small())
    assert counts(frameworklint, "--since", "HEAD") == (0, 1)


def test_the_index_is_resolved_from_the_store(kept: Kept, frameworklint: CommandLine) -> None:
    changed = books(with_losses(0, 2))[PATH]
    kept.repository.write({PATH: pointer_to(changed)})
    kept.store(changed)
    kept.repository.git("add", "--all")
    assert counts(frameworklint, "--staged") == (1, 0)


@pytest.mark.parametrize("option", [["--since", "HEAD"], ["--staged"]])
def test_nothing_is_new_against_a_base_that_is_not_here(
    kept: Kept, frameworklint: CommandLine, option: list[str]
) -> None:
    changed = books(with_losses(0, 2))[PATH]
    kept.repository.write({PATH: pointer_to(changed)})
    kept.store(changed)
    kept.repository.git("add", "--all")
    kept.forget(kept.base[PATH])
    run = frameworklint("check", *option)
    assert run.counts[0] == 0, run.out
    assert f"{PATH} can not be compared, so nothing that concerns it is new" in run.err
    assert f"at the base it {NOT_HERE}: run `git lfs fetch --all`" in run.err
    # What the other workbook and the pages hold is compared all the same.
    kept.repository.write({"note.md": "[x](gone.md)\n"})
    kept.repository.git("add", "--all")
    assert frameworklint("check", *option).counts[0] == 1


def test_what_is_not_here_at_all_is_a_finding(kept: Kept, frameworklint: CommandLine) -> None:
    kept.forget(kept.base[PATH])
    (finding,) = frameworklint.json("--select", "FW0")
    assert finding["path"] == PATH
    assert f"{NOT_HERE}: run `git lfs pull`" in finding["message"]
    assert frameworklint.json("--select", "FW711") == []
    run = frameworklint("check", "--since", "HEAD")
    assert run.counts[:2] == (0, 0)
    assert "can not be compared" not in run.err


@pytest.mark.parametrize("folder", ["media", "deep/er", "/absolute"])
def test_a_store_inside_of_gits_own_folder_is_read(
    kept: Kept, frameworklint: CommandLine, folder: str
) -> None:
    absolute = folder.startswith("/")
    folder = folder.lstrip("/")
    for content in kept.base.values():
        kept.forget(content)
        name = place_of(kept.git_folder, content).relative_to(kept.git_folder / "lfs")
        place = kept.git_folder / folder / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    named = str(kept.git_folder / folder) if absolute else folder
    kept.repository.git("config", "lfs.storage", named)
    assert {f["rule"] for f in frameworklint.json("--select", "FW0,FW702")} == {"FW702"}


def test_no_filter_is_run(kept: Kept, frameworklint: CommandLine) -> None:
    mark = kept.git_folder / "ran"
    (kept.git_folder / "info").mkdir(exist_ok=True)
    (kept.git_folder / "info" / "attributes").write_text("*.xlsx filter=lfs\n")
    for name in ("smudge", "clean", "process"):
        kept.repository.git("config", f"filter.lfs.{name}", f"touch {mark}")
    kept.change(with_losses(0, 2))
    mark.unlink(missing_ok=True)
    assert counts(frameworklint, "--since", "HEAD")[0] == 1
    frameworklint("check", "--staged")
    frameworklint("check")
    assert not mark.exists()
