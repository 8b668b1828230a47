"""Which files belong to a framework, what they are, and who links to whom."""

import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from frameworklint.errors import UnreadableFileError
from frameworklint.framework.framework import Framework, notices_of
from frameworklint.kinds.kind import Kinds
from frameworklint.page.link_targets import Target, resolve
from frameworklint.source.files import WorkTree
from frameworklint.source.root import find_root

from ..conftest import Git, findings_of, framework_of, write

FOLDERS = ("techniques", "incidents")


def root_of(start: Path) -> str:
    return find_root(str(start), "generated_pages", FOLDERS)


# The root.


@pytest.mark.parametrize(
    "mark", ["frameworklint.toml", "generated_pages/techniques/T0001.md", ".git/HEAD"]
)
def test_root_is_the_nearest_folder_with_a_mark(tmp_path: Path, mark: str) -> None:
    write(tmp_path, {f"outer/{mark}": "", f"outer/inner/{mark}": "", "outer/inner/a/b/c.md": ""})
    inner = tmp_path / "outer" / "inner"
    assert root_of(inner / "a" / "b" / "c.md") == str(inner)
    assert root_of(inner / "a") == str(inner)
    assert root_of(inner) == str(inner)
    assert root_of(tmp_path / "outer") == str(tmp_path / "outer")


def test_root_of_a_page_is_above_the_home(tmp_path: Path) -> None:
    write(tmp_path, {"generated_pages/techniques/T0001.md": ""})
    assert root_of(tmp_path / "generated_pages" / "techniques" / "T0001.md") == str(tmp_path)


def test_mark_further_up_comes_before_page_folders(tmp_path: Path) -> None:
    write(tmp_path, {".git/HEAD": "", "pages/techniques/T0001.md": ""})
    assert root_of(tmp_path / "pages" / "techniques") == str(tmp_path)


def test_root_without_a_mark_holds_page_folders(tmp_path: Path) -> None:
    write(tmp_path, {"pages/techniques/T0001.md": "", "pages/notes/a.md": ""})
    assert root_of(tmp_path / "pages" / "techniques" / "T0001.md") == str(tmp_path / "pages")
    assert root_of(tmp_path / "pages" / "notes") == str(tmp_path / "pages")


def test_root_without_anything_is_the_folder_itself(tmp_path: Path) -> None:
    write(tmp_path, {"a/b.md": ""})
    assert root_of(tmp_path / "a" / "b.md") == str(tmp_path / "a")


def test_root_is_found_from_a_relative_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(tmp_path, {"generated_pages/techniques/T0001.md": ""})
    monkeypatch.chdir(tmp_path / "generated_pages")
    assert find_root("techniques/T0001.md", "generated_pages", FOLDERS) == str(tmp_path)
    assert find_root(".", "generated_pages", FOLDERS) == str(tmp_path)


# The files.


def paths(folder: Path) -> set[str]:
    return set(WorkTree(str(folder)).paths())


def test_files_are_those_that_git_knows_or_would_add(tmp_path: Path, git: Git) -> None:
    git("init", "-q")
    write(
        tmp_path,
        {
            ".gitignore": "ignored.md\nout/\n",
            "tracked.md": "",
            "gone.md": "",
            "untracked.md": "",
            "ignored.md": "",
            "out/a.md": "",
            "out/kept.md": "",
            ".hidden/a.md": "",
            "Ünï cödé\n.md": "",
        },
    )
    git("add", "tracked.md", "gone.md")
    git("add", "-f", "out/kept.md")
    git("commit", "-qm", "x")
    (tmp_path / "gone.md").unlink()
    assert paths(tmp_path) == {
        ".gitignore",
        "tracked.md",
        "untracked.md",
        "out/kept.md",
        ".hidden/a.md",
        "Ünï cödé\n.md",
    }


def test_root_below_the_top_of_a_repository_has_its_own_files_only(
    tmp_path: Path, git: Git
) -> None:
    git("init", "-q")
    write(tmp_path, {"README.md": "", "framework/generated_pages/techniques/T0001.md": ""})
    git("add", "-A")
    assert paths(tmp_path / "framework") == {"generated_pages/techniques/T0001.md"}


