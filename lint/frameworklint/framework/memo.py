"""What the rules of a family work out once and ask for again."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from typing import Any, Generic, Literal, TypeVar, cast

from frameworklint.page.page import Page
from frameworklint.page.text import Text

_Framework = TypeVar("_Framework")
_T = TypeVar("_T")
_UNKNOWN = object()


class Memo(Generic[_Framework]):
    """Results of work on the pages and texts of a framework, until the next family's rules run.

    Attributes:
        asked: whether, since this was last emptied, something asked for what follows from texts
            anywhere in the tree, or from what is beyond it, as the date of the run is.
    """

    def __init__(self, framework: _Framework) -> None:
        self._framework = framework
        self.asked = set[Literal["tree", "beyond"]]()
        # By the work first: a key of its own for each page and text takes more than most answers.
        self._of_pages: dict[Callable[..., Any], dict[str, list[Any]]] = defaultdict(dict)
        self._of_texts: dict[tuple[Callable[..., Any], str], dict[str, Any]] = defaultdict(dict)
        self._of_pairs: dict[tuple[Callable[..., Any], str, str], Any] = {}
        self._of_all: dict[Callable[..., Any], Any] = {}

    def of_page(self, work: Callable[[Page, _Framework], Iterable[_T]], page: Page) -> list[_T]:
        """What some work finds on a page, done once for all rules of a family that ask for it."""
        known = self._of_pages[work]
        found = known.get(page.path)
        if found is None:
            found = known[page.path] = list(work(page, self._framework))
        return found

    def of_text(self, work: Callable[[Text, _Framework], _T], text: Text) -> _T:
        """What some work finds in a text, done once for all texts that are the same.

        Most descriptions stand on several pages. What is found must not tell where.
        """
        if text.context.definitions:
            return work(text, self._framework)
        known = self._of_texts[work, text.context.form]
        found = known.get(text.raw, _UNKNOWN)
        if found is _UNKNOWN:
            found = known[text.raw] = work(text, self._framework)
        return cast(_T, found)

    def of_pair(self, work: Callable[[str, str, _Framework], _T], one: str, other: str) -> _T:
        """What some work finds of two pages, named by their IDs, done once for both."""
        key = work, one, other
        found = self._of_pairs.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = self._of_pairs[key] = work(one, other, self._framework)
        return cast(_T, found)

    def of_all(self, work: Callable[[_Framework], _T]) -> _T:
        """What some work finds in the whole framework, done once."""
        found = self._of_all.get(work, _UNKNOWN)
        if found is _UNKNOWN:
            found = self._of_all[work] = work(self._framework)
        return cast(_T, found)

    def of_tree(self, work: Callable[[_Framework], _T]) -> _T:
        """The same for a rule that judges one page and looks at texts anywhere for it.

        It is run there again in every state; never ask within work that is done once for several.
        """
        self.asked.add("tree")
        return self.of_all(work)

    def clear(self) -> None:
        """Forget everything: it takes much memory."""
        self._of_pages.clear()
        self._of_texts.clear()
        self._of_pairs.clear()
        self._of_all.clear()
