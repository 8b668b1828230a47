"""The cache: what a run finds there never changes what it says."""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from frameworklint.cache import results
from frameworklint.cache import store as cache
from frameworklint.cache.pages import PageCache
from frameworklint.cache.store import Cache
from frameworklint.cli import main as cli
from frameworklint.cli.main import parsed as options_of
from frameworklint.commands.run import LintRun
from frameworklint.commands.setup import Setup
from frameworklint.page.page import Page
from frameworklint.report import output
from frameworklint.report.report import Report
from frameworklint.source.files import Tree, WorkTree
from frameworklint.workbook.files import Shelf
from frameworklint.workbook.sheet import Sheets

from ..scratch import ENVIRONMENT, EXAMPLE, Repository, Run, called, copy, process
from ..workbooks import books, small

PAGE = "generated_pages/incidents/I00201.md"


def run(folder: Path, *arguments: str) -> Run:
    """What the program says in a process of its own."""
    command = [sys.executable, "-m", "frameworklint", *arguments]
    found = subprocess.run(command, cwd=folder, capture_output=True, env=ENVIRONMENT, check=False)
    return Run(found.returncode, found.stdout.decode(), found.stderr.decode())


def is_known(folder: Path, *arguments: str) -> bool:
    """Whether a run would only repeat a result."""
    with process(folder):
        return results.known(arguments)[0] is not None


def parsed(folder: Path) -> int:
    """How many pages a run in a folder reads."""
    options = options_of(["check", str(folder)])
    options.arguments = ["check", str(folder)]
    added: list[str] = []
    add = PageCache.add

    def counted(self: PageCache, content: str, page: Page) -> None:
        added.append(content)
        add(self, content, page)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PageCache, "add", counted)
        LintRun(Setup(options)).findings()
    return len(added)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy(EXAMPLE, tmp_path / "framework")
    return tmp_path / "framework"


def test_second_run_repeats_the_result(folder: Path) -> None:
    first = run(folder)
    assert first.code == 1
    assert is_known(folder)
    assert run(folder) == first == run(folder, "--no-cache")


def test_content_that_changes_alone_is_seen(folder: Path) -> None:
    """Neither its size nor its time tells of it."""
    called(folder)
    page = folder / PAGE
    status = page.stat()
    page.write_bytes(page.read_bytes().replace(b"a", b"b"))
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert page.stat().st_size == status.st_size
    assert not is_known(folder)


