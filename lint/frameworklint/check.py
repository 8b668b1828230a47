"""The command `check`: from settings and trees to a report and an exit code."""

import gc
import os
import sys
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from frameworklint import baseline as baselines
from frameworklint import cache, own_files, registry, selection, streams, suppression
from frameworklint import kinds as kinds_module
from frameworklint import settings as settings_module
from frameworklint.cache import Cache
from frameworklint.comparison import Comparison, compare
from frameworklint.errors import GitError, UsageError
from frameworklint.findings import Finding
from frameworklint.framework import Framework
from frameworklint.kinds import Kinds
from frameworklint.memory import PageCache
from frameworklint.options import Options
from frameworklint.progress import Tell, progress
from frameworklint.report import Report
from frameworklint.run import lint
from frameworklint.selection import Selection
from frameworklint.settings import Settings
from frameworklint.source import Tree, WorkTree, find_root, is_markdown
from frameworklint.workbook import workbook_paths

if TYPE_CHECKING:
    import datetime

    from frameworklint.answers import Origin
    from frameworklint.baseline import Baseline

OK, FOUND, FAILED = 0, 1, 2


class Trees(NamedTuple):
    """The state that is checked, and the states that it is compared with."""

    tree: Tree
    bases: tuple[Tree, ...] = ()
    compares: bool = False


def check(options: Options) -> int:
    """Carry out `frameworklint check`.

    Returns:
        The exit code.

    Raises:
        UsageError: the run can not be carried out as it was asked for.
    """
    run = CheckRun(options)
    gc.freeze()  # what was there before the run stays
    code = run.report(run.findings())
    run.keep_answer(code)
    return code


