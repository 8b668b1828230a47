"""The columns of the workbook that hold the IDs and names of rows."""

from typing import NamedTuple

from frameworklint.api import Framework, Sheet


class Column(NamedTuple):
    """A column that tells rows apart, or names them.

    Attributes:
        sheet, name: where.
        noun: what messages call what stands there.
        of: what the rows are, whatever the sheet is called.
    """

    sheet: str
    name: str
    noun: str
    of: str


def id_columns(framework: Framework) -> list[Column]:
    """The columns that tell the rows of a sheet apart, each once."""
    found: dict[tuple[str, str], Column] = {}
    for kind in framework.kinds.records:
        if kind.workbook:
            column = Column(kind.workbook.sheet, kind.workbook.id, "ID", kind.name)
            found[column[:2]] = column
    for relation in framework.kinds.workbook.relations:
        target = relation.target
        if relation.id:
            own = Column(relation.sheet, relation.id, "ID", relation.name)
            found.setdefault(own[:2], own)
        if target.sheet:
            noun = target.noun or "ID"
            found.setdefault((target.sheet, target.id), Column(target.sheet, target.id, noun, noun))
    return [column for key, column in found.items() if framework.workbook.has(*key)]


def source_columns(framework: Framework) -> list[Column]:
    """The columns in which a row of another sheet is named, one ID a cell."""
    own = {column[:2] for column in id_columns(framework)}
    keys: dict[tuple[str, str], str] = {}
    for relation in framework.kinds.workbook.relations:
        keys.setdefault((relation.sheet, relation.source.column), relation.name)
    return [
        Column(*key, "ID", of)
        for key, of in keys.items()
        if key not in own and framework.workbook.has(*key)
    ]


def name_columns(framework: Framework) -> list[Column]:
    """The columns that hold the names of pages."""
    return [
        Column(kind.workbook.sheet, kind.workbook.name, "name", kind.name)
        for kind in framework.kinds.records
        if kind.workbook and framework.workbook.has(kind.workbook.sheet, kind.workbook.name)
    ]


def is_left_empty(sheet: Sheet, column: str) -> bool:
    """Whether all rows, and more than one, leave a column empty: then no single row is at fault."""
    filled = [row for row, texts in sheet.rows.items() if any(map(str.strip, texts))]
    return (
        column in sheet.columns
        and len(filled) > 1
        and not any(sheet.cell(row, column).text.strip() for row in filled)
    )
