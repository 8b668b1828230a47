"""One run over a framework: from its states to the findings that are shown."""

from collections.abc import Collection, Sequence
from functools import partial

from frameworklint.cache import store
from frameworklint.cache.kept import Kept
from frameworklint.cache.pages import PageCache
from frameworklint.commands.setup import Setup, Trees
from frameworklint.commands.trees import read_states
from frameworklint.errors import GitError, UsageError
from frameworklint.findings.finding import Finding
from frameworklint.findings.lint import Result, lint
from frameworklint.findings.template import with_common_faults
from frameworklint.framework.framework import Framework, notices_of
from frameworklint.linter.judged import Judged
from frameworklint.linter.place import Place, Severity
from frameworklint.linter.registry import all_rules
from frameworklint.linter.rule import Rule
from frameworklint.selection import suppression
from frameworklint.selection.comparison import Comparison, compare
from frameworklint.selection.unused import stale_entries, unused_suppressions
from frameworklint.source.files import Tree
from frameworklint.terminal import streams
from frameworklint.terminal.escaping import visible
from frameworklint.terminal.progress import Tell, progress, silent


class LintRun:
    """One run of `check`, or of a command that needs its findings.

    Attributes:
        setup: what the run follows from.
        cache: what earlier runs left; None where nothing is to be kept.
        tree: the files of the state that is checked, once `findings` was called.
        comparison: how its findings differ from its bases', where there are any.
        selected: the findings, with those that the baseline knows.
        hidden: how many it knows.
        crashes: the tracebacks of rules that failed.
        notices: what the user should know of the run beside its findings, as sentences.
    """

    def __init__(self, setup: Setup, reported: Collection[str] = ()) -> None:
        """Read nothing yet.

        Args:
            setup: what the run follows from.
            reported: notices that the report itself gives, so that they are not printed beside it.
        """
        self.setup = setup
        self._reported = reported
        self.cache = setup.cache
        self.tree: Tree | None = None
        self.comparison: Comparison | None = None
        self.selected: list[Finding] = []
        self._whole: list[Finding] = []
        self.hidden = 0
        self.crashes: list[str] = []
        self.notices: list[str] = []
        self._framework: Framework | None = None
        self._judged = Judged()

    @property
    def framework(self) -> Framework:
        """The state that is checked, once `findings` was called."""
        assert self._framework is not None
        return self._framework

    def findings(self) -> list[Finding]:
        """The findings to report: selected, new against the bases, unknown to the baseline.

        What is one fault of the pages' template is one finding.

        Raises:
            UsageError: there is nothing to check, or git does not have what is asked for.
        """
        found = with_common_faults(self._new_findings(), self._whole)
        if self.comparison:
            self.comparison = self.comparison.within(with_common_faults)
        return found

    def _new_findings(self) -> list[Finding]:
        found = self._whole = self.current_findings()
        selection, baseline = self.setup.selection, self.setup.baseline
        if self.comparison:
            self.comparison = self.comparison.within(selection.in_focus)
            found = self.comparison.new
        self.selected = selection.in_focus(found)
        if baseline is None:
            return self.selected
        known = baseline.known
        new = [part for finding in found if (part := known.new_part(finding)) is not None]
        self.hidden = _hidden(self.selected, new)
        if not self.comparison:
            stale = baseline.stale(found, selection.shown)
            new += self._shown(stale_entries(baseline, stale, self.setup.root))
        return sorted(selection.in_focus(new), key=lambda finding: finding.sort_key)

    def current_findings(self) -> list[Finding]:
        """The selected findings of the state that is checked, old and new.

        Raises:
            UsageError: as for `findings`.
        """
        try:
            with progress() as tell:
                return self._current_findings(tell)
        except GitError as error:
            raise UsageError(str(error)) from error

    def _current_findings(self, tell: Tell) -> list[Finding]:
        """The findings; read anew where something fails that an earlier run has left."""
        self.tree = self.setup.trees.tree
        if store.is_tracked(self.tree.paths()):
            self.cache = None
        try:
            found = self._found(tell)
        except (UsageError, GitError):
            raise
        except Exception:
            if self.cache is None:
                raise
        else:
            if self.cache is None or not self.crashes:
                return found
        # What an earlier run has left may be damaged: then it is as good as none.
        self.crashes = []
        self.cache.clear()
        return self._found(tell)

    def _found(self, tell: Tell) -> list[Finding]:
        setup, trees = self.setup, self.setup.trees
        known = PageCache(self.cache) if self.cache else None
        settings = [setup.settings.values[name] for name in ("home", "folders")]
        judged_by = repr((settings, setup.settings.options, [one.code for one in _rules(setup)]))
        is_left = self.cache is not None
        self._judged = Judged(Kept(self.cache, "judged", judged_by), is_left=is_left)
        self._framework, bases = read_states(setup, trees, known, tell)
        self._note([trees.tree.notice])  # also where the run ends with the next line
        _demand_content(setup.root, self.framework, trees)
        notices = notices_of(self.framework)
        self._note([*notices, *self.framework.workbook.notices, *_excluded_names(setup)])
        found = self._compared(bases, tell)
        if known:
            known.save()
            self._judged.save()
        return found

    def _note(self, notices: Sequence[str]) -> None:
        """Take up what the user should know, and print it, once; what is empty is nothing."""
        new = [one for one in dict.fromkeys(notices) if one and one not in self.notices]
        self.notices += new
        streams.write_error(self._printed(new))

    @property
    def printed_notices(self) -> str:
        """The notices as standard error shows them."""
        return self._printed(self.notices)

    def _printed(self, notices: Sequence[str]) -> str:
        printed = (notice for notice in notices if notice not in self._reported)
        return "".join(f"frameworklint: {visible(notice)}\n" for notice in printed)

    def _compared(self, bases: Sequence[Framework], tell: Tell) -> list[Finding]:
        """The findings of the state; what is new against bases is left in `comparison`."""
        if not bases:
            return self._selected(self.framework, tell)
        pairs, hidden = [], list[Finding]()
        for base in bases:
            self.framework.base = base
            found, known = self._selected(self.framework, tell), self._selected(base, tell, hidden)
            pairs.append((found, known + self._uncompared(found, base)))
        unread = _unread(self.framework, bases[0])
        self.comparison = compare(pairs, hidden).known(lambda place: unread.isdisjoint(place.paths))
        return pairs[0][0]

    def _uncompared(self, findings: Sequence[Finding], base: Framework) -> list[Finding]:
        """The findings of files that could not be read at a base: they count as in both."""
        unread = {k: v for k, v in base.unreadable.items() if k not in self.framework.unreadable}
        why = "can not be compared, so nothing that concerns it is new: at the base it"
        self._note([f"{path} {why} {reason}" for path, reason in unread.items()])
        return [f for f in findings if any(not unread.keys().isdisjoint(p.paths) for p in f.places)]

    def everything(self, framework: Framework) -> list[Finding]:
        """What the rules that run find in a framework, but for what is suppressed, and for hints
        that nobody asked for.
        """
        settings, shown = self.setup.settings, self.setup.selection.shown
        found = suppression.apply(self._result(framework).findings, settings.suppressions)[0]
        severities = ((f, settings.severities.get(f.rule.code, f.severity)) for f in found)
        return [f for f, how in severities if how is not Severity.INFO or f.rule.code in shown]

    def _result(
        self, framework: Framework, tell: Tell = silent, *, keeps_hidden: bool = False
    ) -> Result:
        result = lint(
            framework,
            _rules(self.setup),
            options=self.setup.settings.options,
            tell=tell,
            is_ignored=partial(_is_ignored, self.setup),
            keeps_hidden=keeps_hidden,
            judged=self._judged,
        )
        self.crashes += result.crashes
        self._note(result.notices)
        return result

    def _selected(
        self, framework: Framework, tell: Tell, hidden: list[Finding] | None = None
    ) -> list[Finding]:
        """What the shown rules find, but for what is suppressed; `hidden` takes what they hide."""
        settings = self.setup.settings
        result = self._result(framework, tell, keeps_hidden=hidden is not None)
        if hidden is not None:
            hidden += result.hidden
        kept, unused = suppression.apply(result.findings, settings.suppressions)
        # Of a rule that did not run it is not known what it would find.
        ran = {rule.code for rule in _rules(self.setup)}
        unused = [entry for entry in unused if ran.issuperset(entry.rules)]
        return self._shown(kept + unused_suppressions(settings, unused, self.setup.root))

    def _shown(self, findings: Sequence[Finding]) -> list[Finding]:
        severities = self.setup.settings.severities
        changed = [f._replace(severity=severities.get(f.rule.code, f.severity)) for f in findings]
        shown = self.setup.selection.of_rules(changed)
        return sorted(shown, key=lambda finding: finding.sort_key)