class CheckRun:
    """One run of `check`, or of a command that needs its findings.

    Attributes:
        root: the framework's root.
        settings: the effective settings.
        is_excluded: whether the settings exclude a path from being read.
        framework: the state that is checked, once `findings` was called.
        comparison: how its findings differ from its bases', where there are any.
        origin: where the framework and its settings were found, as they were before the run.
        said: what was printed: the report (`out`) and the notices (`err`).
    """

    def __init__(self, options: Options) -> None:
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
        self.framework: Framework | None = None
        self.comparison: Comparison | None = None
        self.hidden = 0
        self.crashes: list[str] = []
        self.tree: Tree | None = None
        self.said = {"out": "", "err": ""}
        # What schemas of the user's own say of pages is not remembered.
        is_cached = not (options.no_cache or self.settings.values["schemas"])
        self.cache = Cache(self.root) if is_cached else None

    def _kinds(self, kinds: Kinds) -> Kinds:
        values = self.settings.values
        if values["schemas"]:
            try:
                kinds = kinds_module.load(os.path.join(self.root, values["schemas"]))
                kinds.demand_valid_schemas()
            except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
                raise UsageError(
                    f"can not use the schemas {values['schemas']!r}: {error}"
                ) from error
        unknown = [name for name in values["folders"] if name not in kinds.by_name]
        if unknown:
            known = ", ".join(kind.name for kind in kinds.records)
            raise UsageError(f"there is no kind {unknown[0]!r}; the kinds are {known}")
        return kinds.placed(values["home"], values["folders"])

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

    def _baseline(self) -> "Baseline | None":
        path = self.options.baseline or os.path.join(self.root, baselines.FILE)
        is_demanded = self.options.baseline and self.options.command != "baseline"
        if self.options.no_baseline or not (is_demanded or os.path.lexists(path)):
            return None
        try:
            return baselines.read(path)
        except baselines.BaselineError as error:
            raise UsageError(str(error)) from error

    # Findings.

    def findings(self) -> list[Finding]:
        """The findings to report: selected, new against the bases, unknown to the baseline."""
        found = self.current_findings()
        in_focus = self.selection.in_focus
        if self.comparison:
            self.comparison = self.comparison.within(in_focus)
            found = self.comparison.new
        if self.baseline is None:
            return in_focus(found)
        known = self.baseline.known
        new = [part for finding in found if (part := known.new_part(finding)) is not None]
        self.hidden = len(in_focus(found)) - len(in_focus(new))
        if not self.comparison:
            stale = self.baseline.stale(found, self.selection.shown)
            new += self._shown(own_files.stale_entries(self.baseline, stale, self.root))
        return sorted(in_focus(new), key=lambda finding: finding.sort_key)

    def current_findings(self) -> list[Finding]:
        """The selected findings of the state that is checked, old and new."""
        try:
            with progress() as tell:
                return self._current_findings(tell)
        except GitError as error:
            raise UsageError(str(error)) from error

    def _current_findings(self, tell: Tell) -> list[Finding]:
        trees = self._trees()
        self.tree = trees.tree
        if cache.is_tracked(trees.tree.paths()):
            self.cache = None
        known = PageCache.of(self.cache) if self.cache else None
        bases: list[Framework] = []
        for tree in trees.bases:
            bases.append(self._framework(tree, bases[0] if bases else None, known, tell))
        base = bases[0] if bases else None
        self.framework = framework = self._framework(trees.tree, base, known, tell)
        if not framework.pages and not framework.workbook_paths and not trees.compares:
            raise UsageError(
                f"{self.root} holds no Markdown file and no workbook;"
                " name the folder of a framework"
            )
        notices = [*framework.notices, *framework.workbook.notices, *self._excluded_names()]
        for notice in notices:
            self.said["err"] += f"frameworklint: {notice}\n"
        streams.note(self.said["err"])
        found = self._compared_findings(framework, bases, tell)
        if self.cache and known:
            known.save(self.cache)
        return found

    def _compared_findings(
        self, framework: Framework, bases: Sequence[Framework], tell: Tell
    ) -> list[Finding]:
        """The findings of a state; what is new against bases is left in `comparison`."""
        if not bases:
            return self._selected(framework, tell)
        # A base is shared for reading only: what it says of itself it says without a history.
        for old in bases:
            old.base = None
        pairs = []
        for old in bases:
            framework.base = old
            pairs.append((self._selected(framework, tell), self._selected(old, tell)))
        self.comparison = compare(pairs)
        return pairs[0][0]

    def _trees(self) -> Trees:
        options = self.options
        if options.since is None and not options.staged:
            known = options.tree if options.tree and options.tree.root == self.root else None
            return Trees(known.unseen() if known else WorkTree(self.root))
        from frameworklint.git import Repository

        repository = Repository(self.root)
        if options.since is not None:
            base = repository.merge_base(options.since)
            return Trees(WorkTree(self.root), (repository.tree(base),), True)
        pushed = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
        if pushed[0] and pushed[1]:
            old = repository.merge_base(pushed[0], pushed[1])
            return Trees(repository.tree(pushed[1]), (repository.tree(old),), True)
        heads = ["HEAD", *repository.merged_heads()] if repository.has_head() else []
        bases = tuple(repository.tree(head) for head in heads)
        return Trees(repository.index(), bases, True)

    def _framework(
        self, tree: Tree, base: Framework | None, known: PageCache | None, tell: Tell
    ) -> Framework:
        if hasattr(tree, "preload"):
            paths = list(tree.paths())
            workbooks = workbook_paths(paths, self.kinds.workbook.folder)
            tree.preload([path for path in paths if is_markdown(path)] + workbooks)
        return Framework(
            self.kinds,
            tree,
            today=_today(),
            base=base,
            is_excluded=self.is_excluded,
            tell=tell,
            known=known,
        )

    def _exclusion(self) -> Callable[[str], bool]:
        patterns = self.settings.values["exclude"]
        if not patterns:
            return lambda path: False
        from pathspec import GitIgnoreSpec

        try:
            return GitIgnoreSpec.from_lines(patterns).match_file
        except ValueError as error:
            file = os.path.relpath(self.settings.path)
            raise UsageError(f"{file}: exclude: {error}") from error

    def _excluded_names(self) -> list[str]:
        """What to tell whoever names a path that is not read."""
        origin = self.settings.origins["exclude"]
        return [
            f"{path} is excluded by the settings ({origin}), so nothing is reported there"
            for path in self.selection.focus
            if self.is_excluded(path) or self.is_excluded(f"{path}/")
        ]

    def _selected(self, framework: Framework, tell: Tell) -> list[Finding]:
        """What the shown rules find, but for what is suppressed."""
        result = lint(framework, options=self.settings.options, tell=tell)
        self.crashes += result.crashes
        kept, unused = suppression.apply(result.findings, self.settings.suppressions)
        return self._shown(kept + own_files.unused_suppressions(self.settings, unused, self.root))

    def _shown(self, findings: Sequence[Finding]) -> list[Finding]:
        severities = self.settings.severities
        changed = [f._replace(severity=severities.get(f.rule.code, f.severity)) for f in findings]
        return sorted(self.selection.of_rules(changed), key=lambda finding: finding.sort_key)

    # The report.

    def report(self, findings: list[Finding]) -> int:
        """Write the report and say how the run ended."""
        assert self.framework is not None
        for crash in _folded(self.crashes):
            streams.note(f"frameworklint: {crash}\n")
        way = os.path.relpath(self.root).replace(os.sep, "/")
        report = Report(
            findings,
            len(self.framework.pages),
            "" if way == "." else f"{way}/",
            self._git_prefix,
            use_color(self.options.color) and not self.options.output,
            self.comparison,
            self.hidden,
            self.framework.provenance if self.framework.workbook_paths else None,
        )
        from frameworklint import output

        self.said["out"] = output.write(report, self.options)
        if self.crashes:
            return FAILED
        return self._exit_code(findings)

    def keep_answer(self, code: int) -> None:
        """Keep what this run said, for a run of the same command where nothing has changed."""
        from frameworklint import answers

        if self.cache is None or self.crashes:
            return
        if not isinstance(self.tree, WorkTree) or not self.framework:
            return
        if not all(os.path.isfile(p) for p in (self.options.config, self.options.baseline) if p):
            return  # a pipe: what it held is gone
        key = answers.request(self.options.arguments)
        if key:
            asked = str(self.framework.today) if self.framework.asks_for_today else ""
            answer = {**self.said, "code": code, "today": asked}
            answers.keep(key, self.cache, self.tree, self.origin, answer)

    def _origin(self, kinds: Kinds) -> "Origin":
        from frameworklint.answers import Origin

        names = (settings_module.FILE, "pyproject.toml", baselines.FILE)
        named = [self.options.config, self.options.baseline, *self.options.paths]
        own = [os.path.join(self.root, name) for name in names]
        return Origin(
            start=(self.options.paths or ["."])[0],
            home=kinds.conventions.home,
            folders=kinds.root_folders,
            others=[path for path in (*own, *named) if path],
        )

    def _git_prefix(self) -> str:
        from frameworklint.git import Repository

        try:
            return Repository(self.root).prefix
        except GitError:
            return ""

    def _exit_code(self, findings: Sequence[Finding]) -> int:
        order = ("error", "warning", "info")
        fail_on = self.settings.values["fail-on"]
        if self.options.exit_zero or fail_on == "never":
            return OK
        failing = order[: order.index(fail_on) + 1]
        return FOUND if any(finding.severity in failing for finding in findings) else OK


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


