"""Where a rule sees a fault."""

from collections.abc import Sequence
from enum import StrEnum
from typing import NamedTuple

from frameworklint.linter.fix import Fix
from frameworklint.page.page import Page
from frameworklint.source.span import Span
from frameworklint.workbook.sheet import Cell

LONGEST_MESSAGE = 1_000  # real: 245


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst."""
        return list(Severity).index(self)


class Related(NamedTuple):
    """Another place that helps to understand a finding."""

    page: Page
    span: Span
    message: str


Location = tuple[Page, Span]


class Template(NamedTuple):
    """What is at fault where the same fault stands nearly everywhere: what prints the pages.

    Four fifths of those that could have it, and at least ten, are one finding.

    Attributes:
        cause: what is the same at all places of a rule, wherever they stand.
        message: what is wrong everywhere; `{n}` is how many have it, `{of}` how many could.
        of: how many could have it; 0 where the number alone tells.
        unit: what counts as one of them; the page by default.
        least: how many must have it.
    """

    cause: str
    message: str
    of: int
    unit: str = ""
    least: int = 10


class Place(NamedTuple):
    """A spot where a rule sees a fault.

    Attributes:
        page, span: where.
        message: what is wrong there.
        cause: the smallest thing at fault; places of a rule with one cause are one finding.
        subject: the ID, link, tag or field concerned.
        many: the message where several places are merged; `{n}` is their number, `{sum0}` the sum
            of the places' first amounts, `{sums}` a list of the sums with their units.
        also: other places that help to understand.
        covers: what a rule that hides others hides them on; the span itself by default.
        compared: the places from which this one differs; it then yields only to what another rule
            finds on one side and not on the other, because that is what makes them differ.
        differences: for a text that differs from another, each difference with where it lies on
            both sides; it follows from what another rule finds on one side and not on the other.
        faults: where a place holds several, each of which must be explained before it is.
        explained: where findings that follow from this one stand; by default what it covers and
            the other places that help to understand.
        amounts: what is counted at this place.
        units: what the amounts count, each for one and for several.
        block: what names the column or the texts whose findings are shown together.
        note: what is known of it where no fix is certain.
        templates: of which fault of the pages' template it may be a part, the widest first.
        elements: where the cause is several faults at once, each of them; the place is known where
            all of them are.
        words: for a text that differs from another, those that stand in one of them only: a place
            that a base hides is known there only where it differed in all of them.
        cells: the cells of the workbook from which the text is printed.
        within: where the fault stands in the text of the first of them, for a place in a cell.
        printed: for a place in a cell, where the generator will print it: page and span.
        fixes: the readings of what is meant, each with what would write it.
        is_hidden: whether another fault of the spot hides it: it is never reported, nor is it new
            once that is fixed.
    """

    page: Page
    span: Span
    message: str
    cause: str
    subject: str = ""
    many: str = ""
    also: tuple[Related, ...] = ()
    covers: Span | None = None
    compared: tuple[Related, ...] = ()
    differences: tuple[tuple[Location, Location], ...] = ()
    faults: tuple[Location, ...] = ()
    explained: tuple[Location, ...] | None = None
    amounts: tuple[int, ...] = ()
    units: tuple[tuple[str, str], ...] = ()
    block: str = ""
    note: str = ""
    templates: tuple[Template, ...] = ()
    elements: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    within: Span | None = None
    printed: Location | None = None
    fixes: tuple[Fix, ...] = ()
    is_hidden: bool = False

    def bounded(self) -> "Place":
        """The same place with texts that a reader can take in, whatever a page or a cell holds."""
        texts = (self.message, self.many, self.subject, *(other.message for other in self.also))
        if all(len(text) <= LONGEST_MESSAGE for text in texts):
            return self
        return self._replace(
            message=shortened(self.message),
            many=shortened(self.many),
            subject=shortened(self.subject),
            also=tuple(other._replace(message=shortened(other.message)) for other in self.also),
        )

    @property
    def on_page(self) -> Location:
        """Where it stands, or will stand, on a page."""
        return self.printed or (self.page, self.span)

    @property
    def parts(self) -> tuple[tuple[Location, ...], ...]:
        """What must be explained before the place is: one spot, and one only, of each part."""
        faults = self.faults or ((self.page, self.span),)
        return self.differences or tuple((fault,) for fault in faults)

    @property
    def nearby(self) -> list[Location]:
        """The place and those that help to understand it."""
        return [(self.page, self.span), *((other.page, other.span) for other in self.also)]

    @property
    def paths(self) -> set[str]:
        """The files of which it speaks."""
        return {page.path for page, _ in self.nearby}

    @property
    def reach(self) -> Sequence[Location]:
        """Where findings that follow from this one stand."""
        if self.explained is not None:
            return self.explained
        return [(self.page, self.covers or self.span), *self.nearby[1:]]


def shortened(text: str) -> str:
    """A text, cut where it is longer than a message may be."""
    return text if len(text) <= LONGEST_MESSAGE else f"{text[: LONGEST_MESSAGE - 1]}…"
