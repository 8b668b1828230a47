"""A cache that somebody else has laid there is as good as none."""

import os
import shutil
from collections.abc import Callable
from copy import copy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.cache import plain_objects, results
from frameworklint.cache import store as cache
from frameworklint.cache.plain_objects import PlainObjects, placed
from frameworklint.cache.store import Cache
from frameworklint.kinds.kind import Kinds
from frameworklint.markdown.inline import InlineReader
from frameworklint.page.citations import IdReader
from frameworklint.page.page import Page
from frameworklint.page.text import Readers

from ..scratch import EXAMPLE, CommandLine, Repository, called, process

FILES = ("pages", "judged")
Damage = Callable[[Path], object]


# A page of each form of the example: as much is kept of these few as of all.
PAGES = ("generated_pages/incidents/I00201.md", "generated_pages/incidents_index.md")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small framework in a repository, with the cache of a run."""
    repository = Repository(tmp_path)
    repository.write({path: (EXAMPLE / path).read_bytes() for path in PAGES})
    called(tmp_path, "check")
    return tmp_path


def is_known(folder: Path, **environment: str) -> bool:
    """Whether a run would only repeat a result."""
    with process(folder, **environment):
        return results.known(["check"])[0] is not None


def kept(folder: Path) -> list[Path]:
    """The files of the cache."""
    own = [folder / cache.FOLDER / name for name in FILES]
    return [*own, *(folder / cache.FOLDER / "results").iterdir()]


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def device(path: Path) -> None:
    path.unlink()
    path.symlink_to("/dev/zero")


def link(path: Path) -> None:
    path.rename(path.parent.parent / "moved")
    path.symlink_to(path.parent.parent / "moved")


def folder_instead(path: Path) -> None:
    path.unlink()
    path.mkdir()


@pytest.mark.parametrize("damage", [pipe, device, link, folder_instead])
def test_what_is_no_file_is_not_read(folder: Path, damage: Damage) -> None:
    cold = called(folder, "check", "--no-cache")
    for file in kept(folder):
        damage(file)
    assert not is_known(folder)
    for _ in range(2):
        assert called(folder, "check") == cold


def test_cache_in_a_submodule_is_not_used(folder: Path) -> None:
    cold = called(folder, "check", "--no-cache")
    assert is_known(folder)
    (folder / cache.FOLDER / ".git").write_text("gitdir: ../.git/modules/cache\n")
    before = {path: path.read_bytes() for path in kept(folder)}
    assert not is_known(folder)
    (folder / "notes.md").write_text("# Notes\n")
    assert called(folder, "check") == called(folder, "check", "--no-cache")
    assert {path: path.read_bytes() for path in kept(folder)} == before
    (folder / "notes.md").unlink()
    assert called(folder, "check") == cold


def test_cache_of_another_user_is_not_used(folder: Path, tmp_path: Path) -> None:
    cold = called(folder, "check", "--no-cache")
    home = tmp_path / "another" / "state"
    other = {"XDG_STATE_HOME": str(home)}
    assert is_known(folder)
    assert not is_known(folder, **other)
    assert called(folder, "check", **other) == cold
    assert not is_known(folder)
    assert [path.stat().st_mode & 0o777 for path in home.glob("*/*")] == [0o600]


def test_without_a_secret_nothing_is_kept(folder: Path, tmp_path: Path) -> None:
    cold = called(folder, "check", "--no-cache")
    (tmp_path / "state").write_text("no folder")
    shutil.rmtree(folder / cache.FOLDER)
    assert called(folder, "check", XDG_STATE_HOME=str(tmp_path / "state")) == cold
    assert not (folder / cache.FOLDER).exists()


def test_a_home_that_is_no_full_path_is_none(folder: Path) -> None:
    before = sorted(path.name for path in folder.iterdir())
    shutil.rmtree(folder / cache.FOLDER)
    called(folder, "check", XDG_STATE_HOME="", HOME="somewhere", LOCALAPPDATA="", USERPROFILE="")
    after = sorted(path.name for path in folder.iterdir())
    assert after == [name for name in before if name != cache.FOLDER]


VALUES = [None, True, 1, -1, 1.5, 10**30, "a", "\ud800", "a\0b", [], [1], [[1]], {}, {"a": [1]}]


def result_of(folder: Path) -> tuple[str, list[str]]:
    """The name of the one result that is kept, and its parts; the first two are what was said."""
    (file,) = (folder / cache.FOLDER / "results").iterdir()
    name = f"results/{file.name}"
    kept = Cache(str(folder)).read_bytes(name)
    return name, cache.parted(kept.decode("utf-8", "surrogatepass"))


def write(folder: Path, name: str, text: str) -> None:
    """Lay a text into the cache, with a right head."""
    Cache(str(folder)).write_bytes(name, text.encode("utf-8", "surrogatepass"))


PATHS = ["../../x", "1", "x\0y", "2", "generated_pages", "-1", "README.md", "9" * 5000]
TEXTS = ["", "1", "-1", "a", "\ud800", "a\0b", "\n", "1\na", "1 1\nab", "-1 2\na", "²\nab"]


@pytest.mark.parametrize("text", [*TEXTS, cache.joined(PATHS), cache.joined(PATHS[1:])], ids=repr)
def test_other_result_is_not_repeated(folder: Path, text: str) -> None:
    """With a right head: each part of a result in turn is another."""
    cold = called(folder, "check", "--no-cache")
    name, parts = result_of(folder)
    for at in range(2, len(parts)):  # a forged text can not be told from a true one
        if text in ("0", "1", parts[at]):
            continue  # nor can a forged exit code
        write(folder, name, cache.joined([*parts[:at], text, *parts[at + 1 :]]))
        assert called(folder, "check") == cold, at
        assert is_known(folder)  # written anew
    write(folder, name, text)
    assert not is_known(folder)


def test_result_that_lacks_something_is_not_repeated(folder: Path) -> None:
    cold = called(folder, "check", "--no-cache")
    name, parts = result_of(folder)
    for at in range(len(parts)):
        write(folder, name, cache.joined(parts[:at] + parts[at + 1 :]))
        assert not is_known(folder), at
        assert called(folder, "check") == cold


@given(st.lists(st.text()))
def test_strings_are_parted_as_they_were_joined(strings: list[str]) -> None:
    assert cache.parted(cache.joined(strings)) == strings


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_what_is_kept_of_another_form_is_as_good_as_none(
    folder: Path, file: str, value: Any
) -> None:
    cold = called(folder, "check", "--no-cache")
    by, *_ = plain_objects.read(Cache(str(folder)).read_bytes("judged"))
    for content in (value, [by, value], [by, [value]], [by, [[value] * 5]]):
        Cache(str(folder)).write_bytes(file, plain_objects.written(content))
        shutil.rmtree(folder / cache.FOLDER / "results")
        assert called(folder, "check") == cold


def test_forged_pages_are_read_anew(folder: Path, schema_kinds: Kinds) -> None:
    """With a right head, and of the right class: each part of a page in turn is another."""
    cold = called(folder, "check", "--no-cache")
    readers = Readers(InlineReader(), IdReader(schema_kinds.id_forms), {})
    objects = PlainObjects(readers)
    store = Cache(str(folder))
    pages = objects.read(store.read_bytes("pages"))
    page = placed(next(iter(pages.values())), "a.md", None)
    for part in {*Page.__slots__, "links", "name"} - {"__dict__"}:
        forged = copy(page)
        setattr(forged, part, 1)
        store.write_bytes("pages", objects.written({name: copy(forged) for name in pages}))
        shutil.rmtree(folder / cache.FOLDER / "results")
        found = called(folder, "check")
        assert (found.code, found.err) == (cold.code, cold.err), part


# Where git's top is.


@pytest.mark.parametrize("is_linked", [False, True])
@pytest.mark.parametrize("is_own", [False, True])
def test_result_does_not_outlive_another_top(
    repository: Repository, is_linked: bool, is_own: bool
) -> None:
    """SARIF paths begin at git's top, which settings in several places can move.

    A linked work tree has a file `.git`, and its settings lie behind that.
    """
    inner = repository.folder / "inner"
    inner.mkdir()
    (repository.folder / "generated_pages").rename(inner / "generated_pages")
    repository.commit()
    scope = "--worktree" if is_own else "--local"
    if is_own:
        repository.git("config", "extensions.worktreeConfig", "true")
    if is_linked:
        repository.git("worktree", "add", "--quiet", "linked")
        inner = repository.folder / "linked" / "inner"
    arguments = ("check", "--output-format", "sarif")
    before = called(inner, *arguments)
    assert called(inner, *arguments) == before
    repository.git("-C", str(inner), "config", scope, "core.worktree", str(inner))
    after = called(inner, *arguments)
    assert after == called(inner, *arguments, "--no-cache")
    if is_own or not is_linked:  # else git does not heed it
        assert after != before
    repository.git("-C", str(inner), "config", scope, "--unset", "core.worktree")
    assert called(inner, *arguments) == before


def test_named_pipe_in_place_of_git_does_not_hang(
    repository: Repository, frameworklint: CommandLine
) -> None:
    shutil.rmtree(repository.folder / ".git")
    os.mkfifo(repository.folder / ".git")
    assert frameworklint("check") == frameworklint("check")


def test_named_pipe_in_place_of_the_cache_is_not_waited_for(
    folder: Path, frameworklint: CommandLine
) -> None:
    os.mkfifo(folder / cache.FOLDER)
    outcome = frameworklint("clean", str(folder))
    assert outcome.code == 2
    assert outcome.err.endswith("Not a directory\n")
