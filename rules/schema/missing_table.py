"""FW105 missing-table."""

import re
from collections.abc import Iterator
from itertools import zip_longest

from frameworklint.api import Framework, Page, Place, Row, Severity, rule

from ._errors import first_match, missing_names, near_spelling, of_template, unknown_names


@rule("FW105", Severity.ERROR, fold="page")
def missing_table(page: Page, framework: Framework) -> Iterator[Place]:
    """A table that the kind requires is absent."""
    if page.kind is None:
        return
    unknown = unknown_names(page, of_tables=True)
    for name in missing_names(page, of_tables=True):
        # A misspelled first column is reported where it stands, by unknown-table.
        if unknown and near_spelling(name, unknown):
            continue
        whose = f"every {page.kind.noun} has" if page.kind.is_record else "this page must have"
        # Without the line of dashes, or glued to other text, a header is no table.
        header = first_match(page, rf"^[ \t]*\|[ \t]*({re.escape(name)})[ \t]*\|")
        # That of a matrix has no column names.
        what = f"The table `{name}`" if name else "The table"
        fault = "its header here needs a blank line above and a line of dashes below"
        row = None if header else _headless_row(page, name, framework)
        if row is not None:
            fault = "its header is missing above this line"
        yield Place(
            page=page,
            span=header or (row.span if row else page.top),
            message=f"{what} is missing; "
            + (fault if header or row else f"{whose} one, even if it is only a header"),
            cause=name,
            subject=name,
            templates=of_template(page, framework, name, f"{what} is missing"),
        )


def _headless_row(page: Page, name: str, framework: Framework) -> Row | None:
    """The first of the rows that lost the header of a table: they are read as rows of the table
    above, below a blank line, but list pages of another kind than that does.
    """
    assert page.kind is not None
    lists = page.kind.table_annotation(name).lists
    for table in page.tables:
        if page.kind.table_annotation(table.key).lists == lists:
            continue
        for row, below in zip_longest(table.rows, table.rows[1:]):
            # The line of dashes may be left, as a row that lists nothing.
            listed = row.listed_id or (below.listed_id if below else "")
            kind = framework.kinds.of_id(listed)
            if row.broken == "apart" and (kind.name if kind else "") == lists:
                return row
    return None
