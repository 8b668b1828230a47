"""The rows of the workbook that the rows of a page print."""

from collections.abc import Sequence

from frameworklint.api import Edit, Framework, Listing, Reference, Span


def reference_of(listing: Listing, framework: Framework) -> Reference | None:
    """The row of the workbook that a row of its owner's page prints, where it is known."""
    if listing.text is None or listing.page.id != listing.owner or not framework.workbook_paths:
        return None
    found = {
        (reference.sheet.name, reference.row): reference
        for printed in framework.provenance.printed_at(listing.page, listing.text.span)
        if printed.agrees
        for reference in printed.references
        if (reference.source, reference.target) == (listing.owner, listing.subject)
        and reference.relation.text
    }
    return next(iter(found.values())) if len(found) == 1 else None


def added(reference: Reference, targets: Sequence[str]) -> Edit | None:
    """The edit that lists more targets in a cell, where it takes several."""
    separator, cell = reference.relation.separator, reference.target_cell
    if not separator or reference.relation.named or not targets:
        return None
    end = len(cell.text.rstrip())
    return Edit.of_cell(cell, Span(end, end), "".join(separator + one for one in targets))


def replaced_target(reference: Reference, new: str) -> Edit | None:
    """The edit that names another target in the place of one, unless the cell names it already."""
    cell, at = reference.target_cell, reference.at
    span = Span(at, at + len(reference.target))
    if new in cell.text or cell.text[slice(*span)] != reference.target:
        return None
    return Edit.of_cell(cell, span, new)
