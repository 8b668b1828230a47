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
    """What a page says in its tables, or its fields, of one name.

    Attributes:
        order: the lower, the further up on the page.
        ids: the IDs that they name.
        at: what holds the first of them.
        label: of the field; empty for a table.
    """

    order: int
    ids: Set[str]
    at: Text
    label: str = ""


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
    (answers,) = framework.memo.of_page(_answers, other)
    found = [answers[key] for name in mirror for key in (f"| {name}", name) if key in answers]
    if not found or any(page.id in answer.ids for answer in found):
        return None
    first = min(found, key=lambda answer: answer.order)
    if not first.label:
        return Related(other, first.at.span, f"{other.id} does not list {page.id}")
    ids = [citation.id for citation in first.at.cited]
    said = f"{', '.join(ids[:_NAMED])}`{and_more(len(ids) - _NAMED)}"
    return Related(other, first.at.span, f"{other.id} says `{first.label}: {said}")


def _answers(page: Page, framework: Framework) -> Iterator[dict[str, _Answer]]:
    """What a page says of others: by the labels of fields, and for tables `| ` and the key."""
    found: dict[str, _Answer] = {}
    for table, listed in listed_in_tables(page, framework):
        if table.columns:
            answer = _Answer(len(found), listed, table.columns[0])
            _add(found, f"| {table.key}", answer)
    for field in page.fields:
        if ids := frozenset(citation.id for citation in field.value.cited):
            _add(found, field.label, _Answer(len(found), ids, field.value, field.label))
    yield found


def _add(found: dict[str, _Answer], name: str, answer: _Answer) -> None:
    known = found.setdefault(name, answer)
    if known is not answer:
        found[name] = known._replace(ids=known.ids | answer.ids)
