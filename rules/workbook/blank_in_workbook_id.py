"""FW708 blank-in-workbook-id."""

from collections.abc import Iterator

from frameworklint.api import Cell, Framework, Location, Place, Severity, folded, rewritten, rule

from ._columns import Column, id_columns, name_columns, source_columns
from ._malformed_ids import due_to_id

_NAMES = {" ": "a blank", "\n": "a line break", "\r": "a line break", "\t": "a tab"}
_NO_BREAK = ("\u00a0", "\u2007", "\u202f")


@rule(
    "FW708",
    Severity.ERROR,
    explains=("FW002", "FW301", "FW503", "FW506", "FW512", "FW703", "FW706"),
    judges="files",
)
def blank_in_workbook_id(framework: Framework) -> Iterator[Place]:
    """An ID or a name has white space around it, or such as does not belong inside it."""
    if not framework.workbook_paths:
        return
    ids = [*id_columns(framework), *source_columns(framework)]
    for column in [*ids, *name_columns(framework)]:
        sheet = framework.workbook.sheets[column.sheet]
        for row in sheet.rows:
            cell = sheet.cell(row, column.name)
            fault = _fault(cell.text, is_name=column.noun == "name")
            if fault:
                place = _place(cell, column, *fault)
                yield place._replace(explained=_explained(cell, column, framework))


def _explained(cell: Cell, column: Column, framework: Framework) -> tuple[Location, ...]:
    """What is wrong because of a cell; where the generator reads the ID of a page with a blank,
    nothing that names the ID finds it.
    """
    meant = "".join(cell.text.split())
    for kind in framework.kinds.records:
        role = kind.workbook
        is_own = role is not None and column[:2] == (role.sheet, role.id)
        if is_own and kind.is_id(meant) and meant not in framework.workbook.records(kind):
            return tuple(due_to_id(cell, meant, kind, framework))
    return ((cell.page, cell.span),)


def _place(cell: Cell, column: Column, verb: str, character: str) -> Place:
    said = f"{verb}s with" if verb != "hold" else "holds"
    verbs = f"{verb} with" if verb != "hold" else "hold"
    where = f"`{column.name}` of {column.sheet}"
    what = f"The {column.noun} `{folded(cell.text)}`"
    clean = folded(cell.text) if column.noun == "name" else "".join(cell.text.split())
    # What a blank inside an ID parts may be two.
    is_safe = column.noun == "name" or not any(map(str.isspace, cell.text.strip()))
    return Place(
        page=cell.page,
        span=cell.span,
        message=f"{what} {said} {character}, which the generator takes for a part of it",
        many=f"{{n}} cells of {where} {verbs} {character}, which the generator does not ignore",
        cause=f"{column.of} {column.name} {verb} {character}",
        subject=folded(cell.text),
        fixes=(rewritten(cell, clean, is_safe=is_safe),),
    )


def _fault(text: str, *, is_name: bool) -> tuple[str, str] | None:
    """Where white space is that does not belong there, and what it is."""
    words = text.split()
    if not words or (" ".join(words) == text and (is_name or len(words) == 1)):
        return None
    if text[0].isspace():
        return "begin", _named(text[0])
    if text[-1].isspace():
        return "end", _named(text[-1])
    wrong = (c for c in text if c.isspace() and not (is_name and c == " "))
    character = next(wrong, "")
    return ("hold", _named(character)) if character else None


def _named(character: str) -> str:
    return "a no-break space" if character in _NO_BREAK else _NAMES.get(character, "white space")
