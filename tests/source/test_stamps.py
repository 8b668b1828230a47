"""What the system says of a file tells whether it is the same, or says nothing."""

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from frameworklint.source import reading
from frameworklint.source.files import WorkTree


def replaced(file: Path) -> None:
    other = file.with_name("other")
    other.write_bytes(file.read_bytes().swapcase())
    os.utime(other, ns=(0, file.stat().st_mtime_ns))
    other.replace(file)


def rewritten(file: Path) -> None:
    times = file.stat()
    file.write_bytes(file.read_bytes().swapcase())
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))


def linked(file: Path) -> None:
    file.rename(file.with_name("other"))
    file.symlink_to("other")


def shut(file: Path) -> None:
    file.chmod(0)


CHANGES = (replaced, rewritten, linked, shut, Path.unlink, Path.touch)


@pytest.mark.parametrize("change", CHANGES)
def test_change_gives_another_stamp(tmp_path: Path, change: Callable[[Path], None]) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"Some text")
    before = reading.stamp(str(file))
    assert before == reading.stamp(str(file)) != ""
    time.sleep(0.02)  # the system's clock ticks 250 times in a second, or less often
    change(file)
    assert reading.stamp(str(file)) != before


def test_young_file_has_no_stamp(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"Some text")
    os.utime(file, (0, 0))  # that it says so of itself is nothing to go by
    monkeypatch.setattr(reading, "MOMENT", 1)
    assert reading.stamp(str(file)) == ""
    time.sleep(1.1)
    assert reading.stamp(str(file)) != ""


def test_file_that_is_read_slowly_is_as_young_as_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"Some text")
    read = os.read

    def slowly(*what: int) -> bytes:
        time.sleep(0.2)
        return read(*what)

    monkeypatch.setattr(reading, "MOMENT", 0.1)
    monkeypatch.setattr(os, "read", slowly)
    tree = WorkTree(str(tmp_path))
    assert (tree.read("file"), tree.blob("file")) == (b"Some text", "")


@pytest.mark.parametrize("path", ["folder", "link", "pipe", "nothing", "nothing/below", "a\0b"])
def test_what_is_no_plain_file_has_no_stamp(tmp_path: Path, path: str) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "file").touch()
    (tmp_path / "link").symlink_to("file")
    os.mkfifo(tmp_path / "pipe")
    assert reading.stamp(f"{tmp_path}/{path}") == ""
