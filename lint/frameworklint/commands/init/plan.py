"""What `init` writes: the files of a framework's repository that have to do with frameworklint."""

import os
import re
from collections.abc import Iterator
from typing import NamedTuple

from frameworklint import HOMEPAGE, __version__, resources
from frameworklint.commands.init.pre_commit import with_entry
from frameworklint.errors import GitError, UnreadableFileError, UsageError
from frameworklint.selection.settings import Settings
from frameworklint.source.git import Repository
from frameworklint.source.reading import read_own_file
from frameworklint.source.root import SETTINGS_FILE

_PRE_COMMIT = ".pre-commit-config.yaml"
_WORKFLOWS = os.path.join(".github", "workflows")
_GITLAB = ".gitlab-ci.yml"
_NAME = "frameworklint"
_BRANCH = re.compile(r"[\w.-]+(?:/[\w.-]+)*")  # which YAML takes as it is
_LIMIT = 1_000_000  # bytes of a file that is looked into


class Step(NamedTuple):
    """One file of the plan.

    Attributes:
        path: from the root.
        text: what it is to hold; empty where nothing is written.
        shown: what is new of that.
        note: why nothing is written, or what else is to do.
    """

    path: str
    text: str = ""
    shown: str = ""
    note: str = ""


def steps(root: str, settings: Settings, ci: str) -> Iterator[Step]:
    """What is to be written, but for the baseline, and what is there already.

    Args:
        root: the framework's root.
        settings: those that are in force.
        ci: `github`, `gitlab` or `none`, or empty for what the repository looks like.

    Raises:
        UsageError: a file that is there can not be read.
    """
    yield _settings(root, settings)
    try:
        repository = Repository(root)
    except GitError as error:
        yield Step("", note=f"neither a hook nor a job for a server: {error}")
        return
    if repository.prefix:
        yield Step(
            "",
            note="neither a hook nor a job for a server: the framework lies in a folder of its"
            f" repository; {HOMEPAGE}/blob/main/docs/adopting.md shows both",
        )
        return
    yield _hook(root)
    wanted = ci or _likely_ci(root, repository)
    if wanted == "github":
        yield _workflow(root, repository)
    elif wanted == "gitlab":
        yield _job(root)


def template(name: str) -> str:
    """A file that `init` writes, for this version of frameworklint."""
    with open(os.path.join(resources.folder("templates"), name), encoding="utf-8") as file:
        text = file.read()
    major, minor = __version__.split(".")[:2]
    required = f">={major}.{minor},<{int(major) + 1}"
    for word, value in (
        ("REVISION", f"v{__version__}"),
        ("REQUIRED", required),
        ("HOMEPAGE", HOMEPAGE),
    ):
        text = text.replace(word, value)
    return text


def _settings(root: str, settings: Settings) -> Step:
    if settings.path:
        return Step(os.path.basename(settings.path), note="is there already")
    return _new(root, SETTINGS_FILE, template(SETTINGS_FILE))


def _hook(root: str) -> Step:
    text = template("pre-commit.yaml")
    known = _content(root, _PRE_COMMIT)
    if known is None:
        return _new(root, _PRE_COMMIT, text)
    if _NAME in known:
        return Step(_PRE_COMMIT, note="names frameworklint already")
    entry = re.sub(r"^  ", "", text[text.index("  - repo:") :], flags=re.MULTILINE)
    if changed := with_entry(known, entry):
        return Step(_PRE_COMMIT, changed, entry, "one more entry at its end")
    return Step(_PRE_COMMIT, note=f"stays as it is; add this to its repositories:\n{entry}")


def _workflow(root: str, repository: Repository) -> Step:
    folder = os.path.join(root, _WORKFLOWS)
    names = sorted(os.listdir(folder)) if os.path.isdir(folder) else []
    for name in names:
        path = f"{_WORKFLOWS}/{name}".replace(os.sep, "/")
        if name.endswith((".yml", ".yaml")) and _NAME in (_content(root, path) or ""):
            return Step(path, note="names frameworklint already")
    text = template("github.yml").replace("[main]", f"[{_main_branch(repository)}]")
    return _new(root, f"{_WORKFLOWS}/{_NAME}.yml".replace(os.sep, "/"), text)


def _main_branch(repository: Repository) -> str:
    """The branch that a clone begins with, else the current one."""
    for name in ("refs/remotes/origin/HEAD", "HEAD"):
        try:
            branch = repository.ask("symbolic-ref", "--short", name).removeprefix("origin/")
        except GitError:
            continue
        if _BRANCH.fullmatch(branch):
            return branch
    return "main"


def _job(root: str) -> Step:
    text = template("gitlab.yml")
    known = _content(root, _GITLAB)
    if known is None:
        return _new(root, _GITLAB, text)
    if _NAME in known:
        return Step(_GITLAB, note="names frameworklint already")
    return Step(_GITLAB, note=f"stays as it is; add this job:\n{text}")


def _new(root: str, path: str, text: str) -> Step:
    if os.path.lexists(os.path.join(root, path)):
        return Step(path, note="is there already")
    return Step(path, text, text)


def _content(root: str, path: str) -> str | None:
    """What a file holds, or None where there is none.

    Raises:
        UsageError: it can not be read.
    """
    full = os.path.join(root, path)
    if not os.path.lexists(full):
        return None
    try:
        return read_own_file(full, root, _LIMIT).decode("utf-8", "surrogateescape")
    except UnreadableFileError as error:
        raise UsageError(f"{path} {error}") from error


def _likely_ci(root: str, repository: Repository) -> str:
    """Where the repository is likely checked: by the files that it has, else by its remotes."""
    if os.path.isdir(os.path.join(root, ".github")):
        return "github"
    if os.path.lexists(os.path.join(root, _GITLAB)):
        return "gitlab"
    try:
        remotes = repository.ask("config", "--get-regexp", r"^remote\..*\.url$")
    except GitError:  # there is none
        return "none"
    return next((name for name in ("github", "gitlab") if name in remotes.lower()), "none")
