"""The reports for people: `text`, `concise` and the statistics."""

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from frameworklint import rulepage
from frameworklint.findings import Finding, Severity
from frameworklint.page import Page
from frameworklint.report import Report, plural
from frameworklint.span import Span

# What a terminal would obey or hide: control characters, bidirectional controls, separators.
_UNSAFE = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]"
)
_WINDOW = 88
_LEAD = 32
_PLACES = 4
_STYLES = {Severity.ERROR: "bold red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}

Piece = tuple[str, str]


def visible(text: str) -> str:
    """Text without characters that a terminal would obey or hide: they are spelled `\\u202e`."""
    return _UNSAFE.sub(lambda match: _spelled(match[0]), text)


def _spelled(character: str) -> str:
    code = ord(character)
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}"


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
    return "".join(lines) + report.verdict + "\n"


def _render(report: Report) -> Iterator[Piece]:
    explained: set[str] = set()
    shown = {finding.fingerprint for finding in report.findings}
    following = Counter(code for f in report.findings for code in f.follows if code in shown)
    findings = [f for f in report.findings if not shown.intersection(f.follows)]
    for page, group in groupby(findings, key=lambda finding: finding.place.page):
        title = visible(" ".join(f"{page.id} {page.name}".split())) if page.id else ""
        yield visible(report.prefix + page.label), "bold"
        yield f"  {title}\n" if title else "\n", ""
        for finding in group:
            yield from _finding(report, finding, explained)
            if count := following[finding.fingerprint]:
                told = "follows from this and is" if count == 1 else "follow from this and are"
                yield f"      {plural(count, 'page finding')} {told} not repeated\n", "dim"
        yield "\n", ""
    yield report.verdict + "\n", "bold"
    if report.findings:
        yield "`frameworklint explain RULE` tells more about a rule, by code or name.\n", "dim"


def _finding(report: Report, finding: Finding, explained: set[str]) -> Iterator[Piece]:
    place, rule = finding.place, finding.rule
    yield f"  {place.page.spot(place.span)}  ", ""
    yield finding.severity.value, _STYLES[finding.severity]
    yield f"  {rule.code} {rule.name}\n", "bold"
    yield f"      {visible(finding.message)}\n", ""
    yield from _excerpt(place.page, place.span)
    yield from _source(report, finding)
    others = finding.also
    for other in others[:_PLACES]:
        where = _where(report, other.page, other.span)
        message = "" if other.message == place.message else f"  {visible(other.message)}"
        yield f"      also {where}{message}\n", "dim"
    if len(others) > _PLACES:
        yield f"      and {plural(len(others) - _PLACES, 'more place')}\n", "dim"
    if rule.code not in explained:
        explained.add(rule.code)
        remedy = rulepage.remedy(rule)
        if remedy:
            yield f"      mend: {remedy}\n", "green"


def _source(report: Report, finding: Finding) -> Iterator[Piece]:
    """The cells that the text came from, or from which the page differs."""
    if finding.place.page.rank < 0:  # the finding itself stands in the workbook
        return
    source = report.source(finding)
    cells = [visible(cell.where) for cell in source.cells]
    if cells:
        more = f" and {len(cells) - _PLACES} more" if len(cells) > _PLACES else ""
        yield f"      source: {', '.join(cells[:_PLACES])}{more}\n", "dim"
    elif source.differing:
        where = visible(source.differing[0].where)
        yield f"      source: the page differs from {where}\n", "dim"


def _excerpt(page: Page, span: Span) -> Iterator[Piece]:
    """A window of the source line around the fault, and carets below the fault."""
    if not page.source:
        if text := page.shown(span):
            yield f"      | {visible(' '.join(text.split())[:_WINDOW])}\n", ""
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


def _width(text: str) -> int:
    """How many cells of a terminal a text takes."""
    if text.isascii():
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
        console.print(text, style=style or None, end="", markup=False, highlight=False)
    output = console.file
    assert isinstance(output, io.StringIO)
    return output.getvalue()
