"""FW306 wrong-parent."""

from collections import Counter
from collections.abc import Iterator

from frameworklint.api import (
    Field,
    Framework,
    Page,
    Place,
    Related,
    Severity,
    Template,
    comparable,
    rule,
)

from ..schema._errors import near_spelling, unknown_names
from ._pages import is_judged, read_cited, titled


@rule("FW306", Severity.ERROR, explains=("FW309",))
def wrong_parent(page: Page, framework: Framework) -> Iterator[Place]:
    """A sub-technique's parent is missing or another, or a top-level technique names one."""
    label = page.kind.parent if page.kind else ""
    layout = framework.layouts.get(page.kind.name) if page.kind else None
    if not label or layout is None or label not in layout.properties or not page.id:
        return
    if not is_judged(page, framework):
        return
    parent_id, dot, _ = page.id.partition(".")
    field = page.field(label)
    if not dot:
        if field is not None and field.value.raw:
            yield _place(page, f"{page.id} is not a sub-technique, but names a parent", field)
        return
    parent = framework.page_of(parent_id)
    if parent is None:
        yield _orphaned(_place(page, "", field), parent_id, framework)
    elif field is None and near_spelling(label, unknown_names(page, of_tables=False)):
        return  # the label is misspelled: unknown-field says it
    elif field is None or not field.value.raw:
        message = f"{page.id} names no parent; its ID says {titled(parent)}"
        place = _place(page, message, field)._replace(templates=_templates(page, framework))
        yield _where_it_ran_into(place, parent) if field is None else place
    else:
        cited = read_cited(field.value.raw, framework)
        if cited.id and cited.id != parent_id:
            message = f"The parent of {page.id} is given as {cited}; its ID says {titled(parent)}"
            yield _place(page, message, field, parent)
        elif cited.id and cited.name and cited.name != comparable(parent.name):
            message = f"The parent {parent_id} is given as `{cited.name}`; it is `{parent.name}`"
            yield _place(page, message, field, parent)


def _orphaned(place: Place, parent_id: str, framework: Framework) -> Place:
    """The place of a parent that is no more: one fault, however many parts it has left."""
    kind = place.page.kind
    is_left = parent_id in framework.by_id  # nothing links to its page
    fault = "is withdrawn: nothing links to its page any more" if is_left else "has no page"
    parts = f"{{n}} sub-{kind.plural}" if kind else ""
    return place._replace(
        message=f"The parent {parent_id} of {place.page.id} {fault}",
        many=f"The parent {parent_id} of {parts} {fault}",
        cause=f"no {parent_id}",
    )


def _where_it_ran_into(place: Place, parent: Page) -> Place:
    """The place of a parent without its label, which another field took for a part of its value."""
    page = place.page
    assert page.kind is not None
    named = f"{parent.id} {parent.name}"
    for field in page.fields:
        if named in field.value.raw and field.label != page.kind.summary:
            return place._replace(
                span=field.value.span,
                message=f"{place.message}, which stands without its label in `{field.label}`",
                explained=((page, field.value.span),),
            )
    return place


def _templates(page: Page, framework: Framework) -> tuple[Template, ...]:
    """That no sub-technique of a tree names its parent is one fault of what prints them."""
    assert page.kind is not None
    message = f"The field `{page.kind.parent}` is missing on {{n}} of {{of}} sub-{page.kind.plural}"
    return (Template("no parent", message, framework.memo.of_all(_parts)[page.kind.name]),)


def _parts(framework: Framework) -> Counter[str]:
    """How many pages of each kind are a part of another, as their IDs say."""
    records = framework.records
    return Counter(page.kind.name for page in records if page.kind and "." in page.id)


def _place(page: Page, message: str, field: Field | None, parent: Page | None = None) -> Place:
    also = (Related(parent, parent.top, "the parent's page"),) if parent else ()
    return Place(
        page=page,
        span=field.value.span if field else page.top,
        message=message,
        cause=f"{page.id} parent",
        subject=page.id,
        also=also,
        explained=(),
    )
