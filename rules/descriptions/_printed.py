"""Which rows of an incident a cell prints."""

from frameworklint.findings import digest
from frameworklint.framework import Framework
from frameworklint.listings import Listing
from frameworklint.page import Page


def own_rows(listing: Listing, framework: Framework) -> list[Listing]:
    """The rows in which the owner of a description lists its subject."""
    return framework.own_evidence(listing.owner, listing.subject)


def descriptions(page: Page) -> str:
    """The digest of a page's tables of descriptions, and of what links in them follow from."""
    found = []
    for table in page.tables:
        # As in `listings`: a table that stands twice lists nothing the second time.
        is_read = table.rows and page.table(table.key) is table
        if is_read and page.kind is not None and page.kind.table_role(table.key).text_of:
            found.append(page.source[table.span.start : table.rows[-1].span.end])
            found += [row.broken for row in table.rows if row.broken]
    return digest(*found, *map(str, sorted(page.definitions.items()))) if found else ""
