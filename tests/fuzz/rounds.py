"""One round of fuzzing: damage a framework, run over it, and see how the run ends."""

import contextlib
import io
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from random import Random
from types import FrameType
from typing import NamedTuple
from unittest import mock

from frameworklint.cache.store import Cache
from frameworklint.cli import main as cli
from frameworklint.commands.options import FORMATS

from ..scratch import ENVIRONMENT, write
from . import mutators
from .seeds import SETTINGS, Tree, seed

CPU_LIMIT = 5.0  # seconds that one run may take; a usual one takes a tenth of one
_BASELINE = "frameworklint-baseline.jsonl"
_CACHE = ".frameworklint_cache"


class Fault(NamedTuple):
    """What was wrong with a run.

    Attributes:
        seed, number: what repeats the round.
        arguments: the command line.
        reason: what was wrong, with what the run printed.
    """

    seed: int
    number: int
    arguments: tuple[str, ...]
    reason: str

    def __str__(self) -> str:
        repeat = f"python -m tests.fuzz --seed {self.seed} --round {self.number}"
        return f"`{repeat}`: frameworklint {' '.join(self.arguments)}\n{self.reason}"


class _TooLongError(BaseException):
    """A run used more processor time than it may; nothing in it catches this."""


def fuzz_round(seed_number: int, number: int, folder: Path) -> list[Fault]:
    """The faults of one round, which depends on the seed and the number only.

    Args:
        seed_number: the seed of the whole.
        number: the number of the round.
        folder: an empty folder, or none, to work in; it is left as the round leaves it.
    """
    chance = Random(f"{seed_number} {number}")
    faults = []
    with contextlib.chdir(folder), mock.patch.dict(os.environ, ENVIRONMENT, clear=True):
        for arguments, run in _runs(chance, folder):
            reason = run or _judged(*arguments)
            if reason:
                faults.append(Fault(seed_number, number, arguments, reason))
    return faults


def fuzz(seed_number: int, seconds: float, folder: Path) -> Iterator[tuple[int, list[Fault]]]:
    """Rounds, each with its faults, until so much processor time or time has passed."""
    cpu, clock, number = time.process_time(), time.monotonic(), 0
    while time.process_time() - cpu < seconds * 0.75 and time.monotonic() - clock < seconds:
        number += 1
        place = folder / str(number)
        place.mkdir(parents=True)
        yield number, fuzz_round(seed_number, number, place)
        shutil.rmtree(place, ignore_errors=True)


def _runs(chance: Random, folder: Path) -> Iterator[tuple[tuple[str, ...], str]]:
    """The runs of a round, each with what is wrong with it beside its outcome.

    The files are damaged between them.
    """
    files, base = seed(chance)
    has_git = chance.random() < 0.25
    write(folder, base)
    if has_git:
        _git("init", "--quiet")
        _commit()
    if chance.random() < 0.3:
        yield ("baseline",), ""
    if chance.random() < 0.5:
        yield ("check",), ""  # fills the cache
        if chance.random() < 0.5:
            _damage_cache(chance, folder)
    _lay(folder, base, _damaged(chance, files))
    _damage_own_files(chance, folder)
    comparison = []
    if has_git:
        comparison = chance.choice((["--since", "HEAD"], ["--staged"], []))
        if chance.random() < 0.7:
            _git("add", "--all")
    yield _check(chance, comparison), ""
    other = chance.choice(("check", "baseline", "worklist", "settings", "clean"))
    yield (other,), ""


def _check(chance: Random, comparison: list[str]) -> tuple[str, ...]:
    arguments = ["check", "--output-format", chance.choice(FORMATS), *comparison]
    if chance.random() < 0.5:
        arguments += ["--select", "ALL", "--show-info"]
    if chance.random() < 0.3:
        arguments.append("--no-cache")
    if chance.random() < 0.2:
        arguments.append("--statistics")
    return tuple(arguments)


def _damaged(chance: Random, files: Mapping[str, bytes]) -> Tree:
    """A tree some files of which are damaged, renamed, missing or there twice."""
    tree = dict(files)
    for path in chance.sample(sorted(tree), min(len(tree), chance.choice((1, 1, 2, 5)))):
        content = tree[path]
        if path.endswith(".xlsx"):
            tree[path] = mutators.mutated_archive(chance, content)
        elif chance.random() < 0.85:
            tree[path] = mutators.mutated(chance, content)
        else:
            tree[mutators.hostile_path(chance, path)] = tree.pop(path)
    return tree


def _lay(folder: Path, old: Tree, new: Tree) -> None:
    """Replace the files of one tree by those of another."""
    for path in old.keys() - new.keys():
        (folder / path).unlink()
    for path, content in new.items():
        # A hostile name may be that of a folder, or more than the file system takes.
        with contextlib.suppress(OSError):
            write(folder, {path: content})


def _damage_own_files(chance: Random, folder: Path) -> None:
    baseline, settings = folder / _BASELINE, folder / "frameworklint.toml"
    if baseline.is_file():
        text = baseline.read_text("utf-8")
        if chance.random() < 0.5:
            text = mutators.mutated_json_lines(chance, text)
        damaged = mutators.mutated(chance, text.encode("utf-8", "surrogatepass"))
        baseline.write_bytes(damaged if chance.random() < 0.5 else text.encode())
    if chance.random() < 0.3:
        settings.write_bytes(
            mutators.mutated(chance, chance.choice((SETTINGS, "[[suppress]]\n")).encode())
        )
    elif chance.random() < 0.3:
        settings.write_text(SETTINGS, "utf-8")


def _damage_cache(chance: Random, folder: Path) -> None:
    """Damage what the cache holds, or forge it under a right head."""
    store = Cache(str(folder))
    for path in sorted(folder.glob(f"{_CACHE}/**/*")):
        if not path.is_file() or path.name in (".gitignore", "CACHEDIR.TAG"):
            continue
        name = path.relative_to(store.folder).as_posix()
        # A pickle is not forged byte by byte: it can ask for all memory, and needs the right head.
        if chance.random() < 0.5 or "/" not in name:
            path.write_bytes(mutators.mutated(chance, path.read_bytes()))
        else:
            text = store.read_bytes(name).decode()
            store.write_bytes(name, mutators.mutated_json_lines(chance, text).encode())


def _judged(*arguments: str) -> str:
    """What is wrong with a run, or an empty string."""
    out, err = io.StringIO(), io.StringIO()
    try:
        with (
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
            mock.patch("sys.argv", ["frameworklint", *arguments]),
            _limited(CPU_LIMIT),
        ):
            code = cli.repeat_or_run()
    except _TooLongError:
        return f"took more than {CPU_LIMIT:g} seconds"
    printed = out.getvalue() + err.getvalue()
    if code not in (0, 1, 2):
        return f"ended with {code}\n{printed}"
    if "Traceback (most recent call last)" in printed or "FW901" in out.getvalue():
        return f"crashed\n{printed}"
    return ""


@contextlib.contextmanager
def _limited(seconds: float) -> Iterator[None]:
    """Stop what uses more processor time."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise _TooLongError

    before = signal.signal(signal.SIGPROF, stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _git(*arguments: str) -> None:
    subprocess.run(["git", *arguments], check=False, capture_output=True, env=ENVIRONMENT)


def _commit() -> None:
    _git("add", "--all")
    _git("commit", "--quiet", "--no-verify", "--allow-empty", "--message", "base")
