"""FW106 wrong-columns."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Span, Table, rule

from ._errors import UNSEEN, column_names, errors, is_unseen, of_template, span_of

_LINE_BELOW = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)([^\r\n]*)")  # the line ends of CommonMark 2.1


@rule("FW106", Severity.ERROR, fold="page")
def wrong_columns(page: Page, framework: Framework) -> Iterator[Place]:
    """A table's columns are not those that the kind asks for."""
    source = page.source
    expected = {error.name: error.expected for error in errors(page, "const", of_tables=True)}
    for key, table in {table.key: table for table in reversed(page.tables)}.items():
        if key in expected:
            span, fault = _fault(page, table, column_names(expected[key]))
        elif table.columns and not table.is_html and (fault := _fault_of_dashes(source, table)):
            span = table.columns[0].span
        else:
            continue
        message, cause = f"The table `{key}` {fault}", f"{key}: {table.header}"
        yield Place(
            page=page,
            span=span,
            message=message,
            cause=cause,
            subject=key,
            # Which of two columns holds the dates, nobody knows.
            covers=table.span if _moves_dates(page, table, expected.get(key, "")) else None,
            templates=of_template(page, framework, cause, f"{message},"),
        )


def _moves_dates(page: Page, table: Table, expected: str) -> bool:
    """Whether a table has the columns that it should have, but that of the dates elsewhere."""
    names = column_names(expected)
    dates = page.kind.table_annotation(table.key).sources.get("date") if page.kind else None
    if dates is None or sorted(column.raw for column in table.columns) != sorted(names):
        return False
    return table.column_index(dates) != names.index(dates)


def _fault(page: Page, table: Table, expected: list[str]) -> tuple[Span, str]:
    """What is wrong with a header, and where: one column, if it is one."""
    unknown = [column for column in table.columns if column.raw not in expected]
    lacking = [name for name in expected if table.column_index(name) is None]
    whole = span_of(page, f"| {table.key}")
    if len(unknown) == len(lacking) == 1:
        if is_unseen(unknown[0].raw, lacking[0]):
            return unknown[0].span, f"has a column `{lacking[0]}` that {UNSEEN}"
        return unknown[0].span, f"has a column `{unknown[0].raw}`; it should be `{lacking[0]}`"
    if lacking and not unknown:
        return whole, f"has no column {' and no column '.join(f'`{name}`' for name in lacking)}"
    if unknown and not lacking:
        names = " and ".join(f"`{column.raw}`" for column in unknown)
        return unknown[0].span, f"has a column {names} that no such table has"
    return whole, f"has the columns `{table.header}`; they should be `{' | '.join(expected)}`"


def _fault_of_dashes(source: str, table: Table) -> str:
    """What keeps the line below the header from being the one of GitHub's tables."""
    below = _LINE_BELOW.match(source, table.span.start)
    line = below[1] if below else ""
    dashes = line.strip().strip("|").count("|") + 1
    if dashes != len(table.columns):
        return f"has {len(table.columns)} columns, but the line of dashes below has {dashes}"
    if not line.isascii():
        return "is none on GitHub: a no-break space stands in the line of dashes below its header"
    return ""
