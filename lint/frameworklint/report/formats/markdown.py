"""A summary in Markdown, as a workflow shows it on the page of a job.

Findings with one cause stand together: what follows from another finding, or says the same, stands
below it. Each leads to its line in the state that was checked.
"""

from collections import defaultdict
from collections.abc import Iterator

from frameworklint.findings.finding import Finding
from frameworklint.linter.place import Place
from frameworklint.linter.rule import Rule
from frameworklint.report.formats.positions import position
from frameworklint.report.grouping import Group, grouped
from frameworklint.report.remedies import remedy_of
from frameworklint.report.report import Report
from frameworklint.terminal.escaping import markdown, markdown_code, markdown_message
from frameworklint.wording import plural

# GitHub refuses a job summary of more than 1 MiB.
_LIMIT = 900_000
_LIMIT_OF_CHANGES = 250_000
_CELLS = 3


def render(report: Report) -> str:
    """A verdict, a table by rule, and the findings by rule and cause, the most serious first."""
    parts = [f"### frameworklint: {markdown(report.verdict)}\n\n"]
    changes = _changes(report)
    if report.findings:
        parts.append(_table(report))
        size = sum(map(_size, [*parts, changes]))
        parts += _within(_rules(report), size, len(report.findings))
    return "".join([*parts, changes])


def _changes(report: Report) -> str:
    """What the change does to the spreadsheets, which nobody can read in a diff."""
    changes = report.find_workbook_changes()
    if changes is None or not (changes.sheets or changes.notices):
        return ""
    from frameworklint.report.workbook_changes import markdown_section

    return "\n" + markdown_section(changes, _LIMIT_OF_CHANGES)


def _table(report: Report) -> str:
    rules = {finding.rule.code: finding for finding in report.findings}
    rows = [
        f"| {_link(rules[code].rule)} | {rules[code].severity} | {count} |\n"
        for code, count in sorted(report.by_rule().items(), key=lambda item: (-item[1], item[0]))
    ]
    return "| Rule | Severity | Findings |\n| --- | --- | ---: |\n" + "".join(rows) + "\n"


def _within(parts: Iterator[tuple[str, int]], size: int, findings: int) -> Iterator[str]:
    """The parts, down to the one with which the summary would be too long.

    Args:
        parts: each with the number of findings that it lists.
        size: how many bytes stand before them.
        findings: how many findings there are in all.
    """
    for text, number in parts:
        size += _size(text)
        if size > _LIMIT:
            yield f"\n… and {plural(findings, 'more finding')}\n"
            return
        yield text
        findings -= number


def _size(text: str) -> int:
    return len(text.encode("utf-8", "replace"))


def _rules(report: Report) -> Iterator[tuple[str, int]]:
    """The findings by rule, each part with the number of findings that it lists."""
    by_rule: dict[str, list[Group]] = defaultdict(list)
    for group in grouped(report.findings):
        by_rule[group.finding.rule.code].append(group)
    for groups in sorted(by_rule.values(), key=_weight):
        first = groups[0].finding
        yield f"\n#### {_link(first.rule)}\n\n{_remedies(groups)}", 0
        for group in groups:
            others = [*group.same, *group.block, *group.following]
            items = [_item(report, group.finding, first.rule)]
            items += [f"  {_item(report, finding, first.rule)}" for finding in others]
            yield "".join(items), len(items)


def _weight(groups: list[Group]) -> tuple[int, int, str]:
    """The more serious first, of these the more frequent."""
    finding = groups[0].finding
    return finding.severity.rank, -len(groups), finding.rule.code


def _remedies(groups: list[Group]) -> str:
    """How to fix the findings, each way once."""
    texts = dict.fromkeys(remedy_of(group.finding) for group in groups)
    return "".join(f"{text}\n\n" for text in texts if text)


def _link(rule: Rule) -> str:
    return f"[{rule.code} {rule.name}]({rule.url})"


def _item(report: Report, finding: Finding, named: Rule) -> str:
    place = finding.place
    others = len(finding.also)
    more = f" (and {plural(others, 'more place')})" if others else ""
    page = markdown(f" {place.page.id} {place.page.name}".rstrip()) if place.page.id else ""
    rule = "" if finding.rule is named else f" {_link(finding.rule)}"
    message = markdown_message(finding.message)
    where = f"{_spot(report, place)}{page}"
    return f"- **{finding.severity}**{rule} {where}: {message}{more}{_source(report, finding)}\n"


def _source(report: Report, finding: Finding) -> str:
    """The cells from which the text was printed."""
    if finding.place.page.rank < 0:  # the finding itself stands in the workbook
        return ""
    cells = report.source(finding).cells
    named = ", ".join(f"`{markdown_code(cell.where)}`" for cell in cells[:_CELLS])
    more = ", …" if len(cells) > _CELLS else ""
    return f"; printed from {named}{more}" if cells else ""


def _spot(report: Report, place: Place) -> str:
    """File and place, which lead there where a service shows the file."""
    page = place.page
    where = f"{report.git_prefix}{page.label}:{page.locator(place.span)}"
    if page.rank < 0:  # a sheet
        where = report.git_prefix + page.where(place.span)
    shown = f"`{markdown_code(where)}`"
    if not report.address:
        return shown
    at = position(report, page, place.span)
    # Without this, GitHub shows a Markdown file as a page, which has no lines.
    line = "" if page.rank < 0 else f"?plain=1#L{at.line}"
    return f"[{shown}]({report.address}{at.uri}{line})"
