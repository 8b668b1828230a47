"""Writing fixed files: the old or the new one, whole, and none that somebody else has open."""

import io
import os
import random
import re
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from frameworklint.errors import UsageError
from frameworklint.fixes import files
from frameworklint.fixes.overlay import Overlay
from frameworklint.source.files import WorkTree
from frameworklint.source.writing import exchange

from ..conftest import TOP, write
from ..scratch import CommandLine
from ..workbooks import DATA, FOLDER, books, printed, small

BOOK = f"{FOLDER}/{DATA}"


def changed(folder: Path, content: bytes = b"new") -> Overlay:
    tree = WorkTree(str(folder))
    return Overlay(tree, {BOOK: content})


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write(tmp_path, {BOOK: b"old"})
    return tmp_path


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in (folder / FOLDER).iterdir())


def test_the_file_is_replaced_and_nothing_else_is_left(folder: Path) -> None:
    (folder / BOOK).chmod(0o640)
    assert files.write(changed(folder), str(folder), backup=False) == []
    assert ((folder / BOOK).read_bytes(), names(folder)) == (b"new", [DATA])
    assert (folder / BOOK).stat().st_mode & 0o777 == 0o640


def test_old_files_are_kept_each_under_a_name_of_its_own(folder: Path) -> None:
    for content in (b"new", b"newer"):
        files.write(changed(folder, content), str(folder), backup=True)
    assert names(folder) == [DATA, f"{DATA}.bak", f"{DATA}.bak2"]
    kept = [(folder / FOLDER / f"{DATA}.bak{n}").read_bytes() for n in ("", "2")]
    assert kept == [b"old", b"new"]


@pytest.mark.parametrize("lock", [f"~${DATA}", f".~lock.{DATA}#"])
def test_a_workbook_that_is_open_is_refused(folder: Path, lock: str) -> None:
    write(folder, {f"{FOLDER}/{lock}": b""})
    with pytest.raises(UsageError, match="is open in a spreadsheet program"):
        files.write(changed(folder), str(folder), backup=False)
    assert (folder / BOOK).read_bytes() == b"old"


def test_a_file_that_changed_since_it_was_read_is_refused(folder: Path) -> None:
    class Changing(WorkTree):
        def read(self, path: str, limit: int = 0) -> bytes:
            return b"what was read"

    tree = Overlay(Changing(str(folder)), {BOOK: b"new"})
    with pytest.raises(UsageError, match="was changed while frameworklint ran"):
        files.write(tree, str(folder), backup=False)
    assert (folder / BOOK).read_bytes() == b"old"


def test_a_link_out_of_the_framework_is_refused(tmp_path: Path) -> None:
    write(tmp_path, {"elsewhere.xlsx": b"old", f"root/{FOLDER}/x": b"", "root/.git/HEAD": b""})
    (tmp_path / "root" / BOOK).symlink_to(tmp_path / "elsewhere.xlsx")
    tree = Overlay(WorkTree(str(tmp_path / "root")), {BOOK: b"new"})
    with pytest.raises(UsageError):
        files.write(tree, str(tmp_path / "root"), backup=False)
    assert (tmp_path / "elsewhere.xlsx").read_bytes() == b"old"


def test_two_files_are_written_only_where_both_can_be(folder: Path) -> None:
    other = f"{FOLDER}/OTHER.xlsx"
    write(folder, {other: b"old", f"{FOLDER}/~$OTHER.xlsx": b""})
    tree = Overlay(WorkTree(str(folder)), {BOOK: b"new", other: b"new"})
    with pytest.raises(UsageError):
        files.write(tree, str(folder), backup=False)
    assert (folder / BOOK).read_bytes() == b"old"


@pytest.mark.parametrize(
    ("refused", "said"), [("A.xlsx", "nothing was written"), ("Z.xlsx", "written before: A.xlsx")]
)
def test_what_was_written_before_an_error_is_said(tmp_path: Path, refused: str, said: str) -> None:
    class Trusting(WorkTree):
        def read(self, path: str, limit: int = 0) -> bytes:
            return b"old"

    root = tmp_path / "root"
    write(tmp_path, {"elsewhere": b"old", "root/A.xlsx": b"old", "root/Z.xlsx": b"old"})
    (root / refused).unlink()
    (root / refused).symlink_to(tmp_path / "elsewhere")
    tree = Overlay(Trusting(str(root)), {"A.xlsx": b"new", "Z.xlsx": b"new"})
    with pytest.raises(UsageError, match=f"a link out of .*; {said}$"):
        files.write(tree, str(root), backup=False)


_LOOP = """
import sys
from frameworklint.source.writing import exchange
path, one, other = sys.argv[1], b"1" * 3_000_000, b"2" * 3_000_000
print("ready", flush=True)
while True:
    exchange(path, one, other, "")
    exchange(path, other, one, "")
"""