def test_repository_inside_a_repository_is_not_entered(tmp_path: Path, git: Git) -> None:
    git("init", "-q")
    write(tmp_path, {"a.md": "", "module/b.md": "", "untracked/c.md": ""})
    for inner in ("module", "untracked"):
        git("init", "-q", folder=tmp_path / inner)
        git("add", "-A", folder=tmp_path / inner)
        git("commit", "-qm", "x", folder=tmp_path / inner)
    git("-c", "advice.addEmbeddedRepo=false", "add", "a.md", "module")
    assert git("ls-files", "-s", "module").startswith("160000")
    assert paths(tmp_path) == {"a.md"}


def test_folder_named_like_a_page_is_listed(tmp_path: Path, git: Git) -> None:
    write(tmp_path, {"techniques/T0001.md/a.txt": ""})
    expected = {"techniques/T0001.md", "techniques/T0001.md/a.txt"}
    assert paths(tmp_path) == expected
    git("init", "-q")
    assert paths(tmp_path) == expected


def test_folders_of_tools_are_passed_over_outside_git(tmp_path: Path) -> None:
    write(
        tmp_path,
        {
            "a.md": "",
            "incidents/.md": "",
            ".cache/b.md": "",
            "node_modules/x/c.md": "",
            "venv/d.md": "",
            "__pycache__/e.md": "",
            "py311/pyvenv.cfg": "",
            "py311/f.md": "",
            "deep/.hidden/g.md": "",
            "deep/er/h.md": "",
        },
    )
    assert paths(tmp_path) == {"a.md", "incidents/.md", "deep/er/h.md"}


def test_tracked_folder_of_a_tool_is_read_in_git(tmp_path: Path, git: Git) -> None:
    git("init", "-q")
    write(tmp_path, {".github/a.md": "", "env/b.md": ""})
    git("add", "-A")
    assert paths(tmp_path) == {".github/a.md", "env/b.md"}


def test_file_is_read_as_it_is(tmp_path: Path) -> None:
    write(tmp_path, {"a/b.md": b"\xff\x00\r\n"})
    assert WorkTree(str(tmp_path)).read("a/b.md") == b"\xff\x00\r\n"


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        (lambda path: path.mkdir(), "is a folder, not a file"),
        (
            lambda path: path.symlink_to("nowhere"),
            "is a symbolic link to a file that does not exist",
        ),
        (lambda path: path.symlink_to(path.name), "is a symbolic link that leads in a circle"),
        (lambda path: path.symlink_to("/etc/hosts"), "is a symbolic link that leads out"),
        (os.mkfifo, "is a device or a pipe, not a file"),
        (lambda path: path.write_bytes(b"x" * 2_000_001), "is larger than 2,000,000 bytes"),
    ],
)
def test_what_is_no_file_of_the_tree_says_why(tmp_path: Path, make: object, reason: str) -> None:
    assert callable(make)
    make(tmp_path / "a.md")
    with pytest.raises(UnreadableFileError, match=reason):
        WorkTree(str(tmp_path)).read("a.md")


def test_link_to_a_file_of_the_tree_is_followed(tmp_path: Path) -> None:
    write(tmp_path, {"a.md": "x"})
    (tmp_path / "b.md").symlink_to("a.md")
    assert WorkTree(str(tmp_path)).read("b.md") == b"x"


def test_root_may_be_reached_over_a_link(tmp_path: Path) -> None:
    write(tmp_path, {"real/a.md": "x"})
    (tmp_path / "link").symlink_to("real")
    tree = WorkTree(str(tmp_path / "link"))
    assert list(tree.paths()) == ["a.md"]
    assert tree.read("a.md") == b"x"


# What the files are.


def framework_at(kinds: Kinds, *files: str) -> Framework:
    return framework_of(kinds, dict.fromkeys(files, "# x\n"))


