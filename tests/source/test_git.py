"""Files as git holds them: the same as in the work tree, whoever asks."""

import os
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frameworklint.errors import UnreadableFileError
from frameworklint.source.files import Tree, WorkTree
from frameworklint.source.git import Repository
from frameworklint.source.git_tree import GitTree

from ..conftest import Git, write

ALL = settings(
    max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)


def content(tree: Tree, path: str) -> bytes | None:
    """The content of a file, or None where it can not be read."""
    try:
        return tree.read(path)
    except UnreadableFileError:
        return None


def staged(root: Path, git: Git) -> GitTree:
    """The index after everything is added."""
    git("add", "--all", folder=root)
    return Repository(str(root)).index()


# Symbolic links.


@pytest.fixture
def root(tmp_path: Path, git: Git) -> Path:
    """A framework's root within a repository, with one file."""
    root = tmp_path / "root"
    write(root, {"pages/end.md": "the end"})
    git("init", "--quiet")
    return root


@pytest.mark.parametrize("length", [1, 2, 3, 40])
def test_chain_of_links_is_followed(root: Path, git: Git, length: int) -> None:
    for number in range(1, length):
        (root / "pages" / f"{number}.md").symlink_to(f"{number + 1}.md")
    (root / "pages" / f"{length}.md").symlink_to("end.md")
    tree = staged(root, git)
    git("commit", "--quiet", "--message", "links")
    assert tree.read("pages/1.md") == b"the end"
    assert Repository(str(root)).tree("HEAD").read("pages/1.md") == b"the end"
    assert WorkTree(str(root)).read("pages/1.md") == b"the end"


def test_folder_behind_a_link_is_not_listed(
    root: Path, git: Git, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may be anything, such as the root of the system."""
    staged(root, git)
    (root / "pages").rename(root.parent / "outside")
    (root / "pages").symlink_to(root.parent / "outside")
    listed = []
    scandir = os.scandir

    def noted(folder: str) -> Any:
        listed.append(os.path.realpath(folder))
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", noted)
    assert set(WorkTree(str(root)).paths()) == {"pages", "pages/end.md"}
    assert not listed


def test_chain_over_a_folder_is_followed(root: Path, git: Git) -> None:
    (root / "folder").symlink_to("pages")
    (root / "a.md").symlink_to("b.md")
    (root / "b.md").symlink_to("folder/../folder/./end.md")
    assert staged(root, git).read("a.md") == b"the end"


@pytest.mark.parametrize(
    ("links", "reason"),
    [
        ({"a.md": "a.md"}, "is a symbolic link that leads in a circle"),
        ({"a.md": "b.md", "b.md": "c.md", "c.md": "b.md"}, "leads in a circle"),
        ({"a.md": "b.md", "b.md": "nowhere.md"}, "is a symbolic link to a file that does not"),
        ({"a.md": "b.md", "b.md": "../outside.md"}, "is a symbolic link that leads out"),
        ({"a.md": "b.md", "b.md": "/etc/hosts"}, "is a symbolic link that leads out"),
        ({"a.md": "b.md", "b.md": "pages"}, "is a folder, not a file"),
        ({"a.md": "b.md", "b.md": "."}, "is a folder, not a file"),
    ],
)
def test_chain_that_leads_to_no_file_says_why(
    root: Path, git: Git, links: dict[str, str], reason: str
) -> None:
    write(root.parent, {"outside.md": "out of the root"})
    for name, target in links.items():
        (root / name).symlink_to(target)
    for tree in (staged(root, git), WorkTree(str(root))):
        with pytest.raises(UnreadableFileError, match=reason):
            tree.read("a.md")


NAMES = st.sampled_from(["a.md", "b.md", "c", "d/e.md", "d/f", "g.md"])
WAYS = st.lists(
    st.sampled_from(["a.md", "b.md", "c", "d", "e.md", "f", "g.md", "..", "."]),
    min_size=1,
    max_size=4,
).map("/".join)


@ALL
@given(links=st.dictionaries(NAMES, WAYS, min_size=1))
def test_links_lead_to_the_same_file_in_git_and_in_the_work_tree(
    tmp_path: Path, git: Git, links: dict[str, str]
) -> None:
    root = Path(mkdtemp(dir=tmp_path)) / "root"
    write(root, {path: path for path in ("g.md", "d/h.md") if path not in links})
    for path, target in links.items():
        (root / path).parent.mkdir(exist_ok=True)
        (root / path).symlink_to(target)
    git("init", "--quiet", folder=root)
    index, work_tree = staged(root, git), WorkTree(str(root))
    assert set(index.paths()) == set(work_tree.paths())
    assert {path: content(index, path) for path in links} == {
        path: content(work_tree, path) for path in links
    }


# The user's own settings.

USER_SETTINGS = [
    "color.ui=always",
    "core.quotePath=true",
    "diff.external=false",
    "diff.ignoreSubmodules=all",
    "diff.mnemonicPrefix=true",
    "diff.noprefix=true",
    "diff.orderFile=nowhere",
    "diff.relative=true",
    "diff.renames=copies",
    "diff.submodule=log",
    "log.showSignature=true",
    "status.relativePaths=true",
    "status.short=true",
    "status.showUntrackedFiles=no",
    "submodule.recurse=true",
]


def state(root: Path) -> list[dict[str, bytes]]:
    """What is read of the last commit, the index and the work tree."""
    repository = Repository(str(root))
    trees: list[Tree] = [
        repository.tree("HEAD"),
        repository.index(),
        WorkTree(str(root)),
    ]
    return [{path: tree.read(path) for path in tree.paths()} for tree in trees]


@pytest.fixture
def changed(root: Path, git: Git) -> Path:
    """A root below the top with a committed, a staged, an announced and an untracked file."""
    write(root, {'pages/große "Übersicht".md': "committed"})
    write(root.parent, {"above.md": "above the root"})
    git("add", "--all")
    git("commit", "--quiet", "--message", "first")
    write(root, {"pages/staged.md": "the end"})
    git("add", "--all")
    write(root, {"pages/announced.md": "announced", "pages/untracked.md": "untracked"})
    git("add", "--intent-to-add", "root/pages/announced.md")
    return root


def test_state_is_that_of_commit_index_and_work_tree(changed: Path) -> None:
    commit, index, work_tree = state(changed)
    assert set(commit) == {"pages/end.md", 'pages/große "Übersicht".md'}
    assert set(index) == {*commit, "pages/staged.md"}
    assert set(work_tree) == {*index, "pages/announced.md", "pages/untracked.md"}


@pytest.mark.parametrize("setting", USER_SETTINGS)
def test_settings_of_the_user_change_nothing(
    changed: Path, monkeypatch: pytest.MonkeyPatch, git: Git, setting: str
) -> None:
    before = state(changed)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(changed.parent / ".git" / "user"))
    git("config", "--global", *setting.split("="))
    assert git("config", "--get", setting.partition("=")[0]).strip() == setting.partition("=")[2]
    assert state(changed) == before


@pytest.mark.parametrize("name", ["LITERAL", "NOGLOB", "ICASE"])
def test_ways_of_reading_pathspecs_change_nothing(
    changed: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    before = state(changed)
    monkeypatch.setenv(f"GIT_{name}_PATHSPECS", "1")
    assert state(changed) == before
