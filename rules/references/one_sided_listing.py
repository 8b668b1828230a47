"""FW304 one-sided-listing."""

from collections.abc import Iterator, Sequence, Set
from typing import NamedTuple

from frameworklint.api import (
    Citation,
    Framework,
    Page,
    Place,
    Related,
    Severity,
    Text,
    and_more,
    rule,
)

from ._pages import is_judged, listed_in_tables, names_two, titled

_NAMED = 10  # IDs of a field that a message names; real: 1


class _Answer(NamedTuple):
    """What a page says in a table or a field.

    Attributes:
        name: the table's first column, or the field's label.
        ids: the IDs that it names.
        at: what holds the first of them.
        cited: these as they stand in a field; nothing for a table.
    """

    name: str
    ids: Set[str]
    at: Text
    cited: Sequence[str] = ()


@rule("FW304", Severity.ERROR, judges="print")
def one_sided_listing(page: Page, framework: Framework) -> Iterator[Place]:
    """A page lists another, which does not list it in return."""
    if page.kind is None or not is_judged(page, framework):
        return
    for listing in framework.listings.of(page):
        mirror = page.kind.table_annotation(listing.table.key).mirror
        # Where link and text name two pages, link-id-mismatch reports it.
        if mirror and not names_two(listing.row):
            cell = listing.row.cells[0]
            if place := _place(page, cell, listing.listed, mirror, framework):
                yield place
    for field in page.fields:
        role = page.kind.fields.get(field.label)
        if role is not None and role.mirror and not role.stage:
            for citation in field.value.citations:
                if place := _place(page, citation, citation.id, [role.mirror], framework):
                    yield place


def _place(
    page: Page, at: Text | Citation, listed: str, mirror: Sequence[str], framework: Framework
) -> Place | None:
    other = framework.page_of(listed)
    answer = _answer(page, other, mirror, framework) if other else None
    if other is None or answer is None or not is_judged(other, framework):
        return None
    return Place(
        page=page,
        span=at.span,
        message=f"{page.id} lists {titled(other)}, but {answer.message}",
        cause=f"{page.id} {other.id}",
        subject=other.id,
        also=(answer,),
    )


def _answer(page: Page, other: Page, mirror: Sequence[str], framework: Framework) -> Related | None:
    """What the listed page says instead; None where it agrees, or lacks the table or field."""
    answers = framework.memo.of_page(_answers, other)
    found = [answer for answer in answers if answer.name in mirror]
    if not found or any(page.id in answer.ids for answer in found):
        return None
    first = found[0]
    said = f"{other.id} does not list {page.id}"
    if first.cited:
        named, more = ", ".join(first.cited[:_NAMED]), and_more(len(first.cited) - _NAMED)
        said = f"{other.id} says `{first.name}: {named}`{more}"
    return Related(other, first.at.span, said)


def _answers(page: Page, framework: Framework) -> Iterator[_Answer]:
    """What a page says of others, in the order of its tables, then of its fields."""
    for table, listed in listed_in_tables(page, framework):
        if table.columns:
            yield _Answer(table.key, listed, table.columns[0])
    for field in page.fields:
        if ids := [citation.id for citation in field.value.cited]:
            yield _Answer(field.label, frozenset(ids), field.value, ids)
