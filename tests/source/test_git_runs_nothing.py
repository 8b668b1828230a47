"""Linting a repository runs none of its commands, whatever its settings say."""

import ast
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from ..conftest import TOP
from ..scratch import CLEAN, ENVIRONMENT, NO_KNOWN_KIND, CommandLine, Repository

PAGE = "generated_pages/incidents/I00201.md"
COMMANDS = [["check"], ["check", "--since", "HEAD"], ["check", "--staged"], ["baseline"], ["ids"]]


class Trap:
    """A command that leaves a file behind when it is run."""

    def __init__(self, folder: Path) -> None:
        self.canary = folder / "canary"
        self.script = folder / "trap.sh"
        self.script.write_text(f"#!/bin/sh\necho ran >> '{self.canary}'\nexit 1\n")
        self.script.chmod(0o755)

    def has_sprung(self) -> bool:
        """Whether it was run since it was asked last."""
        is_there = self.canary.exists()
        self.canary.unlink(missing_ok=True)
        return is_there


@pytest.fixture
def trap(tmp_path_factory: pytest.TempPathFactory) -> Trap:
    return Trap(tmp_path_factory.mktemp("outside"))


@pytest.fixture
def clean(repository: Repository) -> Repository:
    """A repository in which the only defect is the one a test makes."""
    repository.fill(CLEAN)
    repository.commit()
    return repository


