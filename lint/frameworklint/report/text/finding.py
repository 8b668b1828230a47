"""What the text report says of one group of findings."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from frameworklint.findings.finding import Finding
from frameworklint.linter.place import Related, Severity
from frameworklint.linter.rule import Rule
from frameworklint.page.page import Page
from frameworklint.report.grouping import Group
from frameworklint.report.remedies import remedy_of
from frameworklint.report.report import Report
from frameworklint.report.sections import Target
from frameworklint.report.text.excerpt import excerpt
from frameworklint.source.span import Span
from frameworklint.terminal.escaping import visible
from frameworklint.terminal.layout import Line
from frameworklint.wording import and_more, plural
from frameworklint.workbook.sheet import Cell, SheetPage

_PLACES = 4
_NAMED = 6
_ENDING = 32
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "bold magenta", Severity.INFO: "bold"}
_INDENT = "      "


class GroupText:
    """The lines about one group of findings, below a heading."""

    def __init__(self, report: Report, target: Target, group: Group) -> None:
        self._report = report
        self._target = target
        self._group = group
        self._finding = group.finding
        self._verbose = report.layout.verbose

    def lines(self, explained: set[tuple[str, str]]) -> Iterator[Line]:
        """The lines.

        Args:
            explained: the remedies that have been given, by rule; the group's are added.
        """
        yield self._head()
        yield _line(self._finding.message)
        if self._report.layout.quiet:
            return
        for text, style in excerpt(self._finding.place, self._report.layout.columns):
            yield Line(((text, style),))
        yield from self._source()
        yield from self._fix()
        yield from self._others()
        yield from self._same()
        yield from self._block()
        yield from self._following()
        yield from _remedy(self._finding, explained)

    def _head(self) -> Line:
        """Where, how bad and of which rule it is, but for what the heading says."""
        finding, severity = self._finding, self._finding.severity
        rule = "" if self._target == finding.rule else f"  {finding.rule.code} {finding.rule.name}"
        is_known = isinstance(self._target, Cell) and finding.place.page is self._target.page
        where = "" if is_known else f"{self._where(finding.place.page, finding.place.span)}  "
        pieces = (f"  {where}", ""), (severity.value, _STYLES[severity]), (rule, "bold")
        return Line(pieces, len(_INDENT))

    def _where(self, page: Page, span: Span) -> str:
        """A place: on the page, or the sheet, that the heading names without its path."""
        target = self._target.page if isinstance(self._target, Cell) else self._target
        known = target is page or (isinstance(page, SheetPage) and page is self._finding.place.page)
        if known and not isinstance(self._target, Rule):
            return visible(page.locator(span))
        return visible(self._report.prefix + page.where(span))

    def _source(self) -> Iterator[Line]:
        """The cells that the text came from, or from which the page differs."""
        if self._finding.place.page.rank < 0:  # the finding itself stands in the workbook
            return
        source = self._report.source(self._finding)
        most = len(source.cells) if self._verbose else _PLACES
        if len(source.cells) > 1 or (source.cells and source.cells[0] != self._target):
            shown = groupby(source.cells[:most], key=_sheet)
            sheets = [f"{sheet}{', '.join(cell.name for cell in cells)}" for sheet, cells in shown]
            more = and_more(len(source.cells) - most)
            yield _line(f"source: {'; '.join(sheets)}{more}")
        elif source.differing and not source.cells:
            yield _line(f"source: the page differs from {source.differing[0].where}")

    def _fix(self) -> Iterator[Line]:
        """What is offered as a fix."""
        if said := self._report.fix_line(self._finding):
            pieces = (_INDENT, ""), ("fix:", "bold"), (f" {visible(said)}", "")
            yield Line(pieces, len(_INDENT) + 2)

    def _others(self) -> Iterator[Line]:
        """Other places: those that say nothing new side by side, the others a line each."""
        others = list(self._unfolded())
        most = len(others) if self._verbose else _PLACES
        news = [(other, self._news(other)) for other in others[:most]]
        for is_news, group in groupby(news, key=lambda pair: bool(pair[1])):
            if not is_news:
                yield _line(f"also {', '.join(self._places([other for other, _ in group]))}")
                continue
            for other, said in group:
                yield _line(f"also {self._where(other.page, other.span)}  {said}")
        if len(others) > most:
            more = plural(len(others) - most, "more place")
            yield _line(f"and {more}, listed by `{self._listing()}`")

    def _unfolded(self) -> Iterator[Related]:
        """The other places but for those of findings that are only counted."""
        folded = {
            (place.page.path, place.span): finding.rule.code
            for finding in self._group.following
            for place in finding.places
        }
        for other in self._finding.also:
            code = folded.get((other.page.path, other.span))
            if code is None or not other.message.startswith(f"{code} "):
                yield other

    def _news(self, other: Related) -> str:
        """What is said of another place that was not said of the finding."""
        return _unrepeated(other.message, self._finding.place.message)

    def _places(self, others: Sequence[Related]) -> Iterator[str]:
        """Some places, those on one page after its path."""
        for _, group in groupby(others, key=lambda other: other.page.label):
            first, *rest = group
            yield self._where(first.page, first.span)
            yield from (visible(other.page.locator(other.span)) for other in rest)

    def _listing(self) -> str:
        """The command that lists all places."""
        way = visible(self._report.prefix.rstrip("/"))
        named = f" {way}" if way else ""
        return f"frameworklint check{named} --select {self._finding.rule.code} --verbose"

    def _same(self) -> Iterator[Line]:
        same = self._group.same
        if not same:
            return
        shown = len(same) if self._verbose or len(same) <= _NAMED else _NAMED - 1
        named = [finding.place.page.id or finding.place.page.path for finding in same[:shown]]
        more = ", …" if shown < len(same) else ""
        pages = plural(len(same), "more page")
        yield _line(f"the same on {pages}: {', '.join(named)}{more}")

    def _block(self) -> Iterator[Line]:
        """The other findings of a block: a line each where they stand on several pages."""
        block, place = self._group.block, self._finding.place
        if not block:
            return
        yield _line(f"{len(block):,} more in {place.block}:")
        if all(finding.place.page is place.page for finding in block):
            yield _line(", ".join(_counted(block)), 8)
            return
        for other in sorted(block, key=lambda finding: finding.sort_key):
            page, span = other.place.page, other.place.span
            about = other.place.note or other.place.subject
            yield _line(f"{page.id or page.label} {page.locator(span)}: {about}", 8)

    def _following(self) -> Iterator[Line]:
        """How many findings are not shown because this one is."""
        following = self._group.following
        if not following:
            return
        severities = {finding.severity for finding in following}
        is_one = len(severities) == 1 and Severity.INFO not in severities
        noun = severities.pop().value if is_one else "finding"
        rules = ", ".join(sorted({finding.rule.code for finding in following}))
        counted = f"{plural(len(following), noun)} ({rules}) "
        counted += "follows" if len(following) == 1 else "follow"
        if not self._verbose:
            is_are = "is" if len(following) == 1 else "are"
            yield _line(f"{counted} from this and {is_are} not repeated")
            return
        yield _line(f"{counted} from this:")
        for finding in following:
            where = self._report.prefix + finding.place.page.where(finding.place.span)
            yield _line(f"{where}  {finding.rule.code} {finding.message}", 8)


def _sheet(cell: Cell) -> str:
    return cell.where.removesuffix(cell.name)


def _line(text: str, indent: int = len(_INDENT)) -> Line:
    return Line(((" " * indent + visible(text), ""),), indent + 2)


def _unrepeated(message: str, known: str) -> str:
    """What a message says before it ends like a known one."""
    if message == known:
        return ""
    from rapidfuzz.distance import Postfix

    begins = len(message) - Postfix.similarity(message, known)
    for separator, sign in ((": ", ""), (" ", " …")):
        at = message.find(separator, begins)
        while at >= 0 and message.count("`", 0, at) % 2:  # not in the middle of what is quoted
            at = message.find(separator, at + 1)
        if 0 <= at <= len(message) - _ENDING:
            return message[:at] + sign
    return message


def _counted(block: Sequence[Finding]) -> Iterator[str]:
    """What findings are about, the most frequent first: how often each is there, what is known."""
    numbers: Counter[tuple[str, str]] = Counter()
    for finding in block:
        numbers[finding.place.subject, finding.place.note] += len(finding.places)
    for (subject, note), number in numbers.most_common():
        times = f" {number:,} times" if number > 1 else ""
        yield f"{subject}{times}" + (f" ({note})" if note else "")


def _remedy(finding: Finding, explained: set[tuple[str, str]]) -> Iterator[Line]:
    """How to fix what the rule finds, where that has not been said."""
    remedy = remedy_of(finding)
    key = finding.rule.code, remedy
    if remedy and key not in explained:
        explained.add(key)
        yield Line(((_INDENT, ""), ("fix:", "bold"), (f" {visible(remedy)}", "")), len(_INDENT) + 2)
