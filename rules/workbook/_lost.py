"""References of the workbook that reach no page, by the reason why."""

from collections import defaultdict
from typing import NamedTuple

from frameworklint.api import Cell, Framework, Reference, Relation, folded

_SEPARATORS = {"\n": "line breaks", ",": "commas", " ": "blanks", ";": "semicolons"}


class Loss(NamedTuple):
    """The references that one cell loses for one reason.

    Attributes:
        cell: the cell that holds them.
        fault: the reason, as `Reference.fault` names it.
        references: what is lost, each target once.
    """

    cell: Cell
    fault: str
    references: list[Reference]

    @property
    def relation(self) -> Relation:
        """What the cell relates."""
        return self.references[0].relation

    @property
    def source(self) -> str:
        """The ID of what loses them."""
        return self.references[0].source


def losses(framework: Framework) -> list[Loss]:
    """What every cell loses, in the order of the relations and rows."""
    found: dict[tuple[Cell, str], list[Reference]] = defaultdict(list)
    references = framework.references.all
    seen = {_spot(one) for one in references if one.printed}
    for one in references:
        is_lost = one.fault in ("blank", "joined") or (
            one.fault == "unknown" and not one.relation.target.kind
        )
        if not is_lost or (one.relation.target.kind and _spot(one) in seen):
            continue
        seen.add(_spot(one))
        found[one.target_cell, one.fault].append(one)
    return [Loss(cell, fault, lost) for (cell, fault), lost in found.items()]


def _spot(one: Reference) -> tuple[str, int, str]:
    """The column, the row and the target of a reference."""
    return one.relation.key, one.row, one.target


def nouns(relation: Relation, framework: Framework) -> tuple[str, str]:
    """What messages call the targets of a relation: one, and several."""
    if not relation.target.kind:
        return relation.target.noun, relation.target.plural
    kind = framework.kinds.by_name[relation.target.kind]
    return kind.noun, kind.plural


def has_older_name(reference: Reference, framework: Framework) -> bool:
    """Whether the cell names the target otherwise than its own row does."""
    if not reference.relation.named:
        return False
    cell = framework.workbook.name_cell(reference.target)
    said = framework.references.names[reference.target_cell, reference.target]
    return cell is not None and folded(cell.text) not in said


def reason(loss: Loss) -> str:
    """Why the references are dropped."""
    relation = loss.relation
    if loss.fault == "blank":
        side = "before" if any(_follows_blank(one) for one in loss.references) else "behind"
        return f"the generator takes the blank {side} an ID for a part of it"
    if loss.fault == "unknown":
        return f"no row of the sheet {relation.target.sheet} has that address"
    if not relation.separator:
        return "the generator reads only the first of the IDs in this column"
    mark = _SEPARATORS.get(relation.separator, f"`{relation.separator}`s")
    if relation.named:
        apart = "blanks" if all(_follows_blank(one) for one in loss.references) else "other signs"
        return f"the generator reads only the first of the IDs that are separated by {apart}"
    what = "IDs" if relation.target.kind else relation.target.plural
    return f"the generator takes {what} that are not separated by {mark} for one"


def _follows_blank(one: Reference) -> bool:
    return one.target_cell.text[one.at - 1 : one.at].isspace()