def git(folder: Path, *arguments: str) -> None:
    """Run git as a user would who trusts the repository, whatever comes of it."""
    subprocess.run(
        ["git", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        input=b"url=https://example.invalid/x\n\n",  # for whom git is to find a password
        capture_output=True,
        check=False,
        timeout=60,
    )


def demand_nothing_runs(trap: Trap, frameworklint: CommandLine) -> None:
    for command in COMMANDS:
        frameworklint(*command)
        assert not trap.has_sprung(), command


def touch(repository: Repository) -> None:
    """Let git doubt that a file is as it was: it then reads it, through its filters."""
    file = repository.folder / PAGE
    file.write_bytes(file.read_bytes())


# Sets a trap, and returns the arguments by which git itself would step into it.
Way = Callable[[Repository, Trap], list[str]]


def fsmonitor(repository: Repository, trap: Trap) -> list[str]:
    repository.git("config", "core.fsmonitor", str(trap.script))
    return ["status"]


def fsmonitor_in_an_included_file(repository: Repository, trap: Trap) -> list[str]:
    (repository.folder / "more").write_text(f"[core]\nfsmonitor = {trap.script}\n")
    repository.git("config", "include.path", "../more")
    return ["status"]


def fsmonitor_in_the_settings_of_a_work_tree(repository: Repository, trap: Trap) -> list[str]:
    repository.git("config", "extensions.worktreeConfig", "true")
    repository.git("config", "--worktree", "core.fsmonitor", str(trap.script))
    return ["status"]


def fsmonitor_of_a_submodule(repository: Repository, trap: Trap) -> list[str]:
    other = Repository(trap.script.parent / "other")
    other.write({"a.md": "# A\n"})
    other.commit()
    local = "protocol.file.allow=always"
    repository.git("-c", local, "submodule", "--quiet", "add", str(other.folder), "sub")
    repository.git("-C", "sub", "config", "core.fsmonitor", str(trap.script))
    return ["status"]


def hooks(repository: Repository, trap: Trap) -> list[str]:
    folder = trap.script.parent / "hooks"
    folder.mkdir()
    for name in ("post-index-change", "post-checkout", "pre-auto-gc", "reference-transaction"):
        (folder / name).symlink_to(trap.script)
    repository.git("config", "core.hooksPath", str(folder))
    return ["update-index", "--refresh"]


def clean_filter(repository: Repository, trap: Trap) -> list[str]:
    repository.write({".gitattributes": "*.md filter=trap\n"})
    for name in ("clean", "smudge"):
        repository.git("config", f"filter.trap.{name}", str(trap.script))
    return ["status"]


def filter_process(repository: Repository, trap: Trap) -> list[str]:
    repository.write({".gitattributes": "*.md filter=trap\n"})
    repository.git("config", "filter.trap.process", str(trap.script))
    return ["status"]


def external_diff(repository: Repository, trap: Trap) -> list[str]:
    repository.git("config", "diff.external", str(trap.script))
    repository.write({PAGE: "# Another\n"})
    return ["diff"]


def textconv(repository: Repository, trap: Trap) -> list[str]:
    repository.write({".gitattributes": "*.md diff=trap\n", PAGE: "# Another\n"})
    repository.git("config", "diff.trap.textconv", str(trap.script))
    return ["diff"]


def credentials(repository: Repository, trap: Trap) -> list[str]:
    repository.git("config", "credential.helper", str(trap.script))
    repository.git("config", "core.askPass", str(trap.script))
    repository.git("config", "credential.https://example.invalid.helper", str(trap.script))
    return ["-c", "credential.interactive=false", "credential", "fill"]


def signature(repository: Repository, trap: Trap) -> list[str]:
    repository.git("config", "gpg.program", str(trap.script))
    repository.git("config", "log.showSignature", "true")
    head, _, text = repository.git("cat-file", "commit", "HEAD").partition("\n\n")
    signed = (
        f"{head}\ngpgsig -----BEGIN PGP SIGNATURE-----\n x\n -----END PGP SIGNATURE-----\n\n{text}"
    )
    path = trap.script.parent / "commit"
    path.write_text(signed + "\n")
    name = repository.git("hash-object", "-t", "commit", "-w", str(path))
    repository.git("update-ref", "HEAD", name)
    return ["log", "-1"]


def _lose(repository: Repository, url: str) -> list[str]:
    """Lose the content of a page that the base has: git would fetch it from the remote."""
    blob = repository.git("rev-parse", f"HEAD:{PAGE}")
    repository.git("config", "core.repositoryFormatVersion", "1")
    repository.git("config", "extensions.partialClone", "origin")
    repository.git("config", "remote.origin.url", url)
    repository.git("config", "remote.origin.promisor", "true")
    (repository.folder / ".git" / "objects" / blob[:2] / blob[2:]).unlink()
    return ["cat-file", "-p", blob]


def promisor_by_a_command(repository: Repository, trap: Trap) -> list[str]:
    repository.git("config", "protocol.ext.allow", "always")
    return _lose(repository, f"ext::{trap.script}")


def promisor_with_uploadpack(repository: Repository, trap: Trap) -> list[str]:
    repository.git("config", "remote.origin.uploadpack", str(trap.script))
    repository.git("config", "protocol.file.allow", "always")
    return _lose(repository, str(repository.folder))


def promisor_over_ssh(repository: Repository, trap: Trap) -> list[str]:
    repository.git("config", "core.sshCommand", str(trap.script))
    return _lose(repository, "ssh://example.invalid/x")


def promisor_behind_a_proxy(repository: Repository, trap: Trap) -> list[str]:
    repository.git("config", "core.gitProxy", str(trap.script))
    return _lose(repository, "git://example.invalid/x")


WAYS: list[Way] = [
    fsmonitor,
    fsmonitor_in_an_included_file,
    fsmonitor_in_the_settings_of_a_work_tree,
    fsmonitor_of_a_submodule,
    hooks,
    clean_filter,
    filter_process,
    external_diff,
    textconv,
    credentials,
    signature,
    promisor_by_a_command,
    promisor_with_uploadpack,
    promisor_over_ssh,
    promisor_behind_a_proxy,
]


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.__name__)
def test_no_command_of_the_repository_is_run(
    clean: Repository, frameworklint: CommandLine, trap: Trap, way: Way
) -> None:
    arguments = way(clean, trap)
    touch(clean)
    trap.has_sprung()
    demand_nothing_runs(trap, frameworklint)
    touch(clean)
    git(clean.folder, *arguments)
    assert trap.has_sprung(), "the trap was none"