def _hidden(found: Sequence[Finding], new: Sequence[Finding]) -> int:
    """How many findings a baseline hides, as a run without one counts: a template's fault once."""
    left = {finding.fingerprint for finding in new}
    return len(with_common_faults([one for one in found if one.fingerprint not in left]))


def _is_ignored(setup: Setup, rule: Rule, place: Place) -> bool:
    suppressions = setup.settings.suppressions
    return rule.code in setup.selection.ignored or suppression.covers_page(
        rule, place.page, suppressions
    )


def _rules(setup: Setup) -> list[Rule]:
    """The rules to run: all, but those on demand that nobody asked for."""
    shown = setup.selection.shown
    return [rule for rule in all_rules() if not rule.on_demand or rule.code in shown]


def _demand_content(root: str, framework: Framework, trees: Trees) -> None:
    files = framework.workbook_files
    has_workbook = bool(files.paths or files.copies or files.excluded)
    if not (framework.pages or has_workbook or trees.compares):
        raise UsageError(
            f"{root} holds no Markdown file and no workbook; name the folder of a framework"
        )


def _unread(framework: Framework, base: Framework) -> set[str]:
    """The files that only a base has, or that can only be read there, but for renamed ones."""
    names = {path.rpartition("/")[2] for path in framework.readable}
    return {path for path in base.readable if path.rpartition("/")[2] not in names}


def _excluded_names(setup: Setup) -> list[str]:
    """What to tell whoever names a path that is not read."""
    origin, is_excluded = setup.settings.origins["exclude"], setup.is_excluded
    return [
        f"{path} is excluded by the settings ({origin}), so nothing is reported there"
        for path in setup.selection.focus
        if is_excluded(path) or is_excluded(f"{path}/")
    ]
