"""What a run follows from beside the pages: root, settings, schemas, selection and baseline."""

import os
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from frameworklint.cache.results import Origin
from frameworklint.cache.store import Cache
from frameworklint.commands.options import Options
from frameworklint.errors import GitError, UsageError
from frameworklint.kinds import load as kinds_module
from frameworklint.kinds.kind import Kinds
from frameworklint.linter import registry
from frameworklint.selection import baseline as baselines
from frameworklint.selection import selection
from frameworklint.selection import settings as settings_module
from frameworklint.selection.baseline import Baseline
from frameworklint.selection.selection import Selection
from frameworklint.selection.settings import Settings
from frameworklint.source.files import Tree, WorkTree
from frameworklint.source.own_files import CommittedFiles, OwnFiles
from frameworklint.source.root import SETTINGS_FILE, demand_path, find_root, focus
from frameworklint.suggestions import did_you_mean

if TYPE_CHECKING:
    from frameworklint.source.git import Repository


# A range of commits, as git's own commands take it. Dots in the search for a commit's message and
# those of a path are none.
_RANGE = re.compile(r"(?!:/)((?>\{[^{}]*\}|.)*?)\.{2,3}+(?![./])(.*)", re.DOTALL)


class Trees(NamedTuple):
    """The state that is checked, and the states that it is compared with.

    Attributes:
        tree: what is checked.
        bases: what it is compared with.
        compares: whether only what is new is asked for; there may be no base all the same.
    """

    tree: Tree
    bases: tuple[Tree, ...] = ()
    compares: bool = False


def trees_of(options: Options, root: str) -> Trees:
    """The states that a command asks for.

    Raises:
        GitError: git does not have them.
        UsageError: the options do not go together.
    """
    if options.whole and not options.staged:
        raise UsageError("--whole goes with --staged: without it everything is reported anyway")
    known = options.tree if options.tree and options.tree.root == root else None
    files = known or WorkTree(root, is_watched=not options.no_cache)
    if options.since is None and not (options.staged or options.ci or options.pushed):
        return Trees(files)
    from frameworklint.source.git import Repository

    repository = Repository(root)
    if options.since is not None:
        _demand_no_range(options.since)
        base = repository.merge_base(options.since)
        return Trees(files, (repository.tree(base),), True)
    if options.ci:
        from frameworklint.source.history.contribution import base_of_contribution

        base = base_of_contribution(repository)
        if not base:
            return Trees(files)
        return Trees(files, (repository.tree(base),), True)
    if options.pushed:
        return _of_push(repository)
    trees = _of_hook(repository)
    return Trees(trees.tree) if options.whole else trees


def _demand_no_range(revision: str) -> None:
    """Refuse a range of commits, as git's own commands take it.

    Raises:
        UsageError: it is one.
    """
    match = _RANGE.fullmatch(revision)
    if match is None:
        return
    old, new = match.groups()
    advice = f"write {old or 'HEAD'!r}"
    if new not in ("", "HEAD"):
        base = repr(old)
        if old in ("", "HEAD"):
            base = "the name of the branch that is checked out now"
        elif old.startswith(("HEAD", "@")):  # which is another commit there
            base = f"the ID of the commit that {base} is now"
        advice = f"switch to {new!r} and write {base}"
    raise UsageError(
        f"{revision!r} is a range of commits: {advice}; what is there now is compared with where"
        " its branch left that commit"
    )


def _of_hook(repository: "Repository") -> Trees:
    """The states that a hook has to judge: what is committed, pushed or there at all."""
    old, new = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    if old and new:
        base = repository.tree(repository.merge_base(old, new))
        return Trees(repository.tree(new), (base,), True)
    if pushed := os.environ.get("PRE_COMMIT_LOCAL_BRANCH"):
        return Trees(repository.tree(pushed))  # the remote has nothing of the branch's history
    index = repository.index()
    heads = [repository.head, *repository.merged_heads()] if repository.head else []
    bases = tuple(repository.tree(head) for head in heads)
    if _is_asked_for_all_files() and len(bases) == 1 and index.holds_the_same(bases[0]):
        index.notice = "nothing is staged, so the whole framework is judged"
        return Trees(index)
    return Trees(index, bases, True)


def _of_push(repository: "Repository") -> Trees:
    """The states of which git tells its hook `pre-push`: what is pushed, and what is there."""
    import sys

    from frameworklint.source.history.pushed import pushes

    found = pushes(repository, [] if sys.stdin is None or sys.stdin.isatty() else sys.stdin)
    if not found:  # branches that are deleted, or nothing at all
        head = repository.tree("HEAD")
        return Trees(head, (head,), True)
    first, *others = found
    tree = repository.tree(first.commit)
    if others:
        names = ", ".join(push.name for push in others)
        tree.notice = f"of several pushed branches only {first.name} is judged, not {names}"
    bases = (repository.tree(first.base),) if first.base else ()
    return Trees(tree, bases, bool(bases))


def _is_asked_for_all_files() -> bool:
    """Whether pre-commit was called by hand or by a CI job, not by git.

    Where nothing is staged, such a call means all files. git names the index of the commit at
    hand to its hooks; where a commit changes no file, that is what tells the two apart.
    """
    return "PRE_COMMIT" in os.environ and "GIT_INDEX_FILE" not in os.environ


