"""FW702 dropped-reference."""

from collections import defaultdict
from collections.abc import Iterator

from frameworklint.api import (
    Framework,
    Kind,
    Page,
    Place,
    Related,
    Severity,
    Span,
    rewritten,
    rule,
    shortened,
    some_of,
)

from ..descriptions._texts import cited_spots
from ._lost import Loss, has_older_name, losses, nouns, reason
from ._proposals import note, repaired

_NAMED = 3
_LONGEST_TARGET = 49
_MOST_SPOTS = 50  # of a page, where it lists what a cell loses


@rule(
    "FW702",
    Severity.ERROR,
    explains=("FW103", "FW304", "FW307", "FW407", "FW601"),
    judges="files",
)
def dropped_reference(framework: Framework) -> Iterator[Place]:
    """The workbook holds a reference that reaches no page."""
    if not framework.workbook_paths:
        return
    for loss in losses(framework):
        several = nouns(loss.relation, framework)[1]
        older = sum(has_older_name(lost, framework) for lost in loss.references)
        said, why = f"{loss.source} loses {_listed(loss)}", reason(loss)
        many = f"{{sum0}} {several} in {{n}} cells of {loss.relation.key} are lost"
        if loss.relation.named and loss.relation.separator:
            many += " ({sum1} of them by an older name)"
        text = repaired(loss, framework)
        cause = f"{loss.relation.name} {loss.fault}"
        yield Place(
            page=loss.cell.page,
            span=loss.cell.span,
            message=f"{said}: {why}",
            many=f"{many}: {why}; {said} ({loss.cell.name}) …",
            cause=cause,
            elements=tuple(f"{cause} {lost.target}" for lost in loss.references),
            subject=loss.relation.key,
            amounts=(len(loss.references), older),
            note=note(loss, framework),
            fixes=(rewritten(loss.cell, text, is_safe=True),) if text else (),
            also=tuple(_consequences(loss, framework)),
        )


def _listed(loss: Loss) -> str:
    return some_of([shortened(lost.target, _LONGEST_TARGET) for lost in loss.references], _NAMED)


def _consequences(loss: Loss, framework: Framework) -> Iterator[Related]:
    """The places of pages that show the loss, where other rules speak of it."""
    page = framework.by_id.get(loss.source)
    if page is None or page.kind is None:
        return
    if not loss.relation.target.kind:
        table = page.table(loss.relation.tables.get(page.kind.name, ""))
        if table is not None and not table.rows:
            span = Span(table.columns[0].span.start, table.columns[-1].span.end)
            yield Related(page, span, f"{page.id} lists none of them")
        return
    lost = {reference.target for reference in loss.references}
    yield from _cited(page, lost, framework)
    if not loss.relation.separator:
        yield from _named(page, page.kind, loss)
    for target in sorted(lost):
        other = framework.by_id.get(target)
        if other is None:
            continue
        (spans,) = framework.memo.of_page(_listed_spans, other)
        for span in spans.get(page.id, ())[:_MOST_SPOTS]:
            message = f"{target} lists {page.id}, which loses {target}"
            yield Related(other, span, message)


def _listed_spans(page: Page, framework: Framework) -> Iterator[dict[str, list[Span]]]:
    """Where a page lists each of the others."""
    found: dict[str, list[Span]] = defaultdict(list)
    for listing in framework.listings.of(page):
        found[listing.listed].append(listing.row.cells[0].span)
    yield dict(found)


def _cited(page: Page, lost: set[str], framework: Framework) -> Iterator[Related]:
    spots = ((span, one) for one in lost for _, span in cited_spots(page, None, one, framework))
    for span, known in sorted(spots):
        yield Related(page, span, f"{page.id} cites {known}, which it loses")


def _named(page: Page, kind: Kind, loss: Loss) -> Iterator[Related]:
    """The field that prints the cell as it stands, with what is lost elsewhere."""
    for label, role in kind.fields.items():
        field = page.field(label)
        if field and role.cites == loss.relation.target.kind:
            message = f"{page.id} names {_listed(loss)}, which it loses"
            yield Related(page, field.value.span, message)
