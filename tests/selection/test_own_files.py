"""Settings, baselines and schemas that a repository carries may be anything."""

import os
import shutil
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from frameworklint.errors import UsageError
from frameworklint.selection import baseline as baselines
from frameworklint.selection.settings import SettingsError, load
from frameworklint.source.own_files import OwnFiles

from ..scratch import TOP, CommandLine, Repository, Run

SETTINGS, PROJECT, BASELINE = "frameworklint.toml", "pyproject.toml", "frameworklint-baseline.jsonl"
SCHEMA = "own/kinds/incident.json"
Make = Callable[[Path, Path], object]


def refused(run: Run, *words: str) -> None:
    """The run says in one line why it can not be carried out."""
    assert (run.code, run.out) == (2, ""), run.err
    assert run.err.startswith("frameworklint: ")
    assert run.err.count("\n") == 1, run.err
    assert len(run.err) < 1_000
    for word in words:
        assert word in run.err


def link_to_a_device(path: Path, outside: Path) -> None:
    path.symlink_to("/dev/zero")


def link_out(path: Path, outside: Path) -> None:
    (outside / path.name).write_text("")
    path.symlink_to(outside / path.name)


def link_out_and_back(path: Path, outside: Path) -> None:
    (outside / "link").symlink_to("/etc/hosts")
    path.symlink_to(outside / "link")


def link_to_nowhere(path: Path, outside: Path) -> None:
    path.symlink_to("nowhere")


def link_in_a_circle(path: Path, outside: Path) -> None:
    path.symlink_to(path.name)


def pipe(path: Path, outside: Path) -> None:
    os.mkfifo(path)


def folder(path: Path, outside: Path) -> None:
    path.mkdir()


def link_into_a_submodule(path: Path, outside: Path) -> None:
    root = next(parent for parent in path.parents if (parent / ".git").exists())
    (root / "sub").mkdir()
    (root / "sub" / ".git").write_text("gitdir: ../.git/modules/sub\n")
    (root / "sub" / "file").write_text("")
    path.symlink_to(root / "sub" / "file")


REASONS: dict[Make, str] = {
    link_to_a_device: "is a symbolic link that leads out of the repository",
    link_out: "is a symbolic link that leads out of the repository",
    link_out_and_back: "is a symbolic link that leads out of the repository",
    link_to_nowhere: "is a symbolic link to a file that does not exist",
    link_in_a_circle: "is a symbolic link that leads in a circle",
    pipe: "is a device or a pipe, not a file",
    folder: "is a folder, not a file",
    link_into_a_submodule: "lies in a submodule",
}


@pytest.mark.parametrize("make", REASONS, ids=lambda make: make.__name__)
@pytest.mark.parametrize("file", [SETTINGS, PROJECT, BASELINE, SCHEMA, "own/framework.json"])
@pytest.mark.parametrize("command", ["check", "baseline"])
def test_what_is_no_file_of_the_framework_is_refused(
    repository: Repository,
    frameworklint: CommandLine,
    tmp_path_factory: pytest.TempPathFactory,
    make: Make,
    file: str,
    command: str,
) -> None:
    if file.startswith("own/"):
        repository.write({SETTINGS: 'schemas = "own"\n'})
        shutil.copytree(TOP / "schemas", repository.folder / "own")
        (repository.folder / file).unlink()
    make(repository.folder / file, tmp_path_factory.mktemp("outside"))
    before = os.lstat(repository.folder / file)
    refused(frameworklint(command), os.path.basename(file), REASONS[make])
    assert os.lstat(repository.folder / file).st_ino == before.st_ino
    assert not list(repository.folder.glob("*.tmp"))


@pytest.mark.parametrize("file", [SETTINGS, BASELINE])
def test_link_within_the_framework_is_followed(
    repository: Repository, frameworklint: CommandLine, file: str
) -> None:
    repository.write({"settings/file": 'ignore = ["FW"]\n' if file == SETTINGS else ""})
    if file == BASELINE:
        (repository.folder / "settings" / "file").unlink()
        frameworklint("baseline", "--baseline", "settings/file")
    (repository.folder / file).symlink_to("settings/file")
    assert frameworklint("check").code == 0


@pytest.mark.parametrize("schemas", ["../other", "/etc", "own", "own/../../other", "a\\u0000b"])
def test_schemas_out_of_the_root_are_refused(
    repository: Repository,
    frameworklint: CommandLine,
    tmp_path_factory: pytest.TempPathFactory,
    schemas: str,
) -> None:
    other = tmp_path_factory.mktemp("x") / "other"
    shutil.copytree(TOP / "schemas", other)
    (repository.folder / "own").symlink_to(other)
    repository.write({SETTINGS: f'schemas = "{schemas}"\n'})
    refused(frameworklint("check"), "can not use the schemas")


def test_schemas_of_a_submodule_are_refused(
    repository: Repository, frameworklint: CommandLine
) -> None:
    shutil.copytree(TOP / "schemas", repository.folder / "own")
    repository.write({SETTINGS: 'schemas = "own"\n', "own/.git": "gitdir: elsewhere\n"})
    refused(frameworklint("check"), "lies in a submodule")


# What the user names.


@pytest.mark.parametrize("option", ["--config", "--baseline"])
@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("/dev/zero", "is a device or a pipe, not a file"),
        ("/dev/full", "is a device or a pipe, not a file"),
        (".", "is a folder, not a file"),
        ("nowhere", "No such file or directory"),
        ("circle", "Too many levels of symbolic links"),
    ],
)
def test_named_file_that_is_none_is_refused(
    repository: Repository, frameworklint: CommandLine, option: str, path: str, reason: str
) -> None:
    (repository.folder / "circle").symlink_to("circle")
    refused(frameworklint("check", option, path), reason)


