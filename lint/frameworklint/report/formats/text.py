"""The reports for people: `text`, `concise` and the statistics."""

import re
import textwrap
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from frameworklint.findings.finding import Finding
from frameworklint.linter import rule_page
from frameworklint.linter.place import Place, Severity
from frameworklint.page.page import Page
from frameworklint.report.grouping import Group, grouped
from frameworklint.report.report import Report, plural
from frameworklint.source.span import Span
from frameworklint.terminal.escaping import visible

# Characters that take one cell each, whatever a terminal knows of Unicode.
_NARROW = re.compile(r"[ -~\u00a0-\u00ac\u00ae-\u02ff\u2010-\u2027\u2030-\u205e]*+")
_WINDOW = 88
_LEAD = 32
_PLACES = 4
_NAMED = 6
_ENDING = 32
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}
Piece = tuple[str, str]


def render(report: Report) -> str:
    """Findings by page, each with the source around it, other places and the remedy."""
    return _join(_render(report), report.color)


def render_concise(report: Report) -> str:
    """One line a finding."""
    lines = []
    for finding in report.findings:
        where = _where(report, finding.place.page, finding.place.span)
        message = visible(finding.message)
        lines.append(
            f"{where}: {finding.severity} {finding.rule.code} {finding.rule.name}: {message}\n"
        )
    return "".join(lines)


def render_statistics(report: Report) -> str:
    """The number of findings by rule, the most first."""
    names = {finding.rule.code: finding.rule for finding in report.findings}
    counts = sorted(report.by_rule().items(), key=lambda item: (-item[1], item[0]))
    lines = [f"{count:>6}  {code}  {names[code].name}\n" for code, count in counts]
    return "".join(lines) + visible(report.verdict) + "\n"


def _render(report: Report) -> Iterator[Piece]:
    explained: set[tuple[str, bool]] = set()
    for page, group in groupby(grouped(report.findings), key=lambda one: one.finding.place.page):
        title = visible(" ".join(f"{page.id} {page.name}".split())) if page.id else ""
        yield visible(report.prefix + page.label), "bold"
        yield f"  {title}\n" if title else "\n", ""
        for one in group:
            yield from _finding(report, one.finding)
            yield from _folded_findings(one)
            yield from _remedy(one.finding, explained)
        yield "\n", ""
    yield visible(report.verdict) + "\n", "bold"
    if report.findings:
        yield "`frameworklint explain RULE` tells more about a rule, by code or name.\n", "dim"


def _finding(report: Report, finding: Finding) -> Iterator[Piece]:
    place, rule = finding.place, finding.rule
    yield f"  {place.page.locator(place.span)}  ", ""
    yield finding.severity.value, _STYLES[finding.severity]
    yield f"  {rule.code} {rule.name}\n", "bold"
    yield f"      {visible(finding.message)}\n", ""
    yield from _excerpt(place)
    yield from _source(report, finding)
    if fix := report.fix_line(finding):
        yield f"      fix: {visible(fix)}\n", "green"
    others = finding.also
    for other in others[:_PLACES]:
        where = _where(report, other.page, other.span)
        message = visible(_unrepeated(other.message, place.message))
        yield f"      also {where}{f'  {message}' if message else ''}\n", "dim"
    if len(others) > _PLACES:
        yield f"      and {plural(len(others) - _PLACES, 'more place')}\n", "dim"


def _unrepeated(message: str, known: str) -> str:
    """What a message says before it ends like a known one."""
    if message == known:
        return ""
    from rapidfuzz.distance import Postfix

    ending = message[len(message) - Postfix.similarity(message, known) :]
    ending = ending[ending.find(" ") :] if " " in ending else ""
    return message if len(ending) < _ENDING else f"{message.removesuffix(ending)} …"


def _folded_findings(one: Group) -> Iterator[Piece]:
    """How many findings are not shown because this one is, and where."""
    if one.same:
        shown = len(one.same) if len(one.same) <= _NAMED else _NAMED - 1
        named = [finding.place.page.id or finding.place.page.path for finding in one.same[:shown]]
        more = ", …" if shown < len(one.same) else ""
        pages = plural(len(one.same), "more page")
        yield f"      the same on {pages}: {visible(', '.join(named))}{more}\n", ""
    if one.block:
        column = one.finding.place.block
        yield f"      {len(one.block)} more in {visible(column)}:\n", ""
        for line in _block(one):
            yield f"        {visible(line)}\n", ""
    if one.following:
        rules = sorted({finding.rule.code for finding in one.following})
        severities = {finding.severity for finding in one.following}
        is_one = len(severities) == 1 and Severity.INFO not in severities
        noun = severities.pop().value if is_one else "finding"
        verbs = ("follows", "is") if len(one.following) == 1 else ("follow", "are")
        counted = f"{plural(len(one.following), noun)} ({', '.join(rules)})"
        yield f"      {counted} {verbs[0]} from this and {verbs[1]} not repeated\n", "dim"


