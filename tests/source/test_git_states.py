"""States that git holds and that are no plain commit: merges, conflicts, repositories inside."""

import subprocess

import pytest

from ..builders import EXPERT, HOME, PLATFORM, RESEARCHER, add, clean, hold
from ..scratch import ENVIRONMENT, CommandLine, Repository

BROKEN = "[x](gone.md)\n"


def places(frameworklint: CommandLine, *arguments: str) -> list[tuple[str, str]]:
    """Rule and path of what a run finds."""
    return [(f["rule"], f["path"]) for f in frameworklint.json(*arguments)]


def merge(repository: Repository, *branches: str) -> int:
    """Merge branches without a commit; git's answer."""
    command = ["git", "-C", str(repository.folder), "merge", "--no-commit", "--no-ff", *branches]
    return subprocess.run(command, env=ENVIRONMENT, capture_output=True, check=False).returncode


def branch(repository: Repository, name: str, old: str, **files: str) -> None:
    """Commit some files on a new branch that leaves a commit."""
    repository.git("checkout", "--quiet", "-b", name, old)
    repository.write({f"{path}.md": text for path, text in files.items()})
    repository.commit()


# Conflicts.


@pytest.fixture
def conflict(repository: Repository) -> Repository:
    """A repository in which a note is in conflict, while other pages are merged."""
    hold(repository, clean(add("notes.md", "# Notes\n\nOne\n")))
    start = repository.commit()
    branch(repository, "theirs", start, notes=f"# Notes\n\n{BROKEN}", theirs=BROKEN)
    branch(repository, "ours", start, notes="# Notes\n\nThree\n", ours=BROKEN)
    assert merge(repository, "theirs") == 1
    assert repository.git("ls-files", "--unmerged")
    return repository


def test_an_index_in_conflict_is_said_and_not_judged(
    conflict: Repository, frameworklint: CommandLine
) -> None:
    conflict.write({"more.md": BROKEN})
    conflict.git("add", "more.md")
    run = frameworklint("check", "--staged")
    assert (run.code, run.out) == (2, "")
    assert "the merge of notes.md is not finished" in run.err
    assert "git add" in run.err


def test_a_conflict_outside_of_the_framework_is_no_matter(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, {f"data/{path}": text for path, text in clean().items()})
    repository.write({"data/frameworklint.toml": "", "notes.md": "One\n"})
    start = repository.commit()
    branch(repository, "theirs", start, notes="Two\n")
    branch(repository, "ours", start, notes="Three\n")
    assert merge(repository, "theirs") == 1
    assert frameworklint("check", "data", "--staged").code == 0


def test_a_page_is_read_once_its_conflict_is_solved(
    conflict: Repository, frameworklint: CommandLine
) -> None:
    conflict.write({"notes.md": "# Notes\n\n[x](away.md)\n"})
    conflict.git("add", "notes.md")
    assert places(frameworklint, "--staged") == [("FW201", "notes.md")]


# Two bases.


@pytest.fixture
def merged(repository: Repository) -> Repository:
    """A merge under way of two branches, each with a finding of its own and one of both."""
    hold(repository, clean(add("old.md", BROKEN)))
    start = repository.commit()
    branch(repository, "theirs", start, theirs=BROKEN, both="[x](away.md)\n")
    branch(repository, "ours", start, ours=BROKEN, both="[x](away.md)\n")
    assert merge(repository, "theirs") == 0
    return repository


def test_what_either_parent_has_is_not_new(merged: Repository, frameworklint: CommandLine) -> None:
    run = frameworklint("check", "--staged")
    assert run.code == 0
    assert run.counts == (0, 0, 4)


def test_what_neither_parent_has_is_new(merged: Repository, frameworklint: CommandLine) -> None:
    merged.write({"merge.md": BROKEN})
    merged.git("add", "merge.md")
    assert places(frameworklint, "--staged") == [("FW201", "merge.md")]
    assert frameworklint("check", "--staged").counts == (1, 0, 4)


def test_a_place_that_neither_parent_has_is_new(
    merged: Repository, frameworklint: CommandLine
) -> None:
    """Each parent has one of two places of a finding, the merge has a third."""
    for name, number in (("theirs", 1), ("ours", 2)):
        merged.git("checkout", "--quiet", "--force", name)
        merged.write({"folder.md": "[x](none/a0.md)\n\n" + f"[x](none/a{number}.md)\n\n"})
        merged.commit()
    assert merge(merged, "theirs") == 1
    links = "".join(f"[x](none/a{n}.md)\n\n" for n in range(3))
    merged.write({"folder.md": links})
    merged.git("add", "--all")
    (found,) = frameworklint.json("--staged")
    # The third link of the page: in each parent there are two.
    assert (found["path"], found["line"], found["also"]) == ("folder.md", 5, [])


def test_after_the_merge_only_the_commit_counts(
    merged: Repository, frameworklint: CommandLine
) -> None:
    merged.commit("merge")
    merged.write({"later.md": BROKEN})
    merged.git("add", "later.md")
    assert places(frameworklint, "--staged") == [("FW201", "later.md")]
    assert frameworklint("check", "--staged").counts == (1, 0, 4)


def test_of_three_parents_each_counts(repository: Repository, frameworklint: CommandLine) -> None:
    hold(repository, clean())
    start = repository.commit()
    for name in ("one", "two", "three"):
        branch(repository, name, start, **{name: BROKEN})
    assert merge(repository, "one", "two") == 0
    assert frameworklint("check", "--staged").counts == (0, 0, 3)


