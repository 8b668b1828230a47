"""FW705 duplicate-workbook-row."""

from collections import defaultdict
from collections.abc import Iterator
from itertools import islice

from frameworklint.api import (
    Fix,
    Framework,
    Location,
    Place,
    Reference,
    Related,
    Severity,
    digest,
    folded,
    rule,
)

_MOST_PRINTED = 20  # spots that print what two rows relate; real: 6


@rule("FW705", Severity.ERROR, explains=("FW401", "FW405"), judges="files")
def duplicate_workbook_row(framework: Framework) -> Iterator[Place]:
    """Two rows relate the same two things with the same text."""
    if not framework.workbook_paths:
        return
    first: dict[tuple[str, str, str, str], Reference] = {}
    doubled: dict[tuple[str, str, str], list[tuple[Reference, Reference]]] = defaultdict(list)
    for one in framework.references.all:
        text = folded(one.text_cell.text) if one.relation.text else ""
        if text:
            key = (one.relation.name, one.source, text)
            earlier = first.setdefault((*key, one.target), one)
            if earlier.row != one.row:
                doubled[key].append((earlier, one))
    for (name, source, text), pairs in doubled.items():
        targets = ", ".join(dict.fromkeys(one.target for _, one in pairs))
        known = {one.row: one.target_cell.row_name for pair in pairs for one in pair}
        numbers = _listed(list(map(str, sorted(known))))
        names = _listed([known[row] for row in sorted(known)])
        for earlier, one in pairs:
            cell, other = one.target_cell, earlier.target_cell
            message = f"{names} give {source} {targets} with the same text (rows {numbers})"
            yield Place(
                page=cell.page,
                span=cell.span,
                message=message,
                many=message,
                cause=f"{name} {source} {digest(text)}",
                subject=source,
                explained=tuple(islice(_printed(one, framework), _MOST_PRINTED)),
                note="delete one of the rows, or give it what was meant",
                fixes=tuple(Fix(title=f"delete row {each.row}") for each in (earlier, one)),
                also=(Related(other.page, other.span, "the first of the rows"),),
            )


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _printed(one: Reference, framework: Framework) -> Iterator[Location]:
    """The rows of both pages that print what is related, if only once."""
    for listing in framework.listings.of_pair(one.source, one.target):
        yield listing.page, listing.row.cells[0].span
        if listing.text is not None:
            yield listing.page, listing.text.span
