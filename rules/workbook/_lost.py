"""References of the workbook that reach no page, by the reason why."""

from collections import defaultdict
from typing import NamedTuple

from frameworklint.api import Cell, Framework, Reference, Relation

_SEPARATORS = {"\n": "line break", ",": "comma", " ": "blank", ";": "semicolon"}


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
    seen: set[tuple[Cell, str]] = set()
    references = framework.references.all
    seen.update((one.target_cell, one.target) for one in references if one.printed)
    for one in references:
        cell = one.target_cell
        is_lost = one.fault in ("blank", "joined") or (
            one.fault == "unknown" and not one.relation.target.kind
        )
        if not is_lost or (one.relation.target.kind and (cell, one.target) in seen):
            continue
        seen.add((cell, one.target))
        found[cell, one.fault].append(one)
    return [Loss(cell, fault, lost) for (cell, fault), lost in found.items()]


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
    return cell is not None and " ".join(cell.text.split()) not in said


def reason(loss: Loss) -> str:
    """Why the references are dropped, after their number: `follow a blank`."""
    relation = loss.relation
    if loss.fault == "blank":
        return "follow a blank"
    if loss.fault == "unknown":
        return f"are missing from the sheet {relation.target.sheet}"
    if not relation.separator:
        return "stand after another in a cell that takes one"
    mark = _SEPARATORS.get(relation.separator, f"`{relation.separator}`")
    return f"are not separated from the one before by a {mark}"
