"""What a run follows from beside the pages: root, settings, schemas, selection and baseline."""

import os
from collections.abc import Callable, Sequence

from frameworklint.cache.results import Origin
from frameworklint.cache.store import Cache
from frameworklint.commands.options import Options
from frameworklint.errors import UsageError
from frameworklint.kinds import load as kinds_module
from frameworklint.kinds.kind import Kinds
from frameworklint.linter import registry
from frameworklint.selection import baseline as baselines
from frameworklint.selection import selection
from frameworklint.selection import settings as settings_module
from frameworklint.selection.baseline import Baseline
from frameworklint.selection.selection import Selection
from frameworklint.selection.settings import Settings
from frameworklint.source.root import SETTINGS_FILE, demand_path, find_root, focus


class Setup:
    """What a run follows from beside the pages.

    Attributes:
        options: what the command line asks for.
        root: the framework's root.
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
        self.settings = load_settings(self.root, options)
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

    def _kinds(self, kinds: Kinds) -> Kinds:
        values = self.settings.values
        if values["schemas"]:
            kinds = kinds_module.load_own(os.path.join(self.root, values["schemas"]), self.root)
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
        from difflib import get_close_matches

        folders = [entry.name for entry in os.scandir(self.root) if entry.is_dir()]
        near = get_close_matches(home, folders, n=1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
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
        path = self.options.baseline or os.path.join(self.root, baselines.FILE)
        is_demanded = self.options.baseline and self.options.command != "baseline"
        if self.options.no_baseline or not (is_demanded or os.path.lexists(path)):
            return None
        try:
            return baselines.read(path, None if self.options.baseline else self.root)
        except baselines.BaselineError as error:
            raise UsageError(str(error)) from error


def load_settings(root: str, options: Options) -> Settings:
    """The settings of a framework, with what the command line says on top.

    Raises:
        UsageError: the settings can not be used, or a selector stands for no rule.
    """
    try:
        settings = settings_module.load(root, options.config)
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
