"""Rules that have nothing to say where nothing has changed since they were last asked.

What a rule finds is never remembered, but that it found nothing, under the digest of all that it
can see. So a rule is asked anew where it had something to say, and where anything it sees changed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from frameworklint import surroundings
from frameworklint.digests import combined, digest
from frameworklint.memory import Memory
from frameworklint.page import Page

if TYPE_CHECKING:
    from frameworklint.findings import Place
    from frameworklint.framework import Framework
    from frameworklint.registry import Rule


class Quiet:
    """Where rules need not be asked."""

    def __init__(self, framework: "Framework", options: Mapping[str, Mapping[str, Any]]) -> None:
        """Look up what is known.

        Args:
            framework: the pages. With a base or a workbook, at which rules look too, nothing is
                known of them.
            options: values of rule options, by rule code.
        """
        self._framework = framework
        has_more = framework.base is not None or framework.workbook_paths
        self._memory = Memory() if has_more or not framework.memory else framework.memory
        self._is_kept = self._memory is framework.memory
        self._views: dict[str, str] = {}
        self._rule_views: dict[str, str] = {}
        self._new: list[int] = list(range(len(framework.pages)))
        self._loud: dict[str, list[int]] = defaultdict(list)
        self._heard: dict[str, set[str]] = defaultdict(set)
        if self._is_kept:
            self._directory = surroundings.directory(framework, options)
            self._views = surroundings.views(framework, self._directory)
            self._look_up()

    def _look_up(self) -> None:
        """Tell the pages that are new to all rules from those where some rules were heard."""
        self._new = []
        for index, page in enumerate(self._framework.pages):
            heard = self._memory.heard(self._views.get(page.path, ""))
            if heard is None:
                self._new.append(index)
            else:
                for code in heard.split():
                    self._loud[code].append(index)

    def pages(self, rule: "Rule") -> list[Page]:
        """The pages on which a page rule is to be asked, in their order."""
        pages, loud = self._framework.pages, self._loud.get(rule.code)
        if not loud and len(self._new) == len(pages):
            return pages
        return [pages[index] for index in sorted([*self._new, *(loud or ())])]

    def is_asked(self, rule: "Rule") -> bool:
        """Whether a rule for the framework is to be asked."""
        if not self._is_kept or rule.sees is None:
            return True
        seen = [page.fact(rule.sees) for page in self._framework.pages]
        view = combined([self._directory, rule.code, digest(json.dumps(seen).encode())])
        self._rule_views[rule.code] = view
        return self._memory.heard(view) is None

    def hear(self, rule: "Rule", places: Iterable["Place"]) -> None:
        """Take up what a rule has said."""
        for place in places:
            self._heard[place.page.path].add(rule.code)
            self._rule_views.pop(rule.code, None)

    def keep(self) -> None:
        """Let the next run know where rules had nothing to say."""
        if self._is_kept:
            heard = {
                view: " ".join(sorted(self._heard[path])) for path, view in self._views.items()
            }
            self._memory.keep_views(heard | dict.fromkeys(self._rule_views.values(), ""))
