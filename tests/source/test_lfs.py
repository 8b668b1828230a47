"""Files that Git LFS keeps are read from its store, without its filter."""

import os
import shutil
from hashlib import sha256
from pathlib import Path

import pytest

from ..scratch import EXAMPLE, CommandLine, Repository

PAGE = "generated_pages/incidents/I00201.md"
PULL = "run `git lfs pull`"


def pointer_to(content: bytes) -> bytes:
    """What git holds instead of a content."""
    name = sha256(content).hexdigest()
    return (
        f"version https://git-lfs.github.com/spec/v1\noid sha256:{name}\nsize {len(content)}\n"
    ).encode()


def place_of(git_folder: Path, content: bytes) -> Path:
    """Where Git LFS keeps a content."""
    name = sha256(content).hexdigest()
    path = git_folder / "lfs" / "objects" / name[:2] / name[2:4] / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


class Stored:
    """A repository in which one page, with defects, is kept by Git LFS."""

    def __init__(self, repository: Repository) -> None:
        self.repository = repository
        self.file = repository.folder / PAGE
        self.content = self.file.read_bytes()
        repository.commit("plain")
        self.file.write_bytes(pointer_to(self.content))
        repository.commit("pointer")
        self.place = place_of(repository.folder / ".git", self.content)
        self.place.write_bytes(self.content)


@pytest.fixture
def stored(repository: Repository) -> Stored:
    return Stored(repository)


def test_pointer_is_read_as_its_content(
    stored: Stored, repository: Repository, frameworklint: CommandLine
) -> None:
    found = frameworklint.json()
    assert PAGE in {finding["path"] for finding in found}
    stored.file.write_bytes(stored.content)
    assert frameworklint.json() == found
    # The work tree has the content, index and commits have the pointer.
    for option in (["--since", "HEAD"], ["--since", "HEAD~"], ["--staged"]):
        run = frameworklint("check", *option)
        assert run.counts[:2] == (0, 0), option


def test_change_of_a_stored_page_is_seen(stored: Stored, frameworklint: CommandLine) -> None:
    changed = stored.content + b"\n[x](missing.md)\n"
    stored.file.write_bytes(pointer_to(changed))
    place_of(stored.repository.folder / ".git", changed).write_bytes(changed)
    stored.repository.git("add", "--all")
    for option in (["--since", "HEAD"], ["--staged"]):
        assert frameworklint("check", *option).counts[:2] == (1, 0), option


@pytest.mark.parametrize("storage", ["elsewhere", "{outside}/store"])
def test_store_is_where_the_user_put_it(
    stored: Stored,
    frameworklint: CommandLine,
    tmp_path_factory: pytest.TempPathFactory,
    storage: str,
) -> None:
    storage = storage.format(outside=tmp_path_factory.mktemp("outside"))
    git = stored.repository.folder / ".git"
    shutil.move(git / "lfs", git / storage)
    stored.repository.git("config", "lfs.storage", storage)
    assert frameworklint("check", "--since", "HEAD~").counts[:2] == (0, 0)
    assert "FW001" not in {finding["rule"] for finding in frameworklint.json()}


def test_linked_work_tree_shares_the_store(
    stored: Stored, frameworklint: CommandLine, tmp_path: Path
) -> None:
    stored.repository.git("worktree", "add", "--quiet", "linked")
    frameworklint.folder = stored.repository.folder / "linked"
    run = frameworklint("check", "--output-format", "json")
    assert not [finding for finding in run.findings if finding["rule"] == "FW001"]
    assert frameworklint("check", "--since", "HEAD~").counts[:2] == (0, 0)


def missing(place: Path) -> None:
    place.unlink()


def cut(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:-1])


def longer(place: Path) -> None:
    place.write_bytes(place.read_bytes() + b"x")


def changed(place: Path) -> None:
    place.write_bytes(place.read_bytes()[:-1] + b"x")


def folder(place: Path) -> None:
    place.unlink()
    place.mkdir()


def device(place: Path) -> None:
    place.unlink()
    place.symlink_to("/dev/zero")


def pipe(place: Path) -> None:
    place.unlink()
    os.mkfifo(place)


@pytest.mark.parametrize("damage", [missing, cut, longer, changed, folder, device, pipe])
@pytest.mark.parametrize("option", [[], ["--staged"]])
def test_content_that_is_not_there_whole_is_a_finding(
    stored: Stored, frameworklint: CommandLine, damage: object, option: list[str]
) -> None:
    assert callable(damage)
    damage(stored.place)
    run = frameworklint("check", *option, "--select", "FW001", "--output-format", "json")
    assert run.code == (0 if option else 1), run.err
    if option:  # the base has it neither
        return
    (finding,) = run.findings
    assert finding["path"] == PAGE
    assert PULL in finding["message"]
    assert ("not here" in finding["message"]) == (damage is missing)


def test_content_that_is_too_large_is_not_read(stored: Stored, frameworklint: CommandLine) -> None:
    stored.file.write_bytes(pointer_to(b"").replace(b"size 0", b"size 2000001"))
    (finding,) = frameworklint.json("--select", "FW001")
    assert "is larger than 2,000,000 bytes" in finding["message"]


def test_pointer_outside_of_a_repository(
    frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    root = tmp_path_factory.mktemp("archive")
    (root / "a.md").write_bytes(pointer_to(b"# A\n"))
    (finding,) = frameworklint.json(str(root), "--select", "FW001")
    assert PULL in finding["message"]


def test_pointer_that_an_extension_has_to_read(stored: Stored, frameworklint: CommandLine) -> None:
    text = stored.file.read_text().replace("oid", f"ext-0-x sha256:{'0' * 64}\noid")
    stored.file.write_text(text)
    (finding,) = frameworklint.json("--select", "FW001")
    assert PULL in finding["message"]


@pytest.mark.parametrize(
    "text",
    [
        "version https://git-lfs.github.com/spec/v1\n",
        "version https://git-lfs.github.com/spec/v1\noid sha256:../../../etc/passwd\nsize 1\n",
        "version https://git-lfs.github.com/spec/v1\noid md5:0\nsize 1\n\n# Technique\n",
    ],
)
def test_page_that_only_begins_like_a_pointer_is_a_page(
    repository: Repository, frameworklint: CommandLine, text: str
) -> None:
    assert EXAMPLE.is_dir()
    repository.write({"notes.md": f"{text}\n[x](missing.md)\n"})
    found = [finding for finding in frameworklint.json() if finding["path"] == "notes.md"]
    assert [finding["rule"] for finding in found] == ["FW201"]


def test_cached_result_does_not_outlive_a_change_of_the_store(
    stored: Stored, frameworklint: CommandLine
) -> None:
    before = frameworklint("check")
    assert frameworklint("check") == before
    cut(stored.place)
    after = frameworklint("check")
    assert "damaged" in after.out
    stored.place.write_bytes(stored.content)
    assert frameworklint("check") == before


def test_pointer_to_a_pointer_is_no_page(stored: Stored, frameworklint: CommandLine) -> None:
    pointer = pointer_to(stored.content)
    place_of(stored.repository.folder / ".git", pointer).write_bytes(pointer)
    stored.repository.write({PAGE: pointer_to(pointer)})
    (finding,) = frameworklint.json("--select", "FW001")
    assert "damaged" in finding["message"]
