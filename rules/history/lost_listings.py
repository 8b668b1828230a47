"""FW804 lost-listings."""

from collections.abc import Iterator

from frameworklint.api import Framework, Page, Place, Severity, Table, rule


@rule("FW804", Severity.ERROR, explains=("FW410",), judges="files", sees="all")
def lost_listings(page: Page, framework: Framework) -> Iterator[Place]:
    """A page lists none of those that it listed before, or fewer than half of them."""
    before = framework.base.by_id.get(page.id) if framework.base and page.id else None
    if before is None or framework.by_id.get(page.id) is not page or not page.kind:
        return
    for table in page.tables:
        earlier = before.table(table.key)
        if earlier is None or page.table(table.key) is not table or not _is_judged(table, page):
            continue
        listed, had = _listed(table), _listed(earlier)
        lost = {other for other in had - listed if _is_unexplained(other, page, framework)}
        if len(listed) * 2 >= len(had) or len(lost) * 2 <= len(had):
            continue
        kind = framework.kinds.by_name[page.kind.table_annotation(table.key).lists]
        had_of = kind.noun if len(had) == 1 else kind.plural
        yield Place(
            page=page,
            span=table.columns[0].span if table.columns else table.span,
            message=f"{page.id} listed {len(had)} {had_of} before, and lists {len(listed)} now",
            many=f"{{n}} {page.kind.plural} lost more than half of the {kind.plural} that they "
            f"listed before, {{sum0}} in all; {page.id} had {len(had)}, and has {len(listed)} now",
            cause=f"{page.kind.name} {table.key}",
            subject=page.id,
            amounts=(len(lost),),
        )


def _listed(table: Table) -> set[str]:
    return {row.listed_id for row in table.rows} - {""}


def _is_judged(table: Table, page: Page) -> bool:
    """Whether a table says what no other page decides."""
    assert page.kind is not None
    role = page.kind.table_annotation(table.key)
    return bool(role.lists) and role.text_of in ("", page.kind.name)


def _is_unexplained(other: str, page: Page, framework: Framework) -> bool:
    """Whether a page that is listed no longer is there, and was not given to another one.

    Where it still lists the page, or names it, one-sided-listing says so.
    """
    lost = framework.page_of(other)
    if lost is None or lost.kind is None or page.kind is None:
        return False
    # To which tactic a page belongs, that page says.
    if any(role.mirror and role.cites == page.kind.name for role in lost.kind.fields.values()):
        return False
    return all(listing.listed != page.id for listing in framework.listings.of(lost))
