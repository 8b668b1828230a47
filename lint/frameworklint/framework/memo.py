"""What the rules of a family work out once and ask for again."""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeVar, cast

from frameworklint.page.page import Page
from frameworklint.page.text import Text

_Framework = TypeVar("_Framework")
_T = TypeVar("_T")
_UNKNOWN = object()


class Memo(Generic[_Framework]):
    """Results of work on the pages and texts of a framework, until the next family's rules run."""

    def __init__(self, framework: _Framework) -> None:
        self._framework = framework
        self._of_pages: dict[tuple[Callable[..., Any], str], list[Any]] = {}
        self._of_texts: dict[tuple[Callable[..., Any], str, str], Any] = {}
        self._once: dict[Callable[..., Any], Any] = {}

    def once(self, work: Callable[[_Framework], _T]) -> _T:
        """What some work finds in the whole framework, done once for all rules of a family."""
        found = self._once.get(work, _UNKNOWN)
        if found is _UNKNOWN:
            found = self._once[work] = work(self._framework)
        return cast(_T, found)

    def of_page(self, work: Callable[[Page, _Framework], Iterable[_T]], page: Page) -> list[_T]:
        """What some work finds on a page, done once for all rules of a family that ask for it."""
        key = work, page.path
        found = self._of_pages.get(key)
        if found is None:
            found = self._of_pages[key] = list(work(page, self._framework))
        return found

    def of_text(self, work: Callable[[Text, _Framework], _T], text: Text) -> _T:
        """What some work finds in a text, done once for all texts that are the same.

        Most descriptions stand on several pages. What is found must not tell where.
        """
        if text.context.definitions:
            return work(text, self._framework)
        key = work, text.raw, text.context.form
        found = self._of_texts.get(key, _UNKNOWN)
        if found is _UNKNOWN:
            found = self._of_texts[key] = work(text, self._framework)
        return cast(_T, found)

    def clear(self) -> None:
        """Forget everything: it takes much memory."""
        self._of_pages.clear()
        self._of_texts.clear()
        self._once.clear()
