"""FW706 unknown-workbook-id."""

import re
from collections.abc import Iterator, Sequence

from frameworklint.api import (
    Cell,
    ColumnAnnotation,
    Fix,
    Framework,
    Kind,
    Location,
    Place,
    Reference,
    Severity,
    folded,
    rule,
)

from ..descriptions._texts import cited_spots
from ..references._id_forms import foreign_letter
from ._proposals import retargeted


@rule(
    "FW706",
    Severity.ERROR,
    explains=("FW103", "FW301", "FW307", "FW407", "FW410"),
    judges="files",
)
def unknown_workbook_id(framework: Framework) -> Iterator[Place]:
    """A cell cites an ID that the workbook does not define."""
    if not framework.workbook_paths:
        return
    for one in framework.references.all:
        if one.fault == "source" and one.source:
            yield _place(one, one.source, framework, is_source=True)
        elif one.fault == "unknown" and one.relation.target.kind:
            yield _place(one, one.target, framework)


def _place(one: Reference, wanted: str, framework: Framework, is_source: bool = False) -> Place:
    cell = one.source_cell if is_source else one.target_cell
    column = cell.column_name
    role = one.relation.source if is_source else one.relation.target
    noun = framework.kinds.by_name[role.kind].noun
    named = f"{wanted} {one.name}" if one.name and not is_source else wanted
    hint = "" if is_source else framework.memo.of_pair(_same_name, one.name, role.kind)
    hint = hint or framework.memo.of_pair(_hint, wanted, role.kind)
    hint = hint or framework.memo.of_pair(_renumbered, wanted, role.kind)
    by = "" if is_source else f" of {one.source}"
    meant = () if is_source else _meant(one, role, framework)
    return Place(
        page=cell.page,
        span=cell.span,
        message=f"`{column}`{by} cites {named}, but no {noun} has that ID{hint}",
        many=f"{{n}} cells cite {named}, but no {noun} has that ID{hint}",
        cause=wanted,
        subject=wanted,
        block=f"`{column}` of {cell.sheet_name}",
        note=hint.lstrip(":; "),
        explained=_explained(cell, tuple(_unlisted(one, meant, framework))),
        fixes=_fixes(one, meant),
    )


def _meant(one: Reference, role: ColumnAnnotation, framework: Framework) -> Sequence[str]:
    """The IDs that have the cited name today, else the one that is likely meant."""
    kind = framework.kinds.by_name[role.kind]
    named = framework.workbook.ids_by_name(kind).get(one.name.casefold(), []) if one.name else []
    repaired = framework.memo.of_pair(_repaired, one.target, role.kind)
    return named or ([repaired] if repaired else _with_name_of(one.target, kind, framework))


def _explained(cell: Cell, unlisted: tuple[Location, ...]) -> tuple[Location, ...] | None:
    return ((cell.page, cell.span), *unlisted) if unlisted else None


def _unlisted(one: Reference, meant: Sequence[str], framework: Framework) -> Iterator[Location]:
    """Where the page of what refers lacks it: it cites what is meant, or lists nothing at all."""
    page = framework.page_of(one.source)
    if page is None or page.kind is None:
        return
    for wanted in meant if len(meant) == 1 else ():
        yield from cited_spots(page, None, wanted, framework)
    table = page.table(one.relation.tables.get(page.kind.name, ""))
    if table is not None and not table.rows:
        yield page, table.columns[0].span


def _fixes(one: Reference, meant: Sequence[str]) -> tuple[Fix, ...]:
    edits = [(wanted, retargeted(one, wanted)) for wanted in meant]
    fixes = tuple(Fix((edit,), title=f"write {wanted}") for wanted, edit in edits if edit)
    return fixes if len(fixes) == len(meant) else ()  # the cell names what is meant already


def _hint(wanted: str, asked: str, framework: Framework) -> str:
    """What is known of an ID that a column of some kind can not have: that another kind has it, or
    which one is meant where it only has digits too few or too many.
    """
    meant = framework.memo.of_pair(_repaired, wanted, asked)
    near = f"{foreign_letter(wanted)}; {meant} is likely meant" if meant else ""
    return _other_kind(wanted, asked, framework) or near


def _repaired(wanted: str, asked: str, framework: Framework) -> str:
    """The ID that the workbook defines, with the digits that the cited one lacks, or without what
    follows it, such as a name.
    """
    kind = framework.kinds.by_name[asked]
    form = kind.id_form
    if form is None:
        return ""
    leading = re.match(rf"{form.pattern}(?=[:\s])", wanted)
    is_near = re.fullmatch(form.near, wanted, re.IGNORECASE)
    meant = leading[0] if leading else form.repaired(wanted) if is_near else ""
    return meant if meant != wanted and meant in framework.workbook.records(kind) else ""


def _renumbered(wanted: str, asked: str, framework: Framework) -> str:
    """What has the name of the page that an ID without a row still has."""
    found = _with_name_of(wanted, framework.kinds.by_name[asked], framework)
    if len(found) != 1:
        return ""
    return f"; {found[0]} has the name of its page, {framework.by_id[wanted].name}"


def _with_name_of(wanted: str, kind: Kind, framework: Framework) -> list[str]:
    page = framework.by_id.get(wanted)
    if page is None or not page.name:
        return []
    return framework.workbook.ids_by_name(kind).get(folded(page.name).casefold(), [])


def _other_kind(wanted: str, asked: str, framework: Framework) -> str:
    """Of what the ID is, where it is that of another kind than the column's."""
    kind, cell = framework.kinds.of_id(wanted), framework.workbook.name_cell(wanted)
    if kind is not None and kind.name != asked:
        return f"; that is the {kind.noun} {cell.text}" if cell else f"; a {kind.noun} has such IDs"
    sheet = framework.workbook.sheet_with(wanted)
    return f"; that is one of the {sheet}" if sheet else ""


def _same_name(name: str, asked: str, framework: Framework) -> str:
    """What has a cited name today, of the column's kind or of another one."""
    kinds = sorted(framework.kinds.records, key=lambda kind: kind.name != asked)
    for kind in kinds if name else ():
        found = framework.workbook.ids_by_name(kind).get(name.casefold(), [])
        if len(found) == 1:
            noun = "" if kind.name == asked else f"the {kind.noun} "
            return f"; {noun}{found[0]} has that name"
    return ""
