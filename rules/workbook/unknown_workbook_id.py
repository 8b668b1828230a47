"""FW706 unknown-workbook-id."""

import re
from collections.abc import Iterator

from frameworklint.api import ColumnRole, Framework, Place, Reference, Severity, Workbook, rule


@rule("FW706", Severity.ERROR)
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
    role = one.relation.source if is_source else one.relation.target
    noun = framework.kinds.by_name[role.kind].noun
    named = f"{wanted} {one.name}" if one.name and not is_source else wanted
    hint = "" if is_source else _same_name(one, framework.workbook)
    hint = hint or _near(wanted, role, framework)
    by = "" if is_source else f" of {one.source}"
    return Place(
        page=cell.page,
        span=cell.span,
        message=f"`{cell.column_name}`{by} cites {named}, but no {noun} has that ID{hint}",
        many=f"{{n}} cells cite {named}, but no {noun} has that ID{hint}",
        cause=wanted,
        subject=wanted,
        note=hint.removeprefix("; "),
    )


def _near(wanted: str, role: ColumnRole, framework: Framework) -> str:
    """The ID that is meant where the cited one only has digits too few or too many."""
    form = framework.kinds.by_name[role.kind].id_form
    if form is None or not re.fullmatch(form.near, wanted, re.IGNORECASE):
        return ""
    meant = form.repaired(wanted)
    is_known = meant != wanted and meant in framework.workbook.targets(role)
    return f"; {meant} is likely meant" if is_known else ""


def _same_name(one: Reference, workbook: Workbook) -> str:
    """The ID that the cited name belongs to today."""
    found = workbook.ids_by_name(one.relation.target).get(one.name.casefold(), [])
    return f"; {found[0]} has that name" if one.name and len(found) == 1 else ""
