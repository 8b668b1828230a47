"""FW304 one-sided-listing."""

from collections.abc import Iterator, Sequence

from frameworklint.api import Framework, Page, Place, Related, Severity, Span, rule

from ._pages import is_judged, listed_in_tables, names_two, titled


@rule("FW304", Severity.ERROR)
def one_sided_listing(page: Page, framework: Framework) -> Iterator[Place]:
    """A page lists another, which does not list it in return."""
    if page.kind is None or not is_judged(page, framework):
        return
    for listing in framework.listings.of(page):
        mirror = page.kind.table_role(listing.table.key).mirror
        # Where link and text name two pages, link-id-mismatch reports it.
        if not mirror or names_two(listing.row):
            continue
        if not _is_answered(page, listing.listed, mirror, framework):
            span = listing.row.cells[0].span
            yield from _places(page, span, listing.listed, mirror, framework)
    for field in page.fields:
        role = page.kind.fields.get(field.label)
        if role is not None and role.mirror and not role.stage:
            for citation in field.value.citations:
                yield from _places(page, citation.span, citation.id, [role.mirror], framework)


def _is_answered(page: Page, listed: str, mirror: Sequence[str], framework: Framework) -> bool:
    """Whether a table of the listed page lists the page, as nearly always."""
    other = framework.by_id.get(listed)
    tables = listed_in_tables(other, framework) if other else ()
    return any(page.id in ids for table, ids in tables if table.key in mirror)


def _places(
    page: Page, span: Span, listed: str, mirror: Sequence[str], framework: Framework
) -> Iterator[Place]:
    other = framework.page_of(listed)
    if other is None or not is_judged(other, framework):
        return
    answer = _answer(page, other, mirror, framework)
    if answer is not None:
        yield Place(
            page=page,
            span=span,
            message=f"{page.id} lists {titled(other)}, but {answer.message}",
            cause=f"{page.id} {other.id}",
            subject=other.id,
            also=(answer,),
        )


def _answer(page: Page, other: Page, mirror: Sequence[str], framework: Framework) -> Related | None:
    """What the listed page says instead; None where it agrees, or lacks the table or field."""
    answer = None
    for table, listed in listed_in_tables(other, framework):
        if table.key in mirror:
            if page.id in listed:
                return None
            message = f"{other.id} does not list {page.id}"
            answer = answer or Related(other, table.columns[0].span, message)
    for field in other.fields:
        cited = field.value.citations if field.label in mirror else ()
        if ids := [citation.id for citation in cited]:
            if page.id in ids:
                return None
            message = f"{other.id} says `{field.label}: {', '.join(ids)}`"
            answer = answer or Related(other, field.value.span, message)
    return answer
