"""A file is written whole or not at all, and nowhere else than where it seems."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from frameworklint.errors import UsageError
from frameworklint.source.writing import write_whole

from ..conftest import write
from ..scratch import ENVIRONMENT, CommandLine, Repository

NOTES = {"notes.md": "# Notes\n\n[a](missing.md)\n"}
VICTIM = "export PATH\n"


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """A framework, and a file of the user's beside it."""
    write(tmp_path, {"home/.profile": VICTIM})
    write(tmp_path / "framework", NOTES)
    return tmp_path / "framework", tmp_path / "home" / ".profile"


WRITING = {
    "report": ("check", "--report", "sarif=written"),
    "output": ("check", "--output", "written"),
    "worklist": ("worklist", "--output", "written"),
    "baseline": ("baseline", "--baseline", "written"),
}
BOOK = {"DISARM_MASTER_DATA/BOOK.xlsx": "damaged"}


@pytest.mark.parametrize("arguments", WRITING.values(), ids=WRITING.keys())
@pytest.mark.parametrize("is_repository", [True, False])
def test_a_link_out_of_the_framework_is_not_written(
    folders: tuple[Path, Path],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...],
    is_repository: bool,
) -> None:
    framework, victim = folders
    if is_repository:
        Repository(framework)
    write(framework, BOOK)
    (framework / "written").symlink_to(os.path.relpath(victim, framework))
    run = CommandLine(framework, capsys, monkeypatch)(*arguments)
    assert run.code == 2
    assert victim.read_text() == VICTIM
    assert "written" in run.err
    assert "Traceback" not in run.err
    if "baseline" not in arguments:  # which is read first, and refused then
        assert "a link out of" in run.err


def test_a_linked_folder_leads_out_too(folders: tuple[Path, Path]) -> None:
    framework, victim = folders
    (framework / "reports").symlink_to(victim.parent)
    with pytest.raises(UsageError, match="a link out of"):
        write_whole(str(framework / "reports" / ".profile"), "x", str(framework))
    assert victim.read_text() == VICTIM


def test_a_link_into_git_is_not_written(tmp_path: Path) -> None:
    Repository(tmp_path)
    config = (tmp_path / ".git" / "config").read_text()
    (tmp_path / "report").symlink_to(".git/config")
    with pytest.raises(UsageError, match=r"a link into \.git"):
        write_whole(str(tmp_path / "report"), "x", str(tmp_path))
    assert (tmp_path / ".git" / "config").read_text() == config


def test_a_link_within_the_framework_is_followed(folders: tuple[Path, Path]) -> None:
    framework, _ = folders
    (framework / "report").symlink_to("out/report")
    (framework / "out").mkdir()
    write_whole(str(framework / "report"), "x\n", str(framework))
    assert (framework / "out" / "report").read_text() == "x\n"
    assert (framework / "report").is_symlink()