class Setup:
    """What a run follows from beside the pages.

    Attributes:
        options: what the command line asks for.
        root: the framework's root.
        trees: the states that are read; the files that the framework carries for frameworklint
            are those of the state that is checked.
        origin: where the framework and its settings were found, as they were before the run.
        settings: the effective settings.
        kinds: what the schemas say.
        is_excluded: whether the settings exclude a path from being read.
        selection: which findings are shown.
        baseline: the findings that are known, if there is a baseline.
        cache: what earlier runs left; None where nothing is to be kept.
    """

    def __init__(self, options: Options) -> None:
        """Read settings, schemas and baseline.

        Raises:
            UsageError: one of them can not be used, or a named path does not exist.
        """
        self.options = options
        paths = options.paths or ["."]
        for path in paths:
            demand_path(path)
        kinds = kinds_module.load()
        self.root = os.path.realpath(
            find_root(paths[0], kinds.conventions.home, kinds.root_folders)
        )
        self.origin = self._origin(kinds)
        self.trees = self._trees()
        self._own = _own_files(self.root, self.trees.tree)
        self.settings = load_settings(self._own, options)
        self.kinds = self._kinds(kinds)
        self.is_excluded = self._exclusion()
        self.selection = self._selection([focus(path, self.root) for path in options.paths])
        self.baseline = self._baseline()
        # What schemas of the user's own say of pages is not kept.
        is_cached = not (options.no_cache or self.settings.values["schemas"])
        self.cache = Cache(self.root) if is_cached else None

    def _origin(self, kinds: Kinds) -> Origin:
        names = (SETTINGS_FILE, "pyproject.toml", baselines.FILE)
        named = [self.options.config, self.options.baseline, *self.options.paths]
        own = [os.path.join(self.root, name) for name in names]
        return Origin(
            start=(self.options.paths or ["."])[0],
            home=kinds.conventions.home,
            folders=kinds.root_folders,
            others=[path for path in (*own, *named) if path],
        )

    def _trees(self) -> Trees:
        try:
            return trees_of(self.options, self.root)
        except GitError as error:
            raise UsageError(str(error)) from error

    def _kinds(self, kinds: Kinds) -> Kinds:
        values = self.settings.values
        if values["schemas"]:
            kinds = kinds_module.load_own(values["schemas"], self._own)
        unknown = [name for name in values["folders"] if name not in kinds.by_name]
        if unknown:
            known = ", ".join(kind.name for kind in kinds.records)
            raise UsageError(f"there is no kind {unknown[0]!r}; the kinds are {known}")
        self._demand_home(values["home"])
        return kinds.placed(values["home"], values["folders"])

    def _demand_home(self, home: str) -> None:
        """Refuse a home that is not there: without it no page would be one of the framework.

        Raises:
            UsageError: the settings name one.
        """
        if not home or os.path.isdir(os.path.join(self.root, home)):
            return
        folders = [entry.name for entry in os.scandir(self.root) if entry.is_dir()]
        hint = did_you_mean(home, folders)
        file = os.path.relpath(self.settings.path)
        raise UsageError(f"{file}: home: there is no folder {home!r} at {self.root}{hint}")

    def _exclusion(self) -> Callable[[str], bool]:
        patterns = self.settings.values["exclude"]
        if not patterns:
            return lambda path: False
        from frameworklint.selection.exclusion import Exclusion

        try:
            return Exclusion(patterns).matches
        except ValueError as error:
            file = os.path.relpath(self.settings.path)
            raise UsageError(f"{file}: exclude: {error}") from error

    def _selection(self, focus_paths: list[str]) -> Selection:
        values = self.settings.values
        return selection.choose(
            registry.all_rules(),
            values["select"],
            values["ignore"],
            values["show-info"],
            [] if "" in focus_paths else focus_paths,
            self.settings.severities,
        )

    def _baseline(self) -> Baseline | None:
        named = self.options.baseline
        is_demanded = named and self.options.command != "baseline"
        is_there = os.path.lexists(named) if named else self._own.has(baselines.FILE)
        if self.options.no_baseline or not (is_demanded or is_there):
            return None
        try:
            if named:
                return baselines.read(named)
            return baselines.read(self._own.full(baselines.FILE), self._own)
        except baselines.BaselineError as error:
            raise UsageError(str(error)) from error


def _own_files(root: str, tree: Tree) -> OwnFiles:
    """The files that a state of the framework carries for frameworklint."""
    if isinstance(tree, WorkTree):
        return OwnFiles(root)
    from frameworklint.source.git_tree import GitTree

    assert isinstance(tree, GitTree)
    return CommittedFiles(root, tree)


def load_settings(files: OwnFiles, options: Options) -> Settings:
    """The settings of a framework, with what the command line says on top.

    Raises:
        UsageError: the settings can not be used, or a selector stands for no rule.
    """
    try:
        settings = settings_module.load(files, options.config)
        for key in ("select", "ignore"):
            values = split(getattr(options, key))
            for selector in values:
                registry.named(selector)
            if values:
                settings.override(key, values, f"--{key}")
    except (settings_module.SettingsError, registry.UnknownRuleError) as error:
        raise UsageError(str(error)) from error
    if options.show_info:
        settings.override("show-info", True, "--show-info")
    if options.fail_on:
        settings.override("fail-on", options.fail_on, "--fail-on")
    return settings


def split(values: Sequence[str]) -> list[str]:
    """The selectors in some arguments, which may hold several between commas."""
    return [part.strip() for value in values for part in value.split(",") if part.strip()]