@pytest.mark.parametrize(
    ("files", "home"),
    [
        (["generated_pages/techniques/T0001.md"], "generated_pages"),
        (["generated_pages/x.md", "techniques/T0001.md"], "generated_pages"),
        (["techniques/T0001.md", "old/techniques/T0001.md"], ""),
        (["docs/incidents/I00001.md"], "docs"),
        (["b/incidents/I00001.md", "a/b/incidents/I00001.md"], "b"),
        (["b/incidents/I00001.md", "a/incidents/I00001.md"], "a"),
        (["techniques/README.md", "README.md"], None),
        (["README.md"], None),
        (["x/I00001.md"], None),
    ],
)
def test_home_holds_the_page_folders(
    schema_kinds: Kinds, files: list[str], home: str | None
) -> None:
    assert framework_at(schema_kinds, *files).paths.home == home


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("generated_pages/techniques/T0002.md", "technique"),
        ("generated_pages/techniques/notes.md", "technique"),
        ("generated_pages/incidents/.md", "incident"),
        ("generated_pages/actortypes/A001.markdown", "actor"),
        ("generated_pages/techniques_index.md", "techniques_index"),
        ("generated_pages/README.md", None),
        ("generated_pages/techniques/old/T0003.md", None),
        ("techniques/T0002.md", None),
        ("techniques_index.md", None),
        ("README.md", None),
    ],
)
def test_kind_comes_from_the_folder(schema_kinds: Kinds, path: str, kind: str | None) -> None:
    framework = framework_at(schema_kinds, "generated_pages/techniques/T0001.md", path)
    found = framework.by_path[path].kind
    assert (found.name if found else None) == kind


def test_only_markdown_files_are_pages(schema_kinds: Kinds) -> None:
    framework = framework_at(schema_kinds, "a.md", "b.MD", "c.markdown", "d.txt", "md", "e.md.bak")
    assert [page.path for page in framework.pages] == ["a.md", "b.MD", "c.markdown"]
    assert framework.paths.exists("d.txt")


def test_page_is_known_by_its_file_when_its_title_is_lost(schema_kinds: Kinds) -> None:
    files = {
        "techniques/T0001.md": "no title\n",
        "techniques/T0002.md": "# Technique T0003: Wrong\n",
        "techniques/T0004 .md": "# Technique T0004: Stray file\n",
    }
    framework = framework_of(schema_kinds, files)
    assert {found: page.path for found, page in framework.by_id.items()} == {
        "T0001": "techniques/T0001.md",
        "T0002": "techniques/T0002.md",
    }


def test_lost_title_does_not_break_what_leads_to_the_page(schema_kinds: Kinds) -> None:
    source = "# Technique T0002: Name\n\n[T0001 Name](T0001.md) and T0001\n"
    files = {"techniques/T0001.md": "lost\n", "techniques/T0002.md": source}
    found = findings_of(framework_of(schema_kinds, files), "FW2", "FW301")
    assert [finding.rule.code for finding in found] == []


def test_unreadable_page_keeps_its_id(schema_kinds: Kinds) -> None:
    framework = framework_of(schema_kinds, {"techniques/T0001.md": b"\xff"})
    (page,) = framework.pages
    assert page.unreadable.startswith("is not UTF-8: byte 0xFF on line 1")
    assert framework.records == [page]
    assert framework.paths.exists("techniques/T0001.md")


# Who links to whom.

INDEX = (
    "# DISARM Techniques:\n\n<table><tr><th>disarm_id</th></tr>"
    '<tr><td><a href="techniques/T0001.md">T0001</a></td></tr></table>\n'
)


def test_orphan_is_a_page_that_nothing_leads_to(schema_kinds: Kinds) -> None:
    framework = framework_of(
        schema_kinds,
        {
            "techniques_index.md": INDEX,
            "techniques/T0001.md": "# Technique T0001: a\n\n[b](T0002.md)\n",
            "techniques/T0002.md": "# Technique T0002: b\n",
            "techniques/T0003.md": "# Technique T0003: c\n\n[itself](T0003.md)\n",
            "incidents/I00001.md": "# Incident I00001: not judged\n",
        },
    )
    assert framework.judged_kinds == {"technique"}
    assert framework.orphans == {"techniques/T0003.md"}
    assert framework.page_of("T0003") is None
    assert framework.by_id["T0003"].path == "techniques/T0003.md"
    assert framework.page_of("I00001") is not None


