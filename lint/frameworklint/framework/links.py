"""The links of all pages, with where they lead."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property

from frameworklint.framework.paths import Paths
from frameworklint.markdown.inline import Link
from frameworklint.page import link_targets
from frameworklint.page.link_targets import Target
from frameworklint.page.page import Page


class Links:
    """The links of the pages of a framework, resolved when first asked for."""

    def __init__(
        self, pages: Mapping[str, Page], paths: Paths, like: "Links | None" = None
    ) -> None:
        """Resolve none yet.

        Args:
            pages: all pages by path.
            paths: all paths.
            like: those of another state: they share what the same pages have.
        """
        self._pages = pages
        self._paths = paths
        self._of: dict[Page, list[Target]] = like._of if like else {}
        self._targets: dict[Target, Target] = like._targets if like else {}

    def of(self, page: Page) -> Iterator[tuple[Link, Target]]:
        """The links of a page with where they lead."""
        found = self._of.get(page)
        if found is None:
            found = self._of[page] = [self._target(link, page) for link in page.links]
        return zip(page.links, found, strict=True)

    def _target(self, link: Link, page: Page) -> Target:
        """Where a link leads: one object for all links that lead there."""
        target = link_targets.resolve(link.target, page.path)
        return self._targets.setdefault(target, target)

    def to_pages(self, page: Page) -> Iterator[tuple[Link, Page]]:
        """The links of a page that lead to a page with an ID, and that page."""
        for link, target in self.of(page):
            other = self._pages.get(target.path) if target.form == "relative" else None
            if other is not None and other.id:
                yield link, other

    @cached_property
    def sources(self) -> dict[str, list[str]]:
        """The paths of the pages that link to a path by a link that leads there, each once."""
        found: dict[str, list[str]] = defaultdict(list)
        for page in self._pages.values():
            # A link definition to which nothing refers is no way to a page.
            ways = {
                target.path
                for link, target in self.of(page)
                if target.form == "relative" and link.form != "definition"
            }
            for path in ways & self._paths.files:
                found[path].append(page.path)
        return found
