"""Files that others load, as findings see them."""

from frameworklint.kinds.exports import ExportAnnotation
from frameworklint.page.page import Page
from frameworklint.source.span import Span

RANK = 20  # behind all pages: what an export says follows from them


class ExportPage(Page):
    """An export as findings see it: a page of text, with names for the places in it.

    Attributes:
        annotation: what the schemas say of it.
        fault: where it can not be read on, if that is known.
    """

    def __init__(self, path: str, annotation: ExportAnnotation, source: str = "") -> None:
        super().__init__(path, source)
        self.fault: Span | None = None
        self.annotation = annotation
        self.remedy = annotation.remedy
        self.key = annotation.path if "*" not in annotation.path else path
        self._anchors: dict[Span, str] = {}
        self._locators: dict[Span, str] = {}

    @property
    def rank(self) -> int:
        """Behind all pages."""
        return RANK

    def named(self, span: Span, anchor: str, locator: str = "") -> Span:
        """A span to which a name is given that stays when the file is written anew.

        Args:
            span: the span.
            anchor: what names it whatever its line.
            locator: what readers call it, line and column by default.
        """
        self._anchors.setdefault(span, anchor)
        if locator:
            self._locators.setdefault(span, locator)
        return span

    def anchor(self, span: Span) -> str:
        """What names a place whatever its line: the ID and the property, or the cell's ID."""
        return self._anchors.get(span, "file")

    def locator(self, span: Span) -> str:
        """The place as readers look for it: a cell's name, else line and column."""
        return self._locators.get(span) or super().locator(span)


class ExportFolderFile(Page):
    """A file beside an export, of which nothing but the name is known."""

    def __init__(self, path: str, annotation: ExportAnnotation, name: str) -> None:
        super().__init__(path, "")
        self.annotation = annotation
        self.remedy = annotation.remedy
        self.key = name

    @property
    def rank(self) -> int:
        """Behind all pages."""
        return RANK