def test_no_page_is_an_orphan_where_the_index_is_missing(schema_kinds: Kinds) -> None:
    framework = framework_of(schema_kinds, {"techniques/T0001.md": "# Technique T0001: a\n"})
    assert framework.orphans == frozenset()
    (notice,) = notices_of(framework)
    assert "techniques_index.md" in notice


def test_link_that_leads_nowhere_saves_no_orphan(schema_kinds: Kinds) -> None:
    link = "# Technique T0001: a\n\n[b](../x/T0002.md) [c](T0002.MD) [d](/techniques/T0002.md)\n"
    framework = framework_of(
        schema_kinds,
        {
            "techniques_index.md": INDEX,
            "techniques/T0001.md": link,
            "techniques/T0002.md": "# Technique T0002: b\n",
        },
    )
    assert framework.orphans == {"techniques/T0002.md"}


def test_lone_page_is_known_by_its_title(schema_kinds: Kinds) -> None:
    source = "# Technique T0001: Name\n\n**Summary**: [T0002 b](../techniques/T0002.md)\n"
    framework = framework_of(schema_kinds, {"download.md": source})
    (page,) = framework.pages
    assert framework.paths.home is None
    assert page.kind is not None
    assert (page.kind.name, page.id) == ("technique", "T0001")
    codes = {finding.rule.code for finding in findings_of(framework)}
    assert "FW101" in codes
    assert not codes & {"FW002", "FW003", "FW201", "FW207", "FW301", "FW311"}


def test_listing_names_owner_and_subject_whichever_page_prints_it(schema_kinds: Kinds) -> None:
    incident = (
        "# Incident I00001: a\n\n| Technique | Description given for this incident |\n| - | - |\n"
        "| [T0001 b](../techniques/T0001.md) | text |\n"
    )
    technique = (
        "# Technique T0001: b\n\n| Incident | Descriptions given for this incident |\n| - | - |\n"
        "| [I00001 a](../incidents/I00001.md) | text |\n\n"
        "| Associated Technique | Description |\n| - | - |\n| [T0002 c](T0002.md) | d |\n"
    )
    framework = framework_of(
        schema_kinds, {"incidents/I00001.md": incident, "techniques/T0001.md": technique}
    )
    assert [
        (
            listing.page.id,
            listing.listed,
            listing.owner,
            listing.subject,
            listing.text and listing.text.raw,
        )
        for page in framework.records
        for listing in framework.listings.of(page)
    ] == [
        ("I00001", "T0001", "I00001", "T0001", "text"),
        ("T0001", "I00001", "I00001", "T0001", "text"),
        ("T0001", "T0002", "", "", "d"),
    ]
    assert [row.page.id for row in framework.listings.of_pair("I00001", "T0001")] == [
        "I00001",
        "T0001",
    ]


