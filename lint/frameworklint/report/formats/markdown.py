"""A summary in Markdown, as a workflow shows it on the page of a job."""

from itertools import groupby

from frameworklint.findings.finding import Finding
from frameworklint.report.formats.positions import said_with_source
from frameworklint.report.report import Report, plural
from frameworklint.terminal.escaping import markdown, markdown_code

# GitHub refuses a job summary of more than 1 MiB.
_LIMIT = 900_000


def render(report: Report) -> str:
    """A verdict, a table by rule, and the findings by page."""
    parts = [f"### frameworklint: {markdown(report.verdict)}\n\n"]
    if report.findings:
        parts += [_table(report), *_pages(report)]
    return "".join(parts)


def _table(report: Report) -> str:
    rules = {finding.rule.code: finding for finding in report.findings}
    rows = [
        f"| [{code}]({rules[code].rule.url}) {rules[code].rule.name} "
        f"| {rules[code].severity} | {count} |\n"
        for code, count in sorted(report.by_rule().items(), key=lambda item: (-item[1], item[0]))
    ]
    return "| Rule | Severity | Findings |\n| --- | --- | ---: |\n" + "".join(rows) + "\n"


def _pages(report: Report) -> list[str]:
    parts: list[str] = []
    size = shown = 0
    for page, group in groupby(report.findings, key=lambda finding: finding.place.page):
        findings = list(group)
        title = f" {markdown(f'{page.id} {page.name}')}" if page.id else ""
        lines = [f"**`{markdown_code(report.git_prefix + page.label)}`**{title}\n\n"]
        lines += [_item(report, finding) for finding in findings]
        text = "".join(lines) + "\n"
        size += len(text.encode("utf-8", "replace"))
        if size > _LIMIT:
            left = len(report.findings) - shown
            return [*parts, f"… and {plural(left, 'more finding')}\n"]
        parts.append(text)
        shown += len(findings)
    return parts


def _item(report: Report, finding: Finding) -> str:
    spot = finding.place.page.locator(finding.place.span)
    others = len(finding.also)
    more = f" (and {plural(others, 'more place')})" if others else ""
    rule = finding.rule
    return (
        f"- {spot} **{finding.severity}** [{rule.code} {rule.name}]({rule.url}): "
        f"{markdown(said_with_source(report, finding))}{more}\n"
    )