def test_what_a_merge_fixes_is_counted_against_the_branch_itself(
    merged: Repository, frameworklint: CommandLine
) -> None:
    for name in ("old", "theirs", "ours"):
        merged.git("rm", "--quiet", "--force", f"{name}.md")
    run = frameworklint("check", "--staged")
    assert run.counts == (0, 2, 1)


def test_a_page_that_one_parent_removed_is_not_removed_by_the_merge(
    repository: Repository, frameworklint: CommandLine
) -> None:
    """What is said of a history is said of each parent's: theirs had no such page any more."""
    hold(repository, clean())
    start = repository.commit()
    repository.git("checkout", "--quiet", "-b", "theirs", start)
    repository.git("rm", "--quiet", EXPERT)
    assert "FW801" in {rule for rule, _ in places(frameworklint, "--staged")}
    repository.commit()
    branch(repository, "ours", start, ours=BROKEN)
    assert merge(repository, "theirs") == 0
    assert places(frameworklint, "--staged") == []
    repository.git("rm", "--quiet", RESEARCHER)
    assert "FW801" in {rule for rule, _ in places(frameworklint, "--staged")}


# What is no file of this repository.


def test_the_pages_of_a_submodule_are_read_in_no_state(
    repository: Repository, frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    inner = Repository(tmp_path_factory.mktemp("inner"))
    inner.write({"a.md": BROKEN, "techniques/T0001.md": "# Technique\n"})
    inner.commit()
    hold(repository, clean())
    repository.commit()
    allowed = ("-c", "protocol.file.allow=always")
    repository.git(*allowed, "submodule", "--quiet", "add", str(inner.folder), "inner")
    assert (repository.folder / "inner" / "a.md").is_file()
    for arguments in ([], ["--staged"], ["--since", "HEAD"]):
        run = frameworklint("check", "--show-info", *arguments)
        assert (run.code, run.err) == (0, "")
        assert run.out.startswith(f"{len(clean())} pages checked: nothing found")
    repository.commit()
    repository.write({"later.md": BROKEN})
    repository.git("add", "later.md")
    for arguments in ([], ["--staged"], ["--since", "HEAD"]):
        assert places(frameworklint, *arguments) == [("FW201", "later.md")]


def test_a_link_into_a_submodule_is_told_as_such(
    repository: Repository, frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    inner = Repository(tmp_path_factory.mktemp("inner"))
    inner.write({"a.md": "# A\n"})
    inner.commit()
    hold(repository, clean(add("notes.md", "[a](inner)\n[b](gone)\n")))
    allowed = ("-c", "protocol.file.allow=always")
    repository.git(*allowed, "submodule", "--quiet", "add", str(inner.folder), "inner")
    repository.git("add", "--all")
    for arguments in ([], ["--staged"]):
        found = {f["subject"]: f["message"] for f in frameworklint.json(*arguments)}
        assert found.keys() == {"inner", "gone"}
        assert "`inner` is a submodule, whose files another repository" in found["inner"]
        assert "`gone` does not exist" in found["gone"]


def test_a_submodule_named_like_a_page_ends_no_run(
    repository: Repository, frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    inner = Repository(tmp_path_factory.mktemp("inner"))
    inner.write({"a.md": BROKEN})
    inner.commit()
    hold(repository, clean())
    repository.commit()
    allowed = ("-c", "protocol.file.allow=always")
    repository.git(*allowed, "submodule", "--quiet", "add", str(inner.folder), "x.md")
    for arguments in (["--staged"], ["--since", "HEAD"], []):
        # A folder may be told to be no page, but nothing in it is one of this framework.
        assert set(places(frameworklint, *arguments)) <= {("FW001", "x.md")}
    repository.commit()
    assert places(frameworklint, "--staged") == []


def test_a_root_is_not_mixed_up_with_a_folder_that_begins_with_its_name(
    repository: Repository, frameworklint: CommandLine
) -> None:
    pages = {f"data/{path}": text for path, text in clean().items()}
    hold(repository, pages | {"data/frameworklint.toml": "", "data2/a.md": BROKEN})
    repository.commit()
    repository.write({"data2/b.md": BROKEN, "data/c.md": BROKEN, "data.md": BROKEN})
    repository.git("add", "--all")
    for arguments in (["data"], ["data", "--staged"], ["data", "--since", "HEAD"]):
        assert places(frameworklint, *arguments) == [("FW201", "c.md")]


def test_a_change_of_the_work_tree_is_not_staged(
    repository: Repository, frameworklint: CommandLine
) -> None:
    hold(repository, clean())
    repository.commit()
    repository.edit(PLATFORM, "harbor ferries", "harbor boats")
    assert places(frameworklint, "--staged") == []
    assert places(frameworklint, "--since", "HEAD") == [("FW305", PLATFORM)]
    repository.git("add", "--all")
    repository.edit(PLATFORM, "harbor boats", "harbor ferries")
    assert places(frameworklint, "--staged") == [("FW305", PLATFORM)]
    assert places(frameworklint, "--since", "HEAD") == []


def test_a_page_announced_but_not_added_is_in_no_commit(
    repository: Repository, frameworklint: CommandLine
) -> None:
    """git lists it in the index as an empty file, which would be no page of its folder."""
    hold(repository, clean())
    repository.commit()
    path = f"{HOME}/techniques/T0999.md"
    repository.write({path: "No title\n"})
    repository.git("add", "--intent-to-add", path)
    assert places(frameworklint, "--staged") == []
    assert places(frameworklint) == [("FW002", path)]
    repository.git("add", path)
    assert places(frameworklint, "--staged") == [("FW002", path)]