def test_what_lies_elsewhere_is_the_users_own(
    folders: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    framework, victim = folders
    monkeypatch.chdir(framework)
    (tmp_path / "link").symlink_to(victim)
    write_whole(str(tmp_path / "link"), "mine\n", str(framework))
    assert victim.read_text() == "mine\n"


def test_permissions_stay(tmp_path: Path) -> None:
    file = tmp_path / "report"
    file.write_text("old")
    file.chmod(0o640)
    write_whole(str(file), "new", str(tmp_path))
    assert (file.read_text(), file.stat().st_mode & 0o777) == ("new", 0o640)
    write_whole(str(tmp_path / "other"), "new", str(tmp_path))
    (tmp_path / "plain").write_text("new")
    assert (tmp_path / "other").stat().st_mode == (tmp_path / "plain").stat().st_mode


@pytest.mark.skipif(not os.path.exists("/dev/stdout"), reason="this system has no such devices")
def test_devices_are_written_as_they_are(folders: tuple[Path, Path], tmp_path: Path) -> None:
    framework, _ = folders
    command = [sys.executable, "-m", "frameworklint", "check", "--no-cache", "--output-format"]
    both = ["concise", "--output", "/dev/stdout", "--report", "json=/dev/null"]
    run = subprocess.run([*command, *both], cwd=framework, env=ENVIRONMENT, capture_output=True)
    assert run.stdout.startswith(b"notes.md:3:5: error FW201"), run.stderr
    with open(tmp_path / "log", "wb") as log:
        log.write(b"before\n")
        log.flush()
        subprocess.run([*command, *both], cwd=framework, env=ENVIRONMENT, stdout=log)
        assert os.fstat(log.fileno()).st_ino == (tmp_path / "log").stat().st_ino
    assert b"FW201" in (tmp_path / "log").read_bytes()


def test_a_pipe_is_written_to(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    reader = subprocess.Popen(["cat", str(tmp_path / "pipe")], stdout=subprocess.PIPE)
    write_whole(str(tmp_path / "pipe"), "x\n", str(tmp_path))
    assert reader.communicate(timeout=10)[0] == b"x\n"


FULL = """
import resource, sys
sys.dont_write_bytecode = True  # Python would keep what it compiled cut off, and trip over it
resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))
from frameworklint.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


@pytest.mark.parametrize("arguments", WRITING.values(), ids=WRITING.keys())
@pytest.mark.parametrize("old", ["what was there\n", None])
def test_nothing_is_left_where_there_is_no_room(
    tmp_path: Path, arguments: tuple[str, ...], old: str | None
) -> None:
    from ..workbooks import books, small

    sheets = small()
    sheets["incidenttechniques"][0]["technique_ids"] = ",".join(f"T9{n:03}" for n in range(99))
    links = "".join(f"[x](missing{n}.md)\n" for n in range(99))
    write(tmp_path, {**books(sheets), "notes.md": f"# Notes\n\n{links}"})
    is_baseline = "baseline" in arguments
    if old is not None:
        (tmp_path / "written").write_text("" if is_baseline else old)
    before = sorted(path.name for path in tmp_path.iterdir())
    accept = ("--accept-new",) if is_baseline else ("--no-cache",)
    run = subprocess.run(
        [sys.executable, "-c", FULL, *arguments, *accept],
        cwd=tmp_path,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 2
    assert "can not write 'written'" in run.stderr, run.stderr
    left = sorted(path.name for path in tmp_path.iterdir() if path.name != ".frameworklint_cache")
    assert left == before
    if old is not None:
        assert (tmp_path / "written").read_text() == ("" if is_baseline else old)


def test_ctrl_c_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    (tmp_path / "report").write_text("old")
    monkeypatch.setattr(os, "replace", interrupted)
    with pytest.raises(KeyboardInterrupt):
        write_whole(str(tmp_path / "report"), "new", str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["report"]
    assert (tmp_path / "report").read_text() == "old"


def test_half_characters_are_spelled(tmp_path: Path) -> None:
    write_whole(str(tmp_path / "report"), "a\ud800b", str(tmp_path))
    assert (tmp_path / "report").read_text() == "a\\ud800b"


@pytest.mark.parametrize("path", ["no/such/folder", ".", "a\0b", "x" * 300])
def test_what_can_not_be_written_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError, match="can not write"):
        write_whole(path, "x", str(tmp_path))
    assert not list(tmp_path.iterdir())


def test_what_a_killed_run_left_is_swept_away(tmp_path: Path) -> None:
    """But not what another run is writing now, nor what only looks like it."""
    old, new = (tmp_path / f".frameworklint-{digit * 16}.tmp" for digit in "ab")
    others = [tmp_path / ".frameworklint-x.tmp", tmp_path / "notes.tmp"]
    folder = tmp_path / f".frameworklint-{'c' * 16}.tmp"
    folder.mkdir()
    for path in (old, new, *others):
        path.write_text("half")
    for path in (old, *others, folder):
        os.utime(path, (0, 0))
    write_whole(str(tmp_path / "report"), "whole", str(tmp_path))
    left = {path.name for path in tmp_path.iterdir()}
    assert left == {path.name for path in (new, *others, folder)} | {"report"}
