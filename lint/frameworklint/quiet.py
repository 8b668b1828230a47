"""Rules that have nothing to say where nothing has changed since they were last asked.

What a rule finds is never remembered, but that it found nothing. So a rule is asked anew where it
had something to say in the last run, and where anything that it sees has changed since.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from frameworklint import surroundings
from frameworklint.digests import combined, digest
from frameworklint.memory import Heard
from frameworklint.page import Page

if TYPE_CHECKING:
    from frameworklint.findings import Place
    from frameworklint.framework import Framework
    from frameworklint.registry import Rule


class Quiet:
    """Where rules need not be asked."""

    def __init__(
        self,
        framework: "Framework",
        rules: Iterable["Rule"],
        options: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """Look up what is known.

        Args:
            framework: the pages. With a base or a workbook, at which rules look too, nothing is
                known of them.
            rules: those that run.
            options: values of rule options, by rule code.
        """
        self._framework = framework
        has_more = framework.base is not None or framework.workbook_paths
        self._memory = None if has_more else framework.memory
        self._directory = ""
        if self._memory:
            settings = {rule.code: options.get(rule.code, {}) for rule in rules}
            self._directory = surroundings.directory(framework, settings)
        self._last = self._last_heard()
        changed = self._near_changes() if self._last else None
        self._new: list[int] = []
        self._loud: dict[str, list[int]] = defaultdict(list)
        for index, page in enumerate(framework.pages):
            codes = self._last.codes.get(page.path) if self._last else None
            if codes is None or changed is None or page.path in changed:
                self._new.append(index)
            else:
                for code in codes.split():
                    self._loud[code].append(index)
        self._heard: dict[str, set[str]] = defaultdict(set)
        self._quiet: dict[str, str] = {}

    def _last_heard(self) -> Heard | None:
        """What was heard in the last run, if all that it follows from but pages is the same."""
        last = self._memory.heard if self._memory else None
        if last is None or last.directory != self._directory:
            return None
        # Rules that are not asked may have asked for the date; to ask for it here tells that this
        # run follows from it, too.
        return last if not last.today or last.today == str(self._framework.today) else None

    def _near_changes(self) -> set[str] | None:
        """The pages from which a rule sees a change, by path; None where that is not known."""
        assert self._last is not None
        assert self._memory is not None
        changed, before = [], []
        for page in self._framework.pages:
            content = self._last.contents.get(page.path, "")
            if page.content and page.content == content:
                continue
            changed.append(page)
            if content:
                was = Page(page.path, "", page.kind)
                was.content, was.facts = content, self._memory.facts(content)
                before.append(was)
        if not all(map(surroundings.is_known, before)):
            return None
        return surroundings.around(changed, before, self._framework)

    def pages(self, rule: "Rule") -> list[Page]:
        """The pages on which a page rule is to be asked, in their order."""
        pages, loud = self._framework.pages, self._loud.get(rule.code)
        if not loud and len(self._new) == len(pages):
            return pages
        return [pages[index] for index in sorted([*self._new, *(loud or ())])]

    def is_asked(self, rule: "Rule") -> bool:
        """Whether a rule for the framework is to be asked."""
        if self._memory is None or rule.sees is None:
            return True
        seen = [page.fact(rule.sees) for page in self._framework.pages]
        view = combined([self._directory, digest(json.dumps(seen).encode())])
        self._quiet[rule.code] = view
        return self._last is None or self._last.quiet.get(rule.code) != view

    def hear(self, rule: "Rule", places: Iterable["Place"]) -> None:
        """Take up what a rule has said."""
        for place in places:
            self._heard[place.page.path].add(rule.code)
            self._quiet.pop(rule.code, None)

    def keep(self) -> None:
        """Let the next run know where rules had nothing to say."""
        if self._memory is None:
            return
        pages = [page for page in self._framework.pages if page.content]
        for page in pages:
            self._framework.targets_of(page)  # a fact that the next run asks for
        self._memory.heard = Heard(
            str(self._framework.today) if self._framework.asks_for_today else "",
            self._directory,
            {page.path: page.content for page in pages},
            {
                page.path: " ".join(sorted(self._heard[page.path]))
                for page in pages
                if surroundings.is_sure(page)
            },
            self._quiet,
        )