@pytest.mark.slow
def test_killed_at_any_moment_the_file_is_the_old_or_the_new_one_whole(tmp_path: Path) -> None:
    file = tmp_path / "book.xlsx"
    environment = {**os.environ, "PYTHONPATH": str(TOP / "lint")}
    seeded, seen = random.Random(7), set()
    for _ in range(8):
        file.write_bytes(b"1" * 3_000_000)
        command = [sys.executable, "-c", _LOOP, str(file)]
        process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE)
        assert process.stdout is not None
        process.stdout.readline()
        time.sleep(seeded.uniform(0, 0.1))
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        content = file.read_bytes()
        assert content in (b"1" * 3_000_000, b"2" * 3_000_000)
        seen.add(content[:1])
    left = [path.name for path in tmp_path.iterdir() if path != file]
    assert all(name.startswith(".frameworklint-") and name.endswith(".tmp") for name in left)
    exchange(str(file), content, b"new", "")
    assert file.read_bytes() == b"new"


@pytest.mark.slow
def test_the_command_killed_at_any_moment_leaves_each_workbook_whole(tmp_path: Path) -> None:
    """At random moments of its run, and of its writing, which a picture of 2 MB makes longer."""
    sheets = small()
    sheets["incidents"][1]["name"] = "Second "
    sheets["countermeasures"][0]["techniques"] = "T0002 - Post It T0001 - Plan It"
    old = {path: _with_picture(content) for path, content in books(sheets).items()}
    pages = printed(sheets)
    write(tmp_path, {**old, **pages})
    began = time.monotonic()
    _fix(tmp_path).wait()
    whole = time.monotonic() - began
    new = {path: (tmp_path / path).read_bytes() for path in old}
    assert all(new[path] != old[path] for path in old)
    seeded, seen = random.Random(7), set()
    for number in range(20):
        write(tmp_path, {**old})
        for name in names(tmp_path):
            if name.endswith(".tmp"):
                (tmp_path / FOLDER / name).unlink()
        process = _fix(tmp_path)
        if number % 2:
            time.sleep(seeded.uniform(0, whole))
        else:
            while process.poll() is None and len(names(tmp_path)) == len(old):
                time.sleep(0.0005)
            time.sleep(seeded.uniform(0, 0.02))
        process.send_signal(signal.SIGKILL)
        process.wait()
        held = {path: (tmp_path / path).read_bytes() for path in old}
        assert all(held[path] in (old[path], new[path]) for path in old)
        seen.add(tuple(held[path] == new[path] for path in old))
        others = set(names(tmp_path)) - {path.rpartition("/")[2] for path in old}
        assert all(re.fullmatch(r"\.frameworklint-[0-9a-f]+\.tmp", name) for name in others)
    assert len(seen) > 1
    _fix(tmp_path).wait()
    assert {path: (tmp_path / path).read_bytes() for path in old} == new
    assert {path: (tmp_path / path).read_text("utf-8") for path in pages} == pages


def _with_picture(book: bytes) -> bytes:
    buffer = io.BytesIO(book)
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/media/image1.png", random.Random(1).randbytes(2_000_000))
    return buffer.getvalue()


def _fix(folder: Path) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "frameworklint", "fix", "--no-cache", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(TOP / "lint")}
    quiet = subprocess.DEVNULL
    return subprocess.Popen(command, env=environment, stdout=quiet, stderr=quiet)


@pytest.mark.parametrize("lock", [f"~${DATA}", f".~lock.{DATA}#"])
def test_a_linked_workbook_that_is_open_is_refused(folder: Path, lock: str) -> None:
    (folder / "kept").mkdir()
    (folder / BOOK).rename(folder / "kept" / DATA)
    (folder / BOOK).symlink_to(folder / "kept" / DATA)
    (folder / "kept" / lock).touch()
    with pytest.raises(UsageError, match="is open in a spreadsheet program"):
        files.write(changed(folder), str(folder), backup=False)
    (folder / "kept" / lock).unlink()
    files.write(changed(folder), str(folder), backup=False)
    assert (folder / BOOK).is_symlink()
    assert (folder / "kept" / DATA).read_bytes() == b"new"


def test_the_command_refuses_an_open_workbook(tmp_path: Path, frameworklint: CommandLine) -> None:
    sheets = small()
    sheets["incidents"][1]["name"] = "Second "
    lock: dict[str, str | bytes] = {f"{FOLDER}/~${DATA}": b""}
    write(tmp_path, lock | books(sheets) | printed(sheets))
    run = frameworklint("fix", str(tmp_path))
    assert run.code == 2
    assert "close it there" in run.err
