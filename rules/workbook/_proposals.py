"""What a cell should hold instead, where that is certain, and what is known where it is not."""

from frameworklint.api import Framework, Reference

from ._lost import Loss, has_older_name, nouns


def proposed(loss: Loss, framework: Framework) -> str:
    """The text with which nothing certain is lost; empty where it would be a guess."""
    relation, text = loss.relation, loss.cell.text
    if not relation.separator or loss.fault == "unknown":
        return ""
    if loss.fault == "blank":
        return relation.separator.join(part.strip() for part in text.split(relation.separator))
    starts = [one.at for one in loss.references if is_certain(one, framework)]
    for at in sorted(starts, reverse=True):
        text = text[:at].rstrip() + relation.separator + text[at:]
    return text if starts else ""


def is_certain(reference: Reference, framework: Framework) -> bool:
    """Whether ID and name of a reference both name the same thing."""
    return reference.relation.named and not has_older_name(reference, framework)


def note(loss: Loss, framework: Framework) -> str:
    """What is known of the references that the proposal leaves out."""
    relation = loss.relation
    if loss.fault == "unknown":
        listed = " ".join(one.target for one in loss.references)
        return f"add to the sheet {relation.target.sheet}: {listed}"
    if not relation.separator:
        names = ", ".join(_now(one, framework) for one in loss.references)
        return f"the column takes one {nouns(relation, framework)[0]}; it would drop {names}"
    if not relation.named or loss.fault == "blank":
        return ""
    doubtful = [one for one in loss.references if not is_certain(one, framework)]
    said = "; ".join(f"`{one.name}` is now {_now(one, framework)}" for one in doubtful)
    return f"left as it is: {said}" if said else ""


def _now(reference: Reference, framework: Framework) -> str:
    cell = framework.workbook.name_cell(reference.target)
    return f"{reference.target} {cell.text}" if cell else reference.target