def test_repository_among_the_files_of_a_clone_is_none(
    frameworklint: CommandLine, repository: Repository, trap: Trap
) -> None:
    """git takes a folder that holds `HEAD`, `objects` and `refs` for a repository."""
    folder = repository.folder / "sub"
    repository.write(
        {
            "sub/HEAD": "ref: refs/heads/main\n",
            "sub/objects/.keep": "",
            "sub/refs/.keep": "",
            "sub/config": "[core]\nrepositoryformatversion = 0\nbare = false\nworktree = ..\n"
            f"fsmonitor = {trap.script}\n",
            "sub/.gitignore": "ignored.md\n",
            "sub/generated_pages/a.md": "# A\n\n[b](b.md)\n",
        }
    )
    repository.commit()
    repository.write({"sub/ignored.md": "# I\n\n[b](b.md)\n"})
    git(folder, "status")
    assert trap.has_sprung(), "the trap was none"
    for command in (["check"], ["check", "--no-cache"]):
        run = frameworklint(*command, "sub", "--output-format", "concise")
        assert not trap.has_sprung()
        assert (run.code, run.err) == (1, NO_KNOWN_KIND)
        assert "sub/generated_pages/a.md:3" in run.out
        assert "ignored.md" not in run.out  # the repository around it says what is ignored
    for option in (["--since", "HEAD"], ["--staged"]):
        run = frameworklint("check", "sub", *option)
        assert not trap.has_sprung()
        assert run.counts == (0, 0, 1)


def test_repository_without_another_around_it_is_none(
    frameworklint: CommandLine, tmp_path_factory: pytest.TempPathFactory, trap: Trap
) -> None:
    """An unpacked archive may look like a repository as well."""
    # The folder around it is its work tree: it must hold nothing else, or git reads that too.
    other = Repository(tmp_path_factory.mktemp("archive") / "unpacked")
    other.write({"generated_pages/a.md": "# A\n\n[b](b.md)\n"})
    other.commit()
    other.git("config", "core.fsmonitor", str(trap.script))
    other.git("config", "core.worktree", "..")
    for entry in list((other.folder / ".git").iterdir()):
        entry.rename(other.folder / entry.name)
    (other.folder / ".git").rmdir()
    git(other.folder, "status")
    assert trap.has_sprung(), "the trap was none"
    run = frameworklint("check", str(other.folder), "--output-format", "json")
    assert [finding["rule"] for finding in run.findings] == ["FW201"]
    run = frameworklint("check", str(other.folder), "--since", "HEAD")
    assert (run.code, trap.has_sprung()) == (2, False)
    assert "lies in no git repository" in run.err


# What can start a program, by module; None for all of it.
STARTERS: dict[str, set[str] | None] = {
    "subprocess": None,
    "pty": None,
    "multiprocessing": None,
    "asyncio": None,
    "concurrent": None,
    "webbrowser": None,
    "ctypes": None,
    "os": {"system", "popen", "startfile", "fork", "forkpty"},
}


def starters(tree: ast.AST) -> set[str]:
    """What a module uses that can start a program."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            found |= {f"{node.module}.{name.name}" for name in node.names}
            found.add(str(node.module))
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found.add(f"{node.value.id}.{node.attr}")
    return {name for name in found if _starts_a_program(name)}


def _starts_a_program(name: str) -> bool:
    module, _, function = name.partition(".")
    if module not in STARTERS:
        return False
    known = STARTERS[module]
    return known is None or function in known or function.startswith(("exec", "spawn", "posix_sp"))


@pytest.mark.parametrize(
    ("source", "is_starter"),
    [
        ("import subprocess", True),
        ("def f():\n    from subprocess import run", True),
        ("import os\nos.posix_spawnp('git', [], {})", True),
        ("from os import execv", True),
        ("import os\nos.system('git')", True),
        ("import os\nos.path.join('a', 'b')", False),
    ],
)
def test_what_starts_a_program_is_seen(source: str, is_starter: bool) -> None:
    assert bool(starters(ast.parse(source))) == is_starter


def test_one_module_alone_starts_programs() -> None:
    found = {
        path.relative_to(TOP).as_posix()
        for folder in ("lint", "rules")
        for path in (TOP / folder).rglob("*.py")
        if starters(ast.parse(path.read_text("utf-8")))
    }
    assert found == {"lint/frameworklint/source/git_command.py"}
