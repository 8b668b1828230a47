"""FW405 duplicate-row."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from itertools import islice

from frameworklint.api import (
    Edit,
    Fix,
    Framework,
    Listing,
    Location,
    Page,
    Place,
    Reference,
    Related,
    Severity,
    Span,
    digest,
    rule,
)
from frameworklint.api import folded as squeezed

from ._texts import folded

_MOST_COPIES = 20  # cells of the other page whose fault is said to follow from it; real: 1
_MANY = 4  # things that one page lists twice are shown together


@rule("FW405", Severity.ERROR, fold="page", explains=("FW401",), source="row")
def duplicate_row(page: Page, framework: Framework) -> Iterator[Place]:
    """One table lists the same page twice with the same description."""
    pairs = list(_doubled(page, framework))
    many = len({listing.listed for _, listing, _ in pairs}) >= _MANY
    # All rows of a pair share them: there can be many of both.
    copies: dict[tuple[str, str], tuple[Location, ...]] = {}
    seen: Counter[tuple[str, str]] = Counter()
    for earlier, listing, text in pairs:
        pair = listing.owner, listing.subject
        if pair not in copies:
            copies[pair] = _copies(*pair, page, framework)
        seen[row := (listing.table.key, listing.listed)] += 1
        named = f"{listing.listed} {listing.row.listed_name}".strip()
        same = " with the same description" if listing.text is not None else ""
        yield Place(
            page=page,
            span=listing.row.cells[0].span,
            message=f"{named} is listed twice{same}",
            many=f"{named} is listed more than twice{same}",
            cause=f"{listing.table.key} {listing.listed} {digest(text)}",
            # It stays the same fault where both are edited alike, as in the one cell behind them.
            elements=(f"{' '.join(row)} {seen[row]}",),
            subject=listing.listed,
            block=f"the rows of {page.key}" if many else "",
            explained=copies[pair],
            also=(Related(page, earlier.row.cells[0].span, "the first of the rows"),),
            fixes=_fixes(earlier, listing, page, framework),
        )


def _fixes(earlier: Listing, later: Listing, page: Page, framework: Framework) -> tuple[Fix, ...]:
    """The fix that deletes the later of two equal lines, or of two IDs in one cell; of two rows of
    the workbook FW705 speaks.
    """
    if framework.workbook_paths:
        return _fix_of_cell(later, framework)
    lines = [_line(one, page) for one in (earlier, later)]
    if page.source[slice(*lines[0])] != page.source[slice(*lines[1])]:
        return ()
    number = page.lines.position(lines[1].start)[0]
    return (Fix((Edit(page, lines[1], ""),), title=f"delete line {number}"),)


def _fix_of_cell(listing: Listing, framework: Framework) -> tuple[Fix, ...]:
    text = folded(listing.text, framework)
    pairs = [
        (first, second)
        for first, second in framework.memo.of_all(_twice)[listing.owner, listing.subject]
        if squeezed(first.text_cell.text) == text
    ]
    if len(pairs) != 1 or (part := pairs[0][1].part) is None:
        return ()
    (first, second), cell = pairs[0], pairs[0][1].target_cell
    between = cell.text[first.at + len(first.target) : second.at].strip()
    is_safe = between == second.relation.separator
    title = f"list {second.target} once in row {second.row}"
    return (Fix((Edit.of_cell(cell, part, ""),), is_safe, title),)


def _twice(framework: Framework) -> Mapping[tuple[str, str], list[tuple[Reference, Reference]]]:
    """The pairs that one cell of the workbook relates twice, whether the generator sees it."""
    first: dict[tuple[str, str, int, str], Reference] = {}
    found: dict[tuple[str, str], list[tuple[Reference, Reference]]] = defaultdict(list)
    for one in framework.references.all:
        if one.relation.text:
            key = one.relation.name, one.source, one.row, one.target
            if (earlier := first.setdefault(key, one)) is not one:
                found[one.source, one.target].append((earlier, one))
    return found


def _line(listing: Listing, page: Page) -> Span:
    """The line of a row, with its end."""
    number = page.lines.position(listing.row.span.start)[0]
    starts = [*page.lines.starts, len(page.source)]
    return Span(starts[number - 1], starts[number])


def _doubled(page: Page, framework: Framework) -> Iterator[tuple[Listing, Listing, str]]:
    """The rows that repeat an earlier one: the earlier one, the row, and what it says."""
    alike: dict[tuple[str, str], list[Listing]] = defaultdict(list)
    for listing in framework.listings.of(page):
        if not listing.row.broken:
            alike[listing.table.key, listing.listed].append(listing)
    for listings in alike.values():
        first: dict[str, Listing] = {}
        for listing in listings if len(listings) > 1 else ():
            text = _compared(listing, framework)
            if (earlier := first.setdefault(text, listing)) is not listing:
                yield earlier, listing, text


def _copies(owner: str, subject: str, page: Page, framework: Framework) -> tuple[Location, ...]:
    """The cells of the other page, which join the descriptions of the rows."""
    spots = (
        (other.page, other.text.span)
        for other in framework.listings.of_pair(owner, subject)
        if other.page is not page and other.text is not None
    )
    return tuple(islice(spots, _MOST_COPIES))


def _compared(listing: Listing, framework: Framework) -> str:
    """The description, or all other cells in a table without descriptions."""
    if listing.text is not None:
        return folded(listing.text, framework)
    return " | ".join(folded(cell, framework) for cell in listing.row.cells[1:])
