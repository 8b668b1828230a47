"""What a change adds: `--since`, `--staged`, and the identities that both rest on."""

import json
import random
import re
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.findings.finding import Finding
from frameworklint.findings.lint import lint
from frameworklint.kinds.load import load
from frameworklint.linter import run
from frameworklint.linter.place import Place
from frameworklint.linter.registry import all_rules
from frameworklint.linter.rule import Rule
from frameworklint.selection.comparison import Known, compare

from ..conftest import corpus, findings_of, framework_of
from ..scratch import EXAMPLE, CommandLine, Repository

HOME = "generated_pages"
BROKEN = f"{HOME}/techniques/T0097.107.md"

Files = dict[str, str]


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    """A repository that holds the example framework."""
    repository = Repository(tmp_path / "repository")
    repository.fill(EXAMPLE)
    repository.commit("the example")
    return repository


def rules_and_paths(findings: list[dict[str, object]]) -> set[tuple[object, object]]:
    """What is reported where."""
    return {(finding["rule"], finding["path"]) for finding in findings}


# `--since`.


@pytest.mark.parametrize("extra", [[], ["--show-info"], ["--fail-on", "info"], ["--select", "FW2"]])
def test_an_unchanged_tree_adds_nothing(frameworklint: CommandLine, extra: list[str]) -> None:
    run = frameworklint("check", "--since", "HEAD", *extra)
    assert run.code == 0
    added, fixed, left = run.counts
    assert (added, fixed) == (0, 0)
    assert left == len(frameworklint.json(*extra))
    assert frameworklint.json("--since", "HEAD", *extra) == []


