"""Which row of the workbook is to list the IDs that its text cites, for FW407."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from frameworklint.api import Edit, Fix, Framework, Listing, Reference, folded

from ..workbook._proposals import retargeted
from ._rows import added, reference_of
from .uncited_technique import meant_instead


def fixes(listing: Listing, missing: Sequence[str], framework: Framework) -> tuple[Fix, ...]:
    """The IDs in the row of the text; where rows have the same text, in each of them by turns.

    Left out is what the workbook lists already, and what FW403 puts in the place of another ID.
    """
    reference = reference_of(listing, framework)
    if reference is None:
        return ()
    related = framework.memo.of_all(_by_source)[listing.owner]
    known = {one.target for one in related} | meant_instead(listing.page, framework)
    targets = [one for one in missing if one not in known]
    return tuple(_readings(_rows_alike(reference, related), targets)) if targets else ()


def _readings(rows: Sequence[Sequence[Reference]], targets: Sequence[str]) -> Iterator[Fix]:
    for row in rows:
        others = {one.target for other in rows if other is not row for one in other}
        where = f" in {row[0].target_cell.name}" if len(rows) > 1 else ""
        edit: Edit | None
        if len(row) == len(targets) == 1 and row[0].target in others:
            # Another row with that text lists the same: this one was to list what is missing.
            title = f"write {targets[0]} instead of {row[0].target}{where}"
            edit = retargeted(row[0], targets[0])
        else:
            title = f"add {', '.join(targets)}{where}"
            edit = added(row[0], targets)
        if edit:
            yield Fix((edit,), title=title)


def _rows_alike(reference: Reference, related: Sequence[Reference]) -> list[list[Reference]]:
    """Of the references of one source those of the rows that say what one says, row by row."""
    rows: dict[int, list[Reference]] = defaultdict(list)
    for one in related:
        if one.relation == reference.relation:
            rows[one.row].append(one)
    text = folded(reference.text_cell.text)
    return [row for row in rows.values() if folded(row[0].text_cell.text) == text]


def _by_source(framework: Framework) -> Mapping[str, list[Reference]]:
    """What the workbook relates to each ID, whether the generator sees it or not."""
    found: dict[str, list[Reference]] = defaultdict(list)
    for reference in framework.references.all:
        if reference.relation.text:
            found[reference.source.strip()].append(reference)
    return found
