"""What a cell should hold instead, where that is certain, and what is known where it is not."""

import re

from frameworklint.api import Edit, Framework, Reference, Relation, Span

from ._lost import Loss, has_older_name, nouns

_BLANKS = " \t\r\n\u00a0\u2007\u202f"
_MARKS = ",;"  # that may stand between references where a separator should


def repaired(loss: Loss, framework: Framework) -> str:
    """The text with which nothing of it is lost; empty where that would be a guess.

    An ID that the workbook defines is meant as a reference, whatever name stands behind it.
    """
    relation, text = loss.relation, loss.cell.text
    if loss.fault == "blank" and not relation.separator:
        return text.strip(_BLANKS)
    if not relation.separator or loss.fault == "unknown":
        return ""
    if loss.fault == "joined" and not relation.named and not _holds_ids_only(loss, framework):
        return ""
    blanks = _BLANKS.replace(relation.separator, "")
    for one in sorted(loss.references, key=lambda one: -one.at):
        start, before = _parted(text, one.at, relation)
        after = text[one.at + len(one.target) :]
        if loss.fault == "blank" and not relation.named:
            after = after.lstrip(blanks)
        text = text[:start] + before + one.target + after
    return text


def retargeted(one: Reference, wanted: str) -> Edit | None:
    """The edit that names another target in the place of one, unless the cell names it already."""
    cell, end = one.target_cell, one.at + len(one.target)
    is_named = re.search(rf"(?<![\w.]){re.escape(wanted)}(?![\w.]*\w)", cell.text)
    if is_named or cell.text[one.at : end] != one.target:
        return None
    start, before = _parted(cell.text, one.at, one.relation)
    return Edit.of_cell(cell, Span(start, end), before + wanted)


def _parted(text: str, at: int, relation: Relation) -> tuple[int, str]:
    """Where what parts a reference from the one before it begins, and what should stand there.

    Args:
        text: the text of a cell that takes several references.
        at: where the reference begins.
        relation: what the cell relates.
    """
    before, separator = text[:at], relation.separator
    close = before.rstrip(_BLANKS.replace(separator, "") if separator else "")
    if not separator or not close or close.endswith(separator):
        return len(close), ""
    return len(before.rstrip(_BLANKS + _MARKS)), separator


def _holds_ids_only(loss: Loss, framework: Framework) -> bool:
    """Whether a cell holds nothing but defined IDs, whatever stands between them."""
    known = framework.workbook.targets(loss.relation.target)
    return all(part in known for part in re.split(rf"[{_BLANKS}{_MARKS}]+", loss.cell.text) if part)


def note(loss: Loss, framework: Framework) -> str:
    """What is known of the references that the proposal leaves out, or names otherwise."""
    relation = loss.relation
    if loss.fault == "unknown":
        listed = " ".join(one.target for one in loss.references)
        return f"add to the sheet {relation.target.sheet}: {listed}"
    if not relation.separator and loss.fault != "blank":
        names = ", ".join(_now(one, framework) for one in loss.references)
        return f"the column takes one {nouns(relation, framework)[0]}; it would drop {names}"
    if not relation.named or loss.fault == "blank":
        return ""
    older = [one for one in loss.references if has_older_name(one, framework)]
    return "; ".join(f"`{one.name}` is now {_now(one, framework)}" for one in older)


def _now(reference: Reference, framework: Framework) -> str:
    cell = framework.workbook.name_cell(reference.target)
    return f"{reference.target} {cell.text}" if cell else reference.target