# Where links lead.


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("b.md", Target("relative", "pages/techniques/b.md")),
        ("./b.md", Target("relative", "pages/techniques/b.md")),
        ("../incidents/b.md", Target("relative", "pages/incidents/b.md")),
        ("../../pages/techniques/b.md", Target("relative", "pages/techniques/b.md")),
        ("b.md/", Target("relative", "pages/techniques/b.md/")),
        ("b.md/.#part", Target("relative", "pages/techniques/b.md/", "part")),
        ("../incidents//", Target("relative", "pages/incidents/")),
        ("../../", Target("relative", "")),
        ("..", Target("relative", "pages")),
        ("../..", Target("relative", "")),
        ("b.md#part", Target("relative", "pages/techniques/b.md", "part")),
        ("b.md?plain=1#part", Target("relative", "pages/techniques/b.md", "part")),
        ("a%20b%2Ec.md#d%20e", Target("relative", "pages/techniques/a b.c.md", "d e")),
        ("b//c.md", Target("relative", "pages/techniques/b/c.md")),
        (" b.md ", Target("relative", "pages/techniques/b.md")),
        ("#part", Target("fragment", "pages/techniques/a.md", "part")),
        ("#", Target("fragment", "pages/techniques/a.md")),
        ("?plain=1", Target("fragment", "pages/techniques/a.md")),
        ("", Target("empty")),
        ("  ", Target("empty")),
        ("/b.md", Target("absolute", "/b.md")),
        ("../../../b.md", Target("outside", "../../../b.md")),
        ("../../../pages/techniques/b.md", Target("outside", "../../../pages/techniques/b.md")),
        ("https://example.org/a", Target("external", "https://example.org/a")),
        ("HTTP://example.org", Target("external", "HTTP://example.org")),
        ("//example.org/a", Target("external", "//example.org/a")),
        ("mailto:a@example.org", Target("external", "mailto:a@example.org")),
        ("javascript:alert(1)", Target("external", "javascript:alert(1)")),
        ("htps:example.org", Target("external", "htps:example.org")),
        ("git+ssh://example.org/a", Target("external", "git+ssh://example.org/a")),
        ("T0097:109.md", Target("relative", "pages/techniques/T0097:109.md")),
        ("T0097:109.md#a:b", Target("relative", "pages/techniques/T0097:109.md", "a:b")),
        ("notes:b.md", Target("relative", "pages/techniques/notes:b.md")),
    ],
)
def test_target_is_resolved_as_a_reader_follows_it(target: str, expected: Target) -> None:
    assert resolve(target, "pages/techniques/a.md") == expected


PARTS = st.lists(st.sampled_from(["a", "b c", ".", "..", "é", "x.md"]), min_size=1, max_size=6)


@given(PARTS, st.lists(st.sampled_from(["p", "q"]), max_size=3))
def test_relative_target_is_the_one_that_the_file_system_finds(
    parts: list[str], folders: list[str]
) -> None:
    page = "/".join([*folders, "page.md"])
    found = resolve("/".join(parts), page)
    whole = os.path.normpath("/".join(["root", *folders, *parts]))
    if found.form == "relative":
        assert whole == os.path.normpath(f"root/{found.path}")
    else:
        assert found.form == "outside"
        depths = [len(folders)]
        for part in parts:
            depths.append(depths[-1] + {"..": -1, ".": 0}.get(part, 1))
        assert min(depths) < 0


@given(PARTS, st.sampled_from(["/", "/.", "//", "/./"]))
def test_slash_at_the_end_asks_for_a_folder(parts: list[str], end: str) -> None:
    page = "pages/techniques/page.md"
    found, file = resolve("/".join(parts) + end, page), resolve("/".join(parts), page)
    if file.form == "relative":
        folder = file.path.rstrip("/")
        assert found == Target("relative", folder and f"{folder}/")


SCHEMES = st.from_regex(r"[A-Za-z][A-Za-z0-9+.-]{1,12}", fullmatch=True)


@given(SCHEMES, st.sampled_from(["example.org/a", "109.md"]))
def test_any_scheme_before_two_slashes_is_an_address(scheme: str, rest: str) -> None:
    target = f"{scheme}://{rest}"
    assert resolve(target, "a.md").form == ("absolute" if scheme.lower() == "file" else "external")


@given(st.from_regex(r"(?:T\d{4}|I\d{5}|TA\d\d):\d{1,3}\.md", fullmatch=True))
def test_id_before_a_colon_is_no_scheme(target: str) -> None:
    assert resolve(target, "techniques/a.md") == Target("relative", f"techniques/{target}")


def test_file_with_a_slash_behind_it_does_not_exist(schema_kinds: Kinds) -> None:
    framework = framework_of(schema_kinds, {"techniques/T0001.md": "# Technique T0001: Name\n"})
    assert framework.paths.exists("techniques/T0001.md")
    assert not framework.paths.exists("techniques/T0001.md/")
    assert framework.paths.exists("techniques")
    assert framework.paths.exists("techniques/")
