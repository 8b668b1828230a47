"""FW705 duplicate-workbook-row."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from itertools import islice

from frameworklint.api import (
    Edit,
    Fix,
    Framework,
    Location,
    Place,
    Reference,
    Related,
    Severity,
    digest,
    enumerated,
    folded,
    rule,
)

_MOST_PRINTED = 20  # spots that print what two rows relate; real: 6


@rule("FW705", Severity.ERROR, explains=("FW401", "FW405"), judges="files")
def duplicate_workbook_row(framework: Framework) -> Iterator[Place]:
    """Two rows relate the same two things with the same text."""
    if not framework.workbook_paths:
        return
    listed: dict[tuple[str, int], set[str]] = defaultdict(set)
    first: dict[tuple[str, str, str, str], Reference] = {}
    doubled: dict[tuple[str, str, str], list[tuple[Reference, Reference]]] = defaultdict(list)
    said = cache(folded)  # all references of a row have its text
    for one in framework.references.all:
        listed[one.relation.name, one.row].add(one.target)
        text = said(one.text_cell.text) if one.relation.text else ""
        if text:
            key = (one.relation.name, one.source, text)
            earlier = first.setdefault((*key, one.target), one)
            if earlier.row != one.row:
                doubled[key].append((earlier, one))
    for (name, source, text), pairs in doubled.items():
        targets = ", ".join(dict.fromkeys(one.target for _, one in pairs))
        shared = {one.target for _, one in pairs}
        of_row: dict[int, list[str]] = defaultdict(list)
        for _, one in pairs:
            of_row[one.row].append(f"{name} {source} {one.target}")
        elements = {row: tuple(found) for row, found in of_row.items()}
        known = {one.row: one.target_cell.row_name for pair in pairs for one in pair}
        numbers = enumerated(list(map(str, sorted(known))))
        names = enumerated([known[row] for row in sorted(known)])
        readings = [_without([pair[which] for pair in pairs], listed, shared) for which in (0, 1)]
        message = f"{names} give {source} {targets} with the same text (rows {numbers})"
        for (earlier, one), *fixes in zip(pairs, *readings, strict=True):
            cell, other = one.target_cell, earlier.target_cell
            yield Place(
                page=cell.page,
                span=cell.span,
                message=message,
                many=message,
                cause=f"{name} {source} {digest(text)}",
                # It stays the same fault where both texts are edited alike.
                elements=elements[one.row],
                subject=source,
                explained=tuple(islice(_printed(one, framework), _MOST_PRINTED)),
                note="delete one of the rows, or give it what was meant",
                fixes=tuple(fixes),
                also=(Related(other.page, other.span, "the first of the rows"),),
            )


def _without(
    doubled: Sequence[Reference], listed: Mapping[tuple[str, int], set[str]], shared: set[str]
) -> list[Fix]:
    """The fixes that take them out of their rows; a row that holds nothing else is deleted by hand,
    and so is then all.
    """
    rows = {(one.relation.name, one.row) for one in doubled}
    emptied = {row for row in rows if listed[row] <= shared}
    alone = [(one.relation.name, one.row) in emptied or not one.part for one in doubled]
    is_by_hand = any(alone)
    found = []
    for one, is_alone in zip(doubled, alone, strict=True):
        title = f"delete row {one.row}" if is_alone else f"take {one.target} out of row {one.row}"
        edit = None if is_by_hand or not one.part else Edit.of_cell(one.target_cell, one.part, "")
        found.append(Fix((edit,) if edit else (), title=title))
    return found


def _printed(one: Reference, framework: Framework) -> Iterator[Location]:
    """The rows of both pages that print what is related, if only once."""
    for listing in framework.listings.of_pair(one.source, one.target):
        yield listing.page, listing.row.cells[0].span
        if listing.text is not None:
            yield listing.page, listing.text.span