def test_an_added_page_brings_its_own_findings(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.write({f"{HOME}/tactics/TA99.md": "# Tactic TA99: Lonely\n\n[x](missing.md)\n"})
    found = frameworklint.json("--since", "HEAD")
    assert ("FW201", f"{HOME}/tactics/TA99.md") in rules_and_paths(found)
    assert {finding["path"] for finding in found} == {f"{HOME}/tactics/TA99.md"}


def test_a_changed_page_brings_only_what_the_change_adds(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.edit(BROKEN, "Researchers are often", "Researchers\u200b are often")
    found = frameworklint.json("--since", "HEAD")
    assert rules_and_paths(found) == {("FW503", BROKEN)}


def test_a_mended_page_fixes_its_finding(
    repository: Repository, frameworklint: CommandLine
) -> None:
    path = repository.folder / BROKEN
    path.write_text(path.read_text("utf-8").replace("T0097.204.md", "T0097.108.md"), "utf-8")
    run = frameworklint("check", "--since", "HEAD", "--select", "FW201")
    assert (run.code, *run.counts) == (0, 0, 1, 0)


def test_a_deleted_page_is_reported_where_it_is_still_linked(
    repository: Repository, frameworklint: CommandLine
) -> None:
    deleted = f"{HOME}/incidents/I00202.md"
    (repository.folder / deleted).unlink()
    found = frameworklint.json("--since", "HEAD")
    links = [finding for finding in found if finding["rule"] == "FW201"]
    assert links
    assert all("I00202.md" in str(finding["subject"]) for finding in links)
    assert deleted not in {finding["path"] for finding in found}
    (removed,) = [finding for finding in found if finding["rule"] == "FW801"]
    assert removed["subject"] == "I00202"


def test_a_renamed_page_is_reported_where_its_old_name_is_linked(
    repository: Repository, frameworklint: CommandLine
) -> None:
    old, new = f"{HOME}/incidents/I00202.md", f"{HOME}/incidents/I00299.md"
    repository.git("mv", old, new)
    repository.edit(new, "# Incident I00202: ", "# Incident I00299: ")
    found = frameworklint.json("--since", "HEAD")
    links = {finding["path"] for finding in found if finding["rule"] == "FW201"}
    assert links
    assert new not in links
    (removed,) = [finding for finding in found if finding["rule"] == "FW801"]
    assert "I00299" in removed["message"]


def test_only_the_part_since_the_branch_left_counts(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.git("switch", "--quiet", "--create", "contribution")
    repository.edit(BROKEN, "Researchers are often", "Researchers\u200b are often")
    repository.commit()
    repository.git("switch", "--quiet", "main")
    (repository.folder / f"{HOME}/incidents/I00202.md").unlink()
    repository.commit("main goes on")
    repository.git("switch", "--quiet", "contribution")
    found = frameworklint.json("--since", "main")
    assert rules_and_paths(found) == {("FW503", BROKEN)}


def test_both_states_are_judged_by_the_settings_of_today(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.write({"frameworklint.toml": 'ignore = ["FW4"]\nseverity = {FW201 = "warning"}\n'})
    run = frameworklint("check", "--since", "HEAD")
    assert run.counts[:2] == (0, 0)


def test_a_named_path_narrows_what_is_reported_and_counted(
    repository: Repository, frameworklint: CommandLine
) -> None:
    (repository.folder / f"{HOME}/incidents/I00202.md").unlink()
    found = frameworklint.json("--since", "HEAD", f"{HOME}/techniques")
    assert found
    for finding in found:
        paths = {finding["path"], *(place["path"] for place in finding["also"])}
        assert any(path.startswith(f"{HOME}/techniques/") for path in paths)
    run = frameworklint("check", "--since", "HEAD", f"{HOME}/techniques")
    assert run.counts[0] == len(found)


def test_a_framework_below_the_top_of_its_repository(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path)
    repository.fill(EXAMPLE)
    (tmp_path / HOME).rename(tmp_path / "moved")
    (tmp_path / "docs").mkdir()
    (tmp_path / "moved").rename(tmp_path / "docs" / HOME)
    repository.commit()
    frameworklint = CommandLine(tmp_path / "docs", capsys, monkeypatch)
    assert frameworklint("check", "--since", "HEAD").counts[:2] == (0, 0)
    (tmp_path / "docs" / HOME / "incidents" / "I00202.md").unlink()
    repository.git("add", "--all")
    staged = frameworklint.json("--staged")
    assert staged == frameworklint.json("--since", "HEAD")
    assert "FW801" in {finding["rule"] for finding in staged}


def test_odd_files_are_the_same_in_git_and_in_the_work_tree(
    repository: Repository, frameworklint: CommandLine
) -> None:
    folder = repository.folder / HOME / "techniques"
    (folder / "folder.md").mkdir()
    (folder / "folder.md" / "note.txt").write_text("a folder with the name of a page\n")
    (folder / "link.md").symlink_to("T0151.md")
    (folder / "nowhere.md").symlink_to("T9999.md")
    (folder / "outside.md").symlink_to("../../../../outside.md")
    (folder / "up.md").symlink_to("../incidents")
    (folder / "bytes.md").write_bytes(b"# Technique T0001: \xff\n")
    (folder / "nul.md").write_bytes(b"# Technique T0001: \x00\n")
    (folder / ".md").write_text("# Technique : nameless\n")
    (folder / "große Übersicht.md").write_text("# Notes\n")
    (folder / "crlf.md").write_bytes(b"# Notes\r\n\r\n[x](y.md)\r\n")
    repository.commit()
    run = frameworklint("check", "--since", "HEAD", "--show-info")
    assert run.counts[:2] == (0, 0)
    repository.git("commit", "--quiet", "--allow-empty", "--message", "again")
    assert frameworklint.json("--staged", "--show-info") == []


# Errors: each names the remedy, and none is a pass.


def test_an_unknown_revision(frameworklint: CommandLine) -> None:
    run = frameworklint("check", "--since", "mian")
    assert run.code == 2
    assert run.out == ""
    assert run.err == "frameworklint: git knows no revision 'mian'\n"


@pytest.mark.parametrize("revision", ["--all", "-h", "", "HEAD:generated_pages", "HEAD~9"])
def test_what_names_no_commit(frameworklint: CommandLine, revision: str) -> None:
    run = frameworklint("check", f"--since={revision}")
    assert run.code == 2
    assert "Traceback" not in run.err


def test_a_shallow_clone(
    repository: Repository,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    first = repository.git("rev-parse", "HEAD")
    repository.commit("second")
    url = repository.folder.as_uri()
    repository.git("clone", "--quiet", "--depth", "1", url, str(tmp_path / "shallow"))
    frameworklint = CommandLine(tmp_path / "shallow", capsys, monkeypatch)
    run = frameworklint("check", "--since", first)
    assert run.code == 2
    assert "git fetch --unshallow" in run.err
    assert "fetch-depth: 0" in run.err
    assert frameworklint("check", "--since", "HEAD").code == 0


def test_two_histories_without_a_common_commit(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.git("switch", "--quiet", "--orphan", "other")
    repository.write({"README.md": "# Other\n"})
    repository.commit()
    run = frameworklint("check", "--since", "main")
    assert run.code == 2
    assert "have no common commit" in run.err


@pytest.mark.parametrize("option", [["--since", "HEAD"], ["--staged"]])
def test_a_folder_outside_git(
    tmp_path: Path,
    option: list[str],
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / HOME).mkdir()
    run = CommandLine(tmp_path, capsys, monkeypatch)("check", *option)
    assert run.code == 2
    assert "lies in no git repository" in run.err


def test_a_machine_without_git(frameworklint: CommandLine, tmp_path: Path) -> None:
    frameworklint.environment["PATH"] = str(tmp_path)
    run = frameworklint("check", "--since", "HEAD")
    assert run.code == 2
    assert "git can not be run" in run.err


def test_since_in_a_repository_without_a_commit(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    Repository(tmp_path).write({"README.md": "# Notes\n"})
    run = CommandLine(tmp_path, capsys, monkeypatch)("check", "--since", "HEAD")
    assert run.code == 2
    assert "git knows no revision 'HEAD'" in run.err


# `--staged`.


def test_what_is_not_staged_does_not_exist(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.edit(BROKEN, "Researchers are often", "Researchers\u200b are often")
    repository.write({f"{HOME}/tactics/TA99.md": "# Tactic TA99: Untracked\n"})
    (repository.folder / f"{HOME}/incidents/I00202.md").unlink()
    run = frameworklint("check", "--staged")
    assert (run.code, *run.counts[:2]) == (0, 0, 0)
    repository.git("add", "--intent-to-add", f"{HOME}/tactics/TA99.md")
    assert frameworklint("check", "--staged").counts[:2] == (0, 0)


def test_the_staged_text_counts_where_the_work_tree_says_otherwise(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.edit(BROKEN, "Researchers are often", "Researchers\u200b are often")
    repository.git("add", "--all")
    repository.edit(BROKEN, "Researchers\u200b are often", "Researchers are often")
    assert rules_and_paths(frameworklint.json("--staged")) == {("FW503", BROKEN)}


def test_a_repository_without_pages_passes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path)
    repository.write({"program.py": "print()\n"})
    repository.git("add", "--all")
    frameworklint = CommandLine(tmp_path, capsys, monkeypatch)
    assert frameworklint("check", "--staged").code == 0
    repository.commit()
    assert frameworklint("check", "--staged").code == 0
    assert frameworklint("check").code == 2


def test_a_first_commit_is_reported_whole(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path)
    repository.fill(EXAMPLE)
    repository.git("add", "--all")
    frameworklint = CommandLine(tmp_path, capsys, monkeypatch)
    assert frameworklint.json("--staged") == frameworklint.json()


def test_a_merge_is_compared_with_every_parent(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.git("switch", "--quiet", "--create", "other")
    repository.edit(BROKEN, "Researchers are often", "Researchers\u200b are often")
    (repository.folder / f"{HOME}/incidents/I00203.md").unlink()
    repository.commit()
    repository.git("switch", "--quiet", "main")
    repository.write({f"{HOME}/tactics/TA99.md": "# Tactic TA99: Lonely\n\n[x](missing.md)\n"})
    repository.commit()
    repository.git("merge", "--quiet", "--no-commit", "--no-ff", "other")
    run = frameworklint("check", "--staged")
    assert (run.code, run.counts[0]) == (0, 0), run.out
    head = repository.git("rev-parse", "other")
    (repository.folder / ".git" / "MERGE_HEAD").unlink()
    assert frameworklint("check", "--staged").counts[0] > 0
    frameworklint.environment[f"GITHEAD_{head}"] = "other"
    assert frameworklint("check", "--staged").counts[0] == 0


def test_the_revisions_that_pre_commit_names(
    repository: Repository, frameworklint: CommandLine
) -> None:
    first = repository.git("rev-parse", "HEAD")
    repository.edit(BROKEN, "Researchers are often", "Researchers\u200b are often")
    second = repository.commit()
    (repository.folder / f"{HOME}/incidents/I00202.md").unlink()
    repository.git("add", "--all")
    frameworklint.environment.update(PRE_COMMIT_FROM_REF=first, PRE_COMMIT_TO_REF=second)
    assert rules_and_paths(frameworklint.json("--staged")) == {("FW503", BROKEN)}


# Identities.


def _pages(tree: Path) -> Files:
    """The Markdown files of a tree that are text."""
    found = {}
    for path in sorted(tree.rglob("*.md")):
        try:
            found[path.relative_to(tree).as_posix()] = path.read_text("utf-8")
        except (OSError, UnicodeDecodeError):
            continue
    return found


@pytest.fixture(scope="module")
def pages() -> Files:
    """The pages of the example framework."""
    return _pages(EXAMPLE)


REAL = [pytest.param(name, marks=pytest.mark.slow) for name in ("disarm-2025-02", "disarm-2023-09")]


@pytest.fixture(scope="module", params=REAL)
def real_pages(request: pytest.FixtureRequest) -> Files:
    """The pages of each of the real frameworks, where they are present."""
    return _pages(corpus(request.param))


def _found(pages: Files) -> list[Finding]:
    return findings_of(framework_of(load(), pages))


def _identities(findings: list[Finding]) -> dict[str, str]:
    """What each identity stands for, in words for whoever reads a failed test."""
    known = {}
    for finding in findings:
        told = f"{finding.rule.code} {finding.place.page.path} {finding.message}"
        known[finding.fingerprint] = told
        for place, key in zip(finding.places, finding.place_keys, strict=True):
            known[key] = f"place of {told}: {place.page.path} {place.span}"
    return known


def _assert_same(before: dict[str, str], after: dict[str, str]) -> None:
    gone = sorted(before[key] for key in before.keys() - after.keys())
    new = sorted(after[key] for key in after.keys() - before.keys())
    assert (gone[:5], new[:5]) == ([], [])


@pytest.fixture(scope="module")
def identities(pages: Files) -> dict[str, str]:
    """The identities of the pages as they are."""
    return _identities(_found(pages))


def test_no_two_findings_share_a_fingerprint_and_no_two_places_a_key(pages: Files) -> None:
    findings = _found(pages)
    assert len({finding.fingerprint for finding in findings}) == len(findings)
    keys = [key for finding in findings for key in finding.place_keys]
    assert len(set(keys)) == len(keys)


_TABLE = re.compile(r"(?<=\n)\|(?: ?-{3,} ?\|)+\n(?P<rows>(?:\|.*\|\n)+)")


def _with_rows_reordered(pages: Files) -> Files:
    """Rows of other first cells in another order.

    The order of rows with one first cell is the order of the texts under one ID, which is content.
    """
    shuffle = random.Random(4)

    def reordered(match: re.Match[str]) -> str:
        rows = match["rows"].splitlines(keepends=True)
        groups: dict[str, list[str]] = {}
        for row in rows:
            groups.setdefault(row.split("|")[1], []).append(row)
        order = list(groups.values())
        shuffle.shuffle(order)
        shuffled = "".join(row for group in order for row in group)
        return match[0].removesuffix(match["rows"]) + shuffled

    return {path: _TABLE.sub(reordered, text) for path, text in pages.items()}


def test_reordered_rows_change_no_identity(pages: Files, identities: dict[str, str]) -> None:
    reordered = _with_rows_reordered(pages)
    assert reordered != pages
    _assert_same(identities, _identities(_found(reordered)))


def _with_lines_above(pages: Files) -> Files:
    return {path: "\n\n" + text for path, text in pages.items()}


def test_lines_above_change_no_identity(pages: Files, identities: dict[str, str]) -> None:
    _assert_same(identities, _identities(_found(_with_lines_above(pages))))


def _with_other_line_ends(pages: Files) -> Files:
    return {path: text.replace("\n", "\r\n") for path, text in pages.items()}


def test_line_ends_change_no_identity(pages: Files, identities: dict[str, str]) -> None:
    _assert_same(identities, _identities(_found(_with_other_line_ends(pages))))


def _with_home(pages: Files, home: str) -> Files:
    """The pages in another folder, `""` for the top, with the links that lead back into it."""
    moved = {}
    for path, text in pages.items():
        if path.startswith(f"{HOME}/"):
            up = "../" * path.count("/")
            inside = up.removeprefix("../")
            text = re.sub(
                rf"(?<![\w./]){re.escape(up)}{HOME}/", f"{up}{home}/" if home else inside, text
            )
            path = path.replace(HOME, home).lstrip("/")
        moved[path] = text
    return moved


def test_a_renamed_folder_changes_no_identity(pages: Files) -> None:
    framework = _without_pages_beside(pages)
    before = _identities(_found(framework))
    for home in ("pages", ""):
        moved = _with_home(framework, home)
        assert moved != framework
        _assert_same(before, _identities(_found(moved)))


def _without_pages_beside(pages: Files) -> Files:
    """The pages of the framework: the links of others lead into the folder by its name."""
    return {path: text for path, text in pages.items() if path.startswith(HOME)}


@pytest.fixture
def reworded(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Lets all rules say something else from now on."""

    def reword() -> None:
        original = run._Run.places

        def reworded(self: run._Run, rule: Rule) -> Iterator[tuple[Rule, Place]]:
            for _, place in original(self, rule):
                yield rule, place._replace(message=f"Reworded: {place.message}", many="")

        monkeypatch.setattr(run._Run, "places", reworded)

    return reword


def test_a_reworded_message_and_another_severity_change_no_identity(
    pages: Files, identities: dict[str, str], reworded: Callable[[], None]
) -> None:
    reworded()
    _assert_same(identities, _identities(_found(pages)))


_PHRASE = re.compile(r"(?<=[a-z] )[a-z]{4,12} [a-z]{4,12}(?= [a-z])")


# A few words beside an unbalanced tag tell it from others of its cell.
_NEAR = 60


def _with_typos_mended(pages: Files, findings: list[Finding]) -> Files:
    """Phrases that stand beside the faults are reworded, wherever they are printed."""
    faults: dict[str, list[tuple[int, int]]] = {path: [] for path in pages}
    for finding in findings:
        spots = [(place.page, place.span) for place in finding.places]
        spots += [(related.page, related.span) for related in finding.also]
        for page, span in spots:
            faults[page.path].append(span)
    printed: dict[str, list[tuple[str, int]]] = {}
    for path, text in pages.items():
        for match in _PHRASE.finditer(text):
            printed.setdefault(match[0], []).append((path, match.start()))
    shuffled = sorted(printed)
    random.Random(2).shuffle(shuffled)
    free = (
        phrase
        for phrase in shuffled
        if not any(
            start - _NEAR < at and at < end + _NEAR
            for path, at in printed[phrase]
            for start, end in faults[path]
        )
        and len(printed[phrase]) == sum(text.count(phrase) for text in pages.values())
    )
    chosen = list(islice(free, 60))
    mended = dict(pages)
    for phrase in chosen:
        one, other = phrase.split()
        for path, _ in printed[phrase]:
            mended[path] = mended[path].replace(phrase, f"{one} also {other}")
    assert mended != pages
    return mended


def test_typos_mended_elsewhere_change_no_identity(pages: Files) -> None:
    findings = _found(pages)
    mended = _with_typos_mended(pages, findings)
    _assert_same(_identities(findings), _identities(_found(mended)))


def test_all_that_changes_no_identity_changes_none_of_the_real_frameworks(
    real_pages: Files, reworded: Callable[[], None]
) -> None:
    """All at once: which of them it was, the tests above tell on the example."""
    framework = _without_pages_beside(real_pages)
    findings = _found(framework)
    changed = _with_typos_mended(framework, findings)
    for change in (_with_rows_reordered, _with_lines_above, _with_other_line_ends):
        changed = change(changed)
    reworded()
    for home in ("pages", ""):
        moved = _with_home(changed, home)
        assert moved != changed
        _assert_same(_identities(findings), _identities(_found(moved)))


def test_a_typo_mended_elsewhere_in_the_same_text_changes_no_identity() -> None:
    text = (
        "# Incident I00001: One\n\n"
        "| Technique | Description given for this incident |\n"
        "| --------- | ----------------------------------- |\n"
        "| [T0001 One](../techniques/T0001.md) | A stroy told <i>twice, see T0001 and T0098. |\n"
    )
    pages = {
        "generated_pages/incidents/I00001.md": text,
        "generated_pages/techniques/T0002.md": "# Technique T0002: Two\n",
    }
    mended = {path: text.replace("stroy", "story") for path, text in pages.items()}
    before, after = _found(pages), _found(mended)
    assert {"FW201", "FW501"} <= {finding.rule.code for finding in before}
    _assert_same(_identities(before), _identities(after))


def test_two_files_of_one_name_are_two_pages() -> None:
    """One stands beside the page folders, the other at the top of the repository."""
    text = "# Notes\n\n[x](missing.md)\n"
    pages = {
        "README.md": text,
        f"{HOME}/README.md": text,
        f"{HOME}/techniques/T0001.md": "# Technique T0001: One\n",
    }
    found = findings_of(framework_of(load(), pages), "FW201")
    assert [finding.place.page.path for finding in found] == ["README.md", f"{HOME}/README.md"]


def test_a_link_more_into_a_missing_folder_is_new() -> None:
    def links(count: int) -> Files:
        lines = (f"[{n}](../missing/P{n}.md)\n\n" for n in range(count))
        return {
            "generated_pages/notes.md": "# Notes\n\n" + "".join(lines),
            "generated_pages/techniques/T0001.md": "# Technique T0001: One\n",
        }

    def folder(pages: Files) -> list[Finding]:
        return findings_of(framework_of(load(), pages), "FW201")

    ninety_five, ninety_six = folder(links(95)), folder(links(96))
    assert (len(ninety_five), len(ninety_five[0].places)) == (1, 95)
    result = compare([(ninety_six, ninety_five)])
    (new,) = result.new
    assert len(new.places) == 1
    assert (len(result.fixed), len(result.left)) == (0, 0)
    fewer = compare([(ninety_five, ninety_six)])
    assert (fewer.new, len(fewer.left)) == ([], 1)
    (fixed,) = fewer.fixed
    assert len(fixed.places) == 1


def test_what_follows_from_a_known_fault_is_not_new() -> None:
    text = "They met in <i>town, and each of them told the paper of it (T0001: One, T0002: Two)."

    def pages(other: str) -> Files:
        rows = f"| [T0001 One](../techniques/T0001.md) | {text} |\n"
        rows += f"| [T0002 Two](../techniques/T0002.md) | {other} |\n"
        head = "| Technique | Description given for this incident |\n| --- | --- |\n"
        return {
            "generated_pages/incidents/I00001.md": f"# Incident I00001: First\n\n{head}{rows}",
            "generated_pages/techniques/T0001.md": "# Technique T0001: One\n",
            "generated_pages/techniques/T0002.md": "# Technique T0002: Two\n",
        }

    both, one, none = (
        findings_of(framework_of(load(), pages(other)), "FW408", "FW501")
        for other in (text, text.replace("<i>", ""), text.replace("<i>town", "village"))
    )
    assert [finding.rule.code for finding in compare([(one, both)]).new] == []
    assert [finding.rule.code for finding in compare([(none, both)]).new] == ["FW408"]
    assert {finding.rule.code for finding in compare([(one, [])]).new} == {"FW408", "FW501"}
    alone = [finding for finding in one if finding.rule.code == "FW408"]
    assert compare([(alone, [])]).new == alone


def test_what_a_fault_hid_is_known_and_another_difference_is_new() -> None:
    said = "They met in town, and each of them told the paper of it."

    def pages(here: str, there: str) -> Files:
        table = "| {} | {} given for this incident |\n| --- | --- |\n| [{}]({}) | {} |\n"
        index = "<table><tr><th>disarm_id</th></tr><tr><td>{}</td></tr></table>\n"
        one = table.format("Technique", "Description", "T0001 One", "../techniques/T0001.md", here)
        other = table.format(
            "Incident", "Descriptions", "I00001 First", "../incidents/I00001.md", there
        )
        return {
            f"{HOME}/incidents/I00001.md": f"# Incident I00001: First\n\n{one}",
            f"{HOME}/techniques/T0001.md": f"# Technique T0001: One\n\n{other}",
            f"{HOME}/incidents_index.md": index.format('<a href="incidents/I00001.md">I00001</a>'),
            f"{HOME}/techniques_index.md": index.format('<a href="techniques/T0001.md">T0001</a>'),
        }

    def found(here: str, *, is_hidden: bool = False) -> list[Finding]:
        framework = framework_of(load(), pages(here, said))
        rules = [rule for rule in all_rules() if rule.code in {"FW305", "FW501"}]
        result = lint(framework, rules, keeps_hidden=True)
        return [*result.hidden] if is_hidden else result.findings

    broken = said.replace("town", "<i>city")
    before, hidden = found(broken), found(broken, is_hidden=True)
    assert [[one.rule.code for one in some] for some in (before, hidden)] == [["FW501"], ["FW305"]]
    assert compare([(found(said.replace("town", "city")), before)], hidden).new == []
    (new,) = compare([(found(said.replace("paper", "police")), before)], hidden).new
    assert new.rule.code == "FW305"


@given(st.data())
def test_the_counts_add_up(data: st.DataObject) -> None:
    """Whatever two trees hold: adds + leaves is the one; of the other, nothing is left out."""
    pages = _pages(EXAMPLE)
    paths = sorted(pages)
    trees = []
    for _ in range(2):
        kept = data.draw(st.sets(st.sampled_from(paths), min_size=1))
        doubled = data.draw(st.sets(st.sampled_from(sorted(kept)), max_size=3))
        trees.append({p: pages[p] + ("\n" + pages[p] if p in doubled else "") for p in kept})
    first, second = (_found(tree) for tree in trees)
    result = compare([(second, first)])
    assert len(result.new) + len(result.left) == len(second)
    told = {finding.fingerprint for finding in [*result.fixed, *result.left, *result.new]}
    known, still = Known.of(first), Known.of(second)
    for finding in first:
        # Where more rows share a text now, its rows have another finding, which tells of them all.
        assert finding.fingerprint in told or still.new_part(finding) is None
    for finding in result.new:
        assert not set(finding.place_keys) & known.keys
    assert compare([(second, second)]).new == []


# The real framework.


@pytest.mark.slow
def test_the_real_change_of_a_year_and_a_half(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path)
    totals = []
    frameworklint = CommandLine(tmp_path, capsys, monkeypatch)
    for name in ("disarm-2023-09", "disarm-2025-02"):
        repository.fill(corpus(name))
        repository.commit(name)
        totals.append(frameworklint.json("--show-info", "--ignore", "FW8"))
    since = ["--since", "HEAD~1", "--show-info", "--ignore", "FW8", "--report", "json=since.json"]
    added, fixed, left = frameworklint("check", *since).counts
    assert added + left == len(totals[1])
    # One can be left at a place and gone at another, or have a new one.
    assert len(totals[0]) - added <= fixed + left
    report = json.loads((tmp_path / "since.json").read_text("utf-8"))
    assert len(report["findings"]) == added
    new = {finding["fingerprint"] for finding in report["findings"]}
    unchanged = {f"{HOME}/tactics/TA03.md", f"{HOME}/tactics/TA04.md"}
    old = [
        finding
        for finding in totals[1]
        if unchanged.issuperset(place["path"] for place in [finding, *finding["also"]])
    ]
    assert {finding["path"] for finding in old} == unchanged
    assert not new & {finding["fingerprint"] for finding in old}
    assert {finding["fingerprint"] for finding in old} <= {
        finding["fingerprint"] for finding in totals[0]
    }


@pytest.mark.slow
def test_the_real_framework_with_its_rows_reordered(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    repository = Repository(tmp_path)
    repository.fill(corpus("disarm-2025-02"))
    repository.commit()
    pages = _pages(tmp_path)
    repository.write(_with_rows_reordered(pages))
    run = CommandLine(tmp_path, capsys, monkeypatch)("check", "--since", "HEAD", "--show-info")
    assert run.counts[:2] == (0, 0), run.out


def test_a_rule_on_demand_runs_only_where_its_findings_are_shown(
    repository: Repository, frameworklint: CommandLine
) -> None:
    repository.edit(BROKEN, "often presented", "often presneted")
    repository.write(
        {"frameworklint.toml": '[[suppress]]\nrule = "FW513"\npage = "T0097.108"\nreason = "x"\n'}
    )
    rules = {finding["rule"] for finding in frameworklint.json()}
    assert not rules & {"FW513", "FW902"}
    shown = {(finding["rule"], finding["path"]) for finding in frameworklint.json("--show-info")}
    assert {("FW513", BROKEN), ("FW902", "frameworklint.toml")} <= shown
    assert rules_and_paths(frameworklint.json("--select", "FW513")) == {("FW513", BROKEN)}