def test_nothing_is_read_where_the_system_says_that_all_is_the_same(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called(folder)

    def refuse(*_: object) -> bytes:
        raise AssertionError("a file was read")

    with monkeypatch.context() as patch:
        patch.setattr(WorkTree, "read", refuse)
        assert is_known(folder)
        (folder / PAGE).touch()
        with pytest.raises(AssertionError, match="a file was read"):
            is_known(folder)
    assert is_known(folder)


def test_pages_that_are_the_same_are_not_read_where_another_changed(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    called(folder)
    with open(folder / PAGE, "a", encoding="utf-8") as page:
        page.write("T0097.999\n")
    expected = called(folder, "--no-cache")
    read, asked = WorkTree.read, set[str]()

    def noted(self: WorkTree, path: str, *limit: int) -> bytes:
        asked.add(path)
        return read(self, path, *limit)

    monkeypatch.setattr(WorkTree, "read", noted)
    assert called(folder) == expected
    assert {path for path in asked if path.endswith((".md", ".xlsx"))} == {PAGE}


def test_pages_that_changed_places_are_seen(folder: Path) -> None:
    """Of each file the system says what it said before, but at another path."""
    first, second = sorted((folder / PAGE).parent.glob("*.md"))[:2]
    called(folder)
    first.rename(folder / "aside")
    second.rename(first)
    (folder / "aside").rename(second)
    assert called(folder) == called(folder, "--no-cache")


def test_folder_that_became_a_link_is_seen(folder: Path, tmp_path: Path) -> None:
    called(folder)
    pages = (folder / PAGE).parent
    pages.rename(tmp_path / "elsewhere")
    pages.symlink_to(tmp_path / "elsewhere")
    assert called(folder) == called(folder, "--no-cache")


def test_workbook_that_is_saved_during_a_run_is_seen(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the run asks of the file later, whether it is as committed, is asked of the new one."""
    repository = Repository(tmp_path / "framework")
    repository.fill(EXAMPLE)
    committed, changed = books(small()), small()
    changed["incidents"][0]["name"] = "Other"
    repository.write(committed)
    repository.commit()
    repository.write(books(changed))
    sheets_of = Shelf.sheets

    def saved(self: Shelf, tree: Tree, path: str, wanted: frozenset[str]) -> Sheets:
        found = sheets_of(self, tree, path, wanted)
        repository.write(committed)
        return found

    with monkeypatch.context() as patch:
        patch.setattr(Shelf, "sheets", saved)
        called(repository.folder)
    assert called(repository.folder) == called(repository.folder, "--no-cache")


def test_known_result_is_given_without_the_libraries(folder: Path) -> None:
    script = (
        "import sys; from frameworklint.cli.main import repeat_or_run; code = repeat_or_run();"
        "print(code, sorted({'mistletoe', 'jsonschema', 'rich', 'json', 'argparse', 'typing'}"
        "& sys.modules.keys()), file=sys.stderr)"
    )
    Repository(folder).git("add", ".")
    called(folder)
    command = [sys.executable, "-S", "-c", script]
    environment = ENVIRONMENT | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    found = subprocess.run(command, cwd=folder, capture_output=True, env=environment, check=True)
    assert found.stdout.decode() == called(folder, "--no-cache").out
    assert found.stderr.decode().strip() == "1 []"


def test_pages_are_parsed_once(folder: Path) -> None:
    pages = len(list(folder.rglob("*.md")))
    assert 0 < parsed(folder) <= pages
    assert parsed(folder) == 0
    page = folder / PAGE
    page.write_text(page.read_text("utf-8") + "\nA note.\n", "utf-8")
    assert parsed(folder) == 1


@pytest.mark.parametrize("argument", ["--since=HEAD", "--staged", "--output=o", "--report=json=r"])
def test_answer_is_not_kept_of_a_run_that_does_more(tmp_path: Path, argument: str) -> None:
    repository = Repository(tmp_path)
    repository.fill(EXAMPLE)
    repository.commit()
    assert called(tmp_path, argument).code in (0, 1)
    assert not (tmp_path / cache.FOLDER / "results").exists()


@pytest.mark.parametrize("command", ["rules", "settings", "worklist", "baseline", "clean"])
def test_other_commands_have_no_answer(command: str) -> None:
    assert results.request([command]) == ""
    assert results.request(["check", command]) != ""


def test_git_does_not_see_the_cache(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.fill(EXAMPLE)
    repository.commit()
    called(tmp_path)
    assert (tmp_path / cache.FOLDER).is_dir()
    assert repository.git("status", "--porcelain") == ""


def test_cache_that_came_with_the_repository_is_not_used(tmp_path: Path) -> None:
    repository = Repository(tmp_path)
    repository.fill(EXAMPLE)
    called(tmp_path)
    repository.git("add", "--force", cache.FOLDER)
    assert not is_known(tmp_path)
    kept = list((tmp_path / cache.FOLDER / "results").iterdir())
    for file in kept:
        file.unlink()
    called(tmp_path)
    assert not list((tmp_path / cache.FOLDER / "results").iterdir())


def test_without_cache_nothing_is_left(folder: Path) -> None:
    called(folder, "--no-cache")
    assert not (folder / cache.FOLDER).exists()


def test_clean_deletes_the_cache(folder: Path) -> None:
    called(folder)
    assert called(folder, "clean").out == ".frameworklint_cache is deleted\n"
    assert not (folder / cache.FOLDER).exists()
    assert called(folder, "clean").out == ".frameworklint_cache does not exist\n"


def damages(file: Path) -> Iterator[bytes]:
    """What may become of a file of the cache."""
    content = file.read_bytes()
    head, _, body = content.partition(b"\n")
    yield b""
    yield content[: len(content) // 2]
    yield content.replace(b"1", b"2")
    yield b"\xff\xfe" + content
    yield body
    yield head + b"\n[]"
    yield b"[" * 100_000


def test_damaged_cache_is_as_good_as_none(folder: Path) -> None:
    first = called(folder)
    known = {".gitignore", "CACHEDIR.TAG"}
    files = [path for path in (folder / cache.FOLDER).rglob("*") if path.is_file()]
    for file in [path for path in files if path.name not in known]:
        for damage in damages(file):
            file.write_bytes(damage)
            assert called(folder) == first
            assert is_known(folder)


@pytest.mark.parametrize("content", [[], 1, "a", None, {}, {"a": 1}, {"length": 1}])
def test_foreign_values_are_as_good_as_none(folder: Path, content: object) -> None:
    first = called(folder)
    store = Cache(str(folder))
    for file in (folder / cache.FOLDER / "results").iterdir():
        store.write(f"results/{file.name}", content)
    assert not is_known(folder)
    assert called(folder) == first


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_read_only_folder_gets_no_cache(folder: Path) -> None:
    folder.chmod(0o555)
    try:
        first = called(folder)
        assert first == called(folder, "--no-cache")
        assert not (folder / cache.FOLDER).exists()
    finally:
        folder.chmod(0o755)


def test_file_where_the_cache_would_be_is_left_alone(folder: Path) -> None:
    (folder / cache.FOLDER).write_text("mine", "utf-8")
    assert called(folder) == called(folder, "--no-cache")
    assert (folder / cache.FOLDER).read_text("utf-8") == "mine"


@pytest.mark.parametrize("linked", [cache.FOLDER, f"{cache.FOLDER}/results"])
def test_nothing_is_read_or_written_through_a_link(
    tmp_path: Path, folder: Path, linked: str
) -> None:
    called(folder)
    outside = tmp_path / "outside"
    shutil.move(folder / linked, outside)
    (folder / linked).symlink_to(outside)
    before = {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()}
    page = folder / PAGE
    page.write_text(page.read_text("utf-8") + "\nT0097.999\n", "utf-8")
    assert called(folder, "check") == called(folder, "check", "--no-cache")
    assert not is_known(folder, "check")
    assert {path: path.read_bytes() for path in outside.rglob("*") if path.is_file()} == before
    if linked == cache.FOLDER:
        assert called(folder, "clean").code == 2
        assert outside.is_dir()


def test_link_in_place_of_the_tag_is_not_written_through(tmp_path: Path, folder: Path) -> None:
    (folder / cache.FOLDER).mkdir()
    (folder / cache.FOLDER / "CACHEDIR.TAG").symlink_to(tmp_path / "elsewhere")
    assert called(folder) == called(folder)
    assert not (tmp_path / "elsewhere").exists()


def test_settings_from_a_pipe_give_no_answer_to_keep(folder: Path) -> None:
    settings_pipe = """<(printf 'ignore = ["FW4"]')"""
    script = f"{sys.executable} -m frameworklint check --statistics --config {settings_pipe}"
    command = ["bash", "-c", script]
    said = [
        subprocess.run(command, cwd=folder, capture_output=True, env=ENVIRONMENT, check=False)
        for _ in range(3)
    ]
    assert b"FW1" in said[0].stdout
    assert b"FW4" not in said[0].stdout
    assert {one.stdout for one in said} == {said[0].stdout}


def test_named_pipe_in_place_of_settings_is_not_waited_for(folder: Path) -> None:
    os.mkfifo(folder / "pyproject.toml")
    assert called(folder) == called(folder)


def test_settings_that_change_during_a_run_do_not_count_for_its_result(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings_file = folder / "frameworklint.toml"
    settings_file.write_text('ignore = ["FW4"]\n', "utf-8")
    write = output.write

    def write_late(report: Report, request: output.Request) -> str:
        settings_file.write_text('ignore = ["FW1"]\n', "utf-8")
        return write(report, request)

    monkeypatch.setattr(output, "write", write_late)
    cli.main(["check", str(folder)])
    assert results.known(["check", str(folder)])[0] is None


def test_path_argument_that_leads_elsewhere_now_is_answered_anew(folder: Path) -> None:
    link = folder / "some"
    for kind in ("incidents", "techniques"):
        link.unlink(missing_ok=True)
        link.symlink_to(folder / "generated_pages" / kind)
        assert called(folder, "check", "some") == called(folder, "check", "some", "--no-cache")


def test_framework_that_moved_behind_a_link_is_answered_anew(folder: Path) -> None:
    called(folder.parent, "check", "framework")
    folder.rename(folder.parent / "moved")
    folder.symlink_to(folder.parent / "moved")
    arguments = ["check", "framework"]
    assert called(folder.parent, *arguments) == called(folder.parent, *arguments, "--no-cache")


def test_closed_standard_output_is_no_crash(folder: Path) -> None:
    for _ in range(2):
        script = f"{sys.executable} -m frameworklint >&-"
        found = subprocess.run(
            ["bash", "-c", script], cwd=folder, capture_output=True, env=ENVIRONMENT, check=False
        )
        assert b"Traceback" not in found.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is full")
def test_full_disk_is_told_whether_or_not_the_answer_is_known(folder: Path) -> None:
    called(folder)
    for arguments in (["--no-cache"], [], ["rules"], ["settings"], ["clean"], ["baseline"]):
        with open("/dev/full", "wb") as full:
            found = subprocess.run(
                [sys.executable, "-u", "-m", "frameworklint", *arguments],
                cwd=folder,
                stdout=full,
                stderr=subprocess.PIPE,
                env=ENVIRONMENT,
                check=False,
            )
        said = found.stderr.decode()
        assert said.startswith("frameworklint: can not write to standard output: "), said
        assert (said.count("\n"), found.returncode) == (1, 2)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is full")
@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is full")
@pytest.mark.parametrize("option", ["--help", "--version"])
def test_help_on_a_full_disk_is_an_error(folder: Path, option: str) -> None:
    command = [sys.executable, "-m", "frameworklint", option]
    with open("/dev/full", "wb") as full:
        found = subprocess.run(
            command, cwd=folder, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False
        )
    said = "frameworklint: can not write to standard output: No space left on device\n"
    assert (found.returncode, found.stderr.decode()) == (2, said)


def test_current_folder_that_is_gone_is_no_finding(folder: Path) -> None:
    gone = folder / "gone"
    gone.mkdir()
    script = f"rmdir {gone}; {sys.executable} -m frameworklint"
    found = subprocess.run(
        ["bash", "-c", script], cwd=gone, capture_output=True, env=ENVIRONMENT, check=False
    )
    assert (found.returncode, found.stdout) == (2, b"")
    assert found.stderr.startswith(b"frameworklint: the current folder can not be read: ")


def test_interruption_is_no_finding(folder: Path) -> None:
    program = (
        "import os, signal\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # ignored in the background
        "from frameworklint.cache import results\n"
        "from frameworklint.cli import main\n"
        "results.known = lambda arguments: (os.kill(os.getpid(), signal.SIGINT), None)\n"
        "main.run()\n"
    )
    found = subprocess.run(
        [sys.executable, "-c", program],
        cwd=folder,
        capture_output=True,
        env=ENVIRONMENT,
        check=False,
    )
    assert (found.returncode, found.stdout, found.stderr) == (130, b"", b"")


def test_full_disk_is_no_matter_where_nothing_is_printed(folder: Path) -> None:
    command = [sys.executable, "-m", "frameworklint", "--output", "report"]
    with open("/dev/full", "wb") as full:
        found = subprocess.run(
            command, cwd=folder, stdout=full, stderr=subprocess.PIPE, env=ENVIRONMENT, check=False
        )
    assert (found.returncode, found.stderr) == (1, b"")


def test_report_is_whole_where_nobody_reads_the_notices(folder: Path) -> None:
    (folder / "generated_pages" / "techniques_index.md").unlink()
    first = called(folder, "--no-cache")
    assert "techniques_index.md" in first.err
    for _ in range(2):
        script = f"{sys.executable} -m frameworklint 2>&1 >report | true; exit ${{PIPESTATUS[0]}}"
        found = subprocess.run(["bash", "-c", script], cwd=folder, env=ENVIRONMENT, check=False)
        assert ((folder / "report").read_text("utf-8"), found.returncode) == (first.out, first.code)
        (folder / "report").unlink()


def test_profiler_writes_down_what_it_saw(folder: Path) -> None:
    command = [sys.executable, "-m", "cProfile", "-o", "profile", "-m", "frameworklint", "rules"]
    subprocess.run(command, cwd=folder, env=ENVIRONMENT, capture_output=True, check=True)
    assert (folder / "profile").stat().st_size > 0


def test_few_results_are_kept(folder: Path) -> None:
    store = Cache(str(folder))
    for number in range(40):
        store.write(f"results/{number}.json", number)
        store.keep_newest("results", 16)
    assert len(list((folder / cache.FOLDER / "results").iterdir())) == 16


def test_runs_at_once_do_not_disturb_each_other(folder: Path) -> None:
    command = [sys.executable, "-m", "frameworklint"]
    started = [
        subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, env=ENVIRONMENT)
        for _ in range(4)
    ]
    said = {process.communicate()[0].decode() for process in started}
    assert said == {called(folder, "--no-cache").out}
    assert not list((folder / cache.FOLDER).rglob("*.*.*"))


def test_answer_follows_from_the_date_where_a_rule_asked_for_it(folder: Path) -> None:
    day = {"FRAMEWORKLINT_TODAY": "2020-01-01"}
    early = called(folder, "--select", "FW602", **day)
    late = called(folder, "--select", "FW602")
    assert early != late
    assert called(folder, "--select", "FW602", **day) == early


def test_answer_does_not_outlive_the_day(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    called(folder)
    assert is_known(folder)
    monkeypatch.setattr(time, "gmtime", lambda: time.struct_time((2099, 1, 1, 0, 0, 0, 3, 1, 0)))
    assert not is_known(folder)


def test_new_root_between_is_seen(folder: Path) -> None:
    inner = folder / "generated_pages"
    first = called(folder, "generated_pages")
    assert is_known(folder, "generated_pages")
    (inner / "frameworklint.toml").write_text('ignore = ["FW4"]\n', "utf-8")
    second = called(folder, "generated_pages")
    assert second == called(folder, "generated_pages", "--no-cache")
    assert second != first


# Whatever changes, the run says what a run without a cache says.

PAGES = sorted(str(path.relative_to(EXAMPLE)) for path in EXAMPLE.rglob("*.md"))
SETTINGS = ['ignore = ["FW4"]', "show-info = true", 'exclude = ["generated_pages/incidents/"]', "["]
# IDs, names, fields and tables by which pages know of one another.
REPLACED = [
    *("T0097.108=>T0151.006", "T0151.006=>T0151.06", "I00201=>I00202", "TA07=>TA16", "M003=>M03"),
    *("# Technique T0=># Technique T1", ": => : x", "**Tactic**=>**Tactics**", "| Incident=>| In"),
    *("../incidents/=>../incident/", "](=>] (", "**Metatechnique**: =>**Metatechnique**: C00300 "),
]
EDITS = st.one_of(
    st.tuples(st.just("append"), st.sampled_from(PAGES), st.sampled_from(["x", "T0097.999\n"])),
    st.tuples(st.just("cut"), st.sampled_from(PAGES), st.integers(0, 30).map(str)),
    st.tuples(st.just("replace"), st.sampled_from(PAGES), st.sampled_from(REPLACED)),
    st.tuples(st.just("delete"), st.sampled_from(PAGES), st.just("")),
    st.tuples(st.just("move"), st.sampled_from(PAGES), st.sampled_from(PAGES)),
    st.tuples(st.just("write"), st.just("frameworklint.toml"), st.sampled_from(SETTINGS)),
    st.tuples(st.just("write"), st.just("pyproject.toml"), st.just("[tool.frameworklint]\n")),
    st.tuples(st.just("write"), st.just("notes/I00201.md"), st.just("# A note\n")),
    st.tuples(st.just("write"), st.just("picture.png"), st.just("no picture")),
    st.tuples(st.just("touch"), st.sampled_from(PAGES), st.just("")),
    st.tuples(st.just("baseline"), st.just(""), st.just("")),
)


def edit(folder: Path, what: str, path: str, more: str) -> None:
    """Change something in a framework."""
    file = folder / path
    if what == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(more, "utf-8")
    elif what == "baseline":
        called(folder, "baseline")
    elif not file.exists():
        return
    elif what == "append":
        file.write_text(file.read_text("utf-8") + more, "utf-8")
    elif what == "replace":
        old, new = more.split("=>")
        file.write_text(file.read_text("utf-8").replace(old, new), "utf-8")
    elif what == "cut":
        lines = file.read_text("utf-8").splitlines(keepends=True)
        file.write_text("".join(lines[: int(more)] + lines[int(more) + 1 :]), "utf-8")
    elif what == "delete":
        file.unlink()
    elif what == "move":
        file.rename(folder / more)
    elif what == "touch":
        os.utime(file)


@settings(max_examples=12)
@given(st.lists(st.lists(EDITS, min_size=1, max_size=3), min_size=1, max_size=4))
def test_change_gives_what_a_run_without_a_cache_gives(
    changes: list[list[tuple[str, str, str]]],
) -> None:
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary) / "framework"
        copy(EXAMPLE, folder)
        for change in changes:
            for one in change:
                edit(folder, *one)
            cold = called(folder, "check", "--no-cache")
            assert called(folder, "check") == cold
            assert called(folder, "check") == cold