@pytest.mark.parametrize("option", ["--config", "--baseline"])
def test_named_file_may_be_a_pipe_or_nothing(
    repository: Repository, frameworklint: CommandLine, option: str
) -> None:
    content = 'ignore = ["FW"]\n' if option == "--config" else ""
    path = repository.folder / "pipe"
    os.mkfifo(path)
    writer = threading.Thread(target=path.write_text, args=(content,))
    writer.start()
    assert frameworklint("check", option, "pipe").code == (0 if content else 1)
    writer.join()
    assert frameworklint("check", option, "/dev/null").code == 1


def test_named_file_may_lie_elsewhere(
    frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("x") / "settings.toml"
    path.write_text('ignore = ["FW"]\n')
    assert frameworklint("check", "--config", path).code == 0


# What stands in them.

DEEP = 100_000


@pytest.mark.parametrize(
    ("file", "text", "reason"),
    [
        (BASELINE, "[" * DEEP, "nested too deeply"),
        (BASELINE, '{"rule": ' * DEEP, "nested too deeply"),
        (BASELINE, '{"rule": ' + "1" * 5_000 + "}", "no JSON"),
        (BASELINE, '{"' + "x" * DEEP + '": 1}', "no entry holds a"),
        (SETTINGS, "select = " + "[" * DEEP, "nested too deeply"),
        (SETTINGS, "select = " + "[" * 200 + "]" * 200, "select"),
        (SETTINGS, "a" + ".a" * 400, "no TOML"),
        (SETTINGS, "a" + ".a" * 900 + " = 1", "no setting 'a'"),
        (SETTINGS, "a" + ".a" * 20_000 + " = 1", "line 1 has more than 1,000 dots"),
        (SETTINGS, f"select = {'1' * 5_000}", "no TOML"),
        (SETTINGS, f'fail-on = "{"x" * DEEP}"', "fail-on"),
        (SETTINGS, f"{'x' * DEEP} = 1", "there is no setting"),
        (SETTINGS, f'select = ["{"x" * DEEP}"]', "there is no rule"),
        (SETTINGS, "#" * 300_001, "is larger than 300,000 bytes"),
        (SETTINGS, "\0", "no TOML"),
        (PROJECT, "a = " + "[" * DEEP, "nested too deeply"),
    ],
)
def test_what_nobody_writes_is_refused_in_one_line(
    repository: Repository, frameworklint: CommandLine, file: str, text: str, reason: str
) -> None:
    repository.write({file: text})
    for command in ("check", "baseline"):
        refused(frameworklint(command), file, reason)
        assert not list(repository.folder.glob("*.tmp"))


def test_half_a_character_in_a_baseline_is_kept(
    repository: Repository, frameworklint: CommandLine
) -> None:
    entry = '{"rule": "FW201", "page": "\\udc80", "fingerprint": "\\ud800", "places": ["\\udfff"],'
    entry += ' "version": 4}'
    repository.write({BASELINE: entry + "\n"})
    for form in ("text", "json", "github", "sarif", "junit", "markdown", "gitlab"):
        run = frameworklint("check", "--output-format", form)
        assert (run.code, run.err) == (1, "")
    before = baselines.read(str(repository.folder / BASELINE)).entries
    assert frameworklint("baseline").code == 0
    after = baselines.read(str(repository.folder / BASELINE)).entries
    assert before[0]._replace(line=0) in [kept._replace(line=0) for kept in after]
    assert not list(repository.folder.glob("*.tmp"))


def test_finding_in_a_file_whose_name_is_not_utf8_can_be_accepted(
    repository: Repository, frameworklint: CommandLine
) -> None:
    path = os.fsencode(repository.folder) + b"/\xff.md"
    try:
        with open(path, "w") as file:
            file.write("# A\n\n[x](missing.md)\n")
    except OSError:
        pytest.skip("the system has no such names")
    assert frameworklint("baseline").code == 0
    assert frameworklint.json() == []


def test_nothing_is_left_where_a_baseline_can_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "target").mkdir()
    entries = [baselines.BaselineEntry("FW201", "0", ())]
    with pytest.raises(UsageError, match="target"):
        baselines.write(str(tmp_path / "target"), entries, str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["target"]


TEXTS = st.one_of(
    st.binary(max_size=60),
    st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass")),
    st.recursive(
        st.sampled_from(["1", '"a"', "true", "null", "1979-05-27", "1e999", "nan", '"\\ud800"']),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
            st.tuples(st.sampled_from(["rule", "places", "select", "rules"]), inner).map(
                lambda pair: f'{{"{pair[0]}": {pair[1]}}}'
            ),
        ),
        max_leaves=6,
    ).map(str.encode),
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=TEXTS, key=st.sampled_from(["", "select = ", "rules = ", "suppress = ", "exclude = "])
)
def test_any_content_is_read_or_refused(tmp_path: Path, content: bytes, key: str) -> None:
    (tmp_path / BASELINE).write_bytes(content)
    (tmp_path / SETTINGS).write_bytes(key.encode() + content)
    with suppress(baselines.BaselineError):  # any other exception would be a fault
        baselines.read(str(tmp_path / BASELINE), OwnFiles(str(tmp_path)))
    with suppress(SettingsError):
        load(OwnFiles(str(tmp_path)))
