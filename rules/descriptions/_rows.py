"""The rows of the workbook that the rows of a page print."""

from collections.abc import Sequence

from frameworklint.api import Edit, Framework, Listing, Reference, Span


def reference_of(listing: Listing, framework: Framework) -> Reference | None:
    """The row of the workbook that a row of its owner's page prints, where it is known."""
    if listing.text is None or listing.page.id != listing.owner or not framework.workbook_paths:
        return None
    found = {
        (one.sheet.name, one.row): one
        for one in framework.provenance.references_at(listing.page, listing.text.span)
        if (one.source, one.target) == (listing.owner, listing.subject) and one.relation.text
    }
    return next(iter(found.values())) if len(found) == 1 else None


def added(reference: Reference, targets: Sequence[str]) -> Edit | None:
    """The edit that lists more targets in a cell, where it takes several."""
    separator, cell = reference.relation.separator, reference.target_cell
    if not separator or reference.relation.named or not targets:
        return None
    end = len(cell.text.rstrip())
    return Edit.of_cell(cell, Span(end, end), "".join(separator + one for one in targets))