def _block(one: Group) -> list[str]:
    """The other findings of a block: a line each where they stand on several pages."""
    if all(finding.place.page is one.finding.place.page for finding in one.block):
        return textwrap.wrap(", ".join(_counted(one.block)), _WINDOW)
    found = sorted(one.block, key=lambda finding: finding.sort_key)
    return [
        f"{place.page.id or place.page.label} {place.page.locator(place.span)}: "
        f"{place.note or place.subject}"
        for place in (finding.place for finding in found)
    ]


def _counted(block: list[Finding]) -> Iterator[str]:
    """What findings are about, the most frequent first: how often each is there, what is known."""
    numbers: Counter[tuple[str, str]] = Counter()
    for finding in block:
        numbers[finding.place.subject, finding.place.note] += len(finding.places)
    for (subject, note), number in numbers.most_common():
        times = f" {number} times" if number > 1 else ""
        yield f"{subject}{times}" + (f" ({note})" if note else "")


def _remedy(finding: Finding, explained: set[tuple[str, bool]]) -> Iterator[Piece]:
    """How to fix what the rule finds, where that has not been said."""
    by_hand = _is_written_by_hand(finding.place)
    key = finding.rule.code, by_hand
    remedy = "" if key in explained else rule_page.remedy(finding.rule, by_hand=by_hand)
    explained.add(key)
    if remedy:
        yield f"      fix: {remedy}\n", "green"


def _is_written_by_hand(place: Place) -> bool:
    """Whether no spreadsheet holds the text: that of a README, or of a note on a page."""
    page = place.page
    if page.kind is None:
        return page.rank >= 0
    return any(note.span.covers(place.span) for note in page.notes)


def _source(report: Report, finding: Finding) -> Iterator[Piece]:
    """The cells that the text came from, or from which the page differs."""
    if finding.place.page.rank < 0:  # the finding itself stands in the workbook
        return
    source = report.source(finding)
    if source.cells:
        shown = groupby(source.cells[:_PLACES], key=lambda cell: cell.where.removesuffix(cell.name))
        sheets = [f"{sheet}{', '.join(cell.name for cell in cells)}" for sheet, cells in shown]
        left = len(source.cells) - _PLACES
        more = f" and {left} more" if left > 0 else ""
        yield f"      source: {visible('; '.join(sheets))}{more}\n", "dim"
    elif source.differing:
        where = visible(source.differing[0].where)
        yield f"      source: the page differs from {where}\n", "dim"


def _excerpt(place: Place) -> Iterator[Piece]:
    """A window of the source line around the fault, and carets below the fault."""
    page, span = place.page, place.span
    if not page.source:
        if text := page.shown(span):
            yield f"      | {visible(_around(place.subject, ' '.join(text.split())))}\n", ""
        return
    index = page.lines.position(span.start)[0] - 1
    line = page.lines.span(index)
    fault = Span(span.start, max(span.start, min(span.end, line.end, span.start + 60)))
    start = (
        line.start if fault.end - line.start <= _WINDOW else max(line.start, fault.start - _LEAD)
    )
    end = min(line.end, max(start + _WINDOW, fault.end))
    before = ("…" if start > line.start else "") + visible(page.source[start : fault.start])
    at = visible(page.source[fault.start : fault.end])
    after = visible(page.source[fault.end : end]) + ("…" if end < line.end else "")
    if not (before + at + after).strip():
        return
    yield f"      | {before}{at}{after}\n", ""
    yield f"      | {' ' * _width(before)}{'^' * max(_width(at), 1)}\n", "red"


def _around(subject: str, text: str) -> str:
    """A window of a cell's text, around what the finding is about where that stands in it."""
    at = text.find(subject) if subject else 0
    start = max(0, at - _LEAD) if at + len(subject) > _WINDOW else 0
    cut = "…" if start else ""
    end = start + _WINDOW
    return cut + text[start:end] + ("…" if end < len(text) else "")


def _width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if _NARROW.fullmatch(text):
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)


def _where(report: Report, page: Page, span: Span) -> str:
    return visible(report.prefix + page.where(span))


def _join(pieces: Iterator[Piece], color: bool) -> str:
    if not color:
        return "".join(text for text, _ in pieces)
    import io

    from rich.console import Console

    console = Console(file=io.StringIO(), force_terminal=True, color_system="standard", width=10000)
    for text, style in pieces:
        console.print(text, style=style or None, end="", markup=False, highlight=False, emoji=False)
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()