def demand_path(path: str) -> None:
    """Refuse a path where nothing stands, naming the nearest.

    Raises:
        UsageError: nothing stands there.
    """
    if os.path.lexists(path):
        return
    from difflib import get_close_matches

    folder = os.path.dirname(path) or "."
    names = os.listdir(folder) if os.path.isdir(folder) else []
    near = get_close_matches(os.path.basename(path), names, n=1)
    hint = f"; did you mean {os.path.join(os.path.dirname(path), near[0])}?" if near else ""
    raise UsageError(f"there is no file or folder {path!r}{hint}")


def focus(path: str, root: str) -> str:
    """A named path as a path from the root, empty for the root itself or a folder around it.

    Raises:
        UsageError: it lies outside the root.
    """
    full = os.path.abspath(path)
    full = os.path.join(os.path.realpath(os.path.dirname(full)), os.path.basename(full))
    if os.path.commonpath([full, root]) != root:
        full = os.path.realpath(path)
    inside = os.path.relpath(full, root).replace(os.sep, "/")
    if inside == ".." or inside.startswith("../"):
        raise UsageError(f"{path!r} lies outside {root}, where the first path belongs")
    return "" if inside == "." else inside


def use_color(when: str) -> bool:
    """Whether standard output is to be colored."""
    if when == "auto":
        return sys.stdout.isatty() and not os.environ.get("NO_COLOR")
    return when == "always"


def _folded(crashes: Sequence[str]) -> list[str]:
    """The tracebacks, each once, with the number of pages on which the rule failed likewise."""
    counts: dict[str, list[str]] = {}
    for crash in crashes:
        counts.setdefault(crash.partition("\n")[2], []).append(crash)
    return [
        same[0] + (f"(and likewise on {len(same) - 1:,} more)\n" if len(same) > 1 else "")
        for same in counts.values()
    ]


def _today() -> "datetime.date | None":
    import datetime

    given = os.environ.get("FRAMEWORKLINT_TODAY")
    try:
        return datetime.date.fromisoformat(given) if given else None
    except ValueError as error:
        raise UsageError(f"FRAMEWORKLINT_TODAY is no date like 2025-01-31: {given!r}") from error
