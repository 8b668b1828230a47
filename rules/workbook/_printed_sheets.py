"""The sheets and columns of the workbook from which the pages of a framework are printed."""

import re
from collections.abc import Iterator

from frameworklint.api import Framework, Kind, Relation

_COLUMN = re.compile(r"\{(\w+)")
Columns = dict[str, dict[str, None]]


def printed_columns(framework: Framework) -> Columns:
    """The columns from which something is printed, by sheet.

    Where the framework has no pages, they are those of the newest layout.
    """
    found: Columns = {}
    for sheet, columns in _all(framework):
        found.setdefault(sheet, {}).update(dict.fromkeys(filter(None, columns)))
    return found


def has_rows(sheet: str, framework: Framework) -> bool:
    """Whether pages show that a sheet had rows when they were printed, or the base says so."""
    base = framework.base.workbook.sheets.get(sheet) if framework.base else None
    if base is not None and base.rows:
        return True
    roles = (page.kind.workbook for page in framework.records if page.kind)
    if any(role is not None and role.sheet == sheet for role in roles):
        return True
    return any(
        table.rows
        for relation in framework.kinds.workbook.relations
        if sheet in (relation.sheet, relation.target.sheet)
        for page in framework.records
        if (table := page.table(_table(relation, page.kind))) is not None
    )


def _all(framework: Framework) -> Iterator[tuple[str, list[str]]]:
    for kind in framework.kinds.all:
        if kind.workbook and _has_pages(kind, framework):
            role = kind.workbook
            layout = framework.layouts.get(kind.name, kind.layouts[0])
            forms = (form for label, form in role.fields.items() if label in layout.properties)
            yield role.sheet, [role.id, role.name, *_COLUMN.findall(" ".join(forms))]
        if kind.sheet and (not framework.records or framework.index_page(kind.file)):
            yield kind.sheet, []
    for relation in framework.kinds.workbook.relations:
        if _is_printed(relation, framework):
            source, target = relation.source, relation.target
            yield relation.sheet, [relation.id, source.column, target.column, relation.text]
            if target.sheet:
                yield target.sheet, [target.id, *relation.columns.values()]


def _has_pages(kind: Kind, framework: Framework) -> bool:
    return not framework.records or any(page.kind is kind for page in framework.records)


def _is_printed(relation: Relation, framework: Framework) -> bool:
    """Whether a page has a table of the relation, in whichever layout it is."""
    if framework.records:
        return any(page.table(_table(relation, page.kind)) for page in framework.records)
    return any(
        f"| {table}" in framework.kinds.by_name[name].layouts[0].properties
        for name, table in relation.tables.items()
    )


def _table(relation: Relation, kind: Kind | None) -> str:
    """The table of a kind's pages in which a relation is printed, or what is no table."""
    return relation.tables.get(kind.name, "\0") if kind else "\0"
